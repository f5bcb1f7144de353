//! Somebody as an identity provider knows them.

use super::people::EmailAddress;

/// The longest subject, in bytes (OpenID Connect Core 1.0, 2), and the longest issuer that is kept.
const MOST_SUBJECT: usize = 255;
const MOST_ISSUER: usize = 500;

/// An identity at a provider. The two together are somebody's for ever; addresses and names are not
/// (OpenID Connect Core 1.0, 5.7).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutsideIdentity {
    issuer: String,
    subject: String,
}

impl OutsideIdentity {
    /// The identity of a subject at an issuer; none where one of them is blank or too long.
    #[must_use]
    pub fn of(issuer: &str, subject: &str) -> Option<Self> {
        let plain = |text: &str, most| {
            !text.is_empty() && text.len() <= most && !text.chars().any(char::is_control)
        };
        (plain(issuer, MOST_ISSUER) && plain(subject, MOST_SUBJECT)).then(|| Self {
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
        })
    }

    /// Who says it: the address of the provider.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Whom the provider means.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }
}

/// What a provider vouches for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Vouched {
    /// Who it is.
    pub identity: OutsideIdentity,
    /// The address, where the provider says that it verified it; none otherwise.
    pub email: Option<EmailAddress>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_has_an_issuer_and_a_subject_of_bounded_length() {
        let id = OutsideIdentity::of("https://id.example.org", "4711").unwrap();
        assert_eq!(
            (id.issuer(), id.subject()),
            ("https://id.example.org", "4711")
        );
        let long = "x".repeat(MOST_SUBJECT);
        assert!(OutsideIdentity::of("https://id.example.org", &long).is_some());
        for (issuer, subject) in [
            ("", "4711"),
            ("https://id.example.org", ""),
            ("https://id.example.org", "a\nb"),
            ("https://id.example.org", &format!("{long}x")),
            (&"x".repeat(MOST_ISSUER + 1), "4711"),
        ] {
            assert_eq!(OutsideIdentity::of(issuer, subject), None, "{subject}");
        }
    }
}
