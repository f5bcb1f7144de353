//! What can be asked of a report: a figure, and whose.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use chrono_tz::Europe::Paris;
use serde::{Deserialize, Serialize};

use super::fact::{FactKind, Noted};
use crate::domain::{
    ticket::{ClockName, Priority},
    words::UnknownWord,
};

macro_rules! words {
    ($name:ident: $($one:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// Each of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$one),+];

            /// The word of addresses.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$one => $word),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().copied().find(|one| one.word() == text).ok_or(UnknownWord)
            }
        }
    };
}

/// A figure, and the facts it counts.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// Requests that were filed.
    Filed,
    /// Resolutions.
    Resolved,
    /// Reopenings.
    Reopened,
    /// Corrections of priorities.
    Requalified,
    /// Promises that came to their end, kept or missed.
    Due,
    /// Promises that were kept.
    Kept,
    /// Promises that were missed.
    Missed,
    /// First answers.
    Answered,
    /// What was open at the end.
    Backlog,
    /// Waits for vendors.
    Vendor,
    /// Promises that are late now, and still owed.
    Late,
    /// Promises that fall due within the next day.
    Risk,
}

words!(Figure: Filed = "filed", Resolved = "resolved", Reopened = "reopened",
    Requalified = "requalified", Due = "due", Kept = "kept", Missed = "missed",
    Answered = "answered", Backlog = "backlog", Vendor = "vendor", Late = "late", Risk = "risk");

impl Figure {
    /// The kind of the facts that it counts.
    #[must_use]
    pub const fn kind(self) -> FactKind {
        match self {
            Self::Filed => FactKind::Filed,
            Self::Resolved => FactKind::Resolved,
            Self::Reopened => FactKind::Reopened,
            Self::Requalified => FactKind::Requalified,
            Self::Due | Self::Kept | Self::Missed | Self::Late | Self::Risk => FactKind::Clock,
            Self::Answered => FactKind::Answered,
            Self::Backlog => FactKind::Open,
            Self::Vendor => FactKind::Vendor,
        }
    }

    /// Whether it is about the instant of reading, whatever the period.
    #[must_use]
    pub const fn is_now(self) -> bool {
        matches!(self, Self::Late | Self::Risk)
    }

    /// When what it counts lies, for a period and an instant of reading.
    #[must_use]
    pub fn window(
        self,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> (DateTime<Utc>, DateTime<Utc>) {
        match self {
            Self::Late => (DateTime::<Utc>::UNIX_EPOCH, now),
            Self::Risk => (now, now + TimeDelta::days(1)),
            _ => (from, to),
        }
    }
}

/// How long ago an open request was filed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Age {
    /// Less than 24 hours.
    Day,
    /// Less than 7 times 24 hours.
    Week,
    /// Less than 30 times 24 hours.
    Month,
    /// Longer.
    Older,
}

words!(Age: Day = "day", Week = "week", Month = "month", Older = "older");

impl Age {
    /// The age at an instant of what was filed at another.
    #[must_use]
    pub fn at(end: DateTime<Utc>, filed: DateTime<Utc>) -> Self {
        match (end - filed).num_seconds() {
            seconds if seconds < 86_400 => Self::Day,
            seconds if seconds < 7 * 86_400 => Self::Week,
            seconds if seconds < 30 * 86_400 => Self::Month,
            _ => Self::Older,
        }
    }
}

/// By what a report is broken down.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// By customer.
    Organisation,
    /// By product.
    Product,
    /// By the integrator that serves the customer.
    Integrator,
    /// By contract.
    Contract,
}

words!(Dimension: Organisation = "organisation", Product = "product",
    Integrator = "integrator", Contract = "contract");

/// One part of a breakdown: an id, a name of a contract; empty for what belongs to none.
pub type Group = String;

/// A restriction to one part of a breakdown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OfGroup {
    /// By what.
    pub by: Dimension,
    /// Which part.
    pub group: Group,
}

impl OfGroup {
    /// Whether a fact is in the part.
    #[must_use]
    pub fn has(&self, noted: &Noted) -> bool {
        self.by.group(noted) == self.group
    }
}

impl Dimension {
    /// The part of the breakdown that a fact is in.
    #[must_use]
    pub fn group(self, noted: &Noted) -> Group {
        let word = |id: Option<String>| id.unwrap_or_default();
        match self {
            Self::Organisation => word(noted.organisation.map(|id| id.to_string())),
            Self::Product => word(noted.product.map(|id| id.to_string())),
            Self::Integrator => word(noted.integrator.map(|id| id.to_string())),
            Self::Contract => noted.contract.clone(),
        }
    }
}

/// Which facts a list shows: those that a figure counts.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Sought {
    /// The figure.
    pub figure: Option<Figure>,
    /// Only of this promise.
    pub clock: Option<ClockName>,
    /// Only of this priority.
    pub priority: Option<Priority>,
    /// Only of this age at the end.
    pub age: Option<Age>,
    /// Only on this day of the week and in this hour, in Paris.
    pub hour: Option<(u32, u32)>,
}

impl Sought {
    /// A figure as a whole.
    #[must_use]
    pub fn of(figure: Figure) -> Self {
        Self {
            figure: Some(figure),
            ..Self::default()
        }
    }

    /// Whether the figure counts a fact, in a period that ends at `end`.
    #[must_use]
    pub fn counts(&self, noted: &Noted, end: DateTime<Utc>) -> bool {
        let fact = &noted.fact;
        let counted = match self.figure {
            None => false,
            Some(Figure::Kept) => fact.kept == Some(true),
            Some(Figure::Missed) => fact.kept == Some(false),
            Some(Figure::Late | Figure::Risk) => {
                fact.kept == Some(false) && fact.ended_at.is_none()
            }
            Some(Figure::Backlog) => fact.ended_at.is_none_or(|at| at >= end),
            Some(_) => true,
        };
        counted
            && self.figure.is_some_and(|figure| figure.kind() == fact.kind)
            && self.clock.is_none_or(|clock| fact.clock == Some(clock))
            && self.priority.is_none_or(|one| fact.priority == one)
            && self.age.is_none_or(|age| Age::at(end, fact.since) == age)
            && self.hour.is_none_or(|hour| hour_of(fact.at) == hour)
    }
}

/// The day of the week in Paris, from 0 for Monday, and the hour.
#[must_use]
pub fn hour_of(at: DateTime<Utc>) -> (u32, u32) {
    let local = at.with_timezone(&Paris);
    (local.weekday().num_days_from_monday(), local.hour())
}
