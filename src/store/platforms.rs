//! What organisations run.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    phrases::among,
    schema::platforms,
    values::{As, Table, some_of, some_text},
};
use crate::domain::{
    ids::{OrganisationId, PlatformId, ProductVersionId},
    platform::{Environment, Platform},
};

const TABLE: Table = Table("platforms");

/// How many platforms of an organisation are listed.
pub const MOST: i64 = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = platforms)]
struct Row {
    id: As<PlatformId>,
    organisation_id: As<OrganisationId>,
    name: String,
    environment: As<Environment>,
    version_id: Option<As<ProductVersionId>>,
    active: bool,
}

/// Adds a platform.
///
/// # Errors
/// [`StoreError::Taken`] when the organisation has one of that name.
pub fn insert(conn: &mut Conn, platform: &Platform) -> Result<(), StoreError> {
    let Platform {
        id,
        organisation,
        name,
        environment,
        version,
        active,
    } = platform;
    diesel::insert_into(platforms::table)
        .values((
            platforms::id.eq(id.to_string()),
            platforms::organisation_id.eq(organisation.to_string()),
            platforms::name.eq(name),
            platforms::environment.eq(environment.word()),
            platforms::version_id.eq(some_text(*version)),
            platforms::active.eq(active),
        ))
        .execute(conn)?;
    Ok(())
}

/// Changes a platform, which stays with its organisation; false when that has none such.
///
/// # Errors
/// [`StoreError::Taken`] when the organisation has another one of that name.
pub fn change(conn: &mut Conn, platform: &Platform) -> Result<bool, StoreError> {
    let Platform {
        id,
        organisation,
        name,
        environment,
        version,
        active,
    } = platform;
    let changed = diesel::update(platforms::table.find(id.to_string()))
        .filter(platforms::organisation_id.eq(organisation.to_string()))
        .set((
            platforms::name.eq(name),
            platforms::environment.eq(environment.word()),
            platforms::version_id.eq(some_text(*version)),
            platforms::active.eq(active),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// A platform of an organisation, if it is one of theirs.
///
/// # Errors
/// When the database fails.
pub fn find(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: PlatformId,
) -> Result<Option<Platform>, StoreError> {
    platforms::table
        .find(id.to_string())
        .filter(platforms::organisation_id.eq(organisation.to_string()))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(platform)
        .transpose()
}

/// Which platforms are production, of all organisations.
///
/// # Errors
/// When the database fails.
pub fn in_production(conn: &mut Conn) -> Result<Vec<PlatformId>, StoreError> {
    platforms::table
        .filter(platforms::environment.eq(Environment::Production.word()))
        .select(platforms::id)
        .load::<As<PlatformId>>(conn)?
        .into_iter()
        .map(|id| id.of(TABLE))
        .collect()
}

/// The platforms of an organisation by name, the closed ones too, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<Platform>, StoreError> {
    platforms::table
        .filter(platforms::organisation_id.eq(organisation.to_string()))
        .order((platforms::name.asc(), platforms::id.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(platform)
        .collect()
}

/// Some platforms with the organisation that runs each, in the order of ids.
///
/// # Errors
/// When the database fails.
pub fn owners(
    conn: &mut Conn,
    ids: &[PlatformId],
) -> Result<Vec<(OrganisationId, PlatformId)>, StoreError> {
    let keys = ids.iter().map(ToString::to_string).collect();
    platforms::table
        .filter(among(platforms::id, keys))
        .order(platforms::id.asc())
        .select((platforms::organisation_id, platforms::id))
        .load::<(As<OrganisationId>, As<PlatformId>)>(conn)?
        .into_iter()
        .map(|(organisation, id)| Ok((organisation.of(TABLE)?, id.of(TABLE)?)))
        .collect()
}

fn platform(row: Row) -> Result<Platform, StoreError> {
    let Row {
        id,
        organisation_id,
        name,
        environment,
        version_id,
        active,
    } = row;
    Ok(Platform {
        id: id.of(TABLE)?,
        organisation: organisation_id.of(TABLE)?,
        name,
        environment: environment.of(TABLE)?,
        version: some_of(version_id, TABLE)?,
        active,
    })
}
