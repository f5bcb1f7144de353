//! The clocks of tickets, and the instants at which anything next happens to them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Integer, Nullable, Text},
};
use serde::Serialize;

use super::{
    Conn, StoreError,
    bulk::insert_rows,
    clock_state::{StateColumns, state},
    schema::clocks,
    values::{Table, micros, some_micros},
};
use crate::domain::{
    ids::{ClockId, TicketId},
    stored_clock::{StoredClock, StoredState},
    ticket::ClockName,
};

const TABLE: Table = Table("clocks");

#[derive(Queryable, Selectable)]
#[diesel(table_name = clocks)]
pub(super) struct Row {
    id: String,
    pub(super) ticket_id: String,
    name: String,
    run: i32,
    priority: String,
    state: String,
    started_at: i64,
    deadline: Option<i64>,
    paused_since: Option<i64>,
    pause_reason: Option<String>,
    stopped_at: Option<i64>,
    kept: Option<bool>,
    reached: i32,
    repeats_stopped: bool,
    next_at: Option<i64>,
}

#[derive(Insertable, Serialize)]
#[diesel(table_name = clocks, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    ticket_id: String,
    name: &'static str,
    run: i32,
    priority: &'static str,
    state: &'static str,
    started_at: i64,
    deadline: Option<i64>,
    paused_since: Option<i64>,
    pause_reason: Option<&'static str>,
    stopped_at: Option<i64>,
    kept: Option<bool>,
    reached: i32,
    repeats_stopped: bool,
    next_at: Option<i64>,
}

impl TryFrom<&StoredClock> for NewRow {
    type Error = StoreError;

    fn try_from(clock: &StoredClock) -> Result<Self, StoreError> {
        let StoredClock {
            id,
            ticket,
            name,
            run,
            priority,
            state,
            started_at,
            deadline,
            reached,
            repeats_stopped,
            next_at,
        } = clock;
        let (paused_since, pause_reason, stopped_at, kept) = match *state {
            StoredState::Running => (None, None, None, None),
            StoredState::Paused { since, reason } => (Some(since), Some(reason.word()), None, None),
            StoredState::Stopped { at, kept } => (None, None, Some(at), kept),
        };
        Ok(Self {
            id: id.to_string(),
            ticket_id: ticket.to_string(),
            name: name.word(),
            run: TABLE.number(*run)?,
            priority: priority.word(),
            state: state.word(),
            started_at: micros(*started_at),
            deadline: some_micros(*deadline),
            paused_since: some_micros(paused_since),
            pause_reason,
            stopped_at: some_micros(stopped_at),
            kept,
            reached: TABLE.number(*reached)?,
            repeats_stopped: *repeats_stopped,
            next_at: some_micros(*next_at),
        })
    }
}

/// Adds a clock of a ticket that is being filed.
///
/// # Errors
/// [`StoreError::Taken`] when the ticket has a clock of that name already.
pub fn insert(conn: &mut Conn, clock: &StoredClock) -> Result<(), StoreError> {
    diesel::insert_into(clocks::table)
        .values(NewRow::try_from(clock)?)
        .execute(conn)?;
    Ok(())
}

/// Adds many clocks of many tickets.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(conn: &mut Conn, clocks: &[StoredClock]) -> Result<(), StoreError> {
    let rows = clocks
        .iter()
        .map(NewRow::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    insert_rows!(conn, clocks, rows)
}

/// Keeps a clock: changes the one with that id, or adds it.
///
/// Within a run, `reached` and `repeats_stopped` of a clock that is kept already are left as they
/// are: only [`climb`] and [`stop_repeats`] move them. So nobody who replays a history can take a
/// ladder down that a worker has just climbed. A new run takes them as given.
///
/// # Errors
/// [`StoreError::Taken`] when the ticket has another clock of that name.
pub fn put(conn: &mut Conn, clock: &StoredClock) -> Result<(), StoreError> {
    let row = NewRow::try_from(clock)?;
    let present = (
        clocks::run.eq(row.run),
        clocks::priority.eq(row.priority),
        clocks::state.eq(row.state),
        clocks::started_at.eq(row.started_at),
        clocks::deadline.eq(row.deadline),
        clocks::paused_since.eq(row.paused_since),
        clocks::pause_reason.eq(row.pause_reason),
        clocks::stopped_at.eq(row.stopped_at),
        clocks::kept.eq(row.kept),
        clocks::next_at.eq(row.next_at),
    );
    let ladder = (
        clocks::reached.eq(row.reached),
        clocks::repeats_stopped.eq(row.repeats_stopped),
    );
    let same_run = diesel::update(clocks::table.find(&row.id))
        .filter(clocks::run.eq(row.run))
        .set(present)
        .execute(conn)?;
    if same_run == 1 {
        return Ok(());
    }
    let other_run = diesel::update(clocks::table.find(&row.id))
        .set((present, ladder))
        .execute(conn)?;
    if other_run == 1 {
        return Ok(());
    }
    diesel::insert_into(clocks::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// A ticket's clocks, in the order in which they are shown. There are as many as names, at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<StoredClock>, StoreError> {
    let mut found = clocks::table
        .filter(clocks::ticket_id.eq(ticket.to_string()))
        .order(clocks::name.asc())
        .limit(i64::try_from(ClockName::ALL.len()).unwrap_or(i64::MAX))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(clock)
        .collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|clock| clock.name);
    Ok(found)
}

