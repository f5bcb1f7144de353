//! The tenants.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    phrases::{among, containing},
    schema::organisations,
    values::{As, Table},
};
use crate::domain::{
    ids::OrganisationId,
    people::{Organisation, OrganisationKind},
};

const TABLE: Table = Table("organisations");

#[derive(Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub(super) struct Row {
    id: String,
    name: String,
    mail_domain: Option<String>,
    kind: As<OrganisationKind>,
}

/// Adds an organisation.
///
/// # Errors
/// [`StoreError::Taken`] when its mail domain is another's.
pub fn insert(conn: &mut Conn, organisation: &Organisation) -> Result<(), StoreError> {
    let Organisation {
        id,
        name,
        mail_domain,
        kind,
    } = organisation;
    diesel::insert_into(organisations::table)
        .values((
            organisations::id.eq(id.to_string()),
            organisations::name.eq(name),
            organisations::name_key.eq(name.to_lowercase()),
            organisations::mail_domain.eq(mail_domain),
            organisations::kind.eq(kind.word()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Changes an organisation's name, mail domain and kind; false when there is no such one.
///
/// # Errors
/// [`StoreError::Taken`] when its mail domain is another's.
pub fn change(conn: &mut Conn, organisation: &Organisation) -> Result<bool, StoreError> {
    let Organisation {
        id,
        name,
        mail_domain,
        kind,
    } = organisation;
    let changed = diesel::update(organisations::table.find(id.to_string()))
        .set((
            organisations::name.eq(name),
            organisations::name_key.eq(name.to_lowercase()),
            organisations::mail_domain.eq(mail_domain),
            organisations::kind.eq(kind.word()),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The organisation with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
    organisations::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(organisation)
        .transpose()
}

/// The organisation whose people write from `domain`, in any case.
///
/// # Errors
/// When the database fails.
pub fn by_mail_domain(conn: &mut Conn, domain: &str) -> Result<Option<Organisation>, StoreError> {
    organisations::table
        .filter(organisations::mail_domain.eq(domain.to_lowercase()))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(organisation)
        .transpose()
}

/// The organisations with those ids.
///
/// # Errors
/// When the database fails.
pub fn with_ids(conn: &mut Conn, ids: &[OrganisationId]) -> Result<Vec<Organisation>, StoreError> {
    let ids = ids.iter().map(ToString::to_string).collect();
    organisations::table
        .filter(among(organisations::id, ids))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(organisation)
        .collect()
}

/// The organisations whose people write from those domains, which are in lower case.
///
/// # Errors
/// When the database fails.
pub fn by_mail_domains(
    conn: &mut Conn,
    domains: Vec<String>,
) -> Result<Vec<Organisation>, StoreError> {
    // Compared as what it is, so that the engines see what the unique key serves.
    organisations::table
        .filter(among(organisations::mail_domain.assume_not_null(), domains))
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(organisation)
        .collect()
}

/// The organisation of that name, in any case; the oldest, should several have it.
///
/// # Errors
/// When the database fails.
pub fn called(conn: &mut Conn, name: &str) -> Result<Option<Organisation>, StoreError> {
    organisations::table
        .filter(organisations::name_key.eq(name.to_lowercase()))
        .order(organisations::id.asc())
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .map(organisation)
        .transpose()
}

/// The organisations whose name contains a text, in any case, by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn like(conn: &mut Conn, text: &str, most: i64) -> Result<Vec<Organisation>, StoreError> {
    organisations::table
        .filter(
            organisations::name_key
                .like(containing(&text.to_lowercase()))
                .escape('!'),
        )
        .order((organisations::name_key.asc(), organisations::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(organisation)
        .collect()
}

/// The organisations of a kind by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn of_kind(
    conn: &mut Conn,
    kind: OrganisationKind,
    most: i64,
) -> Result<Vec<Organisation>, StoreError> {
    organisations::table
        .filter(organisations::kind.eq(kind.word()))
        .order((organisations::name_key.asc(), organisations::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(organisation)
        .collect()
}

/// The organisations by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, most: i64) -> Result<Vec<Organisation>, StoreError> {
    organisations::table
        .order((organisations::name_key.asc(), organisations::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(organisation)
        .collect()
}

pub(super) fn organisation(row: Row) -> Result<Organisation, StoreError> {
    let Row {
        id,
        name,
        mail_domain,
        kind,
    } = row;
    Ok(Organisation {
        id: TABLE.read(&id)?,
        name,
        mail_domain,
        kind: kind.of(TABLE)?,
    })
}
