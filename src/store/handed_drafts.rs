//! Requests that were handed to somebody who may file them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::handed_drafts,
    values::{As, Table, micros},
};
use crate::domain::{
    handed_draft::HandedDraft,
    ids::{HandedDraftId, OrganisationId, PersonId},
};

const TABLE: Table = Table("handed_drafts");

#[derive(Queryable, Selectable)]
#[diesel(table_name = handed_drafts)]
struct Row {
    id: As<HandedDraftId>,
    from_id: As<PersonId>,
    to_id: As<PersonId>,
    organisation_id: As<OrganisationId>,
    body: String,
    created_at: i64,
}

/// Keeps a draft.
///
/// # Errors
/// [`StoreError::Taken`] when its id is there already.
pub fn insert(conn: &mut Conn, draft: &HandedDraft) -> Result<(), StoreError> {
    let HandedDraft {
        id,
        from,
        to,
        organisation,
        body,
        at,
    } = draft;
    diesel::insert_into(handed_drafts::table)
        .values((
            handed_drafts::id.eq(id.to_string()),
            handed_drafts::from_id.eq(from.to_string()),
            handed_drafts::to_id.eq(to.to_string()),
            handed_drafts::organisation_id.eq(organisation.to_string()),
            handed_drafts::body.eq(TABLE.json(body)?),
            handed_drafts::created_at.eq(micros(*at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A draft, if it was handed to that person.
///
/// # Errors
/// When the database fails.
pub fn find(
    conn: &mut Conn,
    id: HandedDraftId,
    to: PersonId,
) -> Result<Option<HandedDraft>, StoreError> {
    handed_drafts::table
        .find(id.to_string())
        .filter(handed_drafts::to_id.eq(to.to_string()))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(draft)
        .transpose()
}

/// Forgets a draft of that person; false when there is none.
///
/// # Errors
/// When the database fails.
pub fn forget(conn: &mut Conn, id: HandedDraftId, to: PersonId) -> Result<bool, StoreError> {
    let forgotten = diesel::delete(handed_drafts::table.find(id.to_string()))
        .filter(handed_drafts::to_id.eq(to.to_string()))
        .execute(conn)?;
    Ok(forgotten == 1)
}

/// Forgets the drafts that were handed on before an instant.
///
/// # Errors
/// When the database fails.
pub fn expire(conn: &mut Conn, before: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::delete(handed_drafts::table)
        .filter(handed_drafts::created_at.lt(micros(before)))
        .execute(conn)?;
    Ok(())
}

fn draft(row: Row) -> Result<HandedDraft, StoreError> {
    let Row {
        id,
        from_id,
        to_id,
        organisation_id,
        body,
        created_at,
    } = row;
    Ok(HandedDraft {
        id: id.of(TABLE)?,
        from: from_id.of(TABLE)?,
        to: to_id.of(TABLE)?,
        organisation: organisation_id.of(TABLE)?,
        body: TABLE.read_json(&body)?,
        at: TABLE.instant(created_at)?,
    })
}
