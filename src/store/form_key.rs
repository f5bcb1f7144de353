//! The key with which the desk proves when it showed a form: two numbers beside the counters.

use diesel::prelude::*;

use super::{Conn, StoreError, phrases::among, schema::counters};

const HALVES: [&str; 2] = ["form-key-1", "form-key-2"];

/// The key, once there is one.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn) -> Result<Option<[u8; 16]>, StoreError> {
    let halves = counters::table
        .filter(among(counters::name, HALVES.map(str::to_owned).to_vec()))
        .order(counters::name.asc())
        .select(counters::value)
        .load::<i64>(conn)?;
    let [first, second] = halves[..] else {
        return Ok(None);
    };
    let whole = (u128::from(first.cast_unsigned()) << 64) | u128::from(second.cast_unsigned());
    Ok(Some(whole.to_be_bytes()))
}

/// Keeps a key where there is none yet; the key that there is then.
///
/// # Errors
/// [`StoreError::Taken`] when another process keeps one at the same moment.
pub fn keep(conn: &mut Conn, drawn: [u8; 16]) -> Result<[u8; 16], StoreError> {
    if let Some(key) = find(conn)? {
        return Ok(key);
    }
    let whole = u128::from_be_bytes(drawn);
    let low = u64::try_from(whole & u128::from(u64::MAX)).unwrap_or(0);
    let high = u64::try_from(whole >> 64).unwrap_or(0);
    for (name, half) in HALVES.into_iter().zip([high, low]) {
        diesel::insert_into(counters::table)
            .values((
                counters::name.eq(name),
                counters::value.eq(half.cast_signed()),
            ))
            .execute(conn)?;
    }
    Ok(drawn)
}
