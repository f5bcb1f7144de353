//! The files that came with what a vendor wrote on a case.

use diesel::prelude::*;

use crate::{
    domain::{
        attachment::Attachment,
        ids::{AttachmentId, MessageId, TicketId, VendorCaseId},
    },
    store::{
        Conn, StoreError, attachments,
        schema::vendor_files,
        values::{As, Table},
    },
};

const TABLE: Table = Table("vendor_files");

/// Gives the files of a form to what a vendor wrote on a case of a ticket. They are beside the messages of
/// the ticket from then on, and with none of them.
///
/// # Errors
/// When the database fails.
pub fn take(
    conn: &mut Conn,
    form: &str,
    (ticket, case, message): (TicketId, VendorCaseId, MessageId),
) -> Result<(), StoreError> {
    for file in attachments::take_beside(conn, form, ticket)? {
        diesel::insert_into(vendor_files::table)
            .values((
                vendor_files::attachment_id.eq(file.to_string()),
                vendor_files::case_id.eq(case.to_string()),
                vendor_files::message_id.eq(message.to_string()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The files that came on a case, in order, each with the message that it came with.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, case: VendorCaseId) -> Result<Vec<(MessageId, Attachment)>, StoreError> {
    let rows: Vec<(As<AttachmentId>, As<MessageId>)> = vendor_files::table
        .filter(vendor_files::case_id.eq(case.to_string()))
        .order(vendor_files::attachment_id.asc())
        .limit(attachments::MOST)
        .select((vendor_files::attachment_id, vendor_files::message_id))
        .load(conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut with = Vec::with_capacity(rows.len());
    for (file, message) in rows {
        with.push((file.of(TABLE)?, message.of(TABLE)?));
    }
    let ids: Vec<AttachmentId> = with.iter().map(|(file, _)| *file).collect();
    let files = attachments::with_ids(conn, &ids)?;
    Ok(files
        .into_iter()
        .filter_map(|file| {
            let (_, message) = with.iter().find(|(id, _)| *id == file.id)?;
            Some((*message, file))
        })
        .collect())
}
