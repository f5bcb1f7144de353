//! The tickets whose facts are behind their histories.

use diesel::prelude::*;

use super::row::{Row, TABLE};
use crate::domain::{ids::TicketId, ticket::Ticket};
use crate::store::{
    Conn, StoreError,
    phrases::{Counted, Written, among},
    schema::tickets,
};

/// The condition of the index of what is behind, as the index has it.
const BEHIND: Written = Written("tickets.reported <> tickets.events");

/// A ticket whose facts may be behind.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The ticket.
    pub ticket: Ticket,
    /// How many events it has.
    pub events: i64,
    /// From how many its facts are drawn.
    pub reported: i64,
}

fn behind_row((row, events, reported): (Row, i64, i64)) -> Result<Behind, StoreError> {
    Ok(Behind {
        ticket: row.ticket()?,
        events,
        reported,
    })
}

/// Some of the tickets whose facts are behind, `most` of them. For the desk itself, which sees all.
///
/// # Errors
/// When the database fails.
pub fn behind(conn: &mut Conn, most: i64) -> Result<Vec<Behind>, StoreError> {
    tickets::table
        .filter(BEHIND)
        .order(tickets::id.asc())
        .limit(most)
        .select((Row::as_select(), tickets::events, tickets::reported))
        .load::<(Row, i64, i64)>(conn)?
        .into_iter()
        .map(behind_row)
        .collect()
}

/// Tickets by their ids, whether they are behind or not.
///
/// # Errors
/// When the database fails.
pub fn behind_of(conn: &mut Conn, ids: &[TicketId]) -> Result<Vec<Behind>, StoreError> {
    let ids = ids.iter().map(ToString::to_string).collect();
    tickets::table
        .filter(among(tickets::id, ids))
        .select((Row::as_select(), tickets::events, tickets::reported))
        .load::<(Row, i64, i64)>(conn)?
        .into_iter()
        .map(behind_row)
        .collect()
}

/// How many tickets are behind, `most` at most.
///
/// # Errors
/// When the database fails.
pub fn count_behind(conn: &mut Conn, most: i64) -> Result<u64, StoreError> {
    let some = tickets::table
        .filter(BEHIND)
        .select(tickets::rank)
        .limit(most);
    TABLE.made(u64::try_from(Counted(some).get_result::<i64>(conn)?))
}

/// Notes from how many events the facts of a ticket are drawn; true for exactly one of those who saw
/// `before`.
///
/// # Errors
/// When the database fails.
pub fn drawn(conn: &mut Conn, id: TicketId, before: i64, events: i64) -> Result<bool, StoreError> {
    let changed = diesel::update(tickets::table.find(id.to_string()))
        .filter(tickets::reported.eq(before))
        .set(tickets::reported.eq(events))
        .execute(conn)?;
    Ok(changed == 1)
}
