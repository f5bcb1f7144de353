//! The door after the password: in, or the code first.
//!
//! # Why
//! Whoever owes the code has no session, and nothing that becomes one: a secret of its own kind,
//! known by its hash, that ends after five minutes, with the first right code, and with all sessions
//! of the person. The session is drawn when the code was right.

use chrono::TimeDelta;

use super::{Heard, Verdict};
use crate::{
    desk::{Desk, Error, Secret, sign_in::new_session},
    domain::{ids::PersonId, people::Person, second_factor::Proof},
    store::{half_sign_ins, people, second_factors, sessions},
};

/// How long the code may be given after the password.
pub const HALF_OPEN: TimeDelta = TimeDelta::minutes(5);

/// Where the right password leads.
#[derive(Clone, Debug)]
pub enum Entry {
    /// In: the secret of a session.
    In(Secret),
    /// To the second factor: the secret by which [`Desk::prove`] knows who owes it.
    Code(Secret),
}

impl Desk {
    /// What somebody enters with who has just given or chosen the right password.
    ///
    /// # Errors
    /// When the database fails.
    pub fn enter(&self, person: PersonId, device: &str) -> Result<Entry, Error> {
        let now = self.clock.now();
        let (secret, session) = (Secret::draw(), new_session(person, device, now));
        let hash = secret.hash();
        let owes = self.store.write(move |tx| -> Result<_, Error> {
            if second_factors::find(tx, person)?.is_some() {
                half_sign_ins::insert(tx, &hash, person, now + HALF_OPEN, now)?;
                return Ok(true);
            }
            sessions::expire(tx, now)?;
            people::note_sign_in(tx, person, now)?;
            sessions::insert(tx, &session, &hash)?;
            Ok(false)
        })?;
        Ok(if owes {
            Entry::Code(secret)
        } else {
            Entry::In(secret)
        })
    }

    /// Who gave the right password and owes the code; nobody when the time for it is over.
    ///
    /// # Errors
    /// When the database fails.
    pub fn who_owes_code(&self, half: &Secret) -> Result<Option<Person>, Error> {
        let (hash, now) = (half.hash(), self.clock.now());
        Ok(self
            .store
            .read(move |conn| half_sign_ins::by_token(conn, &hash, now))?)
    }

    /// Shows the second factor after the password: the secret of a session.
    ///
    /// # Errors
    /// [`Error::LinkSpent`] when the time for it is over, or another right code was faster.
    pub fn prove(
        &self,
        half: &Secret,
        proof: &Proof,
        device: &str,
    ) -> Result<Heard<Secret>, Error> {
        let (hash, now) = (half.hash(), self.clock.now());
        let (desk, proof, device) = (self.clone(), proof.clone(), device.to_owned());
        let secret = Secret::draw();
        let token = secret.hash();
        let heard = self.store.write(move |tx| -> Result<_, Error> {
            let person = half_sign_ins::by_token(tx, &hash, now)?.ok_or(Error::LinkSpent)?;
            if second_factors::find(tx, person.id)?.is_none() {
                return Err(Error::LinkSpent);
            }
            Ok(match desk.weigh_proof(tx, &person, &proof, now)? {
                Verdict::Wrong => Heard::Wrong,
                Verdict::Wait(wait) => Heard::Wait(wait),
                Verdict::Accepted => {
                    if !half_sign_ins::use_up(tx, &hash)? {
                        return Err(Error::LinkSpent);
                    }
                    let mut session = new_session(person.id, &device, now);
                    session.second_factor = true;
                    sessions::expire(tx, now)?;
                    people::note_sign_in(tx, person.id, now)?;
                    sessions::insert(tx, &session, &token)?;
                    Heard::Done(())
                }
            })
        })?;
        self.bell.ring();
        Ok(heard.map(|()| secret))
    }
}
