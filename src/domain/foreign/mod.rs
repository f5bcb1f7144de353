//! Requests that another desk kept: what its log says of them, and the histories that this desk would
//! have kept.

mod ready;
mod tale;

pub use ready::{ForeignTicket, NotTaken, Ready, ready};
pub use tale::{Follows, Tale, tell};

use chrono::{DateTime, Utc};

use super::ticket::{PauseReason, Priority};

/// Where a state of the log leaves a ticket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// Not yet taken in charge.
    New,
    /// Worked on.
    Open,
    /// Waiting, and why.
    Waiting(PauseReason),
    /// Settled.
    Resolved,
}

/// What a state of the log means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Meaning {
    /// Where it leaves the ticket.
    pub place: Place,
    /// Whether the requester has been answered when the ticket enters it.
    pub answered: bool,
}

/// One update of a ticket.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// When it was written, UTC.
    pub at: DateTime<Utc>,
    /// Its order among rows of the same instant.
    pub order: i64,
    /// The state after it.
    pub state: Meaning,
    /// The priority after it.
    pub priority: Priority,
    /// When the ticket was filed, UTC.
    pub opened_at: DateTime<Utc>,
}

/// What the log says of a ticket besides; each part is empty where it says nothing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct About {
    /// What it is about, in a line.
    pub subject: String,
    /// What was asked.
    pub text: String,
    /// The address of who asked.
    pub requester: String,
    /// The name of who asked.
    pub requester_name: String,
}
