//! Marks of a write under way, each until it is dropped: by a change that panics, too.

use std::{
    cell::Cell,
    sync::atomic::{AtomicUsize, Ordering},
};

thread_local! {
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// One more write that waits or is being made.
pub(super) struct Pending<'a>(&'a AtomicUsize);

impl<'a> Pending<'a> {
    pub(super) fn one_of(all: &'a AtomicUsize) -> Self {
        all.fetch_add(1, Ordering::Relaxed);
        Self(all)
    }
}

impl Drop for Pending<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The thread is inside a write.
pub(super) struct Writing(());

/// Marks the thread as being inside a write.
pub(super) fn writing() -> Writing {
    WRITING.set(true);
    Writing(())
}

/// Whether the thread is inside a write.
pub(super) fn is_writing() -> bool {
    WRITING.get()
}

impl Drop for Writing {
    fn drop(&mut self) {
        WRITING.set(false);
    }
}
