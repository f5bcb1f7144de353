//! Looks: claimed by one process, made without a transaction, noted in one write with what follows.
//!
//! # Why
//! A look is claimed by a lease, so that of several processes one makes it. Whoever dies while it looks
//! leaves a lease that ends, and the look is made then; what it had seen is lost, and was never said. What
//! a look found, the run that it belongs to and the outage that it opens or closes are one write: there is
//! none without the other, however a process dies.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, TimeDelta, Utc};

use super::{LOOKS_KEPT, follow::noted};
use crate::{
    desk::{Desk, Error, ports::Looker},
    domain::{
        ids::MonitorId,
        monitor::{Look, LookFault, Monitor, MonitorSaid, Outcome, Turn},
    },
    store::{Conn, monitors},
};

/// How long whoever looks has it to themselves: twice what a look may take.
const LEASE: TimeDelta = TimeDelta::seconds(2 * 30);

const _: () = assert!(MonitorSaid::MOST_LIMIT == 30, "the lease outlasts a look");

/// An answer that took as long belongs to a slow target.
const SLOW: u32 = 2_000;

/// A look that this process makes.
#[derive(Clone, Debug)]
pub struct ClaimedLook {
    monitor: Monitor,
    lease: DateTime<Utc>,
    watching_since: DateTime<Utc>,
}

impl ClaimedLook {
    /// Of which monitor.
    #[must_use]
    pub const fn monitor(&self) -> MonitorId {
        self.monitor.id
    }

    /// Whether the last look took long.
    #[must_use]
    pub const fn is_slow(&self) -> bool {
        self.monitor.slow
    }
}

impl Desk {
    /// Claims the look that is due longest, if any is; `slow` says whether a target may be slow.
    ///
    /// # Errors
    /// When the database fails.
    pub fn claim_look(&self, slow: bool) -> Result<Option<ClaimedLook>, Error> {
        let now = self.clock.now();
        let due = self.store.read(|conn| monitors::due(conn, now, slow))?;
        // Heartbeats can be heard while the database answers.
        let watching_since = self.watching.alive(now);
        if due.is_none() {
            return Ok(None);
        }
        let lease = now + LEASE;
        let claimed = self.insist(move |tx| {
            let Some(mut monitor) = monitors::due(tx, now, slow)? else {
                return Ok(None);
            };
            monitor.lease_until = Some(lease);
            super::set_up::saved(tx, &monitor)?;
            Ok(Some(monitor))
        })?;
        Ok(claimed.map(|monitor| ClaimedLook {
            monitor,
            lease,
            watching_since,
        }))
    }

    /// Makes a look and notes what it found. What changed with it; nothing, too, where the look was
    /// somebody else's by then.
    ///
    /// # Errors
    /// When the database fails: then nothing of the look is known.
    pub fn make_look(
        &self,
        looker: &dyn Looker,
        claimed: ClaimedLook,
    ) -> Result<Option<Turn>, Error> {
        let (look, slow) = if claimed.monitor.said.target.is_called() {
            (not_called(&claimed, self.clock.now()), false)
        } else {
            self.looked(looker, &claimed.monitor)
        };
        let every = TimeDelta::seconds(claimed.monitor.said.every.into());
        // A heartbeat that was due then is due again after the same time.
        let now = self.clock.now();
        let next = (look.at + every).max(now);
        let (id, lease) = (claimed.monitor.id, claimed.lease);
        self.insist(move |tx: &mut Conn| {
            let Some(mut monitor) = monitors::find(tx, id)? else {
                return Ok(None);
            };
            if monitor.lease_until != Some(lease) {
                return Ok(None);
            }
            monitor.slow = slow;
            noted(tx, monitor, &look, (next, now))
        })
    }

    fn looked(&self, looker: &dyn Looker, monitor: &Monitor) -> (Look, bool) {
        let (at, began) = (self.clock.now(), self.clock.steady());
        let target = &monitor.said.target;
        let found = if target.may_be_seen(looker.looks_anywhere()) {
            // One that panics must not keep the others from being made.
            catch_unwind(AssertUnwindSafe(|| looker.look(target)))
                .unwrap_or(Err(LookFault::NotMade))
        } else {
            Err(LookFault::NotPublic)
        };
        let took = self.clock.steady().saturating_sub(began).as_millis();
        let took = u32::try_from(took).unwrap_or(u32::MAX);
        let fault = found.err();
        let outcome = match fault {
            None => Outcome::Good,
            Some(fault) if fault.is_of_the_component() => Outcome::Bad,
            Some(_) => Outcome::NotKnown,
        };
        let look = Look {
            at,
            outcome,
            took: (outcome != Outcome::NotKnown).then_some(took.min(1_000_000_000)),
            fault,
        };
        let slow = took >= SLOW || fault == Some(LookFault::Silent);
        (look, slow)
    }

    /// Makes every look that is due, one after the other, as long as `go_on` says so. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn look_while(
        &self,
        looker: &dyn Looker,
        go_on: &dyn Fn() -> bool,
    ) -> Result<usize, Error> {
        let mut made = 0;
        while go_on() {
            let Some(claimed) = self.claim_look(true)? else {
                break;
            };
            self.make_look(looker, claimed)?;
            made += 1;
        }
        Ok(made)
    }

    /// When the next look is due.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_look(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let now = self.clock.now();
        Ok(self.store.read(|conn| monitors::next_due(conn, now))?)
    }

    /// Forgets looks that are older than [`LOOKS_KEPT`]. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep_looks(&self) -> Result<usize, Error> {
        let before = self.clock.now() - LOOKS_KEPT;
        self.store.write(move |tx| Ok(monitors::prune(tx, before)?))
    }
}

/// A heartbeat that did not come when it was due; nobody knows where it could not have been heard all the
/// time.
fn not_called(claimed: &ClaimedLook, now: DateTime<Utc>) -> Look {
    let monitor = &claimed.monitor;
    let due = monitor.next_at.unwrap_or(now);
    let from = due - TimeDelta::seconds(monitor.said.every.into());
    let heard = claimed.watching_since <= from.max(monitor.entered_at);
    if heard {
        Look {
            at: due,
            outcome: Outcome::Bad,
            took: None,
            fault: Some(LookFault::NoBeat),
        }
    } else {
        Look {
            at: now,
            outcome: Outcome::NotKnown,
            took: None,
            fault: Some(LookFault::NotMade),
        }
    }
}
