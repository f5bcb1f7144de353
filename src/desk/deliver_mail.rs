//! Letters that are owed leave: a lease is taken and committed, the letter is sent with no
//! transaction open, and the outcome is noted.

use std::{thread, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{letter::Letter, retry},
    kill_point::{KillPoint, pass},
    store::{Conn, letters},
};

use super::{
    Desk, Error, MOST_TRIES,
    ports::{Mailer, Outcome},
};

/// How long a letter is kept from other workers while it is being sent.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How many letters one lease takes.
const AT_A_TIME: i64 = 20;

/// A letter whose lease ends sooner than this is not begun: it would be sent by two at once.
const LEFT_TO_SEND: TimeDelta = TimeDelta::minutes(2);

/// How often the outcome of a letter is tried to be noted while the database fails, and the pause
/// between two tries after the first few: together as long as the lease leaves to a letter that
/// was begun in time.
const MOST_TRIES_TO_NOTE: u32 = MOST_TRIES + 240;
const BETWEEN_TRIES_TO_NOTE: Duration = Duration::from_millis(500);

/// What one delivery did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Delivered {
    /// Letters that the mail server took.
    pub sent: usize,
    /// Letters that are tried again later.
    pub put_off: usize,
    /// Letters that the mail server refused for good, or that were too old to try again.
    pub refused: usize,
}

impl Desk {
    /// Sends every letter that is due. At least once: a letter whose outcome stayed unknown is
    /// repeated with the same Message-ID.
    ///
    /// # Errors
    /// When the database fails; letters already sent are noted.
    pub fn deliver(&self, mailer: &dyn Mailer) -> Result<Delivered, Error> {
        self.deliver_while(mailer, &|| true)
    }

    /// Sends letters that are due, one after the other, as long as `go_on` says so.
    ///
    /// # Errors
    /// As [`Desk::deliver`].
    pub fn deliver_while(
        &self,
        mailer: &dyn Mailer,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Delivered, Error> {
        let mut done = Delivered::default();
        while go_on() {
            let now = self.clock.now();
            let claimed = self.store.write(move |tx| -> Result<_, Error> {
                letters::wait_for_turn(tx)?;
                let claimed = letters::claim(tx, now, now + LEASE, AT_A_TIME)?;
                if !claimed.is_empty() {
                    pass(KillPoint::DeliveryClaimed);
                }
                Ok(claimed)
            })?;
            if claimed.is_empty() {
                return Ok(done);
            }
            pass(KillPoint::DeliveryLeased);
            for letter in claimed {
                let begun_by = letter.lease_until.map(|until| until - LEFT_TO_SEND);
                if go_on() && begun_by.is_none_or(|end| self.clock.now() <= end) {
                    self.deliver_one(mailer, letter, &mut done, go_on)?;
                } else {
                    self.give_back(letter)?;
                }
            }
        }
        Ok(done)
    }

    /// Ends the lease of a letter that was not begun, so that anybody may send it at once.
    fn give_back(&self, letter: Letter) -> Result<(), Error> {
        let why = letter.last_error.unwrap_or_default();
        let (id, attempt, due) = (letter.id, letter.attempts, letter.next_try_at);
        self.store.write(move |tx| -> Result<(), Error> {
            letters::wait_for_turn(tx)?;
            letters::put_off(tx, id, attempt, &why, due)?;
            Ok(())
        })
    }

    fn deliver_one(
        &self,
        mailer: &dyn Mailer,
        letter: Letter,
        done: &mut Delivered,
        go_on: &dyn Fn() -> bool,
    ) -> Result<(), Error> {
        // A letter that makes the mailer panic must not keep the others from leaving.
        let sent = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mailer.send(&letter)));
        let outcome = sent.unwrap_or_else(|_| Outcome::Refused {
            why: "the letter could not be built; the log says more".to_owned(),
        });
        let now = self.clock.now();
        let next = retry::next_try(letter.id, letter.attempts, letter.created_at, now);
        match (&outcome, next) {
            (Outcome::Sent, _) => done.sent += 1,
            (Outcome::NotNow { why }, Some(_)) => {
                done.put_off += 1;
                tracing::warn!(letter = %letter.id, kind = letter.kind, why, "a letter is tried again later");
            }
            (Outcome::NotNow { why } | Outcome::Refused { why }, _) => {
                done.refused += 1;
                tracing::error!(letter = %letter.id, kind = letter.kind, why, "a letter was refused");
            }
        }
        let job = move |tx: &mut Conn| note(tx, &letter, &outcome, next, now);
        let mut tries = 0;
        loop {
            match self.store.write(job.clone()) {
                // What is not noted would be sent again, and its lease and those of the letters
                // after it would run for minutes after the database is well: worth some patience.
                Err(error) if error.is_passing() && tries < MOST_TRIES_TO_NOTE && go_on() => {
                    tries += 1;
                    if tries > MOST_TRIES {
                        thread::sleep(BETWEEN_TRIES_TO_NOTE);
                    }
                }
                Ok(()) => {
                    pass(KillPoint::DeliveryDone);
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The next instant at which a letter is to be tried.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_delivery(&self) -> Result<Option<DateTime<Utc>>, Error> {
        Ok(self.store.read(letters::next_try_at)?)
    }
}

fn note(
    tx: &mut Conn,
    letter: &Letter,
    outcome: &Outcome,
    next: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    letters::wait_for_turn(tx)?;
    match (outcome, next) {
        (Outcome::Sent, _) => {
            letters::sent(
                tx,
                letter.id,
                letter.attempts,
                &letter.notice.clone().without_secret(),
                now,
            )?;
        }
        (Outcome::NotNow { why }, Some(next)) => {
            letters::put_off(tx, letter.id, letter.attempts, why, next)?;
        }
        (Outcome::NotNow { why }, None) => {
            letters::refuse(
                tx,
                letter.id,
                letter.attempts,
                &format!("given up after five days: {why}"),
            )?;
        }
        (Outcome::Refused { why }, _) => {
            letters::refuse(tx, letter.id, letter.attempts, why)?;
        }
    }
    pass(KillPoint::DeliveryNoted);
    Ok(())
}
