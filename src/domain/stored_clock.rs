//! A clock as it is kept between two events: what its history amounts to, how far its ladder has
//! been climbed, and when anything next happens to it.

use chrono::{DateTime, Utc};

use super::{
    ids::{ClockId, TicketId},
    ticket::{ClockName, PauseReason, Priority},
};

/// A clock on a ticket. A ticket has one of each name; a reopened one begins another run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredClock {
    /// Identity; the same in every run.
    pub id: ClockId,
    /// The ticket it runs on.
    pub ticket: TicketId,
    /// Which promise it times.
    pub name: ClockName,
    /// Which run this is, from 1.
    pub run: u32,
    /// The priority whose promise it times.
    pub priority: Priority,
    /// Whether it runs, stands or has stopped.
    pub state: StoredState,
    /// When this run began, UTC.
    pub started_at: DateTime<Utc>,
    /// When it breaches, UTC; none while it stands, and none where nothing is promised. A stopped
    /// clock keeps the deadline it had.
    pub deadline: Option<DateTime<Utc>>,
    /// How many levels of the ladder have fired in this run, those folded into others included.
    pub reached: u32,
    /// Whether somebody answered an escalation of this run.
    pub repeats_stopped: bool,
    /// The next instant at which anything happens to it, UTC.
    pub next_at: Option<DateTime<Utc>>,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StoredState {
    /// Time counts.
    Running,
    /// Time does not count.
    Paused {
        /// Since when, UTC.
        since: DateTime<Utc>,
        /// Why.
        reason: PauseReason,
    },
    /// It is over, until the ticket is reopened.
    Stopped {
        /// When, UTC.
        at: DateTime<Utc>,
        /// Whether the promise was kept; none where nothing was promised.
        kept: Option<bool>,
    },
}

impl StoredState {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused { .. } => "paused",
            Self::Stopped { .. } => "stopped",
        }
    }
}
