//! One's own second factor: turned on, moved to another app, turned off, other recovery codes; and
//! taken away by an administrator.
//!
//! # Why
//! Whatever makes it weaker asks for the password and for the second factor itself: an unlocked
//! screen is not enough. Who has no password, for they come by an identity provider, shows instead that
//! they came from there a moment ago: the session itself must be one that the provider began, within
//! ten minutes. An older one is a screen that was left, and a password, once there is one, is always
//! asked: whoever may open the provider's door alone gets no further with it. Turned on, moved or off, every session ends and this device gets another
//! one, so that a cookie copied before is worth nothing after.

use chrono::{DateTime, TimeDelta, Utc};

use super::{DRAFTS_WAIT, Heard, Verdict, hashed, seal::drawn};
use crate::{
    desk::{
        Desk, Error, Field, Found, Secret,
        change_people::{allowed, worker},
        sign_in::{fits, new_session},
    },
    domain::{
        ids::{PersonId, SessionId},
        people::Person,
        people_history::By,
        second_factor::{Code, FactorChange, Proof, RECOVERY_CODES, RecoveryCode, TotpSecret},
    },
    store::{Conn, people, recovery_codes, second_factors, second_factors::SecondFactor, sessions},
};

/// How long after the provider's word it stands for the password of who has none.
const JUST_CAME: TimeDelta = TimeDelta::minutes(10);

/// What somebody shows besides the second factor: the password, or, who has none, the session that
/// a provider began a moment ago.
#[derive(Clone, Copy, Debug)]
pub struct Present<'a> {
    /// What was typed as password.
    pub password: &'a str,
    /// The session of the request.
    pub session: Option<SessionId>,
}

impl<'a> From<&'a str> for Present<'a> {
    fn from(password: &'a str) -> Self {
        Self {
            password,
            session: None,
        }
    }
}

/// What turning a second factor on gives.
#[derive(Debug)]
pub struct TurnedOn {
    /// The secret of the session that takes the place of all others.
    pub session: Secret,
    /// The recovery codes, which are shown this once.
    pub codes: Vec<RecoveryCode>,
}

