//! The levels that fired.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    bulk::insert_rows,
    fence::Unfenced,
    phrases::Counted,
    schema::{clocks, escalations},
    values::{Table, micros, some_micros, some_text},
};
use crate::domain::{
    access::Scope,
    escalation::Escalation,
    ids::{EscalationId, PersonId, TicketId},
};

const TABLE: Table = Table("escalations");

/// The most escalations that are read of one ticket, the oldest first.
pub const MOST: i64 = 2_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = escalations)]
pub(super) struct Row {
    id: String,
    pub(super) ticket_id: String,
    clock_id: String,
    clock: String,
    run: i32,
    level: i32,
    body: String,
    fired_at: i64,
    acknowledged_at: Option<i64>,
    acknowledged_by: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = escalations, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    ticket_id: String,
    clock_id: String,
    clock: &'static str,
    run: i32,
    level: i32,
    body: String,
    fired_at: i64,
    acknowledged_at: Option<i64>,
    acknowledged_by: Option<String>,
}

impl TryFrom<&Escalation> for NewRow {
    type Error = StoreError;

    fn try_from(escalation: &Escalation) -> Result<Self, StoreError> {
        let Escalation {
            id,
            ticket,
            clock_id,
            clock,
            run,
            level,
            fired_at,
            acknowledged_at,
            acknowledged_by,
        } = escalation;
        Ok(Self {
            id: id.to_string(),
            ticket_id: ticket.to_string(),
            clock_id: clock_id.to_string(),
            clock: clock.word(),
            run: TABLE.number(*run)?,
            level: TABLE.number(level.level)?,
            body: TABLE.json(level)?,
            fired_at: micros(*fired_at),
            acknowledged_at: some_micros(*acknowledged_at),
            acknowledged_by: some_text(*acknowledged_by),
        })
    }
}

/// Records a level that fired.
///
/// # Errors
/// [`StoreError::Taken`] when that level has fired in that run already.
pub fn insert(conn: &mut Conn, escalation: &Escalation) -> Result<(), StoreError> {
    insert_all(conn, std::slice::from_ref(escalation))
}

/// Records many levels that fired.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(conn: &mut Conn, fired: &[Escalation]) -> Result<(), StoreError> {
    let rows = fired
        .iter()
        .map(NewRow::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    insert_rows!(conn, escalations::table, rows)
}

/// The escalation with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: EscalationId) -> Result<Option<Escalation>, StoreError> {
    escalations::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(escalation)
        .transpose()
}

