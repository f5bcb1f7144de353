//! What is said of an outage or a maintenance, and what cannot be.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    availability::{Cause, Downtime, Paused, Source, Stage, Work},
    ids::{ComponentId, OperationId, TicketId},
    ticket::{Line, Priority},
};

/// What is said of an outage.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct OutageSaid {
    /// What does not work, in a line that the public may read where it is published.
    pub title: Line,
    /// What is concerned.
    pub components: Vec<ComponentId>,
    /// How severe, from its beginning on, in the order of time.
    pub stages: Vec<Stage>,
    /// When it was over; none while it lasts.
    pub ended: Option<DateTime<Utc>>,
    /// Why.
    pub cause: Cause,
    /// What shows the cause: needed where somebody else is said to have caused it.
    pub evidence: Option<Line>,
    /// Where somebody else had to act.
    pub pauses: Vec<Paused>,
    /// The requests about it.
    pub tickets: Vec<TicketId>,
    /// Whether the public status page tells it.
    pub published: bool,
}

/// What is said of a planned maintenance.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MaintenanceSaid {
    /// What is done, in a line that the public may read where it is published.
    pub title: Line,
    /// Why it is done.
    pub reason: Line,
    /// What is concerned.
    pub components: Vec<ComponentId>,
    /// When it is to begin.
    pub from: DateTime<Utc>,
    /// When it is to be over.
    pub to: DateTime<Utc>,
    /// When it was over, where that is not when it was to be.
    pub ended: Option<DateTime<Utc>>,
    /// Whether it lasts longer than planned, and is not over.
    pub lasts: bool,
    /// How severe it is where it counts as an outage.
    pub severity: Priority,
    /// Why it cannot be done in the hours of the contracts.
    pub urgency: Option<Line>,
    /// When these hours were entered.
    pub planned_at: DateTime<Utc>,
    /// Whether it was called off.
    pub called_off: bool,
    /// Whether the public status page tells it.
    pub published: bool,
}

/// An outage or a maintenance.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Said {
    /// An outage.
    Outage(OutageSaid),
    /// A planned maintenance.
    Maintenance(MaintenanceSaid),
}

/// What cannot be as it was said.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Wrong {
    /// It concerns nothing.
    NoComponent,
    /// An outage without a beginning.
    NoBeginning,
    /// Severities that are not in the order of time, or after the end.
    Stages,
    /// An end that is not after the beginning.
    End,
    /// An outage that begins or ends in the future.
    Future,
    /// A pause outside the outage, or without length.
    Pauses,
    /// Somebody else's doing, without evidence.
    NoEvidence,
}

impl Wrong {
    /// The word in the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoComponent => "no-component",
            Self::NoBeginning => "no-beginning",
            Self::Stages => "stages",
            Self::End => "end",
            Self::Future => "future",
            Self::Pauses => "pauses",
            Self::NoEvidence => "no-evidence",
        }
    }
}

impl OutageSaid {
    /// When it began.
    #[must_use]
    pub fn from(&self) -> Option<DateTime<Utc>> {
        self.stages.first().map(|stage| stage.from)
    }

    /// As the availability of some components is measured from it.
    #[must_use]
    pub fn downtime(&self, id: OperationId, measured: &[ComponentId]) -> Downtime {
        Downtime {
            source: Source::Outage(id),
            components: among(&self.components, measured),
            stages: self.stages.clone(),
            to: self.ended,
            cause: self.cause,
            pauses: self.pauses.clone(),
        }
    }

    /// How severe it is at an instant; none before it began and after it was over.
    #[must_use]
    pub fn severity_at(&self, at: DateTime<Utc>) -> Option<Priority> {
        let over = self.ended.is_some_and(|ended| ended <= at);
        let stage = self.stages.iter().rfind(|stage| stage.from <= at)?;
        (!over).then_some(stage.severity)
    }

