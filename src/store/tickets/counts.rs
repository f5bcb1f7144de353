//! The numbers beside the queue. Each is read from an index and stops at [`QueueCounts::MOST`], so
//! that it costs the same with a thousand open tickets as with a million.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{dsl::count_star, prelude::*};

use super::TABLE;
use crate::domain::{
    access::Scope,
    ids::{PersonId, QueueId, TicketId},
    ticket::{PauseReason, QueueCounts, Status},
};
use crate::store::{
    Conn, StoreError,
    connection::MultiBackend,
    fence::Visible,
    phrases::{Counted, Written},
    schema::tickets,
    values::micros,
};

type Tickets = diesel::dsl::IntoBoxed<'static, tickets::table, MultiBackend>;

fn unresolved(scope: &Scope) -> Tickets {
    let all = tickets::table
        .into_boxed()
        .filter(Written("tickets.due_rank < 3"));
    match Visible::to(scope) {
        Some(visible) => all.filter(visible),
        None => all,
    }
}

fn running(scope: &Scope) -> Tickets {
    unresolved(scope).filter(Written("tickets.due_rank = 0"))
}

fn counted(conn: &mut Conn, which: Tickets) -> Result<u32, StoreError> {
    let some = which
        .select(tickets::due_rank)
        .limit(i64::from(QueueCounts::MOST));
    TABLE.made(u32::try_from(Counted(some).get_result::<i64>(conn)?))
}

/// The numbers beside the queue, as `scope` sees them at `now`.
///
/// # Errors
/// When the database fails.
pub fn queue_counts(
    conn: &mut Conn,
    scope: &Scope,
    now: DateTime<Utc>,
) -> Result<QueueCounts, StoreError> {
    Ok(QueueCounts {
        mine: count_of(conn, scope)?,
        ..shared_counts(conn, scope, now)?
    })
}

/// How many unresolved tickets whoever asks works on.
///
/// # Errors
/// When the database fails.
pub fn count_of(conn: &mut Conn, scope: &Scope) -> Result<u32, StoreError> {
    let Some(person) = scope.person() else {
        return Ok(0);
    };
    let mine = tickets::assignee_id.eq(person.to_string());
    counted(conn, unresolved(scope).filter(mine))
}

/// Some of the unresolved tickets that `person` works on, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn unresolved_of(
    conn: &mut Conn,
    person: PersonId,
    most: i64,
) -> Result<Vec<TicketId>, StoreError> {
    let ids: Vec<String> = unresolved(&Scope::Desk)
        .filter(tickets::assignee_id.eq(person.to_string()))
        .select(tickets::id)
        .limit(most)
        .load(conn)?;
    ids.iter().map(|id| TABLE.read(id)).collect()
}

/// The numbers beside the queue that are the same at `now` for everybody who sees the same rows;
/// nothing is anybody's own.
///
/// # Errors
/// When the database fails.
pub fn shared_counts(
    conn: &mut Conn,
    scope: &Scope,
    now: DateTime<Utc>,
) -> Result<QueueCounts, StoreError> {
    let hence = now
        .checked_add_signed(TimeDelta::hours(1))
        .unwrap_or(DateTime::<Utc>::MAX_UTC);
    let due = |from: DateTime<Utc>, before: DateTime<Utc>| {
        running(scope)
            .filter(tickets::due_at.ge(micros(from)))
            .filter(tickets::due_at.lt(micros(before)))
    };
    let waits = PauseReason::WaitingForCustomer.word();
    Ok(QueueCounts {
        open: counted(conn, unresolved(scope))?,
        to_take: counted(
            conn,
            unresolved(scope).filter(tickets::status.eq(Status::New.word())),
        )?,
        mine: 0,
        due_within_hour: counted(conn, due(now, hence))?,
        waiting_for_customer: counted(
            conn,
            unresolved(scope).filter(tickets::pause_reason.eq(waits)),
        )?,
        late: counted(conn, due(DateTime::<Utc>::MIN_UTC, now))?,
    })
}

/// How many tickets of each queue are not resolved, [`QueueCounts::MOST`] at most, in the order of
/// `queues`.
///
/// # Errors
/// When the database fails.
pub fn open_by_queue(
    conn: &mut Conn,
    queues: &[QueueId],
) -> Result<Vec<(QueueId, u32)>, StoreError> {
    queues
        .iter()
        .map(|queue| {
            let of_queue = unresolved(&Scope::Desk).filter(tickets::queue_id.eq(queue.to_string()));
            Ok((*queue, counted(conn, of_queue)?))
        })
        .collect()
}

/// How many unresolved tickets there are, all of them counted, by the words of their priority and
/// status. Reads an index of them from end to end: not for a page.
///
/// # Errors
/// When the database fails.
pub fn open_by_priority_and_status(
    conn: &mut Conn,
) -> Result<Vec<(String, String, u64)>, StoreError> {
    tickets::table
        .filter(Written("tickets.due_rank < 3"))
        .group_by((tickets::priority, tickets::status))
        .select((tickets::priority, tickets::status, count_star()))
        .load::<(String, String, i64)>(conn)?
        .into_iter()
        .map(|(priority, status, count)| Ok((priority, status, TABLE.made(u64::try_from(count))?)))
        .collect()
}
