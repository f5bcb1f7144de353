//! What happened: outages with their severity over time, and planned work.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Cause, Exclusion};
use crate::domain::{
    ids::{ComponentId, OperationId},
    ticket::Priority,
};

/// What a loss comes from.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Source {
    /// An outage.
    Outage(OperationId),
    /// Planned work that lasted longer than planned, or that nobody entered in time.
    Maintenance(OperationId),
}

/// How severe an outage is from an instant on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// From when; the first one is when the outage began.
    pub from: DateTime<Utc>,
    /// How severe.
    pub severity: Priority,
}

/// A stretch of an outage in which somebody else had to act.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Paused {
    /// When it began.
    pub from: DateTime<Utc>,
    /// When it ended; it itself not included.
    pub to: DateTime<Utc>,
    /// Why: one of [`Exclusion::PAUSES`].
    pub reason: Exclusion,
}

/// A time in which something did not work.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Downtime {
    /// What it comes from.
    pub source: Source,
    /// The measured components that it concerns.
    pub components: BTreeSet<ComponentId>,
    /// How severe, in the order of time; without any it lost nothing.
    pub stages: Vec<Stage>,
    /// When it was over; none while it lasts.
    pub to: Option<DateTime<Utc>>,
    /// Why.
    pub cause: Cause,
    /// Where somebody else had to act.
    pub pauses: Vec<Paused>,
}

/// Planned work on a service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Work {
    /// Identity.
    pub id: OperationId,
    /// The measured components that it concerns.
    pub components: BTreeSet<ComponentId>,
    /// When it was to begin.
    pub from: DateTime<Utc>,
    /// When it was to be over.
    pub to: DateTime<Utc>,
    /// When it was over; none while it is not known to be.
    pub ended: Option<DateTime<Utc>>,
    /// Whether it was entered before it began.
    pub announced: bool,
    /// How severe it is where it counts as an outage.
    pub severity: Priority,
}

/// All that happened to what a contract is about.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Facts {
    /// Outages.
    pub outages: Vec<Downtime>,
    /// Planned work, without what was called off.
    pub works: Vec<Work>,
}

impl Work {
    /// Until when the plan covers it at most: it may have ended sooner.
    fn covered_to(&self) -> DateTime<Utc> {
        self.ended.map_or(self.to, |ended| ended.min(self.to))
    }

    /// The stretch that an announced maintenance covers, if any.
    pub(super) fn covered(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        (self.announced && self.from < self.covered_to()).then(|| (self.from, self.covered_to()))
    }

    /// What of it is an outage: what goes beyond the plan, or all of it where nothing covers it.
    /// `covers` tells whether the contract excludes maintenance.
    pub(super) fn overrun(&self, covers: bool) -> Option<Downtime> {
        let from = if covers && self.announced {
            self.to
        } else {
            self.from
        };
        let severity = self.severity;
        self.ended
            .is_none_or(|ended| ended > from)
            .then(|| Downtime {
                source: Source::Maintenance(self.id),
                components: self.components.clone(),
                stages: vec![Stage { from, severity }],
                to: self.ended,
                cause: Cause::Ours,
                pauses: Vec::new(),
            })
    }
}

impl Downtime {
    /// How severe it is at an instant; none before it began, and after it was over.
    pub(super) fn severity_at(&self, at: DateTime<Utc>) -> Option<Priority> {
        if self.to.is_some_and(|to| to <= at) {
            return None;
        }
        let stage = self.stages.iter().rfind(|stage| stage.from <= at)?;
        Some(stage.severity)
    }

    /// When it began.
    #[must_use]
    pub fn from(&self) -> Option<DateTime<Utc>> {
        self.stages.first().map(|stage| stage.from)
    }
}
