//! What is entered in the register: outages and planned work, on components of the services.
//!
//! What was entered is never edited: a correction is another revision, with who made it, when and why.
//! The last one holds. What the desk tells people meanwhile is added below and stays as it was said.

mod announce;
mod component;
mod days;
mod news;
mod said;
mod subscriber;

#[cfg(test)]
mod tests;

pub use announce::{AHEAD, Announced, announced_from, is_to_announce};
pub use component::{Component, State};
pub use days::{Day, days};
pub use news::{News, Step, UnknownStep};
pub use said::{MaintenanceSaid, OutageSaid, Said, Wrong};
pub use subscriber::{CONFIRMED_WITHIN, Choice, MOST_ASKED, Subscriber};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    availability::Facts,
    ids::{ComponentId, OperationId, PersonId},
    ticket::Line,
};

/// An outage or a planned maintenance, as its last revision says it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Operation {
    /// Identity.
    pub id: OperationId,
    /// How many revisions there are; the last one is `said`.
    pub revision: u32,
    /// What is said of it.
    pub said: Said,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// One revision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Revision {
    /// Of what.
    pub operation: OperationId,
    /// Its rank, from 1.
    pub revision: u32,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: PersonId,
    /// Why; nothing for the first.
    pub why: Option<Line>,
    /// What it says.
    pub said: Said,
}

impl Operation {
    /// Whether it concerns one of some components.
    #[must_use]
    pub fn concerns(&self, components: &[ComponentId]) -> bool {
        let own = self.said.components();
        own.iter().any(|one| components.contains(one))
    }
}

/// What happened to some components, as availability is measured from it.
#[must_use]
pub fn facts(operations: &[Operation], components: &[ComponentId]) -> Facts {
    let mut facts = Facts::default();
    for one in operations.iter().filter(|one| one.concerns(components)) {
        match &one.said {
            Said::Outage(said) => facts.outages.push(said.downtime(one.id, components)),
            Said::Maintenance(said) => facts.works.extend(said.work(one.id, components)),
        }
    }
    facts
}
