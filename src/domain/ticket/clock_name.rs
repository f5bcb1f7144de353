//! The promises that are timed.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::UnknownWord;

/// A promise of a contract that is timed.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockName {
    /// Prise en charge: from filing until an agent takes the ticket in charge.
    Acknowledge,
    /// Réponse: from filing until the first public answer.
    Respond,
    /// Information régulière: from each answer or news to the requester until the next.
    Update,
    /// Résolution: from filing until the ticket is resolved.
    Resolve,
}

impl ClockName {
    /// All four, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::Acknowledge,
        Self::Respond,
        Self::Update,
        Self::Resolve,
    ];

    /// The word of contract files, of the database and of JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Respond => "respond",
            Self::Update => "update",
            Self::Resolve => "resolve",
        }
    }
}

impl fmt::Display for ClockName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for ClockName {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|clock| clock.word() == text)
            .ok_or(UnknownWord)
    }
}
