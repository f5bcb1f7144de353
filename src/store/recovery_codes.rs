//! The recovery codes that were not used yet, by their hash.

use diesel::prelude::*;

use super::{Conn, StoreError, schema::recovery_codes};
use crate::domain::ids::PersonId;

/// Puts other codes in the place of those that a person has; none to leave none.
///
/// # Errors
/// When the database fails.
pub fn replace(conn: &mut Conn, person: PersonId, hashes: &[String]) -> Result<(), StoreError> {
    let person = person.to_string();
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(&person)))
        .execute(conn)?;
    for hash in hashes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::code_hash.eq(hash),
                recovery_codes::person_id.eq(&person),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Uses a code of a person up; true for exactly one caller.
///
/// # Errors
/// When the database fails.
pub fn use_up(conn: &mut Conn, person: PersonId, hash: &str) -> Result<bool, StoreError> {
    let gone = diesel::delete(
        recovery_codes::table
            .find(hash)
            .filter(recovery_codes::person_id.eq(person.to_string())),
    )
    .execute(conn)?;
    Ok(gone == 1)
}

/// How many codes a person has left.
///
/// # Errors
/// When the database fails.
pub fn left(conn: &mut Conn, person: PersonId) -> Result<i64, StoreError> {
    Ok(recovery_codes::table
        .filter(recovery_codes::person_id.eq(person.to_string()))
        .count()
        .get_result(conn)?)
}
