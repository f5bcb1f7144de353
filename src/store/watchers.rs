//! Colleagues of a requester who follow a ticket, too.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError, people as persons,
    phrases::among,
    schema::{people, tickets, watchers},
    values::{As, Table, micros},
};
use crate::domain::{
    ids::{OrganisationId, PersonId, TicketId},
    people::Person,
};

const TABLE: Table = Table("watchers");

/// How many people follow one ticket at most.
pub const MOST: i64 = 50;

/// Lets somebody of an organisation follow a ticket; false when they do already, and when they belong
/// to none.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else says so at the same moment.
pub fn add(
    conn: &mut Conn,
    ticket: TicketId,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if is_one(conn, ticket, person)? {
        return Ok(false);
    }
    let organisation: Option<Option<String>> = people::table
        .find(person.to_string())
        .select(people::organisation_id)
        .first(conn)
        .optional()?;
    let Some(organisation) = organisation.flatten() else {
        return Ok(false);
    };
    diesel::insert_into(watchers::table)
        .values((
            watchers::ticket_id.eq(ticket.to_string()),
            watchers::person_id.eq(person.to_string()),
            watchers::organisation_id.eq(organisation),
            watchers::since.eq(micros(since)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Lets somebody follow a ticket no longer; false when they did not.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Conn, ticket: TicketId, person: PersonId) -> Result<bool, StoreError> {
    let key = (ticket.to_string(), person.to_string());
    Ok(diesel::delete(watchers::table.find(key)).execute(conn)? == 1)
}

/// Whether somebody follows a ticket.
///
/// # Errors
/// When the database fails.
pub fn is_one(conn: &mut Conn, ticket: TicketId, person: PersonId) -> Result<bool, StoreError> {
    let key = (ticket.to_string(), person.to_string());
    let found = diesel::select(diesel::dsl::exists(watchers::table.find(key)));
    Ok(found.get_result(conn)?)
}

/// Who follows a ticket, by name, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<Person>, StoreError> {
    watchers::table
        .inner_join(people::table)
        .filter(watchers::ticket_id.eq(ticket.to_string()))
        .order((people::name.asc(), people::id.asc()))
        .limit(MOST)
        .select(persons::Row::as_select())
        .load(conn)?
        .into_iter()
        .map(persons::person)
        .collect()
}

/// Which tickets of an organisation these people follow, in the order of ids, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn followed_by(
    conn: &mut Conn,
    people: &[PersonId],
    organisation: OrganisationId,
    most: i64,
) -> Result<Vec<(TicketId, PersonId)>, StoreError> {
    let ids = people.iter().map(ToString::to_string).collect();
    watchers::table
        .inner_join(tickets::table.on(tickets::id.eq(watchers::ticket_id)))
        .filter(among(watchers::person_id, ids))
        .filter(tickets::organisation_id.eq(organisation.to_string()))
        .order((watchers::ticket_id.asc(), watchers::person_id.asc()))
        .limit(most)
        .select((watchers::ticket_id, watchers::person_id))
        .load::<(As<TicketId>, As<PersonId>)>(conn)?
        .into_iter()
        .map(both)
        .collect()
}

/// What one person follows, in the order of ids, `most` of it.
///
/// # Errors
/// When the database fails.
pub fn followed(
    conn: &mut Conn,
    person: PersonId,
    most: i64,
) -> Result<Vec<(TicketId, PersonId)>, StoreError> {
    watchers::table
        .filter(watchers::person_id.eq(person.to_string()))
        .order(watchers::ticket_id.asc())
        .limit(most)
        .select((watchers::ticket_id, watchers::person_id))
        .load::<(As<TicketId>, As<PersonId>)>(conn)?
        .into_iter()
        .map(both)
        .collect()
}

fn both(
    (ticket, person): (As<TicketId>, As<PersonId>),
) -> Result<(TicketId, PersonId), StoreError> {
    Ok((ticket.of(TABLE)?, person.of(TABLE)?))
}
