//! Whole lists, for those who take them away: what the pages show, without their limits.
//!
//! # Why
//! A list that only grows is read some rows at a time, each time from where the last ones ended, so
//! that however long it is it takes little memory and holds no connection for long.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        escalation::Escalation,
        ids::{
            EscalationId, EventId, IncomingId, LetterId, OrganisationId, PersonId, ServiceId,
            TicketId,
        },
        incoming::{IncomingLetter, IncomingState},
        letter::{Letter, LetterState},
        people::Organisation,
        ticket::{Event, PortalFilter, PortalKey, QueueFilter, QueueKey, Reference, Ticket, What},
    },
    store::{
        Conn, escalations, events, incoming, letters, organisations, people, services,
        tickets::{self, ratings},
        time_entries,
    },
};

use super::{
    Desk, Error, Found, RatingSaid,
    read_queue::{QueueLine, line_of},
};

/// How many rows are read at a time.
const SOME: i64 = 500;
/// The most rows of lists that grow by hand.
pub(super) const ALL: i64 = 100_000;

/// An escalation with the names that its row needs.
#[derive(Clone, Debug)]
pub struct EscalationRow {
    /// The record.
    pub escalation: Escalation,
    /// Its ticket.
    pub ticket: Ticket,
    /// The name of the ticket's organisation, when it is known.
    pub organisation: Option<String>,
    /// The name of who answered, where that is a person the desk knows.
    pub acknowledged_by: Option<String>,
}

/// Time that was told of a ticket, or its correction.
#[derive(Clone, Debug)]
pub struct TimeRow {
    /// The event that tells of it: the place in the list, with its instant.
    pub event: EventId,
    /// When it was told, UTC.
    pub at: DateTime<Utc>,
    /// The reference of the ticket.
    pub reference: Reference,
    /// What the ticket is about.
    pub subject: String,
    /// The name of who told it.
    pub by: String,
    /// Minutes; less than none when a correction takes some away.
    pub minutes: i32,
    /// Why it was corrected; none for what is no correction.
    pub reason: Option<String>,
}

