//! Who works which queue.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{queue_members, queues},
    values::{As, Table, micros},
};
use crate::domain::ids::{PersonId, QueueId};

const TABLE: Table = Table("queue_members");

/// How many members of one queue are listed, and how many queues are.
pub const MOST: i64 = 1_000;

/// Makes somebody a member of a queue; false when they are one already.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else says so at the same moment.
pub fn add(
    conn: &mut Conn,
    queue: QueueId,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let key = (queue.to_string(), person.to_string());
    let known = diesel::select(diesel::dsl::exists(queue_members::table.find(key.clone())));
    if known.get_result::<bool>(conn)? {
        return Ok(false);
    }
    diesel::insert_into(queue_members::table)
        .values((
            queue_members::queue_id.eq(key.0),
            queue_members::person_id.eq(key.1),
            queue_members::since.eq(micros(since)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Ends a membership; false when there is none.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Conn, queue: QueueId, person: PersonId) -> Result<bool, StoreError> {
    let key = (queue.to_string(), person.to_string());
    let ended = diesel::delete(queue_members::table.find(key)).execute(conn)?;
    Ok(ended == 1)
}

/// The members of a queue, in the order of ids, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, queue: QueueId) -> Result<Vec<PersonId>, StoreError> {
    queue_members::table
        .filter(queue_members::queue_id.eq(queue.to_string()))
        .order(queue_members::person_id.asc())
        .limit(MOST)
        .select(queue_members::person_id)
        .load::<As<PersonId>>(conn)?
        .into_iter()
        .map(|id| id.of(TABLE))
        .collect()
}

/// The queues that only their members see, and of which a person is none; in order.
///
/// # Errors
/// When the database fails.
pub fn closed_to(conn: &mut Conn, person: PersonId) -> Result<Vec<QueueId>, StoreError> {
    let member = queue_members::table
        .filter(queue_members::queue_id.eq(queues::id))
        .filter(queue_members::person_id.eq(person.to_string()));
    queues::table
        .filter(queues::members_only.eq(true))
        .filter(diesel::dsl::not(diesel::dsl::exists(member)))
        .order(queues::id.asc())
        .select(queues::id)
        .load::<As<QueueId>>(conn)?
        .into_iter()
        .map(|id| id.of(TABLE))
        .collect()
}
