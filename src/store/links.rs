//! Secret addresses that were given out, by the hash of the secret.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::{
    Conn, StoreError,
    bulk::insert_rows,
    phrases::{Written, among},
    schema::links,
    values::{Table, micros, some_micros, some_text},
};
use crate::domain::{
    ids::PersonId,
    link::{Link, LinkTo, NewLink},
};

const TABLE: Table = Table("links");

/// Written out, so that the index of the few that set up is used.
const TO_SET_UP: &str = "links.purpose = 'set-up'";

#[derive(Queryable, Selectable)]
#[diesel(table_name = links)]
struct Row {
    purpose: String,
    ticket_id: Option<String>,
    escalation_id: Option<String>,
    person_id: Option<String>,
    email_key: Option<String>,
    created_at: i64,
    expires_at: Option<i64>,
    used_at: Option<i64>,
}

#[derive(Insertable, Serialize)]
#[diesel(table_name = links, treat_none_as_default_value = false)]
struct NewRow<'a> {
    token_hash: &'a str,
    purpose: &'static str,
    ticket_id: Option<String>,
    escalation_id: Option<String>,
    person_id: Option<String>,
    email_key: Option<&'a str>,
    created_at: i64,
    expires_at: Option<i64>,
}

impl<'a> From<&'a NewLink> for NewRow<'a> {
    fn from(link: &'a NewLink) -> Self {
        let NewLink {
            token_hash,
            to,
            email_key,
            created_at,
            expires_at,
        } = link;
        let (ticket, escalation, person) = match *to {
            LinkTo::Ticket { ticket, requester } => (Some(ticket), None, Some(requester)),
            LinkTo::Escalation { escalation, person } => (None, Some(escalation), person),
            LinkTo::SetUp { person } => (None, None, person),
        };
        Self {
            token_hash,
            purpose: to.word(),
            ticket_id: some_text(ticket),
            escalation_id: some_text(escalation),
            person_id: some_text(person),
            email_key: email_key.as_deref(),
            created_at: micros(*created_at),
            expires_at: some_micros(*expires_at),
        }
    }
}

/// Keeps many links that are about to be given out.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(conn: &mut Conn, given: &[NewLink]) -> Result<(), StoreError> {
    let rows: Vec<_> = given.iter().map(NewRow::from).collect();
    insert_rows!(conn, links, rows)
}

/// Which of those hashes are there already.
///
/// # Errors
/// When the database fails.
pub fn known(conn: &mut Conn, hashes: Vec<String>) -> Result<Vec<String>, StoreError> {
    Ok(links::table
        .filter(among(links::token_hash, hashes))
        .select(links::token_hash)
        .load(conn)?)
}

/// Keeps a link that is about to be given out.
///
/// # Errors
/// [`StoreError::Taken`] when the hash is there already.
pub fn insert(conn: &mut Conn, link: &NewLink) -> Result<(), StoreError> {
    diesel::insert_into(links::table)
        .values(NewRow::from(link))
        .execute(conn)?;
    Ok(())
}

/// The link whose secret has that hash, whether it still opens anything or not:
/// [`Link::opens`] tells.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, token_hash: &str) -> Result<Option<Link>, StoreError> {
    links::table
        .find(token_hash)
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(link)
        .transpose()
}

/// Uses a link up; true for exactly one caller, and only while it opens anything.
///
/// # Errors
/// When the database fails.
pub fn use_up(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let changed = diesel::update(links::table.find(token_hash))
        .filter(links::used_at.is_null())
        .filter(
            links::expires_at
                .is_null()
                .or(links::expires_at.gt(micros(now))),
        )
        .set(links::used_at.eq(micros(now)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Uses up every set-up link of a person: a password was chosen.
///
/// # Errors
/// When the database fails.
pub fn use_up_set_ups(
    conn: &mut Conn,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(links::table)
        .filter(Written(TO_SET_UP))
        .filter(links::person_id.eq(person.to_string()))
        .filter(links::used_at.is_null())
        .set(links::used_at.eq(micros(now)))
        .execute(conn)?;
    Ok(())
}

/// How many set-up links a person was given since an instant, used up or not.
///
/// # Errors
/// When the database fails.
pub fn set_ups_since(
    conn: &mut Conn,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let given = links::table
        .filter(Written(TO_SET_UP))
        .filter(links::person_id.eq(person.to_string()))
        .filter(links::created_at.gt(micros(since)))
        .count()
        .get_result(conn)?;
    Ok(given)
}

fn link(row: Row) -> Result<Link, StoreError> {
    let Row {
        purpose,
        ticket_id,
        escalation_id,
        person_id,
        email_key,
        created_at,
        expires_at,
        used_at,
    } = row;
    let (ticket, escalation, person) = (
        TABLE.read_some(ticket_id)?,
        TABLE.read_some(escalation_id)?,
        TABLE.read_some(person_id)?,
    );
    let to = match purpose.as_str() {
        "ticket" => LinkTo::Ticket {
            ticket: TABLE.required(ticket, "ticket_id")?,
            requester: TABLE.required(person, "person_id")?,
        },
        "escalation" => LinkTo::Escalation {
            escalation: TABLE.required(escalation, "escalation_id")?,
            person,
        },
        "set-up" => LinkTo::SetUp { person },
        other => return Err(TABLE.corrupt(format_args!("no purpose {other:?}"))),
    };
    Ok(Link {
        to,
        email_key,
        created_at: TABLE.instant(created_at)?,
        expires_at: TABLE.some_instant(expires_at)?,
        used_at: TABLE.some_instant(used_at)?,
    })
}
