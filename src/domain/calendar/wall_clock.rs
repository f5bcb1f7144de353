//! The clock on the wall of a time zone: which offset from UTC holds when.
//!
//! # Why
//!
//! chrono-tz lists changes of offset one by one and stops before 2100, so that the summer of 2100
//! would have no summer time. The changes are therefore read from it once per zone and, where a
//! zone still changes its clocks in the last year listed, continued with the same rules: a rule
//! like "the last Sunday in March" gives the same days in every year of the same shape.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeZone, Weekday};
use chrono_tz::Tz;

use super::day::DAY_SECONDS;
use super::{FIRST_YEAR, LAST_YEAR};

/// The first year for which chrono-tz lists no change any more.
const FIRST_UNLISTED: i32 = 2100;

/// Changes of offset are looked for at this distance: no zone went away and back in less.
const STRIDE: i64 = 7 * DAY_SECONDS;

/// A stretch of time with one offset; seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: i64,
    pub(super) until: i64,
    /// Seconds to add to UTC.
    pub(super) offset: i64,
}

/// The index has an entry for each 2 to the 21st seconds: twenty-four days.
const ENTRY: u32 = 21;

/// Every offset of a zone over the years a calendar covers, without a hole.
#[derive(Debug)]
pub(super) struct WallClock {
    spans: Box<[Span]>,
    /// The place of the span that holds the beginning of each entry's time.
    places: Box<[usize]>,
}

/// The first second a calendar covers.
pub(super) const BEGIN: i64 = new_year(FIRST_YEAR);

/// The first second a calendar covers no more.
pub(super) const END: i64 = new_year(LAST_YEAR + 1);

/// The first second of a year, in UTC.
#[expect(
    clippy::as_conversions,
    reason = "every i32 is an i64, and From is not for constants"
)]
const fn new_year(year: i32) -> i64 {
    let years = (year - 1) as i64;
    let days = years * 365 + years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    // 1 January 1970 is so many days after 1 January of the year 1.
    (days - 719_162) * DAY_SECONDS
}

/// The entry of the index for a second, the first for those that are not covered yet.
fn entry(second: i64) -> usize {
    usize::try_from((second - BEGIN) >> ENTRY).unwrap_or_default()
}

impl WallClock {
    /// The wall clock of a zone; worked out once for each zone and then shared.
    pub(super) fn of(zone: Tz) -> Arc<Self> {
        static KNOWN: OnceLock<Mutex<HashMap<Tz, Arc<WallClock>>>> = OnceLock::new();
        let known = KNOWN.get_or_init(Mutex::default);
        // The map only ever gains whole entries: a thread that panicked cannot have left half of one.
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(
            known
                .entry(zone)
                .or_insert_with(|| Arc::new(Self::read(zone))),
        )
    }

    fn read(zone: Tz) -> Self {
        let listed_end = new_year(FIRST_UNLISTED);
        let mut changes = vec![(BEGIN, offset(zone, BEGIN))];
        let (mut at, mut current) = (BEGIN, offset(zone, BEGIN));
        while at < listed_end {
            let next = (at + STRIDE).min(listed_end - 1).max(at + 1);
            let mut low = at;
            while current != offset(zone, next) {
                let change = first_change(zone, low, next, current);
                current = offset(zone, change);
                changes.push((change, current));
                low = change;
            }
            at = next;
        }
        let listed = changes.clone();
        for year in FIRST_UNLISTED..=LAST_YEAR {
            changes.extend(continued(&listed, year));
        }
        let ends = changes.iter().skip(1).map(|change| change.0).chain([END]);
        let spans: Box<[Span]> = changes
            .iter()
            .zip(ends)
            .map(|(&(from, offset), until)| Span {
                from,
                until,
                offset,
            })
            .collect();
        let places = (0..=entry(END))
            .scan(BEGIN, |begins, _| {
                let place = spans.partition_point(|span| span.from <= *begins);
                *begins += 1 << ENTRY;
                Some(place.saturating_sub(1))
            })
            .collect();
        Self { spans, places }
    }

    /// The stretches of equal offset, in order.
    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The spans from the one that holds a second on; from the nearest for one that is not covered.
    fn from(&self, second: i64) -> &[Span] {
        let last = self.places.len().saturating_sub(1);
        let place = self.places.get(entry(second).min(last));
        let near = self
            .spans
            .get(place.copied().unwrap_or_default()..)
            .unwrap_or_default();
        let over = near.iter().take_while(|span| span.until <= second).count();
        // The last one holds all that comes after it.
        let over = over.min(near.len().saturating_sub(1));
        near.get(over..).unwrap_or_default()
    }

    /// The stretch that holds an instant; the nearest for one that is not covered.
    pub(super) fn span_at(&self, second: i64) -> Span {
        self.from(second).first().copied().unwrap_or(Span {
            from: i64::MIN,
            until: i64::MAX,
            offset: 0,
        })
    }

