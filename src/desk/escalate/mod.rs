//! The sweep: every level of a ladder whose instant has come fires, once, and tells its
//! recipients. Looking for due work costs one range of an index, however many tickets are open.

mod climb;
mod owed;
pub(super) mod recipients;
mod vendor;
mod warn;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::stored_clock::StoredClock,
    kill_point::{KillPoint, pass},
    store::{StoreError, clocks, vendor::cases},
};

use super::{Desk, Error};

/// How many due clocks are read at a time.
const AT_A_TIME: i64 = 200;

/// How many clocks are climbed in one write: each write waits for the disk. When one of them fails,
/// or somebody was faster with its ticket, each is climbed by itself.
const TOGETHER: usize = 40;

/// How long a clock that cannot be swept is left alone, so that it stands in nobody's way.
const LEFT_ALONE: TimeDelta = TimeDelta::minutes(1);

/// What one sweep did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Swept {
    /// Levels that fired.
    pub fired: usize,
    /// Letters that are owed because of it.
    pub letters: usize,
    /// Clocks that could not be swept; each is in the log, and tried again a minute later.
    pub failed: usize,
}

impl Swept {
    /// Counts a clock that moved, and the letters owed if a level fired.
    fn add(&mut self, letters: Option<usize>) {
        self.fired += usize::from(letters.is_some());
        self.letters += letters.unwrap_or_default();
    }
}

impl Desk {
    /// Fires every level that is due. Safe to run twice at once, and after any stop.
    ///
    /// # Errors
    /// When the database fails. A single clock that cannot be swept is logged and passed over.
    pub fn escalate(&self) -> Result<Swept, Error> {
        self.escalate_while(&|| true)
    }

    /// Fires levels that are due, one clock after the other, as long as `go_on` says so.
    ///
    /// # Errors
    /// As [`Desk::escalate`].
    pub fn escalate_while(&self, go_on: &dyn Fn() -> bool) -> Result<Swept, Error> {
        let mut swept = Swept::default();
        let done = self.sweep(go_on, &mut swept);
        if swept.letters > 0 {
            // Whoever carries letters need not wait for the end of a nap.
            self.bell.ring();
        }
        done.map(|()| swept)
    }

    fn sweep(&self, go_on: &dyn Fn() -> bool, swept: &mut Swept) -> Result<(), Error> {
        let now = self.clock.now();
        self.sweep_tickets(go_on, swept, now)?;
        self.sweep_cases(go_on, swept, now)
    }

    fn sweep_tickets(
        &self,
        go_on: &dyn Fn() -> bool,
        swept: &mut Swept,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        loop {
            let due = self
                .store
                .read(move |conn| clocks::needing_attention(conn, now, AT_A_TIME))?;
            if !due.is_empty() {
                pass(KillPoint::SweepFound);
            }
            let mut moved = 0;
            for some in due.chunks(TOGETHER) {
                if !go_on() {
                    return Ok(());
                }
                if some.len() > 1
                    && let Ok(fired) = self.escalate_together(some, now)
                {
                    pass(KillPoint::SweepCommitted);
                    moved += fired.len();
                    for (clock, letters) in some.iter().zip(fired) {
                        self.swept_one(swept, clock, letters, now);
                    }
                    continue;
                }
                for clock in some {
                    if !go_on() {
                        return Ok(());
                    }
                    match self.escalate_one(clock, now) {
                        Ok(letters) => {
                            moved += 1;
                            self.swept_one(swept, clock, letters, now);
                        }
                        // The database does not do its part: every other clock would fail too.
                        Err(error) if error.is_passing() => return Err(error),
                        Err(error) => {
                            swept.failed += 1;
                            tracing::error!(clock = %clock.id, ticket = %clock.ticket, %error, "a clock could not be swept");
                            self.leave_alone(clock, now)?;
                        }
                    }
                }
            }
            // A batch in which nothing moved would be found again for ever.
            if moved == 0 {
                return Ok(());
            }
        }
    }

    /// Counts a clock that was climbed, in this sweep and since the start.
    fn swept_one(
        &self,
        swept: &mut Swept,
        due: &StoredClock,
        letters: Option<usize>,
        now: DateTime<Utc>,
    ) {
        if letters.is_some() {
            self.tally.climbed(due, now);
        }
        swept.add(letters);
    }

    /// A clock that fails is looked at again in a while: otherwise it would be found at once, for
    /// ever, and a few hundred of them would hide every other clock.
    fn leave_alone(&self, clock: &StoredClock, now: DateTime<Utc>) -> Result<(), Error> {
        let (id, run, reached) = (clock.id, clock.run, clock.reached);
        let later = Some(now + LEFT_ALONE);
        self.store.write(move |tx| -> Result<(), Error> {
            clocks::climb(tx, id, run, reached, reached, later)?;
            Ok(())
        })
    }

    /// The next instant at which a clock needs attention, in any ticket or in any case at a vendor.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_escalation(&self) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store.read(|conn| {
            let (ours, theirs) = (clocks::next_at(conn)?, cases::next_watched(conn)?);
            Ok::<_, StoreError>(ours.into_iter().chain(theirs).min())
        })?)
    }

    /// Climbs some clocks in one write, or none of them when one fails.
    fn escalate_together(
        &self,
        due: &[StoredClock],
        now: DateTime<Utc>,
    ) -> Result<Vec<Option<usize>>, Error> {
        let (desk, due) = (self.clone(), due.to_vec());
        self.store.write(move |tx| desk.climb_all(tx, &due, now))
    }

    fn escalate_one(&self, due: &StoredClock, now: DateTime<Utc>) -> Result<Option<usize>, Error> {
        let (desk, due) = (self.clone(), vec![due.clone()]);
        let fired = self.insist(move |tx| desk.climb_all(tx, &due, now))?;
        pass(KillPoint::SweepCommitted);
        Ok(fired.into_iter().next().flatten())
    }
}
