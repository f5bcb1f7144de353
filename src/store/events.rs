//! All that happened to tickets. Rows are added and never changed.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Serialize;

use super::{
    Conn, StoreError,
    bulk::insert_rows,
    phrases::among,
    schema::events,
    values::{Table, micros},
};
use crate::domain::{
    ids::{EventId, TicketId},
    ticket::Event,
};

const TABLE: Table = Table("events");

/// The most events that are read of one ticket. The desk refuses more long before.
pub const MOST: i64 = 20_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = events)]
pub(super) struct Row {
    id: String,
    pub(super) ticket_id: String,
    seq: i64,
    at: i64,
    actor: String,
    body: String,
}

#[derive(Insertable, Serialize)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    ticket_id: String,
    seq: i64,
    at: i64,
    actor: String,
    body: String,
}

impl TryFrom<&Event> for NewRow {
    type Error = StoreError;

    fn try_from(event: &Event) -> Result<Self, StoreError> {
        let Event {
            id,
            ticket,
            seq,
            at,
            actor,
            what,
        } = event;
        Ok(Self {
            id: id.to_string(),
            ticket_id: ticket.to_string(),
            seq: *seq,
            at: micros(*at),
            actor: TABLE.json(actor)?,
            body: TABLE.json(what)?,
        })
    }
}

/// Adds events, in their order.
///
/// # Errors
/// [`StoreError::Taken`] when a ticket already has an event of that rank: somebody was faster.
pub fn append(conn: &mut Conn, happened: &[Event]) -> Result<(), StoreError> {
    for event in happened {
        diesel::insert_into(events::table)
            .values(NewRow::try_from(event)?)
            .execute(conn)?;
    }
    Ok(())
}

/// Adds many events of many tickets.
///
/// # Errors
/// As [`append`].
pub fn append_all(conn: &mut Conn, happened: &[Event]) -> Result<(), StoreError> {
    let rows = happened
        .iter()
        .map(NewRow::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    insert_rows!(conn, events, rows)
}

/// A ticket's whole history, in order. Replaying a part of it would give wrong deadlines, so a
/// history longer than [`MOST`] is an error, not a shorter answer.
///
/// # Errors
/// [`StoreError::Corrupt`] when it is longer than [`MOST`], or has a gap.
pub fn of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<Event>, StoreError> {
    let history = since(conn, ticket, 0)?;
    for (event, rank) in history.iter().zip(1..) {
        if event.seq != rank {
            return Err(TABLE.corrupt(format_args!("ticket {ticket} has no event {rank}")));
        }
    }
    Ok(history)
}

/// The whole histories of some tickets, each in order. A ticket without events is not among them.
///
/// # Errors
/// As [`of`].
pub fn of_all(
    conn: &mut Conn,
    ids: &[TicketId],
) -> Result<HashMap<TicketId, Vec<Event>>, StoreError> {
    let most = MOST.saturating_mul(i64::try_from(ids.len()).unwrap_or(i64::MAX));
    let rows = events::table
        .filter(among(
            events::ticket_id,
            ids.iter().map(ToString::to_string).collect(),
        ))
        .order((events::ticket_id.asc(), events::seq.asc()))
        .limit(most.saturating_add(1))
        .select(Row::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > most) {
        return Err(TABLE.corrupt(format_args!("a ticket has more than {MOST} events")));
    }
    let mut histories: HashMap<TicketId, Vec<Event>> = HashMap::new();
    for row in rows {
        let event = event(row)?;
        let history = histories.entry(event.ticket).or_default();
        let rank = history.last().map_or(1, |last| last.seq + 1);
        if event.seq != rank {
            let ticket = event.ticket;
            return Err(TABLE.corrupt(format_args!("ticket {ticket} has no event {rank}")));
        }
        history.push(event);
    }
    Ok(histories)
}

/// What happened to a ticket after its event of rank `seq`, in order.
///
/// # Errors
/// [`StoreError::Corrupt`] when that is more than [`MOST`] events.
pub fn since(conn: &mut Conn, ticket: TicketId, seq: i64) -> Result<Vec<Event>, StoreError> {
    let rows = events::table
        .filter(events::ticket_id.eq(ticket.to_string()))
        .filter(events::seq.gt(seq))
        .order(events::seq.asc())
        .limit(MOST + 1)
        .select(Row::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST) {
        return Err(TABLE.corrupt(format_args!("ticket {ticket} has more than {MOST} events")));
    }
    rows.into_iter().map(event).collect()
}

/// The events with these identities, in no order; those that are not there are left out.
///
/// # Errors
/// When the database fails.
pub fn with_ids(conn: &mut Conn, ids: &[EventId]) -> Result<Vec<Event>, StoreError> {
    events::table
        .filter(among(
            events::id,
            ids.iter().map(ToString::to_string).collect(),
        ))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(event)
        .collect()
}

pub(super) fn event(row: Row) -> Result<Event, StoreError> {
    let Row {
        id,
        ticket_id,
        seq,
        at,
        actor,
        body,
    } = row;
    Ok(Event {
        id: TABLE.read(&id)?,
        ticket: TABLE.read(&ticket_id)?,
        seq,
        at: TABLE.instant(at)?,
        actor: TABLE.read_json(&actor)?,
        what: TABLE.read_json(&body)?,
    })
}
