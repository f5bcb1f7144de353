//! Slows down whoever tries passwords, and nobody else.
//!
//! Failures are counted for an address together with the place it is tried from, and for the
//! place alone (many addresses from one place). The owner of an address who signs in from
//! somewhere else is never locked out by what a stranger does. OWASP ASVS 5.0, 6.3.1.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hasher as _},
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Failures that cost nothing, of one address from one place.
const FREE: u32 = 10;
/// Failures that cost nothing, of all addresses from one place: an office shares one.
const FREE_PER_PLACE: u32 = 50;
/// The first wait; each further failure doubles it.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(10);
/// The longest wait.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// Failures are forgotten when nothing failed for this long.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(2);
/// The most counters that are kept; beyond, the oldest go.
const MOST: usize = 20_000;

/// Who failed how often, in memory.
#[derive(Debug)]
pub struct Throttle {
    known: Mutex<HashMap<u64, Failures>>,
    free: u32,
    free_per_place: u32,
}

impl Default for Throttle {
    fn default() -> Self {
        Self::after(FREE, FREE_PER_PLACE)
    }
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

impl Throttle {
    /// One that lets so many go by freely, of an address from one place and of all addresses from
    /// one place.
    #[must_use]
    pub fn after(free: u32, free_per_place: u32) -> Self {
        Self {
            known: Mutex::default(),
            free,
            free_per_place,
        }
    }

    /// Counts an attempt before it is made, so that a thousand at once are a thousand.
    ///
    /// # Errors
    /// How long to wait, when too many failed; this attempt is then not counted.
    pub fn attempt(
        &self,
        email: &str,
        place: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<(), TimeDelta> {
        let mut known = self.known();
        let keys = [
            (pair(email, place), self.free),
            (alone(place), self.free_per_place),
        ];
        let wait = keys
            .iter()
            .filter_map(|(key, free)| known.get(key).and_then(|one| one.wait(*free, now)))
            .max();
        if let Some(wait) = wait {
            return Err(wait);
        }
        for (key, _) in keys {
            let one = known.entry(key).or_insert(Failures {
                count: 0,
                last: now,
            });
            if now - one.last > FORGOTTEN_AFTER {
                one.count = 0;
            }
            one.count = one.count.saturating_add(1);
            one.last = now;
        }
        if known.len() > MOST {
            known.retain(|_, one| now - one.last <= FORGOTTEN_AFTER);
        }
        if known.len() > MOST {
            let mut ages: Vec<_> = known.values().map(|one| one.last).collect();
            ages.sort_unstable();
            if let Some(middle) = ages.get(ages.len() / 2).copied() {
                known.retain(|_, one| one.last > middle);
            }
        }
        Ok(())
    }

    /// Forgets the failures of an address that was signed in from a place.
    pub fn succeeded(&self, email: &str, place: Option<IpAddr>) {
        let mut known = self.known();
        known.remove(&pair(email, place));
        if let Some(one) = known.get_mut(&alone(place)) {
            one.count = one.count.saturating_sub(1);
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<u64, Failures>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Failures {
    /// How long to wait still, at `now`; nothing when another attempt may be made.
    fn wait(self, free: u32, now: DateTime<Utc>) -> Option<TimeDelta> {
        let over = self.count.checked_sub(free)?;
        let doubled = FIRST_WAIT
            .checked_mul(1 << over.min(20))
            .unwrap_or(LONGEST_WAIT);
        let wait = self.last + doubled.min(LONGEST_WAIT) - now;
        (wait > TimeDelta::zero()).then_some(wait)
    }
}

fn pair(email: &str, place: Option<IpAddr>) -> u64 {
    keyed(&(email.trim().to_lowercase(), network(place)))
}

fn alone(place: Option<IpAddr>) -> u64 {
    keyed(&network(place))
}

/// An IPv6 client has a whole /64 to itself.
fn network(place: Option<IpAddr>) -> Option<IpAddr> {
    match place {
        Some(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            let bits = address.to_bits() & !u128::from(u64::MAX);
            Some(IpAddr::V6(bits.into()))
        }
        place => place,
    }
}

fn keyed(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn place(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn waits_grow_to_a_quarter_of_an_hour_and_no_further() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            throttle
                .attempt("a@b.fr", place("192.0.2.1"), at(0))
                .unwrap();
        }
        let first = throttle
            .attempt("A@b.fr ", place("192.0.2.1"), at(0))
            .unwrap_err();
        assert_eq!(first, TimeDelta::seconds(10));
        let mut now = 10;
        for _ in 0..30 {
            throttle
                .attempt("a@b.fr", place("192.0.2.1"), at(now))
                .unwrap();
            let wait = throttle
                .attempt("a@b.fr", place("192.0.2.1"), at(now))
                .unwrap_err();
            assert!(wait <= LONGEST_WAIT);
            now += wait.num_seconds();
        }
        assert!(
            throttle
                .attempt("a@b.fr", place("192.0.2.1"), at(now + 8_000))
                .is_ok()
        );
    }

    #[test]
    fn the_owner_signs_in_from_another_place_whatever_a_stranger_tries() {
        let throttle = Throttle::default();
        while throttle
            .attempt("a@b.fr", place("192.0.2.1"), at(0))
            .is_ok()
        {}
        assert!(
            throttle
                .attempt("a@b.fr", place("192.0.2.2"), at(0))
                .is_ok()
        );
        assert!(
            throttle
                .attempt("c@d.fr", place("192.0.2.1"), at(0))
                .is_ok()
        );
    }

    #[test]
    fn one_place_cannot_try_every_address() {
        let throttle = Throttle::default();
        let tried = (0..1_000)
            .take_while(|n| {
                throttle
                    .attempt(&format!("{n}@b.fr"), place("2001:db8::1"), at(0))
                    .is_ok()
            })
            .count();
        assert_eq!(tried, 50);
        assert!(
            throttle
                .attempt("x@b.fr", place("2001:db8::2"), at(0))
                .is_err()
        );
    }

    #[test]
    fn a_success_forgets_the_failures_and_memory_stays_bounded() {
        let throttle = Throttle::default();
        for _ in 0..9 {
            throttle
                .attempt("a@b.fr", place("192.0.2.1"), at(0))
                .unwrap();
        }
        throttle.succeeded("a@b.fr", place("192.0.2.1"));
        assert!(
            throttle
                .attempt("a@b.fr", place("192.0.2.1"), at(0))
                .is_ok()
        );
        for n in 0_u32..30_000 {
            let from = IpAddr::V4(n.into());
            let _ = throttle.attempt("a@b.fr", Some(from), at(i64::from(n)));
        }
        assert!(throttle.known().len() <= MOST + 2);
    }
}
