//! What stands around a ticket: whom and what it names, and which of the things that most tickets
//! have none of it has.
//!
//! # Why
//! A page of a ticket asks for all of this, and on PostgreSQL each question is a way there and back:
//! what is one row is one question, and what is mostly nothing is asked for only where it is there.

use diesel::{dsl::exists, prelude::*};

use super::super::{
    Conn, StoreError, organisations, people as persons, queues as places,
    schema::{
        attachments, drafts, escalations, incoming_letters, organisations as tenants, people,
        queues, services, vendor_cases, vendor_desks, vendor_dossiers, watchers,
    },
    services as offers,
};
use crate::domain::{
    ids::{PersonId, TicketId},
    people::{Organisation, Person},
    services::{Queue, Service},
    ticket::Ticket,
};

/// Whom and what a ticket names.
#[derive(Clone, Debug)]
pub struct Around {
    /// Who filed it.
    pub requester: Person,
    /// Its tenant, when it is known.
    pub organisation: Option<Organisation>,
    /// The service chosen.
    pub service: Service,
    /// Its queue.
    pub queue: Queue,
}

/// Whom and what a ticket names; none where one of them is not seen.
///
/// # Errors
/// When the database fails.
pub fn around(conn: &mut Conn, ticket: &Ticket) -> Result<Option<Around>, StoreError> {
    let organisation = ticket.organisation.map(|id| id.to_string());
    let found = services::table
        .inner_join(queues::table.on(queues::id.eq(ticket.queue.to_string())))
        .inner_join(people::table.on(people::id.eq(ticket.requester.to_string())))
        .left_join(tenants::table.on(tenants::id.nullable().eq(organisation)))
        .filter(services::id.eq(ticket.service.to_string()))
        .select((
            persons::Row::as_select(),
            Option::<organisations::Row>::as_select(),
            offers::Row::as_select(),
            places::Row::as_select(),
        ))
        .first(conn)
        .optional()?;
    let Some((requester, organisation, service, queue)) = found else {
        return Ok(None);
    };
    if organisation.is_none() && ticket.organisation.is_some() {
        return Ok(None);
    }
    Ok(Some(Around {
        requester: persons::person(requester)?,
        organisation: organisation.map(organisations::organisation).transpose()?,
        service: offers::service(service)?,
        queue: places::queue(queue)?,
    }))
}

/// Which of the things that most tickets have none of there are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hanging {
    /// Files of its messages.
    pub files: bool,
    /// Letters that came about it.
    pub letters: bool,
    /// Levels that fired.
    pub escalations: bool,
    /// People who follow it.
    pub followers: bool,
    /// What the reader has begun to write.
    pub drafts: bool,
    /// Cases at vendors.
    pub cases: bool,
    /// A dossier for a vendor that is being written.
    pub dossier: bool,
    /// Whether any vendor takes cases at all.
    pub vendors: bool,
}

/// What there is of a ticket, for somebody who reads it.
///
/// # Errors
/// When the database fails.
pub fn hanging(
    conn: &mut Conn,
    ticket: TicketId,
    reader: Option<PersonId>,
) -> Result<Hanging, StoreError> {
    let ticket = ticket.to_string();
    let reader = reader.map(|id| id.to_string()).unwrap_or_default();
    let file = attachments::table
        .filter(attachments::ticket_id.eq(&ticket))
        .filter(attachments::message_id.is_not_null());
    let draft = drafts::table
        .filter(drafts::person_id.eq(&reader))
        .filter(drafts::ticket_id.eq(&ticket));
    let (files, letters, escalations, followers, drafts, cases, dossier, vendors) =
        diesel::select((
            exists(file),
            exists(incoming_letters::table.filter(incoming_letters::ticket_id.eq(&ticket))),
            exists(escalations::table.filter(escalations::ticket_id.eq(&ticket))),
            exists(watchers::table.filter(watchers::ticket_id.eq(&ticket))),
            exists(draft),
            exists(vendor_cases::table.filter(vendor_cases::ticket_id.eq(&ticket))),
            exists(vendor_dossiers::table.filter(vendor_dossiers::ticket_id.eq(&ticket))),
            exists(vendor_desks::table.select(vendor_desks::organisation_id)),
        ))
        .get_result(conn)?;
    Ok(Hanging {
        files,
        letters,
        escalations,
        followers,
        drafts,
        cases,
        dossier,
        vendors,
    })
}
