//! Those who work at the desk: invited, given another role, their accounts closed and opened again.
//!
//! # Why
//! Every act is kept in a history that is only added to. There is always somebody left who can do
//! all this: the last administrator who can sign in keeps the role and the account. On PostgreSQL two
//! administrators who demote each other at the same moment are kept apart by the isolation of writes.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::PersonId,
        incoming::Bounced,
        letter::Letter,
        notice::Notice,
        people::{EmailAddress, Person, Role},
        people_history::{By, Done, PersonEvent},
    },
    store::{
        Conn, StoreError, accounts, letters, links, people, people_events, second_factors,
        sessions, tickets,
    },
};

use super::{
    Desk, Error, Field, Found, LETTER_LINKS_WORK, NewWorker, Secret, export_lists::ALL,
    lift_bounce::bounced_among, reset_password::worker_called, set_up::new_link,
};

/// How much of a history a page shows.
const HISTORY: i64 = 100;

/// How many who work at the desk a page shows.
const MOST: i64 = 1_000;

/// Somebody who works at the desk, or did.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Colleague {
    /// Who.
    pub person: Person,
    /// Whether the account is in use: until then the invitation is open.
    pub in_use: bool,
    /// When the person last signed in, UTC.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// Whether a code is asked after the password.
    pub second_factor: bool,
}

/// What was done, with the names of those it was done by and about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PeopleLine {
    /// What, about whom, when.
    pub event: PersonEvent,
    /// The name of whom it is about, as it is now.
    pub about: String,
    /// The name of who did it, where that is a person.
    pub by: Option<String>,
}

/// One person, with what was done and what is at stake.
#[derive(Clone, Debug)]
pub struct ColleaguePage {
    /// Who.
    pub colleague: Colleague,
    /// What was done, the last first.
    pub history: Vec<PeopleLine>,
    /// Unresolved tickets in the person's name.
    pub tickets: u32,
    /// Who may take these over, by name.
    pub successors: Vec<(PersonId, String)>,
    /// That letters to the person come back, if they do.
    pub bounced: Vec<(Person, Bounced)>,
    /// Whether nobody else could administer.
    pub last_administrator: bool,
}

impl Desk {
    /// Everybody who works or worked at the desk, by name, and what was last done about them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn colleagues(&self) -> Result<(Vec<Colleague>, Vec<PeopleLine>), Error> {
        self.colleagues_with(MOST, HISTORY)
    }

    /// As [`Desk::colleagues`], with all that was ever done about them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn every_colleague(&self) -> Result<(Vec<Colleague>, Vec<PeopleLine>), Error> {
        self.colleagues_with(ALL, ALL)
    }

    fn colleagues_with(
        &self,
        most: i64,
        history: i64,
    ) -> Result<(Vec<Colleague>, Vec<PeopleLine>), Error> {
        self.store.read(|conn| -> Result<_, Error> {
            let all = people::colleagues(conn, most)?;
            let events = people_events::recent(conn, history)?;
            let holders = second_factors::holders(conn, most)?;
            let known = |seen: people::Seen| {
                let second_factor = holders.contains(&seen.0.id);
                colleague(seen, second_factor)
            };
            Ok((all.into_iter().map(known).collect(), named(conn, events)?))
        })
    }

    /// Somebody of the desk.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such person at the desk.
    pub fn colleague(&self, id: PersonId) -> Result<ColleaguePage, Error> {
        self.store.read(move |conn| -> Result<_, Error> {
            let found = people::colleague(conn, id).found()?;
            let second_factor = second_factors::find(conn, id)?.is_some();
            let found = colleague(found, second_factor);
            if !found.person.role.works_at_the_desk() {
                return Err(Error::NotFound);
            }
            let mut events = people_events::of_person(conn, id, HISTORY)?;
            events.reverse();
            Ok(ColleaguePage {
                history: named(conn, events)?,
                tickets: tickets::count_of(conn, &Scope::worker(id))?,
                successors: Self::may_take_over(conn, id)?,
                bounced: bounced_among(conn, std::slice::from_ref(&found.person))?,
                last_administrator: is_last(conn, &found.person)?,
                colleague: found,
            })
        })
    }

    /// Who of the desk has an address.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody has.
    pub fn colleague_called(&self, email: &EmailAddress) -> Result<Person, Error> {
        let email = email.clone();
        self.store.read(move |conn| worker_called(conn, &email))
    }

    /// Invites somebody: the account is made, and a letter with a one-time link is owed.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the role does not carry the right, [`Error::Invalid`] when somebody
    /// has the address already.
    pub fn invite(&self, worker: &NewWorker, by: PersonId) -> Result<PersonId, Error> {
        let (person, now, desk) = (worker.person(), self.clock.now(), self.clone());
        let (id, role) = (person.id, worker.role);
        let invited = self.store.write(move |tx| -> Result<_, Error> {
            let inviting = manager(tx, by)?;
            if people::by_email(tx, &person.email)?.is_some() {
                return Err(Error::fault(Field::Email, "taken"));
            }
            people::insert(tx, &person, None, now)?;
            people_events::append(tx, id, now, By::Person(by), &Done::Added { role })?;
            owe_link(&desk, tx, &person, Some(&inviting), now)
        });
        match invited {
            Err(Error::Store(StoreError::Taken)) => {
                return Err(Error::fault(Field::Email, "taken"));
            }
            other => other?,
        }
        self.bell.ring();
        Ok(id)
    }

    /// Sends somebody another link to choose a password; the administrator never sees it.
    ///
    /// # Errors
    /// [`Error::Forbidden`], or [`Error::NotFound`] when the account is closed.
    pub fn send_link(&self, id: PersonId, by: PersonId) -> Result<(), Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            let sending = manager(tx, by)?;
            let person = worker(tx, id)?;
            if !person.active {
                return Err(Error::NotFound);
            }
            let new = !accounts::is_in_use(tx, id)?;
            people_events::append(tx, id, now, By::Person(by), &Done::LinkGiven)?;
            owe_link(&desk, tx, &person, new.then_some(&sending), now)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Gives somebody another role. Every session of the person ends.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::LastAdministrator`] when nobody else could administer.
    pub fn change_role(&self, id: PersonId, to: Role, by: By) -> Result<(), Error> {
        let now = self.clock.now();
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, by)?;
            let person = worker(tx, id)?;
            if person.role == to {
                return Ok(());
            }
            if !to.works_at_the_desk() {
                return Err(Error::NotFound);
            }
            if is_last(tx, &person)? {
                return Err(Error::LastAdministrator);
            }
            people::set_role(tx, id, to)?;
            sessions::end_all(tx, id)?;
            let from = person.role;
            people_events::append(tx, id, now, by, &Done::RoleChanged { from, to })?;
            Ok(())
        })
    }

    /// Closes somebody's account, or opens it again. A closed account has no session and no link
    /// that works; tickets stay in the person's name until they are handed over.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::LastAdministrator`] when nobody else could administer.
    pub fn set_active(&self, id: PersonId, active: bool, by: By) -> Result<(), Error> {
        let now = self.clock.now();
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, by)?;
            let person = worker(tx, id)?;
            if person.active == active {
                return Ok(());
            }
            if !active && is_last(tx, &person)? {
                return Err(Error::LastAdministrator);
            }
            people::set_active(tx, id, active)?;
            sessions::end_all(tx, id)?;
            links::use_up_set_ups(tx, id, now)?;
            let what = if active {
                Done::Reactivated
            } else {
                Done::Deactivated
            };
            people_events::append(tx, id, now, by, &what)?;
            Ok(())
        })
    }
}

