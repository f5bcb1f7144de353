//! What a contract says of how its rate of availability is counted.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{CreditRule, Excluded, Exclusion, PeriodKind, Ratio};
use crate::domain::{
    calendar::{Calendar, CalendarRules, HolidayZone, WeeklyHours},
    contract::{ClauseRef, Wording},
    ticket::Priority,
};

/// Which time is counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Counted {
    /// Around the clock.
    Always,
    /// The contract's opening hours, called office hours.
    OfficeHours,
    /// The contract's opening hours, called the guaranteed period.
    GuaranteedPeriod,
}

/// What becomes of a part of a minute in the time that was lost.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rounding {
    /// It stays: the loss is exact.
    Exact,
    /// It becomes a whole minute.
    Up,
    /// It is left out.
    Down,
    /// From half a minute on it becomes a whole one.
    Nearest,
}

/// The formula of a contract.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Formula {
    /// Over which time.
    pub period: PeriodKind,
    /// Which of its time is counted.
    pub counted: Counted,
    /// How much of an outage is lost, by severity.
    pub weights: BTreeMap<Priority, Ratio>,
    /// What is left out.
    pub excluded: BTreeMap<Exclusion, Excluded>,
    /// What is promised; nothing where the contract promises no rate.
    pub target: Option<Ratio>,
    /// What becomes of a part of a minute.
    pub rounding: Rounding,
    /// Which reading is used, where the contract can be read in several ways.
    pub reading: Option<Wording>,
    /// The clause.
    pub clause: ClauseRef,
    /// What is owed where the target is missed.
    pub credit: Option<CreditRule>,
}

impl Formula {
    /// How much an outage of a severity loses.
    #[must_use]
    pub fn weight(&self, severity: Priority) -> Ratio {
        self.weights.get(&severity).copied().unwrap_or(Ratio::ZERO)
    }

    pub(super) fn counted_micros(
        &self,
        calendar: &Calendar,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> i64 {
        let counted = match self.counted {
            Counted::Always => to - from,
            Counted::OfficeHours | Counted::GuaranteedPeriod => calendar.open_between(from, to),
        };
        counted.num_microseconds().unwrap_or(i64::MAX).max(0)
    }
}

impl Rounding {
    /// Lost microseconds, rounded.
    pub(super) fn of(self, lost: Ratio) -> Ratio {
        const MINUTE: i64 = 60_000_000;
        let minutes = |whole: i64| Ratio::whole(whole.saturating_mul(MINUTE));
        let Some(parts) = lost.over(Ratio::whole(MINUTE)) else {
            return lost;
        };
        match self {
            Self::Exact => lost,
            Self::Up => minutes(parts.ceiling()),
            Self::Down => minutes(parts.floor()),
            Self::Nearest => {
                let half = Ratio::new(1, 2).unwrap_or(Ratio::ZERO);
                minutes(parts.plus(half).floor())
            }
        }
    }
}

/// When a contract lets planned work be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MaintenanceRule {
    /// The hours of a week in which it may be done; holidays change nothing.
    pub hours: WeeklyHours,
    /// Where the clocks hang.
    pub timezone: Tz,
    /// How many hours before it people are told, where the contract says.
    pub notice_hours: Option<u32>,
    /// The clause.
    pub clause: ClauseRef,
}

impl MaintenanceRule {
    /// Whether work from one instant to another stays within these hours.
    #[must_use]
    pub fn allows(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let rules = CalendarRules::new(self.timezone, self.hours.clone(), HolidayZone::None);
        from < to && Calendar::compile(rules).open_between(from, to) == to - from
    }
}