/// A ticket's escalations in order, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<Escalation>, StoreError> {
    escalations::table
        .filter(escalations::ticket_id.eq(ticket.to_string()))
        .order((escalations::fired_at.asc(), escalations::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(escalation)
        .collect()
}

/// The latest escalations of the tickets that `scope` sees, the last first, `most` of them; after a page, those
/// before its last one.
///
/// # Errors
/// When the database fails.
pub fn recent(
    conn: &mut Conn,
    most: i64,
    before: Option<(DateTime<Utc>, EscalationId)>,
    scope: &Scope,
) -> Result<Vec<Escalation>, StoreError> {
    let mut page = escalations::table.into_boxed();
    if let Some((at, id)) = before {
        let at = micros(at);
        page = page.filter(escalations::fired_at.le(at)).filter(
            escalations::fired_at
                .lt(at)
                .or(escalations::id.lt(id.to_string())),
        );
    }
    if let Some(unfenced) = Unfenced::of("escalations.ticket_id", scope.closed()) {
        page = page.filter(unfenced);
    }
    page.order((escalations::fired_at.desc(), escalations::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(escalation)
        .collect()
}

/// As [`recent`], of those that still ask for somebody: of each clock that runs or stands, the
/// highest level that fired in its run, unless somebody answered it.
///
/// # Errors
/// When the database fails.
pub fn open(
    conn: &mut Conn,
    most: i64,
    before: Option<(DateTime<Utc>, EscalationId)>,
    scope: &Scope,
) -> Result<Vec<Escalation>, StoreError> {
    let mut page = escalations::table
        .inner_join(clocks::table.on(clocks::id.eq(escalations::clock_id)))
        .filter(escalations::acknowledged_at.is_null())
        .filter(clocks::run.eq(escalations::run))
        .filter(clocks::reached.eq(escalations::level))
        .filter(clocks::state.ne("stopped"))
        .into_boxed();
    if let Some((at, id)) = before {
        let at = micros(at);
        page = page.filter(escalations::fired_at.le(at)).filter(
            escalations::fired_at
                .lt(at)
                .or(escalations::id.lt(id.to_string())),
        );
    }
    if let Some(unfenced) = Unfenced::of("escalations.ticket_id", scope.closed()) {
        page = page.filter(unfenced);
    }
    page.order((escalations::fired_at.desc(), escalations::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(escalation)
        .collect()
}

/// How many escalations [`open`] would list, `most` at most.
///
/// # Errors
/// When the database fails.
pub fn count_open(conn: &mut Conn, most: u32, scope: &Scope) -> Result<u32, StoreError> {
    let mut some = escalations::table
        .inner_join(clocks::table.on(clocks::id.eq(escalations::clock_id)))
        .filter(escalations::acknowledged_at.is_null())
        .filter(clocks::run.eq(escalations::run))
        .filter(clocks::reached.eq(escalations::level))
        .filter(clocks::state.ne("stopped"))
        .select(escalations::level)
        .limit(i64::from(most))
        .into_boxed();
    if let Some(unfenced) = Unfenced::of("escalations.ticket_id", scope.closed()) {
        some = some.filter(unfenced);
    }
    TABLE.made(u32::try_from(Counted(some).get_result::<i64>(conn)?))
}

/// Notes that somebody answered, and who where that is known; true for exactly one caller.
///
/// # Errors
/// When the database fails.
pub fn acknowledge(
    conn: &mut Conn,
    id: EscalationId,
    by: Option<PersonId>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(escalations::table.find(id.to_string()))
        .filter(escalations::acknowledged_at.is_null())
        .set((
            escalations::acknowledged_at.eq(micros(at)),
            escalations::acknowledged_by.eq(some_text(by)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes the same answer for the lower levels of that clock's run that nobody answered.
///
/// # Errors
/// When the database fails.
pub fn acknowledge_below(
    conn: &mut Conn,
    answered: &Escalation,
    by: Option<PersonId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(escalations::table)
        .filter(escalations::clock_id.eq(answered.clock_id.to_string()))
        .filter(escalations::run.eq(TABLE.number(answered.run)?))
        .filter(escalations::level.lt(TABLE.number(answered.level.level)?))
        .filter(escalations::acknowledged_at.is_null())
        .set((
            escalations::acknowledged_at.eq(micros(at)),
            escalations::acknowledged_by.eq(some_text(by)),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn escalation(row: Row) -> Result<Escalation, StoreError> {
    let Row {
        id,
        ticket_id,
        clock_id,
        clock,
        run,
        level: rank,
        body,
        fired_at,
        acknowledged_at,
        acknowledged_by,
    } = row;
    let level: crate::domain::notice::LevelFacts = TABLE.read_json(&body)?;
    if level.level != TABLE.count(rank)? {
        return Err(TABLE.corrupt(format_args!("{id} is of level {rank} and says otherwise")));
    }
    Ok(Escalation {
        id: TABLE.read(&id)?,
        ticket: TABLE.read(&ticket_id)?,
        clock_id: TABLE.read(&clock_id)?,
        clock: TABLE.read(&clock)?,
        run: TABLE.count(run)?,
        level,
        fired_at: TABLE.instant(fired_at)?,
        acknowledged_at: TABLE.some_instant(acknowledged_at)?,
        acknowledged_by: TABLE.read_some(acknowledged_by)?,
    })
}
