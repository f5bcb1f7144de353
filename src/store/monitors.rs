//! Monitors and what their looks found.
//!
//! A monitor is written as a whole, and only over the version that was read: two processes that looked,
//! or a person who changes it meanwhile, do not overwrite one another.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{monitor_days, monitor_looks, monitors},
    values::{As, Table, day, day_number, micros, some_micros, some_of, some_text},
};
use crate::domain::{
    ids::{ComponentId, MonitorId, OperationId},
    monitor::{Look, LookDay, LookFault, Monitor, Outcome, Times, rank},
};

const TABLE: Table = Table("monitors");
const LOOKS: Table = Table("monitor_looks");
const DAYS: Table = Table("monitor_days");

/// How many monitors are listed.
pub const MOST: i64 = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = monitors)]
struct Row {
    id: As<MonitorId>,
    component_id: As<ComponentId>,
    body: String,
    secret_hash: Option<String>,
    next_at: Option<i64>,
    lease_until: Option<i64>,
    slow: bool,
    watch: String,
    operation_id: Option<As<OperationId>>,
    version: i32,
    entered_at: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = monitor_looks)]
struct LookRow {
    at: i64,
    outcome: As<Outcome>,
    took: Option<i32>,
    fault: Option<As<LookFault>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = monitor_days)]
struct DayRow {
    day: i64,
    good: i32,
    bad: i32,
    unknown: i32,
    kept: i32,
    missed: i32,
}

