//! Those who belong to an organisation.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    accounts::in_use,
    people::{Row, Seen, seen},
    schema::people,
};
use crate::domain::{ids::OrganisationId, people::Role};

/// Those who belong to an organisation with what a list shows besides, by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn of(
    conn: &mut Conn,
    organisation: OrganisationId,
    most: i64,
) -> Result<Vec<Seen>, StoreError> {
    people::table
        .filter(people::organisation_id.eq(organisation.to_string()))
        .filter(people::role.eq(Role::Requester.word()))
        .order((people::name.asc(), people::id.asc()))
        .limit(most)
        .select((Row::as_select(), in_use(), people::signed_in_at))
        .load(conn)?
        .into_iter()
        .map(seen)
        .collect()
}
