//! What may be wrong with the mail settings, in words that say what to write instead.

use std::fmt;

/// What is wrong with the mail settings. Never holds the address that was given: it may carry
/// a password.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SettingsError {
    /// `GUICHET_SMTP_URL` is no address.
    NoUrl,
    /// Its scheme is neither `smtp` nor `smtps`.
    Scheme(String),
    /// It names no server.
    NoHost,
    /// It has a path, a fragment or a query key that means nothing here.
    Extra(String),
    /// `tls=` has another value than `required`, `opportunistic`, `none`.
    Tls(String),
    /// `tls=` and `smtps://` say different things.
    TlsTwice,
    /// A user without a password, or a password without a user.
    HalfCredentials,
    /// The user or the password is badly percent-encoded.
    Encoding,
    /// A password would travel in clear.
    PasswordInClear,
    /// `GUICHET_MAIL_FROM` is no sender.
    From(String),
    /// `GUICHET_SMTP_CA` cannot be read.
    AuthorityFile {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// `GUICHET_SMTP_CA` holds no certificate.
    Authority {
        /// The file.
        path: String,
    },
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoUrl => f.write_str(
                "GUICHET_SMTP_URL is not an address; write smtp://user:password@host:587 or smtps://…",
            ),
            Self::Scheme(scheme) => write!(
                f,
                "GUICHET_SMTP_URL begins with « {scheme} »; write smtp:// (STARTTLS) or smtps:// (TLS from the start)"
            ),
            Self::NoHost => f.write_str("GUICHET_SMTP_URL names no server; write smtp://host:587"),
            Self::Extra(what) => write!(
                f,
                "GUICHET_SMTP_URL has « {what} » after the server; only ?tls=required, ?tls=opportunistic or ?tls=none may follow"
            ),
            Self::Tls(value) => write!(
                f,
                "GUICHET_SMTP_URL says tls={value}; write required, opportunistic or none"
            ),
            Self::TlsTwice => f.write_str(
                "GUICHET_SMTP_URL says smtps:// and ?tls= too; smtps:// alone is TLS from the start",
            ),
            Self::HalfCredentials => {
                f.write_str("GUICHET_SMTP_URL needs both a user and a password, or neither")
            }
            Self::Encoding => f.write_str(
                "the user or the password in GUICHET_SMTP_URL is badly encoded; write %40 for @, %3A for :, %2F for /, %25 for %",
            ),
            Self::PasswordInClear => f.write_str(
                "GUICHET_SMTP_URL would send the password in clear; leave ?tls=none out, or leave the password out",
            ),
            Self::From(raw) => write!(
                f,
                "GUICHET_MAIL_FROM is « {raw} »; write an address, or Guichet <support@example.org>"
            ),
            Self::AuthorityFile { path, why } => {
                write!(f, "GUICHET_SMTP_CA, file {path}: {why}")
            }
            Self::Authority { path } => {
                write!(f, "GUICHET_SMTP_CA, file {path}: no certificate in PEM form")
            }
        }
    }
}

impl std::error::Error for SettingsError {}
