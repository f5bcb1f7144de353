//! The outbox: letters are written with the change they tell of, and sent afterwards.
//!
//! # Why
//! A sender claims a letter before it speaks to the mail server, and notes the outcome after it, in
//! two transactions: none stays open meanwhile. A claim is a lease. When it runs out, its sender is
//! taken for dead and others may claim the letter; each claim counts one attempt, and the outcome is
//! noted only by the sender whose attempt is still the last one.

mod came_back;
mod lease;
mod row;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    bulk::insert_rows,
    fence::Unfenced,
    phrases::Counted,
    schema::letters,
    values::{Table, micros},
};
use crate::domain::{
    access::Scope,
    ids::LetterId,
    letter::{Letter, LetterCounts, LetterState},
    notice::Notice,
};

pub use came_back::{by_message_id, came_back, ticket_of, was_owed};
pub use lease::{claim, claim_others, clock_went_back, end_leases, wait_for_turn};
use row::NewRow;
pub(super) use row::{Row, letter};

const TABLE: Table = Table("letters");

/// The most characters of a mail server's answer that are kept.
const ERROR_CHARS: usize = 1_000;

/// Writes a letter that must leave.
///
/// # Errors
/// [`StoreError::Taken`] when a letter with that `Message-ID` is there already.
pub fn owe(conn: &mut Conn, letter: &Letter) -> Result<(), StoreError> {
    diesel::insert_into(letters::table)
        .values(NewRow::try_from(letter)?)
        .execute(conn)?;
    Ok(())
}

