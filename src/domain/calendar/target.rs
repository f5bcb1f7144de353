//! What a contract promises for a clock: an amount, its unit, and how days are counted.

use std::fmt;

/// In what a target is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Seconds in which the calendar is open.
    BusinessSeconds,
    /// Minutes in which the calendar is open.
    BusinessMinutes,
    /// Hours in which the calendar is open.
    BusinessHours,
    /// Days on which the calendar opens.
    BusinessDays,
    /// Minutes of real time, nights and holidays included.
    CalendarMinutes,
    /// Hours of real time, nights and holidays included.
    CalendarHours,
}

/// When on its last day a target in business days is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DueRule {
    /// At the wall-clock time at which counting began.
    #[default]
    SameTime,
    /// When the calendar closes that day.
    EndOfDay,
}

/// From when a target in business days counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FromRule {
    /// A start outside opening is first moved to the next opening.
    #[default]
    Opening,
    /// From the civil date of filing, which does not itself count.
    FilingDate,
}

/// An amount of time promised for a clock and a priority.
///
/// `due` and `from` matter for [`Unit::BusinessDays`] only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    /// How many units.
    pub amount: u64,
    /// Which units.
    pub unit: Unit,
    /// When on the last day, for days.
    pub due: DueRule,
    /// From when, for days.
    pub from: FromRule,
}

impl Target {
    /// A target with the default switches for days: same time, counted from opening.
    #[must_use]
    pub const fn new(amount: u64, unit: Unit) -> Self {
        Self {
            amount,
            unit,
            due: DueRule::SameTime,
            from: FromRule::Opening,
        }
    }

    /// Whether it runs by the clock on the wall rather than in open time.
    #[must_use]
    pub const fn runs_by_the_clock(&self) -> bool {
        matches!(self.unit, Unit::CalendarMinutes | Unit::CalendarHours)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::BusinessSeconds => "business seconds",
            Unit::BusinessMinutes => "business minutes",
            Unit::BusinessHours => "business hours",
            Unit::BusinessDays => "business days",
            Unit::CalendarMinutes => "minutes by the clock",
            Unit::CalendarHours => "hours by the clock",
        };
        write!(f, "{} {unit}", self.amount)
    }
}

/// A part of a whole, as a fraction: three quarters is `Share { part: 3, whole: 4 }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    part: u32,
    whole: u32,
}

impl Share {
    /// The fraction `part / whole`, if it lies between 0 and 1 and `whole` is not 0.
    #[must_use]
    pub const fn new(part: u32, whole: u32) -> Option<Self> {
        if whole == 0 || part > whole {
            None
        } else {
            Some(Self { part, whole })
        }
    }

    /// So many hundredths, if there are at most a hundred.
    #[must_use]
    pub const fn percent(percent: u32) -> Option<Self> {
        Self::new(percent, 100)
    }

    /// This share of an amount, rounded down.
    pub(super) fn of(self, amount: i64) -> i64 {
        let part = i128::from(amount) * i128::from(self.part) / i128::from(self.whole);
        i64::try_from(part).unwrap_or(amount)
    }
}