/// Adds a monitor.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Conn, monitor: &Monitor) -> Result<(), StoreError> {
    diesel::insert_into(monitors::table)
        .values((
            monitors::id.eq(monitor.id.to_string()),
            monitors::component_id.eq(monitor.component.to_string()),
            monitors::name.eq(monitor.said.name.as_str()),
            monitors::body.eq(TABLE.json(&monitor.said)?),
            monitors::secret_hash.eq(monitor.secret_hash.clone()),
            monitors::next_at.eq(some_micros(monitor.next_at)),
            monitors::lease_until.eq(some_micros(monitor.lease_until)),
            monitors::slow.eq(monitor.slow),
            monitors::watch.eq(TABLE.json(&monitor.watch)?),
            monitors::operation_id.eq(some_text(monitor.operation)),
            monitors::version.eq(TABLE.number(monitor.version)?),
            monitors::entered_at.eq(micros(monitor.entered_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes a monitor over the version that was read. False when somebody was faster: then nothing is
/// written.
///
/// # Errors
/// When the database fails.
pub fn save(conn: &mut Conn, monitor: &Monitor) -> Result<bool, StoreError> {
    let read = monitors::table
        .find(monitor.id.to_string())
        .filter(monitors::version.eq(TABLE.number(monitor.version)?));
    let changed = diesel::update(read)
        .set((
            monitors::name.eq(monitor.said.name.as_str()),
            monitors::body.eq(TABLE.json(&monitor.said)?),
            monitors::secret_hash.eq(monitor.secret_hash.clone()),
            monitors::next_at.eq(some_micros(monitor.next_at)),
            monitors::lease_until.eq(some_micros(monitor.lease_until)),
            monitors::slow.eq(monitor.slow),
            monitors::watch.eq(TABLE.json(&monitor.watch)?),
            monitors::operation_id.eq(some_text(monitor.operation)),
            monitors::version.eq(monitors::version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The monitor with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: MonitorId) -> Result<Option<Monitor>, StoreError> {
    monitors::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(monitor)
        .transpose()
}

/// The monitor that is called with a secret, by its hash.
///
/// # Errors
/// When the database fails.
pub fn by_secret(conn: &mut Conn, hash: &str) -> Result<Option<Monitor>, StoreError> {
    monitors::table
        .filter(monitors::secret_hash.eq(hash))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(monitor)
        .transpose()
}

/// Every monitor by name.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Monitor>, StoreError> {
    let rows: Vec<Row> = monitors::table
        .order((monitors::name.asc(), monitors::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(monitor).collect()
}

/// Those with some ids.
///
/// # Errors
/// When the database fails.
pub fn with_ids(conn: &mut Conn, ids: &[MonitorId]) -> Result<Vec<Monitor>, StoreError> {
    let mut found = Vec::new();
    for id in ids {
        found.extend(find(conn, *id)?);
    }
    Ok(found)
}

/// The monitor that is due longest at `now` and that nobody looks at. `slow` lets in those whose last
/// look took long.
///
/// # Errors
/// When the database fails.
pub fn due(conn: &mut Conn, now: DateTime<Utc>, slow: bool) -> Result<Option<Monitor>, StoreError> {
    let mut query = monitors::table
        .filter(monitors::next_at.le(micros(now)))
        .filter(
            monitors::lease_until
                .is_null()
                .or(monitors::lease_until.le(micros(now))),
        )
        .order((monitors::next_at.asc(), monitors::id.asc()))
        .select(Row::as_select())
        .into_boxed();
    if !slow {
        query = query.filter(monitors::slow.eq(false));
    }
    let found: Option<Row> = query.first(conn).optional()?;
    found.map(monitor).transpose()
}

/// When the next look is due that nobody makes yet.
///
/// # Errors
/// When the database fails.
pub fn next_due(conn: &mut Conn, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let found: Option<Option<i64>> = monitors::table
        .filter(monitors::next_at.is_not_null())
        .filter(
            monitors::lease_until
                .is_null()
                .or(monitors::lease_until.le(micros(now))),
        )
        .order(monitors::next_at.asc())
        .select(monitors::next_at)
        .first(conn)
        .optional()?;
    TABLE.some_instant(found.flatten())
}

/// Keeps what a look found, and counts it to its day.
///
/// # Errors
/// When the database fails.
pub fn keep(
    conn: &mut Conn,
    monitor: &Monitor,
    look: &Look,
    on: NaiveDate,
) -> Result<(), StoreError> {
    let id = monitor.id.to_string();
    let took = look.took.map(|took| LOOKS.number(took)).transpose()?;
    diesel::insert_into(monitor_looks::table)
        .values((
            monitor_looks::monitor_id.eq(id.clone()),
            monitor_looks::at.eq(micros(look.at)),
            monitor_looks::outcome.eq(look.outcome.word()),
            monitor_looks::took.eq(took),
            monitor_looks::fault.eq(some_text(look.fault)),
        ))
        .execute(conn)?;
    let number = day_number(on);
    let row: Option<DayRow> = monitor_days::table
        .find((id.clone(), number))
        .select(DayRow::as_select())
        .first(conn)
        .optional()?;
    let is_new = row.is_none();
    let sum = row.map_or_else(|| Ok(LookDay::empty(on)), look_day)?;
    let sum = sum.with(look, monitor.said.objective);
    let values = (
        monitor_days::good.eq(DAYS.number(sum.good)?),
        monitor_days::bad.eq(DAYS.number(sum.bad)?),
        monitor_days::unknown.eq(DAYS.number(sum.unknown)?),
        monitor_days::kept.eq(DAYS.number(sum.kept)?),
        monitor_days::missed.eq(DAYS.number(sum.missed)?),
    );
    if is_new {
        diesel::insert_into(monitor_days::table)
            .values((
                monitor_days::monitor_id.eq(id),
                monitor_days::day.eq(number),
                values,
            ))
            .execute(conn)?;
    } else {
        diesel::update(monitor_days::table.find((id, number)))
            .set(values)
            .execute(conn)?;
    }
    Ok(())
}

/// The last looks of a monitor, the latest first.
///
/// # Errors
/// When the database fails.
pub fn looks(conn: &mut Conn, id: MonitorId, most: i64) -> Result<Vec<Look>, StoreError> {
    let rows: Vec<LookRow> = monitor_looks::table
        .filter(monitor_looks::monitor_id.eq(id.to_string()))
        .order(monitor_looks::at.desc())
        .limit(most)
        .select(LookRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(Look {
                at: LOOKS.instant(row.at)?,
                outcome: row.outcome.of(LOOKS)?,
                took: row.took.map(|took| LOOKS.count(took)).transpose()?,
                fault: some_of(row.fault, LOOKS)?,
            })
        })
        .collect()
}

/// The days of a monitor from `from` on, the latest first.
///
/// # Errors
/// When the database fails.
pub fn days(
    conn: &mut Conn,
    id: MonitorId,
    from: NaiveDate,
    most: i64,
) -> Result<Vec<LookDay>, StoreError> {
    let rows: Vec<DayRow> = monitor_days::table
        .filter(monitor_days::monitor_id.eq(id.to_string()))
        .filter(monitor_days::day.ge(day_number(from)))
        .order(monitor_days::day.desc())
        .limit(most)
        .select(DayRow::as_select())
        .load(conn)?;
    rows.into_iter().map(look_day).collect()
}

/// How long the good answers of a monitor took since `from`: the answers at their ranks, nothing between
/// two of them.
///
/// # Errors
/// When the database fails.
pub fn times(conn: &mut Conn, id: MonitorId, from: DateTime<Utc>) -> Result<Times, StoreError> {
    let measured = || {
        monitor_looks::table
            .filter(monitor_looks::monitor_id.eq(id.to_string()))
            .filter(monitor_looks::at.ge(micros(from)))
            .filter(monitor_looks::outcome.eq(Outcome::Good.word()))
            .filter(monitor_looks::took.is_not_null())
    };
    let count: i64 = measured().count().get_result(conn)?;
    let whole = u64::try_from(count).unwrap_or_default();
    let mut at_rank = |rank: u64| -> Result<Option<u32>, StoreError> {
        let Some(before) = rank.checked_sub(1) else {
            return Ok(None);
        };
        let found: Option<Option<i32>> = measured()
            .order((monitor_looks::took.asc(), monitor_looks::at.asc()))
            .select(monitor_looks::took)
            .offset(i64::try_from(before).unwrap_or(i64::MAX))
            .first(conn)
            .optional()?;
        found.flatten().map(|took| LOOKS.count(took)).transpose()
    };
    Ok(Times {
        median: at_rank(rank(whole, 50))?,
        nine_in_ten: at_rank(rank(whole, 90))?,
        longest: at_rank(whole)?,
        answers: u32::try_from(count).unwrap_or(u32::MAX),
    })
}

/// Forgets looks before `before`; the sums of their days stay. How many they were.
///
/// # Errors
/// When the database fails.
pub fn prune(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, StoreError> {
    let old = monitor_looks::table.filter(monitor_looks::at.lt(micros(before)));
    Ok(diesel::delete(old).execute(conn)?)
}

fn look_day(row: DayRow) -> Result<LookDay, StoreError> {
    Ok(LookDay {
        day: day(DAYS, row.day)?,
        good: DAYS.count(row.good)?,
        bad: DAYS.count(row.bad)?,
        unknown: DAYS.count(row.unknown)?,
        kept: DAYS.count(row.kept)?,
        missed: DAYS.count(row.missed)?,
    })
}

fn monitor(row: Row) -> Result<Monitor, StoreError> {
    let Row {
        id,
        component_id,
        body,
        secret_hash,
        next_at,
        lease_until,
        slow,
        watch,
        operation_id,
        version,
        entered_at,
    } = row;
    Ok(Monitor {
        id: id.of(TABLE)?,
        component: component_id.of(TABLE)?,
        said: TABLE.read_json(&body)?,
        secret_hash,
        next_at: TABLE.some_instant(next_at)?,
        lease_until: TABLE.some_instant(lease_until)?,
        slow,
        watch: TABLE.read_json(&watch)?,
        operation: some_of(operation_id, TABLE)?,
        version: TABLE.count(version)?,
        entered_at: TABLE.instant(entered_at)?,
    })
}
