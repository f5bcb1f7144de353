//! The days on which a calendar opens, to count by.

use super::CalendarError;

/// The days on which a calendar opens.
#[derive(Debug)]
pub(super) struct BusinessDays {
    /// In order.
    days: Box<[i64]>,
    /// The day of the first bit of the map.
    first: i64,
    /// A bit for each day, and how many days before the word's first it opens.
    map: Box<[(u64, usize)]>,
}

impl BusinessDays {
    /// The days, in any order.
    pub(super) fn of(mut days: Vec<i64>) -> Self {
        // A clock put back across midnight shows the end of a day after the beginning of the next.
        days.sort_unstable();
        days.dedup();
        let first = days.first().copied().unwrap_or_default();
        let mut map: Vec<(u64, usize)> = Vec::new();
        for (before, day) in days.iter().enumerate() {
            let (word, bit) = place(*day - first);
            while map.len() <= word {
                map.push((0, before));
            }
            if let Some((bits, _)) = map.last_mut() {
                *bits |= 1 << bit;
            }
        }
        Self {
            days: days.into_boxed_slice(),
            first,
            map: map.into_boxed_slice(),
        }
    }

    /// How many of the days are not after `day`.
    fn until(&self, day: i64) -> usize {
        if day < self.first {
            return 0;
        }
        let (word, bit) = place(day - self.first);
        match self.map.get(word) {
            Some((bits, before)) => {
                let until = bits & (u64::MAX >> (63 - bit));
                before + usize::try_from(until.count_ones()).unwrap_or_default()
            }
            None => self.days.len(),
        }
    }

    /// The `count`th of the days after `day`; `count` is at least 1.
    ///
    /// # Errors
    /// When there are none at all, or not so many.
    pub(super) fn after(&self, day: i64, count: u64) -> Result<i64, CalendarError> {
        if self.days.is_empty() {
            return Err(CalendarError::NeverOpens);
        }
        let wanted = usize::try_from(count.saturating_sub(1))
            .ok()
            .and_then(|more| self.until(day).checked_add(more));
        wanted
            .and_then(|wanted| self.days.get(wanted))
            .copied()
            .ok_or(CalendarError::TooFar)
    }
}

/// The word and the bit of a day of the map.
fn place(day: i64) -> (usize, u32) {
    let word = usize::try_from(day / 64).unwrap_or(usize::MAX);
    (word, u32::try_from(day % 64).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_days_are_those_that_counting_one_by_one_finds(
            days in prop::collection::vec(-400_i64..400, 0..80),
            from in -500_i64..500,
            count in 1_u64..90,
        ) {
            let mut sorted = days.clone();
            sorted.sort_unstable();
            sorted.dedup();
            let wanted = sorted.iter().filter(|day| **day > from).nth(usize::try_from(count).unwrap() - 1);
            prop_assert_eq!(BusinessDays::of(days).after(from, count).ok(), wanted.copied());
        }
    }
}
