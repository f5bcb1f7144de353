//! Addresses that letters came back from.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    domain::people::EmailAddress,
    store::{
        Conn, StoreError,
        schema::bounced_addresses,
        values::{Table, micros},
    },
};

const TABLE: Table = Table("bounced_addresses");

/// That letters to an address come back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Bounced {
    /// What the last server said.
    pub why: String,
    /// Since when, UTC.
    pub since: DateTime<Utc>,
    /// When the last one came back, UTC.
    pub last_at: DateTime<Utc>,
}

/// Marks an address.
///
/// # Errors
/// [`StoreError::Taken`] when another process marks it at the same moment.
pub fn note_bounce(
    conn: &mut Conn,
    address: &EmailAddress,
    why: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let key = address.key();
    let said = (
        bounced_addresses::why.eq(why),
        bounced_addresses::last_at.eq(micros(at)),
    );
    let changed = diesel::update(bounced_addresses::table.find(&key))
        .set(said)
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(bounced_addresses::table)
            .values((
                bounced_addresses::email_key.eq(&key),
                bounced_addresses::since.eq(micros(at)),
                said,
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes the mark off an address: a letter came from it, or somebody says that it works.
///
/// # Errors
/// When the database fails.
pub fn forget_bounce(conn: &mut Conn, address: &EmailAddress) -> Result<bool, StoreError> {
    let gone = diesel::delete(bounced_addresses::table.find(address.key())).execute(conn)?;
    Ok(gone == 1)
}

/// Whether letters to an address come back.
///
/// # Errors
/// When the database fails.
pub fn bounced(conn: &mut Conn, address: &EmailAddress) -> Result<Option<Bounced>, StoreError> {
    let found = bounced_addresses::table
        .find(address.key())
        .select((
            bounced_addresses::why,
            bounced_addresses::since,
            bounced_addresses::last_at,
        ))
        .first::<(String, i64, i64)>(conn)
        .optional()?;
    found
        .map(|(why, since, last_at)| {
            Ok(Bounced {
                why,
                since: TABLE.instant(since)?,
                last_at: TABLE.instant(last_at)?,
            })
        })
        .transpose()
}
