//! A customer's tickets as the portal lists them: what to show, and in which order.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use super::{DueRank, PauseReason, QueuePlace, QueueRow};
use crate::domain::{
    ids::{OrganisationId, PlatformId, TicketId},
    words::words,
};

/// What decides first where a ticket stands in a customer's list.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PortalStage {
    /// The desk waits for the customer.
    Waiting,
    /// A clock runs towards a deadline.
    Running,
    /// The desk waits for somebody else.
    Paused,
    /// No clock runs, and the ticket is not resolved.
    Nothing,
    /// The ticket is resolved.
    Resolved,
}

impl PortalStage {
    /// Every stage, what the customer has to do something about first.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Running,
        Self::Paused,
        Self::Nothing,
        Self::Resolved,
    ];

    /// The stage of a ticket at a place of the queue.
    #[must_use]
    pub fn of(place: &QueuePlace) -> Self {
        match (place.rank, place.pause) {
            (DueRank::Resolved, _) => Self::Resolved,
            (_, Some(PauseReason::WaitingForCustomer)) => Self::Waiting,
            (DueRank::Running, _) => Self::Running,
            (DueRank::Paused, _) => Self::Paused,
            (DueRank::Nothing, _) => Self::Nothing,
        }
    }
}

/// A place in a customer's list, from which a page goes on. Written `0.1767225600000000.uuid` in
/// addresses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PortalKey {
    /// What decides first.
    pub stage: PortalStage,
    /// Then the instant of [`QueuePlace::due_at`], UTC: the earliest first, but of what is resolved
    /// the latest.
    pub due_at: DateTime<Utc>,
    /// Then the ticket, so that no two places are equal.
    pub ticket: TicketId,
}

impl PortalKey {
    /// The place of a row.
    #[must_use]
    pub fn of(row: &QueueRow) -> Self {
        Self {
            stage: PortalStage::of(&row.place),
            due_at: row.place.due_at,
            ticket: row.ticket.id,
        }
    }
}

impl fmt::Display for PortalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stage = PortalStage::ALL.iter().position(|one| *one == self.stage);
        let at = self.due_at.timestamp_micros();
        write!(f, "{}.{at}.{}", stage.unwrap_or_default(), self.ticket)
    }
}

/// The text is no place in a customer's list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PortalKeyError;

impl fmt::Display for PortalKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no place in the list; begin again at its first page")
    }
}

impl std::error::Error for PortalKeyError {}

impl FromStr for PortalKey {
    type Err = PortalKeyError;

    fn from_str(text: &str) -> Result<Self, PortalKeyError> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(PortalKeyError);
        let (stage, at, ticket) = (part()?, part()?, part()?);
        let stage = stage.parse::<usize>().map_err(|_| PortalKeyError)?;
        let at = at.parse().map_err(|_| PortalKeyError)?;
        Ok(Self {
            stage: *PortalStage::ALL.get(stage).ok_or(PortalKeyError)?,
            due_at: DateTime::from_timestamp_micros(at).ok_or(PortalKeyError)?,
            ticket: ticket.parse().map_err(|_| PortalKeyError)?,
        })
    }
}

/// Which of a customer's tickets a page shows: those that meet every condition.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PortalFilter {
    /// In which state.
    pub view: PortalView,
    /// Only those that the reader filed.
    pub mine: bool,
    /// About one platform.
    pub platform: Option<PlatformId>,
    /// Of one organisation.
    pub organisation: Option<OrganisationId>,
    /// On which it is somebody's turn.
    pub turn: Option<PortalTurn>,
    /// With a clock that falls due at this instant or later, UTC.
    pub due_from: Option<DateTime<Utc>>,
    /// With a clock that falls due before this instant, UTC.
    pub due_before: Option<DateTime<Utc>>,
    /// As [`QueueFilter::text`](super::QueueFilter::text).
    pub text: Option<String>,
}

/// Whose turn it is, as customers see it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PortalTurn {
    /// Their own side owes something, or works on it.
    Yours,
    /// The support's, whoever works on it there.
    Supports,
}

words!(PortalTurn {
    Yours => "yours",
    Supports => "supports",
});

/// When a customer's tickets fall due.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PortalDue {
    /// Today, from now on.
    Today,
    /// They are late.
    Late,
}

words!(PortalDue {
    Today => "today",
    Late => "late",
});

/// In which state a customer's tickets are shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum PortalView {
    /// Not resolved.
    #[default]
    Open,
    /// Those for which the desk waits for the customer.
    Waiting,
    /// Resolved.
    Resolved,
    /// Every one.
    All,
}

impl PortalView {
    /// Every view, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Open, Self::Waiting, Self::Resolved, Self::All];

    /// The word of addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::All => "all",
        }
    }

    /// The stages of the tickets that it shows.
    #[must_use]
    pub fn stages(self) -> Vec<PortalStage> {
        let shown = |stage: &PortalStage| match self {
            Self::Open => *stage != PortalStage::Resolved,
            Self::Waiting => *stage == PortalStage::Waiting,
            Self::Resolved => *stage == PortalStage::Resolved,
            Self::All => true,
        };
        PortalStage::ALL.into_iter().filter(shown).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_from_an_address() {
        for stage in PortalStage::ALL {
            let key = PortalKey {
                stage,
                due_at: DateTime::from_timestamp_micros(-7).unwrap(),
                ticket: TicketId::fresh(),
            };
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for text in [
            "",
            "0.1",
            "5.1.00000000-0000-0000-0000-000000000000",
            "-1.1.x",
        ] {
            assert_eq!(text.parse::<PortalKey>(), Err(PortalKeyError), "{text}");
        }
    }
}