/// The clocks to which something happens at `now` or should have before, the longest overdue
/// first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn needing_attention(
    conn: &mut Conn,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<StoredClock>, StoreError> {
    clocks::table
        .filter(clocks::next_at.le(micros(now)))
        .order((clocks::next_at.asc(), clocks::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(clock)
        .collect()
}

/// The next instant, UTC, at which anything happens to any clock.
///
/// # Errors
/// When the database fails.
pub fn next_at(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let next = clocks::table
        .filter(clocks::next_at.is_not_null())
        .order((clocks::next_at.asc(), clocks::id.asc()))
        .select(clocks::next_at)
        .first::<Option<i64>>(conn)
        .optional()?;
    TABLE.some_instant(next.flatten())
}

/// Takes a clock's ladder from level `from` up to level `to`; true for exactly one caller. However
/// many workers look at once, only the one told true tells people.
///
/// # Errors
/// When the database fails.
pub fn climb(
    conn: &mut Conn,
    id: ClockId,
    run: u32,
    from: u32,
    to: u32,
    next_at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(clocks::table.find(id.to_string()))
        .filter(clocks::run.eq(TABLE.number(run)?))
        .filter(clocks::reached.eq(TABLE.number(from)?))
        .set((
            clocks::reached.eq(TABLE.number(to)?),
            clocks::next_at.eq(some_micros(next_at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// A step of a ladder, for [`climb_all`].
#[derive(Clone, Copy, Debug)]
pub struct Climb {
    /// The clock.
    pub id: ClockId,
    /// The run in which it climbs.
    pub run: u32,
    /// The level it must be on.
    pub from: u32,
    /// The level it comes to.
    pub to: u32,
    /// When anything next happens to it, UTC.
    pub next_at: Option<DateTime<Utc>>,
}

/// As [`climb`], for many clocks: those that were taken up.
///
/// # Errors
/// When the database fails.
pub fn climb_all(conn: &mut Conn, steps: &[Climb]) -> Result<HashSet<ClockId>, StoreError> {
    if let Conn::Postgres(conn) = conn {
        return climb_at_once(conn, steps);
    }
    let mut climbed = HashSet::new();
    for step in steps {
        if climb(conn, step.id, step.run, step.from, step.to, step.next_at)? {
            climbed.insert(step.id);
        }
    }
    Ok(climbed)
}

#[derive(QueryableByName)]
struct Climbed {
    #[diesel(sql_type = Text)]
    id: String,
}

/// One statement for all: each way to the server and back takes as long as the change itself.
fn climb_at_once(
    conn: &mut super::postgres::PgConnection,
    steps: &[Climb],
) -> Result<HashSet<ClockId>, StoreError> {
    let (mut ids, mut runs, mut froms) = (Vec::new(), Vec::new(), Vec::new());
    let (mut tos, mut nexts) = (Vec::new(), Vec::new());
    for step in steps {
        ids.push(step.id.to_string());
        runs.push(TABLE.number(step.run)?);
        froms.push(TABLE.number(step.from)?);
        tos.push(TABLE.number(step.to)?);
        nexts.push(some_micros(step.next_at));
    }
    diesel::sql_query(
        "UPDATE clocks SET reached = step.to_level, next_at = step.next_at \
         FROM unnest($1, $2, $3, $4, $5) AS step (id, run, from_level, to_level, next_at) \
         WHERE clocks.id = step.id AND clocks.run = step.run AND clocks.reached = step.from_level \
         RETURNING clocks.id",
    )
    .bind::<Array<Text>, _>(ids)
    .bind::<Array<Integer>, _>(runs)
    .bind::<Array<Integer>, _>(froms)
    .bind::<Array<Integer>, _>(tos)
    .bind::<Array<Nullable<BigInt>>, _>(nexts)
    .load::<Climbed>(conn)?
    .iter()
    .map(|climbed| TABLE.read(&climbed.id))
    .collect()
}

/// Ends the repeats of a run, because somebody answered; false when that run is over.
///
/// # Errors
/// When the database fails.
pub fn stop_repeats(
    conn: &mut Conn,
    id: ClockId,
    run: u32,
    next_at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(clocks::table.find(id.to_string()))
        .filter(clocks::run.eq(TABLE.number(run)?))
        .set((
            clocks::repeats_stopped.eq(true),
            clocks::next_at.eq(some_micros(next_at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

pub(super) fn clock(row: Row) -> Result<StoredClock, StoreError> {
    let Row {
        id,
        ticket_id,
        name,
        run,
        priority,
        state: word,
        started_at,
        deadline,
        paused_since,
        pause_reason,
        stopped_at,
        kept,
        reached,
        repeats_stopped,
        next_at,
    } = row;
    let state = state(StateColumns {
        word: &word,
        paused_since,
        pause_reason: TABLE.read_some(pause_reason)?,
        stopped_at,
        kept,
    })?;
    Ok(StoredClock {
        id: TABLE.read(&id)?,
        ticket: TABLE.read(&ticket_id)?,
        name: TABLE.read(&name)?,
        run: TABLE.count(run)?,
        priority: TABLE.read(&priority)?,
        state,
        started_at: TABLE.instant(started_at)?,
        deadline: TABLE.some_instant(deadline)?,
        reached: TABLE.count(reached)?,
        repeats_stopped,
        next_at: TABLE.some_instant(next_at)?,
    })
}
