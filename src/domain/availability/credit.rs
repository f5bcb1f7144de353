//! Free days for lost minutes.

use super::Ratio;
use crate::domain::contract::ClauseRef;

/// What a contract owes where the rate is missed: so many days for each so many minutes lost, never
/// more than so many days altogether.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CreditRule {
    /// Free days for each full slice.
    pub days: u32,
    /// How many minutes a slice has.
    pub minutes: u32,
    /// Free days that the whole contract owes at most.
    pub most_days: u32,
    /// The clause that grants them.
    pub clause: ClauseRef,
    /// The clause that caps them.
    pub cap_clause: ClauseRef,
}

/// What is owed for a period.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Credit {
    /// Full minutes that were lost.
    pub minutes: u32,
    /// Full slices of them.
    pub slices: u32,
    /// Free days, the cap applied.
    pub days: u32,
    /// Days that the cap took away.
    pub capped: u32,
}

impl CreditRule {
    /// What is owed for what was lost, in microseconds, after the `given` days of before.
    #[must_use]
    pub fn owed(&self, lost: Ratio, given: u32) -> Credit {
        const MINUTE: i64 = 60_000_000;
        let minutes = lost.floor() / MINUTE;
        let minutes = u32::try_from(minutes).unwrap_or(u32::MAX);
        let slices = minutes / self.minutes.max(1);
        let earned = slices.saturating_mul(self.days);
        let days = earned.min(self.most_days.saturating_sub(given));
        Credit {
            minutes,
            slices,
            days,
            capped: earned - days,
        }
    }
}
