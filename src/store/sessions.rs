//! Who is signed in, on which device.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError, half_sign_ins, people as persons,
    phrases::among,
    schema::{people, sessions},
    values::{As, Table, micros},
};
use crate::domain::{
    ids::{PersonId, SessionId},
    link::Session,
    people::Person,
};

const TABLE: Table = Table("sessions");

/// The most sessions of one person that are listed.
const MOST: i64 = 200;

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct Row {
    id: As<SessionId>,
    person_id: As<PersonId>,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    device: String,
    second_factor: bool,
    outside: bool,
}

/// Signs somebody in. `token_hash` is the hash of the cookie's secret.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Conn, session: &Session, token_hash: &str) -> Result<(), StoreError> {
    let Session {
        id,
        person,
        created_at,
        last_seen_at,
        expires_at,
        device,
        second_factor,
        outside,
    } = session;
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id.to_string()),
            sessions::token_hash.eq(token_hash),
            sessions::person_id.eq(person.to_string()),
            sessions::created_at.eq(micros(*created_at)),
            sessions::last_seen_at.eq(micros(*last_seen_at)),
            sessions::expires_at.eq(micros(*expires_at)),
            sessions::device.eq(device),
            sessions::second_factor.eq(second_factor),
            sessions::outside.eq(outside),
        ))
        .execute(conn)?;
    Ok(())
}

/// The session whose secret has that hash, and whose it is; none when it has expired or its person
/// is no longer active.
///
/// # Errors
/// When the database fails.
pub fn by_token(
    conn: &mut Conn,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Session, Person)>, StoreError> {
    let found = sessions::table
        .inner_join(people::table)
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(micros(now)))
        .filter(people::active.eq(true))
        .select((Row::as_select(), persons::Row::as_select()))
        .get_result(conn)
        .optional()?;
    found
        .map(|(row, owner)| Ok((session(row)?, persons::person(owner)?)))
        .transpose()
}

/// Those of `sessions` that have not ended, each with whose it is; their persons are active.
///
/// # Errors
/// When the database fails.
pub fn not_ended(
    conn: &mut Conn,
    ids: &[SessionId],
    now: DateTime<Utc>,
) -> Result<Vec<(Session, Person)>, StoreError> {
    let ids = ids.iter().map(ToString::to_string).collect();
    let found: Vec<(Row, persons::Row)> = sessions::table
        .inner_join(people::table)
        .filter(among(sessions::id, ids))
        .filter(sessions::expires_at.gt(micros(now)))
        .filter(people::active.eq(true))
        .select((Row::as_select(), persons::Row::as_select()))
        .load(conn)?;
    found
        .into_iter()
        .map(|(row, owner)| Ok((session(row)?, persons::person(owner)?)))
        .collect()
}

/// Notes that a session was used.
///
/// # Errors
/// When the database fails.
pub fn touch(conn: &mut Conn, id: SessionId, now: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::last_seen_at.eq(micros(now)))
        .execute(conn)?;
    Ok(())
}

/// Signs one device out.
///
/// # Errors
/// When the database fails.
pub fn end(conn: &mut Conn, id: SessionId) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(id.to_string())).execute(conn)?;
    Ok(())
}

/// A person's sessions that have not expired, the last used first.
///
/// # Errors
/// When the database fails.
pub fn of_person(
    conn: &mut Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Session>, StoreError> {
    sessions::table
        .filter(sessions::person_id.eq(person.to_string()))
        .filter(sessions::expires_at.gt(micros(now)))
        .order((sessions::last_seen_at.desc(), sessions::id.desc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(session)
        .collect()
}

/// Signs one device of a person out; false when it is none of theirs.
///
/// # Errors
/// When the database fails.
pub fn end_of(conn: &mut Conn, person: PersonId, id: SessionId) -> Result<bool, StoreError> {
    let ended = diesel::delete(
        sessions::table
            .find(id.to_string())
            .filter(sessions::person_id.eq(person.to_string())),
    )
    .execute(conn)?;
    Ok(ended == 1)
}

/// Signs a person out on every device but one.
///
/// # Errors
/// When the database fails.
pub fn end_others(conn: &mut Conn, person: PersonId, here: SessionId) -> Result<(), StoreError> {
    diesel::delete(
        sessions::table
            .filter(sessions::person_id.eq(person.to_string()))
            .filter(sessions::id.ne(here.to_string())),
    )
    .execute(conn)?;
    Ok(())
}

/// Signs somebody out everywhere, also where the code is still owed; how many devices that were.
///
/// # Errors
/// When the database fails.
pub fn end_all(conn: &mut Conn, person: PersonId) -> Result<usize, StoreError> {
    half_sign_ins::end_all(conn, person)?;
    let ended = diesel::delete(sessions::table.filter(sessions::person_id.eq(person.to_string())))
        .execute(conn)?;
    Ok(ended)
}

/// Forgets the sessions that have expired; how many.
///
/// # Errors
/// When the database fails.
pub fn expire(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let ended = diesel::delete(sessions::table.filter(sessions::expires_at.le(micros(now))))
        .execute(conn)?;
    Ok(ended)
}

fn session(row: Row) -> Result<Session, StoreError> {
    let Row {
        id,
        person_id,
        created_at,
        last_seen_at,
        expires_at,
        device,
        second_factor,
        outside,
    } = row;
    Ok(Session {
        id: id.of(TABLE)?,
        person: person_id.of(TABLE)?,
        created_at: TABLE.instant(created_at)?,
        last_seen_at: TABLE.instant(last_seen_at)?,
        expires_at: TABLE.instant(expires_at)?,
        device,
        second_factor,
        outside,
    })
}
