//! Where letters are handed over, and in whose name: read once from the settings.

use std::{fmt, fs, net::IpAddr, path::Path};

use lettre::{
    message::Mailbox,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, TlsParameters},
    },
};
use url::Url;

pub use super::settings_error::SettingsError;

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Security {
    /// TLS from the first byte (RFC 8314), `smtps://`.
    Implicit,
    /// STARTTLS, and nothing is said when the server does not offer it (RFC 3207).
    Required,
    /// STARTTLS when it is offered; no defence against who can cut the offer out.
    Opportunistic,
    /// In clear, for a server on the same machine or on a trusted wire.
    None,
}

/// The mail server, the sender, the authority that is trusted beside the system's.
#[derive(Clone)]
pub struct SmtpSettings {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    pub(super) from: Mailbox,
    authority: Option<Certificate>,
}

impl SmtpSettings {
    /// Reads the settings `GUICHET_SMTP_URL`, `GUICHET_MAIL_FROM` and, where there is one,
    /// `GUICHET_SMTP_CA` (a PEM file).
    ///
    /// `smtp://host` means port 587 and STARTTLS required, except on a loopback address, where
    /// nothing is encrypted unless `?tls=` asks for it; `smtps://host` means port 465.
    ///
    /// # Errors
    /// When one of the three cannot be used; the message says which and what to write.
    pub fn parse(url: &str, from: &str, authority: Option<&Path>) -> Result<Self, SettingsError> {
        let url = Url::parse(url.trim()).map_err(|_| SettingsError::NoUrl)?;
        let host = url
            .host_str()
            .map(|host| host.trim_matches(['[', ']']).to_owned())
            .filter(|host| !host.is_empty())
            .ok_or(SettingsError::NoHost)?;
        let security = security(&url, is_loopback(&host))?;
        let credentials = credentials(&url)?;
        if credentials.is_some() && security == Security::None && !is_loopback(&host) {
            return Err(SettingsError::PasswordInClear);
        }
        Ok(Self {
            port: url.port().unwrap_or(match security {
                Security::Implicit => 465,
                Security::Required | Security::Opportunistic | Security::None => 587,
            }),
            host,
            security,
            credentials,
            from: sender(from)?,
            authority: authority.map(certificate).transpose()?,
        })
    }

    /// The server's name.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The server's port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// How the connection is protected.
    #[must_use]
    pub const fn security(&self) -> Security {
        self.security
    }

    /// The sender's address.
    #[must_use]
    pub fn address(&self) -> String {
        self.from.email.to_string()
    }

    /// The domain that signs: that of the sender's address.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// What the certificate is checked against: the system's roots and the authority given.
    pub(super) fn tls(&self) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        let mut tls = TlsParameters::builder(self.host.clone());
        if let Some(authority) = &self.authority {
            tls = tls.add_root_certificate(authority.clone());
        }
        tls.build()
    }
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("signs_in", &self.credentials.is_some())
            .field("from", &self.from.email)
            .finish_non_exhaustive()
    }
}

fn security(url: &Url, loopback: bool) -> Result<Security, SettingsError> {
    if !matches!(url.path(), "" | "/") {
        return Err(SettingsError::Extra(url.path().to_owned()));
    }
    if let Some(fragment) = url.fragment() {
        return Err(SettingsError::Extra(format!("#{fragment}")));
    }
    let mut asked = None;
    for (key, value) in url.query_pairs() {
        if key != "tls" || asked.is_some() {
            return Err(SettingsError::Extra(key.into_owned()));
        }
        asked = Some(match value.as_ref() {
            "required" => Security::Required,
            "opportunistic" => Security::Opportunistic,
            "none" => Security::None,
            other => return Err(SettingsError::Tls(other.to_owned())),
        });
    }
    match (url.scheme(), asked) {
        ("smtps", None) => Ok(Security::Implicit),
        ("smtps", Some(_)) => Err(SettingsError::TlsTwice),
        ("smtp", Some(asked)) => Ok(asked),
        ("smtp", None) if loopback => Ok(Security::None),
        ("smtp", None) => Ok(Security::Required),
        (other, _) => Err(SettingsError::Scheme(other.to_owned())),
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn credentials(url: &Url) -> Result<Option<Credentials>, SettingsError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(SettingsError::HalfCredentials),
        (user, Some(password)) => {
            let (user, password) = (decoded(user)?, decoded(password)?);
            Ok(Some(Credentials::new(user, password)))
        }
    }
}

/// RFC 3986, 2.1: `%` and two hexadecimal digits stand for one byte.
fn decoded(text: &str) -> Result<String, SettingsError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || {
            rest.next()
                .and_then(|digit| char::from(digit).to_digit(16))
                .ok_or(SettingsError::Encoding)
        };
        let value = digit()? * 16 + digit()?;
        bytes.push(u8::try_from(value).map_err(|_| SettingsError::Encoding)?);
    }
    String::from_utf8(bytes).map_err(|_| SettingsError::Encoding)
}

