//! Every ticket in the order of their references, for those who look at all of them.

use diesel::prelude::*;

use super::row::{Row, TABLE};
use crate::{
    domain::ticket::{QueuePlace, Reference, Ticket},
    store::{
        Conn, StoreError,
        schema::{counters, tickets},
    },
};

/// What the names of the counters of ranks begin with; the year follows.
const COUNTER: &str = "ticket-";

/// A ticket as it is kept, readable or not.
#[derive(Debug)]
pub struct Numbered {
    /// Its identity, as it is kept.
    pub key: String,
    /// The number that people say.
    pub reference: Reference,
    /// How many events it says it has.
    pub events: i64,
    /// The ticket and its place in the queue, or why the row makes no sense.
    pub ticket: Result<(Ticket, QueuePlace), StoreError>,
}

/// The tickets after a reference, in the order of references, `most` of them. One that makes no
/// sense is among them, and hides no other.
///
/// # Errors
/// When the database fails.
pub fn in_order(
    conn: &mut Conn,
    after: Option<Reference>,
    most: i64,
) -> Result<Vec<Numbered>, StoreError> {
    let mut page = tickets::table.into_boxed();
    if let Some(after) = after {
        page = page.filter(tickets::year.ge(after.year())).filter(
            tickets::year
                .gt(after.year())
                .or(tickets::rank.gt(after.rank())),
        );
    }
    let rows = page
        .order((tickets::year.asc(), tickets::rank.asc()))
        .limit(most)
        .select((
            (tickets::id, tickets::year, tickets::rank, tickets::events),
            Row::as_select(),
        ))
        .load::<((String, i32, i64, i64), Row)>(conn)?;
    Ok(rows
        .into_iter()
        .map(|((key, year, rank, events), row)| Numbered {
            key,
            reference: Reference::new(year, rank),
            events,
            ticket: row.ticket_and_place(),
        })
        .collect())
}

/// The years in which ranks were given, and the last rank given in each.
///
/// # Errors
/// When the database fails.
pub fn ranks_given(conn: &mut Conn) -> Result<Vec<(i32, i64)>, StoreError> {
    counters::table
        .filter(counters::name.like(format!("{COUNTER}%")))
        .order(counters::name.asc())
        .select((counters::name, counters::value))
        .load::<(String, i64)>(conn)?
        .into_iter()
        .map(|(name, value)| {
            let year = name.strip_prefix(COUNTER).unwrap_or_default();
            Ok((TABLE.read(year)?, value))
        })
        .collect()
}
