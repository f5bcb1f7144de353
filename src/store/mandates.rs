//! Which integrator serves which customer.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::mandates,
    values::{As, Table, micros},
};
use crate::domain::ids::OrganisationId;

const TABLE: Table = Table("mandates");

/// How many mandates of one organisation are listed.
pub const MOST: i64 = 1_000;

/// Lets an integrator serve a customer; false when it does already.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else says so at the same moment.
pub fn give(
    conn: &mut Conn,
    integrator: OrganisationId,
    customer: OrganisationId,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let key = (integrator.to_string(), customer.to_string());
    let known = diesel::select(diesel::dsl::exists(mandates::table.find(key.clone())));
    if known.get_result::<bool>(conn)? {
        return Ok(false);
    }
    diesel::insert_into(mandates::table)
        .values((
            mandates::integrator_id.eq(key.0),
            mandates::customer_id.eq(key.1),
            mandates::since.eq(micros(since)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Ends a mandate; false when there is none.
///
/// # Errors
/// When the database fails.
pub fn withdraw(
    conn: &mut Conn,
    integrator: OrganisationId,
    customer: OrganisationId,
) -> Result<bool, StoreError> {
    let key = (integrator.to_string(), customer.to_string());
    let ended = diesel::delete(mandates::table.find(key)).execute(conn)?;
    Ok(ended == 1)
}

/// Whom an integrator serves, in the order of ids, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn served_by(
    conn: &mut Conn,
    integrator: OrganisationId,
) -> Result<Vec<OrganisationId>, StoreError> {
    mandates::table
        .filter(mandates::integrator_id.eq(integrator.to_string()))
        .order(mandates::customer_id.asc())
        .limit(MOST)
        .select(mandates::customer_id)
        .load::<As<OrganisationId>>(conn)?
        .into_iter()
        .map(|id| id.of(TABLE))
        .collect()
}

/// Who serves a customer, in the order of ids, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn integrators_of(
    conn: &mut Conn,
    customer: OrganisationId,
) -> Result<Vec<OrganisationId>, StoreError> {
    mandates::table
        .filter(mandates::customer_id.eq(customer.to_string()))
        .order(mandates::integrator_id.asc())
        .limit(MOST)
        .select(mandates::integrator_id)
        .load::<As<OrganisationId>>(conn)?
        .into_iter()
        .map(|id| id.of(TABLE))
        .collect()
}
