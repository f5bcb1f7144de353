//! The escalation ladder: who is told, and when, as a deadline comes near and after it has passed.

use chrono::TimeDelta;

use super::Wording;
use crate::domain::people::EmailAddress;

/// The levels in order of time; a level's rank is its place, from 1.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ladder {
    /// Warnings first, then the breach, then what follows it; a repeat only last.
    pub levels: Vec<Level>,
}

impl Ladder {
    /// What the contract says of a rank, from 1; each repeat has a rank of its own, and the words
    /// of the level that repeats.
    #[must_use]
    pub fn at(&self, rank: u32) -> Option<&Level> {
        let place = usize::try_from(rank.checked_sub(1)?).ok()?;
        self.levels
            .get(place)
            .or_else(|| self.levels.last().filter(|last| last.when.repeats()))
    }
}

impl When {
    /// Whether it fires more than once.
    #[must_use]
    pub const fn repeats(&self) -> bool {
        match self {
            Self::RepeatAfter { .. } => true,
            Self::Share { .. } | Self::Before { .. } | Self::Breach | Self::After { .. } => false,
        }
    }
}

/// One step of the ladder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Level {
    /// When it fires.
    pub when: When,
    /// Who is told; never empty.
    pub recipients: Vec<Recipient>,
    /// What the letter asks to be done, when the file says so.
    pub words: Option<Wording>,
}

/// When a level fires. Every amount is open time of the contract's calendar, also for targets that
/// run by the clock: a warning comes while somebody is there to act.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum When {
    /// When this share of the target's open time is used up; `num / den` is between 0 and 1.
    Share {
        /// The share's numerator.
        num: u32,
        /// The share's denominator, 100 for a percentage.
        den: u32,
    },
    /// This much open time before the deadline.
    Before {
        /// Open time.
        amount: TimeDelta,
    },
    /// At the deadline.
    Breach,
    /// This much open time after the deadline.
    After {
        /// Open time.
        amount: TimeDelta,
    },
    /// Again and again after the level before it.
    RepeatAfter {
        /// Open time from one to the next.
        every: TimeDelta,
        /// How many times at most.
        most: u32,
    },
}

/// Somebody whom a level tells.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Recipient {
    /// Who works on the ticket.
    Assignee,
    /// Everybody who works the ticket's queue.
    Queue,
    /// Who answers for the queue.
    Supervisor,
    /// The customer's designated administrators.
    Administrators,
    /// Who filed the ticket; only once the deadline has passed.
    Requester,
    /// A named address.
    Address(EmailAddress),
}

impl Recipient {
    /// The words of contract files; an address stands for itself.
    pub const WORDS: [&'static str; 5] = [
        "assignee",
        "queue",
        "supervisor",
        "administrators",
        "requester",
    ];
}
