//! Sign-in by the word of an identity provider, instead of a password.
//!
//! # Why
//! An address leads to an account once: at the first sign-in, and only when the provider verified it.
//! From then on the account is bound to the provider's own name for its person, which neither changes
//! nor goes to somebody else, so a new address there moves nothing, and whoever is given a leaver's
//! address does not inherit the account. Nobody gets an account by coming here.
//!
//! What the provider says of how it recognised somebody (`amr`, `acr`) opens nothing: whoever has a
//! second factor here shows it, and where it is required it is set up before anything else, as after
//! a password. To believe a claim would leave the strength of this door to a form elsewhere that
//! nobody here sees.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Desk, Entry, Error, Found, Secret, change_people::allowed, second_factor::enter_as,
    sign_in::new_session,
};
use crate::{
    domain::{
        outside_identity::Vouched,
        people::{EmailAddress, Person, Role},
        people_history::{By, Done, has_account},
    },
    store::{Conn, StoreError, outside_identities, people, people_events, sessions},
};

/// A refusal that repeats itself is noted this often.
const NOTED_EVERY: TimeDelta = TimeDelta::days(1);
/// How much of a history is looked at.
const HISTORY: i64 = 10_000;

/// What became of somebody whom a provider vouched for.
#[derive(Debug)]
pub enum OutsideEntry {
    /// In, or the second factor first; with the role.
    In(Entry, Role),
    /// Nobody is known by this identity, and the provider did not verify an address.
    Unverified,
    /// Nobody with an account has the address.
    Unknown,
    /// The account is closed.
    Closed,
    /// The account of the address is bound to somebody else at this provider.
    Another,
}

enum Recognised {
    Person(Person),
    Nobody(OutsideEntry),
}

impl Desk {
    /// Uses up a journey to a provider, which nobody can have begun after `expires_at`; false when it
    /// came back before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn came_back(&self, journey: &Secret, expires_at: DateTime<Utc>) -> Result<bool, Error> {
        let (hash, now) = (journey.hash(), self.clock.now());
        let used = self
            .store
            .write(move |tx| outside_identities::use_up(tx, &hash, expires_at, now));
        match used {
            Err(StoreError::Taken) => Ok(false),
            other => Ok(other?),
        }
    }

    /// Lets in whom a provider vouches for, or to the second factor. `device` is how the browser
    /// names itself.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_in_outside(&self, vouched: &Vouched, device: &str) -> Result<OutsideEntry, Error> {
        let now = self.clock.now();
        let secret = Secret::draw();
        let (token, device) = (secret.hash(), device.to_owned());
        let vouched = vouched.clone();
        let job = move |tx: &mut Conn| -> Result<_, Error> {
            let person = match recognised(tx, &vouched, now)? {
                Recognised::Person(person) => person,
                Recognised::Nobody(why) => return Ok(Err(why)),
            };
            let mut session = new_session(person.id, &device, now);
            session.outside = true;
            let owes = enter_as(tx, &session, &token, now)?;
            Ok(Ok((owes, person.role)))
        };
        let entered = match self.store.write(job.clone()) {
            // The same person came twice at the same moment: the other one bound the account.
            Err(Error::Store(StoreError::Taken)) => self.store.write(job),
            other => other,
        }?;
        Ok(match entered {
            Ok((owes, role)) => OutsideEntry::In(Entry::of(secret, owes), role),
            Err(why) => why,
        })
    }

    /// Binds somebody's account to no identity at a provider any more: the next sign-in there goes by
    /// the address again. Every session of the person ends, and every sign-in that still owes the code:
    /// whoever should not have been bound is out.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody has the address, or the account is bound to none.
    pub fn forget_provider(&self, email: &EmailAddress, by: By) -> Result<(), Error> {
        let (email, now) = (email.clone(), self.clock.now());
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, by)?;
            let id = people::by_email(tx, &email).found()?.id;
            if !outside_identities::unbind(tx, id)? {
                return Err(Error::NotFound);
            }
            sessions::end_all(tx, id)?;
            let done = Done::ProviderForgotten;
            Ok(people_events::append(tx, id, now, by, &done)?)
        })
    }
}

/// Whose account it is, by the identity, else by the verified address.
fn recognised(tx: &mut Conn, vouched: &Vouched, now: DateTime<Utc>) -> Result<Recognised, Error> {
    let identity = &vouched.identity;
    if let Some(id) = outside_identities::person_of(tx, identity)? {
        let person = people::find(tx, id).found()?;
        return Ok(if person.active {
            Recognised::Person(person)
        } else {
            Recognised::Nobody(OutsideEntry::Closed)
        });
    }
    let Some(email) = &vouched.email else {
        return Ok(Recognised::Nobody(OutsideEntry::Unverified));
    };
    let Some(person) = people::by_email(tx, email)? else {
        return Ok(Recognised::Nobody(OutsideEntry::Unknown));
    };
    let history = people_events::of_person(tx, person.id, HISTORY)?;
    let known = person.role.works_at_the_desk()
        || has_account(history.iter().map(|event| &event.what))
        || people::password_of(tx, person.id)?.is_some();
    if !known {
        return Ok(Recognised::Nobody(OutsideEntry::Unknown));
    }
    if !person.active {
        return Ok(Recognised::Nobody(OutsideEntry::Closed));
    }
    let issuer = identity.issuer().to_owned();
    if outside_identities::has_one_of(tx, person.id, &issuer)? {
        let refused = Done::ProviderRefused { issuer };
        let noted = history
            .iter()
            .any(|event| event.what == refused && now - event.at < NOTED_EVERY);
        if !noted {
            people_events::append(tx, person.id, now, By::Provider, &refused)?;
        }
        return Ok(Recognised::Nobody(OutsideEntry::Another));
    }
    outside_identities::bind(tx, identity, person.id, now)?;
    let bound = Done::ProviderBound { issuer };
    people_events::append(tx, person.id, now, By::Person(person.id), &bound)?;
    Ok(Recognised::Person(person))
}
