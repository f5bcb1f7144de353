//! The domain of an organisation's addresses: whoever writes from it belongs to the organisation.

use std::fmt;

use super::people::EmailAddress;

/// Providers that give addresses to anybody: an address there says nothing of an employer.
const SHARED: &[&str] = &[
    "aol.com",
    "bbox.fr",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.fr",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "live.com",
    "live.fr",
    "mail.com",
    "mailo.com",
    "me.com",
    "msn.com",
    "neuf.fr",
    "numericable.fr",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "proton.me",
    "protonmail.com",
    "sfr.fr",
    "wanadoo.fr",
    "yahoo.com",
    "yahoo.fr",
    "ymail.com",
    "zoho.com",
];

/// Why a text is no domain of an organisation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MailDomainError {
    /// Not of the form `example.org`.
    Malformed,
    /// A provider gives addresses of it to anybody.
    Shared,
}

impl fmt::Display for MailDomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the mail domain must look like example.org",
            Self::Shared => "this provider gives addresses to anybody: its domain is nobody's own",
        })
    }
}

impl std::error::Error for MailDomainError {}

/// Reads a domain, with or without an `@` before it; it is lower-cased. Nothing typed is none.
///
/// # Errors
/// When it cannot be a domain with a dot, or belongs to a provider of addresses for everybody.
///
/// ```
/// use guichet::domain::mail_domain::{MailDomainError, parse};
/// assert_eq!(parse(" @Marlaix.example "), Ok(Some("marlaix.example".to_owned())));
/// assert_eq!(parse(""), Ok(None));
/// assert_eq!(parse("gmail.com"), Err(MailDomainError::Shared));
/// ```
pub fn parse(text: &str) -> Result<Option<String>, MailDomainError> {
    let text = text.trim().trim_start_matches('@');
    if text.is_empty() {
        return Ok(None);
    }
    let address = EmailAddress::parse(&format!("x@{text}"));
    let domain = address
        .map_err(|_| MailDomainError::Malformed)?
        .domain()
        .to_owned();
    if !domain.contains('.') {
        return Err(MailDomainError::Malformed);
    }
    if SHARED.contains(&domain.as_str()) {
        return Err(MailDomainError::Shared);
    }
    Ok(Some(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_domain_is_refused() {
        for text in [
            "localhost",
            "a b.fr",
            "-a.fr",
            "a..fr",
            "a@b.fr",
            "x\r\n.fr",
        ] {
            assert_eq!(parse(text), Err(MailDomainError::Malformed), "{text:?}");
        }
    }

    #[test]
    fn a_provider_of_everybody_s_addresses_is_nobody_s_domain() {
        for text in ["Orange.FR", "@free.fr", "laposte.net"] {
            assert_eq!(parse(text), Err(MailDomainError::Shared), "{text}");
        }
        assert!(SHARED.is_sorted());
    }
}
