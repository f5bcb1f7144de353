//! Who may read a letter, and until when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{Row, TABLE, letter};
use crate::{
    domain::{
        ids::IncomingId,
        incoming::{IncomingLetter, IncomingState, Outcome},
    },
    store::{Conn, StoreError, phrases::among, schema::incoming_letters, values::micros},
};

/// Ends the leases that last until one of `ends`: nobody reads under them.
///
/// # Errors
/// When the database fails.
pub fn end_leases(conn: &mut Conn, ends: &[DateTime<Utc>]) -> Result<(), StoreError> {
    for end in ends {
        let lost = incoming_letters::table
            .filter(incoming_letters::state.eq(IncomingState::Waiting.word()))
            .filter(incoming_letters::lease_until.eq(micros(*end)));
        diesel::update(lost)
            .set(incoming_letters::lease_until.eq(None::<i64>))
            .execute(conn)?;
    }
    Ok(())
}

/// Claims the letter that has waited longest, for one caller until `lease_until`. Each claim counts
/// one attempt.
///
/// # Errors
/// When the database fails.
pub fn claim(
    conn: &mut Conn,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    most: i64,
) -> Result<Vec<IncomingLetter>, StoreError> {
    let due = incoming_letters::table
        .filter(incoming_letters::state.eq(IncomingState::Waiting.word()))
        .filter(incoming_letters::next_try_at.le(micros(now)))
        .filter(
            incoming_letters::lease_until
                .is_null()
                .or(incoming_letters::lease_until.le(micros(now))),
        )
        .order((
            incoming_letters::next_try_at.asc(),
            incoming_letters::id.asc(),
        ))
        .limit(most)
        .select(incoming_letters::id);
    let ids: Vec<String> = match conn {
        Conn::Sqlite(conn) => due.load(conn)?,
        Conn::Postgres(conn) => due.for_update().skip_locked().load(conn)?,
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    diesel::update(incoming_letters::table.filter(among(incoming_letters::id, ids.clone())))
        .set((
            incoming_letters::attempts.eq(incoming_letters::attempts + 1),
            incoming_letters::lease_until.eq(micros(lease_until)),
        ))
        .execute(conn)?;
    incoming_letters::table
        .filter(among(incoming_letters::id, ids))
        .order((
            incoming_letters::next_try_at.asc(),
            incoming_letters::id.asc(),
        ))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(letter)
        .collect()
}

/// When the next letter is to be read.
///
/// # Errors
/// When the database fails.
pub fn next_due(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let waiting = || {
        incoming_letters::table.filter(incoming_letters::state.eq(IncomingState::Waiting.word()))
    };
    let free = waiting()
        .filter(incoming_letters::lease_until.is_null())
        .order((
            incoming_letters::next_try_at.asc(),
            incoming_letters::id.asc(),
        ))
        .select(incoming_letters::next_try_at)
        .first::<i64>(conn)
        .optional()?;
    // One that somebody died over must not hold up those that came after it.
    let leased = waiting()
        .filter(incoming_letters::lease_until.is_not_null())
        .order((
            incoming_letters::lease_until.asc(),
            incoming_letters::id.asc(),
        ))
        .select(incoming_letters::lease_until)
        .first::<Option<i64>>(conn)
        .optional()?
        .flatten();
    TABLE.some_instant(free.into_iter().chain(leased).min())
}

/// Notes that reading failed at the attempt of that number, and when to try again. False when
/// somebody else has claimed the letter since.
///
/// # Errors
/// When the database fails.
pub fn fail(
    conn: &mut Conn,
    id: IncomingId,
    attempt: u32,
    why: &str,
    next_try_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(incoming_letters::table.find(id.to_string()))
        .filter(incoming_letters::state.eq(IncomingState::Waiting.word()))
        .filter(incoming_letters::attempts.eq(TABLE.number(attempt)?))
        .set((
            incoming_letters::next_try_at.eq(micros(next_try_at)),
            incoming_letters::lease_until.eq(None::<i64>),
            incoming_letters::last_error.eq(why),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Holds a letter that reading failed for, until somebody looks at it.
///
/// # Errors
/// When the database fails.
pub fn hold(
    conn: &mut Conn,
    id: IncomingId,
    why: &str,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(incoming_letters::table.find(id.to_string()))
        .filter(incoming_letters::state.eq(IncomingState::Waiting.word()))
        .set((
            incoming_letters::state.eq(IncomingState::Held.word()),
            incoming_letters::outcome.eq(Outcome::Failed.word()),
            incoming_letters::lease_until.eq(None::<i64>),
            incoming_letters::last_error.eq(why),
            incoming_letters::settled_at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
