//! How content a requester is with what was done: asked once, when a request is resolved.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Description;
use crate::domain::ids::{PersonId, TicketId};

/// How content.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Satisfaction {
    /// Content.
    Content,
    /// More or less.
    Partly,
    /// Not at all.
    Unhappy,
}

impl Satisfaction {
    /// Every answer, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Content, Self::Partly, Self::Unhappy];

    /// The word of forms, of the database and of JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Partly => "partly",
            Self::Unhappy => "unhappy",
        }
    }
}

impl fmt::Display for Satisfaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text is no answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownSatisfaction;

impl fmt::Display for UnknownSatisfaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("satisfaction is content, partly or unhappy")
    }
}

impl std::error::Error for UnknownSatisfaction {}

impl FromStr for Satisfaction {
    type Err = UnknownSatisfaction;

    fn from_str(text: &str) -> Result<Self, UnknownSatisfaction> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownSatisfaction)
    }
}

/// What a requester said of a resolved request; never changed afterwards.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rating {
    /// Of which ticket.
    pub ticket: TicketId,
    /// Who said it: its requester.
    pub person: PersonId,
    /// How content.
    pub level: Satisfaction,
    /// What was written besides.
    pub comment: Option<Description>,
    /// When, UTC.
    pub at: DateTime<Utc>,
}
