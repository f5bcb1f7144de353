//! What is said to the programs that are told the news: owed in the write that makes the news, leased, tried,
//! noted.

use chrono::{DateTime, Utc};
use diesel::{connection::SimpleConnection, prelude::*};

use super::{
    Conn, StoreError,
    schema::{status_hook_deliveries, status_hooks},
    values::{As, Table, micros, some_micros},
};
use crate::domain::{
    ids::{DeliveryId, OperationId, StatusHookId},
    status_hook::{NewsKind, StatusDelivery},
    webhook::DeliveryState,
};

const TABLE: Table = Table("status_hook_deliveries");

#[derive(Queryable, Selectable)]
#[diesel(table_name = status_hook_deliveries)]
struct Row {
    id: As<DeliveryId>,
    hook_id: As<StatusHookId>,
    operation_id: As<OperationId>,
    kind: As<NewsKind>,
    body: String,
    state: As<DeliveryState>,
    attempts: i32,
    since: i64,
    next_try_at: i64,
    lease_until: Option<i64>,
    done_at: Option<i64>,
}

/// Waits until nobody else claims or notes, as `letters::wait_for_turn` does; first in a transaction.
///
/// # Errors
/// When the database fails.
pub fn wait_for_turn(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => Ok(
            conn.batch_execute("LOCK TABLE status_hook_deliveries IN SHARE UPDATE EXCLUSIVE MODE")?
        ),
    }
}

