//! A heartbeat comes in.

use chrono::TimeDelta;

use super::follow::noted;
use crate::{
    desk::{Desk, Error, Found, Secret},
    domain::monitor::{Look, Outcome},
    store::monitors,
};

/// One that comes so soon after another says nothing new.
const SOON: TimeDelta = TimeDelta::seconds(5);

impl Desk {
    /// Notes that a heartbeat came; `took` is how long its work took, in milliseconds, where it says so.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody has that secret.
    pub fn beat(&self, secret: &Secret, took: Option<u32>) -> Result<(), Error> {
        let (now, hash) = (self.clock.now(), secret.hash());
        let known = self
            .store
            .read(|conn| monitors::by_secret(conn, &hash))
            .found()?;
        let watch = known.watch;
        let soon = watch
            .last
            .is_some_and(|last| last <= now && now - last < SOON);
        if !known.said.active || (soon && watch.outcome == Some(Outcome::Good)) {
            return Ok(());
        }
        let look = Look {
            at: now,
            outcome: Outcome::Good,
            took,
            fault: None,
        };
        self.insist(move |tx| {
            let monitor = monitors::by_secret(tx, &hash).found()?;
            let next = now + TimeDelta::seconds(monitor.said.every.into());
            noted(tx, monitor, &look, (next, now))
        })?;
        Ok(())
    }
}
