//! The contract files, each version as it was written. A version is never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::contract_versions,
    values::{Table, micros},
};
use crate::domain::{ids::ContractVersionId, services::ContractVersion};

const TABLE: Table = Table("contract_versions");

#[derive(Queryable, Selectable)]
#[diesel(table_name = contract_versions)]
struct Row {
    id: String,
    name: String,
    version: i32,
    source: String,
    created_at: i64,
}

/// The latest version of a contract.
///
/// # Errors
/// When the database fails.
pub fn latest(conn: &mut Conn, name: &str) -> Result<Option<ContractVersion>, StoreError> {
    contract_versions::table
        .filter(contract_versions::name.eq(name))
        .order(contract_versions::version.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(contract_version)
        .transpose()
}

/// Adds the next version of a contract.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else adds one at the same moment.
pub fn add(
    conn: &mut Conn,
    name: &str,
    source: &str,
    now: DateTime<Utc>,
) -> Result<ContractVersion, StoreError> {
    let before = latest(conn, name)?.map_or(0, |latest| latest.version);
    let added = ContractVersion {
        id: ContractVersionId::fresh(),
        name: name.to_owned(),
        version: before.saturating_add(1),
        source: source.to_owned(),
        created_at: now,
    };
    diesel::insert_into(contract_versions::table)
        .values((
            contract_versions::id.eq(added.id.to_string()),
            contract_versions::name.eq(name),
            contract_versions::version.eq(TABLE.number(added.version)?),
            contract_versions::source.eq(source),
            contract_versions::created_at.eq(micros(now)),
        ))
        .execute(conn)?;
    Ok(added)
}

/// The version with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: ContractVersionId) -> Result<Option<ContractVersion>, StoreError> {
    contract_versions::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(contract_version)
        .transpose()
}

/// The name of a version's contract.
///
/// # Errors
/// When the database fails.
pub fn name_of(conn: &mut Conn, id: ContractVersionId) -> Result<Option<String>, StoreError> {
    Ok(contract_versions::table
        .find(id.to_string())
        .select(contract_versions::name)
        .first(conn)
        .optional()?)
}

/// Every contract's versions by name, the latest first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, most: i64) -> Result<Vec<ContractVersion>, StoreError> {
    contract_versions::table
        .order((
            contract_versions::name.asc(),
            contract_versions::version.desc(),
        ))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(contract_version)
        .collect()
}

/// The versions of one contract, the latest first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, name: &str, most: i64) -> Result<Vec<ContractVersion>, StoreError> {
    contract_versions::table
        .filter(contract_versions::name.eq(name))
        .order(contract_versions::version.desc())
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(contract_version)
        .collect()
}

fn contract_version(row: Row) -> Result<ContractVersion, StoreError> {
    let Row {
        id,
        name,
        version,
        source,
        created_at,
    } = row;
    Ok(ContractVersion {
        id: TABLE.read(&id)?,
        name,
        version: TABLE.count(version)?,
        source,
        created_at: TABLE.instant(created_at)?,
    })
}
