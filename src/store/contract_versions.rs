//! The contract files, each version as it was written. A version is never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::contract_versions,
    values::{Table, micros, some_micros, some_text},
};
use crate::domain::{
    ids::{ContractVersionId, PersonId},
    services::{ContractVersion, VersionOrigin},
};

const TABLE: Table = Table("contract_versions");

#[derive(Queryable, Selectable)]
#[diesel(table_name = contract_versions)]
struct Row {
    id: String,
    name: String,
    version: i32,
    source: String,
    created_at: i64,
    origin: String,
    added_by: Option<String>,
    note: String,
    in_force_from: Option<i64>,
}

/// A version that is to be added.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The contract's name.
    pub name: String,
    /// The whole contract file.
    pub source: String,
    /// How it came.
    pub origin: VersionOrigin,
    /// Who added it, where it came from a page.
    pub added_by: Option<PersonId>,
    /// Why; may be empty.
    pub note: String,
    /// From when it is in force, UTC, where that is not at once.
    pub in_force_from: Option<DateTime<Utc>>,
}

/// What must be known of a version to say whether it is in force.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VersionLine {
    /// Identity.
    pub id: ContractVersionId,
    /// The contract's name.
    pub name: String,
    /// Its rank among the versions of that name, from 1.
    pub version: u32,
    /// From when it is in force, UTC, where that is not at once.
    pub in_force_from: Option<DateTime<Utc>>,
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

/// Adds the next version of a contract, as a file at the start brings it: in force at once.
///
/// # Errors
/// As [`add`].
pub fn add_file(
    conn: &mut Conn,
    name: &str,
    source: &str,
    now: DateTime<Utc>,
) -> Result<ContractVersion, StoreError> {
    let new = NewVersion {
        name: name.to_owned(),
        source: source.to_owned(),
        origin: VersionOrigin::File,
        added_by: None,
        note: String::new(),
        in_force_from: None,
    };
    add(conn, new, now)
}

/// Adds the next version of a contract.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else adds one at the same moment.
pub fn add(
    conn: &mut Conn,
    new: NewVersion,
    now: DateTime<Utc>,
) -> Result<ContractVersion, StoreError> {
    let NewVersion {
        name,
        source,
        origin,
        added_by,
        note,
        in_force_from,
    } = new;
    let before = latest(conn, &name)?.map_or(0, |latest| latest.version);
    let added = ContractVersion {
        id: ContractVersionId::fresh(),
        name,
        version: before.saturating_add(1),
        source,
        created_at: now,
        in_force_from,
        origin,
        added_by,
        note,
    };
    diesel::insert_into(contract_versions::table)
        .values((
            contract_versions::id.eq(added.id.to_string()),
            contract_versions::name.eq(&added.name),
            contract_versions::version.eq(TABLE.number(added.version)?),
            contract_versions::source.eq(&added.source),
            contract_versions::created_at.eq(micros(now)),
            contract_versions::origin.eq(added.origin.word()),
            contract_versions::added_by.eq(some_text(added.added_by)),
            contract_versions::note.eq(&added.note),
            contract_versions::in_force_from.eq(some_micros(added.in_force_from)),
        ))
        .execute(conn)?;
    Ok(added)
}

/// All versions of all contracts, by name and rank, without their texts. There are as many as were
/// ever written, which is few.
///
/// # Errors
/// When the database fails.
pub fn lines(conn: &mut Conn) -> Result<Vec<VersionLine>, StoreError> {
    contract_versions::table
        .order((
            contract_versions::name.asc(),
            contract_versions::version.asc(),
        ))
        .select((
            contract_versions::id,
            contract_versions::name,
            contract_versions::version,
            contract_versions::in_force_from,
        ))
        .load::<(String, String, i32, Option<i64>)>(conn)?
        .into_iter()
        .map(|(id, name, version, from)| {
            Ok(VersionLine {
                id: TABLE.read(&id)?,
                name,
                version: TABLE.count(version)?,
                in_force_from: TABLE.some_instant(from)?,
            })
        })
        .collect()
}

/// The versions of a contract up to one of them, the first first.
///
/// # Errors
/// When the database fails.
pub fn up_to(
    conn: &mut Conn,
    name: &str,
    version: u32,
) -> Result<Vec<ContractVersion>, StoreError> {
    contract_versions::table
        .filter(contract_versions::name.eq(name))
        .filter(contract_versions::version.le(TABLE.number(version)?))
        .order(contract_versions::version.asc())
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(contract_version)
        .collect()
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
        origin,
        added_by,
        note,
        in_force_from,
    } = row;
    Ok(ContractVersion {
        id: TABLE.read(&id)?,
        name,
        version: TABLE.count(version)?,
        source,
        created_at: TABLE.instant(created_at)?,
        in_force_from: TABLE.some_instant(in_force_from)?,
        origin: TABLE.read(&origin)?,
        added_by: TABLE.read_some(added_by)?,
        note,
    })
}