/// Owes something to a program.
///
/// # Errors
/// When the database fails.
pub fn owe(conn: &mut Conn, delivery: &StatusDelivery) -> Result<(), StoreError> {
    let StatusDelivery {
        id,
        hook,
        operation,
        kind,
        told,
        state,
        attempts,
        since,
        next_try_at,
        lease_until,
        done_at,
    } = delivery;
    diesel::insert_into(status_hook_deliveries::table)
        .values((
            status_hook_deliveries::id.eq(id.to_string()),
            status_hook_deliveries::hook_id.eq(hook.to_string()),
            status_hook_deliveries::operation_id.eq(operation.to_string()),
            status_hook_deliveries::kind.eq(kind.word()),
            status_hook_deliveries::body.eq(TABLE.json(told)?),
            status_hook_deliveries::state.eq(state.word()),
            status_hook_deliveries::attempts.eq(TABLE.number(*attempts)?),
            status_hook_deliveries::since.eq(micros(*since)),
            status_hook_deliveries::next_try_at.eq(micros(*next_try_at)),
            status_hook_deliveries::lease_until.eq(some_micros(*lease_until)),
            status_hook_deliveries::done_at.eq(some_micros(*done_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The last that a program was told of an operation, among some kinds.
///
/// # Errors
/// When the database fails.
pub fn last_told(
    conn: &mut Conn,
    (hook, operation): (StatusHookId, OperationId),
    kinds: &[NewsKind],
) -> Result<Option<NewsKind>, StoreError> {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let found: Option<As<NewsKind>> = status_hook_deliveries::table
        .filter(status_hook_deliveries::hook_id.eq(hook.to_string()))
        .filter(status_hook_deliveries::operation_id.eq(operation.to_string()))
        .filter(status_hook_deliveries::kind.eq_any(kinds))
        .order(status_hook_deliveries::id.desc())
        .select(status_hook_deliveries::kind)
        .first(conn)
        .optional()?;
    found.map(|kind| kind.of(TABLE)).transpose()
}

/// The delivery that has waited longest and may leave at `now`: the first that is owed to its program, and
/// none to one that was stopped.
///
/// # Errors
/// When the database fails.
pub fn due(conn: &mut Conn, now: DateTime<Utc>) -> Result<Option<StatusDelivery>, StoreError> {
    let earlier = diesel::alias!(status_hook_deliveries as earlier);
    let before = earlier
        .filter(
            earlier
                .field(status_hook_deliveries::hook_id)
                .eq(status_hook_deliveries::hook_id),
        )
        .filter(
            earlier
                .field(status_hook_deliveries::id)
                .lt(status_hook_deliveries::id),
        )
        .filter(
            earlier
                .field(status_hook_deliveries::state)
                .eq(DeliveryState::Owed.word()),
        );
    let listens = status_hooks::table
        .filter(status_hooks::id.eq(status_hook_deliveries::hook_id))
        .filter(status_hooks::stopped_at.is_null());
    let found: Option<Row> = status_hook_deliveries::table
        .filter(status_hook_deliveries::state.eq(DeliveryState::Owed.word()))
        .filter(status_hook_deliveries::next_try_at.le(micros(now)))
        .filter(
            status_hook_deliveries::lease_until
                .is_null()
                .or(status_hook_deliveries::lease_until.le(micros(now))),
        )
        .filter(diesel::dsl::exists(listens))
        .filter(diesel::dsl::not(diesel::dsl::exists(before)))
        .order((
            status_hook_deliveries::next_try_at.asc(),
            status_hook_deliveries::id.asc(),
        ))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    found.map(delivery).transpose()
}

/// Claims what [`due`] finds, for one caller until `lease_until`. The claim counts an attempt.
///
/// # Errors
/// When the database fails.
pub fn claim(
    conn: &mut Conn,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<StatusDelivery>, StoreError> {
    let Some(mut claimed) = due(conn, now)? else {
        return Ok(None);
    };
    claimed.attempts = claimed.attempts.saturating_add(1);
    claimed.lease_until = Some(lease_until);
    diesel::update(status_hook_deliveries::table.find(claimed.id.to_string()))
        .set((
            status_hook_deliveries::attempts.eq(TABLE.number(claimed.attempts)?),
            status_hook_deliveries::lease_until.eq(micros(lease_until)),
        ))
        .execute(conn)?;
    Ok(Some(claimed))
}

/// Ends the leases that last until one of `ends`: nobody calls under them.
///
/// # Errors
/// When the database fails.
pub fn end_leases(conn: &mut Conn, ends: &[DateTime<Utc>]) -> Result<(), StoreError> {
    for end in ends {
        let lost = status_hook_deliveries::table
            .filter(status_hook_deliveries::lease_until.eq(micros(*end)));
        diesel::update(lost)
            .set(status_hook_deliveries::lease_until.eq(None::<i64>))
            .execute(conn)?;
    }
    Ok(())
}

/// Notes what became of a try, unless somebody else tried since; whether it was noted.
///
/// # Errors
/// When the database fails.
pub fn note(conn: &mut Conn, tried: &StatusDelivery) -> Result<bool, StoreError> {
    let changed = diesel::update(status_hook_deliveries::table.find(tried.id.to_string()))
        .filter(status_hook_deliveries::state.eq(DeliveryState::Owed.word()))
        .filter(status_hook_deliveries::attempts.eq(TABLE.number(tried.attempts)?))
        .set((
            status_hook_deliveries::state.eq(tried.state.word()),
            status_hook_deliveries::next_try_at.eq(micros(tried.next_try_at)),
            status_hook_deliveries::lease_until.eq(None::<i64>),
            status_hook_deliveries::done_at.eq(some_micros(tried.done_at)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives up what is owed to a program; how much that was.
///
/// # Errors
/// When the database fails.
pub fn give_up(
    conn: &mut Conn,
    hook: StatusHookId,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let owed = status_hook_deliveries::table
        .filter(status_hook_deliveries::hook_id.eq(hook.to_string()))
        .filter(status_hook_deliveries::state.eq(DeliveryState::Owed.word()));
    Ok(diesel::update(owed)
        .set((
            status_hook_deliveries::state.eq(DeliveryState::Dead.word()),
            status_hook_deliveries::lease_until.eq(None::<i64>),
            status_hook_deliveries::done_at.eq(micros(now)),
        ))
        .execute(conn)?)
}

/// Forgets all that was said to a program.
///
/// # Errors
/// When the database fails.
pub fn forget_of(conn: &mut Conn, hook: StatusHookId) -> Result<(), StoreError> {
    let of_it = status_hook_deliveries::hook_id.eq(hook.to_string());
    diesel::delete(status_hook_deliveries::table.filter(of_it)).execute(conn)?;
    Ok(())
}

/// Forgets what was delivered or given up before an instant; how much that was.
///
/// # Errors
/// When the database fails.
pub fn forget_done(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, StoreError> {
    let old = status_hook_deliveries::done_at.lt(micros(before));
    Ok(diesel::delete(status_hook_deliveries::table.filter(old)).execute(conn)?)
}

/// How much is owed to a program.
///
/// # Errors
/// When the database fails.
pub fn owed(conn: &mut Conn, hook: StatusHookId) -> Result<i64, StoreError> {
    Ok(status_hook_deliveries::table
        .filter(status_hook_deliveries::hook_id.eq(hook.to_string()))
        .filter(status_hook_deliveries::state.eq(DeliveryState::Owed.word()))
        .count()
        .get_result(conn)?)
}

fn delivery(row: Row) -> Result<StatusDelivery, StoreError> {
    let Row {
        id,
        hook_id,
        operation_id,
        kind,
        body,
        state,
        attempts,
        since,
        next_try_at,
        lease_until,
        done_at,
    } = row;
    Ok(StatusDelivery {
        id: id.of(TABLE)?,
        hook: hook_id.of(TABLE)?,
        operation: operation_id.of(TABLE)?,
        kind: kind.of(TABLE)?,
        told: TABLE.read_json(&body)?,
        state: state.of(TABLE)?,
        attempts: TABLE.count(attempts)?,
        since: TABLE.instant(since)?,
        next_try_at: TABLE.instant(next_try_at)?,
        lease_until: TABLE.some_instant(lease_until)?,
        done_at: TABLE.some_instant(done_at)?,
    })
}
