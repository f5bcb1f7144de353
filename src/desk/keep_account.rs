//! One's own account: name, language, password, the devices that are signed in.

use crate::{
    domain::{
        ids::{PersonId, SessionId},
        lang::Lang,
        link::Session,
        people_history::{By, Done},
        ticket::Line,
    },
    store::{letters, links, people, people_events, second_factors, sessions},
};

use super::{
    Desk, Error, Field, Found, Secret,
    set_up::password_changed,
    sign_in::{fits, hashed, new_session},
};

impl Desk {
    /// Changes one's name and the language of one's letters.
    ///
    /// # Errors
    /// When the database fails.
    pub fn change_profile(&self, id: PersonId, name: &Line, lang: Lang) -> Result<(), Error> {
        let (to, now) = (name.as_str().to_owned(), self.clock.now());
        self.store.write(move |tx| -> Result<_, Error> {
            let from = people::find(tx, id).found()?.name;
            people::set_profile(tx, id, &to, lang)?;
            if from != to {
                let to = to.clone();
                people_events::append(tx, id, now, By::Person(id), &Done::Renamed { from, to })?;
            }
            Ok(())
        })
    }

    /// Chooses another password for oneself. Every session ends, this one too: the secret that is
    /// returned opens a new one on this device. The owner is told by letter.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the present password is another, or the new one is not taken.
    pub fn change_password(
        &self,
        id: PersonId,
        present: &str,
        new: &str,
        device: &str,
    ) -> Result<Secret, Error> {
        let (person, before) = self.store.read(move |conn| -> Result<_, Error> {
            Ok((
                people::find(conn, id).found()?,
                people::password_of(conn, id)?,
            ))
        })?;
        if !fits(present, before.as_deref()) {
            return Err(Error::fault(Field::Present, "wrong"));
        }
        self.check_password(new, &person)?;
        let (hash, now) = (hashed(new)?, self.clock.now());
        let secret = Secret::draw();
        let mut session = new_session(id, device, now);
        let (token, mail_host) = (secret.hash(), self.site.mail_host.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            // Whoever chose another one meanwhile knew better.
            if people::password_of(tx, id)? != before || !people::find(tx, id).found()?.active {
                return Err(Error::fault(Field::Present, "wrong"));
            }
            people::set_password(tx, id, &hash)?;
            links::use_up_set_ups(tx, id, now)?;
            sessions::end_all(tx, id)?;
            // Who has a second factor showed it to get here.
            session.second_factor = second_factors::find(tx, id)?.is_some();
            sessions::insert(tx, &session, &token)?;
            letters::owe(tx, &password_changed(&person, &mail_host, now))?;
            people_events::append(tx, id, now, By::Person(id), &Done::PasswordChosen)?;
            Ok(())
        })?;
        self.bell.ring();
        Ok(secret)
    }

    /// The devices on which somebody is signed in, the last used first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sessions_of(&self, id: PersonId) -> Result<Vec<Session>, Error> {
        let now = self.clock.now();
        Ok(self
            .store
            .read(move |conn| sessions::of_person(conn, id, now))?)
    }

    /// Ends one of somebody's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is none of theirs.
    pub fn end_session(&self, id: PersonId, session: SessionId) -> Result<(), Error> {
        let ended = self
            .store
            .write(move |tx| sessions::end_of(tx, id, session))?;
        if ended { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Ends all of somebody's sessions but the one at hand.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end_other_sessions(&self, id: PersonId, here: SessionId) -> Result<(), Error> {
        Ok(self
            .store
            .write(move |tx| sessions::end_others(tx, id, here))?)
    }
}
