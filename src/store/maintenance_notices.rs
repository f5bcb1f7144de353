//! What was announced of planned maintenance, and to whom. Rows are added and never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{maintenance_notices, maintenance_told},
    values::{As, Table, micros},
};
use crate::domain::{
    ids::{OperationId, PersonId, SubscriberId},
    operation::Announced,
};

const TABLE: Table = Table("maintenance_notices");
const TOLD: Table = Table("maintenance_told");

/// The most people who are told of one maintenance.
pub const MOST: i64 = 50_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = maintenance_notices)]
struct Row {
    rank: i32,
    revision: i32,
    begins_at: i64,
    ends_at: i64,
    called_off: bool,
    components: String,
}

/// Who was told.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Told {
    /// A person of a customer.
    Person(PersonId),
    /// A subscriber of the status page.
    Subscriber(SubscriberId),
}

/// What was announced last of a maintenance.
///
/// # Errors
/// When the database fails.
pub fn last(conn: &mut Conn, of: OperationId) -> Result<Option<Announced>, StoreError> {
    maintenance_notices::table
        .filter(maintenance_notices::operation_id.eq(of.to_string()))
        .order(maintenance_notices::rank.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(announced)
        .transpose()
}

/// Notes what is announced; with the letters that say it, in one transaction.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else announced something meanwhile.
pub fn announce(
    conn: &mut Conn,
    of: OperationId,
    announced: &Announced,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Announced {
        rank,
        revision,
        from,
        to,
        called_off,
        components,
    } = announced;
    diesel::insert_into(maintenance_notices::table)
        .values((
            maintenance_notices::operation_id.eq(of.to_string()),
            maintenance_notices::rank.eq(TABLE.number(*rank)?),
            maintenance_notices::revision.eq(TABLE.number(*revision)?),
            maintenance_notices::begins_at.eq(micros(*from)),
            maintenance_notices::ends_at.eq(micros(*to)),
            maintenance_notices::called_off.eq(*called_off),
            maintenance_notices::components.eq(TABLE.json(components)?),
            maintenance_notices::at.eq(micros(at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Who was told of a maintenance, in order.
///
/// # Errors
/// When the database fails.
pub fn told(conn: &mut Conn, of: OperationId) -> Result<Vec<Told>, StoreError> {
    let rows: Vec<(As<uuid::Uuid>, bool)> = maintenance_told::table
        .filter(maintenance_told::operation_id.eq(of.to_string()))
        .order(maintenance_told::told_id.asc())
        .limit(MOST)
        .select((maintenance_told::told_id, maintenance_told::subscriber))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, subscriber)| {
            let id = id.of(TOLD)?;
            Ok(if subscriber {
                Told::Subscriber(id.into())
            } else {
                Told::Person(id.into())
            })
        })
        .collect()
}

/// Notes that somebody who was not told of a maintenance before is told of it.
///
/// # Errors
/// [`StoreError::Taken`] when they were.
pub fn tell(conn: &mut Conn, of: OperationId, who: Told) -> Result<(), StoreError> {
    let (id, subscriber) = match who {
        Told::Person(id) => (id.to_string(), false),
        Told::Subscriber(id) => (id.to_string(), true),
    };
    diesel::insert_into(maintenance_told::table)
        .values((
            maintenance_told::operation_id.eq(of.to_string()),
            maintenance_told::told_id.eq(id),
            maintenance_told::subscriber.eq(subscriber),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets that somebody was told of a maintenance, who hears nothing more of it.
///
/// # Errors
/// When the database fails.
pub fn forget(conn: &mut Conn, of: OperationId, who: Told) -> Result<(), StoreError> {
    let id = match who {
        Told::Person(id) => id.to_string(),
        Told::Subscriber(id) => id.to_string(),
    };
    diesel::delete(maintenance_told::table.find((of.to_string(), id))).execute(conn)?;
    Ok(())
}

/// Forgets of what a subscriber was told.
///
/// # Errors
/// When the database fails.
pub fn forget_subscriber(conn: &mut Conn, id: SubscriberId) -> Result<(), StoreError> {
    let of_them = maintenance_told::told_id.eq(id.to_string());
    diesel::delete(maintenance_told::table.filter(of_them)).execute(conn)?;
    Ok(())
}

fn announced(row: Row) -> Result<Announced, StoreError> {
    let Row {
        rank,
        revision,
        begins_at,
        ends_at,
        called_off,
        components,
    } = row;
    Ok(Announced {
        rank: TABLE.count(rank)?,
        revision: TABLE.count(revision)?,
        from: TABLE.instant(begins_at)?,
        to: TABLE.instant(ends_at)?,
        called_off,
        components: TABLE.read_json(&components)?,
    })
}