/// Writes many letters that must leave.
///
/// # Errors
/// As [`owe`].
pub fn owe_all(conn: &mut Conn, owed: &[Letter]) -> Result<(), StoreError> {
    let rows = owed
        .iter()
        .map(NewRow::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    insert_rows!(conn, letters, rows)
}

/// Notes that the mail server took the letter at the attempt of that number, and keeps `scrubbed`,
/// what it said without its secret. False when somebody else has claimed it since.
///
/// # Errors
/// When the database fails.
pub fn sent(
    conn: &mut Conn,
    id: LetterId,
    attempt: u32,
    scrubbed: &Notice,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(letters::table.find(id.to_string()))
        .filter(letters::state.eq(LetterState::Owed.word()))
        .filter(letters::attempts.eq(TABLE.number(attempt)?))
        .set((
            letters::state.eq(LetterState::Sent.word()),
            letters::notice.eq(TABLE.json(scrubbed)?),
            letters::lease_until.eq(None::<i64>),
            letters::last_error.eq(None::<String>),
            letters::sent_at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes that the attempt of that number failed, why, and when to try again. False when somebody
/// else has claimed the letter since.
///
/// # Errors
/// When the database fails.
pub fn put_off(
    conn: &mut Conn,
    id: LetterId,
    attempt: u32,
    error: &str,
    next_try_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(letters::table.find(id.to_string()))
        .filter(letters::state.eq(LetterState::Owed.word()))
        .filter(letters::attempts.eq(TABLE.number(attempt)?))
        .set((
            letters::next_try_at.eq(micros(next_try_at)),
            letters::lease_until.eq(None::<i64>),
            letters::last_error.eq(kept(error)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes that at the attempt of that number the letter was refused for good, and why. False when
/// somebody else has claimed it since.
///
/// # Errors
/// When the database fails.
pub fn refuse(
    conn: &mut Conn,
    id: LetterId,
    attempt: u32,
    error: &str,
) -> Result<bool, StoreError> {
    let changed = diesel::update(letters::table.find(id.to_string()))
        .filter(letters::state.eq(LetterState::Owed.word()))
        .filter(letters::attempts.eq(TABLE.number(attempt)?))
        .set((
            letters::state.eq(LetterState::Refused.word()),
            letters::lease_until.eq(None::<i64>),
            letters::last_error.eq(kept(error)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Lets a refused letter be tried again at `now`, or one that waits be tried sooner. False when it
/// was sent, is being sent, does not exist, or is about a ticket of a queue that is closed to `scope`.
///
/// # Errors
/// When the database fails.
pub fn retry(
    conn: &mut Conn,
    id: LetterId,
    now: DateTime<Utc>,
    scope: &Scope,
) -> Result<bool, StoreError> {
    let mut which = letters::table
        .find(id.to_string())
        .select(letters::id)
        .into_boxed();
    if let Some(unfenced) = Unfenced::of("letters.ticket_id", scope.closed()) {
        which = which.filter(unfenced);
    }
    let Some(seen) = which.first::<String>(conn).optional()? else {
        return Ok(false);
    };
    let changed = diesel::update(letters::table.find(seen))
        .filter(letters::state.ne(LetterState::Sent.word()))
        .filter(
            letters::lease_until
                .is_null()
                .or(letters::lease_until.le(micros(now))),
        )
        .set((
            letters::state.eq(LetterState::Owed.word()),
            letters::next_try_at.eq(micros(now)),
            letters::lease_until.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The letter with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: LetterId) -> Result<Option<Letter>, StoreError> {
    letters::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(letter)
        .transpose()
}

/// The next instant, UTC, at which a letter may be claimed.
///
/// # Errors
/// When the database fails.
pub fn next_try_at(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let owed = || letters::table.filter(letters::state.eq(LetterState::Owed.word()));
    let waiting = owed()
        .filter(letters::lease_until.is_null())
        .order((letters::next_try_at.asc(), letters::id.asc()))
        .select(letters::next_try_at)
        .first::<i64>(conn)
        .optional()?;
    let leased = owed()
        .filter(letters::lease_until.is_not_null())
        .order((letters::lease_until.asc(), letters::id.asc()))
        .select(letters::lease_until)
        .first::<Option<i64>>(conn)
        .optional()?
        .flatten();
    TABLE.some_instant(waiting.into_iter().chain(leased).min())
}

/// The letters in one state or in all, the last first, `most` of them; after a page, those before
/// its last one.
///
/// # Errors
/// When the database fails.
pub fn list(
    conn: &mut Conn,
    state: Option<LetterState>,
    before: Option<(DateTime<Utc>, LetterId)>,
    most: i64,
    scope: &Scope,
) -> Result<Vec<Letter>, StoreError> {
    let mut page = letters::table.into_boxed();
    if let Some(state) = state {
        page = page.filter(letters::state.eq(state.word()));
    }
    if let Some((at, id)) = before {
        let at = micros(at);
        page = page.filter(letters::created_at.le(at)).filter(
            letters::created_at
                .lt(at)
                .or(letters::id.lt(id.to_string())),
        );
    }
    if let Some(unfenced) = Unfenced::of("letters.ticket_id", scope.closed()) {
        page = page.filter(unfenced);
    }
    page.order((letters::created_at.desc(), letters::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(letter)
        .collect()
}

/// When the oldest letter that must still leave was owed.
///
/// # Errors
/// When the database fails.
pub fn oldest_owed(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let oldest = letters::table
        .filter(letters::state.eq(LetterState::Owed.word()))
        .order((letters::created_at.asc(), letters::id.asc()))
        .select(letters::created_at)
        .first::<i64>(conn)
        .optional()?;
    TABLE.some_instant(oldest)
}

/// How many letters must still leave, and how many were refused.
///
/// # Errors
/// When the database fails.
pub fn counts(conn: &mut Conn, scope: &Scope) -> Result<LetterCounts, StoreError> {
    let mut counted = |state: LetterState| -> Result<u32, StoreError> {
        let mut some = letters::table
            .filter(letters::state.eq(state.word()))
            .select(letters::id)
            .limit(i64::from(LetterCounts::MOST))
            .into_boxed();
        if let Some(unfenced) = Unfenced::of("letters.ticket_id", scope.closed()) {
            some = some.filter(unfenced);
        }
        TABLE.made(u32::try_from(Counted(some).get_result::<i64>(conn)?))
    };
    Ok(LetterCounts {
        owed: counted(LetterState::Owed)?,
        refused: counted(LetterState::Refused)?,
    })
}

/// What is kept of a mail server's answer. It says what it likes; PostgreSQL keeps no NUL.
fn kept(error: &str) -> String {
    error
        .chars()
        .filter(|one| *one != '\0')
        .take(ERROR_CHARS)
        .collect()
}
