//! Cases at vendors.
//!
//! # Why
//! A vendor's people see cases and no ticket, so a case holds all that they may read; which cases, is
//! decided here for every question, as `fence.rs` does it for tickets.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::{
    domain::{
        access::Scope,
        ids::{ContractVersionId, OrganisationId, TicketId, VendorCaseId},
        vendor::{CaseState, VendorCase},
    },
    store::{
        Conn, StoreError,
        fence::Unfenced,
        people,
        schema::vendor_cases,
        values::{As, Table, micros, some_micros},
    },
};

const TABLE: Table = Table("vendor_cases");

/// How many cases of a ticket, or of a vendor, are listed.
pub const MOST: i64 = 200;

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_cases)]
pub(super) struct Row {
    id: As<VendorCaseId>,
    ticket_id: As<TicketId>,
    rank: i32,
    vendor_id: As<OrganisationId>,
    contract_id: As<ContractVersionId>,
    dossier: String,
    runs_on: Option<String>,
    state: As<CaseState>,
    reference: Option<String>,
    opened_at: i64,
    changed_at: i64,
    due_clock: Option<String>,
    due_at: Option<i64>,
    events: i64,
    watch_at: Option<i64>,
}

/// Adds a case.
///
/// # Errors
/// [`StoreError::Taken`] when it is there already, or the ticket has an open one at the vendor.
pub fn insert(conn: &mut Conn, case: &VendorCase) -> Result<(), StoreError> {
    let VendorCase {
        id,
        ticket,
        rank,
        vendor,
        contract,
        dossier,
        runs_on,
        state,
        reference,
        opened_at,
        changed_at,
        due,
        events,
        watch_at,
    } = case;
    let runs_on = runs_on.as_ref().map(|one| TABLE.json(one)).transpose()?;
    diesel::insert_into(vendor_cases::table)
        .values((
            vendor_cases::id.eq(id.to_string()),
            vendor_cases::ticket_id.eq(ticket.to_string()),
            vendor_cases::rank.eq(TABLE.number(*rank)?),
            vendor_cases::vendor_id.eq(vendor.to_string()),
            vendor_cases::contract_id.eq(contract.to_string()),
            vendor_cases::dossier.eq(TABLE.json(dossier)?),
            vendor_cases::runs_on.eq(runs_on),
            vendor_cases::state.eq(state.word()),
            vendor_cases::reference.eq(reference.as_ref().map(|one| one.as_str().to_owned())),
            vendor_cases::opened_at.eq(micros(*opened_at)),
            vendor_cases::changed_at.eq(micros(*changed_at)),
            vendor_cases::due_clock.eq(due.map(|(clock, _)| clock.word())),
            vendor_cases::due_at.eq(some_micros(due.map(|(_, at)| at))),
            vendor_cases::events.eq(events),
            vendor_cases::watch_at.eq(some_micros(*watch_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores what a case amounts to since it changed; false when somebody else changed it since it had
/// `seen` events.
///
/// # Errors
/// [`StoreError::Taken`] when it is opened again while another one is open.
pub fn change(conn: &mut Conn, case: &VendorCase, seen: i64) -> Result<bool, StoreError> {
    let changed = diesel::update(vendor_cases::table.find(case.id.to_string()))
        .filter(vendor_cases::events.eq(seen))
        .set((
            vendor_cases::state.eq(case.state.word()),
            vendor_cases::reference.eq(case.reference.as_ref().map(|one| one.as_str().to_owned())),
            vendor_cases::changed_at.eq(micros(case.changed_at)),
            vendor_cases::due_clock.eq(case.due.map(|(clock, _)| clock.word())),
            vendor_cases::due_at.eq(some_micros(case.due.map(|(_, at)| at))),
            vendor_cases::events.eq(case.events),
            vendor_cases::watch_at.eq(some_micros(case.watch_at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// A case, if the scope sees it: the desk those of tickets in queues that are open to the reader, a
/// vendor's people those that were sent to it. Nobody else sees any.
///
/// # Errors
/// When the database fails.
pub fn find(
    conn: &mut Conn,
    id: VendorCaseId,
    scope: &Scope,
) -> Result<Option<VendorCase>, StoreError> {
    let mut one = vendor_cases::table
        .find(id.to_string())
        .select(Row::as_select())
        .into_boxed();
    match scope {
        Scope::Desk | Scope::Worker { .. } => {
            if let Some(unfenced) = Unfenced::of("vendor_cases.ticket_id", scope.closed()) {
                one = one.filter(unfenced);
            }
        }
        Scope::Link { .. } => return Ok(None),
        Scope::Customer(_) => match organisation_of(conn, scope)? {
            Some(own) => one = one.filter(vendor_cases::vendor_id.eq(own.to_string())),
            None => return Ok(None),
        },
    }
    one.get_result(conn).optional()?.map(case).transpose()
}

/// The cases of a ticket, in the order in which they were sent; none for whoever does not work at the
/// desk. Whether the ticket is seen was decided.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId, scope: &Scope) -> Result<Vec<VendorCase>, StoreError> {
    if !scope.sees_notes() {
        return Ok(Vec::new());
    }
    vendor_cases::table
        .filter(vendor_cases::ticket_id.eq(ticket.to_string()))
        .order(vendor_cases::rank.asc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(case)
        .collect()
}

/// The cases that were sent to the vendor of somebody on the customers' side, the last first,
/// [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn for_vendor(conn: &mut Conn, scope: &Scope) -> Result<Vec<VendorCase>, StoreError> {
    let Some(own) = organisation_of(conn, scope)? else {
        return Ok(Vec::new());
    };
    vendor_cases::table
        .filter(vendor_cases::vendor_id.eq(own.to_string()))
        .order((vendor_cases::opened_at.desc(), vendor_cases::id.desc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(case)
        .collect()
}

/// The cases at which a ladder has come to look by `now`, the longest due first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn watched(
    conn: &mut Conn,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<VendorCase>, StoreError> {
    vendor_cases::table
        .filter(vendor_cases::watch_at.le(micros(now)))
        .order((vendor_cases::watch_at.asc(), vendor_cases::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(case)
        .collect()
}

/// When a ladder next looks at a case.
///
/// # Errors
/// When the database fails.
pub fn next_watched(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, StoreError> {
    let first: Option<Option<i64>> = vendor_cases::table
        .filter(vendor_cases::watch_at.is_not_null())
        .order((vendor_cases::watch_at.asc(), vendor_cases::id.asc()))
        .select(vendor_cases::watch_at)
        .first(conn)
        .optional()?;
    TABLE.some_instant(first.flatten())
}

/// Says when a ladder next looks at a case; false when somebody else changed it or looked at it since
/// it was read.
///
/// # Errors
/// When the database fails.
pub fn watch(
    conn: &mut Conn,
    case: &VendorCase,
    next: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(vendor_cases::table.find(case.id.to_string()))
        .filter(vendor_cases::events.eq(case.events))
        .filter(vendor_cases::watch_at.eq(some_micros(case.watch_at)))
        .set(vendor_cases::watch_at.eq(some_micros(next)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The cases of some tickets that a vendor still owes something on, in the order in which they were
/// sent, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn owed_on(conn: &mut Conn, tickets: &[TicketId]) -> Result<Vec<VendorCase>, StoreError> {
    let ids: Vec<String> = tickets.iter().map(ToString::to_string).collect();
    vendor_cases::table
        .filter(vendor_cases::ticket_id.eq_any(ids))
        .filter(vendor_cases::due_at.is_not_null())
        .order((vendor_cases::opened_at.asc(), vendor_cases::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(case)
        .collect()
}

/// Every case after an id, in the order of ids, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn page(
    conn: &mut Conn,
    after: Option<VendorCaseId>,
    most: i64,
) -> Result<Vec<VendorCase>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    vendor_cases::table
        .filter(vendor_cases::id.gt(after))
        .order(vendor_cases::id.asc())
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(case)
        .collect()
}

/// The organisation that somebody on the customers' side belongs to.
fn organisation_of(conn: &mut Conn, scope: &Scope) -> Result<Option<OrganisationId>, StoreError> {
    match scope {
        Scope::Customer(customer) => Ok(people::find(conn, customer.person)?
            .filter(|person| person.active)
            .and_then(|person| person.organisation)),
        Scope::Desk | Scope::Worker { .. } | Scope::Link { .. } => Ok(None),
    }
}

pub(super) fn case(row: Row) -> Result<VendorCase, StoreError> {
    let Row {
        id,
        ticket_id,
        rank,
        vendor_id,
        contract_id,
        dossier,
        runs_on,
        state,
        reference,
        opened_at,
        changed_at,
        due_clock,
        due_at,
        events,
        watch_at,
    } = row;
    let runs_on = runs_on.map(|text| TABLE.read_json(&text)).transpose()?;
    let due = match (TABLE.read_some(due_clock)?, TABLE.some_instant(due_at)?) {
        (Some(clock), Some(at)) => Some((clock, at)),
        _ => None,
    };
    Ok(VendorCase {
        id: id.of(TABLE)?,
        ticket: ticket_id.of(TABLE)?,
        rank: TABLE.count(rank)?,
        vendor: vendor_id.of(TABLE)?,
        contract: contract_id.of(TABLE)?,
        dossier: TABLE.read_json(&dossier)?,
        runs_on,
        state: state.of(TABLE)?,
        reference: TABLE.read_some(reference)?,
        opened_at: TABLE.instant(opened_at)?,
        changed_at: TABLE.instant(changed_at)?,
        due,
        watch_at: TABLE.some_instant(watch_at)?,
        events,
    })
}
