//! Has looks made side by side, so that a slow target delays nobody.
//!
//! # Why
//! One thread asks what is due and hands each look to a thread of its own; so many run at once and no
//! more. Half of the places are closed to targets whose last look took long: however many of these there
//! are, the others find room.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use chrono::{DateTime, Utc};

use crate::desk::{Desk, Error, ports::Looker};

/// How many looks are made at once.
pub const AT_ONCE: usize = 16;
/// How many of them may be looks at slow targets.
pub const SLOW_AT_ONCE: usize = 8;

/// What is being looked at.
#[derive(Debug, Default)]
pub(super) struct Places {
    taken: AtomicUsize,
    slow: AtomicUsize,
}

/// A place that is taken, until it is dropped.
struct Place {
    all: Arc<Places>,
    slow: bool,
}

impl Place {
    fn take(all: &Arc<Places>, slow: bool) -> Self {
        all.taken.fetch_add(1, Ordering::SeqCst);
        if slow {
            all.slow.fetch_add(1, Ordering::SeqCst);
        }
        Self {
            all: Arc::clone(all),
            slow,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.all.taken.fetch_sub(1, Ordering::SeqCst);
        if self.slow {
            self.all.slow.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Begins every look that is due and has a place. When the next one is due, as far as is known.
///
/// # Errors
/// When the database fails.
pub(super) fn begin(
    desk: &Desk,
    looker: &Arc<dyn Looker>,
    places: &Arc<Places>,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<DateTime<Utc>>, Error> {
    while go_on() {
        if places.taken.load(Ordering::SeqCst) >= AT_ONCE {
            // Whoever ends rings nobody: the nap of the worker is short.
            return Ok(None);
        }
        let slow = places.slow.load(Ordering::SeqCst) < SLOW_AT_ONCE;
        let Some(claimed) = desk.claim_look(slow)? else {
            return if slow { desk.next_look() } else { Ok(None) };
        };
        let place = Place::take(places, claimed.is_slow());
        let (desk, looker) = (desk.clone(), Arc::clone(looker));
        let begun = thread::Builder::new()
            .name("look".to_owned())
            .spawn(move || {
                let id = claimed.monitor();
                if let Err(error) = desk.make_look(&*looker, claimed) {
                    // Its lease ends, and it is made again.
                    tracing::error!(monitor = %id, %error, "a look is not known");
                }
                drop(place);
            });
        if let Err(error) = begun {
            return Err(no_thread(&error));
        }
    }
    Ok(None)
}

fn no_thread(error: &io::Error) -> Error {
    Error::Inconsistent(format!("the system gives no thread: {error}"))
}
