//! What is said to vendors by webhooks: owed in the write that says it, leased, tried, noted.

use chrono::{DateTime, Utc};
use diesel::{connection::SimpleConnection, dsl::max, prelude::*};

use crate::{
    domain::{
        ids::{DeliveryId, OrganisationId, VendorCaseId},
        vendor::Delivery,
        webhook::{DeliveryState, HookFault},
    },
    store::{
        Conn, StoreError,
        schema::{vendor_deliveries, vendor_hooks},
        values::{As, Table, micros, some_micros, some_text},
    },
};

const TABLE: Table = Table("vendor_deliveries");

/// The most that are read of one case, or of one vendor.
pub const MOST: i64 = 2_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_deliveries)]
struct Row {
    id: As<DeliveryId>,
    case_id: As<VendorCaseId>,
    vendor_id: As<OrganisationId>,
    rank: i32,
    body: String,
    state: As<DeliveryState>,
    attempts: i32,
    unsure: bool,
    since: i64,
    next_try_at: i64,
    lease_until: Option<i64>,
    done_at: Option<i64>,
    last_error: Option<String>,
}

/// Waits until nobody else claims or notes, as `letters::wait_for_turn` does; first in a transaction.
///
/// # Errors
/// When the database fails.
pub fn wait_for_turn(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => {
            Ok(conn.batch_execute("LOCK TABLE vendor_deliveries IN SHARE UPDATE EXCLUSIVE MODE")?)
        }
    }
}

/// The rank that the next delivery of a case has.
///
/// # Errors
/// When the database fails.
pub fn next_rank(conn: &mut Conn, case: VendorCaseId) -> Result<u32, StoreError> {
    let last: Option<i32> = vendor_deliveries::table
        .filter(vendor_deliveries::case_id.eq(case.to_string()))
        .select(max(vendor_deliveries::rank))
        .first(conn)?;
    Ok(TABLE.count(last.unwrap_or_default())?.saturating_add(1))
}

