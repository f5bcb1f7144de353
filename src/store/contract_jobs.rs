//! Long work on the tickets of a contract, and how far it is.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    values::{As, Table, micros, some_micros, some_of, some_text},
};
use crate::domain::{
    contract_job::{ContractJob, JobFound, JobKind},
    ids::{ContractJobId, ContractVersionId, PersonId},
    ticket::Reference,
};

mod table {
    //! As both engines have it.

    diesel::table! {
        contract_jobs (id) {
            id -> Text,
            kind -> Text,
            contract_name -> Text,
            version_id -> Nullable<Text>,
            source -> Text,
            reason -> Text,
            since -> Nullable<BigInt>,
            asked_by -> Nullable<Text>,
            asked_at -> BigInt,
            after_year -> Integer,
            after_rank -> BigInt,
            found -> Text,
            lease_until -> Nullable<BigInt>,
            ended_at -> Nullable<BigInt>,
        }
    }
}

use table::contract_jobs;

const TABLE: Table = Table("contract_jobs");

#[derive(Queryable, Selectable)]
#[diesel(table_name = contract_jobs)]
struct Row {
    id: As<ContractJobId>,
    kind: As<JobKind>,
    contract_name: String,
    version_id: Option<As<ContractVersionId>>,
    source: String,
    reason: String,
    since: Option<i64>,
    asked_by: Option<As<PersonId>>,
    asked_at: i64,
    after_year: i32,
    after_rank: i64,
    found: String,
    ended_at: Option<i64>,
}

/// Adds a job.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Conn, job: &ContractJob) -> Result<(), StoreError> {
    let ContractJob {
        id,
        kind,
        contract,
        version,
        source,
        reason,
        since,
        asked_by,
        asked_at,
        after,
        found,
        ended_at,
    } = job;
    diesel::insert_into(contract_jobs::table)
        .values((
            contract_jobs::id.eq(id.to_string()),
            contract_jobs::kind.eq(kind.word()),
            contract_jobs::contract_name.eq(contract),
            contract_jobs::version_id.eq(some_text(*version)),
            contract_jobs::source.eq(source),
            contract_jobs::reason.eq(reason),
            contract_jobs::since.eq(some_micros(*since)),
            contract_jobs::asked_by.eq(some_text(*asked_by)),
            contract_jobs::asked_at.eq(micros(*asked_at)),
            contract_jobs::after_year.eq(after.year()),
            contract_jobs::after_rank.eq(after.rank()),
            contract_jobs::found.eq(TABLE.json(found)?),
            contract_jobs::ended_at.eq(some_micros(*ended_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The job with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: ContractJobId) -> Result<Option<ContractJob>, StoreError> {
    contract_jobs::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(job)
        .transpose()
}

/// The jobs of a contract, the last first, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, contract: &str, most: i64) -> Result<Vec<ContractJob>, StoreError> {
    contract_jobs::table
        .filter(contract_jobs::contract_name.eq(contract))
        .order((contract_jobs::asked_at.desc(), contract_jobs::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(job)
        .collect()
}

/// Claims the job that has waited longest and that nobody works on, until `lease_until`. On both
/// engines at most one caller gets it: the claim names what it saw.
///
/// # Errors
/// When the database fails.
pub fn claim(
    conn: &mut Conn,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<ContractJob>, StoreError> {
    let free = || {
        contract_jobs::lease_until
            .is_null()
            .or(contract_jobs::lease_until.le(micros(now)))
    };
    let waiting = contract_jobs::table
        .filter(contract_jobs::ended_at.is_null())
        .filter(free())
        .order((contract_jobs::asked_at.asc(), contract_jobs::id.asc()))
        .select(contract_jobs::id)
        .first::<String>(conn)
        .optional()?;
    let Some(id) = waiting else {
        return Ok(None);
    };
    let claimed = diesel::update(contract_jobs::table.find(&id))
        .filter(contract_jobs::ended_at.is_null())
        .filter(free())
        .set(contract_jobs::lease_until.eq(micros(lease_until)))
        .execute(conn)?;
    if claimed == 0 {
        return Ok(None);
    }
    find(conn, TABLE.read(&id)?)
}

/// Whether a job waits, whoever works on it.
///
/// # Errors
/// When the database fails.
pub fn any_waiting(conn: &mut Conn) -> Result<bool, StoreError> {
    let one = contract_jobs::table
        .filter(contract_jobs::ended_at.is_null())
        .select(contract_jobs::id)
        .first::<String>(conn)
        .optional()?;
    Ok(one.is_some())
}

/// Keeps how far a job is, and has it be worked on until `lease_until`; true for exactly one of those
/// who saw it where it was: `before` is the last ticket that they knew to be done.
///
/// # Errors
/// When the database fails.
pub fn keep(
    conn: &mut Conn,
    job: &ContractJob,
    before: Reference,
    lease_until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let kept = diesel::update(contract_jobs::table.find(job.id.to_string()))
        .filter(contract_jobs::ended_at.is_null())
        .filter(contract_jobs::after_year.eq(before.year()))
        .filter(contract_jobs::after_rank.eq(before.rank()))
        .set((
            contract_jobs::after_year.eq(job.after.year()),
            contract_jobs::after_rank.eq(job.after.rank()),
            contract_jobs::found.eq(TABLE.json(&job.found)?),
            contract_jobs::lease_until.eq(micros(lease_until)),
            contract_jobs::ended_at.eq(some_micros(job.ended_at)),
        ))
        .execute(conn)?;
    Ok(kept == 1)
}

fn job(row: Row) -> Result<ContractJob, StoreError> {
    let Row {
        id,
        kind,
        contract_name,
        version_id,
        source,
        reason,
        since,
        asked_by,
        asked_at,
        after_year,
        after_rank,
        found,
        ended_at,
    } = row;
    let found: JobFound = TABLE.read_json(&found)?;
    Ok(ContractJob {
        id: id.of(TABLE)?,
        kind: kind.of(TABLE)?,
        contract: contract_name,
        version: some_of(version_id, TABLE)?,
        source,
        reason,
        since: TABLE.some_instant(since)?,
        asked_by: some_of(asked_by, TABLE)?,
        asked_at: TABLE.instant(asked_at)?,
        after: Reference::new(after_year, after_rank),
        found,
        ended_at: TABLE.some_instant(ended_at)?,
    })
}
