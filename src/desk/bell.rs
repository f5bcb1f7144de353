//! Wakes those who sleep until an instant, before that instant.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A bell that any thread rings and any number of threads listen to.
#[derive(Debug, Default)]
pub struct Bell {
    rings: Mutex<u64>,
    waiting: Condvar,
}

impl Bell {
    /// Wakes every listener, or keeps the ring for those who do not wait just now.
    pub fn ring(&self) {
        *self.rings() += 1;
        self.waiting.notify_all();
    }

    /// Somebody who will hear every ring from now on.
    #[must_use]
    pub fn listener(self: &Arc<Self>) -> Listener {
        Listener {
            heard: *self.rings(),
            bell: Arc::clone(self),
        }
    }

    fn rings(&self) -> MutexGuard<'_, u64> {
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
            .wait_timeout_while(self.bell.rings(), most, |rings| *rings == heard)
            .unwrap_or_else(PoisonError::into_inner);
        self.heard = *rings;
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
}