impl Desk {
    /// Some tickets that meet `filter` and that `reader` sees, in the queue's order, after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queue_rows(
        &self,
        filter: &QueueFilter,
        after: Option<&QueueKey>,
        reader: &Scope,
    ) -> Result<Vec<QueueLine>, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            tickets::queue_page(conn, filter, after, SOME, reader)?
                .into_iter()
                .map(|row| line_of(self, conn, row, now))
                .collect()
        })
    }

    /// Some tickets that a customer's `reader` sees, in the order of the portal, after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn customer_rows(
        &self,
        filter: &PortalFilter,
        after: Option<&PortalKey>,
        reader: &Scope,
    ) -> Result<Vec<QueueLine>, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            tickets::portal_page(conn, filter, after, SOME, reader)?
                .into_iter()
                .map(|row| line_of(self, conn, row, now))
                .collect()
        })
    }

    /// Some escalations, the newest first, before `before`; `open` leaves those that somebody
    /// answered, or whose clock has stopped.
    ///
    /// # Errors
    /// When the database fails.
    pub fn escalation_rows(
        &self,
        open: bool,
        before: Option<(DateTime<Utc>, EscalationId)>,
        reader: &Scope,
    ) -> Result<Vec<EscalationRow>, Error> {
        self.store.read(|conn| {
            let found = if open {
                escalations::open(conn, SOME, before, reader)?
            } else {
                escalations::recent(conn, SOME, before, reader)?
            };
            let mut names = Names::default();
            found
                .into_iter()
                .map(|escalation| {
                    let ticket = tickets::find(conn, escalation.ticket, reader).found()?;
                    let organisation = match ticket.organisation {
                        Some(id) => Some(names.organisation(conn, id)?),
                        None => None,
                    };
                    let acknowledged_by = match escalation.acknowledged_by {
                        Some(id) => Some(names.person(conn, id)?),
                        None => None,
                    };
                    Ok(EscalationRow {
                        escalation,
                        ticket,
                        organisation,
                        acknowledged_by,
                    })
                })
                .collect()
        })
    }

    /// Some letters in a state that `reader` sees, the newest first, before `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn letter_rows(
        &self,
        state: LetterState,
        before: Option<(DateTime<Utc>, LetterId)>,
        reader: &Scope,
    ) -> Result<Vec<Letter>, Error> {
        Ok(self
            .store
            .read(|conn| letters::list(conn, Some(state), before, SOME, reader))?)
    }

    /// Some letters that came in, in a state and as `reader` sees them, the last first, before
    /// `before`; each with the reference of its ticket.
    ///
    /// # Errors
    /// When the database fails.
    pub fn incoming_rows(
        &self,
        state: IncomingState,
        before: Option<(DateTime<Utc>, IncomingId)>,
        reader: &Scope,
    ) -> Result<Vec<(IncomingLetter, Option<Reference>)>, Error> {
        self.store.read(|conn| {
            incoming::list(conn, Some(state), before, SOME, reader)?
                .into_iter()
                .map(|letter| {
                    let ticket = match letter.belongs_to {
                        Some((ticket, _)) => tickets::find(conn, ticket, reader)?,
                        None => None,
                    };
                    Ok((letter, ticket.map(|one| one.reference)))
                })
                .collect()
        })
    }

    /// Some of what requesters said from `since` on of the tickets that `reader` sees, the last first,
    /// before `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn opinion_rows(
        &self,
        since: DateTime<Utc>,
        before: Option<(DateTime<Utc>, TicketId)>,
        reader: &Scope,
    ) -> Result<Vec<RatingSaid>, Error> {
        Ok(self
            .store
            .read(|conn| ratings::recent(conn, since, before, SOME, reader))?)
    }

    /// Every organisation whose name contains a text, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn every_organisation(&self, text: &str) -> Result<Vec<Organisation>, Error> {
        Ok(self
            .store
            .read(|conn| organisations::like(conn, text, ALL))?)
    }

    /// The names of all services, those that are offered no more too.
    ///
    /// # Errors
    /// When the database fails.
    pub fn service_names(&self) -> Result<BTreeMap<ServiceId, String>, Error> {
        let all = self.store.read(|conn| services::list(conn, ALL))?;
        Ok(all.into_iter().map(|one| (one.id, one.name)).collect())
    }

    /// The name of an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such one.
    pub fn organisation_name(&self, id: OrganisationId) -> Result<String, Error> {
        Ok(self
            .store
            .read(|conn| organisations::find(conn, id))
            .found()?
            .name)
    }

    /// Some of the time told of an organisation's tickets that `reader` sees, from an instant on and
    /// before another, in the order of telling, after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn time_rows(
        &self,
        organisation: OrganisationId,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        after: Option<(DateTime<Utc>, EventId)>,
        reader: &Scope,
    ) -> Result<Vec<TimeRow>, Error> {
        self.store.read(|conn| {
            let period = (from, until);
            let told = time_entries::told(conn, organisation, period, after, SOME, reader)?;
            let ids: Vec<EventId> = told.iter().map(|entry| entry.id).collect();
            let events = events::with_ids(conn, &ids)?;
            let events: BTreeMap<EventId, &Event> =
                events.iter().map(|event| (event.id, event)).collect();
            let mut names = Names::default();
            told.into_iter()
                .map(|entry| {
                    let event = events.get(&entry.id).ok_or(Error::NotFound)?;
                    let ticket = names.ticket(conn, entry.ticket, reader)?;
                    time_row(conn, &mut names, event, (&ticket, entry.minutes))
                })
                .collect()
        })
    }
}

fn time_row(
    conn: &mut Conn,
    names: &mut Names,
    event: &Event,
    (ticket, minutes): (&Ticket, i32),
) -> Result<TimeRow, Error> {
    let by = match event.actor.person() {
        Some(id) => names.person(conn, id)?,
        None => String::new(),
    };
    Ok(TimeRow {
        event: event.id,
        at: event.at,
        reference: ticket.reference,
        subject: ticket.subject.to_string(),
        by,
        minutes,
        reason: match &event.what {
            What::TimeCorrected { reason, .. } => Some(reason.to_string()),
            _ => None,
        },
    })
}

/// What was looked up already.
#[derive(Debug, Default)]
struct Names {
    people: BTreeMap<PersonId, String>,
    organisations: BTreeMap<OrganisationId, String>,
    tickets: BTreeMap<TicketId, Ticket>,
}

impl Names {
    fn person(&mut self, conn: &mut Conn, id: PersonId) -> Result<String, Error> {
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let name = people::find(conn, id).found()?.name;
        self.people.insert(id, name.clone());
        Ok(name)
    }

    fn ticket(&mut self, conn: &mut Conn, id: TicketId, reader: &Scope) -> Result<Ticket, Error> {
        if let Some(ticket) = self.tickets.get(&id) {
            return Ok(ticket.clone());
        }
        let ticket = tickets::find(conn, id, reader).found()?;
        self.tickets.insert(id, ticket.clone());
        Ok(ticket)
    }

    fn organisation(&mut self, conn: &mut Conn, id: OrganisationId) -> Result<String, Error> {
        if let Some(name) = self.organisations.get(&id) {
            return Ok(name.clone());
        }
        let name = organisations::find(conn, id).found()?.name;
        self.organisations.insert(id, name.clone());
        Ok(name)
    }
}
