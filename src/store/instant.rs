//! A connection that stays with its thread while several questions are asked of one instant.

use std::{cell::RefCell, fmt, sync::Arc};

use r2d2::PooledConnection;

use super::{Inner, Store, pool::Opener, wall::Wall};

thread_local! {
    static OPEN: RefCell<Option<Instant>> = const { RefCell::new(None) };
}

/// A transaction that reads, and the store it reads.
pub(super) struct Instant {
    pub(super) conn: PooledConnection<Opener>,
    pub(super) of: Arc<Inner>,
    /// What stands around it now.
    pub(super) wall: Wall,
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Instant(…)")
    }
}

impl Instant {
    /// Whether this thread asks `store` several questions.
    pub(super) fn is_of(store: &Store) -> bool {
        OPEN.with_borrow(|open| {
            let of = open.as_ref().map(|instant| &instant.of);
            of.is_some_and(|of| Arc::ptr_eq(of, &store.inner))
        })
    }

    /// Takes the connection for one question, if this thread asks `store` several.
    pub(super) fn of(store: &Store) -> Option<Self> {
        if Self::is_of(store) {
            OPEN.take()
        } else {
            None
        }
    }

    /// Leaves the connection for the next question. Dropped instead, by a question that panics, it
    /// is broken.
    pub(super) fn put_back(self) {
        OPEN.set(Some(self));
    }
}

/// While several questions are asked. Dropped by a panic, it takes the connection away.
#[derive(Debug)]
pub(super) struct Within(Option<Instant>);

impl Within {
    /// Gives this thread a connection; what it asked another store waits.
    pub(super) fn begin(instant: Instant) -> Self {
        Self(OPEN.replace(Some(instant)))
    }

    /// Takes the connection back.
    pub(super) fn end(self) -> Option<Instant> {
        OPEN.take()
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        drop(OPEN.replace(self.0.take()));
    }
}
