//! What people write to each other on a ticket.

use chrono::{DateTime, Utc};

use super::{Description, UnknownWord};
use crate::domain::ids::{MessageId, PersonId, TicketId};

/// A message of a ticket's conversation, or an internal note.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    /// Identity.
    pub id: MessageId,
    /// The ticket.
    pub ticket: TicketId,
    /// Who wrote it; none when the desk itself did.
    pub author: Option<PersonId>,
    /// Who may read it.
    pub visibility: Visibility,
    /// What was written.
    pub body: Description,
    /// How it is written.
    pub format: TextFormat,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum TextFormat {
    /// Markdown, as the pages take it.
    #[default]
    Markdown,
    /// Plain text, as it came in a letter: no sign means anything but itself.
    Plain,
}

impl TextFormat {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Plain => "plain",
        }
    }
}

impl std::str::FromStr for TextFormat {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Markdown, Self::Plain]
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownWord)
    }
}

/// Who may read a message.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Visibility {
    /// The requester and the desk.
    Public,
    /// The desk alone.
    Internal,
}

impl Visibility {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
        }
    }
}

impl std::str::FromStr for Visibility {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Public, Self::Internal]
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownWord)
    }
}
