//! Requesters, and those who work at the desk.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::{
    Conn, StoreError,
    accounts::in_use,
    bulk::insert_rows,
    phrases::among,
    schema::people,
    values::{As, Table, micros, some_of, some_text},
};
use crate::domain::{
    ids::{OrganisationId, PersonId},
    lang::Lang,
    people::{EmailAddress, Person, Role},
};

const TABLE: Table = Table("people");

#[derive(Queryable, Selectable)]
#[diesel(table_name = people)]
pub(super) struct Row {
    id: As<PersonId>,
    name: String,
    email: As<EmailAddress>,
    role: As<Role>,
    organisation_id: Option<As<OrganisationId>>,
    lang: As<Lang>,
    active: bool,
}

/// Adds a person. `password_hash` is what Argon2id made of the password (PHC string format).
///
/// # Errors
/// [`StoreError::Taken`] when somebody has that address already, in any case.
pub fn insert(
    conn: &mut Conn,
    person: &Person,
    password_hash: Option<&str>,
    created_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(people::table)
        .values(NewRow::of(person, password_hash, created_at))
        .execute(conn)?;
    Ok(())
}

#[derive(Insertable, Serialize)]
#[diesel(table_name = people, treat_none_as_default_value = false)]
struct NewRow<'a> {
    id: String,
    name: &'a str,
    email: &'a str,
    email_key: String,
    role: &'static str,
    organisation_id: Option<String>,
    lang: &'static str,
    active: bool,
    password_hash: Option<&'a str>,
    created_at: i64,
}

impl<'a> NewRow<'a> {
    fn of(person: &'a Person, password_hash: Option<&'a str>, created_at: DateTime<Utc>) -> Self {
        let Person {
            id,
            name,
            email,
            role,
            organisation,
            lang,
            active,
        } = person;
        Self {
            id: id.to_string(),
            name,
            email: email.as_str(),
            email_key: email.key(),
            role: role.word(),
            organisation_id: some_text(*organisation),
            lang: lang.tag(),
            active: *active,
            password_hash,
            created_at: micros(created_at),
        }
    }
}

/// Adds people who do not sign in, each with the instant since when the desk knows them.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(conn: &mut Conn, met: &[(Person, DateTime<Utc>)]) -> Result<(), StoreError> {
    let rows: Vec<_> = met
        .iter()
        .map(|(person, since)| NewRow::of(person, None, *since))
        .collect();
    insert_rows!(conn, people, rows)
}

/// The person with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<Option<Person>, StoreError> {
    let found = people::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?;
    found.map(person).transpose()
}

/// The person with that address, in any case.
///
/// # Errors
/// When the database fails.
pub fn by_email(conn: &mut Conn, email: &EmailAddress) -> Result<Option<Person>, StoreError> {
    let found = people::table
        .filter(people::email_key.eq(email.key()))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?;
    found.map(person).transpose()
}

/// The people with those ids.
///
/// # Errors
/// When the database fails.
pub fn with_ids(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    people::table
        .filter(among(
            people::id,
            ids.iter().map(ToString::to_string).collect(),
        ))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(person)
        .collect()
}

/// The people with those addresses; `keys` are addresses in lower case.
///
/// # Errors
/// When the database fails.
pub fn by_emails(conn: &mut Conn, keys: Vec<String>) -> Result<Vec<Person>, StoreError> {
    people::table
        .filter(among(people::email_key, keys))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(person)
        .collect()
}

/// Replaces a person's password by what Argon2id made of the new one; false when there is no such
/// person.
///
/// # Errors
/// When the database fails.
pub fn set_password(conn: &mut Conn, id: PersonId, hash: &str) -> Result<bool, StoreError> {
    let changed = diesel::update(people::table.find(id.to_string()))
        .set(people::password_hash.eq(hash))
        .execute(conn)?;
    Ok(changed == 1)
}

