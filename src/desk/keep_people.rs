//! Who works at the desk.

use crate::{
    domain::{
        ids::PersonId,
        lang::Lang,
        people::{EmailAddress, Organisation, Person, Role},
        people_history::{By, Done},
        ticket::Line,
    },
    store::{StoreError, organisations, people, people_events},
};

use super::{Desk, Error, Field};

/// Somebody who is to work at the desk.
#[derive(Clone, Debug)]
pub struct NewWorker {
    /// The name that colleagues and customers read.
    pub name: Line,
    /// The address to sign in with.
    pub email: EmailAddress,
    /// What the person may do.
    pub role: Role,
    /// The language of pages and letters.
    pub lang: Lang,
}

impl NewWorker {
    pub(super) fn person(&self) -> Person {
        Person {
            id: PersonId::fresh(),
            name: self.name.as_str().to_owned(),
            email: self.email.clone(),
            role: self.role,
            organisation: None,
            lang: self.lang,
            active: true,
        }
    }
}

impl Desk {
    /// Adds somebody who works at the desk, without a password: a set-up link gives one.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the address is known already.
    pub fn add_worker(&self, worker: &NewWorker) -> Result<PersonId, Error> {
        let (person, now) = (worker.person(), self.clock.now());
        let id = person.id;
        let added = self.store.write(move |tx| -> Result<(), StoreError> {
            if people::by_email(tx, &person.email)?.is_some() {
                return Err(StoreError::Taken);
            }
            people::insert(tx, &person, None, now)?;
            let role = person.role;
            people_events::append(tx, id, now, By::CommandLine, &Done::Added { role })
        });
        match added {
            Ok(()) => Ok(id),
            Err(StoreError::Taken) => Err(Error::fault(Field::Email, "taken")),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether anybody works here yet. If not, `serve` prints a set-up link.
    ///
    /// # Errors
    /// When the database fails.
    pub fn anyone_works(&self) -> Result<bool, Error> {
        Ok(self.store.read(people::anyone_works)?)
    }

    /// Everybody who works at the desk.
    ///
    /// # Errors
    /// When the database fails.
    pub fn workers(&self) -> Result<Vec<Person>, Error> {
        Ok(self.store.read(|conn| people::workers(conn, 1_000))?)
    }

    /// Remembers a tenant.
    ///
    /// # Errors
    /// When its mail domain belongs to another one, or the database fails.
    pub fn add_organisation(&self, organisation: &Organisation) -> Result<(), Error> {
        let organisation = organisation.clone();
        Ok(self
            .store
            .write(move |tx| organisations::insert(tx, &organisation))?)
    }
}
