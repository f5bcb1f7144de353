//! Months that are closed, each revision of them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use crate::{
    domain::report::{Closing, ReportPeriod, ReportPeriodKind},
    store::{
        Conn, StoreError,
        schema::report_closings,
        values::{Table, day, day_number, micros},
    },
};

const TABLE: Table = Table("report_closings");

/// How many revisions are read.
const MOST: i64 = 5_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = report_closings)]
struct Row {
    first_day: i64,
    revision: i32,
    made_at: i64,
    program: String,
    contracts: String,
    figures: String,
    changes: String,
    stale: bool,
    availability: Option<String>,
}

/// Adds a revision.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else closed the month at the same moment.
pub fn insert(conn: &mut Conn, closing: &Closing) -> Result<(), StoreError> {
    let availability = closing.availability.as_ref();
    let availability = availability.map(|lines| TABLE.json(lines)).transpose()?;
    let (_, ends_at) = ReportPeriod::of(ReportPeriodKind::Month, closing.month).bounds();
    diesel::insert_into(report_closings::table)
        .values((
            report_closings::first_day.eq(day_number(closing.month)),
            report_closings::revision.eq(TABLE.number(closing.revision)?),
            report_closings::ends_at.eq(micros(ends_at)),
            report_closings::made_at.eq(micros(closing.made_at)),
            report_closings::program.eq(&closing.program),
            report_closings::contracts.eq(TABLE.json(&closing.contracts)?),
            report_closings::figures.eq(TABLE.json(&closing.figures)?),
            report_closings::changes.eq(TABLE.json(&closing.changes)?),
            report_closings::stale.eq(closing.stale),
            report_closings::availability.eq(availability),
        ))
        .execute(conn)?;
    Ok(())
}

/// The last revision of each month from one to another, in order.
///
/// # Errors
/// When the database fails.
pub fn latest(
    conn: &mut Conn,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Closing>, StoreError> {
    let rows: Vec<Row> = report_closings::table
        .filter(report_closings::first_day.ge(day_number(first)))
        .filter(report_closings::first_day.le(day_number(last)))
        .order((
            report_closings::first_day.asc(),
            report_closings::revision.asc(),
        ))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let mut latest: Vec<Row> = Vec::new();
    for row in rows {
        match latest.last_mut() {
            Some(one) if one.first_day == row.first_day => *one = row,
            _ => latest.push(row),
        }
    }
    latest.into_iter().map(closing).collect()
}

/// The months that are closed, in order.
///
/// # Errors
/// When the database fails.
pub fn months(conn: &mut Conn) -> Result<Vec<NaiveDate>, StoreError> {
    report_closings::table
        .filter(report_closings::revision.eq(1))
        .order(report_closings::first_day.asc())
        .limit(MOST)
        .select(report_closings::first_day)
        .load::<i64>(conn)?
        .into_iter()
        .map(|number| day(TABLE, number))
        .collect()
}

/// A revision of which something was corrected since, the earliest month first.
///
/// # Errors
/// When the database fails.
pub fn stale(conn: &mut Conn) -> Result<Option<Closing>, StoreError> {
    report_closings::table
        .filter(report_closings::stale.eq(true))
        .order((
            report_closings::first_day.asc(),
            report_closings::revision.asc(),
        ))
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(closing)
        .transpose()
}

/// The revisions of a month, in order.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, month: NaiveDate) -> Result<Vec<Closing>, StoreError> {
    report_closings::table
        .filter(report_closings::first_day.eq(day_number(month)))
        .order(report_closings::revision.asc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(closing)
        .collect()
}

fn closing(row: Row) -> Result<Closing, StoreError> {
    Ok(Closing {
        month: day(TABLE, row.first_day)?,
        revision: TABLE.count(row.revision)?,
        made_at: TABLE.instant(row.made_at)?,
        program: row.program,
        contracts: TABLE.read_json(&row.contracts)?,
        figures: TABLE.read_json(&row.figures)?,
        changes: TABLE.read_json(&row.changes)?,
        stale: row.stale,
        availability: row
            .availability
            .map(|text| TABLE.read_json(&text))
            .transpose()?,
    })
}

/// The end of the last month that is closed, and when a revision was last made, UTC.
pub type Frozen = (DateTime<Utc>, DateTime<Utc>);

/// How far months are closed.
///
/// # Errors
/// When the database fails.
pub fn frozen(conn: &mut Conn) -> Result<Option<Frozen>, StoreError> {
    let (ended, made): (Option<i64>, Option<i64>) = report_closings::table
        .select((
            diesel::dsl::max(report_closings::ends_at),
            diesel::dsl::max(report_closings::made_at),
        ))
        .first(conn)?;
    let (ended, made) = (TABLE.some_instant(ended)?, TABLE.some_instant(made)?);
    Ok(ended.zip(made))
}

/// Notes that something before the end of some months, from an instant on, was corrected.
///
/// # Errors
/// When the database fails.
pub fn outdate(conn: &mut Conn, from: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(report_closings::table)
        .filter(report_closings::ends_at.gt(micros(from)))
        .set(report_closings::stale.eq(true))
        .execute(conn)?;
    Ok(())
}

/// Notes that a month was looked at after a correction; true for exactly one caller.
///
/// # Errors
/// When the database fails.
pub fn looked_at(conn: &mut Conn, closing: &Closing) -> Result<bool, StoreError> {
    let key = (day_number(closing.month), TABLE.number(closing.revision)?);
    let changed = diesel::update(report_closings::table.find(key))
        .filter(report_closings::stale.eq(true))
        .set(report_closings::stale.eq(false))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The first revision of each month of which nobody was told, in order.
///
/// # Errors
/// When the database fails.
pub fn untold(conn: &mut Conn) -> Result<Vec<NaiveDate>, StoreError> {
    report_closings::table
        .filter(report_closings::revision.eq(1))
        .filter(report_closings::told_at.is_null())
        .order(report_closings::first_day.asc())
        .limit(MOST)
        .select(report_closings::first_day)
        .load::<i64>(conn)?
        .into_iter()
        .map(|number| day(TABLE, number))
        .collect()
}

/// Notes that the readers were told of a month; true for exactly one caller.
///
/// # Errors
/// When the database fails.
pub fn told(conn: &mut Conn, month: NaiveDate, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let changed = diesel::update(report_closings::table.find((day_number(month), 1)))
        .filter(report_closings::told_at.is_null())
        .set(report_closings::told_at.eq(micros(now)))
        .execute(conn)?;
    Ok(changed == 1)
}
