//! How many addresses that nobody knows are answered.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// The most letters in an hour, of this process, to addresses that wrote and that nobody knows: a
/// desk must be no way to fill the boxes of others (trust: letters with forged senders).
const MOST: usize = 60;

/// What was used of the hour.
#[derive(Debug, Default)]
pub(in crate::desk) struct Ration(Mutex<VecDeque<DateTime<Utc>>>);

impl Ration {
    /// Takes one letter of this hour's; false when there is none left.
    pub(super) fn take(&self, now: DateTime<Utc>) -> bool {
        // A change is one step: who panicked left none by halves.
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while used
            .front()
            .is_some_and(|first| *first <= now - TimeDelta::hours(1) || *first > now)
        {
            used.pop_front();
        }
        let room = used.len() < MOST;
        if room {
            used.push_back(now);
        }
        room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_has_so_many_and_the_next_one_too() {
        let ration = Ration::default();
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        assert_eq!((0..100).filter(|_| ration.take(now)).count(), MOST);
        assert!(ration.take(now + TimeDelta::hours(1)));
    }
}
