//! Addresses that somebody typed into the public form, and that nobody at the desk knows yet.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{letters, messages, people, tickets},
    values::micros,
};
use crate::domain::{
    ids::{PersonId, TicketId},
    ticket::Visibility,
};

/// Keeps others from deciding about the same person until this transaction ends.
///
/// # Errors
/// When the database fails.
pub fn hold(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    match conn {
        // Has one writer at a time.
        Conn::Sqlite(_) => {}
        Conn::Postgres(conn) => {
            people::table
                .find(person.to_string())
                .select(people::id)
                .for_no_key_update()
                .first::<String>(conn)
                .optional()?;
        }
    }
    Ok(())
}

/// Whether a letter of that kind was owed to a person about a request filed after `since`.
///
/// # Errors
/// When the database fails.
pub fn was_written_to(
    conn: &mut Conn,
    person: PersonId,
    kind: &str,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let recent = tickets::table
        .filter(tickets::requester_id.eq(person.to_string()))
        .filter(tickets::filed_at.gt(micros(since)))
        .select(tickets::id.nullable());
    let sent = letters::table
        .filter(letters::ticket_id.eq_any(recent))
        .filter(letters::kind.eq(kind))
        .select(letters::id)
        .first::<String>(conn)
        .optional()?;
    Ok(sent.is_some())
}

/// Whether a request was acknowledged by a letter.
///
/// # Errors
/// When the database fails.
pub fn was_told(conn: &mut Conn, ticket: TicketId) -> Result<bool, StoreError> {
    let told = letters::table
        .filter(letters::ticket_id.eq(ticket.to_string()))
        .filter(letters::kind.eq("received"))
        .select(letters::id)
        .first::<String>(conn)
        .optional()?;
    Ok(told.is_some())
}

/// Whether somebody else has ever answered a request of that person where the person can read it.
///
/// # Errors
/// When the database fails.
pub fn was_answered(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    let own = tickets::table
        .filter(tickets::requester_id.eq(person.to_string()))
        .select(tickets::id);
    let answers = messages::table
        .filter(messages::ticket_id.eq_any(own))
        .filter(messages::visibility.eq(Visibility::Public.word()))
        .filter(messages::author_id.ne(person.to_string()))
        .select(messages::id)
        .first::<String>(conn)
        .optional()?;
    Ok(answers.is_some())
}
