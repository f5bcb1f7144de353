//! How a monitor looks, and what follows from it.

use serde::{Deserialize, Serialize};

use super::{Method, Objective, Rule, Target};
use crate::domain::ticket::{Line, Priority};

/// What an administrator says of a monitor.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MonitorSaid {
    /// As the desk calls it.
    pub name: Line,
    /// As the outages are called that it opens: customers concerned read it.
    pub title: Line,
    /// What is looked at.
    pub target: Target,
    /// How far apart the looks are, in seconds; for a heartbeat, within how many it must be called.
    pub every: u32,
    /// So many failed looks in a row confirm an outage.
    pub failures: u32,
    /// So many good looks in a row confirm its end.
    pub successes: u32,
    /// How severe the outage is.
    pub severity: Priority,
    /// Against what the time of an answer is measured.
    pub objective: Option<Objective>,
    /// Whether the public status page tells the outage, where it shows the component.
    pub publishes: bool,
    /// Whether it looks; one that does not is at rest.
    pub active: bool,
}

/// What cannot be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wrong {
    /// Looks too close together, or too far apart.
    Every,
    /// Too few or too many failed looks.
    Failures,
    /// Too few or too many good ones.
    Successes,
    /// No time for an answer, too much, or more than the looks are apart.
    Limit,
    /// Statuses that are none, or the wrong way round.
    Statuses,
    /// A text that must be there, where only the head is asked for.
    TextOfHead,
}

impl Wrong {
    /// The word in the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Failures => "failures",
            Self::Successes => "successes",
            Self::Limit => "limit",
            Self::Statuses => "statuses",
            Self::TextOfHead => "text-of-head",
        }
    }
}

impl MonitorSaid {
    /// The least seconds between two looks.
    pub const LEAST_EVERY: u32 = 30;
    /// The most: a day.
    pub const MOST_EVERY: u32 = 86_400;
    /// The longest time for an answer, in seconds: what DAT-5 gives a synchronous one.
    pub const MOST_LIMIT: u32 = 30;
    /// The most looks that confirm.
    pub const MOST_RUN: u32 = 20;

    /// What cannot be, if anything.
    #[must_use]
    pub fn wrong(&self) -> Option<Wrong> {
        let run = 1..=Self::MOST_RUN;
        if !(Self::LEAST_EVERY..=Self::MOST_EVERY).contains(&self.every) {
            return Some(Wrong::Every);
        }
        if !run.contains(&self.failures) {
            return Some(Wrong::Failures);
        }
        if !run.contains(&self.successes) {
            return Some(Wrong::Successes);
        }
        let limit = self.target.limit();
        let fits = (1..=Self::MOST_LIMIT).contains(&limit) && limit <= self.every;
        if !self.target.is_called() && !fits {
            return Some(Wrong::Limit);
        }
        let Target::Http(http) = &self.target else {
            return None;
        };
        let known = 100..=599;
        if !known.contains(&http.least_status)
            || !known.contains(&http.most_status)
            || http.most_status < http.least_status
        {
            Some(Wrong::Statuses)
        } else if http.text.is_some() && http.method == Method::Head {
            Some(Wrong::TextOfHead)
        } else {
            None
        }
    }

    /// By what its looks are judged.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        Rule {
            every: self.every,
            failures: self.failures,
            successes: self.successes,
        }
    }
}
