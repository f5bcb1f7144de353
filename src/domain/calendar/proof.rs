//! The proof sheet of a deadline: every stretch from the start on, counted or not, and why.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::arithmetic::checked;
use super::day::{DAY_SECONDS, MICROS, date_of, instant};
use super::pauses::{Measure, Pause, Piece, pieces};
use super::{Calendar, CalendarError, ClosureKind, HolidayName, Target};

/// Why a calendar is closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Why {
    /// The day opens, but not at this time: night, or a break.
    OutsideHours,
    /// No opening is planned that day: a weekend, most often.
    NoOpeningThatDay,
    /// A public holiday by law.
    Holiday(HolidayName),
    /// A holiday that the contract adds, with its label.
    AddedHoliday(String),
    /// The desk is closed that day, with its label.
    Closure(String),
    /// A day taken off between a holiday and a weekend, with its label.
    Bridge(String),
}

/// Whether a stretch of time counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It counts towards the target.
    Counted,
    /// The clock was paused; the number is the place of the pause in the list given.
    Paused(usize),
    /// The calendar was closed.
    Closed(Why),
}

/// A stretch of time that counts, or does not, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Segment {
    /// Its beginning, UTC.
    pub from: DateTime<Utc>,
    /// Its end, UTC; not part of it.
    pub to: DateTime<Utc>,
    /// Whether it counts, and why not.
    pub kind: Kind,
}

impl Segment {
    /// How long it lasts.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        self.to - self.from
    }
}

/// How a deadline comes about, from the start of the clock on.
///
/// The segments follow one another without a hole from `start` to the end asked for. Up to the
/// deadline, those that are [`Kind::Counted`] add up to `budget` exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// When the clock was started, UTC.
    pub start: DateTime<Utc>,
    /// The first instant that can count: the start, or the opening that follows it.
    pub counted_from: DateTime<Utc>,
    /// When the target is breached, UTC.
    pub deadline: DateTime<Utc>,
    /// The time the target grants: open time, or real time for targets by the clock.
    pub budget: TimeDelta,
    /// Every stretch from the start on.
    pub segments: Vec<Segment>,
}

impl Proof {
    /// The time counted in all segments.
    #[must_use]
    pub fn counted(&self) -> TimeDelta {
        let counted = self
            .segments
            .iter()
            .filter(|segment| segment.kind == Kind::Counted);
        counted.fold(TimeDelta::zero(), |sum, segment| sum + segment.length())
    }
}

impl Calendar {
    /// Unrolls a deadline from its start to the deadline itself.
    ///
    /// # Errors
    ///
    /// As [`Calendar::deadline`].
    pub fn proof(
        &self,
        start: DateTime<Utc>,
        target: &Target,
        pauses: &[Pause],
    ) -> Result<Proof, CalendarError> {
        self.unrolled(start, target, pauses, None)
    }

    /// Unrolls a deadline from its start to an end of choice, before or after the deadline: up to
    /// now for a clock that runs, up to the stop for one that was stopped.
    ///
    /// # Errors
    ///
    /// As [`Calendar::deadline`], and [`CalendarError::OutOfRange`] for the end.
    pub fn proof_until(
        &self,
        start: DateTime<Utc>,
        target: &Target,
        pauses: &[Pause],
        end: DateTime<Utc>,
    ) -> Result<Proof, CalendarError> {
        self.unrolled(start, target, pauses, Some(checked(end)?))
    }

    fn unrolled(
        &self,
        start: DateTime<Utc>,
        target: &Target,
        pauses: &[Pause],
        end: Option<i64>,
    ) -> Result<Proof, CalendarError> {
        let start = checked(start)?;
        let pieces = pieces(pauses, start);
        let counting = self.counting(start, target)?;
        let deadline = counting.deadline(start, &pieces)?;
        let counted_from = match counting.measure {
            Measure::All => start,
            Measure::Open(_) if counting.budget == 0 => start,
            Measure::Open(_) => self.opening_from(start)?,
        };
        let mut sheet = Sheet {
            calendar: self,
            segments: Vec::new(),
        };
        sheet.unroll(counting.measure, start, end.unwrap_or(deadline), &pieces);
        Ok(Proof {
            start: instant(start),
            counted_from: instant(counted_from),
            deadline: instant(deadline),
            budget: TimeDelta::microseconds(counting.budget),
            segments: sheet.segments,
        })
    }

    /// Why the calendar does not open at a time of that date at which it is closed.
    #[must_use]
    pub fn why_closed(&self, date: NaiveDate) -> Why {
        let rules = self.rules();
        if rules.hours_if_not_shut(date).is_empty() {
            return Why::NoOpeningThatDay;
        }
        if let Some(name) = rules.holiday_on(date) {
            return Why::Holiday(name);
        }
        match rules.closures().get(&date) {
            None => Why::OutsideHours,
            Some(closure) => {
                let label = closure.label.clone();
                match closure.kind {
                    ClosureKind::Closure => Why::Closure(label),
                    ClosureKind::Bridge => Why::Bridge(label),
                    ClosureKind::Holiday => Why::AddedHoliday(label),
                }
            }
        }
    }
}

/// A proof sheet being written, from left to right.
struct Sheet<'a> {
    calendar: &'a Calendar,
    segments: Vec<Segment>,
}

impl Sheet<'_> {
    fn unroll(&mut self, measure: Measure<'_>, start: i64, end: i64, pieces: &[Piece]) {
        let mut at = start;
        for piece in pieces.iter().take_while(|piece| piece.from < end) {
            self.running(measure, at, piece.from);
            self.note(piece.from, piece.to.min(end), Kind::Paused(piece.pause));
            at = piece.to;
        }
        self.running(measure, at, end);
    }

    /// A stretch without a pause.
    fn running(&mut self, measure: Measure<'_>, from: i64, to: i64) {
        let Measure::Open(table) = measure else {
            return self.note(from, to, Kind::Counted);
        };
        let mut at = from;
        for stretch in table.within(from, to) {
            self.closed(at, stretch.from.min(to));
            self.note(stretch.from.max(from), stretch.until.min(to), Kind::Counted);
            at = stretch.until.min(to);
        }
        self.closed(at, to);
    }

    /// A closed stretch, parted where the date on the wall changes.
    fn closed(&mut self, from: i64, to: i64) {
        let mut at = from;
        while at < to {
            let day = self.calendar.local_day(at);
            let end = self.end_of_day(at, day).min(to);
            self.note(
                at,
                end,
                Kind::Closed(self.calendar.why_closed(date_of(day))),
            );
            at = end;
        }
    }

    /// The first instant after `at` at which the wall shows another date, or a change of offset.
    fn end_of_day(&self, at: i64, day: i64) -> i64 {
        let span = self.calendar.clock().span_at(at.div_euclid(MICROS));
        let midnight = ((day + 1) * DAY_SECONDS - span.offset).min(span.until) * MICROS;
        if midnight > at { midnight } else { i64::MAX }
    }

    /// Adds a stretch, or lengthens the last one when nothing changes.
    fn note(&mut self, from: i64, to: i64, kind: Kind) {
        if to <= from {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.kind == kind => last.to = instant(to),
            _ => self.segments.push(Segment {
                from: instant(from),
                to: instant(to),
                kind,
            }),
        }
    }
}