/// What Argon2id made of a person's password; none for a stranger and for who has no password.
///
/// # Errors
/// When the database fails.
pub fn password_of(conn: &mut Conn, id: PersonId) -> Result<Option<String>, StoreError> {
    let found = people::table
        .find(id.to_string())
        .select(people::password_hash)
        .get_result::<Option<String>>(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Lets a person sign in, or no longer; false when there is no such person.
///
/// # Errors
/// When the database fails.
pub fn set_active(conn: &mut Conn, id: PersonId, active: bool) -> Result<bool, StoreError> {
    let changed = diesel::update(people::table.find(id.to_string()))
        .set(people::active.eq(active))
        .execute(conn)?;
    Ok(changed == 1)
}

/// A person, whether the account is in use, and when they last signed in, UTC.
pub type Seen = (Person, bool, Option<DateTime<Utc>>);

/// A person with what the list of the desk shows besides.
///
/// # Errors
/// When the database fails.
pub fn colleague(conn: &mut Conn, id: PersonId) -> Result<Option<Seen>, StoreError> {
    people::table
        .find(id.to_string())
        .select((Row::as_select(), in_use(), people::signed_in_at))
        .first(conn)
        .optional()?
        .map(seen)
        .transpose()
}

/// Those who work at the desk with what the list shows besides, by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn colleagues(conn: &mut Conn, most: i64) -> Result<Vec<Seen>, StoreError> {
    people::table
        .filter(among(people::role, words_at_the_desk()))
        .order((people::name.asc(), people::id.asc()))
        .limit(most)
        .select((Row::as_select(), in_use(), people::signed_in_at))
        .load(conn)?
        .into_iter()
        .map(seen)
        .collect()
}

pub(super) fn seen(
    (row, in_use, signed_in_at): (Row, bool, Option<i64>),
) -> Result<Seen, StoreError> {
    Ok((person(row)?, in_use, TABLE.some_instant(signed_in_at)?))
}

/// Notes that a person signed in.
///
/// # Errors
/// When the database fails.
pub fn note_sign_in(conn: &mut Conn, id: PersonId, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(people::table.find(id.to_string()))
        .set(people::signed_in_at.eq(micros(at)))
        .execute(conn)?;
    Ok(())
}

/// Gives a person another role; false when there is no such person.
///
/// # Errors
/// When the database fails.
pub fn set_role(conn: &mut Conn, id: PersonId, role: Role) -> Result<bool, StoreError> {
    let changed = diesel::update(people::table.find(id.to_string()))
        .set(people::role.eq(role.word()))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives a person another name and language; false when there is no such person.
///
/// # Errors
/// When the database fails.
pub fn set_profile(
    conn: &mut Conn,
    id: PersonId,
    name: &str,
    lang: Lang,
) -> Result<bool, StoreError> {
    let changed = diesel::update(people::table.find(id.to_string()))
        .set((people::name.eq(name), people::lang.eq(lang.tag())))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives a person another organisation, or none; false when there is no such person.
///
/// # Errors
/// When the database fails.
pub fn set_organisation(
    conn: &mut Conn,
    id: PersonId,
    organisation: Option<OrganisationId>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(people::table.find(id.to_string()))
        .set(people::organisation_id.eq(some_text(organisation)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The people of an organisation, the inactive too, by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
    most: i64,
) -> Result<Vec<Person>, StoreError> {
    people::table
        .filter(people::organisation_id.eq(organisation.to_string()))
        .order((people::name.asc(), people::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(person)
        .collect()
}

/// Whether an administrator other than `id` can sign in.
///
/// # Errors
/// When the database fails.
pub fn another_administrator(conn: &mut Conn, id: PersonId) -> Result<bool, StoreError> {
    let somebody = people::table
        .filter(people::role.eq(Role::Administrator.word()))
        .filter(people::active.eq(true))
        .filter(in_use())
        .filter(people::id.ne(id.to_string()))
        .select(people::id)
        .first::<String>(conn)
        .optional()?;
    Ok(somebody.is_some())
}

/// Those who work at the desk, the inactive too, by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn workers(conn: &mut Conn, most: i64) -> Result<Vec<Person>, StoreError> {
    let found: Vec<Row> = people::table
        .filter(among(people::role, words_at_the_desk()))
        .order((people::name.asc(), people::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?;
    found.into_iter().map(person).collect()
}

/// Whether anybody can sign in on the agents' side; else the desk prints a link to set itself up.
///
/// # Errors
/// When the database fails.
pub fn anyone_works(conn: &mut Conn) -> Result<bool, StoreError> {
    let somebody = people::table
        .filter(among(people::role, words_at_the_desk()))
        .filter(people::active.eq(true))
        .filter(in_use())
        .select(people::id)
        .first::<String>(conn)
        .optional()?;
    Ok(somebody.is_some())
}

fn words_at_the_desk() -> Vec<String> {
    Role::ALL
        .into_iter()
        .filter(|role| role.works_at_the_desk())
        .map(|role| role.word().to_owned())
        .collect()
}

pub(super) fn person(row: Row) -> Result<Person, StoreError> {
    let Row {
        id,
        name,
        email,
        role,
        organisation_id,
        lang,
        active,
    } = row;
    Ok(Person {
        id: id.of(TABLE)?,
        name,
        email: email.of(TABLE)?,
        role: role.of(TABLE)?,
        organisation: some_of(organisation_id, TABLE)?,
        lang: lang.of(TABLE)?,
        active,
    })
}
