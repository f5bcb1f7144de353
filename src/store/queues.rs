//! Where agents take tickets.

use diesel::prelude::*;

use super::{
    Conn, StoreError,
    schema::queues,
    values::{Table, some_text},
};
use crate::domain::{ids::QueueId, people::EmailAddress, services::Queue};

const TABLE: Table = Table("queues");

#[derive(Queryable, Selectable)]
#[diesel(table_name = queues)]
pub(super) struct Row {
    id: String,
    slug: String,
    name: String,
    mail: Option<String>,
    supervisor_mail: Option<String>,
    members_only: bool,
}

/// Adds a queue, or changes the one with that slug, which keeps its id. Returns it as it is kept.
///
/// # Errors
/// [`StoreError::Taken`] when somebody else adds it at the same moment.
pub fn put(conn: &mut Conn, queue: &Queue) -> Result<Queue, StoreError> {
    let Queue {
        id,
        slug,
        name,
        mail,
        supervisor_mail,
        members_only,
    } = queue;
    let said = (
        queues::name.eq(name),
        queues::mail.eq(some_text(mail.as_ref())),
        queues::supervisor_mail.eq(some_text(supervisor_mail.as_ref())),
        queues::members_only.eq(members_only),
    );
    if let Some(known) = by_slug(conn, slug)? {
        diesel::update(queues::table.find(known.id.to_string()))
            .set(said)
            .execute(conn)?;
        return Ok(Queue {
            id: known.id,
            ..queue.clone()
        });
    }
    diesel::insert_into(queues::table)
        .values((queues::id.eq(id.to_string()), queues::slug.eq(slug), said))
        .execute(conn)?;
    Ok(queue.clone())
}

/// The queue with that id.
///
/// # Errors
/// When the database fails.
pub fn find(conn: &mut Conn, id: QueueId) -> Result<Option<Queue>, StoreError> {
    queues::table
        .find(id.to_string())
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(queue)
        .transpose()
}

/// The queue with that slug.
///
/// # Errors
/// When the database fails.
pub fn by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Queue>, StoreError> {
    queues::table
        .filter(queues::slug.eq(slug))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?
        .map(queue)
        .transpose()
}

/// The queues by name, `most` of them.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, most: i64) -> Result<Vec<Queue>, StoreError> {
    queues::table
        .order((queues::name.asc(), queues::id.asc()))
        .limit(most)
        .select(Row::as_select())
        .load(conn)?
        .into_iter()
        .map(queue)
        .collect()
}

pub(super) fn queue(row: Row) -> Result<Queue, StoreError> {
    let Row {
        id,
        slug,
        name,
        mail,
        supervisor_mail,
        members_only,
    } = row;
    let address = |text: Option<String>| {
        text.map(|text| TABLE.made(EmailAddress::parse(&text)))
            .transpose()
    };
    Ok(Queue {
        id: TABLE.read(&id)?,
        slug,
        name,
        mail: address(mail)?,
        supervisor_mail: address(supervisor_mail)?,
        members_only,
    })
}
