//! The unrolled calendar: every open stretch in UTC, with running sums.
//!
//! # Why
//! A binary search among forty thousand stretches looks at sixteen places in memory far from one
//! another, and most of a question's time went there. An index by time says within some three days
//! where to look, and what is counted onwards is found among the next stretches: a question touches
//! two places.

use super::business_days::BusinessDays;
use super::day::{DAY_SECONDS, MICROS, number_of, weekday_of};
use super::wall_clock::{BEGIN, END, Span, WallClock};
use super::{CalendarError, CalendarRules, FIRST_YEAR, LAST_YEAR, OpenInterval};

/// A stretch of open time; microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) until: i64,
    /// Open time before `from` since the calendar begins.
    before: i64,
}

impl Stretch {
    const fn open_by_its_end(&self) -> i64 {
        self.before + (self.until - self.from)
    }
}

/// What decides about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decided {
    ByWeekday,
    BySpecialHours,
    Shut,
}

/// The index has an entry for each 2 to the 38th microseconds: three days and four hours.
const ENTRY: u32 = 38;

/// Every open stretch of a calendar, and the days on which it opens.
#[derive(Debug)]
pub(super) struct Table {
    stretches: Box<[Stretch]>,
    /// How many stretches end at or before the beginning of each entry's time.
    ended: Box<[usize]>,
    days: BusinessDays,
}

impl Table {
    pub(super) fn unroll(rules: &CalendarRules, clock: &WallClock) -> Self {
        let decisions = Decisions::of(rules);
        let mut stretches: Vec<Stretch> = Vec::with_capacity(decisions.most_stretches(rules));
        let mut days: Vec<i64> = Vec::with_capacity(decisions.days.len());
        for span in clock.spans() {
            let first = (span.from + span.offset).div_euclid(DAY_SECONDS);
            let last = (span.until + span.offset - 1).div_euclid(DAY_SECONDS);
            for day in first..=last {
                let mut opens = false;
                for (from, until) in shown(decisions.intervals(rules, day), day, *span) {
                    opens = true;
                    push(&mut stretches, from * MICROS, until * MICROS);
                }
                if opens && days.last() != Some(&day) {
                    days.push(day);
                }
            }
        }
        Self {
            ended: index(&stretches),
            stretches: stretches.into_boxed_slice(),
            days: BusinessDays::of(days),
        }
    }

    /// How many open stretches there are.
    pub(super) fn len(&self) -> usize {
        self.stretches.len()
    }

    /// The place of the first stretch that ends after an instant.
    fn next(&self, micros: i64) -> usize {
        let entry = entry(micros).min(self.ended.len().saturating_sub(2));
        let bounds = self.ended.get(entry).zip(self.ended.get(entry + 1));
        let Some((from, until)) = bounds.map(|(from, until)| (*from, *until)) else {
            return 0;
        };
        let near = self.stretches.get(from..until).unwrap_or_default();
        from + near
            .iter()
            .take_while(|stretch| stretch.until <= micros)
            .count()
    }

    /// The stretch that is open at an instant.
    pub(super) fn stretch_at(&self, micros: i64) -> Option<Stretch> {
        let stretch = *self.stretches.get(self.next(micros))?;
        (stretch.from <= micros).then_some(stretch)
    }

    /// The instant itself when open, else the next opening.
    pub(super) fn open_from(&self, micros: i64) -> Option<i64> {
        let next = self.stretches.get(self.next(micros))?;
        Some(next.from.max(micros))
    }

    /// The open time from the beginning of the calendar to an instant.
    pub(super) fn open_until(&self, micros: i64) -> i64 {
        self.counted(self.next(micros), micros)
    }

    /// The same, where the first stretch that ends after the instant is known.
    fn counted(&self, next: usize, micros: i64) -> i64 {
        match self.stretches.get(next) {
            Some(stretch) => stretch.before + (micros - stretch.from).max(0),
            None => self.stretches.last().map_or(0, Stretch::open_by_its_end),
        }
    }

