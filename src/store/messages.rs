//! What people wrote on tickets.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::messages,
    values::{Table, micros, some_text},
};
use crate::domain::{
    access::Scope,
    ids::{MessageId, TicketId},
    ticket::{Description, Message, Visibility},
};

const TABLE: Table = Table("messages");

/// The most messages that are read of one ticket, the oldest first.
pub const MOST: i64 = 5_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: String,
    ticket_id: String,
    author_id: Option<String>,
    visibility: String,
    body: String,
    at: i64,
}

/// Adds a message or a note.
///
/// # Errors
/// [`StoreError::Taken`] when a message with that id is there already.
pub fn insert(conn: &mut Conn, message: &Message) -> Result<(), StoreError> {
    let Message {
        id,
        ticket,
        author,
        visibility,
        body,
        at,
    } = message;
    diesel::insert_into(messages::table)
        .values((
            messages::id.eq(id.to_string()),
            messages::ticket_id.eq(ticket.to_string()),
            messages::author_id.eq(some_text(*author)),
            messages::visibility.eq(visibility.word()),
            messages::body.eq(body.as_str()),
            messages::at.eq(micros(*at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether a message is kept already: the form that brought it was sent before.
///
/// # Errors
/// When the database fails.
pub fn exists(conn: &mut Conn, id: MessageId) -> Result<bool, StoreError> {
    let found = diesel::select(diesel::dsl::exists(messages::table.find(id.to_string())));
    Ok(found.get_result(conn)?)
}

/// A ticket's conversation as `scope` may see it, in order, [`MOST`] messages at most. A requester
/// never sees a note, nor another ticket.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId, scope: &Scope) -> Result<Vec<Message>, StoreError> {
    if scope.only().is_some_and(|only| only != ticket) {
        return Ok(Vec::new());
    }
    let mut seen = vec![Visibility::Public.word()];
    if scope.sees_notes() {
        seen.push(Visibility::Internal.word());
    }
    messages::table
        .filter(messages::ticket_id.eq(ticket.to_string()))
        .filter(messages::visibility.eq_any(seen))
        .order((messages::at.asc(), messages::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(message)
        .collect()
}

fn message(row: Row) -> Result<Message, StoreError> {
    let Row {
        id,
        ticket_id,
        author_id,
        visibility,
        body,
        at,
    } = row;
    Ok(Message {
        id: TABLE.read(&id)?,
        ticket: TABLE.read(&ticket_id)?,
        author: TABLE.read_some(author_id)?,
        visibility: TABLE.read(&visibility)?,
        body: TABLE.made(Description::parse(&body))?,
        at: TABLE.instant(at)?,
    })
}
