//! Many tickets at once, for the sweep.

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Nullable, SmallInt, Text},
};

use super::{Row, touch};
use crate::domain::{
    ids::TicketId,
    ticket::{QueuePlace, Ticket},
};
use crate::store::{
    Conn, StoreError, phrases::among, postgres::PgConnection, schema::tickets, values::micros,
};

/// The tickets with those ids. For the desk itself, which sees all.
///
/// # Errors
/// When the database fails.
pub fn with_ids(conn: &mut Conn, ids: &[TicketId]) -> Result<Vec<Ticket>, StoreError> {
    tickets::table
        .filter(among(
            tickets::id,
            ids.iter().map(ToString::to_string).collect(),
        ))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(Row::ticket)
        .collect()
}

/// What [`touch`] is told, for one of many.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    /// The ticket.
    pub id: TicketId,
    /// How many events it must have.
    pub expected_events: i64,
    /// How many it has since.
    pub new_events: i64,
    /// Its place in the queue since.
    pub place: QueuePlace,
}

/// As [`touch`], for many tickets, each once; true when all were as expected. Otherwise some may be
/// changed, and the caller undoes the transaction.
///
/// # Errors
/// When the database fails.
pub fn touch_all(conn: &mut Conn, changes: &[Touch]) -> Result<bool, StoreError> {
    if let Conn::Postgres(conn) = conn {
        return touch_at_once(conn, changes);
    }
    for change in changes {
        let Touch {
            id,
            expected_events,
            new_events,
            place,
        } = change;
        if !touch(conn, *id, *expected_events, *new_events, place)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// One statement for all: each way to the server and back takes as long as the change itself.
fn touch_at_once(conn: &mut PgConnection, changes: &[Touch]) -> Result<bool, StoreError> {
    let (mut ids, mut expected, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut reasons, mut ranks) = (Vec::new(), Vec::new());
    let (mut instants, mut clocks) = (Vec::new(), Vec::new());
    for change in changes {
        ids.push(change.id.to_string());
        expected.push(change.expected_events);
        counts.push(change.new_events);
        reasons.push(change.place.pause.map(|reason| reason.word()));
        ranks.push(change.place.rank.number());
        instants.push(micros(change.place.due_at));
        clocks.push(change.place.clock.map(|clock| clock.word()));
    }
    let touched = diesel::sql_query(
        "UPDATE tickets SET events = seen.events, pause_reason = seen.pause_reason, \
         due_rank = seen.due_rank, due_at = seen.due_at, due_clock = seen.due_clock \
         FROM unnest($1, $2, $3, $4, $5, $6, $7) \
         AS seen (id, expected, events, pause_reason, due_rank, due_at, due_clock) \
         WHERE tickets.id = seen.id AND tickets.events = seen.expected",
    )
    .bind::<Array<Text>, _>(ids)
    .bind::<Array<BigInt>, _>(expected)
    .bind::<Array<BigInt>, _>(counts)
    .bind::<Array<Nullable<Text>>, _>(reasons)
    .bind::<Array<SmallInt>, _>(ranks)
    .bind::<Array<BigInt>, _>(instants)
    .bind::<Array<Nullable<Text>>, _>(clocks)
    .execute(conn)?;
    Ok(touched == changes.len())
}
