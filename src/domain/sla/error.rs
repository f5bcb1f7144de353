//! Why a history gives no clocks.

use std::fmt;

use crate::domain::{
    calendar::CalendarError,
    ticket::{ClockName, Nature, PauseReason, Priority, Refused},
};

/// Why a history gives no clocks.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplayError {
    /// There is no event.
    Empty,
    /// The first event is not the filing.
    NotFiled,
    /// The ticket was filed again.
    FiledTwice {
        /// The rank of the event.
        seq: i64,
    },
    /// An event is missing or comes twice.
    Gap {
        /// The rank that should have come.
        expected: i64,
        /// The rank that came.
        found: i64,
    },
    /// An event is dated before the one that precedes it.
    Backwards {
        /// The rank of the event.
        seq: i64,
    },
    /// The life cycle does not allow the event.
    Refused {
        /// The rank of the event.
        seq: i64,
        /// What the life cycle says.
        refused: Refused,
    },
    /// The contract knows no such pause.
    UnknownPause {
        /// The rank of the event.
        seq: i64,
        /// The reason.
        reason: PauseReason,
    },
    /// A pause is lifted that there is not, or that was lifted before.
    NoSuchPause {
        /// The rank of the event.
        seq: i64,
        /// The rank of the event that would have paused.
        pause: i64,
    },
    /// A change of priority starts from another priority than the ticket had.
    OtherPriority {
        /// The rank of the event.
        seq: i64,
        /// What the ticket had.
        had: Priority,
    },
    /// A correction of the nature starts from another nature than the ticket had.
    OtherNature {
        /// The rank of the event.
        seq: i64,
        /// What the ticket had.
        had: Nature,
    },
    /// The ticket was moved from a version that its contract does not follow.
    UnknownVersion {
        /// The rank of the event.
        seq: i64,
    },
    /// The calendar cannot give a deadline.
    Calendar {
        /// The clock concerned.
        clock: ClockName,
        /// What the calendar says.
        error: CalendarError,
    },
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the ticket has no history"),
            Self::NotFiled => f.write_str("the history does not begin with the filing"),
            Self::FiledTwice { seq } => write!(f, "event {seq} files the ticket again"),
            Self::Gap { expected, found } => write!(
                f,
                "event {expected} is missing from the history: event {found} stands in its place"
            ),
            Self::Backwards { seq } => {
                write!(f, "event {seq} is dated before the one that precedes it")
            }
            Self::Refused { seq, refused } => write!(f, "event {seq} cannot be: {refused}"),
            Self::UnknownPause { seq, reason } => write!(
                f,
                "event {seq} pauses the ticket as « {reason} », which its contract does not name"
            ),
            Self::NoSuchPause { seq, pause } => write!(
                f,
                "event {seq} lifts the pause of event {pause}, and there is none to lift"
            ),
            Self::OtherPriority { seq, had } => write!(
                f,
                "event {seq} changes another priority than {had}, which the ticket had"
            ),
            Self::OtherNature { seq, had } => write!(
                f,
                "event {seq} corrects another nature than {had}, which the ticket had"
            ),
            Self::UnknownVersion { seq } => write!(
                f,
                "event {seq} moves the ticket from a version that its contract does not follow"
            ),
            Self::Calendar { clock, error } => {
                write!(f, "the clock « {clock} » has no deadline: {error}")
            }
        }
    }
}

impl std::error::Error for ReplayError {}
