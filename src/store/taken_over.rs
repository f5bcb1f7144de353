//! Which requests were taken over from another desk.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde::Serialize;

use super::{Conn, StoreError, bulk::insert_rows, phrases::among, schema::taken_over};
use crate::domain::{ids::TicketId, ticket::Line};

/// How many numbers are looked up at a time.
const AT_A_TIME: usize = 1_000;

#[derive(Insertable, Serialize)]
#[diesel(table_name = taken_over)]
struct NewRow {
    source: String,
    number: String,
    ticket_id: String,
}

/// Those of some numbers of another desk that were taken over.
///
/// # Errors
/// When the database fails.
pub fn known(
    conn: &mut Conn,
    source: &Line,
    numbers: &[&str],
) -> Result<BTreeSet<String>, StoreError> {
    let mut known = BTreeSet::new();
    for some in numbers.chunks(AT_A_TIME) {
        let found: Vec<String> = taken_over::table
            .filter(taken_over::source.eq(source.as_str()))
            .filter(among(
                taken_over::number,
                some.iter().map(|one| (*one).to_owned()).collect(),
            ))
            .select(taken_over::number)
            .load(conn)?;
        known.extend(found);
    }
    Ok(known)
}

/// Notes which tickets came from another desk, with their numbers there.
///
/// # Errors
/// [`StoreError::Taken`] when one of them was taken over before.
pub fn note(
    conn: &mut Conn,
    source: &Line,
    taken: &[(String, TicketId)],
) -> Result<(), StoreError> {
    let rows: Vec<NewRow> = taken
        .iter()
        .map(|(number, ticket)| NewRow {
            source: source.as_str().to_owned(),
            number: number.clone(),
            ticket_id: ticket.to_string(),
        })
        .collect();
    insert_rows!(conn, taken_over, rows)
}
