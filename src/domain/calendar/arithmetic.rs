//! The compiled calendar: is it open, when does it open, how much open time is there.

use std::{fmt, sync::Arc};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::day::{DAY_SECONDS, MICROS, date_of, instant, number_of};
use super::pauses::{Measure, Pause, pieces};
use super::table::Table;
use super::wall_clock::{BEGIN, END, WallClock};
use super::{CalendarError, CalendarRules};

/// A calendar ready to count: cheap to clone, safe to share between threads.
#[derive(Clone)]
pub struct Calendar(Arc<Compiled>);

struct Compiled {
    rules: CalendarRules,
    clock: Arc<WallClock>,
    table: Table,
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar")
            .field("rules", &self.0.rules)
            .field("stretches", &self.0.table.len())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.0.rules == other.0.rules
    }
}

impl Eq for Calendar {}

impl Calendar {
    /// Unrolls the rules over all the years covered.
    ///
    /// Rules without any opening are legal; asking such a calendar for business time is an error.
    #[must_use]
    pub fn compile(rules: CalendarRules) -> Self {
        let clock = WallClock::of(rules.timezone());
        let table = Table::unroll(&rules, &clock);
        Self(Arc::new(Compiled {
            rules,
            clock,
            table,
        }))
    }

    /// The rules it was made from.
    #[must_use]
    pub fn rules(&self) -> &CalendarRules {
        &self.0.rules
    }

    /// How many open stretches it is unrolled into: what it costs to keep.
    #[must_use]
    pub fn stretches(&self) -> usize {
        self.0.table.len()
    }

    /// Whether an instant lies in the years calendars cover.
    #[must_use]
    pub fn covers(at: DateTime<Utc>) -> bool {
        checked(at).is_ok()
    }

    /// Whether it is open at an instant. Outside the years covered it is closed.
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.0.table.stretch_at(at.timestamp_micros()).is_some()
    }

    /// The instant itself when open, else the next opening; none when it never opens again.
    #[must_use]
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.0.table.open_from(at.timestamp_micros()).map(instant)
    }

    /// When it closes next, if it is open at the instant.
    #[must_use]
    pub fn closing(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.0
            .table
            .stretch_at(at.timestamp_micros())
            .map(|stretch| instant(stretch.until))
    }

    /// The civil date that the wall shows at an instant.
    #[must_use]
    pub fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        date_of(self.local_day(at.timestamp_micros()))
    }

    /// The first instant of a civil date: where the wall skips midnight, the one after the gap.
    #[must_use]
    pub fn begin_of(&self, date: NaiveDate) -> DateTime<Utc> {
        let local = number_of(date) * DAY_SECONDS;
        instant(self.0.clock.first_instant(local) * MICROS)
    }

    /// The open time in `[from, to)`; zero when `to` is not after `from`.
    #[must_use]
    pub fn open_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        self.elapsed(from, to, &[])
    }

    /// The open time in `[start, end)` outside the pauses; zero when `end` is not after `start`.
    #[must_use]
    pub fn elapsed(&self, start: DateTime<Utc>, end: DateTime<Utc>, pauses: &[Pause]) -> TimeDelta {
        let start = start.timestamp_micros();
        let open =
            self.open()
                .between_outside(start, end.timestamp_micros(), &pieces(pauses, start));
        TimeDelta::microseconds(open)
    }

    /// The earliest instant at or after `start` by which `open` of open time has passed.
    ///
    /// An amount used up exactly at a closing ends there; none or less than none ends at once.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] when the calendar never opens or the years covered do not suffice.
    pub fn after(
        &self,
        start: DateTime<Utc>,
        open: TimeDelta,
    ) -> Result<DateTime<Utc>, CalendarError> {
        let start = checked(start)?;
        self.0.table.after(start, micros(open)?).map(instant)
    }

    /// The latest instant at or before `end` from which `open` of open time is still to come.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] when the calendar never opens or the years covered do not suffice.
    pub fn before(
        &self,
        end: DateTime<Utc>,
        open: TimeDelta,
    ) -> Result<DateTime<Utc>, CalendarError> {
        self.before_outside(end, open, &[])
    }

    /// The latest instant at or before `end` from which `open` of open time is still to come
    /// outside the pauses: when to warn so that people have that much time to act.
    ///
    /// # Errors
    ///
    /// [`CalendarError`] when the calendar never opens or the years covered do not suffice.
    pub fn before_outside(
        &self,
        end: DateTime<Utc>,
        open: TimeDelta,
        pauses: &[Pause],
    ) -> Result<DateTime<Utc>, CalendarError> {
        let (end, pieces) = (checked(end)?, pieces(pauses, i64::MIN));
        self.open()
            .before_outside(end, micros(open)?, &pieces)
            .map(instant)
    }

    pub(super) fn table(&self) -> &Table {
        &self.0.table
    }

    pub(super) fn clock(&self) -> &WallClock {
        &self.0.clock
    }

    pub(super) fn open(&self) -> Measure<'_> {
        Measure::Open(&self.0.table)
    }

    /// Microseconds that the wall shows, counted as if it were UTC.
    pub(super) fn local(&self, micros: i64) -> i64 {
        micros + self.0.clock.span_at(micros.div_euclid(MICROS)).offset * MICROS
    }

    /// The number of the civil day the wall shows.
    pub(super) fn local_day(&self, micros: i64) -> i64 {
        self.local(micros).div_euclid(DAY_SECONDS * MICROS)
    }
}

/// An instant in microseconds, if calendars cover it.
pub(super) fn checked(at: DateTime<Utc>) -> Result<i64, CalendarError> {
    let micros = at.timestamp_micros();
    let inside = (BEGIN * MICROS..=END * MICROS).contains(&micros);
    if inside {
        Ok(micros)
    } else {
        Err(CalendarError::OutOfRange)
    }
}

fn micros(amount: TimeDelta) -> Result<i64, CalendarError> {
    amount
        .max(TimeDelta::zero())
        .num_microseconds()
        .ok_or(CalendarError::TooFar)
}
