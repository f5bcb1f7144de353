//! Somebody was asked into an organisation, by an address.

use chrono::{DateTime, Utc};

use super::{ids::PersonId, lang::Lang, people::EmailAddress};

/// An invitation as it was typed. It says nothing of who has the address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invitation {
    /// The address.
    pub email: EmailAddress,
    /// The name.
    pub name: String,
    /// The language of pages and letters.
    pub lang: Lang,
    /// Who invited last.
    pub by: PersonId,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Whether it was taken back.
    pub withdrawn: bool,
}