impl Desk {
    /// Draws a secret for somebody to bring to an app. Who has a second factor already must show it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when what is present does not do.
    pub fn begin_second_factor<'a>(
        &self,
        id: PersonId,
        present: impl Into<Present<'a>>,
        proof: Option<Proof>,
    ) -> Result<Heard<()>, Error> {
        let sealed = self.sealed(id, &TotpSecret::of(drawn()?))?;
        self.confirmed(id, present.into(), proof, move |_, tx, person, now| {
            Ok(second_factors::put_draft(tx, person.id, &sealed, now)?)
        })
    }

    /// Forgets the secret that waits for its first code.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_second_factor_draft(&self, id: PersonId) -> Result<(), Error> {
        Ok(self
            .store
            .write(move |tx| second_factors::drop_draft(tx, id))?)
    }

    /// Turns the second factor on: `code` is the first one of the app. The code is used by that.
    /// Every session ends but one that begins here; there are new recovery codes.
    ///
    /// # Errors
    /// [`Error::LinkSpent`] when no secret waits for a code.
    pub fn confirm_second_factor(
        &self,
        id: PersonId,
        code: Code,
        device: &str,
    ) -> Result<Heard<TurnedOn>, Error> {
        let (desk, now, codes) = (self.clone(), self.clock.now(), recovery_codes()?);
        let (kept, secret) = (hashes(id, &codes), Secret::draw());
        let (token, mut session) = (secret.hash(), new_session(id, device, now));
        session.second_factor = true;
        let right = self.store.write(move |tx| -> Result<_, Error> {
            let person = owner(tx, id)?;
            let (sealed, _) = second_factors::draft(tx, id)?
                .filter(|(_, made_at)| now - *made_at <= DRAFTS_WAIT)
                .ok_or(Error::LinkSpent)?;
            let Some(last_step) = desk.unsealed(id, &sealed)?.step_of(code, now) else {
                return Ok(false);
            };
            let before = second_factors::find(tx, id)?.is_some();
            let factor = SecondFactor {
                person: id,
                secret: sealed,
                since: now,
                last_step,
                failures: 0,
                failed_at: None,
            };
            second_factors::put(tx, &factor)?;
            second_factors::drop_draft(tx, id)?;
            recovery_codes::replace(tx, id, &kept)?;
            sessions::end_all(tx, id)?;
            // Who has no password came from a provider.
            session.outside = people::password_of(tx, id)?.is_none();
            sessions::insert(tx, &session, &token)?;
            let what = if before {
                FactorChange::Replaced
            } else {
                FactorChange::On
            };
            desk.note(tx, &person, By::Person(id), what, now)?;
            Ok(true)
        })?;
        if !right {
            return Ok(Heard::Wrong);
        }
        self.bell.ring();
        Ok(Heard::Done(TurnedOn {
            session: secret,
            codes,
        }))
    }

    /// Ten other recovery codes; those before open nothing any more.
    ///
    /// # Errors
    /// [`Error::Invalid`] when what is present does not do, [`Error::NotFound`] without a second factor.
    pub fn new_recovery_codes<'a>(
        &self,
        id: PersonId,
        present: impl Into<Present<'a>>,
        proof: Option<Proof>,
    ) -> Result<Heard<Vec<RecoveryCode>>, Error> {
        let codes = recovery_codes()?;
        let kept = hashes(id, &codes);
        let heard = self.confirmed(id, present.into(), proof, move |desk, tx, person, now| {
            second_factors::find(tx, id).found()?;
            recovery_codes::replace(tx, id, &kept)?;
            desk.note(
                tx,
                person,
                By::Person(id),
                FactorChange::NewRecoveryCodes,
                now,
            )
        })?;
        Ok(heard.map(|()| codes))
    }

    /// Turns the second factor off. Every session ends but one that begins here.
    ///
    /// # Errors
    /// [`Error::Invalid`] when what is present does not do, [`Error::NotFound`] without a second factor,
    /// [`Error::Forbidden`] where one must have it.
    pub fn turn_second_factor_off<'a>(
        &self,
        id: PersonId,
        present: impl Into<Present<'a>>,
        proof: Option<Proof>,
        device: &str,
    ) -> Result<Heard<Secret>, Error> {
        let (secret, device) = (Secret::draw(), device.to_owned());
        let token = secret.hash();
        let heard = self.confirmed(id, present.into(), proof, move |desk, tx, person, now| {
            if desk.requires_second_factor(person) {
                return Err(Error::Forbidden);
            }
            take_away(tx, id)?;
            let mut session = new_session(id, &device, now);
            session.outside = people::password_of(tx, id)?.is_none();
            sessions::insert(tx, &session, &token)?;
            desk.note(tx, person, By::Person(id), FactorChange::Off, now)
        })?;
        Ok(heard.map(|()| secret))
    }

    /// Takes somebody's second factor away: the telephone is lost, and the recovery codes, too. Every
    /// session of the person ends.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when the person has none.
    pub fn remove_second_factor(&self, id: PersonId, by: By) -> Result<(), Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, by)?;
            let person = worker(tx, id)?;
            if !take_away(tx, id)? {
                return Err(Error::NotFound);
            }
            desk.note(tx, &person, by, FactorChange::Removed, now)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Does something in the name of somebody who gives the password again and, where there is one,
    /// shows the second factor.
    fn confirmed<T: Send + 'static>(
        &self,
        id: PersonId,
        Present { password, session }: Present<'_>,
        proof: Option<Proof>,
        mut act: impl FnMut(&Self, &mut Conn, &Person, DateTime<Utc>) -> Result<T, Error>
        + Send
        + 'static,
    ) -> Result<Heard<T>, Error> {
        let before = self.store.read(|conn| people::password_of(conn, id))?;
        if before.is_some() && !fits(password, before.as_deref()) {
            return Err(Error::fault(Field::Present, "wrong"));
        }
        let (desk, now) = (self.clone(), self.clock.now());
        let heard = self.store.write(move |tx| -> Result<_, Error> {
            let person = owner(tx, id)?;
            if people::password_of(tx, id)? != before {
                return Err(Error::fault(Field::Present, "wrong"));
            }
            if before.is_none() && !just_came(tx, id, session, now)? {
                return Err(Error::fault(Field::Present, "not-just-came"));
            }
            if second_factors::find(tx, id)?.is_some() {
                let Some(proof) = &proof else {
                    return Ok(Heard::Wrong);
                };
                match desk.weigh_proof(tx, &person, proof, now)? {
                    Verdict::Accepted => {}
                    Verdict::Wrong => return Ok(Heard::Wrong),
                    Verdict::Wait(wait) => return Ok(Heard::Wait(wait)),
                }
            }
            act(&desk, tx, &person, now).map(Heard::Done)
        })?;
        self.bell.ring();
        Ok(heard)
    }
}

/// Whether a session is somebody's and was begun by a provider a moment ago.
fn just_came(
    tx: &mut Conn,
    id: PersonId,
    session: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let Some(session) = session else {
        return Ok(false);
    };
    Ok(sessions::not_ended(tx, &[session], now)?
        .iter()
        .any(|(one, _)| one.person == id && one.outside && now - one.created_at <= JUST_CAME))
}

/// Whose account it is, as long as it is open.
fn owner(tx: &mut Conn, id: PersonId) -> Result<Person, Error> {
    let person = worker(tx, id)?;
    if person.active {
        Ok(person)
    } else {
        Err(Error::NotFound)
    }
}

/// Takes all of a second factor away and ends every session; whether there was one.
fn take_away(tx: &mut Conn, id: PersonId) -> Result<bool, Error> {
    let gone = second_factors::remove(tx, id)?;
    second_factors::drop_draft(tx, id)?;
    recovery_codes::replace(tx, id, &[])?;
    sessions::end_all(tx, id)?;
    Ok(gone)
}

fn recovery_codes() -> Result<Vec<RecoveryCode>, Error> {
    (0..RECOVERY_CODES)
        .map(|_| Ok(RecoveryCode::of(drawn()?)))
        .collect()
}

fn hashes(id: PersonId, codes: &[RecoveryCode]) -> Vec<String> {
    codes.iter().map(|code| hashed(id, code)).collect()
}
