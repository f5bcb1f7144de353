//! How far planned maintenance was told to have come. Rows are added and never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::maintenance_phases,
    values::{As, Table, micros},
};
use crate::domain::{ids::OperationId, status_hook::Phase};

const TABLE: Table = Table("maintenance_phases");

/// How far a maintenance was told to have come last, with the rank of that.
///
/// # Errors
/// When the database fails.
pub fn last(conn: &mut Conn, of: OperationId) -> Result<Option<(u32, Phase)>, StoreError> {
    let found: Option<(i32, As<Phase>)> = maintenance_phases::table
        .filter(maintenance_phases::operation_id.eq(of.to_string()))
        .order(maintenance_phases::rank.desc())
        .select((maintenance_phases::rank, maintenance_phases::phase))
        .first(conn)
        .optional()?;
    found
        .map(|(rank, phase)| Ok((TABLE.count(rank)?, phase.of(TABLE)?)))
        .transpose()
}

/// Notes how far it is told to have come; with what tells it, in one transaction.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else told something of that rank.
pub fn tell(
    conn: &mut Conn,
    of: OperationId,
    (rank, phase): (u32, Phase),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(maintenance_phases::table)
        .values((
            maintenance_phases::operation_id.eq(of.to_string()),
            maintenance_phases::rank.eq(TABLE.number(rank)?),
            maintenance_phases::phase.eq(phase.word()),
            maintenance_phases::at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(())
}
