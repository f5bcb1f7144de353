//! What is told of letters that have left: of which ticket they were, and that they came back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{Row, TABLE, kept, letter};
use crate::{
    domain::{
        ids::TicketId,
        letter::{Letter, LetterState},
        people::EmailAddress,
    },
    store::{Conn, StoreError, phrases::among, schema::letters, values::micros},
};

/// The ticket of the latest letter with one of these Message-IDs.
///
/// # Errors
/// When the database fails.
pub fn ticket_of(conn: &mut Conn, ids: &[String]) -> Result<Option<TicketId>, StoreError> {
    let found = letters::table
        .filter(among(letters::message_id, ids.to_vec()))
        .filter(letters::ticket_id.is_not_null())
        .order((letters::created_at.desc(), letters::id.desc()))
        .select(letters::ticket_id)
        .first::<Option<String>>(conn)
        .optional()?
        .flatten();
    TABLE.read_some(found)
}

/// The letter with a Message-ID.
///
/// # Errors
/// When the database fails.
pub fn by_message_id(conn: &mut Conn, id: &str) -> Result<Option<Letter>, StoreError> {
    letters::table
        .filter(letters::message_id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(letter)
        .transpose()
}

/// Whether a letter of a kind was owed to an address after `since`.
///
/// # Errors
/// When the database fails.
pub fn was_owed(
    conn: &mut Conn,
    recipient: &EmailAddress,
    kind: &str,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let found = letters::table
        .filter(letters::created_at.gt(micros(since)))
        .filter(letters::kind.eq(kind))
        .filter(letters::recipient.eq(recipient.as_str()))
        .select(letters::id)
        .first::<String>(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Notes that a letter which had left came back for good, and why. False when it has not left.
///
/// # Errors
/// When the database fails.
pub fn came_back(
    conn: &mut Conn,
    id: &str,
    why: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(letters::table.filter(letters::message_id.eq(id)))
        .filter(letters::state.eq(LetterState::Sent.word()))
        .set((
            letters::state.eq(LetterState::Refused.word()),
            letters::last_error.eq(kept(why)),
            letters::next_try_at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
