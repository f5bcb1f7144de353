//! What people wrote on tickets.

use diesel::prelude::*;
use serde::Serialize;

use super::{
    Conn, StoreError,
    bulk::insert_rows,
    phrases::among,
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
pub(super) struct Row {
    id: String,
    pub(super) ticket_id: String,
    author_id: Option<String>,
    visibility: String,
    body: String,
    at: i64,
    format: String,
}

#[derive(Insertable, Serialize)]
#[diesel(table_name = messages, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: String,
    ticket_id: String,
    author_id: Option<String>,
    visibility: &'static str,
    body: &'a str,
    at: i64,
    format: &'static str,
}

impl<'a> From<&'a Message> for NewRow<'a> {
    fn from(message: &'a Message) -> Self {
        let Message {
            id,
            ticket,
            author,
            visibility,
            body,
            format,
            at,
        } = message;
        Self {
            id: id.to_string(),
            ticket_id: ticket.to_string(),
            author_id: some_text(*author),
            visibility: visibility.word(),
            body: body.as_str(),
            at: micros(*at),
            format: format.word(),
        }
    }
}

/// Adds a message or a note.
///
/// # Errors
/// [`StoreError::Taken`] when a message with that id is there already.
pub fn insert(conn: &mut Conn, message: &Message) -> Result<(), StoreError> {
    diesel::insert_into(messages::table)
        .values(NewRow::from(message))
        .execute(conn)?;
    Ok(())
}

/// Adds many messages of many tickets.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(conn: &mut Conn, messages: &[Message]) -> Result<(), StoreError> {
    let rows: Vec<_> = messages.iter().map(NewRow::from).collect();
    insert_rows!(conn, messages, rows)
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
    let mut seen = vec![Visibility::Public.word().to_owned()];
    if scope.sees_notes() {
        seen.push(Visibility::Internal.word().to_owned());
    }
    messages::table
        .filter(messages::ticket_id.eq(ticket.to_string()))
        .filter(among(messages::visibility, seen))
        .order((messages::at.asc(), messages::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(message)
        .collect()
}

pub(super) fn message(row: Row) -> Result<Message, StoreError> {
    let Row {
        id,
        ticket_id,
        author_id,
        visibility,
        body,
        at,
        format,
    } = row;
    Ok(Message {
        id: TABLE.read(&id)?,
        ticket: TABLE.read(&ticket_id)?,
        author: TABLE.read_some(author_id)?,
        visibility: TABLE.read(&visibility)?,
        body: TABLE.made(Description::parse(&body))?,
        format: TABLE.read(&format)?,
        at: TABLE.instant(at)?,
    })
}