    /// The stretches in which the wall shows any time of `[from, to)`, local seconds.
    pub(super) fn spans_showing(&self, from: i64, to: i64) -> impl Iterator<Item = Span> + '_ {
        // No offset reaches two days, so everything earlier is over.
        self.from(from - 2 * DAY_SECONDS)
            .iter()
            .copied()
            .take_while(move |span| span.from < to + 2 * DAY_SECONDS)
            .filter(move |span| span.from + span.offset < to && span.until + span.offset > from)
    }

    /// The first instant at which the wall shows `local` seconds since 1970-01-01T00:00:00.
    ///
    /// A time that the wall skips is moved forward by what was skipped.
    pub(super) fn first_instant(&self, local: i64) -> i64 {
        self.spans_showing(local, local + 1)
            .map(|span| local - span.offset)
            .next()
            .unwrap_or_else(|| {
                // In a gap: read with the offset that held just before it.
                let before = self
                    .spans
                    .iter()
                    .rev()
                    .find(|span| span.until + span.offset <= local);
                local - before.or(self.spans.first()).map_or(0, |span| span.offset)
            })
    }
}

/// The offset chrono-tz knows for an instant, in seconds to add to UTC.
fn offset(zone: Tz, second: i64) -> i64 {
    let instant = DateTime::from_timestamp(second, 0)
        .unwrap_or_default()
        .naive_utc();
    i64::from(
        zone.offset_from_utc_datetime(&instant)
            .fix()
            .local_minus_utc(),
    )
}

/// The first second after `low`, up to `high`, whose offset is not `current`.
fn first_change(zone: Tz, mut low: i64, mut high: i64, current: i64) -> i64 {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if offset(zone, middle) == current {
            low = middle
        } else {
            high = middle
        }
    }
    high
}

/// The changes of an unlisted year, by those of the last listed year of the same shape.
fn continued(listed: &[(i64, i64)], year: i32) -> Vec<(i64, i64)> {
    let of = |year: i32| {
        let (from, until) = (new_year(year), new_year(year + 1));
        listed
            .iter()
            .skip(1)
            .filter(move |(at, _)| (from..until).contains(at))
    };
    if of(FIRST_UNLISTED - 1).next().is_none() {
        return Vec::new();
    }
    let Some(like) = (FIRST_YEAR..FIRST_UNLISTED)
        .rev()
        .find(|like| shape(*like) == shape(year))
    else {
        return Vec::new();
    };
    let later = new_year(year) - new_year(like);
    of(like).map(|(at, offset)| (at + later, *offset)).collect()
}

/// What decides on which day of the year a weekday rule falls.
fn shape(year: i32) -> Option<(Weekday, bool)> {
    NaiveDate::from_ymd_opt(year, 1, 1).map(|day| (day.weekday(), day.leap_year()))
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Africa, America, Australia, Europe, Pacific, TZ_VARIANTS};

    use super::*;

    fn second(text: &str) -> i64 {
        text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp()
    }

    #[test]
    fn spans_follow_one_another_without_a_hole_in_every_zone() {
        for zone in TZ_VARIANTS {
            let clock = WallClock::read(zone);
            assert_eq!(clock.spans.first().unwrap().from, BEGIN);
            assert_eq!(clock.spans.last().unwrap().until, END);
            for pair in clock.spans.windows(2) {
                assert_eq!(pair[0].until, pair[1].from, "{zone}");
                assert!(pair[0].from < pair[0].until, "{zone}");
                assert_ne!(pair[0].offset, pair[1].offset, "{zone}");
            }
        }
    }

    #[test]
    fn offsets_are_those_of_the_zone_at_any_hour() {
        let zones = [
            Europe::Paris,
            America::Miquelon,
            Pacific::Noumea,
            Australia::Lord_Howe,
            Africa::Casablanca,
            Africa::Cairo,
        ];
        for zone in zones {
            let clock = WallClock::of(zone);
            for at in (new_year(FIRST_YEAR)..new_year(FIRST_UNLISTED)).step_by(5 * 3_599) {
                assert_eq!(clock.span_at(at).offset, offset(zone, at), "{zone} {at}");
            }
        }
    }

    #[test]
    fn summer_time_goes_on_after_the_last_year_listed() {
        let clock = WallClock::of(Europe::Paris);
        assert_eq!(clock.span_at(second("2100-03-28T00:59:59Z")).offset, 3600);
        assert_eq!(clock.span_at(second("2100-03-28T01:00:00Z")).offset, 7200);
        assert_eq!(clock.span_at(second("2100-10-31T00:59:59Z")).offset, 7200);
        assert_eq!(clock.span_at(second("2100-10-31T01:00:00Z")).offset, 3600);
        assert_eq!(clock.span_at(second("2104-07-01T12:00:00Z")).offset, 7200);
        let fixed = WallClock::of(Pacific::Noumea);
        assert_eq!(
            fixed.span_at(second("2105-07-01T12:00:00Z")).offset,
            11 * 3600
        );
    }

    #[test]
    fn a_skipped_time_moves_forward_and_a_repeated_one_is_the_first() {
        let clock = WallClock::of(Europe::Paris);
        let local = |text: &str| second(&format!("{text}Z"));
        assert_eq!(
            clock.first_instant(local("2026-03-29T02:30:00")),
            second("2026-03-29T01:30:00Z")
        );
        assert_eq!(
            clock.first_instant(local("2026-10-25T02:30:00")),
            second("2026-10-25T00:30:00Z")
        );
        assert_eq!(
            clock.first_instant(local("2026-03-29T03:00:00")),
            second("2026-03-29T01:00:00Z")
        );
        assert_eq!(
            clock.first_instant(local("2026-03-29T02:00:00")),
            second("2026-03-29T01:00:00Z")
        );
    }
}
