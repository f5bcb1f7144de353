//! A forgotten password: a letter with a link to choose another one.

use chrono::TimeDelta;

use crate::{
    domain::{
        ids::ResetRequestId,
        letter::Letter,
        notice::Notice,
        people::{EmailAddress, Person},
        people_history::{By, Done},
    },
    store::{Conn, letters, links, people, people_events, reset_requests, reset_requests::Waiting},
};

use super::{Desk, Error, Found, Secret, set_up::new_link};

/// How long a link works that came by letter (OWASP ASVS 5.0, 6.4.1: briefly).
pub const BY_LETTER: TimeDelta = TimeDelta::hours(1);

/// How many links somebody is sent within [`BY_LETTER`].
const MOST_LINKS: i64 = 3;

/// How many requests are looked at in one go.
const AT_A_TIME: i64 = 50;

impl Desk {
    /// Keeps that somebody asks for a new password for an address. Whether an account has it is
    /// looked up later, by [`Desk::answer_reset_requests`]: what is done here is the same for all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forgot_password(&self, email: &EmailAddress) -> Result<(), Error> {
        let (email, now) = (email.clone(), self.clock.now());
        self.store
            .write(move |tx| reset_requests::insert(tx, ResetRequestId::fresh(), &email, now))?;
        self.bell.ring();
        Ok(())
    }

    /// Looks who has the addresses for which a new password was asked, and owes them their letters.
    /// How many letters that made.
    ///
    /// # Errors
    /// When the database fails; what was answered by then stays answered.
    pub fn answer_reset_requests(&self) -> Result<u64, Error> {
        let mut owed = 0;
        loop {
            let waiting = self
                .store
                .read(|conn| reset_requests::waiting(conn, AT_A_TIME))?;
            if waiting.is_empty() {
                break;
            }
            for request in waiting {
                owed += u64::from(self.answer_reset_request(request)?);
            }
        }
        if owed > 0 {
            self.bell.ring();
        }
        Ok(owed)
    }

    fn answer_reset_request(&self, request: Waiting) -> Result<bool, Error> {
        let now = self.clock.now();
        let secret = Secret::draw();
        let mail_host = self.site.mail_host.clone();
        self.store.write(move |tx| -> Result<_, Error> {
            if !reset_requests::take(tx, request.id)? || now - request.asked_at > BY_LETTER {
                return Ok(false);
            }
            let Some(person) = people::by_email(tx, &request.email)? else {
                return Ok(false);
            };
            let sent = links::set_ups_since(tx, person.id, now - BY_LETTER)?;
            if !person.active || !has_account(tx, &person)? || sent >= MOST_LINKS {
                return Ok(false);
            }
            links::insert(tx, &new_link(&secret.hash(), Some(&person), now, BY_LETTER))?;
            let notice = Notice::PasswordReset {
                until: now + BY_LETTER,
                link: secret.reveal().to_owned(),
            };
            letters::owe(
                tx,
                &Letter::owed(None, person.email, person.lang, notice, &mail_host, now),
            )?;
            Ok(true)
        })
    }

    /// A one-time link by which somebody of the desk chooses a new password, to be handed over by
    /// hand. It works for an hour.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody of the desk has the address, or the account is closed.
    pub fn reset_link(&self, email: &EmailAddress) -> Result<Secret, Error> {
        let (email, now) = (email.clone(), self.clock.now());
        let secret = Secret::draw();
        let hash = secret.hash();
        self.store.write(move |tx| -> Result<_, Error> {
            let person = worker_called(tx, &email)?;
            if !person.active {
                return Err(Error::NotFound);
            }
            links::insert(tx, &new_link(&hash, Some(&person), now, BY_LETTER))?;
            people_events::append(tx, person.id, now, By::CommandLine, &Done::LinkGiven)?;
            Ok(())
        })?;
        Ok(secret)
    }
}

/// Whether somebody has an account, or was invited to one: those who only filed requests have none.
fn has_account(tx: &mut Conn, person: &Person) -> Result<bool, Error> {
    Ok(person.role.works_at_the_desk()
        || people::password_of(tx, person.id)?.is_some()
        || !people_events::of_person(tx, person.id, 1)?.is_empty())
}

/// Who of the desk has an address.
pub(super) fn worker_called(tx: &mut Conn, email: &EmailAddress) -> Result<Person, Error> {
    let person: Person = people::by_email(tx, email).found()?;
    if person.role.works_at_the_desk() {
        Ok(person)
    } else {
        Err(Error::NotFound)
    }
}
