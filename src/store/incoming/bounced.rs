//! Addresses that letters came back from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    domain::{incoming::Bounced, people::EmailAddress},
    store::{
        Conn, StoreError,
        phrases::among,
        schema::bounced_addresses,
        values::{Table, micros},
    },
};

const TABLE: Table = Table("bounced_addresses");

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

/// Takes the mark off an address: somebody says that it works. False when there is none.
///
/// # Errors
/// When the database fails.
pub fn forget_bounce(conn: &mut Conn, address: &EmailAddress) -> Result<bool, StoreError> {
    let gone = diesel::delete(bounced_addresses::table.find(address.key())).execute(conn)?;
    Ok(gone == 1)
}

/// Takes the mark off an address from which a letter came at `came`, unless another letter to it has
/// come back since.
///
/// # Errors
/// When the database fails.
pub fn address_wrote(
    conn: &mut Conn,
    address: &EmailAddress,
    came: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let marked = bounced_addresses::table.find(address.key());
    let gone = diesel::delete(marked)
        .filter(bounced_addresses::last_at.lt(micros(came)))
        .execute(conn)?;
    Ok(gone == 1)
}

/// Those of some addresses that letters come back from, by the address in lower case.
///
/// # Errors
/// When the database fails.
pub fn bounced_among(
    conn: &mut Conn,
    addresses: &[EmailAddress],
) -> Result<HashMap<String, Bounced>, StoreError> {
    if addresses.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = addresses.iter().map(EmailAddress::key).collect();
    bounced_addresses::table
        .filter(among(bounced_addresses::email_key, keys))
        .select((
            bounced_addresses::email_key,
            bounced_addresses::why,
            bounced_addresses::since,
            bounced_addresses::last_at,
        ))
        .load::<(String, String, i64, i64)>(conn)?
        .into_iter()
        .map(|(key, why, since, last_at)| {
            let (since, last_at) = (TABLE.instant(since)?, TABLE.instant(last_at)?);
            let bounced = Bounced {
                why,
                since,
                last_at,
            };
            Ok((key, bounced))
        })
        .collect()
}
