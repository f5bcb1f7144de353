//! The door after the password, or after a provider's word: in, or the code first.
//!
//! # Why
//! Whoever owes the code has no session, and nothing that becomes one: a secret of its own kind,
//! known by its hash, that ends after five minutes, with the first right code, and with all sessions
//! of the person. The session is drawn when the code was right.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Heard, Verdict};
use crate::{
    desk::{Desk, Error, Secret, sign_in::new_session},
    domain::{ids::PersonId, link::Session, people::Person, second_factor::Proof},
    store::{Conn, half_sign_ins, people, second_factors, sessions},
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

impl Entry {
    /// Where a secret leads: to the code, when one is owed.
    pub(in crate::desk) const fn of(secret: Secret, owes: bool) -> Self {
        if owes {
            Self::Code(secret)
        } else {
            Self::In(secret)
        }
    }
}

/// Begins a session, or keeps that its person owes the code first: true then. `token_hash` is the
/// hash of the secret of either.
pub(in crate::desk) fn enter_as(
    tx: &mut Conn,
    session: &Session,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let person = session.person;
    if second_factors::find(tx, person)?.is_some() {
        let whose = (person, session.outside);
        half_sign_ins::insert(tx, token_hash, whose, now + HALF_OPEN, now)?;
        return Ok(true);
    }
    sessions::expire(tx, now)?;
    people::note_sign_in(tx, person, now)?;
    sessions::insert(tx, session, token_hash)?;
    Ok(false)
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
        let owes = self
            .store
            .write(move |tx| enter_as(tx, &session, &hash, now))?;
        Ok(Entry::of(secret, owes))
    }

    /// Who gave the right password and owes the code; nobody when the time for it is over.
    ///
    /// # Errors
    /// When the database fails.
    pub fn who_owes_code(&self, half: &Secret) -> Result<Option<Person>, Error> {
        let (hash, now) = (half.hash(), self.clock.now());
        let found = self
            .store
            .read(move |conn| half_sign_ins::by_token(conn, &hash, now))?;
        Ok(found.map(|(person, _)| person))
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
            let found = half_sign_ins::by_token(tx, &hash, now)?;
            let (person, outside) = found.ok_or(Error::LinkSpent)?;
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
                    session.outside = outside;
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
