//! What somebody of the desk is writing and has not sent.

use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::{Description, TextError, UnknownWord, is_kept};

/// For whom it is written: each person has one of each on a ticket.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum DraftKind {
    /// An answer to the requester.
    Answer,
    /// An internal note.
    Note,
}

impl DraftKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Answer, Self::Note];

    /// The word of the database and of forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Note => "note",
        }
    }
}

impl FromStr for DraftKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownWord)
    }
}

/// A draft, as it was saved last.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Draft {
    /// For whom.
    pub kind: DraftKind,
    /// What was typed, its blanks at the ends too.
    pub body: String,
    /// When, UTC; never the same twice, so that it is the version as well.
    pub saved_at: DateTime<Utc>,
}

impl Draft {
    /// The version: microseconds since 1970.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.saved_at.timestamp_micros()
    }

    /// What is typed, fit to be kept: line ends become `\n`, control characters go, blanks stay.
    ///
    /// # Errors
    /// When it is longer than any message may be.
    pub fn fit(raw: &str) -> Result<String, TextError> {
        let plain: String = raw
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .filter(|one| matches!(one, '\n' | '\t') || is_kept(*one))
            .collect();
        if plain.chars().count() > Description::MOST {
            return Err(TextError::TooLong {
                most: Description::MOST,
            });
        }
        Ok(plain)
    }
}
