//! The requests, and their places in the queue.

mod around;
mod beside;
mod counts;
mod numbered;
mod page;
mod portal;
pub mod ratings;
mod reported;
mod row;
pub mod spent;
mod together;
mod turns;
mod under_contract;

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    bulk::insert_rows,
    fence::Visible,
    schema::{counters, tickets},
    values::{micros, some_text},
};
use crate::domain::{
    access::Scope,
    ids::{OrganisationId, PersonId, ServiceId, TicketId},
    ticket::{QueuePlace, Reference, Ticket},
};

pub use around::{Around, Hanging, around, hanging};
pub use counts::{
    count_of, open_by_priority_and_status, open_by_queue, queue_counts, shared_counts,
    unresolved_of,
};
pub use numbered::{Numbered, in_order, ranks_given};
pub use page::{queue_page, queue_page_before};
pub use portal::portal_page;
pub use reported::{Behind, behind, behind_of, count_behind, drawn};
pub use together::{Touch, touch_all, with_ids};
pub(super) use turns::of_turn;
pub use turns::{counts_of, open_organisations, seen_organisation};
pub use under_contract::{OfContract, count_of_contract, of_contract};

use row::{NewRow, Row, TABLE, placed};

/// Waits until nobody else takes a rank. It must be the first thing that a transaction does.
///
/// Takes the next rank of a year, from 1. Given to nobody else, and without gaps: it comes back
/// when the transaction does not end well.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else begins the year at the same moment.
pub fn next_rank(conn: &mut Conn, year: i32) -> Result<i64, StoreError> {
    next_ranks(conn, year, 1)
}

/// As [`next_rank`], for `count` tickets at once; the first of their ranks.
///
/// # Errors
/// As [`next_rank`].
pub fn next_ranks(conn: &mut Conn, year: i32, count: i64) -> Result<i64, StoreError> {
    let name = format!("ticket-{year}");
    let last = diesel::update(counters::table.find(&name))
        .set(counters::value.eq(counters::value + count))
        .returning(counters::value)
        .get_result::<i64>(conn)
        .optional()?;
    if let Some(last) = last {
        return Ok(last - count + 1);
    }
    diesel::insert_into(counters::table)
        .values((counters::name.eq(name), counters::value.eq(count)))
        .execute(conn)?;
    Ok(1)
}

/// Adds a ticket. `events` is how many events it has.
///
/// # Errors
/// [`StoreError::Taken`] when its id or its reference is there already.
pub fn insert(
    conn: &mut Conn,
    ticket: &Ticket,
    place: &QueuePlace,
    events: i64,
) -> Result<(), StoreError> {
    diesel::insert_into(tickets::table)
        .values(NewRow::of(ticket, place, events))
        .execute(conn)?;
    Ok(())
}

/// Adds many tickets, each with its place in the queue and how many events it has.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(conn: &mut Conn, filed: &[(Ticket, QueuePlace, i64)]) -> Result<(), StoreError> {
    let rows: Vec<_> = filed
        .iter()
        .map(|(ticket, place, events)| NewRow::of(ticket, place, *events))
        .collect();
    insert_rows!(conn, tickets, rows)
}

/// Whether there is any ticket.
///
/// # Errors
/// When the database fails.
pub fn any(conn: &mut Conn) -> Result<bool, StoreError> {
    let some = tickets::table
        .select(tickets::id)
        .limit(1)
        .first::<String>(conn)
        .optional()?;
    Ok(some.is_some())
}

/// The ticket with that id, if `scope` sees it.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: TicketId, scope: &Scope) -> Result<Option<Ticket>, StoreError> {
    let mut one = tickets::table
        .find(id.to_string())
        .select(Row::as_select())
        .into_boxed();
    if let Some(visible) = Visible::to(scope) {
        one = one.filter(visible);
    }
    one.get_result(conn)
        .optional()?
        .map(Row::ticket)
        .transpose()
}

