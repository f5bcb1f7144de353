//! Since when this process has been there without a break.
//!
//! # Why
//! A heartbeat that did not come says something only if it could have been heard: not where this program
//! was down, or could not reach its database, during the time in which it was to come.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// A longer silence is a break.
const BREAK: TimeDelta = TimeDelta::seconds(60);

/// Since when, and until when at least.
#[derive(Debug, Default)]
pub(in crate::desk) struct Watching(Mutex<Option<(DateTime<Utc>, DateTime<Utc>)>>);

impl Watching {
    /// Notes that the database answered now. Since when it has without a break.
    pub(super) fn alive(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = match *seen {
            Some((since, last)) if now - last <= BREAK => since.min(now),
            Some(_) | None => now,
        };
        *seen = Some((since, now));
        since
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_begins_the_watch_anew() {
        let watching = Watching::default();
        let at = |seconds| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(seconds);
        assert_eq!(watching.alive(at(0)), at(0));
        assert_eq!(watching.alive(at(60)), at(0));
        assert_eq!(watching.alive(at(121)), at(121));
        assert_eq!(watching.alive(at(100)), at(100), "a clock was put back");
    }
}
