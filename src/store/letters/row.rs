//! A letter as a row.

use diesel::prelude::*;
use serde::Serialize;

use super::TABLE;
use crate::domain::{letter::Letter, people::EmailAddress, wording::Wording};
use crate::store::{
    StoreError,
    schema::letters,
    values::{micros, some_micros, some_text},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = letters)]
pub(in crate::store) struct Row {
    id: String,
    pub(in crate::store) ticket_id: Option<String>,
    kind: String,
    recipient: String,
    lang: String,
    notice: String,
    message_id: String,
    state: String,
    attempts: i32,
    next_try_at: i64,
    lease_until: Option<i64>,
    last_error: Option<String>,
    created_at: i64,
    sent_at: Option<i64>,
}

#[derive(Insertable, Serialize)]
#[diesel(table_name = letters, treat_none_as_default_value = false)]
pub(super) struct NewRow<'a> {
    id: String,
    ticket_id: Option<String>,
    kind: &'a str,
    recipient: &'a str,
    lang: &'static str,
    notice: String,
    message_id: &'a str,
    state: &'static str,
    attempts: i32,
    next_try_at: i64,
    lease_until: Option<i64>,
    last_error: Option<&'a str>,
    created_at: i64,
    sent_at: Option<i64>,
}

impl<'a> TryFrom<&'a Letter> for NewRow<'a> {
    type Error = StoreError;

    fn try_from(letter: &'a Letter) -> Result<Self, StoreError> {
        let Letter {
            id,
            ticket,
            kind,
            recipient,
            lang,
            notice,
            message_id,
            state,
            attempts,
            next_try_at,
            lease_until,
            last_error,
            created_at,
            sent_at,
            reply_to: _,
            wording: _,
            enclosed: _,
        } = letter;
        Ok(Self {
            id: id.to_string(),
            ticket_id: some_text(*ticket),
            kind,
            recipient: recipient.as_str(),
            lang: lang.tag(),
            notice: TABLE.json(notice)?,
            message_id,
            state: state.word(),
            attempts: TABLE.number(*attempts)?,
            next_try_at: micros(*next_try_at),
            lease_until: some_micros(*lease_until),
            last_error: last_error.as_deref(),
            created_at: micros(*created_at),
            sent_at: some_micros(*sent_at),
        })
    }
}

pub(in crate::store) fn letter(row: Row) -> Result<Letter, StoreError> {
    let Row {
        id,
        ticket_id,
        kind,
        recipient,
        lang,
        notice,
        message_id,
        state,
        attempts,
        next_try_at,
        lease_until,
        last_error,
        created_at,
        sent_at,
    } = row;
    Ok(Letter {
        id: TABLE.read(&id)?,
        ticket: TABLE.read_some(ticket_id)?,
        kind,
        recipient: TABLE.made(EmailAddress::parse(&recipient))?,
        lang: TABLE.read(&lang)?,
        notice: TABLE.read_json(&notice)?,
        message_id,
        state: TABLE.read(&state)?,
        attempts: TABLE.count(attempts)?,
        next_try_at: TABLE.instant(next_try_at)?,
        lease_until: TABLE.some_instant(lease_until)?,
        last_error,
        created_at: TABLE.instant(created_at)?,
        sent_at: TABLE.some_instant(sent_at)?,
        reply_to: None,
        wording: Wording::default(),
        enclosed: Vec::new(),
    })
}
