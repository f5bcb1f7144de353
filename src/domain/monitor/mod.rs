//! Monitors: what looks by itself whether a component works, and what its looks amount to.
//!
//! # Why
//! A single look that fails is no outage: the network hiccups. So an outage is opened once so many looks
//! in a row failed, and closed once so many in a row were good; the run *confirms* what its first look
//! found. What counts is therefore the instant of that first look: an outage begins with the first failed
//! look of the run that confirmed it, and ends with the first good look of the run that confirmed its end.
//! Between the last good look and the first failed one nobody knows; those minutes are claimed by nobody.
//!
//! A look that could not be made says nothing: neither that the component works nor that it does not. It
//! ends the run that was under way, as does a silence longer than the looks are apart (this program was
//! down, or its database away), and leaves standing what stood.

mod fault;
mod held;
mod said;
mod target;
mod times;
mod watch;

#[cfg(test)]
mod tests;

pub use fault::LookFault;
pub use held::opens_from;
pub use said::{MonitorSaid, Wrong};
pub use target::{HostName, HttpTarget, Method, Target, TcpTarget, WebAddress, WebAddressError};
pub use times::{Objective, Times, rank};
pub use watch::{Outcome, Rule, Run, Seen, Standing, Turn, Watch};

use chrono::{DateTime, NaiveDate, Utc};

use super::ids::{ComponentId, MonitorId, OperationId};

/// A monitor as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Monitor {
    /// Identity.
    pub id: MonitorId,
    /// What it looks at.
    pub component: ComponentId,
    /// How it looks, and what follows.
    pub said: MonitorSaid,
    /// The hash of what stands in the address of a heartbeat.
    pub secret_hash: Option<String>,
    /// When it looks next; for a heartbeat, until when it must be called. None where it is at rest.
    pub next_at: Option<DateTime<Utc>>,
    /// Until when somebody looks, if anybody does.
    pub lease_until: Option<DateTime<Utc>>,
    /// Whether its last look took long.
    pub slow: bool,
    /// What the looks amount to.
    pub watch: Watch,
    /// The outage that it opened and has not seen the end of.
    pub operation: Option<OperationId>,
    /// How often the row was written.
    pub version: u32,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// What one look found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Look {
    /// When it was begun; of a heartbeat that did not come, when it was due.
    pub at: DateTime<Utc>,
    /// What it says.
    pub outcome: Outcome,
    /// How long the answer took, in milliseconds; none where nothing was measured.
    pub took: Option<u32>,
    /// What was wrong.
    pub fault: Option<LookFault>,
}

/// What the looks of a civil day were.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LookDay {
    /// The day.
    pub day: NaiveDate,
    /// Good looks.
    pub good: u32,
    /// Failed ones.
    pub bad: u32,
    /// Those that say nothing.
    pub unknown: u32,
    /// Answers within the objective.
    pub kept: u32,
    /// Answers that were not, or did not come.
    pub missed: u32,
}

impl LookDay {
    /// A day without looks.
    #[must_use]
    pub const fn empty(day: NaiveDate) -> Self {
        Self {
            day,
            good: 0,
            bad: 0,
            unknown: 0,
            kept: 0,
            missed: 0,
        }
    }

    /// The same with one look more, measured against an objective if there is one.
    #[must_use]
    pub fn with(mut self, look: &Look, objective: Option<Objective>) -> Self {
        match look.outcome {
            Outcome::Good => self.good = self.good.saturating_add(1),
            Outcome::Bad => self.bad = self.bad.saturating_add(1),
            Outcome::NotKnown => self.unknown = self.unknown.saturating_add(1),
        }
        match objective.and_then(|objective| objective.is_kept(look)) {
            Some(true) => self.kept = self.kept.saturating_add(1),
            Some(false) => self.missed = self.missed.saturating_add(1),
            None => {}
        }
        self
    }
}
