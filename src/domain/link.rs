//! A secret address sent to somebody, and what it opens. Only a hash of the secret is kept.

use chrono::{DateTime, Utc};

use super::ids::{EscalationId, PersonId, SessionId, TicketId};

/// What the bearer of a link may do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LinkTo {
    /// Follow one ticket, as its requester.
    Ticket {
        /// The ticket.
        ticket: TicketId,
        /// Its requester.
        requester: PersonId,
    },
    /// Answer one escalation.
    Escalation {
        /// The record of it.
        escalation: EscalationId,
        /// To whom the letter went, where that is a person the desk knows.
        person: Option<PersonId>,
    },
    /// Choose a password: the first administrator's, or that of a person already entered.
    SetUp {
        /// The person; none for the first administrator.
        person: Option<PersonId>,
    },
}

impl LinkTo {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ticket { .. } => "ticket",
            Self::Escalation { .. } => "escalation",
            Self::SetUp { .. } => "set-up",
        }
    }
}

/// A link about to be given out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewLink {
    /// The hash of its secret, as text; unique.
    pub token_hash: String,
    /// What it opens.
    pub to: LinkTo,
    /// The person's address when it was made, in lower case, where it opens nothing once that is
    /// another.
    pub email_key: Option<String>,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// From when it opens nothing any more, UTC.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A link that was given out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Link {
    /// What it opens.
    pub to: LinkTo,
    /// The person's address when it was made, in lower case, where it opens nothing once that is
    /// another.
    pub email_key: Option<String>,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// From when it opens nothing any more, UTC.
    pub expires_at: Option<DateTime<Utc>>,
    /// When a link for one use was used up, UTC.
    pub used_at: Option<DateTime<Utc>>,
}

impl Link {
    /// Whether it opens anything at `now`: neither used up nor expired.
    #[must_use]
    pub fn opens(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// Somebody signed in on one device. Only a hash of its secret is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    /// Identity, for the list of one's devices.
    pub id: SessionId,
    /// Who signed in.
    pub person: PersonId,
    /// When, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was last used, UTC; not to the second.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends whatever happens, UTC.
    pub expires_at: DateTime<Utc>,
    /// What the browser says it is; for its owner to tell devices apart.
    pub device: String,
    /// Whether the second factor was shown when it began.
    pub second_factor: bool,
    /// Whether an identity provider vouched for the person, instead of a password.
    pub outside: bool,
}
