//! The only place that asks the machine what time it is.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells the present instant, to the microsecond that both databases keep.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present instant, UTC.
    fn now(&self) -> DateTime<Utc>;

    /// How long a thread must really wait until `instant`; zero when it has passed.
    fn wait_until(&self, instant: DateTime<Utc>) -> Duration {
        (instant - self.now()).to_std().unwrap_or(Duration::ZERO)
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that can be moved: the demonstration's runs and jumps, that of tests stands still.
#[derive(Debug)]
pub struct VirtualClock(Mutex<Reading>);

#[derive(Debug, Clone, Copy)]
enum Reading {
    Running { ahead: TimeDelta },
    Stopped { at: DateTime<Utc> },
}

impl VirtualClock {
    /// A clock that shows the machine's time and can be put forward.
    #[must_use]
    pub const fn running() -> Self {
        Self(Mutex::new(Reading::Running {
            ahead: TimeDelta::zero(),
        }))
    }

    /// A clock that shows `at` until somebody moves it.
    #[must_use]
    pub const fn stopped(at: DateTime<Utc>) -> Self {
        Self(Mutex::new(Reading::Stopped { at }))
    }

    /// Lets a stopped clock run on from the instant it shows.
    pub fn run(&self) {
        let mut reading = self.reading();
        if let Reading::Stopped { at } = *reading {
            *reading = Reading::Running {
                ahead: at - Utc::now(),
            };
        }
    }

    /// Puts the clock forward, or back when `by` is negative.
    pub fn advance(&self, by: TimeDelta) {
        let mut reading = self.reading();
        match &mut *reading {
            Reading::Running { ahead } => *ahead += by,
            Reading::Stopped { at } => *at += by,
        }
    }

    /// Makes the clock show `instant`; a running clock goes on from there.
    pub fn set(&self, instant: DateTime<Utc>) {
        let by = instant - self.now();
        self.advance(by);
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        // A reading is one value: a thread that panicked cannot have left half of it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> DateTime<Utc> {
        match *self.reading() {
            Reading::Running { ahead } => (Utc::now() + ahead).trunc_subsecs(6),
            Reading::Stopped { at } => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_it_is_moved() {
        let start = "2025-12-29T09:42:00Z".parse().unwrap_or_default();
        let clock = VirtualClock::stopped(start);
        assert_eq!(clock.now(), start);
        clock.advance(TimeDelta::hours(4));
        assert_eq!(clock.now(), start + TimeDelta::hours(4));
        clock.set(start);
        assert_eq!(clock.now(), start);
    }

    #[test]
    fn a_running_clock_goes_on_from_where_it_was_put() {
        let clock = VirtualClock::running();
        let there = "2031-01-01T00:00:00Z".parse().unwrap_or_default();
        clock.set(there);
        assert!(clock.now() >= there);
        assert!(clock.now() < there + TimeDelta::minutes(1));
    }
}
