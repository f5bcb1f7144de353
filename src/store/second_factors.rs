//! Who has a second factor: the sealed secret, and the last step of which a code was taken.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{second_factor_drafts as drafts, second_factors},
    values::{As, Table, micros},
};
use crate::domain::ids::PersonId;

const TABLE: Table = Table("second_factors");
const DRAFTS: Table = Table("second_factor_drafts");

/// The second factor of a person, as it is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SecondFactor {
    /// Whose.
    pub person: PersonId,
    /// The secret, sealed.
    pub secret: String,
    /// Since when, UTC.
    pub since: DateTime<Utc>,
    /// The last step of which a code was taken.
    pub last_step: i64,
    /// Wrong codes since the last right one.
    pub failures: u32,
    /// When the last of them came, UTC.
    pub failed_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = second_factors)]
struct Row {
    person_id: As<PersonId>,
    secret: String,
    since: i64,
    last_step: i64,
    failures: i32,
    failed_at: Option<i64>,
}

/// A person's second factor.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, person: PersonId) -> Result<Option<SecondFactor>, StoreError> {
    second_factors::table
        .find(person.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(second_factor)
        .transpose()
}

/// Those after a person, in the order of ids, `most` of them: for whoever looks at all.
///
/// # Errors
/// When the database fails.
pub fn page(
    conn: &mut Conn,
    after: Option<PersonId>,
    most: i64,
) -> Result<Vec<SecondFactor>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    second_factors::table
        .filter(second_factors::person_id.gt(after))
        .order(second_factors::person_id.asc())
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(second_factor)
        .collect()
}

/// Who has one, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn holders(conn: &mut Conn, most: i64) -> Result<BTreeSet<PersonId>, StoreError> {
    let found: Vec<String> = second_factors::table
        .order(second_factors::person_id.asc())
        .limit(most)
        .select(second_factors::person_id)
        .load(conn)?;
    found.iter().map(|id| TABLE.read(id)).collect()
}

/// Puts a second factor in the place of the one that a person has, if any.
///
/// # Errors
/// When the database fails.
pub fn put(conn: &mut Conn, factor: &SecondFactor) -> Result<(), StoreError> {
    remove(conn, factor.person)?;
    let SecondFactor {
        person,
        secret,
        since,
        last_step,
        failures,
        failed_at,
    } = factor;
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::person_id.eq(person.to_string()),
            second_factors::secret.eq(secret),
            second_factors::since.eq(micros(*since)),
            second_factors::last_step.eq(last_step),
            second_factors::failures.eq(TABLE.number(*failures)?),
            second_factors::failed_at.eq(failed_at.map(micros)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a person's second factor away; whether there was one.
///
/// # Errors
/// When the database fails.
pub fn remove(conn: &mut Conn, person: PersonId) -> Result<bool, StoreError> {
    let gone = diesel::delete(second_factors::table.find(person.to_string())).execute(conn)?;
    Ok(gone == 1)
}

/// Takes a step for used, and with it all before; true for exactly one caller, and only when
/// neither it nor a later one was used.
///
/// # Errors
/// When the database fails.
pub fn use_step(conn: &mut Conn, person: PersonId, step: i64) -> Result<bool, StoreError> {
    let changed = diesel::update(second_factors::table.find(person.to_string()))
        .filter(second_factors::last_step.lt(step))
        .set(second_factors::last_step.eq(step))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Notes how many wrong codes came since the last right one, and when the last one did, UTC.
///
/// # Errors
/// When the database fails.
pub fn note_failures(
    conn: &mut Conn,
    person: PersonId,
    failures: u32,
    failed_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    diesel::update(second_factors::table.find(person.to_string()))
        .set((
            second_factors::failures.eq(TABLE.number(failures)?),
            second_factors::failed_at.eq(failed_at.map(micros)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps a sealed secret that is shown to a person, in the place of one shown before.
///
/// # Errors
/// When the database fails.
pub fn put_draft(
    conn: &mut Conn,
    person: PersonId,
    secret: &str,
    made_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    drop_draft(conn, person)?;
    diesel::insert_into(drafts::table)
        .values((
            drafts::person_id.eq(person.to_string()),
            drafts::secret.eq(secret),
            drafts::made_at.eq(micros(made_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The sealed secret that was shown to a person and is not confirmed, and when it was made, UTC.
///
/// # Errors
/// When the database fails.
pub fn draft(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Option<(String, DateTime<Utc>)>, StoreError> {
    let found = drafts::table
        .find(person.to_string())
        .select((drafts::secret, drafts::made_at))
        .get_result::<(String, i64)>(conn)
        .optional()?;
    found
        .map(|(secret, made_at)| Ok((secret, DRAFTS.instant(made_at)?)))
        .transpose()
}

/// Forgets the secret that was shown to a person.
///
/// # Errors
/// When the database fails.
pub fn drop_draft(conn: &mut Conn, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(drafts::table.find(person.to_string())).execute(conn)?;
    Ok(())
}

fn second_factor(row: Row) -> Result<SecondFactor, StoreError> {
    let Row {
        person_id,
        secret,
        since,
        last_step,
        failures,
        failed_at,
    } = row;
    Ok(SecondFactor {
        person: person_id.of(TABLE)?,
        secret,
        since: TABLE.instant(since)?,
        last_step,
        failures: TABLE.count(failures)?,
        failed_at: TABLE.some_instant(failed_at)?,
    })
}
