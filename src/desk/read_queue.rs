//! The queue: what falls due first, one page at a time.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        contract::{Contract, Promise},
        ids::{OrganisationId, QueueId},
        people::{Organisation, Person},
        services::Queue,
        sla::{self, Left},
        stored_clock::StoredState,
        ticket::{ClockName, QueueCounts, QueueFilter, QueueKey, QueueRow},
    },
    store::{Conn, tickets},
};

use super::{Desk, Error};

/// How many tickets a page of the queue holds.
pub const PAGE: i64 = 50;

/// One line of the queue.
#[derive(Clone, Debug)]
pub struct QueueLine {
    /// What the database knows.
    pub row: QueueRow,
    /// The ticket's contract.
    pub contract: Arc<Contract>,
    /// What is left of the clock that falls due first; `None` when none runs.
    pub left: Option<Left>,
}

impl QueueLine {
    /// What is promised to the ticket for a clock.
    #[must_use]
    pub fn promise(&self, clock: ClockName) -> Option<&Promise> {
        let ticket = &self.row.ticket;
        self.contract
            .promise_for(ticket.nature, clock, ticket.priority)
    }
}

/// A page of the queue.
#[derive(Clone, Debug)]
pub struct QueuePage {
    /// Its lines, what falls due first at the top.
    pub lines: Vec<QueueLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<QueueKey>,
    /// How many tickets each view holds.
    pub counts: QueueCounts,
    /// The queues to choose from.
    pub queues: Arc<Vec<Queue>>,
    /// How many unresolved tickets each queue holds.
    pub open_by_queue: BTreeMap<QueueId, u32>,
    /// The people to choose from.
    pub workers: Arc<Vec<Person>>,
    /// The one organisation that was asked for.
    pub organisation: Option<Organisation>,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// A page of the queue as `reader` may see it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queue(
        &self,
        filter: QueueFilter,
        after: Option<QueueKey>,
        reader: &Scope,
    ) -> Result<QueuePage, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.store.read(move |conn| {
            let mut rows = tickets::queue_page(conn, &filter, after.as_ref(), PAGE + 1, reader)?;
            let full = usize::try_from(PAGE).unwrap_or(usize::MAX);
            let more = rows.len() > full;
            rows.truncate(full);
            let next = if more {
                rows.last().map(QueueRow::key)
            } else {
                None
            };
            let lines = rows
                .into_iter()
                .map(|row| line_of(&desk, conn, row, now))
                .collect::<Result<Vec<_>, Error>>()?;
            let (counts, open_by_queue) = desk.counted(conn, reader, now)?;
            Ok(QueuePage {
                lines,
                next,
                counts,
                open_by_queue,
                organisation: match filter.organisation {
                    Some(id) => tickets::seen_organisation(conn, id, reader)?,
                    None => None,
                },
                queues: desk.listed_queues(conn, reader, now)?,
                workers: desk.listed_workers(conn, now)?,
                now,
            })
        })
    }

    /// The organisation with that id, where `reader` sees some ticket of it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn organisation_seen(
        &self,
        id: OrganisationId,
        reader: &Scope,
    ) -> Result<Option<Organisation>, Error> {
        let seen = self
            .store
            .read(|conn| tickets::seen_organisation(conn, id, reader));
        Ok(seen?)
    }

    /// How many tickets each view holds, for the rail of every page.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queue_counts(&self, reader: &Scope) -> Result<QueueCounts, Error> {
        let now = self.clock.now();
        let (counts, _) = self.store.read(|conn| self.counted(conn, reader, now))?;
        Ok(counts)
    }
}

/// A row with its contract and what is left of its running clock.
pub(super) fn line_of(
    desk: &Desk,
    conn: &mut Conn,
    row: QueueRow,
    now: DateTime<Utc>,
) -> Result<QueueLine, Error> {
    let contract = desk.contracts.get(conn, row.ticket.contract)?;
    let left = left(&row, &contract, now);
    Ok(QueueLine {
        row,
        contract,
        left,
    })
}

/// What is left of a row's running clock, in the unit of its promise.
fn left(row: &QueueRow, contract: &Contract, now: DateTime<Utc>) -> Option<Left> {
    let clock = row
        .clock
        .filter(|clock| clock.state == StoredState::Running)?;
    let ticket = &row.ticket;
    let promise = contract.promise_for(ticket.nature, clock.name, ticket.priority)?;
    Some(sla::time_left(contract, promise, clock.deadline?, now))
}
