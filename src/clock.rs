//! The only place that asks the machine what time it is.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Tells the present instant, to the microsecond that both databases keep.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present instant, UTC.
    fn now(&self) -> DateTime<Utc>;

    /// How long it has been since some instant of this process. Whatever is done to the clock, it
    /// never goes back: pauses between tries and other durations are measured by it.
    fn steady(&self) -> Duration;

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

    fn steady(&self) -> Duration {
        since_the_start()
    }
}

/// The machine's clock, put forward or back by the seconds that a file says: so a test moves the
/// clock of a program that runs. No released program has it.
#[cfg(debug_assertions)]
#[derive(Debug)]
pub struct FileClock(std::path::PathBuf);

#[cfg(debug_assertions)]
impl FileClock {
    /// A clock that follows a file; without one it shows the machine's time.
    #[must_use]
    pub const fn at(path: std::path::PathBuf) -> Self {
        Self(path)
    }
}

#[cfg(debug_assertions)]
impl Clock for FileClock {
    fn now(&self) -> DateTime<Utc> {
        let said = std::fs::read_to_string(&self.0).unwrap_or_default();
        let ahead = TimeDelta::seconds(said.trim().parse().unwrap_or(0));
        (Utc::now() + ahead).trunc_subsecs(6)
    }

    fn steady(&self) -> Duration {
        since_the_start()
    }
}

/// How long it has been since this was asked first.
fn since_the_start() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// A clock that can be moved: the demonstration's runs and jumps, that of tests stands still.
#[derive(Debug)]
pub struct VirtualClock(Mutex<Face>);

/// What it shows, and by how much it was ever put forward.
#[derive(Debug, Clone, Copy)]
struct Face {
    reading: Reading,
    forward: Duration,
}

#[derive(Debug, Clone, Copy)]
enum Reading {
    Running { ahead: TimeDelta },
    Stopped { at: DateTime<Utc> },
}

impl VirtualClock {
    /// A clock that shows the machine's time and can be put forward.
    #[must_use]
    pub const fn running() -> Self {
        Self::showing(Reading::Running {
            ahead: TimeDelta::zero(),
        })
    }

    /// A clock that shows `at` until somebody moves it.
    #[must_use]
    pub const fn stopped(at: DateTime<Utc>) -> Self {
        Self::showing(Reading::Stopped { at })
    }

    const fn showing(reading: Reading) -> Self {
        Self(Mutex::new(Face {
            reading,
            forward: Duration::ZERO,
        }))
    }

    /// Lets a stopped clock run on from the instant it shows.
    pub fn run(&self) {
        let mut face = self.face();
        if let Reading::Stopped { at } = face.reading {
            face.reading = Reading::Running {
                ahead: at - Utc::now(),
            };
        }
    }

    /// Puts the clock forward, or back when `by` is negative.
    pub fn advance(&self, by: TimeDelta) {
        let mut face = self.face();
        match &mut face.reading {
            Reading::Running { ahead } => *ahead += by,
            Reading::Stopped { at } => *at += by,
        }
        face.forward += by.to_std().unwrap_or(Duration::ZERO);
    }

    /// Makes the clock show `instant`; a running clock goes on from there.
    pub fn set(&self, instant: DateTime<Utc>) {
        let by = instant - self.now();
        self.advance(by);
    }

    fn face(&self) -> MutexGuard<'_, Face> {
        // A face is one value: a thread that panicked cannot have left half of it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> DateTime<Utc> {
        match self.face().reading {
            Reading::Running { ahead } => (Utc::now() + ahead).trunc_subsecs(6),
            Reading::Stopped { at } => at,
        }
    }

    fn steady(&self) -> Duration {
        let face = *self.face();
        match face.reading {
            Reading::Running { .. } => face.forward + since_the_start(),
            Reading::Stopped { .. } => face.forward,
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
    fn what_was_put_back_does_not_make_a_duration_shorter() {
        let clock = VirtualClock::stopped(DateTime::UNIX_EPOCH);
        clock.advance(TimeDelta::hours(2));
        clock.advance(-TimeDelta::days(1));
        assert_eq!(clock.steady(), Duration::from_secs(7_200));
        clock.run();
        let before = clock.steady();
        clock.advance(-TimeDelta::days(1));
        assert!(clock.steady() >= before);
        assert!(SystemClock.steady() <= SystemClock.steady());
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
