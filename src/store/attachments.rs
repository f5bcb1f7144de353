//! What is known of the files that people add to messages; the bytes are in [`super::files`].

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{
    Conn, StoreError,
    phrases::among,
    schema::attachments,
    values::{Table, micros},
};
use crate::domain::{
    attachment::{Attachment, FileName},
    ids::{AttachmentId, MessageId, TicketId},
};

const TABLE: Table = Table("attachments");

/// The most files that are read of one ticket, the oldest first.
pub const MOST: i64 = 2_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = attachments)]
struct Row {
    id: String,
    ticket_id: Option<String>,
    message_id: Option<String>,
    name: String,
    media_type: String,
    bytes: i64,
    digest: String,
    kept_at: i64,
}

/// Keeps what is known of a file that a form brought. It waits until the form is accepted.
///
/// # Errors
/// When the database fails.
pub fn insert(conn: &mut Conn, form: &str, file: &Attachment) -> Result<(), StoreError> {
    let Attachment {
        id,
        name,
        kind,
        bytes,
        digest,
        kept_at,
        of: _,
    } = file;
    diesel::insert_into(attachments::table)
        .values((
            attachments::id.eq(id.to_string()),
            attachments::form.eq(form),
            attachments::name.eq(name.as_str()),
            attachments::media_type.eq(kind.word()),
            attachments::bytes.eq(TABLE.made(i64::try_from(*bytes))?),
            attachments::digest.eq(digest),
            attachments::kept_at.eq(micros(*kept_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The files that a form has brought so far and that no message has taken, in order.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Conn, form: &str) -> Result<Vec<Attachment>, StoreError> {
    attachments::table
        .filter(attachments::form.eq(form))
        .filter(attachments::ticket_id.is_null())
        .order(attachments::id.asc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(attachment)
        .collect()
}

/// How many bytes wait with forms that were not accepted yet, all together.
///
/// # Errors
/// When the database fails.
pub fn waiting_bytes(conn: &mut Conn) -> Result<u64, StoreError> {
    let all: Vec<i64> = attachments::table
        .filter(attachments::ticket_id.is_null())
        .select(attachments::bytes)
        .load(conn)?;
    TABLE.made(u64::try_from(all.iter().sum::<i64>()))
}

/// Gives the files of a form to the message that the form has become.
///
/// # Errors
/// When the database fails.
pub fn take(
    conn: &mut Conn,
    form: &str,
    ticket: TicketId,
    message: MessageId,
) -> Result<(), StoreError> {
    diesel::update(attachments::table)
        .filter(attachments::form.eq(form))
        .filter(attachments::ticket_id.is_null())
        .set((
            attachments::ticket_id.eq(Some(ticket.to_string())),
            attachments::message_id.eq(Some(message.to_string())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives the files of a message to another one of its ticket: what was said is said again there.
///
/// # Errors
/// When the database fails.
pub fn hand_on(
    conn: &mut Conn,
    ticket: TicketId,
    from: MessageId,
    to: MessageId,
) -> Result<(), StoreError> {
    diesel::update(attachments::table)
        .filter(attachments::ticket_id.eq(ticket.to_string()))
        .filter(attachments::message_id.eq(from.to_string()))
        .set(attachments::message_id.eq(Some(to.to_string())))
        .execute(conn)?;
    Ok(())
}

/// Gives the files of a form to a ticket and to none of its messages; which they are.
///
/// # Errors
/// When the database fails.
pub fn take_beside(
    conn: &mut Conn,
    form: &str,
    ticket: TicketId,
) -> Result<Vec<AttachmentId>, StoreError> {
    let files = waiting(conn, form)?;
    diesel::update(attachments::table)
        .filter(attachments::form.eq(form))
        .filter(attachments::ticket_id.is_null())
        .set(attachments::ticket_id.eq(Some(ticket.to_string())))
        .execute(conn)?;
    Ok(files.into_iter().map(|file| file.id).collect())
}

/// The files with these ids, in order.
///
/// # Errors
/// When the database fails.
pub fn with_ids(conn: &mut Conn, ids: &[AttachmentId]) -> Result<Vec<Attachment>, StoreError> {
    let ids = ids.iter().map(ToString::to_string).collect();
    attachments::table
        .filter(among(attachments::id, ids))
        .order(attachments::id.asc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(attachment)
        .collect()
}

/// The files of a ticket's messages, in order, [`MOST`] at most. Whoever asks keeps those of the
/// messages that the reader may see. What vendors sent is with none of them.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<Attachment>, StoreError> {
    attachments::table
        .filter(attachments::ticket_id.eq(ticket.to_string()))
        .filter(attachments::message_id.is_not_null())
        .order(attachments::id.asc())
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(attachment)
        .collect()
}

/// The files that messages have taken, after one, in the order of their ids, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn taken(
    conn: &mut Conn,
    after: Option<AttachmentId>,
    most: i64,
) -> Result<Vec<Attachment>, StoreError> {
    let after = after.map_or_else(String::new, |id| id.to_string());
    attachments::table
        .filter(attachments::ticket_id.is_not_null())
        .filter(attachments::id.gt(after))
        .order(attachments::id.asc())
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(attachment)
        .collect()
}

/// Forgets a file that waits with its form; true when there was one.
///
/// # Errors
/// When the database fails.
pub fn drop_waiting(conn: &mut Conn, form: &str, id: AttachmentId) -> Result<bool, StoreError> {
    let dropped = diesel::delete(attachments::table.find(id.to_string()))
        .filter(attachments::form.eq(form))
        .filter(attachments::ticket_id.is_null())
        .execute(conn)?;
    Ok(dropped == 1)
}

/// Forgets the files whose forms were not accepted by `before`, `most` of them at a time; which.
///
/// # Errors
/// When the database fails.
pub fn drop_abandoned(
    conn: &mut Conn,
    before: DateTime<Utc>,
    most: i64,
) -> Result<Vec<AttachmentId>, StoreError> {
    let old: Vec<String> = attachments::table
        .filter(attachments::ticket_id.is_null())
        .filter(attachments::kept_at.lt(micros(before)))
        .order((attachments::kept_at.asc(), attachments::id.asc()))
        .limit(most)
        .select(attachments::id)
        .load(conn)?;
    let mut dropped = Vec::with_capacity(old.len());
    for id in old {
        let one = diesel::delete(attachments::table.find(&id))
            .filter(attachments::ticket_id.is_null())
            .execute(conn)?;
        if one == 1 {
            dropped.push(TABLE.read(&id)?);
        }
    }
    Ok(dropped)
}

/// Whether a file is known, waiting or taken.
///
/// # Errors
/// When the database fails.
pub fn exists(conn: &mut Conn, id: AttachmentId) -> Result<bool, StoreError> {
    let found = diesel::select(diesel::dsl::exists(attachments::table.find(id.to_string())));
    Ok(found.get_result(conn)?)
}

fn attachment(row: Row) -> Result<Attachment, StoreError> {
    let Row {
        id,
        ticket_id,
        message_id,
        name,
        media_type,
        bytes,
        digest,
        kept_at,
    } = row;
    let ticket = TABLE.read_some::<TicketId>(ticket_id)?;
    let message = TABLE.read_some::<MessageId>(message_id)?;
    Ok(Attachment {
        id: TABLE.read(&id)?,
        name: FileName::of(&name),
        kind: TABLE.read(&media_type)?,
        bytes: TABLE.made(u64::try_from(bytes))?,
        digest,
        kept_at: TABLE.instant(kept_at)?,
        of: ticket.zip(message),
    })
}
