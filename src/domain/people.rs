//! Who people are: names, addresses, roles.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    ids::{OrganisationId, PersonId},
    lang::Lang,
};

/// What a person may do here, in the words of the contracts.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Files and follows tickets.
    Requester,
    /// Works a queue.
    Agent,
    /// Works a queue and answers for it.
    Supervisor,
    /// Sets the service up, and sees what the mail server refused.
    Administrator,
    /// Reads everything it is allowed to, changes nothing.
    Auditor,
}

impl Role {
    /// Every role, from the least to the most particular.
    pub const ALL: [Self; 5] = [
        Self::Requester,
        Self::Agent,
        Self::Supervisor,
        Self::Administrator,
        Self::Auditor,
    ];

    /// The word that the database, the command line and the configuration use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
        }
    }

    /// Whether the person signs in on the agents' side.
    #[must_use]
    pub const fn works_at_the_desk(self) -> bool {
        match self {
            Self::Agent | Self::Supervisor | Self::Administrator | Self::Auditor => true,
            Self::Requester => false,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text names no role.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownRole(String);

impl fmt::Display for UnknownRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "there is no role « {} »; write agent, supervisor, administrator, auditor or requester",
            self.0
        )
    }
}

impl std::error::Error for UnknownRole {}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.word() == text)
            .ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// An e-mail address that can be written to: one `@`, a dotted or local domain, no control
/// character, within the lengths of RFC 5321 (local part 64, whole 254 octets).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum EmailAddressError {
    /// Nothing was typed.
    Blank,
    /// Longer than RFC 5321 allows.
    TooLong,
    /// Not of the form `name@domain`.
    Malformed,
}

impl fmt::Display for EmailAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "an e-mail address is missing",
            Self::TooLong => "the e-mail address is too long (254 characters at most)",
            Self::Malformed => "the e-mail address must look like name@example.org",
        })
    }
}

impl std::error::Error for EmailAddressError {}

impl EmailAddress {
    /// Reads an address; the domain is lower-cased, blanks around it are dropped.
    ///
    /// # Errors
    /// When it is blank, too long, or cannot be an address.
    pub fn parse(raw: &str) -> Result<Self, EmailAddressError> {
        let text = raw.trim();
        if text.is_empty() {
            return Err(EmailAddressError::Blank);
        }
        if text.len() > 254 {
            return Err(EmailAddressError::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailAddressError::Malformed)?;
        let local_is_plain = !local.is_empty()
            && local.len() <= 64
            && local
                .split('.')
                .all(|atom| !atom.is_empty() && atom.chars().all(is_atom_text));
        let domain_is_plain = domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || letter == '-')
        });
        if local_is_plain && domain_is_plain {
            Ok(Self(format!("{local}@{}", domain.to_lowercase())))
        } else {
            Err(EmailAddressError::Malformed)
        }
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The lower-cased form under which addresses are compared and looked up.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The part after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for EmailAddress {
    type Err = EmailAddressError;

    fn from_str(text: &str) -> Result<Self, EmailAddressError> {
        Self::parse(text)
    }
}

/// RFC 5322 `atext`, widened to letters of any script (RFC 6531).
fn is_atom_text(letter: char) -> bool {
    letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter)
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EmailAddress {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let text = String::deserialize(source)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Somebody known to the desk.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// As the person writes it; one line.
    pub name: String,
    /// Where letters go, and the name to sign in with.
    pub email: EmailAddress,
    /// What the person may do.
    pub role: Role,
    /// The tenant, when it is known.
    pub organisation: Option<OrganisationId>,
    /// The language of letters and pages.
    pub lang: Lang,
    /// An inactive person cannot sign in and is assigned nothing.
    pub active: bool,
}

/// What an organisation is to the desk.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// Asks for support.
    #[default]
    Customer,
    /// Serves customers: is their single contact, and escalates to the vendor.
    Integrator,
    /// The publisher behind an integrator.
    Vendor,
}

impl OrganisationKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Integrator, Self::Vendor];

    /// The word of the database, of files and of forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Integrator => "integrator",
            Self::Vendor => "vendor",
        }
    }
}

impl fmt::Display for OrganisationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text names no kind of organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownKind(String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "there is no kind of organisation « {} »; write customer, integrator or vendor",
            self.0
        )
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for OrganisationKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == text)
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

/// A tenant.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Organisation {
    /// Identity.
    pub id: OrganisationId,
    /// As the contract names it.
    pub name: String,
    /// Addresses of this domain belong to it; lower case.
    pub mail_domain: Option<String>,
    /// What it is to the desk.
    pub kind: OrganisationKind,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_addresses_are_read_and_their_domain_lowered() {
        let address = EmailAddress::parse(" Achats.Paris+1@Fonderies-Marlaix.Example ").unwrap();
        assert_eq!(address.as_str(), "Achats.Paris+1@fonderies-marlaix.example");
        assert_eq!(address.domain(), "fonderies-marlaix.example");
    }

    #[test]
    fn what_cannot_be_written_to_is_refused() {
        for text in [
            "a",
            "@b.fr",
            "a@",
            "a b@c.fr",
            "a@b..fr",
            "a@-b.fr",
            "a\r\nBcc: x@y.z",
            "a@b.fr\0",
            ".a@b.fr",
            "<a@b.fr>",
        ] {
            assert_eq!(
                EmailAddress::parse(text),
                Err(EmailAddressError::Malformed),
                "{text:?}"
            );
        }
        assert_eq!(EmailAddress::parse("  "), Err(EmailAddressError::Blank));
        assert_eq!(
            EmailAddress::parse(&format!("{}@b.fr", "a".repeat(300))),
            Err(EmailAddressError::TooLong)
        );
    }

    #[test]
    fn each_role_is_found_by_its_word() {
        for role in Role::ALL {
            assert_eq!(role.word().parse(), Ok(role));
        }
        assert!("root".parse::<Role>().is_err());
    }
}
