//! The levels of vendors' ladders that fired.

use diesel::prelude::*;

use crate::{
    domain::{
        ids::{VendorCaseId, VendorWarningId},
        ticket::ClockName,
        vendor::VendorWarning,
    },
    store::{
        Conn, StoreError,
        schema::vendor_warnings,
        values::{As, Table, micros},
    },
};

const TABLE: Table = Table("vendor_warnings");

/// The most that are read of one case, the oldest first.
pub const MOST: i64 = 2_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_warnings)]
struct Row {
    id: As<VendorWarningId>,
    case_id: As<VendorCaseId>,
    clock: As<ClockName>,
    run: i32,
    body: String,
}

/// Records a level that fired.
///
/// # Errors
/// [`StoreError::Taken`] when that level has fired in that run already.
pub fn insert(conn: &mut Conn, warning: &VendorWarning) -> Result<(), StoreError> {
    let VendorWarning {
        id,
        case,
        clock,
        run,
        level,
    } = warning;
    diesel::insert_into(vendor_warnings::table)
        .values((
            vendor_warnings::id.eq(id.to_string()),
            vendor_warnings::case_id.eq(case.to_string()),
            vendor_warnings::clock.eq(clock.word()),
            vendor_warnings::run.eq(TABLE.number(*run)?),
            vendor_warnings::level.eq(TABLE.number(level.level)?),
            vendor_warnings::body.eq(TABLE.json(level)?),
            vendor_warnings::fired_at.eq(micros(level.fired_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The levels that fired on a case, in the order in which they did, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, case: VendorCaseId) -> Result<Vec<VendorWarning>, StoreError> {
    vendor_warnings::table
        .filter(vendor_warnings::case_id.eq(case.to_string()))
        .order((vendor_warnings::fired_at.asc(), vendor_warnings::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(|row| {
            Ok(VendorWarning {
                id: row.id.of(TABLE)?,
                case: row.case_id.of(TABLE)?,
                clock: row.clock.of(TABLE)?,
                run: TABLE.count(row.run)?,
                level: TABLE.read_json(&row.body)?,
            })
        })
        .collect()
}
