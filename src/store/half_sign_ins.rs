//! Who gave the right password, or was vouched for by a provider, and owes the code of the second factor: no session yet.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError, people as persons,
    schema::{half_sign_ins, people},
    values::micros,
};
use crate::domain::{ids::PersonId, people::Person};

/// Keeps that somebody gave the right password, or came from a provider when `outside`. `token_hash`
/// is the hash of the secret that shows it until `expires_at`, UTC. What has ended by `now` is
/// forgotten.
///
/// # Errors
/// When the database fails.
pub fn insert(
    conn: &mut Conn,
    token_hash: &str,
    (person, outside): (PersonId, bool),
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::expires_at.le(micros(now))))
        .execute(conn)?;
    diesel::insert_into(half_sign_ins::table)
        .values((
            half_sign_ins::token_hash.eq(token_hash),
            half_sign_ins::person_id.eq(person.to_string()),
            half_sign_ins::expires_at.eq(micros(expires_at)),
            half_sign_ins::outside.eq(outside),
        ))
        .execute(conn)?;
    Ok(())
}

/// Who owes a code by that secret at `now`, and whether a provider vouched for them; nobody when it
/// has ended, or the account is closed.
///
/// # Errors
/// When the database fails.
pub fn by_token(
    conn: &mut Conn,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Person, bool)>, StoreError> {
    let found: Option<(persons::Row, bool)> = half_sign_ins::table
        .inner_join(people::table)
        .filter(half_sign_ins::token_hash.eq(token_hash))
        .filter(half_sign_ins::expires_at.gt(micros(now)))
        .filter(people::active.eq(true))
        .select((persons::Row::as_select(), half_sign_ins::outside))
        .get_result(conn)
        .optional()?;
    found
        .map(|(row, outside)| Ok((persons::person(row)?, outside)))
        .transpose()
}

/// Uses one up; true for exactly one caller.
///
/// # Errors
/// When the database fails.
pub fn use_up(conn: &mut Conn, token_hash: &str) -> Result<bool, StoreError> {
    let gone = diesel::delete(half_sign_ins::table.find(token_hash)).execute(conn)?;
    Ok(gone == 1)
}

/// Ends all of a person's.
///
/// # Errors
/// When the database fails.
pub fn end_all(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::person_id.eq(person.to_string())))
        .execute(conn)?;
    Ok(())
}
