//! Leases that this process took and then lost sight of, because the database went away: what they
//! hold need not wait until they end.
//!
//! # Why
//! A lease lasts for minutes, so that nobody takes over from a process that is only slow. When the
//! answer to a claim is lost, or the database goes away before all that was claimed was begun, this
//! process knows that nobody works under that lease: it ends it with its next claim. What a process
//! that died has left does wait.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use chrono::{DateTime, Utc};

/// The ends of leases that were lost, by which their rows are found: an end is an instant to the
/// microsecond, and nobody else's lease is likely to have the same.
#[derive(Debug, Default)]
pub(super) struct LostLeases(Mutex<BTreeSet<DateTime<Utc>>>);

impl LostLeases {
    /// A lease that ends then, and is lost unless it is [`Lease::finish`]ed.
    pub(super) const fn lease(&self, until: DateTime<Utc>) -> Lease<'_> {
        Lease {
            all: self,
            until,
            is_finished: false,
        }
    }

    /// The ends of those that are lost.
    pub(super) fn ends(&self) -> Vec<DateTime<Utc>> {
        self.lost().iter().copied().collect()
    }

    /// Forgets leases that were ended.
    pub(super) fn ended(&self, ends: &[DateTime<Utc>]) {
        self.lost().retain(|end| !ends.contains(end));
    }

    fn lost(&self) -> MutexGuard<'_, BTreeSet<DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was claimed together.
#[derive(Debug)]
pub(super) struct Lease<'a> {
    all: &'a LostLeases,
    until: DateTime<Utc>,
    is_finished: bool,
}

impl Lease<'_> {
    /// All that was claimed is seen to, and noted.
    pub(super) fn finish(mut self) {
        self.is_finished = true;
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        // What makes the program panic would be tried again at once, for ever: it waits.
        if !self.is_finished && !thread::panicking() {
            self.all.lost().insert(self.until);
        }
    }
}
