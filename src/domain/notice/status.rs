//! What letters say of outages and of planned maintenance.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{ids::OperationId, operation::Step};

/// A planned maintenance.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MaintenanceFacts {
    /// Which; the same in every letter and calendar.
    pub operation: OperationId,
    /// The revision that is told: later ones are greater.
    pub revision: u32,
    /// What is done.
    pub title: String,
    /// Why; empty where the public reads it.
    pub reason: String,
    /// Those of its parts that concern who reads it.
    pub components: Vec<String>,
    /// When it begins, UTC.
    pub from: DateTime<Utc>,
    /// When it is over, UTC.
    pub to: DateTime<Utc>,
    /// When it was to begin and to be over, where that was announced and has changed.
    pub earlier: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// When this was decided, UTC.
    pub at: DateTime<Utc>,
}

/// What is told of a maintenance.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MaintenanceTold {
    /// It will take place.
    Planned,
    /// It will take place otherwise than it was announced.
    Changed,
    /// It does not take place.
    CalledOff,
    /// It does not concern who reads it any more.
    Elsewhere,
}

impl MaintenanceTold {
    /// The word in the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Changed => "changed",
            Self::CalledOff => "called-off",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Whether it leaves the calendar of who reads it.
    #[must_use]
    pub const fn is_cancelled(self) -> bool {
        matches!(self, Self::CalledOff | Self::Elsewhere)
    }
}

/// News of an outage or a maintenance.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct NewsFacts {
    /// Of which.
    pub operation: OperationId,
    /// What it is called.
    pub title: String,
    /// Those of its parts that concern who reads it.
    pub components: Vec<String>,
    /// The word of where the work stands: [`Step::word`].
    pub step: String,
    /// What was told.
    pub text: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

impl NewsFacts {
    /// Where the work stands.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step.parse().unwrap_or(Step::Investigating)
    }
}