    fn wrong(&self, now: DateTime<Utc>) -> Option<Wrong> {
        let Some(from) = self.from() else {
            return Some(Wrong::NoBeginning);
        };
        let last = self.stages.last().map_or(from, |stage| stage.from);
        let steps = self.stages.iter().zip(self.stages.iter().skip(1));
        let end = self.ended.unwrap_or(now);
        let outside =
            |pause: &Paused| pause.from < from || pause.to <= pause.from || pause.to > end;
        if last > now || self.ended.is_some_and(|ended| ended > now) {
            Some(Wrong::Future)
        } else if self.ended.is_some_and(|ended| ended <= from) {
            Some(Wrong::End)
        } else if steps.into_iter().any(|(one, next)| next.from <= one.from) || last > end {
            Some(Wrong::Stages)
        } else if self.pauses.iter().any(outside) {
            Some(Wrong::Pauses)
        } else if matches!(self.cause, Cause::Outside(_)) && self.evidence.is_none() {
            Some(Wrong::NoEvidence)
        } else {
            None
        }
    }
}

impl MaintenanceSaid {
    /// When it is over: as planned unless somebody said otherwise; none while it goes on beyond that.
    #[must_use]
    pub fn over(&self) -> Option<DateTime<Utc>> {
        if self.lasts {
            None
        } else {
            Some(self.ended.unwrap_or(self.to))
        }
    }

    /// Whether it was entered before it began.
    #[must_use]
    pub fn is_announced(&self) -> bool {
        self.planned_at <= self.from
    }

    /// Whether work is done at an instant.
    #[must_use]
    pub fn lasts_at(&self, at: DateTime<Utc>) -> bool {
        !self.called_off && self.from <= at && self.over().is_none_or(|over| at < over)
    }

    /// Whether it lasts at an instant although it was to be over.
    #[must_use]
    pub fn overruns_at(&self, at: DateTime<Utc>) -> bool {
        self.lasts_at(at) && self.to <= at
    }

    /// As the availability of some components is measured from it; nothing of what was called off.
    #[must_use]
    pub fn work(&self, id: OperationId, measured: &[ComponentId]) -> Option<Work> {
        (!self.called_off).then(|| Work {
            id,
            components: among(&self.components, measured),
            from: self.from,
            to: self.to,
            ended: self.over(),
            announced: self.is_announced(),
            severity: self.severity,
        })
    }

    fn wrong(&self, now: DateTime<Utc>) -> Option<Wrong> {
        let contradicts = self.lasts && self.ended.is_some();
        if contradicts || self.to <= self.from || self.ended.is_some_and(|ended| ended <= self.from)
        {
            Some(Wrong::End)
        } else if self.ended.is_some_and(|ended| ended > now) || (self.lasts && self.to > now) {
            Some(Wrong::Future)
        } else {
            None
        }
    }
}

/// Those of some components that are measured.
fn among(own: &[ComponentId], measured: &[ComponentId]) -> BTreeSet<ComponentId> {
    let own = own.iter().filter(|one| measured.contains(one));
    own.copied().collect()
}

impl Said {
    /// What cannot be, if anything.
    #[must_use]
    pub fn wrong(&self, now: DateTime<Utc>) -> Option<Wrong> {
        if self.components().is_empty() {
            return Some(Wrong::NoComponent);
        }
        match self {
            Self::Outage(said) => said.wrong(now),
            Self::Maintenance(said) => said.wrong(now),
        }
    }

    /// What it concerns.
    #[must_use]
    pub fn components(&self) -> &[ComponentId] {
        match self {
            Self::Outage(said) => &said.components,
            Self::Maintenance(said) => &said.components,
        }
    }

    /// The requests that it names; none for a maintenance.
    #[must_use]
    pub fn tickets(&self) -> &[TicketId] {
        match self {
            Self::Outage(said) => &said.tickets,
            Self::Maintenance(_) => &[],
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn title(&self) -> &Line {
        match self {
            Self::Outage(said) => &said.title,
            Self::Maintenance(said) => &said.title,
        }
    }

    /// Whether the public may read it.
    #[must_use]
    pub const fn is_published(&self) -> bool {
        match self {
            Self::Outage(said) => said.published,
            Self::Maintenance(said) => said.published,
        }
    }

    /// Whether it is a maintenance that was called off.
    #[must_use]
    pub const fn is_called_off(&self) -> bool {
        match self {
            Self::Outage(_) => false,
            Self::Maintenance(said) => said.called_off,
        }
    }

    /// The word of the database.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Outage(_) => "outage",
            Self::Maintenance(_) => "maintenance",
        }
    }

    /// From when it lasts, and to when; the end is open while nobody knows it.
    #[must_use]
    pub fn span(&self) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        match self {
            Self::Outage(said) => (said.from(), said.ended),
            Self::Maintenance(said) => (Some(said.from), said.over()),
        }
    }
}