/// Owes something to a vendor.
///
/// # Errors
/// [`StoreError::Taken`] when the case has one of that rank: somebody was faster.
pub fn owe(conn: &mut Conn, delivery: &Delivery) -> Result<(), StoreError> {
    let Delivery {
        id,
        case,
        vendor,
        rank,
        told,
        state,
        attempts,
        unsure,
        since,
        next_try_at,
        lease_until,
        done_at,
        fault,
    } = delivery;
    diesel::insert_into(vendor_deliveries::table)
        .values((
            vendor_deliveries::id.eq(id.to_string()),
            vendor_deliveries::case_id.eq(case.to_string()),
            vendor_deliveries::vendor_id.eq(vendor.to_string()),
            vendor_deliveries::rank.eq(TABLE.number(*rank)?),
            vendor_deliveries::body.eq(TABLE.json(told)?),
            vendor_deliveries::state.eq(state.word()),
            vendor_deliveries::attempts.eq(TABLE.number(*attempts)?),
            vendor_deliveries::unsure.eq(unsure),
            vendor_deliveries::since.eq(micros(*since)),
            vendor_deliveries::next_try_at.eq(micros(*next_try_at)),
            vendor_deliveries::lease_until.eq(some_micros(*lease_until)),
            vendor_deliveries::done_at.eq(some_micros(*done_at)),
            vendor_deliveries::last_error.eq(some_text(*fault)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The delivery that has waited longest and may leave at `now`. None of a case before the one said before
/// it is with the vendor, none to one that is not called or wants nothing more.
///
/// # Errors
/// When the database fails.
pub fn due(conn: &mut Conn, now: DateTime<Utc>) -> Result<Option<Delivery>, StoreError> {
    let earlier = diesel::alias!(vendor_deliveries as earlier);
    let before = earlier
        .filter(
            earlier
                .field(vendor_deliveries::case_id)
                .eq(vendor_deliveries::case_id),
        )
        .filter(
            earlier
                .field(vendor_deliveries::rank)
                .lt(vendor_deliveries::rank),
        )
        .filter(
            earlier
                .field(vendor_deliveries::state)
                .ne(DeliveryState::Delivered.word()),
        );
    let called = vendor_hooks::table
        .filter(vendor_hooks::organisation_id.eq(vendor_deliveries::vendor_id))
        .filter(vendor_hooks::gone_at.is_null());
    let found: Option<Row> = vendor_deliveries::table
        .filter(vendor_deliveries::state.eq(DeliveryState::Owed.word()))
        .filter(vendor_deliveries::next_try_at.le(micros(now)))
        .filter(
            vendor_deliveries::lease_until
                .is_null()
                .or(vendor_deliveries::lease_until.le(micros(now))),
        )
        .filter(diesel::dsl::exists(called))
        .filter(diesel::dsl::not(diesel::dsl::exists(before)))
        .order((
            vendor_deliveries::next_try_at.asc(),
            vendor_deliveries::id.asc(),
        ))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    found.map(delivery).transpose()
}

/// Claims what [`due`] finds, for one caller until `lease_until`. The claim counts an attempt; from then
/// on it may have arrived, and what is answered says whether it may have before.
///
/// # Errors
/// When the database fails.
pub fn claim(
    conn: &mut Conn,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Delivery>, StoreError> {
    let Some(mut claimed) = due(conn, now)? else {
        return Ok(None);
    };
    if claimed.attempts == 0 {
        // It may have stood behind another one for days.
        claimed.since = now;
    }
    claimed.attempts = claimed.attempts.saturating_add(1);
    claimed.lease_until = Some(lease_until);
    diesel::update(vendor_deliveries::table.find(claimed.id.to_string()))
        .set((
            vendor_deliveries::attempts.eq(TABLE.number(claimed.attempts)?),
            vendor_deliveries::since.eq(micros(claimed.since)),
            vendor_deliveries::lease_until.eq(micros(lease_until)),
            vendor_deliveries::unsure.eq(true),
        ))
        .execute(conn)?;
    Ok(Some(claimed))
}

/// Ends the leases that last until one of `ends`: nobody calls under them. What was claimed may have
/// arrived.
///
/// # Errors
/// When the database fails.
pub fn end_leases(conn: &mut Conn, ends: &[DateTime<Utc>]) -> Result<(), StoreError> {
    for end in ends {
        let lost = vendor_deliveries::table
            .filter(vendor_deliveries::state.eq(DeliveryState::Owed.word()))
            .filter(vendor_deliveries::lease_until.eq(micros(*end)));
        diesel::update(lost)
            .set(vendor_deliveries::lease_until.eq(None::<i64>))
            .execute(conn)?;
    }
    Ok(())
}

/// Notes what became of a try, unless somebody else tried since; whether it was noted.
///
/// # Errors
/// When the database fails.
pub fn note(conn: &mut Conn, tried: &Delivery) -> Result<bool, StoreError> {
    let changed = diesel::update(vendor_deliveries::table.find(tried.id.to_string()))
        .filter(vendor_deliveries::state.eq(DeliveryState::Owed.word()))
        .filter(vendor_deliveries::attempts.eq(TABLE.number(tried.attempts)?))
        .set((
            vendor_deliveries::state.eq(tried.state.word()),
            vendor_deliveries::unsure.eq(tried.unsure),
            vendor_deliveries::next_try_at.eq(micros(tried.next_try_at)),
            vendor_deliveries::lease_until.eq(None::<i64>),
            vendor_deliveries::done_at.eq(some_micros(tried.done_at)),
            vendor_deliveries::last_error.eq(some_text(tried.fault)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// What was given up of a vendor's is owed again, its tries begun anew; how many there were. Whether one
/// may have arrived stays known.
///
/// # Errors
/// When the database fails.
pub fn begin_anew(
    conn: &mut Conn,
    vendor: OrganisationId,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let dead = vendor_deliveries::table
        .filter(vendor_deliveries::vendor_id.eq(vendor.to_string()))
        .filter(vendor_deliveries::state.eq(DeliveryState::Dead.word()));
    Ok(diesel::update(dead)
        .set((
            vendor_deliveries::state.eq(DeliveryState::Owed.word()),
            vendor_deliveries::attempts.eq(0),
            vendor_deliveries::since.eq(micros(now)),
            vendor_deliveries::next_try_at.eq(micros(now)),
            vendor_deliveries::lease_until.eq(None::<i64>),
            vendor_deliveries::done_at.eq(None::<i64>),
        ))
        .execute(conn)?)
}

/// Gives up what is owed to a vendor; how much that was.
///
/// # Errors
/// When the database fails.
pub fn give_up(
    conn: &mut Conn,
    vendor: OrganisationId,
    fault: HookFault,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let owed = vendor_deliveries::table
        .filter(vendor_deliveries::vendor_id.eq(vendor.to_string()))
        .filter(vendor_deliveries::state.eq(DeliveryState::Owed.word()));
    Ok(diesel::update(owed)
        .set((
            vendor_deliveries::state.eq(DeliveryState::Dead.word()),
            vendor_deliveries::lease_until.eq(None::<i64>),
            vendor_deliveries::done_at.eq(micros(now)),
            vendor_deliveries::last_error.eq(fault.to_string()),
        ))
        .execute(conn)?)
}

/// What was said to the vendor on a case, in order, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, case: VendorCaseId) -> Result<Vec<Delivery>, StoreError> {
    vendor_deliveries::table
        .filter(vendor_deliveries::case_id.eq(case.to_string()))
        .order(vendor_deliveries::rank.asc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(delivery)
        .collect()
}

/// What waits for a vendor or was given up, the oldest first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn undelivered(
    conn: &mut Conn,
    vendor: OrganisationId,
    most: i64,
) -> Result<Vec<Delivery>, StoreError> {
    vendor_deliveries::table
        .filter(vendor_deliveries::vendor_id.eq(vendor.to_string()))
        .filter(vendor_deliveries::state.ne(DeliveryState::Delivered.word()))
        .order((vendor_deliveries::since.asc(), vendor_deliveries::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(delivery)
        .collect()
}

fn delivery(row: Row) -> Result<Delivery, StoreError> {
    let Row {
        id,
        case_id,
        vendor_id,
        rank,
        body,
        state,
        attempts,
        unsure,
        since,
        next_try_at,
        lease_until,
        done_at,
        last_error,
    } = row;
    Ok(Delivery {
        id: id.of(TABLE)?,
        case: case_id.of(TABLE)?,
        vendor: vendor_id.of(TABLE)?,
        rank: TABLE.count(rank)?,
        told: TABLE.read_json(&body)?,
        state: state.of(TABLE)?,
        attempts: TABLE.count(attempts)?,
        unsure,
        since: TABLE.instant(since)?,
        next_try_at: TABLE.instant(next_try_at)?,
        lease_until: TABLE.some_instant(lease_until)?,
        done_at: TABLE.some_instant(done_at)?,
        fault: TABLE.read_some(last_error)?,
    })
}
