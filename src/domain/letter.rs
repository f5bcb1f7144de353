//! A letter owed to one address: what it says, and how far its delivery has come.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{LetterId, TicketId},
    lang::Lang,
    notice::Notice,
    people::EmailAddress,
};

/// A letter, as the outbox keeps it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Letter {
    /// Identity.
    pub id: LetterId,
    /// The ticket it is about.
    pub ticket: Option<TicketId>,
    /// The word of its notice: `received`, `replied`, `escalated`, `requester-wrote`.
    pub kind: String,
    /// The one address it goes to.
    pub recipient: EmailAddress,
    /// The language it is written in.
    pub lang: Lang,
    /// What it says.
    pub notice: Notice,
    /// Its `Message-ID` with the angle brackets, made once: the same on every try, so that a
    /// receiver can tell a repeat (RFC 5322, 3.6.4).
    pub message_id: String,
    /// How far its delivery has come.
    pub state: LetterState,
    /// How many tries were made.
    pub attempts: u32,
    /// When it is to be tried next.
    pub next_try_at: DateTime<Utc>,
    /// Until when a worker that took it may work on it.
    pub lease_until: Option<DateTime<Utc>>,
    /// What went wrong on the last try.
    pub last_error: Option<String>,
    /// When it was owed; its `Date`.
    pub created_at: DateTime<Utc>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// How far the delivery of a letter has come.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterState {
    /// It waits for its next try.
    Owed,
    /// The mail server took it.
    Sent,
    /// The mail server will not take it, or it could not be delivered in time.
    Refused,
}

impl LetterState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Owed, Self::Sent, Self::Refused];

    /// The word that the database and addresses use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owed => "owed",
            Self::Sent => "sent",
            Self::Refused => "refused",
        }
    }
}

impl fmt::Display for LetterState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text is no state of a letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownLetterState;

impl fmt::Display for UnknownLetterState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a letter is owed, sent or refused")
    }
}

impl std::error::Error for UnknownLetterState {}

impl FromStr for LetterState {
    type Err = UnknownLetterState;

    fn from_str(text: &str) -> Result<Self, UnknownLetterState> {
        Self::ALL
            .into_iter()
            .find(|state| state.word() == text)
            .ok_or(UnknownLetterState)
    }
}
