//! Wakes those who sleep until an instant, before that instant.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A bell that any thread rings and any number of threads listen to.
#[derive(Debug, Default)]
pub struct Bell {
    rings: Mutex<Rings>,
    waiting: Condvar,
}

#[derive(Debug, Default)]
struct Rings {
    all: u64,
    /// Those for what this process did.
    ours: u64,
}

impl Bell {
    /// Wakes every listener, or keeps the ring for those who do not wait just now: this process
    /// changed something.
    pub fn ring(&self) {
        let mut rings = self.rings();
        rings.all += 1;
        rings.ours += 1;
        self.waiting.notify_all();
    }

    /// As [`Bell::ring`], for what somebody else did: it is not told to others again.
    pub fn echo(&self) {
        self.rings().all += 1;
        self.waiting.notify_all();
    }

    /// How often it rang for what this process did.
    pub(super) fn ours(&self) -> u64 {
        self.rings().ours
    }

    /// Somebody who will hear every ring from now on.
    #[must_use]
    pub fn listener(self: &Arc<Self>) -> Listener {
        Listener {
            heard: self.rings().all,
            bell: Arc::clone(self),
        }
    }

    fn rings(&self) -> MutexGuard<'_, Rings> {
        self.rings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hears the rings of one bell.
#[derive(Debug)]
pub struct Listener {
    bell: Arc<Bell>,
    heard: u64,
}

impl Listener {
    /// Waits for a ring that was not heard yet, at most for `most`; true when there was one.
    pub fn wait(&mut self, most: Duration) -> bool {
        let heard = self.heard;
        let (rings, _) = self
            .bell
            .waiting
            .wait_timeout_while(self.bell.rings(), most, |rings| rings.all == heard)
            .unwrap_or_else(PoisonError::into_inner);
        self.heard = rings.all;
        self.heard != heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_listener_hears_a_ring_once_even_if_it_came_before_the_wait() {
        let bell = Arc::new(Bell::default());
        let (mut one, mut other) = (bell.listener(), bell.listener());
        assert!(!one.wait(Duration::ZERO));
        bell.ring();
        assert!(one.wait(Duration::from_secs(60)));
        assert!(!one.wait(Duration::ZERO));
        assert!(other.wait(Duration::from_secs(60)));
    }

    #[test]
    fn an_echo_is_heard_and_is_not_ours() {
        let bell = Arc::new(Bell::default());
        let mut listener = bell.listener();
        bell.echo();
        assert!(listener.wait(Duration::from_secs(60)));
        assert_eq!(bell.ours(), 0);
        bell.ring();
        assert_eq!(bell.ours(), 1);
    }
}
