//! Which accounts are in use.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::{outside_identities, people},
};
use crate::domain::ids::PersonId;

/// Whether an account is in use: a password was chosen, or its person signed in or is bound to an
/// identity at a provider. Until then it is an invitation, or somebody who only files by the form.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn in_use() -> _ {
    let bonds = outside_identities::table.filter(outside_identities::person_id.eq(people::id));
    people::password_hash
        .is_not_null()
        .or(people::signed_in_at.is_not_null())
        .or(diesel::dsl::exists(bonds))
}

/// Whether somebody's account is in use; not a stranger's.
///
/// # Errors
/// When the database fails.
pub fn is_in_use(conn: &mut Conn, id: PersonId) -> Result<bool, StoreError> {
    let found = people::table
        .find(id.to_string())
        .select(in_use())
        .get_result::<bool>(conn)
        .optional()?;
    Ok(found.unwrap_or(false))
}
