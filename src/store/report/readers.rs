//! Who is sent the report of each month once it is closed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    domain::ids::PersonId,
    store::{
        Conn, StoreError,
        schema::report_readers,
        values::{As, Table, micros},
    },
};

const TABLE: Table = Table("report_readers");

/// The most readers.
const MOST: i64 = 500;

/// Those who are sent it, in the order of ids.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn) -> Result<Vec<PersonId>, StoreError> {
    report_readers::table
        .order(report_readers::person_id.asc())
        .limit(MOST)
        .select(report_readers::person_id)
        .load::<As<PersonId>>(conn)?
        .into_iter()
        .map(|id| id.of(TABLE))
        .collect()
}

/// Sets who is sent it.
///
/// # Errors
/// When the database fails.
pub fn set(
    conn: &mut Conn,
    people: &[PersonId],
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let before = list(conn)?;
    for gone in before.iter().filter(|one| !people.contains(one)) {
        diesel::delete(report_readers::table.find(gone.to_string())).execute(conn)?;
    }
    for new in people.iter().filter(|one| !before.contains(one)) {
        diesel::insert_into(report_readers::table)
            .values((
                report_readers::person_id.eq(new.to_string()),
                report_readers::since.eq(micros(now)),
                report_readers::by_id.eq(by.to_string()),
            ))
            .execute(conn)?;
    }
    Ok(())
}
