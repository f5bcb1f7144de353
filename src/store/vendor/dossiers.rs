//! Dossiers that are being written.

use diesel::prelude::*;

use crate::{
    domain::{
        ids::{OrganisationId, PersonId, TicketId, VendorCaseId},
        vendor::DossierDraft,
    },
    store::{
        Conn, StoreError,
        schema::vendor_dossiers,
        values::{As, Table, micros},
    },
};

const TABLE: Table = Table("vendor_dossiers");

#[derive(Queryable, Selectable)]
#[diesel(table_name = vendor_dossiers)]
struct Row {
    ticket_id: As<TicketId>,
    case_id: As<VendorCaseId>,
    vendor_id: As<OrganisationId>,
    body: String,
    saved_by: As<PersonId>,
    saved_at: i64,
}

/// The dossier that is being written on a ticket.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId) -> Result<Option<DossierDraft>, StoreError> {
    vendor_dossiers::table
        .find(ticket.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(draft)
        .transpose()
}

/// Keeps a dossier in the place of the one before.
///
/// # Errors
/// [`StoreError::Taken`] when another ticket's dossier would open the same case.
pub fn put(conn: &mut Conn, draft: &DossierDraft) -> Result<(), StoreError> {
    let DossierDraft {
        ticket,
        case,
        vendor,
        dossier,
        saved_by,
        saved_at,
    } = draft;
    let kept = (
        vendor_dossiers::case_id.eq(case.to_string()),
        vendor_dossiers::vendor_id.eq(vendor.to_string()),
        vendor_dossiers::body.eq(TABLE.json(dossier)?),
        vendor_dossiers::saved_by.eq(saved_by.to_string()),
        vendor_dossiers::saved_at.eq(micros(*saved_at)),
    );
    let changed = diesel::update(vendor_dossiers::table.find(ticket.to_string()))
        .set(kept.clone())
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(vendor_dossiers::table)
            .values((vendor_dossiers::ticket_id.eq(ticket.to_string()), kept))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets the dossier of a ticket, if there is one.
///
/// # Errors
/// When the database fails.
pub fn forget(conn: &mut Conn, ticket: TicketId) -> Result<(), StoreError> {
    diesel::delete(vendor_dossiers::table.find(ticket.to_string())).execute(conn)?;
    Ok(())
}

fn draft(row: Row) -> Result<DossierDraft, StoreError> {
    let Row {
        ticket_id,
        case_id,
        vendor_id,
        body,
        saved_by,
        saved_at,
    } = row;
    Ok(DossierDraft {
        ticket: ticket_id.of(TABLE)?,
        case: case_id.of(TABLE)?,
        vendor: vendor_id.of(TABLE)?,
        dossier: TABLE.read_json(&body)?,
        saved_by: saved_by.of(TABLE)?,
        saved_at: TABLE.instant(saved_at)?,
    })
}