fn sender(raw: &str) -> Result<Mailbox, SettingsError> {
    let plain = super::letters::plain::line(raw);
    let wrong = || SettingsError::From(plain.clone());
    let mailbox: Mailbox = plain.parse().map_err(|_| wrong())?;
    if plain == raw.trim() {
        Ok(mailbox)
    } else {
        Err(wrong())
    }
}

fn certificate(path: &Path) -> Result<Certificate, SettingsError> {
    let name = path.display().to_string();
    let pem = fs::read(path).map_err(|why| SettingsError::AuthorityFile {
        path: name.clone(),
        why: why.to_string(),
    })?;
    // lettre takes a file without any certificate for an empty list.
    if !pem
        .windows(b"-----BEGIN CERTIFICATE-----".len())
        .any(|part| part == b"-----BEGIN CERTIFICATE-----")
    {
        return Err(SettingsError::Authority { path: name });
    }
    Certificate::from_pem(&pem).map_err(|_| SettingsError::Authority { path: name })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "Guichet <support@guichet.example>";

    fn parse(url: &str) -> Result<SmtpSettings, SettingsError> {
        SmtpSettings::parse(url, FROM, None)
    }

    #[test]
    fn tls_is_required_unless_the_server_is_on_this_machine_or_it_is_waived() {
        for (url, security, port) in [
            ("smtp://mail.example", Security::Required, 587),
            ("smtp://mail.example:25/", Security::Required, 25),
            ("smtps://mail.example", Security::Implicit, 465),
            ("smtp://mail.example?tls=none", Security::None, 587),
            (
                "smtp://mail.example?tls=opportunistic",
                Security::Opportunistic,
                587,
            ),
            ("smtp://127.0.0.1:1025", Security::None, 1025),
            ("smtp://localhost:1025", Security::None, 1025),
            ("smtp://[::1]:1025", Security::None, 1025),
            (
                "smtp://127.0.0.1:1025?tls=required",
                Security::Required,
                1025,
            ),
        ] {
            let settings = parse(url).unwrap();
            assert_eq!(
                (settings.security, settings.port),
                (security, port),
                "{url}"
            );
        }
    }

    #[test]
    fn a_wrong_setting_says_what_to_write() {
        for (url, error) in [
            ("", SettingsError::NoUrl),
            ("mail.example", SettingsError::NoUrl),
            (
                "http://mail.example",
                SettingsError::Scheme("http".to_owned()),
            ),
            ("smtp://", SettingsError::NoHost),
            (
                "smtp://mail.example/box",
                SettingsError::Extra("/box".to_owned()),
            ),
            (
                "smtp://mail.example?starttls=yes",
                SettingsError::Extra("starttls".to_owned()),
            ),
            (
                "smtp://mail.example?tls=yes",
                SettingsError::Tls("yes".to_owned()),
            ),
            ("smtps://mail.example?tls=none", SettingsError::TlsTwice),
            ("smtp://user@mail.example", SettingsError::HalfCredentials),
            ("smtp://u:%zz@mail.example", SettingsError::Encoding),
            ("smtp://u:%f@mail.example", SettingsError::Encoding),
            ("smtp://u:%ff@mail.example", SettingsError::Encoding),
            (
                "smtp://u:p@mail.example?tls=none",
                SettingsError::PasswordInClear,
            ),
        ] {
            assert_eq!(parse(url).map(|_| ()), Err(error), "{url}");
        }
    }

    #[test]
    fn a_sender_is_one_mailbox_on_one_line() {
        assert!(SmtpSettings::parse("smtp://a", "support@guichet.example", None).is_ok());
        for from in [
            "",
            "Guichet",
            "Guichet <>",
            "a@b.example, c@d.example",
            "Bob\r\nBcc: x@y.example <a@b.example>",
        ] {
            assert!(
                matches!(
                    SmtpSettings::parse("smtp://a", from, None),
                    Err(SettingsError::From(_))
                ),
                "{from:?}"
            );
        }
    }

    #[test]
    fn no_password_is_shown_by_debug_nor_by_an_error() {
        let settings = parse("smtp://user:Secr%40t@mail.example").unwrap();
        let shown = format!("{settings:?}");
        assert!(!shown.contains("Secr"), "{shown}");
        let Err(error) = parse("smtp://user:Secret@mail.example?tls=none") else {
            panic!("a password in clear was taken");
        };
        assert!(!error.to_string().contains("Secret"));
    }

    #[test]
    fn an_authority_without_a_certificate_is_refused() {
        let missing = Path::new("/nonexistent/ca.pem");
        assert!(matches!(
            SmtpSettings::parse("smtp://a", FROM, Some(missing)),
            Err(SettingsError::AuthorityFile { .. })
        ));
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(matches!(
            SmtpSettings::parse("smtp://a", FROM, Some(file.path())),
            Err(SettingsError::Authority { .. })
        ));
    }
}
