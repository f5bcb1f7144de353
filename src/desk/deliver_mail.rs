//! Letters that are owed leave: a lease is taken and committed, the letter is sent with no
//! transaction open, and the outcome is noted.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{letter::Letter, retry},
    kill_point::{KillPoint, pass},
    store::{Conn, letters},
};

use super::{
    Desk, Error, MOST_TRIES,
    lost_leases::Lease,
    ports::{Mailer, Outcome},
    relay::{Carried, Pace, Tell},
};

/// How long a letter is kept from other workers while it is being sent.
const LEASE: TimeDelta = TimeDelta::minutes(5);

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
    /// Sends every letter that is due, unless the mail server turns out not to answer. At least
    /// once: a letter whose outcome stayed unknown is repeated with the same Message-ID.
    ///
    /// # Errors
    /// When the database fails; letters already sent are noted.
    pub fn deliver(&self, mailer: &dyn Mailer) -> Result<Delivered, Error> {
        self.carry(mailer, &|| true, Pace::Free)
    }

    /// Sends letters that are due, one after the other, as long as `go_on` says so: those of a quiet
    /// time at once, and what comes in addition or had to wait at a bounded rate.
    ///
    /// # Errors
    /// As [`Desk::deliver`].
    pub fn deliver_while(
        &self,
        mailer: &dyn Mailer,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Delivered, Error> {
        self.carry(mailer, go_on, Pace::Bounded)
    }

    fn carry(
        &self,
        mailer: &dyn Mailer,
        go_on: &dyn Fn() -> bool,
        pace: Pace,
    ) -> Result<Delivered, Error> {
        let mut done = Delivered::default();
        while go_on() {
            self.set_right()?;
            let Some(mut room) = self.relay.room(self.clock.steady(), pace) else {
                return Ok(done);
            };
            let Some(batch) = self.claimed(room.letters())? else {
                return Ok(done);
            };
            room.take(batch.letters.len());
            pass(KillPoint::DeliveryLeased);
            for letter in batch.letters {
                let begun_by = letter.lease_until.map(|until| until - LEFT_TO_SEND);
                let in_time = begun_by.is_none_or(|end| self.clock.now() <= end);
                if go_on() && in_time && self.relay.is_up() {
                    self.deliver_one(mailer, letter, go_on, &mut done)?;
                } else {
                    self.give_back(letter)?;
                }
            }
            drop(batch.carried);
            batch.lease.finish();
        }
        Ok(done)
    }

    /// Claims letters that are due, and with them what an earlier claim left behind.
    fn claimed(&self, most: u32) -> Result<Option<Batch<'_>>, Error> {
        let _claiming = self.relay.claiming();
        let (now, carried, lost) = (
            self.clock.now(),
            self.relay.carried(),
            self.relay.lost.ends(),
        );
        let lease = self.relay.lost.lease(now + LEASE);
        let ends = lost.clone();
        let letters = self.store.write(move |tx| -> Result<_, Error> {
            letters::wait_for_turn(tx)?;
            letters::end_leases(tx, &ends, &carried)?;
            let most = i64::from(most);
            let claimed = letters::claim_others(tx, now, now + LEASE, most, &carried)?;
            if !claimed.is_empty() {
                pass(KillPoint::DeliveryClaimed);
            }
            Ok(claimed)
        })?;
        self.relay.lost.ended(&lost);
        if letters.is_empty() {
            lease.finish();
            return Ok(None);
        }
        let carried = letters.iter().map(|letter| self.relay.carry(letter.id));
        Ok(Some(Batch {
            carried: carried.collect(),
            letters,
            lease,
        }))
    }

    /// After the machine's clock was put back, nobody waits for instants that it showed before.
    fn set_right(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let Some(seen) = self.relay.went_back(now, self.clock.steady()) else {
            return Ok(());
        };
        let longest_wait = if seen { now } else { now + retry::LONGEST };
        self.store.write(move |tx| -> Result<(), Error> {
            letters::wait_for_turn(tx)?;
            Ok(letters::clock_went_back(
                tx,
                now,
                longest_wait,
                now + LEASE,
            )?)
        })
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
        mut letter: Letter,
        go_on: &dyn Fn() -> bool,
        done: &mut Delivered,
    ) -> Result<(), Error> {
        let until = letter.lease_until;
        let ours = || until.is_none_or(|until| self.clock.now() < until);
        let outcome = match self.made_ready(&mut letter) {
            Ok(()) => {
                // A letter that makes the mailer panic must not keep the others from leaving.
                let sent = catch_unwind(AssertUnwindSafe(|| mailer.send_while(&letter, &ours)));
                sent.unwrap_or_else(|_| Outcome::Refused {
                    why: "the letter could not be built; the log says more".to_owned(),
                })
            }
            // The database is away: that is not the letter's fault, and nothing could be noted.
            Err(Unprepared::Away(error)) => return Err(error),
            // Nor must one that cannot be made ready.
            Err(Unprepared::Letter(why)) => Outcome::NotNow { why },
        };
        letter.enclosed.clear();
        let now = self.clock.now();
        let next = retry::next_try(letter.id, letter.attempts, letter.created_at, now);
        self.heard(&outcome);
        match (&outcome, next) {
            (Outcome::Sent, _) => done.sent += 1,
            (Outcome::Unreachable { .. }, Some(_)) => done.put_off += 1,
            (Outcome::NotNow { why }, Some(_)) => {
                done.put_off += 1;
                let why = without_addresses(why);
                tracing::warn!(letter = %letter.id, kind = letter.kind, why, "a letter is tried again later");
            }
            (
                Outcome::NotNow { why } | Outcome::Unreachable { why } | Outcome::Refused { why },
                _,
            ) => {
                done.refused += 1;
                let why = without_addresses(why);
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

    /// Adds what is not kept with a letter: where an answer goes, its wording, and its files.
    fn made_ready(&self, letter: &mut Letter) -> Result<(), Unprepared> {
        letter.reply_to = self.reply_address(letter)?;
        letter.wording = self.wording_of(letter)?;
        letter.enclosed = self
            .enclosed(letter)
            .map_err(|why| Unprepared::Letter(format!("its files cannot be read now: {why}")))?;
        Ok(())
    }

    /// What an outcome says of the mail server.
    fn heard(&self, outcome: &Outcome) {
        let now = self.clock.steady();
        let (tell, why) = match outcome {
            Outcome::Sent => (self.relay.answered(now), ""),
            Outcome::Refused { why } => (self.relay.answered(now), why.as_str()),
            Outcome::NotNow { why } => (self.relay.put_off(now), why.as_str()),
            Outcome::Unreachable { why } => (self.relay.silent(now), why.as_str()),
        };
        match tell {
            Tell::Nothing => {}
            Tell::Down => {
                tracing::warn!(
                    why,
                    "no letter can leave; one at a time is tried now and then"
                );
            }
            Tell::StillDown(since) => {
                let minutes = since.as_secs() / 60;
                tracing::error!(
                    why,
                    minutes,
                    "no letter has left for {minutes} minutes; guichet mail test says more"
                );
            }
            Tell::Back(after) => {
                let minutes = after.as_secs() / 60;
                tracing::warn!(minutes, "letters leave again");
            }
        }
    }

    /// The next instant at which a letter is to be tried.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_delivery(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let wait = self.relay.wait(self.clock.steady());
        let room_at = self.clock.now() + TimeDelta::from_std(wait).unwrap_or_default();
        let next = self.store.read(letters::next_try_at)?;
        Ok(next.map(|next| {
            if wait.is_zero() {
                next
            } else {
                next.max(room_at)
            }
        }))
    }
}

/// Letters that were claimed together, which nobody else sends.
struct Batch<'a> {
    letters: Vec<Letter>,
    carried: Vec<Carried<'a>>,
    lease: Lease<'a>,
}

/// Why a letter is not ready to be sent.
enum Unprepared {
    /// The database does not answer.
    Away(Error),
    /// Something of the letter itself.
    Letter(String),
}

impl From<Error> for Unprepared {
    fn from(error: Error) -> Self {
        if error.is_passing() {
            Self::Away(error)
        } else {
            Self::Letter(format!("it cannot be made ready: {error}"))
        }
    }
}

/// A mail server's answer for the log, which is no place for people's addresses: the page of
/// letters shows it whole.
fn without_addresses(why: &str) -> String {
    let words: Vec<_> = why
        .split_whitespace()
        .map(|word| if word.contains('@') { "…" } else { word })
        .collect();
    words.join(" ")
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
        (Outcome::NotNow { why } | Outcome::Unreachable { why }, Some(next)) => {
            letters::put_off(tx, letter.id, letter.attempts, why, next)?;
        }
        (Outcome::NotNow { why } | Outcome::Unreachable { why }, None) => {
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