/// The ticket with that reference, if `scope` sees it.
///
/// # Errors
/// When the database fails.
pub fn by_reference(
    conn: &mut Conn,
    reference: &Reference,
    scope: &Scope,
) -> Result<Option<Ticket>, StoreError> {
    let mut one = tickets::table
        .filter(tickets::year.eq(reference.year()))
        .filter(tickets::rank.eq(reference.rank()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(visible) = Visible::to(scope) {
        one = one.filter(visible);
    }
    one.get_result(conn)
        .optional()?
        .map(Row::ticket)
        .transpose()
}

/// The service under which a ticket was filed.
///
/// # Errors
/// When the database fails.
pub fn service_of(conn: &mut Conn, id: TicketId) -> Result<Option<ServiceId>, StoreError> {
    let found = tickets::table
        .find(id.to_string())
        .select(tickets::service_id)
        .first::<String>(conn)
        .optional()?;
    TABLE.read_some(found)
}

/// Changes a ticket to what `after` says, if it is still as it was in version `seen`; true for
/// exactly one caller. The version becomes `seen + 1` whatever `after` says; reference, requester
/// and time of filing never change. `events` is how many events it has now.
///
/// # Errors
/// When the database fails.
pub fn change(
    conn: &mut Conn,
    after: &Ticket,
    seen: i64,
    place: &QueuePlace,
    events: i64,
) -> Result<bool, StoreError> {
    let Ticket {
        id,
        reference: _,
        subject,
        requester: _,
        organisation,
        platform,
        organisation_said,
        service,
        queue,
        contract,
        lang,
        nature,
        priority,
        priority_confirmed,
        status,
        assignee,
        filed_at: _,
        changed_at,
        version: _,
    } = after;
    let changed = diesel::update(tickets::table.find(id.to_string()))
        .filter(tickets::version.eq(seen))
        .set((
            tickets::subject.eq(subject.as_str()),
            tickets::subject_key.eq(subject.as_str().to_lowercase()),
            tickets::organisation_id.eq(some_text(*organisation)),
            tickets::platform_id.eq(some_text(*platform)),
            tickets::organisation_said.eq(organisation_said),
            tickets::service_id.eq(service.to_string()),
            tickets::queue_id.eq(queue.to_string()),
            tickets::contract_id.eq(contract.to_string()),
            tickets::lang.eq(lang.tag()),
            tickets::nature.eq(nature.word()),
            tickets::priority.eq(priority.word()),
            tickets::priority_confirmed.eq(priority_confirmed),
            tickets::status.eq(status.word()),
            tickets::assignee_id.eq(some_text(*assignee)),
            tickets::changed_at.eq(micros(*changed_at)),
            tickets::version.eq(tickets::version + 1),
            tickets::events.eq(events),
            placed(place),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes events that no person's change made, such as an escalation, and the place in the queue
/// since; the version stays. True for exactly one of those who saw `expected_events` events.
///
/// # Errors
/// When the database fails.
pub fn touch(
    conn: &mut Conn,
    id: TicketId,
    expected_events: i64,
    new_events: i64,
    place: &QueuePlace,
) -> Result<bool, StoreError> {
    let changed = diesel::update(tickets::table.find(id.to_string()))
        .filter(tickets::events.eq(expected_events))
        .set((tickets::events.eq(new_events), placed(place)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Whose other tickets are looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Customer {
    /// One person who belongs to no organisation.
    Requester(PersonId),
    /// Everybody of an organisation.
    Organisation(OrganisationId),
}

/// What else the same customer asked, the last first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn recent_of(
    conn: &mut Conn,
    customer: Customer,
    except: TicketId,
    most: i64,
    scope: &Scope,
) -> Result<Vec<Ticket>, StoreError> {
    let mut found = tickets::table.into_boxed();
    found = match customer {
        Customer::Requester(id) => found
            .filter(tickets::requester_id.eq(id.to_string()))
            .filter(tickets::organisation_id.is_null()),
        Customer::Organisation(id) => found.filter(tickets::organisation_id.eq(id.to_string())),
    };
    if let Some(visible) = Visible::to(scope) {
        found = found.filter(visible);
    }
    found
        .filter(tickets::id.ne(except.to_string()))
        .order((tickets::filed_at.desc(), tickets::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(Row::ticket)
        .collect()
}
