//! Letters that come in: stored first, whole; then read, and put where they belong.
//!
//! # Why
//! What a mail server handed over is gone there. So a door is answered only when the bytes of the
//! letter are committed, and nothing is read of them before. Reading is somebody else's turn: a letter
//! that makes the reader fail is tried again, then held, with its bytes, and is in nobody's way.

mod addresses;
mod bound;
mod case;
mod case_address;
mod file;
mod handle;
mod note;
mod ration;
mod refuse;
mod report;
mod show;
mod thread;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use crate::{
    domain::{
        ids::IncomingId,
        incoming::{Arrival, IncomingLetter, IncomingState},
        people::EmailAddress,
    },
    kill_point::{KillPoint, pass},
    store::{StoreError, incoming},
};

use super::{Desk, Error, ports::MailReader};
pub(super) use case::named as case_named_in;
pub(super) use ration::Ration;
pub(super) use show::beside;
pub use show::{INCOMING, IncomingPage, MailBeside};

/// How long a letter is kept from other workers while it is read.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often reading a letter is tried.
const MOST_TRIES: u32 = 3;
/// How many letters are claimed at a time.
const AT_ONCE: i64 = 8;

/// A letter that is stored.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TakenIn {
    /// Its identity.
    pub id: IncomingId,
    /// Whether it had come before.
    pub again: bool,
}

impl Desk {
    /// Stores a letter. Once this returns, the door may forget it.
    ///
    /// # Errors
    /// When the database fails: the door keeps the letter, and tries again.
    pub fn take_in(&self, arrival: Arrival) -> Result<TakenIn, Error> {
        let Arrival {
            door,
            return_path,
            delivered_to,
            raw,
        } = arrival;
        let now = self.clock.now();
        let came = IncomingLetter {
            id: IncomingId::fresh(),
            digest: digest(&raw, delivered_to.as_ref()),
            door,
            return_path,
            queue: self.queue_of_address(delivered_to.as_ref())?,
            delivered_to,
            bytes: u64::try_from(raw.len()).unwrap_or(u64::MAX),
            arrived_at: now,
            state: IncomingState::Waiting,
            outcome: None,
            attempts: 0,
            next_try_at: now,
            lease_until: None,
            last_error: None,
            read: None,
            belongs_to: None,
            settled_at: None,
        };
        pass(KillPoint::IntakeBegun);
        let (id, digest) = (came.id, came.digest.clone());
        let stored = self.store.add(move |tx| -> Result<_, Error> {
            let known = incoming::store(tx, &came, &raw)?;
            pass(KillPoint::IntakeWritten);
            Ok(known)
        });
        let known = match stored {
            // Another door stores it at the same moment.
            Err(Error::Store(StoreError::Taken)) => self
                .store
                .read(move |conn| incoming::by_digest(conn, &digest))?,
            stored => stored?,
        };
        pass(KillPoint::IntakeCommitted);
        if known.is_none() {
            self.tally.letter_came(door);
        }
        self.bell.ring();
        Ok(TakenIn {
            id: known.unwrap_or(id),
            again: known.is_some(),
        })
    }

    /// Reads letters that wait, as long as `go_on` says so. How many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read_mail_while(
        &self,
        reader: &dyn MailReader,
        go_on: &dyn Fn() -> bool,
    ) -> Result<usize, Error> {
        let mut done = 0;
        while go_on() {
            let now = self.clock.now();
            let lost = self.unread.ends();
            // A write that finds nothing would tell of a failing disk that it is well again.
            if lost.is_empty() && self.next_reading()?.is_none_or(|next| next > now) {
                break;
            }
            let lease = self.unread.lease(now + LEASE);
            let ends = lost.clone();
            let claimed = self.store.write(move |tx| {
                incoming::end_leases(tx, &ends)?;
                incoming::claim(tx, now, now + LEASE, AT_ONCE)
            })?;
            self.unread.ended(&lost);
            if !claimed.is_empty() {
                pass(KillPoint::IntakeClaimed);
            }
            let (count, before) = (claimed.len(), done);
            for letter in claimed {
                if !go_on() {
                    break;
                }
                self.read_one(reader, letter)?;
                done += 1;
            }
            if done - before == count {
                lease.finish();
            }
            if count == 0 {
                break;
            }
        }
        // Whoever comes after this process need not wait for what it did not begin.
        let left = self.unread.ends();
        if !left.is_empty() {
            let ends = left.clone();
            self.store
                .write(move |tx| incoming::end_leases(tx, &ends))?;
            self.unread.ended(&left);
        }
        Ok(done)
    }

    /// The next instant at which a letter is to be read.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_reading(&self) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store.read(incoming::next_due)?)
    }

    fn read_one(&self, reader: &dyn MailReader, letter: IncomingLetter) -> Result<(), Error> {
        let (id, attempt) = (letter.id, letter.attempts);
        let why = match self.handle_mail(reader, letter) {
            Ok(()) | Err(Error::Overtaken) => return Ok(()),
            // The database is away: that is not the letter's fault.
            Err(error) if error.hindrance().is_some() => return Err(error),
            Err(error) => error.to_string(),
        };
        self.tally.job_failed("intake");
        tracing::error!(letter = %id, attempt, error = %why, "a letter could not be read");
        let now = self.clock.now();
        self.store.write(move |tx| {
            if attempt >= MOST_TRIES {
                incoming::hold(tx, id, &why, now)
            } else {
                let next = now + TimeDelta::minutes(i64::from(attempt));
                incoming::fail(tx, id, attempt, &why, next)
            }
        })?;
        Ok(())
    }
}

/// What makes a letter the same one when it comes again: all of its bytes, for one address.
fn digest(raw: &[u8], delivered_to: Option<&EmailAddress>) -> String {
    let mut hash = Sha256::new();
    hash.update(delivered_to.map(EmailAddress::key).unwrap_or_default());
    hash.update([0]);
    hash.update(raw);
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
