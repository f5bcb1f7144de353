//! Deadlines: what a target, a start and the pauses make.

use chrono::{DateTime, TimeDelta, Utc};

use super::arithmetic::checked;
use super::day::{DAY_SECONDS, MICROS, date_of, instant};
use super::pauses::{Measure, Pause, Piece, pieces};
use super::table::shown;
use super::wall_clock::END;
use super::{Calendar, CalendarError, DueRule, FromRule, Share, Target, Unit};

impl Calendar {
    /// The instant at which a clock started at `start` breaches its target.
    ///
    /// - Business seconds, minutes, hours: the earliest instant by which that much open time
    ///   outside the pauses has passed. Used up exactly at closing, it is due at that closing.
    /// - Business days: the same wall-clock time on the Nth business day, or that day's closing,
    ///   as the target's two switches say. The open time from the start to that instant is the
    ///   budget; pauses push the deadline back until the budget has passed outside of them.
    /// - Minutes and hours by the clock: real time outside the pauses.
    /// - Zero of anything is due at the start.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] when the calendar never opens and the target needs that it does, or the
    /// years covered do not suffice.
    pub fn deadline(
        &self,
        start: DateTime<Utc>,
        target: &Target,
        pauses: &[Pause],
    ) -> Result<DateTime<Utc>, CalendarError> {
        let start = checked(start)?;
        if pauses.is_empty() && target.unit == Unit::BusinessDays {
            // Nothing pushes it back: the budget need not be counted.
            return self
                .due_by_days(start, target)
                .and_then(within)
                .map(instant);
        }
        let pieces = pieces(pauses, start);
        let counting = self.counting(start, target)?;
        counting.deadline(start, &pieces).map(instant)
    }

    /// The time a target grants from a start: for days the open time until the deadline without
    /// pauses, else simply its amount.
    ///
    /// # Errors
    ///
    /// As [`Calendar::deadline`].
    pub fn budget(
        &self,
        start: DateTime<Utc>,
        target: &Target,
    ) -> Result<TimeDelta, CalendarError> {
        self.counting(checked(start)?, target)
            .map(|counting| TimeDelta::microseconds(counting.budget))
    }

    /// The instant by which a share of the open time between start and deadline, outside the
    /// pauses, is used up.
    ///
    /// Open time is meant also for targets that run by the clock: people can act only while the
    /// desk is open, so 48 hours that end on a Sunday reach their last share on the Friday. When
    /// there is no open time at all before the deadline, it is the start.
    ///
    /// # Errors
    ///
    /// As [`Calendar::deadline`].
    pub fn share_of_target(
        &self,
        start: DateTime<Utc>,
        target: &Target,
        pauses: &[Pause],
        share: Share,
    ) -> Result<DateTime<Utc>, CalendarError> {
        let start = checked(start)?;
        let pieces = pieces(pauses, start);
        let deadline = self.counting(start, target)?.deadline(start, &pieces)?;
        let open = self.open().between_outside(start, deadline, &pieces);
        self.open()
            .after_outside(start, share.of(open), &pieces)
            .map(instant)
    }

    /// How a target counts from a start.
    pub(super) fn counting(
        &self,
        start: i64,
        target: &Target,
    ) -> Result<Counting<'_>, CalendarError> {
        let (measure, unit) = match target.unit {
            Unit::BusinessSeconds => (self.open(), 1),
            Unit::BusinessMinutes => (self.open(), 60),
            Unit::BusinessHours => (self.open(), 3600),
            Unit::CalendarMinutes => (Measure::All, 60),
            Unit::CalendarHours => (Measure::All, 3600),
            Unit::BusinessDays => {
                let due = self.due_by_days(start, target)?;
                let budget = self.open().between(start, due);
                return Ok(Counting {
                    measure: self.open(),
                    budget,
                    not_before: due,
                });
            }
        };
        let amount = i64::try_from(target.amount)
            .ok()
            .and_then(|amount| amount.checked_mul(unit * MICROS));
        let budget = amount.ok_or(CalendarError::TooFar)?;
        Ok(Counting {
            measure,
            budget,
            not_before: start,
        })
    }

    /// When a target in business days is due without any pause.
    fn due_by_days(&self, start: i64, target: &Target) -> Result<i64, CalendarError> {
        if target.amount == 0 {
            return Ok(start);
        }
        let from = match target.from {
            FromRule::Opening => self.opening_from(start)?,
            FromRule::FilingDate => start,
        };
        let day = self
            .table()
            .business_day(self.local_day(from), target.amount)?;
        match (target.due, target.from) {
            (DueRule::EndOfDay, FromRule::Opening | FromRule::FilingDate) => self.closing_of(day),
            (DueRule::SameTime, FromRule::Opening) => Ok(self.same_time_on(day, from)),
            (DueRule::SameTime, FromRule::FilingDate) => {
                self.opening_from(self.same_time_on(day, from))
            }
        }
    }

    /// The instant at which the wall shows, on another day, the time of day it shows at `at`.
    fn same_time_on(&self, day: i64, at: i64) -> i64 {
        let time = self.local(at).rem_euclid(DAY_SECONDS * MICROS);
        let second = self
            .clock()
            .first_instant(day * DAY_SECONDS + time.div_euclid(MICROS));
        second * MICROS + time.rem_euclid(MICROS)
    }

    /// The end of the last open stretch of a day.
    fn closing_of(&self, day: i64) -> Result<i64, CalendarError> {
        let (midnight, next) = (day * DAY_SECONDS, (day + 1) * DAY_SECONDS);
        let intervals = self.rules().hours_on(date_of(day));
        let spans = self.clock().spans_showing(midnight, next);
        let closings = spans
            .flat_map(|span| shown(intervals, day, span))
            .map(|(_, until)| until);
        closings
            .max()
            .map(|second| second * MICROS)
            .ok_or(CalendarError::TooFar)
    }

    /// The instant itself when open, else the next opening.
    pub(super) fn opening_from(&self, at: i64) -> Result<i64, CalendarError> {
        self.table().open_from(at).ok_or(match self.stretches() {
            0 => CalendarError::NeverOpens,
            _ => CalendarError::TooFar,
        })
    }
}

/// What is counted for a target, how much of it, and the earliest end it allows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counting<'a> {
    pub(super) measure: Measure<'a>,
    pub(super) budget: i64,
    /// Days end at a wall-clock time, which may be later than the end of their open time.
    not_before: i64,
}

impl Counting<'_> {
    pub(super) fn deadline(&self, start: i64, pieces: &[Piece]) -> Result<i64, CalendarError> {
        let used_up = self.measure.after_outside(start, self.budget, pieces)?;
        within(used_up.max(self.not_before))
    }
}

/// A deadline, if it lies in the years covered.
fn within(deadline: i64) -> Result<i64, CalendarError> {
    if deadline > END * MICROS {
        Err(CalendarError::TooFar)
    } else {
        Ok(deadline)
    }
}
