//! What was done about those who work at the desk. Rows are added and never changed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{people, people_events},
    values::{Table, micros},
};
use crate::domain::{
    ids::{PersonEventId, PersonId},
    people::Role,
    people_history::{By, Done, PersonEvent},
};

const TABLE: Table = Table("people_events");

#[derive(Queryable, Selectable)]
#[diesel(table_name = people_events)]
struct Row {
    id: String,
    person_id: String,
    seq: i64,
    at: i64,
    actor: String,
    body: String,
}

/// Adds what was done about a person, after all that was done before.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else added something at the same moment.
pub fn append(
    conn: &mut Conn,
    person: PersonId,
    at: DateTime<Utc>,
    by: By,
    what: &Done,
) -> Result<(), StoreError> {
    let last = people_events::table
        .filter(people_events::person_id.eq(person.to_string()))
        .order(people_events::seq.desc())
        .select(people_events::seq)
        .first::<i64>(conn)
        .optional()?
        .unwrap_or(0);
    diesel::insert_into(people_events::table)
        .values((
            people_events::id.eq(PersonEventId::fresh().to_string()),
            people_events::person_id.eq(person.to_string()),
            people_events::seq.eq(last.saturating_add(1)),
            people_events::at.eq(micros(at)),
            people_events::actor.eq(TABLE.json(&by)?),
            people_events::body.eq(TABLE.json(what)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// What was done about a person, the first first, `most` of it.
///
/// # Errors
/// When the database fails.
pub fn of_person(
    conn: &mut Conn,
    person: PersonId,
    most: i64,
) -> Result<Vec<PersonEvent>, StoreError> {
    people_events::table
        .filter(people_events::person_id.eq(person.to_string()))
        .order(people_events::seq.asc())
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(event)
        .collect()
}

/// What was last done about anybody who works at the desk, the last first, `most` of it.
///
/// # Errors
/// When the database fails.
pub fn recent(conn: &mut Conn, most: i64) -> Result<Vec<PersonEvent>, StoreError> {
    people_events::table
        .inner_join(people::table)
        .filter(people::role.ne(Role::Requester.word()))
        .order((people_events::at.desc(), people_events::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(event)
        .collect()
}

fn event(row: Row) -> Result<PersonEvent, StoreError> {
    let Row {
        id,
        person_id,
        seq,
        at,
        actor,
        body,
    } = row;
    Ok(PersonEvent {
        id: TABLE.read(&id)?,
        person: TABLE.read(&person_id)?,
        seq,
        at: TABLE.instant(at)?,
        by: TABLE.read_json(&actor)?,
        what: TABLE.read_json(&body)?,
    })
}
