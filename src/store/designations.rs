//! Who is a designated administrator, and of what.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError, people as persons,
    schema::{designations, people},
    values::{As, Table, micros, some_of, some_text},
};
use crate::domain::{
    access::Designated,
    ids::{DesignationId, OrganisationId, PersonId, PlatformId},
    people::Person,
};

const TABLE: Table = Table("designations");

/// How many designations of one organisation are listed.
pub const MOST: i64 = 1_000;

/// Makes a person a designated administrator; false when the person is one already.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else says so at the same moment, and when the platform is
/// none of the organisation's.
pub fn add(
    conn: &mut Conn,
    person: PersonId,
    of: Designated,
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if self::of(conn, person)?.contains(&of) {
        return Ok(false);
    }
    diesel::insert_into(designations::table)
        .values((
            designations::id.eq(DesignationId::fresh().to_string()),
            designations::person_id.eq(person.to_string()),
            designations::organisation_id.eq(of.organisation.to_string()),
            designations::platform_id.eq(some_text(of.platform)),
            designations::since.eq(micros(since)),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Ends a designation; false when there is none.
///
/// # Errors
/// When the database fails.
pub fn end(conn: &mut Conn, person: PersonId, of: Designated) -> Result<bool, StoreError> {
    let mut which = diesel::delete(designations::table)
        .filter(designations::person_id.eq(person.to_string()))
        .filter(designations::organisation_id.eq(of.organisation.to_string()))
        .into_boxed();
    which = match of.platform {
        Some(platform) => which.filter(designations::platform_id.eq(platform.to_string())),
        None => which.filter(designations::platform_id.is_null()),
    };
    Ok(which.execute(conn)? > 0)
}

/// Of what a person is a designated administrator, in order.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, person: PersonId) -> Result<Vec<Designated>, StoreError> {
    let found: Vec<(As<OrganisationId>, Option<As<PlatformId>>)> = designations::table
        .filter(designations::person_id.eq(person.to_string()))
        .order((designations::organisation_id.asc(), designations::id.asc()))
        .limit(MOST)
        .select((designations::organisation_id, designations::platform_id))
        .load(conn)?;
    found.into_iter().map(designated).collect()
}

/// The designated administrators of an organisation and of its platforms whose accounts are open,
/// by name, [`MOST`] at most.
///
/// # Errors
/// When the database fails.
pub fn in_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<(Person, Designated)>, StoreError> {
    type Found = (persons::Row, (As<OrganisationId>, Option<As<PlatformId>>));
    let found: Vec<Found> = designations::table
        .inner_join(people::table)
        .filter(designations::organisation_id.eq(organisation.to_string()))
        .filter(people::active.eq(true))
        .order((people::name.asc(), designations::id.asc()))
        .limit(MOST)
        .select((
            persons::Row::as_select(),
            (designations::organisation_id, designations::platform_id),
        ))
        .load(conn)?;
    found
        .into_iter()
        .map(|(person, of)| Ok((persons::person(person)?, designated(of)?)))
        .collect()
}

/// Those to turn to about one platform of an organisation, or about the organisation where none is
/// meant: who administrates all of it, and who administrates the platform. Each once, by name, with
/// an account that is open, and still of the organisation.
///
/// # Errors
/// When the database fails.
pub fn concerned(
    conn: &mut Conn,
    organisation: OrganisationId,
    platform: Option<PlatformId>,
) -> Result<Vec<Person>, StoreError> {
    let mut found: Vec<Person> = Vec::new();
    for (person, of) in in_organisation(conn, organisation)? {
        let is_meant = of.platform.is_none() || of.platform == platform;
        let is_theirs = person.organisation == Some(organisation);
        if is_meant && is_theirs && found.iter().all(|one| one.id != person.id) {
            found.push(person);
        }
    }
    Ok(found)
}

fn designated(
    (organisation, platform): (As<OrganisationId>, Option<As<PlatformId>>),
) -> Result<Designated, StoreError> {
    Ok(Designated {
        organisation: organisation.of(TABLE)?,
        platform: some_of(platform, TABLE)?,
    })
}
