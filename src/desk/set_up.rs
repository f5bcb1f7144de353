//! One-time links by which somebody chooses a password, in the place of default passwords.
//!
//! # Why
//! Nobody else ever chooses or sees a password (OWASP ASVS 5.0, 6.4.6). A link is bound to the
//! address of the person when it was made; opening it uses nothing up, since scanners of mail open
//! links; using one uses up all the others of that person (6.4.1, 6.4.3).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        ids::PersonId,
        letter::Letter,
        link::{Link, LinkTo, NewLink},
        notice::Notice,
        password::{self, Weakness},
        people::Person,
        people_history::{By, Done},
    },
    store::{Conn, letters, links, people, people_events, sessions},
};

use super::{Desk, Error, Field, Found, NewWorker, Secret, sign_in::hashed};

/// How long a link works that was handed over by hand: that of the first administrator, or the one
/// that the command line prints for a new account.
const BY_HAND: TimeDelta = TimeDelta::hours(24);

impl Desk {
    /// A one-time link by which `person` chooses a password, or by which the first administrator
    /// makes an account when `person` is `None`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person; when the database fails.
    pub fn set_up_link(&self, person: Option<PersonId>) -> Result<Secret, Error> {
        let now = self.clock.now();
        let secret = Secret::draw();
        let hash = secret.hash();
        self.store.write(move |tx| -> Result<_, Error> {
            let person = person.map(|id| people::find(tx, id).found()).transpose()?;
            links::insert(tx, &new_link(&hash, person.as_ref(), now, BY_HAND))?;
            Ok(())
        })?;
        Ok(secret)
    }

    /// For whom a set-up link works: `Some(person)`, or `None` for the first administrator.
    /// Reading it does not use it up.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is no set-up link, [`Error::LinkSpent`] when it was used, is too
    /// old, belongs to a closed account or to an address that the person has no more, or would make
    /// a first administrator where somebody works already.
    pub fn set_up_by_link(&self, link: &Secret) -> Result<Option<Person>, Error> {
        let (hash, now) = (link.hash(), self.clock.now());
        self.store.read(move |conn| {
            let link = links::find(conn, &hash)?.ok_or(Error::NotFound)?;
            let person = set_up_for(conn, &link, now)?;
            if person.is_none() && people::anyone_works(conn)? {
                return Err(Error::LinkSpent);
            }
            Ok(person)
        })
    }

    /// Uses a set-up link: the password is chosen, and the first administrator's account is made.
    /// Every session that the person had ends, and every other set-up link. Who had a password
    /// before is told by a letter.
    ///
    /// # Errors
    /// As [`Desk::set_up_by_link`]; [`Error::Invalid`] when the password is not taken.
    pub fn set_up(
        &self,
        link: &Secret,
        first: Option<NewWorker>,
        password: &str,
    ) -> Result<PersonId, Error> {
        let known = self.set_up_by_link(link)?;
        let person = match (&known, &first) {
            (Some(person), _) => person.clone(),
            (None, Some(worker)) => worker.person(),
            (None, None) => return Err(Error::fault(Field::Email, "blank")),
        };
        self.check_password(password, &person)?;
        let hash = hashed(password)?;
        let (link, now, is_first) = (link.hash(), self.clock.now(), known.is_none());
        let mail_host = self.site.mail_host.clone();
        let id = self.store.write(move |tx| -> Result<_, Error> {
            let found = links::find(tx, &link)?.ok_or(Error::NotFound)?;
            set_up_for(tx, &found, now)?;
            if !links::use_up(tx, &link, now)? {
                return Err(Error::LinkSpent);
            }
            if is_first {
                if people::anyone_works(tx)? {
                    return Err(Error::LinkSpent);
                }
                people::insert(tx, &person, None, now)?;
                let added = Done::Added { role: person.role };
                people_events::append(tx, person.id, now, By::Link, &added)?;
            } else if people::password_of(tx, person.id)?.is_some() {
                letters::owe(tx, &password_changed(&person, &mail_host, now))?;
            }
            people::set_password(tx, person.id, &hash)?;
            links::use_up_set_ups(tx, person.id, now)?;
            sessions::end_all(tx, person.id)?;
            people_events::append(tx, person.id, now, By::Link, &Done::PasswordChosen)?;
            Ok(person.id)
        })?;
        self.bell.ring();
        Ok(id)
    }

    /// Whether a password is taken for somebody.
    pub(super) fn check_password(&self, typed: &str, person: &Person) -> Result<(), Error> {
        let own = [
            person.name.as_str(),
            person.email.as_str(),
            self.site.name.as_str(),
        ];
        password::weigh(typed, &own)
            .map_err(|weakness: Weakness| Error::fault(Field::Password, weakness.word()))
    }
}

/// A link by which somebody chooses a password: `person`, or the first administrator.
pub(super) fn new_link(
    hash: &str,
    person: Option<&Person>,
    now: DateTime<Utc>,
    works: TimeDelta,
) -> NewLink {
    NewLink {
        token_hash: hash.to_owned(),
        to: LinkTo::SetUp {
            person: person.map(|one| one.id),
        },
        email_key: person.map(|one| one.email.key()),
        created_at: now,
        expires_at: Some(now + works),
    }
}

/// The letter to whom it may alarm: the password is another one now.
pub(super) fn password_changed(person: &Person, mail_host: &str, now: DateTime<Utc>) -> Letter {
    Letter::owed(
        None,
        person.email.clone(),
        person.lang,
        Notice::PasswordChanged { at: now },
        mail_host,
        now,
    )
}

/// For whom a set-up link works, if it still does.
fn set_up_for(conn: &mut Conn, link: &Link, now: DateTime<Utc>) -> Result<Option<Person>, Error> {
    let LinkTo::SetUp { person } = link.to else {
        return Err(Error::NotFound);
    };
    if !link.opens(now) {
        return Err(Error::LinkSpent);
    }
    let Some(person) = person else {
        return Ok(None);
    };
    let person = people::find(conn, person).found()?;
    let bound = link.email_key.as_deref() == Some(person.email.key().as_str());
    if bound && person.active {
        Ok(Some(person))
    } else {
        Err(Error::LinkSpent)
    }
}
