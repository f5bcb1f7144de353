//! What reports are added up from.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};

use crate::domain::{
    ids::{ContractVersionId, OrganisationId, ProductId, QueueId, TicketId},
    ticket::{ClockName, Priority},
    words::UnknownWord,
};

/// What kind of fact it is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum FactKind {
    /// A request was filed.
    Filed,
    /// A promise was kept, or fell due unkept: at the earlier of its end and its deadline.
    Clock,
    /// The first answer was given.
    Answered,
    /// The request was resolved, perhaps not for the first time.
    Resolved,
    /// A resolved request was opened again.
    Reopened,
    /// A person corrected the priority.
    Requalified,
    /// The request was open: from its filing or reopening until it was resolved.
    Open,
    /// The vendor had it in hand.
    Vendor,
}

impl FactKind {
    /// Each of them.
    pub const ALL: [Self; 8] = [
        Self::Filed,
        Self::Clock,
        Self::Answered,
        Self::Resolved,
        Self::Reopened,
        Self::Requalified,
        Self::Open,
        Self::Vendor,
    ];

    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Clock => "clock",
            Self::Answered => "answered",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
            Self::Requalified => "requalified",
            Self::Open => "open",
            Self::Vendor => "vendor",
        }
    }

    /// Whether it lasts, and counts in a period for as long as it lasted in it.
    #[must_use]
    pub const fn lasts(self) -> bool {
        matches!(self, Self::Open | Self::Vendor)
    }
}

impl fmt::Display for FactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for FactKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.word() == text).ok_or(UnknownWord)
    }
}

/// A fact of one ticket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fact {
    /// What kind.
    pub kind: FactKind,
    /// Which of its kind: together they name it among those of its ticket.
    pub rank: i64,
    /// When it counts, UTC; of what lasts, when it began.
    pub at: DateTime<Utc>,
    /// When it ended, UTC: what lasts, or the clock behind it. None while it goes on.
    pub ended_at: Option<DateTime<Utc>>,
    /// Since when, UTC: the filing of the ticket, or the start of the clock.
    pub since: DateTime<Utc>,
    /// The promise, of what is about one.
    pub clock: Option<ClockName>,
    /// The priority then.
    pub priority: Priority,
    /// Whether the promise was kept.
    pub kept: Option<bool>,
    /// How long it took by the clock, in minutes; a minute that was begun counts.
    pub wall: Option<i64>,
    /// The same in business time of the contract, outside the pauses.
    pub business: Option<i64>,
    /// The version of the contract then.
    pub contract: ContractVersionId,
}

/// A fact with what it is counted under.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Noted {
    /// The fact.
    pub fact: Fact,
    /// The ticket.
    pub ticket: TicketId,
    /// The name of the contract.
    pub contract: String,
    /// The customer, where it is known.
    pub organisation: Option<OrganisationId>,
    /// The product of the platform, where it is known.
    pub product: Option<ProductId>,
    /// Who served the customer when the fact was noted, where anybody did.
    pub integrator: Option<OrganisationId>,
    /// The queue.
    pub queue: QueueId,
}

/// What of a fact is before an instant: nothing of what comes later, and no end that comes later.
///
/// Two versions of a fact that are the same before the end of a closed period count the same in it.
#[must_use]
pub fn clipped(fact: &Fact, end: DateTime<Utc>) -> Option<Fact> {
    (fact.at < end).then(|| Fact {
        ended_at: fact.ended_at.filter(|at| *at < end),
        ..fact.clone()
    })
}
