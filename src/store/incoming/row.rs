//! A letter that came in, as a row.

use diesel::prelude::*;

use super::TABLE;
use crate::{
    domain::incoming::{IncomingLetter, Remark, ReturnPath, WhatItSays},
    domain::people::EmailAddress,
    store::{StoreError, schema::incoming_letters},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = incoming_letters)]
pub(super) struct Row {
    id: String,
    digest: String,
    door: String,
    return_path: Option<String>,
    delivered_to: Option<String>,
    queue_id: Option<String>,
    bytes: i64,
    arrived_at: i64,
    state: String,
    outcome: Option<String>,
    attempts: i32,
    next_try_at: i64,
    lease_until: Option<i64>,
    last_error: Option<String>,
    settled_at: Option<i64>,
    ticket_id: Option<String>,
    message_id: Option<String>,
    mail_id: Option<String>,
    sender: Option<String>,
    subject: Option<String>,
    sureness: Option<String>,
    remarks: Option<String>,
}

/// What the column says of the sender of the envelope.
pub(super) fn path_text(path: &ReturnPath) -> Option<&str> {
    match path {
        ReturnPath::Unknown => None,
        ReturnPath::Null => Some(""),
        ReturnPath::Address(address) => Some(address.as_str()),
    }
}

/// Remarks as one column: their words with blanks between.
pub(super) fn remarks_text(remarks: &[Remark]) -> String {
    let words: Vec<_> = remarks.iter().map(|one| one.word()).collect();
    words.join(" ")
}

pub(super) fn letter(row: Row) -> Result<IncomingLetter, StoreError> {
    let address = |text: String| TABLE.made(EmailAddress::parse(&text));
    let return_path = match row.return_path {
        None => ReturnPath::Unknown,
        Some(text) if text.is_empty() => ReturnPath::Null,
        Some(text) => ReturnPath::Address(address(text)?),
    };
    let read = match row.sureness {
        None => None,
        Some(sureness) => Some(WhatItSays {
            mail_id: row.mail_id,
            sender: row.sender.map(address).transpose()?,
            subject: row.subject.unwrap_or_default(),
            sureness: TABLE.read(&sureness)?,
            remarks: row
                .remarks
                .unwrap_or_default()
                .split_whitespace()
                .map(|word| TABLE.read(word))
                .collect::<Result<_, _>>()?,
        }),
    };
    let ticket = TABLE.read_some(row.ticket_id)?;
    let message = TABLE.read_some(row.message_id)?;
    Ok(IncomingLetter {
        id: TABLE.read(&row.id)?,
        digest: row.digest,
        door: TABLE.read(&row.door)?,
        return_path,
        delivered_to: row.delivered_to.map(address).transpose()?,
        queue: TABLE.read_some(row.queue_id)?,
        bytes: TABLE.made(u64::try_from(row.bytes))?,
        arrived_at: TABLE.instant(row.arrived_at)?,
        state: TABLE.read(&row.state)?,
        outcome: TABLE.read_some(row.outcome)?,
        attempts: TABLE.count(row.attempts)?,
        next_try_at: TABLE.instant(row.next_try_at)?,
        lease_until: TABLE.some_instant(row.lease_until)?,
        last_error: row.last_error,
        read,
        belongs_to: ticket.map(|ticket| (ticket, message)),
        settled_at: TABLE.some_instant(row.settled_at)?,
    })
}
