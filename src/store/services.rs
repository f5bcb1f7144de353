//! What a requester chooses in the form.

use diesel::prelude::*;

use super::{Conn, StoreError, schema::services, values::Table};
use crate::domain::{ids::ServiceId, services::Service};

const TABLE: Table = Table("services");

#[derive(Queryable, Selectable)]
#[diesel(table_name = services)]
pub(super) struct Row {
    id: String,
    slug: String,
    name: String,
    queue_id: String,
    contract_name: String,
    active: bool,
}

/// Adds a service, or changes the one with that slug, which keeps its id. Returns it as it is kept.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else adds it at the same moment.
pub fn put(conn: &mut Conn, service: &Service) -> Result<Service, StoreError> {
    let Service {
        id,
        slug,
        name,
        queue,
        contract_name,
        active,
    } = service;
    let said = (
        services::name.eq(name),
        services::queue_id.eq(queue.to_string()),
        services::contract_name.eq(contract_name),
        services::active.eq(active),
    );
    if let Some(known) = by_slug(conn, slug)? {
        diesel::update(services::table.find(known.id.to_string()))
            .set(said)
            .execute(conn)?;
        return Ok(Service {
            id: known.id,
            ..service.clone()
        });
    }
    diesel::insert_into(services::table)
        .values((
            services::id.eq(id.to_string()),
            services::slug.eq(slug),
            said,
        ))
        .execute(conn)?;
    Ok(service.clone())
}

/// The service with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: ServiceId) -> Result<Option<Service>, StoreError> {
    services::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(service)
        .transpose()
}

/// The service with that slug.
///
/// # Errors
/// When the database fails.
pub fn by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Service>, StoreError> {
    services::table
        .filter(services::slug.eq(slug))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(service)
        .transpose()
}

/// The services that the form offers, by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn list_active(conn: &mut Conn, most: i64) -> Result<Vec<Service>, StoreError> {
    services::table
        .filter(services::active.eq(true))
        .order((services::name.asc(), services::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(service)
        .collect()
}

/// The services by name, those that are no longer offered too, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, most: i64) -> Result<Vec<Service>, StoreError> {
    services::table
        .order((services::name.asc(), services::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(service)
        .collect()
}

pub(super) fn service(row: Row) -> Result<Service, StoreError> {
    let Row {
        id,
        slug,
        name,
        queue_id,
        contract_name,
        active,
    } = row;
    Ok(Service {
        id: TABLE.read(&id)?,
        slug,
        name,
        queue: TABLE.read(&queue_id)?,
        contract_name,
        active,
    })
}
