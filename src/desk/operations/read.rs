//! Operations as the desk reads them.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{ComponentsPage, OutsideHours, hours::outside_hours};
use crate::{
    desk::{Desk, Error, Found},
    domain::{
        access::Scope,
        ids::{MonitorId, OperationId, PersonId, TicketId},
        operation::{Author, News, Operation, Revision, Said},
        ticket::Reference,
    },
    store::{Conn, StoreError, monitors, operations, people, tickets},
};

/// How far back the list of operations goes, in days: a year and a quarter.
const BACK: i64 = 456;
/// How far ahead it goes.
const AHEAD: i64 = 730;

/// The operations there are.
#[derive(Clone, Debug)]
pub struct OperationsPage {
    /// The last to begin first.
    pub operations: Vec<Operation>,
    /// What they may concern.
    pub components: ComponentsPage,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

/// A revision with the name of who made it.
#[derive(Clone, Debug)]
pub struct RevisionLine {
    /// The revision.
    pub revision: Revision,
    /// The name of who made it: a person's, or a monitor's.
    pub by: String,
}

/// An operation with all that belongs to it.
#[derive(Clone, Debug)]
pub struct OperationPage {
    /// As its last revision says it.
    pub operation: Operation,
    /// Every revision, the last first.
    pub revisions: Vec<RevisionLine>,
    /// What people were told, the last first.
    pub news: Vec<News>,
    /// The requests about it that the reader sees.
    pub tickets: Vec<(TicketId, Reference)>,
    /// What it may concern.
    pub components: ComponentsPage,
    /// The contracts whose hours it leaves, where it is a maintenance.
    pub outside: Vec<OutsideHours>,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// The operations of the last fifteen months, and those to come.
    ///
    /// # Errors
    /// When the database fails.
    pub fn operations(&self) -> Result<OperationsPage, Error> {
        let now = self.clock.now();
        let (from, to) = (now - TimeDelta::days(BACK), now + TimeDelta::days(AHEAD));
        self.store.read(|conn| {
            Ok(OperationsPage {
                operations: operations::between(conn, from, to)?,
                components: ComponentsPage::read(conn)?,
                now,
            })
        })
    }

    /// An operation with its history.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such one.
    pub fn operation(&self, id: OperationId, reader: &Scope) -> Result<OperationPage, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            let operation = operations::find(conn, id).found()?;
            let mut revisions = operations::revisions(conn, id)?;
            revisions.reverse();
            let mut news = operations::news(conn, id)?;
            news.reverse();
            let makers: Vec<Author> = revisions.iter().map(|one| one.by).collect();
            let names = makers_of(conn, &makers)?;
            let mut linked = Vec::new();
            if let Said::Outage(said) = &operation.said {
                for id in &said.tickets {
                    let found = tickets::find(conn, *id, reader)?;
                    linked.extend(found.map(|ticket| (ticket.id, ticket.reference)));
                }
            }
            let outside = match &operation.said {
                Said::Outage(_) => Vec::new(),
                Said::Maintenance(said) => outside_hours(self, conn, said)?,
            };
            Ok(OperationPage {
                revisions: revisions
                    .into_iter()
                    .map(|revision| RevisionLine {
                        by: names.get(&revision.by).cloned().unwrap_or_default(),
                        revision,
                    })
                    .collect(),
                news,
                tickets: linked,
                components: ComponentsPage::read(conn)?,
                outside,
                operation,
                now,
            })
        })
    }
}

/// The names of those who made revisions.
pub(in crate::desk) fn makers_of(
    conn: &mut Conn,
    makers: &[Author],
) -> Result<BTreeMap<Author, String>, StoreError> {
    let mut named = BTreeMap::new();
    let mut persons: Vec<PersonId> = makers.iter().filter_map(|one| one.person()).collect();
    persons.sort_unstable();
    persons.dedup();
    for person in people::with_ids(conn, &persons)? {
        named.insert(Author::Person(person.id), person.name);
    }
    let mut own: Vec<MonitorId> = makers.iter().filter_map(|one| one.monitor()).collect();
    own.sort_unstable();
    own.dedup();
    for monitor in monitors::with_ids(conn, &own)? {
        named.insert(Author::Monitor(monitor.id), monitor.said.name.to_string());
    }
    Ok(named)
}
