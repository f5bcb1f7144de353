//! The demonstration's time: when it is put forward, what falls due on the way happens at its own
//! instant and in its order, as if somebody had waited.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    clock::{Clock, VirtualClock},
    desk::{Desk, Error, ports::Mailer},
    domain::letter::{Letter, LetterState},
};

/// The farthest that time is put forward at once.
const FARTHEST: TimeDelta = TimeDelta::days(31);

/// How long, in real time, until it is looked again whether a courier is on the way.
const GLANCE: Duration = Duration::from_millis(5);
/// How often that is done at most.
const PATIENCE: u32 = 400;

/// A clock that can be put forward, with the desk that lives by it.
#[derive(Debug)]
pub struct Time {
    clock: Arc<VirtualClock>,
    desk: Desk,
    mailer: Arc<dyn Mailer>,
    /// Only one may move time at a moment.
    moving: Mutex<()>,
}

impl Time {
    /// Time for a desk over that clock, whose letters leave by `mailer`.
    #[must_use]
    pub fn new(clock: Arc<VirtualClock>, desk: Desk, mailer: Arc<dyn Mailer>) -> Self {
        Self {
            clock,
            desk,
            mailer,
            moving: Mutex::new(()),
        }
    }

    /// Waits until no letter is on its way: its lease would end in no time when the clock is put
    /// forward, and it would be sent twice.
    fn wait_for_couriers(&self) -> Result<(), Error> {
        for _ in 0..PATIENCE {
            let now = self.clock.now();
            let (owed, _) = self.desk.letters(Some(LetterState::Owed), None)?;
            let leased = |letter: &Letter| letter.lease_until.is_some_and(|until| until > now);
            if !owed.iter().any(leased) {
                break;
            }
            thread::sleep(GLANCE);
        }
        Ok(())
    }

    /// Lets time pass until `target`; never backwards, and a month at most.
    ///
    /// # Errors
    /// When the database fails.
    pub fn pass_until(&self, target: DateTime<Utc>) -> Result<(), Error> {
        let _only_one = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        let target = target.min(self.clock.now() + FARTHEST);
        loop {
            self.desk.escalate()?;
            self.desk.announce_maintenance()?;
            self.desk.deliver(&*self.mailer)?;
            self.wait_for_couriers()?;
            let next = [
                self.desk.next_escalation()?,
                self.desk.next_announcement()?,
                self.desk.next_delivery()?,
            ];
            let next = next.into_iter().flatten().min();
            let now = self.clock.now();
            match next {
                Some(next) if next > now && next < target => self.clock.set(next),
                _ if now < target => {
                    self.clock.set(target);
                    self.desk.escalate()?;
                    self.desk.announce_maintenance()?;
                    self.desk.deliver(&*self.mailer)?;
                    return Ok(());
                }
                _ => return Ok(()),
            }
        }
    }
}
