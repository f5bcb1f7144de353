//! Who is sent the news of the status page, and who asked for them and has not confirmed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{status_requests, status_subscribers},
    values::{As, Table, micros},
};
use crate::domain::{
    ids::SubscriberId,
    lang::Lang,
    operation::{Choice, Subscriber},
    people::EmailAddress,
};

const TABLE: Table = Table("status_subscribers");
const REQUESTS: Table = Table("status_requests");

/// The most subscribers there are.
pub const MOST: i64 = 20_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = status_subscribers)]
struct Row {
    id: As<SubscriberId>,
    email: String,
    lang: As<Lang>,
    components: String,
    confirmed_at: i64,
}

/// What somebody asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Asked {
    /// The address that was typed.
    pub email: EmailAddress,
    /// The language of the page.
    pub lang: Lang,
    /// Of which parts.
    pub choice: Choice,
    /// From when on the link opens nothing.
    pub expires_at: DateTime<Utc>,
}

fn key(email: &EmailAddress) -> String {
    email.as_str().to_lowercase()
}

/// Keeps that somebody asked, by the hash of the link's secret.
///
/// # Errors
/// [`StoreError::Taken`] when the hash is there already.
pub fn ask(
    conn: &mut Conn,
    token_hash: &str,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(status_requests::table)
        .values((
            status_requests::token_hash.eq(token_hash),
            status_requests::email.eq(asked.email.as_str()),
            status_requests::email_key.eq(key(&asked.email)),
            status_requests::lang.eq(asked.lang.tag()),
            status_requests::components.eq(REQUESTS.json(&asked.choice)?),
            status_requests::asked_at.eq(micros(now)),
            status_requests::expires_at.eq(micros(asked.expires_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// How often somebody asked for an address since an instant.
///
/// # Errors
/// When the database fails.
pub fn asked_since(
    conn: &mut Conn,
    email: &EmailAddress,
    since: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let found: i64 = status_requests::table
        .filter(status_requests::email_key.eq(key(email)))
        .filter(status_requests::asked_at.gt(micros(since)))
        .count()
        .get_result(conn)?;
    REQUESTS.made(usize::try_from(found))
}

/// What was asked for with the link of that hash, if it still opens anything.
///
/// # Errors
/// When the database fails.
pub fn asked(
    conn: &mut Conn,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Asked>, StoreError> {
    let row: Option<(String, As<Lang>, String, i64)> = status_requests::table
        .find(token_hash)
        .filter(status_requests::expires_at.gt(micros(now)))
        .select((
            status_requests::email,
            status_requests::lang,
            status_requests::components,
            status_requests::expires_at,
        ))
        .first(conn)
        .optional()?;
    row.map(|(email, lang, components, expires_at)| {
        Ok(Asked {
            email: REQUESTS.made(EmailAddress::parse(&email))?,
            lang: lang.of(REQUESTS)?,
            choice: REQUESTS.read_json(&components)?,
            expires_at: REQUESTS.instant(expires_at)?,
        })
    })
    .transpose()
}

/// Forgets what was asked for an address: it is confirmed.
///
/// # Errors
/// When the database fails.
pub fn answered(conn: &mut Conn, email: &EmailAddress) -> Result<(), StoreError> {
    let of_it = status_requests::email_key.eq(key(email));
    diesel::delete(status_requests::table.filter(of_it)).execute(conn)?;
    Ok(())
}

/// Forgets what nobody confirmed in time; how many that were.
///
/// # Errors
/// When the database fails.
pub fn forget_unconfirmed(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let old = status_requests::expires_at.le(micros(now));
    Ok(diesel::delete(status_requests::table.filter(old)).execute(conn)?)
}

/// Adds a subscriber, or changes what the subscriber of that address hears and in which language.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else confirms the same address at the same moment.
pub fn keep(conn: &mut Conn, one: &Subscriber, stop_hash: &str) -> Result<(), StoreError> {
    let said = (
        status_subscribers::email.eq(one.email.as_str()),
        status_subscribers::lang.eq(one.lang.tag()),
        status_subscribers::components.eq(TABLE.json(&one.choice)?),
    );
    let known = status_subscribers::email_key.eq(key(&one.email));
    let changed = diesel::update(status_subscribers::table.filter(known))
        .set(said.clone())
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(status_subscribers::table)
            .values((
                status_subscribers::id.eq(one.id.to_string()),
                status_subscribers::email_key.eq(key(&one.email)),
                status_subscribers::stop_hash.eq(stop_hash),
                status_subscribers::confirmed_at.eq(micros(one.confirmed_at)),
                said,
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Every subscriber, the first to confirm first.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Subscriber>, StoreError> {
    status_subscribers::table
        .order((
            status_subscribers::confirmed_at.asc(),
            status_subscribers::id.asc(),
        ))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(subscriber)
        .collect()
}

/// The subscriber whom a link ends, by the hash of its secret.
///
/// # Errors
/// When the database fails.
pub fn by_stop(conn: &mut Conn, stop_hash: &str) -> Result<Option<Subscriber>, StoreError> {
    status_subscribers::table
        .filter(status_subscribers::stop_hash.eq(stop_hash))
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(subscriber)
        .transpose()
}

/// Deletes a subscriber; false when there is none such.
///
/// # Errors
/// When the database fails.
pub fn delete(conn: &mut Conn, id: SubscriberId) -> Result<bool, StoreError> {
    let gone = diesel::delete(status_subscribers::table.find(id.to_string())).execute(conn)?;
    Ok(gone == 1)
}

fn subscriber(row: Row) -> Result<Subscriber, StoreError> {
    let Row {
        id,
        email,
        lang,
        components,
        confirmed_at,
    } = row;
    Ok(Subscriber {
        id: id.of(TABLE)?,
        email: TABLE.made(EmailAddress::parse(&email))?,
        lang: lang.of(TABLE)?,
        choice: TABLE.read_json(&components)?,
        confirmed_at: TABLE.instant(confirmed_at)?,
    })
}
