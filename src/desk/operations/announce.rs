//! Planned maintenance is announced to exactly the people concerned, each window once.
//!
//! # Why
//! What was announced and the letters that say it are one transaction, and the rank of what was announced
//! is a key: a crash before it leaves both undone, and of several processes one does both.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    concerned::{Concerned, concerned, named, names_of},
    hooks::owe_announced,
};
use crate::{
    desk::{Desk, Error, Secret},
    domain::{
        ids::{ComponentId, OperationId, PersonId, SubscriberId},
        lang::Lang,
        notice::{MaintenanceFacts, MaintenanceTold, Notice},
        operation::{
            Announced, Component, MaintenanceSaid, Operation, Said, Subscriber, announced_from,
            is_to_announce,
        },
        people::{EmailAddress, Person},
    },
    store::{
        Conn, StoreError, letters,
        maintenance_notices::{self, Told},
        operations, people, status_subscribers,
    },
};

/// Who is told, and what concerns them.
struct Reader {
    who: Told,
    email: EmailAddress,
    lang: Lang,
    /// The organisation whose administrator it is; empty for a subscriber.
    organisation: String,
    components: Vec<String>,
    stop: String,
}

impl Reader {
    fn customer(one: Concerned) -> Self {
        Self {
            who: Told::Person(one.person.id),
            email: one.person.email,
            lang: one.person.lang,
            organisation: one.organisation,
            components: one.components,
            stop: String::new(),
        }
    }

    fn subscriber(one: Subscriber, components: Vec<String>, stop: &Secret) -> Self {
        Self {
            who: Told::Subscriber(one.id),
            email: one.email,
            lang: one.lang,
            organisation: String::new(),
            components,
            stop: stop.reveal().to_owned(),
        }
    }
}

impl Desk {
    /// Announces every planned maintenance whose time has come, and what changed of those that were
    /// announced; how many letters that made.
    ///
    /// # Errors
    /// When the database fails; what was announced by then stays.
    pub fn announce_maintenance(&self) -> Result<usize, Error> {
        let now = self.clock.now();
        let due = self.store.read(|conn| -> Result<_, StoreError> {
            let mut due = Vec::new();
            for one in operations::coming(conn, now)? {
                if let Said::Maintenance(said) = &one.said {
                    let before = maintenance_notices::last(conn, one.id)?;
                    if is_to_announce(said, before.as_ref(), now) {
                        due.push(one.id);
                    }
                }
            }
            Ok(due)
        })?;
        let (mut owed, is_due) = (0, !due.is_empty());
        for id in due {
            owed += self.announce(id, now)?;
        }
        // Programs are told also where no letter is owed.
        if is_due {
            self.bell.ring();
        }
        Ok(owed)
    }

    /// The next instant at which something is to be announced, as far as is known now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn next_announcement(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let now = self.clock.now();
        Ok(self.store.read(|conn| -> Result<_, StoreError> {
            let mut next = None;
            for one in operations::coming(conn, now)? {
                if let Said::Maintenance(said) = &one.said {
                    let before = maintenance_notices::last(conn, one.id)?;
                    let from = announced_from(said, before.as_ref());
                    next = next.into_iter().chain(from).min();
                }
            }
            Ok(next)
        })?)
    }

    fn announce(&self, id: OperationId, now: DateTime<Utc>) -> Result<usize, Error> {
        let (desk, key) = (self.clone(), self.form_key()?);
        let done = self.store.write(move |tx| -> Result<_, Error> {
            let Some(operation) = operations::find(tx, id)? else {
                return Ok(0);
            };
            let Said::Maintenance(said) = &operation.said else {
                return Ok(0);
            };
            let before = maintenance_notices::last(tx, id)?;
            if !is_to_announce(said, before.as_ref(), now) {
                return Ok(0);
            }
            let announced = Announced::after(before.as_ref(), operation.revision, said);
            maintenance_notices::announce(tx, id, &announced, now)?;
            let owed = letters_of(&desk, tx, &operation, said, before.as_ref(), &key, now)?;
            letters::owe_all(tx, &owed)?;
            owe_announced(tx, &operation, said, now)?;
            Ok(owed.len())
        });
        match done {
            // Another process was faster: the letters are owed.
            Err(Error::Store(StoreError::Taken)) => Ok(0),
            done => done,
        }
    }

    /// The secret of the links that end a subscription: always the same, from the desk's own key.
    pub(in crate::desk) fn stop_secret(key: &[u8; 16], id: SubscriberId) -> Result<Secret, Error> {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
        let said = [b"status-stop:".as_slice(), id.uuid().as_bytes()].concat();
        Secret::of_bytes(ring::hmac::sign(&key, &said).as_ref())
            .ok_or_else(|| Error::Inconsistent("a secret of another length".to_owned()))
    }
}

