//! The connections that are open: how many in all, how many from one source, how many busy.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

/// The most connections of one source; a company behind one address has fewer browsers open.
const MOST_OF_ONE: usize = 1_024;

/// The connections that are open.
#[derive(Debug)]
pub struct Lines {
    most: usize,
    open: AtomicUsize,
    busy: AtomicUsize,
    /// How often something began on a connection: who waits for silence sees it grow.
    begun: AtomicU64,
    given_up: AtomicU64,
    turned_away: AtomicU64,
    sources: Mutex<HashMap<IpAddr, usize>>,
}

/// The place of one connection, until dropped.
#[derive(Debug)]
pub struct Slot {
    lines: Arc<Lines>,
    source: Option<IpAddr>,
    busy: bool,
}

impl Lines {
    /// Room for `most` connections.
    #[must_use]
    pub fn of(most: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            open: AtomicUsize::new(0),
            busy: AtomicUsize::new(0),
            begun: AtomicU64::new(0),
            given_up: AtomicU64::new(0),
            turned_away: AtomicU64::new(0),
            sources: Mutex::default(),
        })
    }

    /// A place for a connection from `peer`; none when there are too many in all, or of that
    /// source. `many` is a peer that brings many people's connections: a listed proxy.
    #[must_use]
    pub fn open(self: &Arc<Self>, peer: Option<IpAddr>, many: bool) -> Option<Slot> {
        let before = self.open.fetch_add(1, Ordering::Relaxed);
        // Counted from here on, whatever becomes of it.
        let mut slot = Slot {
            lines: Arc::clone(self),
            source: None,
            busy: false,
        };
        self.begun.fetch_add(1, Ordering::Relaxed);
        let source = peer
            .map(source_of)
            .filter(|source| !many && !source.is_loopback());
        let of_one = source.map_or(0, |source| {
            let mut sources = self.sources();
            let count = sources.entry(source).or_default();
            *count += 1;
            *count
        });
        slot.source = source;
        if before >= self.most || of_one > MOST_OF_ONE {
            self.turned_away.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some(slot)
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// How many are in the middle of a request.
    #[must_use]
    pub fn busy(&self) -> usize {
        self.busy.load(Ordering::Relaxed)
    }

    /// How often something began on a connection since the start.
    #[must_use]
    pub fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// How many were given up since the start because the client was too slow.
    #[must_use]
    pub fn given_up(&self) -> u64 {
        self.given_up.load(Ordering::Relaxed)
    }

    /// How many were turned away since the start because there were too many.
    #[must_use]
    pub fn turned_away(&self) -> u64 {
        self.turned_away.load(Ordering::Relaxed)
    }

    fn sources(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // Counts are whole: a thread that panicked cannot have left half of one.
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    /// Notes whether the connection is between two requests, or in the middle of one.
    pub fn is_idle(&mut self, idle: bool) {
        if self.busy == idle {
            self.busy = !idle;
            if idle {
                self.lines.busy.fetch_sub(1, Ordering::Relaxed);
            } else {
                self.lines.busy.fetch_add(1, Ordering::Relaxed);
                self.lines.begun.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Notes that the client was too slow.
    pub fn given_up(&self) {
        self.lines.given_up.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.is_idle(true);
        self.lines.open.fetch_sub(1, Ordering::Relaxed);
        if let Some(source) = self.source {
            let mut sources = self.lines.sources();
            if let Some(count) = sources.get_mut(&source) {
                *count -= 1;
                if *count == 0 {
                    sources.remove(&source);
                }
            }
        }
    }
}

/// Whom an address belongs to: itself, or the network of 64 bits that one subscriber has
/// (RFC 6177).
fn source_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) if !six.is_loopback() => {
            let network = six.to_bits() & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_source_cannot_have_all_connections_and_a_proxy_may() {
        let lines = Lines::of(3_000);
        let peer: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::2".parse().unwrap();
        let mut held: Vec<_> = (0..MOST_OF_ONE)
            .map(|_| lines.open(Some(peer), false))
            .collect();
        assert!(held.iter().all(Option::is_some));
        assert!(
            lines.open(Some(neighbour), false).is_none(),
            "the same network"
        );
        assert!(lines.open("192.0.2.1".parse().ok(), false).is_some());
        assert!(lines.open(Some(peer), true).is_some());
        held.pop();
        assert!(lines.open(Some(neighbour), false).is_some());
        assert_eq!((lines.count(), lines.turned_away()), (MOST_OF_ONE - 1, 1));
        drop(held);
        assert_eq!(lines.count(), 0);
        assert!(lines.sources().is_empty());
    }

    #[test]
    fn there_are_only_so_many_in_all() {
        let lines = Lines::of(2);
        let here = "127.0.0.1".parse().ok();
        let mut held = vec![lines.open(here, false), lines.open(here, false)];
        assert!(lines.open(here, false).is_none());
        held.pop();
        assert!(lines.open(here, false).is_some());
    }
}
