//! A letter owed to one address: written with the change it tells of, sent afterwards.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    attachment::FileName,
    ids::{AttachmentId, LetterId, TicketId},
    lang::Lang,
    notice::Notice,
    people::EmailAddress,
    wording::Wording,
};

/// A letter and how its sending goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Letter {
    /// Identity.
    pub id: LetterId,
    /// The ticket it tells of.
    pub ticket: Option<TicketId>,
    /// The word of what it says: [`Notice::word`].
    pub kind: String,
    /// Where it goes.
    pub recipient: EmailAddress,
    /// The language it is written in.
    pub lang: Lang,
    /// What it says.
    pub notice: Notice,
    /// Its `Message-ID` (RFC 5322), the same at every try; unique.
    pub message_id: String,
    /// Where it stands.
    pub state: LetterState,
    /// How often somebody has set out to send it. Each claim counts one, and names the claim.
    pub attempts: u32,
    /// When it may be tried, UTC.
    pub next_try_at: DateTime<Utc>,
    /// Until when somebody is sending it, UTC; afterwards others may take it.
    pub lease_until: Option<DateTime<Utc>>,
    /// What the mail server, or the way to it, last answered.
    pub last_error: Option<String>,
    /// When it was owed, UTC.
    pub created_at: DateTime<Utc>,
    /// When the mail server took it, UTC.
    pub sent_at: Option<DateTime<Utc>>,
    /// Where its recipient answers, found when it is sent; elsewhere none.
    pub reply_to: Option<EmailAddress>,
    /// An administrator's own words for it, found when it is sent; elsewhere none.
    pub wording: Wording,
    /// The files that it carries, read when it is sent; elsewhere none.
    pub enclosed: Vec<Enclosed>,
}

/// A file that a letter carries.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Enclosed {
    /// Which.
    pub id: AttachmentId,
    /// Its name.
    pub name: FileName,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Letter {
    /// A letter owed at `now`, to be tried at once. Its Message-ID is drawn here and stays.
    #[must_use]
    pub fn owed(
        ticket: Option<TicketId>,
        recipient: EmailAddress,
        lang: Lang,
        notice: Notice,
        mail_host: &str,
        now: DateTime<Utc>,
    ) -> Self {
        let id = LetterId::fresh();
        Self {
            id,
            ticket,
            kind: notice.word().to_owned(),
            recipient,
            lang,
            notice,
            message_id: format!("<{id}@{mail_host}>"),
            state: LetterState::Owed,
            attempts: 0,
            next_try_at: now,
            lease_until: None,
            last_error: None,
            created_at: now,
            sent_at: None,
            reply_to: None,
            wording: Wording::default(),
            enclosed: Vec::new(),
        }
    }
}

/// Where a letter stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterState {
    /// It must still leave.
    Owed,
    /// The mail server has taken it.
    Sent,
    /// The mail server will not take it; an administrator decides.
    Refused,
}

impl LetterState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Owed, Self::Sent, Self::Refused];

    /// The word of the database and of addresses.
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

/// How many letters stand where.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LetterCounts {
    /// Letters that must still leave, [`LetterCounts::MOST`] at most.
    pub owed: u32,
    /// Letters that an administrator must look at, [`LetterCounts::MOST`] at most.
    pub refused: u32,
}

impl LetterCounts {
    /// Where counting ends: this number means « as many or more ».
    pub const MOST: u32 = 1000;
}
