//! What was said of outages and maintenance until an instant: closed months are counted again from it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    domain::{ids::OperationId, operation::Operation},
    store::{
        Conn, StoreError,
        schema::{operation_revisions, operations},
        values::{As, Table, micros},
    },
};

const REVISIONS: Table = Table("operation_revisions");

/// How many revisions are read at once.
const MOST_SAID: i64 = 100_000;

/// The operations that last at some moment of `[from, to)` by what was said of them until an instant, in no
/// order.
///
/// # Errors
/// [`StoreError::Corrupt`] when more was said than anybody says.
pub fn known_operations(
    conn: &mut Conn,
    at: DateTime<Utc>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Operation>, StoreError> {
    // What was corrected may have lasted at another time before.
    let candidates = operations::table
        .filter(operations::entered_at.le(micros(at)))
        .filter(
            operations::revision
                .gt(1)
                .or(operations::begins_at.lt(micros(to)).and(
                    operations::ends_at
                        .is_null()
                        .or(operations::ends_at.gt(micros(from))),
                )),
        )
        .select(operations::id);
    let rows: Vec<(As<OperationId>, i32, i64, String)> = operation_revisions::table
        .filter(operation_revisions::at.le(micros(at)))
        .filter(operation_revisions::operation_id.eq_any(candidates))
        .order((
            operation_revisions::operation_id.asc(),
            operation_revisions::revision.asc(),
        ))
        .limit(MOST_SAID + 1)
        .select((
            operation_revisions::operation_id,
            operation_revisions::revision,
            operation_revisions::at,
            operation_revisions::body,
        ))
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST_SAID) {
        return Err(REVISIONS.corrupt(format_args!("more than {MOST_SAID} revisions at once")));
    }
    let mut known: Vec<Operation> = Vec::new();
    for (id, revision, at, body) in rows {
        let id = id.of(REVISIONS)?;
        let before = known.pop_if(|last| last.id == id);
        let at = REVISIONS.instant(at)?;
        known.push(Operation {
            id,
            revision: REVISIONS.count(revision)?,
            said: REVISIONS.read_json(&body)?,
            entered_at: before.map_or(at, |before| before.entered_at),
        });
    }
    known.retain(|one| {
        let (begins, ends) = one.said.span();
        begins.is_none_or(|begins| begins < to) && ends.is_none_or(|ends| ends > from)
    });
    Ok(known)
}
