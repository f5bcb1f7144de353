//! What happened to cases, and what was written on them. Rows are added and never changed.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::{
    domain::{
        ids::{MessageId, PersonId, VendorCaseId, VendorEventId},
        vendor::{CaseActor, CaseEvent, CaseSide, VendorMessage},
    },
    store::{
        Conn, StoreError,
        phrases::among,
        schema::{vendor_events, vendor_messages},
        values::{As, Table, micros},
    },
};

const EVENTS: Table = Table("vendor_events");
const MESSAGES: Table = Table("vendor_messages");

/// The most that happens to a case, and that is written on it.
pub const MOST: i64 = 2_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_events)]
struct EventRow {
    id: As<VendorEventId>,
    case_id: As<VendorCaseId>,
    seq: i64,
    at: i64,
    actor: String,
    body: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_messages)]
struct MessageRow {
    id: As<MessageId>,
    case_id: As<VendorCaseId>,
    author_id: As<PersonId>,
    side: String,
    body: String,
    at: i64,
}

/// Adds what happened.
///
/// # Errors
/// [`StoreError::Taken`] when the case has an event of that rank: somebody was faster.
pub fn append(conn: &mut Conn, event: &CaseEvent) -> Result<(), StoreError> {
    let CaseEvent {
        id,
        case,
        seq,
        at,
        actor,
        what,
    } = event;
    diesel::insert_into(vendor_events::table)
        .values((
            vendor_events::id.eq(id.to_string()),
            vendor_events::case_id.eq(case.to_string()),
            vendor_events::seq.eq(seq),
            vendor_events::at.eq(micros(*at)),
            vendor_events::actor.eq(EVENTS.json(actor)?),
            vendor_events::body.eq(EVENTS.json(what)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// The whole history of a case, in order. A part of it would give wrong deadlines, so one that is
/// longer than [`MOST`] is an error.
///
/// # Errors
/// [`StoreError::Corrupt`] when it is longer than [`MOST`].
pub fn history(conn: &mut Conn, case: VendorCaseId) -> Result<Vec<CaseEvent>, StoreError> {
    let rows: Vec<EventRow> = vendor_events::table
        .filter(vendor_events::case_id.eq(case.to_string()))
        .order(vendor_events::seq.asc())
        .limit(MOST + 1)
        .select(EventRow::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST) {
        return Err(EVENTS.corrupt(format_args!("case {case} has more than {MOST} events")));
    }
    rows.into_iter().map(happened).collect()
}

/// All that happened to some cases, each in its order.
///
/// # Errors
/// [`StoreError::Corrupt`] when one has more of it than anybody could have done.
pub fn histories(
    conn: &mut Conn,
    cases: &[VendorCaseId],
) -> Result<BTreeMap<VendorCaseId, Vec<CaseEvent>>, StoreError> {
    let ids = cases.iter().map(ToString::to_string).collect();
    let rows: Vec<EventRow> = vendor_events::table
        .filter(among(vendor_events::case_id, ids))
        .order((vendor_events::case_id.asc(), vendor_events::seq.asc()))
        .select(EventRow::as_select())
        .load(conn)?;
    let mut all: BTreeMap<VendorCaseId, Vec<CaseEvent>> = BTreeMap::new();
    for row in rows {
        let event = happened(row)?;
        all.entry(event.case).or_default().push(event);
    }
    Ok(all)
}

fn happened(row: EventRow) -> Result<CaseEvent, StoreError> {
    Ok(CaseEvent {
        id: row.id.of(EVENTS)?,
        case: row.case_id.of(EVENTS)?,
        seq: row.seq,
        at: EVENTS.instant(row.at)?,
        actor: EVENTS.read_json(&row.actor)?,
        what: EVENTS.read_json(&row.body)?,
    })
}

/// Adds a message.
///
/// # Errors
/// [`StoreError::Taken`] when it is there already.
pub fn say(conn: &mut Conn, message: &VendorMessage) -> Result<(), StoreError> {
    let VendorMessage {
        id,
        case,
        author,
        body,
        at,
    } = message;
    let side = match author.side {
        CaseSide::Integrator => "integrator",
        CaseSide::Vendor => "vendor",
    };
    diesel::insert_into(vendor_messages::table)
        .values((
            vendor_messages::id.eq(id.to_string()),
            vendor_messages::case_id.eq(case.to_string()),
            vendor_messages::author_id.eq(author.person.to_string()),
            vendor_messages::side.eq(side),
            vendor_messages::body.eq(body.as_str()),
            vendor_messages::at.eq(micros(*at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The message with that id.
///
/// # Errors
/// When the database fails.
pub fn message(conn: &mut Conn, id: MessageId) -> Result<Option<VendorMessage>, StoreError> {
    vendor_messages::table
        .find(id.to_string())
        .select(MessageRow::as_select())
        .get_result(conn)
        .optional()?
        .map(read)
        .transpose()
}

/// What was written on a case, in order, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn said(conn: &mut Conn, case: VendorCaseId) -> Result<Vec<VendorMessage>, StoreError> {
    vendor_messages::table
        .filter(vendor_messages::case_id.eq(case.to_string()))
        .order((vendor_messages::at.asc(), vendor_messages::id.asc()))
        .limit(MOST)
        .select(MessageRow::as_select())
        .load(conn)?
        .into_iter()
        .map(read)
        .collect()
}

fn read(row: MessageRow) -> Result<VendorMessage, StoreError> {
    let MessageRow {
        id,
        case_id,
        author_id,
        side,
        body,
        at,
    } = row;
    let side = match side.as_str() {
        "integrator" => CaseSide::Integrator,
        "vendor" => CaseSide::Vendor,
        other => return Err(MESSAGES.corrupt(format_args!("no side {other:?}"))),
    };
    Ok(VendorMessage {
        id: id.of(MESSAGES)?,
        case: case_id.of(MESSAGES)?,
        author: CaseActor {
            side,
            person: author_id.of(MESSAGES)?,
        },
        body: MESSAGES.made(crate::domain::ticket::Description::parse(&body))?,
        at: MESSAGES.instant(at)?,
    })
}