    /// The earliest instant at or after `start` that `open` microseconds of open time precede.
    pub(super) fn after(&self, start: i64, open: i64) -> Result<i64, CalendarError> {
        if open <= 0 {
            return Ok(start);
        }
        let next = self.next(start);
        let wanted = self
            .counted(next, start)
            .checked_add(open)
            .ok_or(CalendarError::TooFar)?;
        let ahead = self.stretches.get(next..).unwrap_or_default();
        let found = first_after(ahead, |stretch| stretch.open_by_its_end() < wanted);
        match found {
            Some(stretch) => Ok(stretch.from + (wanted - stretch.before)),
            None if self.stretches.is_empty() => Err(CalendarError::NeverOpens),
            None => Err(CalendarError::TooFar),
        }
    }

    /// The latest instant at or before `end` that `open` microseconds of open time follow.
    pub(super) fn before(&self, end: i64, open: i64) -> Result<i64, CalendarError> {
        if open <= 0 {
            return Ok(end);
        }
        if self.stretches.is_empty() {
            return Err(CalendarError::NeverOpens);
        }
        let wanted = self
            .open_until(end)
            .checked_sub(open)
            .filter(|wanted| *wanted >= 0);
        let wanted = wanted.ok_or(CalendarError::TooFar)?;
        let begun = self
            .stretches
            .partition_point(|stretch| stretch.before <= wanted);
        let stretch = begun
            .checked_sub(1)
            .and_then(|last| self.stretches.get(last));
        stretch
            .map(|stretch| stretch.from + (wanted - stretch.before))
            .ok_or(CalendarError::TooFar)
    }

    /// The open stretches that have a part in `[from, until)`, in order.
    pub(super) fn within(&self, from: i64, until: i64) -> impl Iterator<Item = Stretch> + '_ {
        let stretches = self
            .stretches
            .get(self.next(from)..)
            .unwrap_or_default()
            .iter()
            .copied();
        stretches.take_while(move |stretch| stretch.from < until)
    }

    /// The `count`th day after `day` on which the calendar opens; `count` is at least 1.
    pub(super) fn business_day(&self, day: i64, count: u64) -> Result<i64, CalendarError> {
        self.days.after(day, count)
    }
}

/// The entry of the index for an instant, the first for those before the calendar begins.
fn entry(micros: i64) -> usize {
    usize::try_from((micros - BEGIN * MICROS) >> ENTRY).unwrap_or_default()
}

/// How many stretches end at or before the beginning of each entry's time; one entry more than the
/// calendar covers, so that each has a next one.
fn index(stretches: &[Stretch]) -> Box<[usize]> {
    let entries = entry(END * MICROS) + 2;
    let mut ended = Vec::with_capacity(entries);
    let (mut begins, mut place) = (BEGIN * MICROS, 0);
    for _ in 1..entries {
        while stretches
            .get(place)
            .is_some_and(|stretch| stretch.until <= begins)
        {
            place += 1;
        }
        ended.push(place);
        begins += 1 << ENTRY;
    }
    ended.push(stretches.len());
    ended.into_boxed_slice()
}

/// The first of sorted stretches for which `before` no longer holds: near the beginning, most often.
fn first_after(stretches: &[Stretch], before: impl Fn(&Stretch) -> bool) -> Option<&Stretch> {
    let (mut from, mut step) = (0, 4);
    loop {
        let some = stretches.get(from..).unwrap_or_default();
        let some = some.get(..step).unwrap_or(some);
        let last = some.last()?;
        if !before(last) {
            return if step == 4 {
                some.iter().find(|stretch| !before(stretch))
            } else {
                some.get(some.partition_point(before))
            };
        }
        from += some.len();
        step *= 4;
    }
}

/// When the wall shows the intervals of a day within one stretch of equal offset; UTC seconds.
pub(super) fn shown(
    intervals: &[OpenInterval],
    day: i64,
    span: Span,
) -> impl Iterator<Item = (i64, i64)> {
    let midnight = day * DAY_SECONDS - span.offset;
    intervals.iter().filter_map(move |interval| {
        let from = (midnight + interval.from().seconds()).max(span.from);
        let until = (midnight + interval.to().seconds()).min(span.until);
        (from < until).then_some((from, until))
    })
}

fn push(stretches: &mut Vec<Stretch>, from: i64, until: i64) {
    let before = match stretches.last_mut() {
        Some(last) if last.until == from => {
            last.until = until;
            return;
        }
        Some(last) => last.open_by_its_end(),
        None => 0,
    };
    stretches.push(Stretch {
        from,
        until,
        before,
    });
}

