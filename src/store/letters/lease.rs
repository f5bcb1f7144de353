//! Who may send a letter, and until when.

use chrono::{DateTime, Utc};
use diesel::{connection::SimpleConnection, prelude::*};

use super::{Row, letter};
use crate::{
    domain::{
        ids::LetterId,
        letter::{Letter, LetterState},
    },
    store::{Conn, StoreError, phrases::among, schema::letters, values::micros},
};

/// Waits until no other sender claims or notes. It must be the first thing that a transaction does.
///
/// On PostgreSQL senders read and change the same few rows: without turns they lose race after race.
/// The lock needs no snapshot, and is in nobody else's way: letters may be owed meanwhile.
///
/// # Errors
/// When the database fails.
pub fn wait_for_turn(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        // Has one writer at a time.
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => {
            Ok(conn.batch_execute("LOCK TABLE letters IN SHARE UPDATE EXCLUSIVE MODE")?)
        }
    }
}

/// Claims letters that must leave at `now`, for one caller until `lease_until`: those that have
/// waited longest first, `most` of them. Each claim counts one attempt.
///
/// # Errors
/// When the database fails.
pub fn claim(
    conn: &mut Conn,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Letter>, StoreError> {
    claim_others(conn, now, lease_until, most, &[])
}

/// As [`claim`], but none of those that the caller carries already: when the clock was put forward
/// their leases are over, and they are on their way all the same.
///
/// # Errors
/// When the database fails.
pub fn claim_others(
    conn: &mut Conn,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    most: i64,
    carried: &[LetterId],
) -> Result<Vec<Letter>, StoreError> {
    let carried = carried.iter().map(ToString::to_string).collect();
    let due = letters::table
        .filter(letters::state.eq(LetterState::Owed.word()))
        .filter(diesel::dsl::not(among(letters::id, carried)))
        .filter(letters::next_try_at.le(micros(now)))
        .filter(
            letters::lease_until
                .is_null()
                .or(letters::lease_until.le(micros(now))),
        )
        .order((letters::next_try_at.asc(), letters::id.asc()))
        .limit(most)
        .select(letters::id);
    // Only PostgreSQL has several writers at once; they step around each other's letters.
    let ids: Vec<String> = match conn {
        Conn::Sqlite(conn) => due.load(conn)?,
        Conn::Postgres(conn) => due.for_update().skip_locked().load(conn)?,
    };
    diesel::update(letters::table.filter(among(letters::id, ids.clone())))
        .set((
            letters::attempts.eq(letters::attempts + 1),
            letters::lease_until.eq(micros(lease_until)),
        ))
        .execute(conn)?;
    letters::table
        .filter(among(letters::id, ids.clone()))
        .order((letters::next_try_at.asc(), letters::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(letter)
        .collect()
}

/// Ends the leases that last until one of `ends`, but those of letters that the caller carries: nobody
/// works under them.
///
/// # Errors
/// When the database fails.
pub fn end_leases(
    conn: &mut Conn,
    ends: &[DateTime<Utc>],
    carried: &[LetterId],
) -> Result<(), StoreError> {
    for end in ends {
        let carried = carried.iter().map(ToString::to_string).collect();
        let lost = letters::table
            .filter(letters::state.eq(LetterState::Owed.word()))
            .filter(letters::lease_until.eq(micros(*end)))
            .filter(diesel::dsl::not(among(letters::id, carried)));
        diesel::update(lost)
            .set(letters::lease_until.eq(None::<i64>))
            .execute(conn)?;
    }
    Ok(())
}

/// Sets right what a clock left behind that has been put back since: letters that would wait beyond
/// `longest_wait` are tried at `now`, and no lease lasts beyond `lease_until`, the end of one that
/// begins now.
///
/// # Errors
/// When the database fails.
pub fn clock_went_back(
    conn: &mut Conn,
    now: DateTime<Utc>,
    longest_wait: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<(), StoreError> {
    let owed = || letters::table.filter(letters::state.eq(LetterState::Owed.word()));
    diesel::update(owed().filter(letters::next_try_at.gt(micros(longest_wait))))
        .set(letters::next_try_at.eq(micros(now)))
        .execute(conn)?;
    diesel::update(owed().filter(letters::lease_until.gt(micros(lease_until))))
        .set(letters::lease_until.eq(micros(lease_until)))
        .execute(conn)?;
    Ok(())
}
