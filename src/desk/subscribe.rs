//! Somebody subscribes to the news of the status page, and ends it.
//!
//! # Why
//! Whoever types an address may type somebody else's: nothing but one letter goes there until the link in it
//! is opened and its button pressed, and so many such letters a day whoever asks. What happens is the same
//! for every address, known or not, so that nobody learns who subscribed.

use chrono::TimeDelta;

use crate::{
    domain::{
        access::{Right, may},
        ids::{PersonId, SubscriberId},
        lang::Lang,
        notice::Notice,
        operation::{CONFIRMED_WITHIN, Choice, Component, MOST_ASKED, Subscriber},
        people::EmailAddress,
    },
    store::{
        Conn, StoreError, components, letters, maintenance_notices, people, status_hook_deliveries,
        status_subscribers::{self, Asked},
    },
};

use super::{Desk, Error, Found, Secret};

/// How long what was said to programs is kept.
const TOLD_KEPT: TimeDelta = TimeDelta::days(90);

/// The subscribers, and the parts that they may have chosen.
#[derive(Clone, Debug)]
pub struct SubscribersPage {
    /// The first to confirm first.
    pub subscribers: Vec<Subscriber>,
    /// What the public sees.
    pub components: Vec<Component>,
}

impl Desk {
    /// Owes a letter by which the owner of an address confirms that the news of the status page are wanted
    /// there. Nothing tells whether it was owed: an address is sent so many a day.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ask_for_status_news(
        &self,
        email: &EmailAddress,
        lang: Lang,
        choice: &Choice,
    ) -> Result<(), Error> {
        let (now, secret, desk) = (self.clock.now(), Secret::draw(), self.clone());
        let (email, choice) = (email.clone(), choice.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            let since = now - CONFIRMED_WITHIN;
            if status_subscribers::asked_since(tx, &email, since)? >= MOST_ASKED {
                return Ok(());
            }
            let mut choice = choice.clone();
            let public = public(tx)?;
            choice.0.retain(|id| public.iter().any(|one| one.id == *id));
            let until = now + CONFIRMED_WITHIN;
            let asked = Asked {
                email: email.clone(),
                lang,
                choice: choice.clone(),
                expires_at: until,
            };
            status_subscribers::ask(tx, &secret.hash(), &asked, now)?;
            let chosen = public.into_iter().filter(|one| choice.0.contains(&one.id));
            let notice = Notice::StatusConfirm {
                components: chosen.map(|one| one.name).collect(),
                until,
                link: secret.reveal().to_owned(),
            };
            letters::owe(tx, &desk.letter(None, email.clone(), lang, notice, now))?;
            Ok(())
        })?;
        self.bell.ring();
        Ok(())
    }

    /// What the link of a letter confirms: the address and the parts that were chosen by name, none for all.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was used or is too old.
    pub fn status_news_asked(&self, link: &Secret) -> Result<(EmailAddress, Vec<String>), Error> {
        let (now, hash) = (self.clock.now(), link.hash());
        self.store.read(|conn| {
            let asked = status_subscribers::asked(conn, &hash, now).found()?;
            let chosen = public(conn)?
                .into_iter()
                .filter(|one| asked.choice.0.contains(&one.id));
            let names = chosen.map(|one| one.name).collect();
            Ok((asked.email, names))
        })
    }

    /// Confirms an address by the link of its letter: its owner hears the news from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was used or is too old.
    pub fn confirm_status_news(&self, link: &Secret) -> Result<EmailAddress, Error> {
        let (now, hash, key) = (self.clock.now(), link.hash(), self.form_key()?);
        let id = SubscriberId::fresh();
        let stop = Self::stop_secret(&key, id)?.hash();
        let done = self.store.write(move |tx| -> Result<_, Error> {
            let asked = status_subscribers::asked(tx, &hash, now).found()?;
            let subscriber = Subscriber {
                id,
                email: asked.email.clone(),
                lang: asked.lang,
                choice: asked.choice,
                confirmed_at: now,
            };
            status_subscribers::keep(tx, &subscriber, &stop)?;
            status_subscribers::answered(tx, &asked.email)?;
            Ok(asked.email)
        });
        match done {
            // The same button, pressed twice at once.
            Err(Error::Store(StoreError::Taken)) => Err(Error::NotFound),
            done => done,
        }
    }

    /// The address that the link at the foot of a letter ends.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it has ended, or never began.
    pub fn status_news_of(&self, stop: &Secret) -> Result<EmailAddress, Error> {
        let hash = stop.hash();
        let one = self
            .store
            .read(|conn| status_subscribers::by_stop(conn, &hash));
        Ok(one.found()?.email)
    }

    /// Ends a subscription by the link at the foot of a letter, and forgets the address. False when it has
    /// ended already.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stop_status_news(&self, stop: &Secret) -> Result<bool, Error> {
        let hash = stop.hash();
        self.store.write(move |tx| -> Result<_, Error> {
            let Some(one) = status_subscribers::by_stop(tx, &hash)? else {
                return Ok(false);
            };
            Ok(forget(tx, one.id)?)
        })
    }

    /// The subscribers of the status page.
    ///
    /// # Errors
    /// When the database fails.
    pub fn status_subscribers(&self) -> Result<SubscribersPage, Error> {
        Ok(self.store.read(|conn| {
            Ok::<_, StoreError>(SubscribersPage {
                subscribers: status_subscribers::all(conn)?,
                components: public(conn)?,
            })
        })?)
    }

    /// Deletes a subscriber: somebody asked the desk to.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when there is none such.
    pub fn delete_subscriber(&self, id: SubscriberId, by: PersonId) -> Result<(), Error> {
        self.store.write(move |tx| {
            let person = people::find(tx, by).found()?;
            if !person.active || !may(person.role, Right::ManageSetUp) {
                return Err(Error::Forbidden);
            }
            if forget(tx, id)? {
                Ok(())
            } else {
                Err(Error::NotFound)
            }
        })
    }

    /// Forgets the addresses that nobody confirmed in time; how many that were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep_unconfirmed(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        Ok(self
            .store
            .write(move |tx| status_subscribers::forget_unconfirmed(tx, now))?)
    }

    /// Forgets what was said to programs long ago; how much that was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep_told(&self) -> Result<usize, Error> {
        let before = self.clock.now() - TOLD_KEPT;
        Ok(self
            .store
            .write(move |tx| status_hook_deliveries::forget_done(tx, before))?)
    }
}

fn forget(tx: &mut Conn, id: SubscriberId) -> Result<bool, StoreError> {
    maintenance_notices::forget_subscriber(tx, id)?;
    status_subscribers::delete(tx, id)
}

fn public(conn: &mut Conn) -> Result<Vec<Component>, StoreError> {
    let mut all = components::all(conn)?;
    all.retain(Component::is_public);
    Ok(all)
}
