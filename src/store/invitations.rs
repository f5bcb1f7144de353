//! Whom designated administrators asked into their organisation, by the address they typed. A row
//! says nothing of who has the address.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    phrases::among,
    schema::people,
    values::{As, Table, micros},
};
use crate::domain::{
    ids::{OrganisationId, PersonId},
    invitation::Invitation,
    lang::Lang,
    people::EmailAddress,
};

mod table {
    //! As both engines have it.

    diesel::table! {
        invitations (organisation_id, email_key) {
            organisation_id -> Text,
            email_key -> Text,
            email -> Text,
            name -> Text,
            lang -> Text,
            invited_by -> Text,
            at -> BigInt,
            withdrawn_at -> Nullable<BigInt>,
        }
    }
}

use table::invitations;

diesel::allow_tables_to_appear_in_same_query!(invitations, people);

const TABLE: Table = Table("invitations");

/// How many invitations of one organisation are listed: more than it can have people.
pub const MOST: i64 = 100_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = invitations)]
struct Row {
    email: String,
    name: String,
    lang: As<Lang>,
    invited_by: As<PersonId>,
    at: i64,
    withdrawn_at: Option<i64>,
}

/// Keeps an invitation, in the place of an older one to the same address.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else invites the address at the same moment.
pub fn keep(
    conn: &mut Conn,
    organisation: OrganisationId,
    invitation: &Invitation,
) -> Result<(), StoreError> {
    let Invitation {
        email,
        name,
        lang,
        by,
        at,
        withdrawn: _,
    } = invitation;
    let key = (organisation.to_string(), email.key());
    let said = (
        invitations::email.eq(email.as_str()),
        invitations::name.eq(name),
        invitations::lang.eq(lang.tag()),
        invitations::invited_by.eq(by.to_string()),
        invitations::at.eq(micros(*at)),
        invitations::withdrawn_at.eq(None::<i64>),
    );
    let changed = diesel::update(invitations::table.find(key.clone()))
        .set(said.clone())
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(invitations::table)
            .values((
                invitations::organisation_id.eq(key.0),
                invitations::email_key.eq(key.1),
                said,
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How many addresses an organisation invited since an instant.
///
/// # Errors
/// When the database fails.
pub fn count_since(
    conn: &mut Conn,
    organisation: OrganisationId,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    Ok(invitations::table
        .filter(invitations::organisation_id.eq(organisation.to_string()))
        .filter(invitations::at.gt(micros(since)))
        .count()
        .get_result(conn)?)
}

/// Those of some addresses, as keys, whose owner was invited by the organisation that the desk has
/// them in, and has never come.
///
/// # Errors
/// When the database fails.
pub fn unanswered(conn: &mut Conn, keys: &[String]) -> Result<Vec<String>, StoreError> {
    let of_theirs = people::email_key
        .eq(invitations::email_key)
        .and(people::organisation_id.eq(invitations::organisation_id.nullable()));
    Ok(invitations::table
        .inner_join(people::table.on(of_theirs))
        .filter(among(people::email_key, keys.to_vec()))
        .filter(people::password_hash.is_null())
        .filter(people::signed_in_at.is_null())
        .select(people::email_key)
        .load(conn)?)
}

/// Withdraws the invitation of an address; false when there is none that stands.
///
/// # Errors
/// When the database fails.
pub fn withdraw(
    conn: &mut Conn,
    organisation: OrganisationId,
    email: &EmailAddress,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let key = (organisation.to_string(), email.key());
    let withdrawn = diesel::update(invitations::table.find(key))
        .filter(invitations::withdrawn_at.is_null())
        .set(invitations::withdrawn_at.eq(Some(micros(at))))
        .execute(conn)?;
    Ok(withdrawn == 1)
}

/// The invitations of an organisation, the withdrawn ones too, by name, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<Invitation>, StoreError> {
    invitations::table
        .filter(invitations::organisation_id.eq(organisation.to_string()))
        .order((invitations::name.asc(), invitations::email_key.asc()))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(invitation)
        .collect()
}

fn invitation(row: Row) -> Result<Invitation, StoreError> {
    let Row {
        email,
        name,
        lang,
        invited_by,
        at,
        withdrawn_at,
    } = row;
    Ok(Invitation {
        email: TABLE.made(EmailAddress::parse(&email))?,
        name,
        lang: lang.of(TABLE)?,
        by: invited_by.of(TABLE)?,
        at: TABLE.instant(at)?,
        withdrawn: withdrawn_at.is_some(),
    })
}
