//! The second factor of those who work at the desk: turned on and off on one's own page, asked at
//! the door after the password, taken away by an administrator when the telephone is lost.
//!
//! # Why
//! A code is taken once: its step is compared and set in the same write that lets somebody in, so
//! that of two who bring the same code one is refused, whichever process they ask. A code that is
//! wrong and one that was used go the same way through the same statements.

mod enter;
mod keep;
mod seal;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

pub(super) use enter::enter_as;
pub use enter::{Entry, HALF_OPEN};
pub use keep::{Present, TurnedOn};
pub(super) use seal::{Seal, drawn};

use super::{Desk, Error, Found};
use crate::{
    domain::{
        ids::PersonId,
        letter::Letter,
        notice::Notice,
        people::Person,
        people_history::{By, Done},
        second_factor::{FREE_FAILURES, FactorChange, Proof, RecoveryCode, TotpSecret, wait},
    },
    store::{Conn, letters, people, people_events, recovery_codes, second_factors},
};

/// How long a secret that was shown waits for its first code.
const DRAFTS_WAIT: TimeDelta = TimeDelta::hours(1);

/// A step that no code has.
const NO_STEP: i64 = -1;

/// What became of what somebody asked for, who had to show the second factor.
#[derive(Debug)]
pub enum Heard<T> {
    /// It is done.
    Done(T),
    /// The code is wrong, or was used before: one answer.
    Wrong,
    /// Too many codes were wrong: when the next one is heard.
    Wait(TimeDelta),
}

impl<T> Heard<T> {
    /// The same with what `change` makes of what was done.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Heard<U> {
        match self {
            Self::Done(value) => Heard::Done(change(value)),
            Self::Wrong => Heard::Wrong,
            Self::Wait(wait) => Heard::Wait(wait),
        }
    }
}

/// The second factor of somebody, as its owner may see it.
#[derive(Clone, Debug, Default)]
pub struct FactorState {
    /// Whether changing it asks for a password, not for a fresh sign-in at a provider.
    pub has_password: bool,
    /// Since when it is on, UTC, if it is.
    pub since: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    pub codes_left: u32,
    /// The secret that waits for its first code.
    pub draft: Option<Draft>,
    /// Whether one must have it to work at the desk.
    pub required: bool,
}

/// A secret that its owner brings to an app.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The secret.
    pub secret: TotpSecret,
    /// The address that apps read.
    pub address: String,
}

enum Verdict {
    Accepted,
    Wrong,
    Wait(TimeDelta),
}

impl Desk {
    /// How it stands with somebody's second factor.
    ///
    /// # Errors
    /// When the database fails, or a secret cannot be unsealed.
    pub fn second_factor_of(&self, person: &Person) -> Result<FactorState, Error> {
        let (id, now) = (person.id, self.clock.now());
        self.store.read(|conn| -> Result<_, Error> {
            let draft = second_factors::draft(conn, id)?
                .filter(|(_, made_at)| now - *made_at <= DRAFTS_WAIT)
                .map(|(sealed, _)| self.unsealed(id, &sealed))
                .transpose()?;
            Ok(FactorState {
                has_password: people::password_of(conn, id)?.is_some(),
                since: second_factors::find(conn, id)?.map(|factor| factor.since),
                codes_left: count(recovery_codes::left(conn, id)?),
                draft: draft.map(|secret| Draft {
                    address: secret.address(self.issuer(), person.email.as_str()),
                    secret,
                }),
                required: self.requires_second_factor(person),
            })
        })
    }

    /// Whether somebody must have a second factor.
    pub(super) fn requires_second_factor(&self, person: &Person) -> bool {
        self.site.second_factor_required && person.role.works_at_the_desk()
    }

    fn issuer(&self) -> &str {
        if self.site.name.is_empty() {
            "Guichet"
        } else {
            &self.site.name
        }
    }

    /// Hears what somebody shows as second factor, inside a write.
    fn weigh_proof(
        &self,
        tx: &mut Conn,
        person: &Person,
        proof: &Proof,
        now: DateTime<Utc>,
    ) -> Result<Verdict, Error> {
        let factor = second_factors::find(tx, person.id).found()?;
        let code = match proof {
            Proof::Code(code) => *code,
            Proof::Recovery(code) => {
                if !recovery_codes::use_up(tx, person.id, &hashed(person.id, code))? {
                    return Ok(Verdict::Wrong);
                }
                let left = count(recovery_codes::left(tx, person.id)?);
                let what = FactorChange::RecoveryCodeUsed { left };
                self.note(tx, person, By::Person(person.id), what, now)?;
                return Ok(Verdict::Accepted);
            }
        };
        if let Some(wait) = wait(factor.failures, factor.failed_at, now) {
            return Ok(Verdict::Wait(wait));
        }
        let secret = self.unsealed(person.id, &factor.secret)?;
        let step = secret.step_of(code, now).unwrap_or(NO_STEP);
        let taken = second_factors::use_step(tx, person.id, step)?;
        let failures = if taken {
            0
        } else {
            factor.failures.saturating_add(1)
        };
        second_factors::note_failures(tx, person.id, failures, (!taken).then_some(now))?;
        if failures == FREE_FAILURES {
            self.tell(tx, person, FactorChange::Guessed, None, now)?;
        }
        Ok(if taken {
            Verdict::Accepted
        } else {
            Verdict::Wrong
        })
    }

    /// Keeps in the history what became of somebody's second factor, and owes the letter about it.
    fn note(
        &self,
        tx: &mut Conn,
        person: &Person,
        by: By,
        what: FactorChange,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        people_events::append(tx, person.id, now, by, &Done::SecondFactor { what })?;
        let other = match by {
            By::Person(by) if by != person.id => Some(people::find(tx, by).found()?.name),
            By::Person(_) | By::Link | By::CommandLine | By::Provider => None,
        };
        self.tell(tx, person, what, other, now)
    }

    fn tell(
        &self,
        tx: &mut Conn,
        person: &Person,
        change: FactorChange,
        by: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let notice = Notice::SecondFactor { change, by, at };
        let (email, lang) = (person.email.clone(), person.lang);
        let letter = Letter::owed(None, email, lang, notice, &self.site.mail_host, at);
        Ok(letters::owe(tx, &letter)?)
    }
}

/// What is kept of a recovery code. 80 random bits need no slow hash.
fn hashed(person: PersonId, code: &RecoveryCode) -> String {
    let mut hash = Sha256::new();
    // An id is always as long.
    hash.update(person.to_string());
    hash.update(code.letters());
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}
