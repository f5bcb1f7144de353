//! The doors through which letters come in, as they are set: the listener for a mail server in front,
//! and the mailboxes that are looked after.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use url::Url;

use super::{ConfigError, Wrong, error::Place};
use crate::domain::people::EmailAddress;

/// Where a mail server in front hands letters over (LMTP, RFC 2033).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LmtpAt {
    /// An address and a port.
    Tcp(SocketAddr),
    /// A socket in the file system: who may open the file may hand letters over.
    Unix(PathBuf),
}

impl LmtpAt {
    /// Reads `127.0.0.1:2424`, `unix:/run/guichet/lmtp.sock`, or `open 10.0.0.5:2424`: whoever
    /// reaches the listener can write in anybody's name, so another place than this machine must be
    /// meant.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("unix:") {
            return path
                .starts_with('/')
                .then(|| Self::Unix(PathBuf::from(path)));
        }
        super::read::watched_address(text).map(Self::Tcp)
    }
}

impl fmt::Display for LmtpAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) if address.ip().is_loopback() => write!(f, "{address}"),
            Self::Tcp(address) => write!(f, "open {address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// An address at which only the people of an organisation are listened to. Whether there is that
/// organisation, only the database knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BoundAddress {
    /// The address.
    pub address: EmailAddress,
    /// The name of the organisation.
    pub organisation: String,
    /// Where that is set.
    pub place: Place,
}

impl BoundAddress {
    /// That there is no such organisation; `known` are some that there are.
    #[must_use]
    pub fn unknown(&self, known: &[String]) -> ConfigError {
        let there = if known.is_empty() {
            "there is none yet".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        ConfigError {
            place: self.place.clone(),
            wrong: Wrong::Value {
                name: format!("organisation of the address {}", self.address),
                wanted: format!(
                    "the name of an organisation that is entered ({there}); « guichet import \
                     organisations » enters one"
                ),
            },
        }
    }
}

/// A mailbox from which letters are fetched (IMAP, RFC 3501).
#[derive(Clone, Eq, PartialEq)]
pub struct MailboxSetting {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailboxSecurity,
    /// Who signs in.
    pub user: String,
    /// With what.
    pub secret: MailboxSecret,
    /// The folder that is looked after.
    pub folder: String,
    /// A PEM file of the authority that signed the server's certificate, beside the system's.
    pub authority: Option<PathBuf>,
    /// The inbound address whose mailbox it is.
    pub address: EmailAddress,
    /// What becomes of a letter there once it is stored here.
    pub after: AfterFetch,
}

/// How the connection to a mailbox is protected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MailboxSecurity {
    /// TLS from the first byte (RFC 8314), `imaps://`.
    Implicit,
    /// STARTTLS, and nothing is said when the server does not offer it, `imap://`.
    StartTls,
    /// In clear, for a server on this machine only.
    None,
}

/// What proves who signs in at a mailbox.
#[derive(Clone, Eq, PartialEq)]
pub enum MailboxSecret {
    /// A password.
    Password(String),
    /// The file in which the password is; read at each sign-in.
    PasswordFile(PathBuf),
    /// The file in which an access token is (XOAUTH2); read at each sign-in, so that another program
    /// can renew it.
    TokenFile(PathBuf),
}

/// What becomes of a letter in its mailbox once it is stored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AfterFetch {
    /// It is marked as seen.
    Seen,
    /// It goes to another folder.
    Move(String),
    /// It is deleted.
    Delete,
}

/// The keys of a `[[mailbox]]`.
pub(super) const MAILBOX_KEYS: [&str; 7] = [
    "url",
    "password",
    "password_file",
    "token_file",
    "ca",
    "address",
    "after",
];

/// The key that is wrong, and what it must be.
type WrongKey = (&'static str, String);

impl MailboxSetting {
    /// Reads an entry; `get` gives the text of a key.
    pub(super) fn read<'a>(
        get: impl Fn(&str) -> Option<&'a str>,
        address: EmailAddress,
    ) -> Result<Self, WrongKey> {
        let url = get("url").unwrap_or_default();
        let wanted = || {
            "imaps://user@host or imap://user@host, with a folder if it is not INBOX: \
             imaps://user@host:993/Support; @ in the user is written %40"
                .to_owned()
        };
        let wrong = || ("url", wanted());
        let url = Url::parse(url.trim()).map_err(|_| wrong())?;
        let host = url
            .host_str()
            .map(|host| host.trim_matches(['[', ']']).to_owned())
            .filter(|host| !host.is_empty())
            .ok_or_else(wrong)?;
        let (security, port) = match url.scheme() {
            "imaps" => (MailboxSecurity::Implicit, 993),
            "imap" if is_loopback(&host) => (MailboxSecurity::None, 143),
            "imap" => (MailboxSecurity::StartTls, 143),
            _ => return Err(wrong()),
        };
        let user = decoded(url.username()).filter(|user| !user.is_empty());
        if url.password().is_some() {
            let wanted = "without the password: write it as password, or in a password_file";
            return Err(("url", wanted.to_owned()));
        }
        let folder = decoded(url.path().trim_matches('/')).ok_or_else(wrong)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong());
        }
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            security,
            user: user.ok_or_else(wrong)?,
            secret: secret(&get)?,
            folder: if folder.is_empty() {
                "INBOX".to_owned()
            } else {
                folder
            },
            authority: get("ca").map(PathBuf::from),
            address,
            after: after(get("after"))?,
        })
    }
}

