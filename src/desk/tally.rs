//! What this process has done since it started, for those who watch over it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};

use crate::domain::{
    incoming::Door,
    stored_clock::StoredClock,
    ticket::{ClockName, Priority},
};

/// Counts that only grow.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    breaches: BTreeMap<(&'static str, &'static str), u64>,
    failures: BTreeMap<&'static str, u64>,
    letters: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Notes that a clock was found due at `now` and its ladder climbed: a breach, if this took it
    /// past its deadline.
    pub(super) fn climbed(&self, due: &StoredClock, now: DateTime<Utc>) {
        let passed = due.deadline.is_some_and(|deadline| {
            deadline <= now && due.next_at.is_some_and(|next| next <= deadline)
        });
        if passed {
            let key = (due.name.word(), due.priority.word());
            *self.counts().breaches.entry(key).or_default() += 1;
        }
    }

    /// Notes that a background job failed and will be tried again.
    pub fn job_failed(&self, job: &'static str) {
        *self.counts().failures.entry(job).or_default() += 1;
    }

    /// Deadlines that passed unkept, by clock and priority.
    #[must_use]
    pub fn breaches(&self, clock: ClockName, priority: Priority) -> u64 {
        let key = (clock.word(), priority.word());
        self.counts()
            .breaches
            .get(&key)
            .copied()
            .unwrap_or_default()
    }

    /// Notes that a letter came in and was stored.
    pub(super) fn letter_came(&self, door: Door) {
        *self.counts().letters.entry(door.word()).or_default() += 1;
    }

    /// How many letters came in through a door and were stored.
    #[must_use]
    pub fn letters(&self, door: Door) -> u64 {
        let letters = &self.counts().letters;
        letters.get(door.word()).copied().unwrap_or_default()
    }

    /// How often a background job failed.
    #[must_use]
    pub fn failures(&self, job: &'static str) -> u64 {
        self.counts().failures.get(job).copied().unwrap_or_default()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Counts are whole: a thread that panicked cannot have left half of one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
