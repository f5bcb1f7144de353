//! Numbers that are kept a moment, because they cost more than what they are shown beside.
//!
//! # Why
//! Counting is bounded, yet it cost half of a page of the queue. A number is counted again when
//! this process has written anything since, when its clock has moved, or after a second, by which
//! another process's changes show. While writes follow one another closely it is counted at most a
//! fifth of the time: with few requests that is at once, with very many some milliseconds later.

use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::Store;

/// How long a number is kept at most.
const LONGEST: Duration = Duration::from_secs(1);
/// How many times as long as it takes to count, a number is kept whatever is written.
const TIMES: u32 = 4;
/// How many numbers are kept.
const MOST: usize = 1_000;

/// Values that were read, by what they were read for.
pub struct Kept<Key, Value>(Mutex<HashMap<Key, Entry<Value>>>);

#[derive(Debug)]
struct Entry<Value> {
    value: Value,
    /// By the machine's clock, and by the desk's.
    made: Instant,
    at: DateTime<Utc>,
    cost: Duration,
    /// How many writes there had been.
    writes: u64,
}

impl<Key, Value> Default for Kept<Key, Value> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Key, Value> fmt::Debug for Kept<Key, Value> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept(…)")
    }
}

impl<Key: Clone + Eq + Hash, Value: Clone> Kept<Key, Value> {
    /// The value for `key`, read at `now` by `read` unless it was read a moment ago.
    ///
    /// # Errors
    /// What `read` returns; then nothing is kept.
    pub fn get<E>(
        &self,
        store: &Store,
        key: &Key,
        now: DateTime<Utc>,
        read: impl FnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        // Before reading: what is written meanwhile makes it old.
        self.get_since(store.writes(), key, now, read)
    }

    /// As [`Kept::get`], for what no write of this process changes but those that have it forgotten
    /// ([`Kept::forget`]).
    ///
    /// # Errors
    /// As [`Kept::get`].
    pub fn get_steady<E>(
        &self,
        key: &Key,
        now: DateTime<Utc>,
        read: impl FnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        self.get_since(0, key, now, read)
    }

    fn get_since<E>(
        &self,
        writes: u64,
        key: &Key,
        now: DateTime<Utc>,
        read: impl FnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        let began = Instant::now();
        if let Some(entry) = self.entries().get_mut(key) {
            let age = began.duration_since(entry.made);
            let moved = (now - entry.at).abs() >= TimeDelta::seconds(1);
            let wrote = entry.writes != writes && age >= entry.cost * TIMES;
            if age < LONGEST && !moved && !wrote {
                return Ok(entry.value.clone());
            }
            // Whoever asks while this one reads need not read too.
            entry.made = began;
            entry.at = now;
        }
        let made = read();
        let mut entries = self.entries();
        match made {
            Ok(value) => {
                if entries.len() >= MOST {
                    entries.clear();
                }
                let entry = Entry {
                    value: value.clone(),
                    made: Instant::now(),
                    at: now,
                    cost: began.elapsed(),
                    writes,
                };
                entries.insert(key.clone(), entry);
                Ok(value)
            }
            Err(error) => {
                entries.remove(key);
                Err(error)
            }
        }
    }

    /// Forgets everything: the next to ask reads, however little time has passed.
    pub fn forget(&self) {
        self.entries().clear();
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<Key, Entry<Value>>> {
        // Each entry is whole: a thread that panicked cannot have left half of one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, thread};

    use super::*;
    use crate::store::{Options, StoreError};

    #[test]
    fn a_number_is_read_again_after_a_write_a_move_of_the_clock_or_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("kept.db").display());
        let store = Store::open(&url.parse().unwrap(), Options::default()).unwrap();
        let (kept, read) = (Kept::default(), Cell::new(0));
        let now: DateTime<Utc> = "2026-03-02T08:00:00Z".parse().unwrap();
        let get = |now| {
            let value = kept.get(&store, &(), now, || {
                read.set(read.get() + 1);
                Ok::<_, StoreError>(read.get())
            });
            value.unwrap()
        };
        assert_eq!((get(now), get(now)), (1, 1));
        store.write(|_| Ok::<_, StoreError>(())).unwrap();
        thread::sleep(Duration::from_millis(20));
        assert_eq!((get(now), get(now)), (2, 2));
        assert_eq!(get(now + TimeDelta::hours(1)), 3);
        let failed = kept.get(&store, &(), now, || Err::<i32, _>(StoreError::Missing));
        assert!(failed.is_err());
        assert_eq!(get(now), 4);
        thread::sleep(LONGEST);
        assert_eq!(get(now), 5);
    }

    #[test]
    fn what_is_steady_is_read_again_when_it_was_forgotten() {
        let (kept, read) = (Kept::default(), Cell::new(0));
        let now: DateTime<Utc> = "2026-03-02T08:00:00Z".parse().unwrap();
        let get = || {
            let value = kept.get_steady(&(), now, || {
                read.set(read.get() + 1);
                Ok::<_, StoreError>(read.get())
            });
            value.unwrap()
        };
        assert_eq!((get(), get()), (1, 1));
        kept.forget();
        assert_eq!((get(), get()), (2, 2));
    }
}
