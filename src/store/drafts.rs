//! What people of the desk are writing on tickets and have not sent.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::drafts,
    values::{Table, micros},
};
use crate::domain::{
    ids::{PersonId, TicketId},
    ticket::{Draft, DraftKind},
};

const TABLE: Table = Table("drafts");

/// What a person has begun to write on a ticket: an answer and a note at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, person: PersonId, ticket: TicketId) -> Result<Vec<Draft>, StoreError> {
    drafts::table
        .filter(drafts::person_id.eq(person.to_string()))
        .filter(drafts::ticket_id.eq(ticket.to_string()))
        .order(drafts::kind.asc())
        .limit(2)
        .select((drafts::kind, drafts::body, drafts::saved_at))
        .load::<(String, String, i64)>(conn)?
        .into_iter()
        .map(|(kind, body, saved_at)| {
            Ok(Draft {
                kind: TABLE.read(&kind)?,
                body,
                saved_at: TABLE.instant(saved_at)?,
            })
        })
        .collect()
}

/// Keeps a draft in the place of the one before.
///
/// # Errors
/// When the database fails.
pub fn put(
    conn: &mut Conn,
    person: PersonId,
    ticket: TicketId,
    draft: &Draft,
) -> Result<(), StoreError> {
    let saved = (
        drafts::body.eq(&draft.body),
        drafts::saved_at.eq(micros(draft.saved_at)),
    );
    let key = (person.to_string(), ticket.to_string(), draft.kind.word());
    let changed = diesel::update(drafts::table.find(key))
        .set(saved)
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(drafts::table)
            .values((
                drafts::person_id.eq(person.to_string()),
                drafts::ticket_id.eq(ticket.to_string()),
                drafts::kind.eq(draft.kind.word()),
                saved,
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets a draft, if there is one.
///
/// # Errors
/// When the database fails.
pub fn forget(
    conn: &mut Conn,
    person: PersonId,
    ticket: TicketId,
    kind: DraftKind,
) -> Result<(), StoreError> {
    let key = (person.to_string(), ticket.to_string(), kind.word());
    diesel::delete(drafts::table.find(key)).execute(conn)?;
    Ok(())
}

/// Forgets the drafts that nobody has touched since `before`; how many.
///
/// # Errors
/// When the database fails.
pub fn forget_older(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(drafts::table)
        .filter(drafts::saved_at.lt(micros(before)))
        .execute(conn)?)
}