impl fmt::Debug for MailboxSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailboxSetting")
            .field("at", &self.to_string())
            .field("security", &self.security)
            .field("address", &self.address)
            .field("after", &self.after)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for MailboxSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            user, host, folder, ..
        } = self;
        write!(f, "{folder} of {user} at {host}")
    }
}

impl fmt::Debug for MailboxSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password(…)",
            Self::PasswordFile(_) => "PasswordFile(…)",
            Self::TokenFile(_) => "TokenFile(…)",
        })
    }
}

fn secret<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<MailboxSecret, WrongKey> {
    let given = |key: &str| get(key).filter(|text| !text.is_empty());
    match (
        given("password"),
        given("password_file"),
        given("token_file"),
    ) {
        (Some(password), None, None) => Ok(MailboxSecret::Password(password.to_owned())),
        (None, Some(path), None) => Ok(MailboxSecret::PasswordFile(path.into())),
        (None, None, Some(path)) => Ok(MailboxSecret::TokenFile(path.into())),
        _ => Err((
            "password_file",
            "there, or else password or token_file, and only one of the three".to_owned(),
        )),
    }
}

fn after(text: Option<&str>) -> Result<AfterFetch, WrongKey> {
    let plain = |folder: &str| !folder.is_empty() && !folder.chars().any(char::is_control);
    match text.map(str::trim) {
        None | Some("seen") => Ok(AfterFetch::Seen),
        Some("delete") => Ok(AfterFetch::Delete),
        Some(other) => match other.strip_prefix("move:").map(str::trim) {
            Some(folder) if plain(folder) => Ok(AfterFetch::Move(folder.to_owned())),
            _ => Err(("after", "seen, delete, or move:FOLDER".to_owned())),
        },
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// RFC 3986, 2.1: `%` and two hexadecimal digits stand for one byte. Nothing for what is no text, or
/// holds control characters.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).ok()?);
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entry: &[(&str, &'static str)]) -> Result<MailboxSetting, WrongKey> {
        let address = EmailAddress::parse("support@desk.example").unwrap();
        let get = |key: &str| {
            let found = entry.iter().find(|(one, _)| *one == key);
            found.map(|(_, text)| *text)
        };
        MailboxSetting::read(get, address)
    }

    #[test]
    fn a_mailbox_on_another_machine_is_encrypted() {
        for (url, security, port, folder) in [
            (
                "imaps://a@b.example",
                MailboxSecurity::Implicit,
                993,
                "INBOX",
            ),
            (
                "imap://a@b.example/",
                MailboxSecurity::StartTls,
                143,
                "INBOX",
            ),
            (
                "imap://a@127.0.0.1:1143/In%20box",
                MailboxSecurity::None,
                1143,
                "In box",
            ),
            (
                "imaps://a%40c.example@[::1]/A/B",
                MailboxSecurity::Implicit,
                993,
                "A/B",
            ),
        ] {
            let one = read(&[("url", url), ("password", "x")]).unwrap();
            assert_eq!(
                (one.security, one.port, &*one.folder),
                (security, port, folder)
            );
        }
    }

    #[test]
    fn what_is_wrong_with_a_mailbox_is_told_by_its_key() {
        let url = ("url", "imaps://a@b.example");
        let password = ("password", "s3cret");
        for (entry, key) in [
            (&[password][..], "url"),
            (&[("url", "imaps://b.example"), password], "url"),
            (&[("url", "imaps://a:s3cret@b.example"), password], "url"),
            (&[("url", "pop3://a@b.example"), password], "url"),
            (&[("url", "imaps://a%0a@b.example"), password], "url"),
            (&[url], "password_file"),
            (&[url, password, ("token_file", "/t")], "password_file"),
            (&[url, password, ("after", "keep")], "after"),
            (&[url, password, ("after", "move:")], "after"),
        ] {
            assert_eq!(read(entry).unwrap_err().0, key, "{entry:?}");
        }
        let one = read(&[url, password, ("after", "move:Done")]).unwrap();
        assert_eq!(one.after, AfterFetch::Move("Done".to_owned()));
        assert!(!format!("{one:?}{one}").contains("s3cret"));
    }

    #[test]
    fn the_listener_is_for_this_machine_unless_it_is_said_otherwise() {
        for text in [
            "127.0.0.1:2424",
            "[::1]:24",
            "open 10.0.0.5:2424",
            "unix:/run/g/lmtp.sock",
        ] {
            assert_eq!(LmtpAt::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "2424", "10.0.0.5:2424", "unix:lmtp.sock", "unix:"] {
            assert_eq!(LmtpAt::parse(text), None, "{text}");
        }
    }
}
