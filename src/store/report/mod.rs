//! What reports are added up from, the months that are closed, and who is sent them.

pub mod closings;
pub mod facts;
pub mod known;
pub mod readers;
mod row;

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    phrases::{Written, among},
    schema::vendor_cases,
    values::{As, Table},
};
use crate::domain::ids::{TicketId, VendorCaseId};

const CASES: Table = Table("vendor_cases");

/// Some cases whose time the facts of their tickets do not know yet, each with its ticket and how many
/// events it has.
///
/// # Errors
/// When the database fails.
pub fn cases_behind(
    conn: &mut Conn,
    most: i64,
) -> Result<Vec<(VendorCaseId, TicketId, i64)>, StoreError> {
    vendor_cases::table
        .filter(Written("vendor_cases.reported <> vendor_cases.events"))
        .order(vendor_cases::id.asc())
        .limit(most)
        .select((
            vendor_cases::id,
            vendor_cases::ticket_id,
            vendor_cases::events,
        ))
        .load::<(As<VendorCaseId>, As<TicketId>, i64)>(conn)?
        .into_iter()
        .map(|(id, ticket, events)| Ok((id.of(CASES)?, ticket.of(CASES)?, events)))
        .collect()
}

/// Notes from how many events of a case the facts of its ticket are drawn.
///
/// # Errors
/// When the database fails.
pub fn case_drawn(conn: &mut Conn, case: VendorCaseId, events: i64) -> Result<(), StoreError> {
    diesel::update(vendor_cases::table.find(case.to_string()))
        .set(vendor_cases::reported.eq(events))
        .execute(conn)?;
    Ok(())
}

/// The cases of some tickets, each with its ticket and how many events it has, in the order in which they
/// were sent.
///
/// # Errors
/// When the database fails.
pub fn cases_of(
    conn: &mut Conn,
    tickets: &[TicketId],
) -> Result<Vec<(VendorCaseId, TicketId, i64)>, StoreError> {
    let ids = tickets.iter().map(ToString::to_string).collect();
    vendor_cases::table
        .filter(among(vendor_cases::ticket_id, ids))
        .order((vendor_cases::ticket_id.asc(), vendor_cases::rank.asc()))
        .select((
            vendor_cases::id,
            vendor_cases::ticket_id,
            vendor_cases::events,
        ))
        .load::<(As<VendorCaseId>, As<TicketId>, i64)>(conn)?
        .into_iter()
        .map(|(id, ticket, events)| Ok((id.of(CASES)?, ticket.of(CASES)?, events)))
        .collect()
}
