//! Counts how often something was done in the last hour and the last day, for each of many keys,
//! and says from when it may be done again. In memory, bounded, for this process alone.

use std::{
    collections::{HashMap, VecDeque, hash_map::RandomState},
    hash::{BuildHasher as _, Hash},
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::Quota;

/// The most keys that are kept; beyond, those that were quiet for longest go.
const MOST: usize = 20_000;
/// The last hour, counted by five minutes, and the last day, counted by hours.
const HOUR: Span = Span {
    width: 300,
    parts: 12,
};
const DAY: Span = Span {
    width: 3_600,
    parts: 24,
};

/// How often each key was counted.
#[derive(Debug)]
pub struct Tally {
    quota: Quota,
    keys: RandomState,
    known: Mutex<HashMap<u64, Marks>>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    /// Seconds that are counted together.
    width: i64,
    /// How many of these make the span.
    parts: i64,
}

#[derive(Debug, Default)]
struct Marks {
    hour: VecDeque<(i64, u32)>,
    day: VecDeque<(i64, u32)>,
}

impl Tally {
    /// Counts against a quota.
    #[must_use]
    pub fn new(quota: Quota) -> Self {
        Self {
            quota,
            keys: RandomState::new(),
            known: Mutex::default(),
        }
    }

    /// Counts one for a key, before it is done, so that a thousand at once are a thousand.
    ///
    /// # Errors
    /// From when on there is room again, UTC; this one is then not counted.
    pub fn take(&self, key: &impl Hash, now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        if self.quota == Quota::NONE {
            return Ok(());
        }
        let mut known = self.known();
        if known.len() >= MOST {
            make_room(&mut known, now);
        }
        let marks = known.entry(self.keys.hash_one(key)).or_default();
        let free = [
            (HOUR, &mut marks.hour, self.quota.hour),
            (DAY, &mut marks.day, self.quota.day),
        ]
        .into_iter()
        .filter_map(|(span, marks, most)| {
            span.forget(marks, now);
            span.free_at(marks, most?, now)
        })
        .max();
        match free {
            Some(free) => Err(free),
            None => {
                HOUR.count(&mut marks.hour, now);
                DAY.count(&mut marks.day, now);
                Ok(())
            }
        }
    }

    /// Takes back what was counted last for a key: it was not done.
    pub fn give_back(&self, key: &impl Hash) {
        if let Some(marks) = self.known().get_mut(&self.keys.hash_one(key)) {
            for marks in [&mut marks.hour, &mut marks.day] {
                if let Some((_, count)) = marks.back_mut() {
                    *count = count.saturating_sub(1);
                }
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<u64, Marks>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Span {
    const fn part(self, now: DateTime<Utc>) -> i64 {
        now.timestamp().div_euclid(self.width)
    }

    /// Drops what is older than the span. A part counts until the whole of it is.
    fn forget(self, marks: &mut VecDeque<(i64, u32)>, now: DateTime<Utc>) {
        let now = self.part(now);
        // A clock that was set back would keep somebody out until it comes round again.
        if marks.back().is_some_and(|(last, _)| *last > now + 1) {
            marks.clear();
        }
        while marks
            .front()
            .is_some_and(|(part, _)| *part + self.parts < now)
        {
            marks.pop_front();
        }
    }

    fn count(self, marks: &mut VecDeque<(i64, u32)>, now: DateTime<Utc>) {
        let now = self.part(now);
        match marks.back_mut() {
            Some((part, count)) if *part >= now => *count = count.saturating_add(1),
            _ => marks.push_back((now, 1)),
        }
    }

    /// From when on there is room for one more; nothing when there is now.
    fn free_at(
        self,
        marks: &VecDeque<(i64, u32)>,
        most: u32,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let mut left: u32 = marks.iter().map(|(_, count)| *count).sum();
        if left < most {
            return None;
        }
        let mut last = self.part(now);
        for (part, count) in marks {
            left = left.saturating_sub(*count);
            last = *part;
            if left < most {
                break;
            }
        }
        DateTime::from_timestamp((last + self.parts + 1) * self.width, 0)
    }
}

/// Forgets keys that count nothing any more; when all still count, the half that was quiet for
/// longest.
fn make_room(known: &mut HashMap<u64, Marks>, now: DateTime<Utc>) {
    let last = |marks: &Marks| marks.day.back().map_or(i64::MIN, |(part, _)| *part);
    let yesterday = DAY.part(now - TimeDelta::days(1));
    known.retain(|_, marks| last(marks) >= yesterday);
    if known.len() < MOST {
        return;
    }
    let mut ages: Vec<_> = known.values().map(last).collect();
    ages.sort_unstable();
    let middle = ages.get(ages.len() / 2).copied().unwrap_or(i64::MAX);
    let mut spare = known.len() / 2;
    known.retain(|_, marks| {
        let goes = spare > 0 && last(marks) <= middle;
        spare -= usize::from(goes);
        !goes
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn in_no_hour_are_there_more_than_the_quota_and_what_is_told_is_true() {
        let tally = Tally::new(Quota {
            hour: Some(20),
            day: None,
        });
        let mut taken: Vec<i64> = Vec::new();
        let mut second = 0;
        while second < 4 * 3_600 {
            match tally.take(&"a", at(second)) {
                Ok(()) => taken.push(second),
                Err(free) => {
                    assert!(free > at(second));
                    assert!(
                        free <= at(second + 3_900),
                        "an hour and five minutes at most"
                    );
                    assert!(tally.take(&"a", free - TimeDelta::seconds(1)).is_err());
                    second = free.timestamp();
                    continue;
                }
            }
            second += 7;
        }
        for first in &taken {
            let within = taken
                .iter()
                .filter(|one| (*first..first + 3_600).contains(*one));
            assert!(within.count() <= 20);
        }
        assert!(taken.len() >= 60, "{}", taken.len());
    }

    #[test]
    fn a_day_has_its_own_limit_and_keys_do_not_know_one_another() {
        let tally = Tally::new(Quota::of(10, 12));
        let mut done = 0;
        for hour in 0..10 {
            for _ in 0..10 {
                done += u32::from(tally.take(&"a", at(hour * 3_600)).is_ok());
            }
        }
        assert_eq!(done, 12);
        assert!(tally.take(&"b", at(0)).is_ok());
        assert!(tally.take(&"a", at(25 * 3_600)).is_ok());
    }

    #[test]
    fn what_was_not_done_is_given_back_and_no_quota_counts_nothing() {
        let tally = Tally::new(Quota::of(1, 1));
        tally.take(&1, at(0)).unwrap();
        assert!(tally.take(&1, at(0)).is_err());
        tally.give_back(&1);
        assert!(tally.take(&1, at(0)).is_ok());
        let none = Tally::new(Quota::NONE);
        assert!((0..1_000).all(|_| none.take(&1, at(0)).is_ok()));
        assert!(Tally::new(Quota::of(0, 0)).take(&1, at(0)).is_err());
    }

    #[test]
    fn a_clock_set_back_keeps_nobody_out_and_memory_stays_bounded() {
        let tally = Tally::new(Quota::of(1, 1));
        tally.take(&"a", at(86_400 * 30)).unwrap();
        assert!(tally.take(&"a", at(0)).is_ok());
        for n in 0..60_000 {
            let _ = tally.take(&n, at(n));
        }
        assert!(tally.known().len() <= MOST);
        assert!(
            tally.take(&59_999_i64, at(60_000)).is_err(),
            "the latest are still known"
        );
    }
}