/// What decides about each date the calendar covers, and a little beyond.
struct Decisions {
    first: i64,
    days: Vec<Decided>,
}

impl Decisions {
    fn of(rules: &CalendarRules) -> Self {
        let first = BEGIN / DAY_SECONDS - 2;
        let days = usize::try_from(END / DAY_SECONDS + 2 - first).unwrap_or_default();
        let mut decisions = Self {
            first,
            days: vec![Decided::ByWeekday; days],
        };
        for date in rules.special_hours().keys() {
            decisions.decide(number_of(*date), Decided::BySpecialHours);
        }
        for year in FIRST_YEAR - 1..=LAST_YEAR + 1 {
            for holiday in rules.zone().holidays(year, rules.good_friday()) {
                decisions.decide(number_of(holiday.date), Decided::Shut);
            }
        }
        for date in rules.closures().keys() {
            decisions.decide(number_of(*date), Decided::Shut);
        }
        decisions
    }

    /// About how many open stretches there will be, so that their list need not grow.
    fn most_stretches(&self, rules: &CalendarRules) -> usize {
        let week: usize = (0..7)
            .map(|day| rules.hours().on(weekday_of(day)).len())
            .sum();
        let special: usize = rules
            .special_hours()
            .values()
            .map(|hours| hours.intervals().len())
            .sum();
        week * (self.days.len() / 7 + 1) + special
    }

    fn decide(&mut self, day: i64, decided: Decided) {
        let known = usize::try_from(day - self.first)
            .ok()
            .and_then(|index| self.days.get_mut(index));
        if let Some(known) = known {
            *known = decided;
        }
    }

    fn intervals<'a>(&self, rules: &'a CalendarRules, day: i64) -> &'a [OpenInterval] {
        let decided = usize::try_from(day - self.first)
            .ok()
            .and_then(|index| self.days.get(index));
        match decided {
            Some(Decided::ByWeekday) => rules.hours().on(weekday_of(day)),
            Some(Decided::BySpecialHours) => {
                let hours = rules.special_hours().get(&super::day::date_of(day));
                hours.map(super::DayHours::intervals).unwrap_or_default()
            }
            Some(Decided::Shut) | None => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::{DayHours, HolidayZone, WeeklyHours};

    /// Days of one stretch, and a Saturday of many.
    fn table() -> Table {
        let hours = |bounds: &[(&str, &str)]| {
            let open = bounds
                .iter()
                .map(|(from, to)| OpenInterval::parse(from, to));
            DayHours::new(open.collect::<Result<_, _>>().unwrap()).unwrap()
        };
        let week = WeeklyHours::monday_to_friday(&hours(&[("08:00", "18:00")]));
        let quarters: Vec<(String, String)> = (0..20)
            .map(|hour| (format!("{hour:02}:00"), format!("{hour:02}:15")))
            .collect();
        let quarters: Vec<(&str, &str)> = quarters
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_str()))
            .collect();
        let week = week.with(chrono::Weekday::Sat, hours(&quarters));
        let zone = chrono_tz::Europe::Paris;
        let rules = CalendarRules::new(zone, week, HolidayZone::France);
        Table::unroll(&rules, &WallClock::of(zone))
    }

    proptest! {
        #[test]
        fn the_index_leads_where_a_search_of_all_stretches_leads(
            seconds in prop::collection::vec(BEGIN - 10_000_000..END + 10_000_000, 200),
        ) {
            let table = table();
            for second in seconds {
                let micros = second * MICROS;
                let plain = table.stretches.partition_point(|stretch| stretch.until <= micros);
                prop_assert_eq!(table.next(micros), plain);
            }
        }

        #[test]
        fn what_is_counted_onwards_is_found_however_far_it_is(
            begin in 0_usize..5_000,
            further in prop::collection::vec(prop_oneof![0_usize..20, 0_usize..60_000], 50),
        ) {
            let table = table();
            let ahead = &table.stretches[begin..];
            for far in further {
                let wanted = ahead.get(far).map_or(i64::MAX, |stretch| stretch.before + 1);
                let before = |stretch: &Stretch| stretch.open_by_its_end() < wanted;
                let plain = ahead.get(ahead.partition_point(before));
                prop_assert_eq!(first_after(ahead, before), plain);
            }
        }
    }
}
