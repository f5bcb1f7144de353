//! What a period amounts to, and the lines behind it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Exclusion, Formula, Period, Ratio, Source};
use crate::domain::ticket::Priority;

/// What one outage, or one overrun, lost in a period. Times are microseconds of counted time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// What it comes from.
    pub source: Source,
    /// From when it lasted, and to when; cut to what was measured.
    pub from: DateTime<Utc>,
    /// See `from`.
    pub to: DateTime<Utc>,
    /// What it lost, by severity, before the weights.
    pub by_severity: BTreeMap<Priority, i64>,
    /// What the contract leaves out of it, and why.
    pub left_out: BTreeMap<Exclusion, i64>,
    /// What another outage at the same time lost already.
    pub overlapped: i64,
    /// What it lost, weighted.
    pub lost: Ratio,
}

/// What a period amounts to. Times are microseconds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Figure {
    /// The period.
    pub period: Period,
    /// The first instant of it.
    pub from: DateTime<Utc>,
    /// Up to when it was measured: its end, or now.
    pub to: DateTime<Utc>,
    /// Whether it is over.
    pub is_over: bool,
    /// The time that was counted.
    pub counted: i64,
    /// The time that maintenance and the like took out of it.
    pub taken_out: i64,
    /// What the lines add up to.
    pub exact_lost: Ratio,
    /// The same as the contract rounds it.
    pub lost: Ratio,
    /// What is promised.
    pub target: Option<Ratio>,
    /// What each outage lost, the earliest first.
    pub lines: Vec<Line>,
}

impl Figure {
    /// The share of the counted time in which it worked; nothing where no time was counted.
    #[must_use]
    pub fn rate(&self) -> Option<Ratio> {
        let lost = self.lost.over(Ratio::whole(self.counted))?;
        Some(Ratio::ONE.minus(lost).max(Ratio::ZERO))
    }

    /// How much of what is counted may be lost; nothing without a target.
    #[must_use]
    pub fn allowed(&self) -> Option<Ratio> {
        let target = self.target?;
        Some(Ratio::ONE.minus(target).times(Ratio::whole(self.counted)))
    }

    /// Whether the target is kept; nothing without one.
    #[must_use]
    pub fn is_kept(&self) -> Option<bool> {
        Some(self.lost <= self.allowed()?)
    }

    /// Free days that the contract owes for it, if it owes any. `given` are the days given before.
    #[must_use]
    pub fn credit(&self, formula: &Formula, given: u32) -> Option<super::Credit> {
        let rule = formula.credit.as_ref()?;
        (self.is_over && self.is_kept() == Some(false)).then(|| rule.owed(self.lost, given))
    }
}