/// The letters that announce a maintenance, and notes to whom they go.
fn letters_of(
    desk: &Desk,
    tx: &mut Conn,
    operation: &Operation,
    said: &MaintenanceSaid,
    before: Option<&Announced>,
    key: &[u8; 16],
    now: DateTime<Utc>,
) -> Result<Vec<crate::domain::letter::Letter>, Error> {
    let named = named(tx)?;
    let told: BTreeSet<Told> = maintenance_notices::told(tx, operation.id)?
        .into_iter()
        .collect();
    let readers = readers(tx, operation, said, &named, key)?;
    let here: BTreeSet<Told> = readers.iter().map(|one| one.who).collect();
    let mut owed = Vec::new();
    for reader in readers {
        let word = match (told.contains(&reader.who), said.called_off) {
            // Who never heard of it need not hear that it does not take place.
            (false, true) => continue,
            (true, true) => MaintenanceTold::CalledOff,
            (true, false) => MaintenanceTold::Changed,
            (false, false) => {
                maintenance_notices::tell(tx, operation.id, reader.who)?;
                MaintenanceTold::Planned
            }
        };
        let earlier = before.filter(|_| word == MaintenanceTold::Changed);
        owed.push(letter(desk, operation, said, reader, (word, earlier), now));
    }
    for who in told.difference(&here) {
        let Some(reader) = gone(tx, *who, key)? else {
            continue;
        };
        let word = if said.called_off {
            MaintenanceTold::CalledOff
        } else {
            maintenance_notices::forget(tx, operation.id, *who)?;
            MaintenanceTold::Elsewhere
        };
        owed.push(letter(desk, operation, said, reader, (word, None), now));
    }
    Ok(owed)
}

fn letter(
    desk: &Desk,
    operation: &Operation,
    said: &MaintenanceSaid,
    reader: Reader,
    (told, earlier): (MaintenanceTold, Option<&Announced>),
    now: DateTime<Utc>,
) -> crate::domain::letter::Letter {
    let earlier = earlier.map(|one| (one.from, one.to));
    let is_customer = matches!(reader.who, Told::Person(_));
    let work = MaintenanceFacts {
        operation: operation.id,
        revision: operation.revision,
        title: said.title.to_string(),
        reason: if is_customer {
            said.reason.to_string()
        } else {
            String::new()
        },
        components: reader.components,
        from: said.from,
        to: said.to,
        earlier: earlier.filter(|earlier| *earlier != (said.from, said.to)),
        at: now,
    };
    let notice = Notice::Maintenance {
        work,
        told,
        organisation: reader.organisation,
        link: reader.stop,
    };
    desk.letter(None, reader.email, reader.lang, notice, now)
}

/// Everybody who is told, each address once: who is concerned as a customer is not told as a subscriber too.
fn readers(
    tx: &mut Conn,
    operation: &Operation,
    said: &MaintenanceSaid,
    named: &[(Component, String)],
    key: &[u8; 16],
) -> Result<Vec<Reader>, Error> {
    let concerned: BTreeMap<PersonId, Concerned> = concerned(tx, said, named)?;
    let mut addresses = BTreeSet::new();
    let mut readers = Vec::new();
    for one in concerned.into_values() {
        addresses.insert(one.person.email.as_str().to_lowercase());
        readers.push(Reader::customer(one));
    }
    let public = public(named);
    for one in status_subscribers::all(tx)? {
        let hears: Vec<ComponentId> = one.hears(operation, &public).collect();
        if !hears.is_empty() && addresses.insert(one.email.as_str().to_lowercase()) {
            let stop = Desk::stop_secret(key, one.id)?;
            readers.push(Reader::subscriber(one, names_of(named, hears), &stop));
        }
    }
    Ok(readers)
}

/// The parts that the public sees.
pub(super) fn public(named: &[(Component, String)]) -> Vec<ComponentId> {
    let public = named.iter().filter(|(one, _)| one.is_public());
    public.map(|(one, _)| one.id).collect()
}

/// Somebody who was told of a maintenance that does not concern them any more; none where the account is
/// closed or the subscription ended.
fn gone(tx: &mut Conn, who: Told, key: &[u8; 16]) -> Result<Option<Reader>, Error> {
    Ok(match who {
        Told::Person(id) => {
            let person: Option<Person> = people::find(tx, id)?.filter(|one| one.active);
            person.map(|person| {
                Reader::customer(Concerned {
                    person,
                    organisation: String::new(),
                    components: Vec::new(),
                })
            })
        }
        Told::Subscriber(id) => {
            let all = status_subscribers::all(tx)?;
            match all.into_iter().find(|one| one.id == id) {
                Some(one) => {
                    let stop = Desk::stop_secret(key, one.id)?;
                    Some(Reader::subscriber(one, Vec::new(), &stop))
                }
                None => None,
            }
        }
    })
}
