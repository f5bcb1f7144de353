//! The same meaning once more, so slowly that it cannot be wrong: it looks at each minute.

use std::{cell::RefCell, collections::BTreeMap};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};

use super::super::*;

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// How far the oracle looks for anything.
const LOOKED_AT: i64 = 20 * 24 * 60;

pub(super) struct Oracle<'a> {
    rules: &'a CalendarRules,
    days: RefCell<BTreeMap<NaiveDate, Vec<OpenInterval>>>,
}

impl<'a> Oracle<'a> {
    pub(super) fn of(rules: &'a CalendarRules) -> Self {
        Self {
            rules,
            days: RefCell::default(),
        }
    }

    fn wall(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.rules
            .timezone()
            .from_utc_datetime(&at.naive_utc())
            .naive_local()
    }

    pub(super) fn is_open(&self, at: DateTime<Utc>) -> bool {
        let wall = self.wall(at);
        let second = i64::from(wall.time().num_seconds_from_midnight());
        let mut days = self.days.borrow_mut();
        let intervals = days
            .entry(wall.date())
            .or_insert_with(|| self.hours(wall.date()));
        intervals
            .iter()
            .any(|open| open.from().seconds() <= second && second < open.to().seconds())
    }

    fn hours(&self, date: NaiveDate) -> Vec<OpenInterval> {
        let rules = self.rules;
        let holidays = rules.zone().holidays(date.year(), rules.good_friday());
        if rules.closures().contains_key(&date)
            || holidays.iter().any(|holiday| holiday.date == date)
        {
            return Vec::new();
        }
        match rules.special_hours().get(&date) {
            Some(hours) => hours.intervals().to_vec(),
            None => rules.hours().on(date.weekday()).to_vec(),
        }
    }

    fn counts(&self, at: DateTime<Utc>, by_the_clock: bool, pauses: &[Pause]) -> bool {
        let paused = pauses.iter().any(|pause| pause.from <= at && at < pause.to);
        !paused && (by_the_clock || self.is_open(at))
    }

    pub(super) fn minutes(&self, from: DateTime<Utc>, to: DateTime<Utc>, pauses: &[Pause]) -> u64 {
        let (mut at, mut minutes) = (from, 0);
        while at < to {
            minutes += u64::from(self.counts(at, false, pauses));
            at += MINUTE;
        }
        minutes
    }

    fn used_up(
        &self,
        start: DateTime<Utc>,
        minutes: u64,
        by_the_clock: bool,
        pauses: &[Pause],
    ) -> Option<DateTime<Utc>> {
        let (mut at, mut left) = (start, minutes);
        for _ in 0..LOOKED_AT {
            if left == 0 {
                return Some(at);
            }
            left -= u64::from(self.counts(at, by_the_clock, pauses));
            at += MINUTE;
        }
        None
    }

    fn next_open(&self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        (0..LOOKED_AT)
            .map(|minutes| start + TimeDelta::minutes(minutes))
            .find(|at| self.is_open(*at))
    }

    /// The minutes at which the wall shows a date.
    fn minutes_of(date: NaiveDate) -> impl Iterator<Item = DateTime<Utc>> {
        let noon = date.and_hms_opt(12, 0, 0).unwrap().and_utc();
        (-27 * 60..27 * 60).map(move |minutes| noon + TimeDelta::minutes(minutes))
    }

    fn open_minutes_of(&self, date: NaiveDate) -> impl Iterator<Item = DateTime<Utc>> {
        Self::minutes_of(date).filter(move |at| self.wall(*at).date() == date && self.is_open(*at))
    }

    fn at_wall_time(&self, wanted: NaiveDateTime) -> DateTime<Utc> {
        if let Some(shown) = Self::minutes_of(wanted.date()).find(|at| self.wall(*at) == wanted) {
            return shown;
        }
        let jump = Self::minutes_of(wanted.date())
            .find(|at| self.wall(*at - MINUTE) < wanted && wanted < self.wall(*at))
            .unwrap();
        jump + (wanted - self.wall(jump - MINUTE)) - MINUTE
    }

    fn by_days(&self, start: DateTime<Utc>, target: &Target) -> Option<DateTime<Utc>> {
        let from = match target.from {
            FromRule::Opening => self.next_open(start)?,
            FromRule::FilingDate => start,
        };
        let mut date = self.wall(from).date();
        let mut left = target.amount;
        let mut looked_at = 0;
        while left > 0 {
            date = date.succ_opt()?;
            left -= u64::from(self.open_minutes_of(date).next().is_some());
            looked_at += 1;
            if looked_at > 40 {
                return None;
            }
        }
        match (target.due, target.from) {
            (DueRule::EndOfDay, _) => self
                .open_minutes_of(date)
                .last()
                .map(|minute| minute + MINUTE),
            (DueRule::SameTime, FromRule::Opening) => {
                Some(self.at_wall_time(date.and_time(self.wall(from).time())))
            }
            (DueRule::SameTime, FromRule::FilingDate) => {
                self.next_open(self.at_wall_time(date.and_time(self.wall(from).time())))
            }
        }
    }

    /// The deadline, when it lies in what the oracle looks at.
    pub(super) fn deadline(
        &self,
        start: DateTime<Utc>,
        target: &Target,
        pauses: &[Pause],
    ) -> Option<DateTime<Utc>> {
        if target.amount == 0 {
            return Some(start);
        }
        match target.unit {
            Unit::BusinessSeconds => None,
            Unit::BusinessMinutes => self.used_up(start, target.amount, false, pauses),
            Unit::BusinessHours => self.used_up(start, target.amount * 60, false, pauses),
            Unit::CalendarMinutes => self.used_up(start, target.amount, true, pauses),
            Unit::CalendarHours => self.used_up(start, target.amount * 60, true, pauses),
            Unit::BusinessDays => {
                let unpaused = self.by_days(start, target)?;
                let budget = self.minutes(start, unpaused, &[]);
                // What pauses take of the open time until then is given back after it.
                if self.minutes(start, unpaused, pauses) == budget {
                    return Some(unpaused);
                }
                self.used_up(start, budget, false, pauses)
            }
        }
    }
}
