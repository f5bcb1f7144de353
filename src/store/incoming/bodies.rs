//! What of a letter is shown apart from what is new in it.

use diesel::prelude::*;

use crate::{
    domain::ids::{MessageId, TicketId},
    store::{Conn, StoreError, schema::mail_bodies, values::Table},
};

const TABLE: Table = Table("mail_bodies");

/// The rest of a letter beside the text of its message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailBodyRow {
    /// The message.
    pub message: MessageId,
    /// What it quotes; empty when nothing.
    pub quoted: String,
    /// Its signature; empty when there is none.
    pub signature: String,
    /// Its HTML, cleaned.
    pub html: Option<String>,
}

/// Keeps the rest of a letter.
///
/// # Errors
/// [`StoreError::Taken`] when it is kept already.
pub fn add_body(conn: &mut Conn, ticket: TicketId, body: &MailBodyRow) -> Result<(), StoreError> {
    diesel::insert_into(mail_bodies::table)
        .values((
            mail_bodies::message_id.eq(body.message.to_string()),
            mail_bodies::ticket_id.eq(ticket.to_string()),
            mail_bodies::quoted.eq(&body.quoted),
            mail_bodies::signature.eq(&body.signature),
            mail_bodies::html.eq(&body.html),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is kept of the letters of a ticket. For the desk's own people.
///
/// # Errors
/// When the database fails.
pub fn bodies_of(conn: &mut Conn, ticket: TicketId) -> Result<Vec<MailBodyRow>, StoreError> {
    mail_bodies::table
        .filter(mail_bodies::ticket_id.eq(ticket.to_string()))
        .select((
            mail_bodies::message_id,
            mail_bodies::quoted,
            mail_bodies::signature,
            mail_bodies::html,
        ))
        .load::<(String, String, String, Option<String>)>(conn)?
        .into_iter()
        .map(|(message, quoted, signature, html)| {
            Ok(MailBodyRow {
                message: TABLE.read(&message)?,
                quoted,
                signature,
                html,
            })
        })
        .collect()
}
