//! The queue as agents see it: what to show, in which order, and how many.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use super::{ClockName, PauseReason, Priority, Status, Ticket, Turn};
use crate::domain::{
    ids::{OrganisationId, PersonId, QueueId, TicketId},
    stored_clock::StoredState,
};

/// What decides first where a ticket stands in the queue.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum DueRank {
    /// A clock runs towards a deadline.
    Running,
    /// Its clocks stand.
    Paused,
    /// No clock runs, and the ticket is not resolved.
    Nothing,
    /// The ticket is resolved.
    Resolved,
}

impl DueRank {
    /// Every rank, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Running, Self::Paused, Self::Nothing, Self::Resolved];

    /// The number by which the database sorts.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::Running => 0,
            Self::Paused => 1,
            Self::Nothing => 2,
            Self::Resolved => 3,
        }
    }

    /// The rank with that number.
    #[must_use]
    pub fn numbered(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| rank.number() == number)
    }
}

/// Where a ticket stands in the queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct QueuePlace {
    /// What decides first.
    pub rank: DueRank,
    /// The earliest deadline of the running clocks; for a paused ticket when the pause began; for
    /// other ranks when the ticket last changed. UTC.
    pub due_at: DateTime<Utc>,
    /// The clock the page shows: the one that falls due first, or that stands or stopped last.
    pub clock: Option<ClockName>,
    /// Why the ticket is paused, while it is.
    pub pause: Option<PauseReason>,
}

/// A place in the queue's order, from which a page goes on. Written `0.1767225600000000.uuid` in
/// addresses.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct QueueKey {
    /// What decides first.
    pub rank: DueRank,
    /// Then the instant, UTC.
    pub due_at: DateTime<Utc>,
    /// Then the ticket, so that no two places are equal.
    pub ticket: TicketId,
}

impl fmt::Display for QueueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rank, at) = (self.rank.number(), self.due_at.timestamp_micros());
        write!(f, "{rank}.{at}.{}", self.ticket)
    }
}

/// The text is no place in the queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct QueueKeyError;

impl fmt::Display for QueueKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no place in the queue; begin again at its first page")
    }
}

impl std::error::Error for QueueKeyError {}

impl FromStr for QueueKey {
    type Err = QueueKeyError;

    fn from_str(text: &str) -> Result<Self, QueueKeyError> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(QueueKeyError);
        let (rank, at, ticket) = (part()?, part()?, part()?);
        let at = at.parse().map_err(|_| QueueKeyError)?;
        Ok(Self {
            rank: rank
                .parse()
                .ok()
                .and_then(DueRank::numbered)
                .ok_or(QueueKeyError)?,
            due_at: DateTime::from_timestamp_micros(at).ok_or(QueueKeyError)?,
            ticket: ticket.parse().map_err(|_| QueueKeyError)?,
        })
    }
}

/// Which tickets a page of the queue shows: those that meet every condition.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct QueueFilter {
    /// In which state.
    pub view: View,
    /// In one queue.
    pub queue: Option<QueueId>,
    /// Of one agent, or of nobody.
    pub assignee: Option<Assignee>,
    /// Of one priority.
    pub priority: Option<Priority>,
    /// Of one organisation.
    pub organisation: Option<OrganisationId>,
    /// On which it is somebody's turn; none of what is resolved.
    pub turn: Option<Turn>,
    /// With a clock that falls due at this instant or later, UTC.
    pub due_from: Option<DateTime<Utc>>,
    /// With a clock that falls due before this instant, UTC.
    pub due_before: Option<DateTime<Utc>>,
    /// A reference, or a part of the subject in any case; what follows [`QueueFilter::TEXT`]
    /// characters is not looked at.
    pub text: Option<String>,
}

impl QueueFilter {
    /// The most characters of a searched text.
    pub const TEXT: usize = 80;
}

/// In which state tickets are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum View {
    /// Not resolved.
    #[default]
    Unresolved,
    /// In one state; [`Status::New`] is what waits to be taken in charge.
    In(Status),
    /// Paused because the customer owes something.
    WaitingForCustomer,
    /// Every ticket.
    Everything,
}

/// Who works on a ticket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Assignee {
    /// Nobody yet.
    Nobody,
    /// One person.
    Person(PersonId),
}

/// One row of the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueRow {
    /// The ticket.
    pub ticket: Ticket,
    /// Where it stands.
    pub place: QueuePlace,
    /// The name of its organisation, when it is known.
    pub organisation: Option<String>,
    /// The name of its requester.
    pub requester: String,
    /// The name of who works on it.
    pub assignee: Option<String>,
    /// The clock that [`QueuePlace::clock`] names.
    pub clock: Option<DueClock>,
}

impl QueueRow {
    /// Its place in the order.
    #[must_use]
    pub const fn key(&self) -> QueueKey {
        QueueKey {
            rank: self.place.rank,
            due_at: self.place.due_at,
            ticket: self.ticket.id,
        }
    }
}

/// A clock, as a row of the queue shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DueClock {
    /// Which promise it times.
    pub name: ClockName,
    /// Whether it runs, stands or has stopped.
    pub state: StoredState,
    /// When it breaches, UTC.
    pub deadline: Option<DateTime<Utc>>,
}

/// The numbers beside the queue; each stops at [`QueueCounts::MOST`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct QueueCounts {
    /// Not resolved.
    pub open: u32,
    /// Not yet taken in charge.
    pub to_take: u32,
    /// Not resolved, and the asking person's.
    pub mine: u32,
    /// Due within the hour, those already late left out.
    pub due_within_hour: u32,
    /// Paused because the customer owes something.
    pub waiting_for_customer: u32,
    /// Past a deadline that still runs.
    pub late: u32,
}

impl QueueCounts {
    /// Where counting ends: this number means « as many or more ».
    pub const MOST: u32 = 1000;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_from_an_address() {
        let key = QueueKey {
            rank: DueRank::Paused,
            due_at: DateTime::from_timestamp_micros(-1).unwrap(),
            ticket: TicketId::fresh(),
        };
        assert_eq!(key.to_string().parse(), Ok(key));
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in [
            "",
            "0",
            "0.1",
            "0.1.x",
            "9.1.",
            "4.1.00000000-0000-0000-0000-000000000000",
            "0.99999999999999999999.00000000-0000-0000-0000-000000000000",
            "0.9223372036854775807.00000000-0000-0000-0000-000000000000",
        ] {
            assert_eq!(text.parse::<QueueKey>(), Err(QueueKeyError), "{text}");
        }
    }
}