/// Owes the letter with a link to choose a password: an invitation by somebody, or a reset.
pub(super) fn owe_link(
    desk: &Desk,
    tx: &mut Conn,
    person: &Person,
    inviting: Option<&Person>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let secret = Secret::draw();
    let link = new_link(&secret.hash(), Some(person), now, LETTER_LINKS_WORK);
    links::insert(tx, &link)?;
    let (until, link) = (now + LETTER_LINKS_WORK, secret.reveal().to_owned());
    let notice = match inviting {
        Some(inviting) => Notice::Invited {
            by: inviting.name.clone(),
            role: person.role,
            until,
            link,
        },
        None => Notice::PasswordReset { until, link },
    };
    let (email, lang) = (person.email.clone(), person.lang);
    let letter = Letter::owed(None, email, lang, notice, &desk.site.mail_host, now);
    Ok(letters::owe(tx, &letter)?)
}

fn colleague((person, in_use, signed_in_at): people::Seen, second_factor: bool) -> Colleague {
    Colleague {
        person,
        in_use,
        signed_in_at,
        second_factor,
    }
}

/// Somebody who works or worked at the desk.
pub(super) fn worker(tx: &mut Conn, id: PersonId) -> Result<Person, Error> {
    let person = people::find(tx, id).found()?;
    if person.role.works_at_the_desk() {
        Ok(person)
    } else {
        Err(Error::NotFound)
    }
}

/// Who may do this, at this very moment.
pub(super) fn manager(tx: &mut Conn, by: PersonId) -> Result<Person, Error> {
    let person = people::find(tx, by).found()?;
    if person.active && may(person.role, Right::ManagePeople) {
        Ok(person)
    } else {
        Err(Error::Forbidden)
    }
}

pub(super) fn allowed(tx: &mut Conn, by: By) -> Result<(), Error> {
    match by {
        By::Person(by) => manager(tx, by).map(drop),
        By::CommandLine => Ok(()),
        By::Link | By::Provider => Err(Error::Forbidden),
    }
}

/// Whether a person can administer, and nobody else who can sign in could.
fn is_last(conn: &mut Conn, person: &Person) -> Result<bool, Error> {
    let counts = person.active && person.role == Role::Administrator;
    Ok(counts && !people::another_administrator(conn, person.id)?)
}

/// Events with names.
pub(super) fn named(conn: &mut Conn, events: Vec<PersonEvent>) -> Result<Vec<PeopleLine>, Error> {
    let mut names = std::collections::BTreeMap::new();
    let mut lines = Vec::with_capacity(events.len());
    for event in events {
        let mut name = |id: PersonId| -> Result<String, Error> {
            if let Some(name) = names.get(&id) {
                return Ok(String::clone(name));
            }
            let name = people::find(conn, id).found()?.name;
            names.insert(id, name.clone());
            Ok(name)
        };
        let by = match event.by {
            By::Person(by) => Some(name(by)?),
            By::Link | By::CommandLine | By::Provider => None,
        };
        lines.push(PeopleLine {
            about: name(event.person)?,
            by,
            event,
        });
    }
    Ok(lines)
}
