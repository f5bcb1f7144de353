//! The parts of services.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::components,
    values::{As, Table, some_of},
};
use crate::domain::{
    ids::{ComponentId, OrganisationId, PlatformId, ServiceId},
    operation::Component,
};

const TABLE: Table = Table("components");

/// How many components are listed.
pub const MOST: i64 = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = components)]
struct Row {
    id: As<ComponentId>,
    service_id: As<ServiceId>,
    organisation_id: Option<As<OrganisationId>>,
    platform_id: Option<As<PlatformId>>,
    name: String,
    published: bool,
    active: bool,
}

/// Adds a component.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Conn, component: &Component) -> Result<(), StoreError> {
    let Component {
        id,
        service,
        platform,
        name,
        published,
        active,
    } = component;
    diesel::insert_into(components::table)
        .values((
            components::id.eq(id.to_string()),
            components::service_id.eq(service.to_string()),
            components::organisation_id.eq(platform.map(|(owner, _)| owner.to_string())),
            components::platform_id.eq(platform.map(|(_, platform)| platform.to_string())),
            components::name.eq(name),
            components::published.eq(published),
            components::active.eq(active),
        ))
        .execute(conn)?;
    Ok(())
}

/// Changes the name of a component, whether it is published and still there; what it is a part of stays.
/// False when there is none such.
///
/// # Errors
/// When the database fails.
pub fn change(conn: &mut Conn, component: &Component) -> Result<bool, StoreError> {
    let changed = diesel::update(components::table.find(component.id.to_string()))
        .set((
            components::name.eq(&component.name),
            components::published.eq(component.published),
            components::active.eq(component.active),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Every component by name, those that are gone too.
///
/// # Errors
/// When the database fails; [`StoreError::Corrupt`] when there are more than [`MOST`], as a figure without
/// some of them would be wrong.
pub fn all(conn: &mut Conn) -> Result<Vec<Component>, StoreError> {
    let rows: Vec<Row> = components::table
        .order((components::name.asc(), components::id.asc()))
        .limit(MOST + 1)
        .select(Row::as_select())
        .load(conn)?;
    if i64::try_from(rows.len()).is_ok_and(|read| read > MOST) {
        return Err(TABLE.corrupt(format_args!("more than {MOST} components")));
    }
    rows.into_iter().map(component).collect()
}

fn component(row: Row) -> Result<Component, StoreError> {
    let Row {
        id,
        service_id,
        organisation_id,
        platform_id,
        name,
        published,
        active,
    } = row;
    let owner = some_of(organisation_id, TABLE)?;
    Ok(Component {
        id: id.of(TABLE)?,
        service: service_id.of(TABLE)?,
        platform: owner.zip(some_of(platform_id, TABLE)?),
        name,
        published,
        active,
    })
}
