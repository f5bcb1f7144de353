//! Which account an identity provider vouches for, and which journeys to a provider came back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{outside_identities, outside_sign_ins},
    values::{Table, micros},
};
use crate::domain::{ids::PersonId, outside_identity::OutsideIdentity};

const TABLE: Table = Table("outside_identities");

/// Whose account is bound to that identity.
///
/// # Errors
/// When the database fails.
pub fn person_of(
    conn: &mut Conn,
    identity: &OutsideIdentity,
) -> Result<Option<PersonId>, StoreError> {
    let found: Option<String> = outside_identities::table
        .find((identity.issuer(), identity.subject()))
        .select(outside_identities::person_id)
        .first(conn)
        .optional()?;
    found.map(|id| TABLE.read(&id)).transpose()
}

/// Whether a person's account is bound to any identity of that issuer.
///
/// # Errors
/// When the database fails.
pub fn has_one_of(conn: &mut Conn, person: PersonId, issuer: &str) -> Result<bool, StoreError> {
    let found: Option<String> = outside_identities::table
        .filter(outside_identities::person_id.eq(person.to_string()))
        .filter(outside_identities::issuer.eq(issuer))
        .select(outside_identities::subject)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Binds a person's account to an identity.
///
/// # Errors
/// [`StoreError::Taken`] when the identity is bound already, or the account to another of that issuer.
pub fn bind(
    conn: &mut Conn,
    identity: &OutsideIdentity,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(outside_identities::table)
        .values((
            outside_identities::issuer.eq(identity.issuer()),
            outside_identities::subject.eq(identity.subject()),
            outside_identities::person_id.eq(person.to_string()),
            outside_identities::bound_at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Binds a person's account to no identity any more; false when it was bound to none.
///
/// # Errors
/// When the database fails.
pub fn unbind(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    let gone = diesel::delete(
        outside_identities::table.filter(outside_identities::person_id.eq(person.to_string())),
    )
    .execute(conn)?;
    Ok(gone > 0)
}

/// Uses a journey to a provider up, which is kept until `expires_at`; false when it was used before.
/// What has ended by `now` is forgotten.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else used it at the same moment.
pub fn use_up(
    conn: &mut Conn,
    token_hash: &str,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    diesel::delete(outside_sign_ins::table.filter(outside_sign_ins::expires_at.le(micros(now))))
        .execute(conn)?;
    let used: Option<String> = outside_sign_ins::table
        .find(token_hash)
        .select(outside_sign_ins::token_hash)
        .first(conn)
        .optional()?;
    if used.is_some() {
        return Ok(false);
    }
    diesel::insert_into(outside_sign_ins::table)
        .values((
            outside_sign_ins::token_hash.eq(token_hash),
            outside_sign_ins::expires_at.eq(micros(expires_at)),
        ))
        .execute(conn)?;
    Ok(true)
}
