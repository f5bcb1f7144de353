//! Addresses for which somebody asked a new password, until it was looked who has them.
//!
//! # Why
//! Asking writes one row and reads nothing, whoever has the address: neither the answer nor the
//! time it takes tells whether an account exists. Looking is the worker's, afterwards.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::reset_requests,
    values::{Table, micros},
};
use crate::domain::{ids::ResetRequestId, people::EmailAddress};

const TABLE: Table = Table("reset_requests");

/// Keeps a request until it is looked at.
///
/// # Errors
/// When the database fails.
pub fn insert(
    conn: &mut Conn,
    id: ResetRequestId,
    email: &EmailAddress,
    asked_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(reset_requests::table)
        .values((
            reset_requests::id.eq(id.to_string()),
            reset_requests::email.eq(email.as_str()),
            reset_requests::asked_at.eq(micros(asked_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A request that nobody has looked at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// Identity.
    pub id: ResetRequestId,
    /// The address that was typed.
    pub email: EmailAddress,
    /// When it was typed, UTC.
    pub asked_at: DateTime<Utc>,
}

/// The requests that wait, the oldest first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Conn, most: i64) -> Result<Vec<Waiting>, StoreError> {
    reset_requests::table
        .order((reset_requests::asked_at.asc(), reset_requests::id.asc()))
        .limit(most)
        .select((
            reset_requests::id,
            reset_requests::email,
            reset_requests::asked_at,
        ))
        .load::<(String, String, i64)>(conn)?
        .into_iter()
        .map(|(id, email, asked_at)| {
            Ok(Waiting {
                id: TABLE.read(&id)?,
                email: TABLE.made(EmailAddress::parse(&email))?,
                asked_at: TABLE.instant(asked_at)?,
            })
        })
        .collect()
}

/// Takes a request away; true for exactly one caller.
///
/// # Errors
/// When the database fails.
pub fn take(conn: &mut Conn, id: ResetRequestId) -> Result<bool, StoreError> {
    let taken = diesel::delete(reset_requests::table.find(id.to_string())).execute(conn)?;
    Ok(taken == 1)
}
