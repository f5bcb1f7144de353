//! Letters that came in, as people of the desk see them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::note::may_confirm;
use crate::{
    desk::{Desk, Error, Found},
    domain::{
        access::Scope,
        ids::{IncomingId, MessageId, TicketId},
        incoming::{IncomingLetter, IncomingState},
        ticket::Ticket,
    },
    store::{
        Conn,
        incoming::{self, MailBodyRow},
        tickets,
    },
};

/// How many letters a page of them shows.
pub const INCOMING: i64 = 50;

/// A page of letters that came in.
#[derive(Clone, Debug)]
pub struct IncomingPage {
    /// The letters, the last first.
    pub letters: Vec<IncomingLetter>,
    /// Where the next page begins, when there is one.
    pub next: Option<(DateTime<Utc>, IncomingId)>,
}

/// What is known of the letter that a message came in.
#[derive(Clone, Debug)]
pub struct MailBeside {
    /// The letter.
    pub letter: IncomingLetter,
    /// What it quotes; empty when nothing.
    pub quoted: String,
    /// Its signature; empty when there is none.
    pub signature: String,
    /// Whether its own formatting is kept.
    pub formatted: bool,
    /// Whether somebody must say whether it is of its sender.
    pub to_confirm: bool,
}

impl Desk {
    /// Letters that came in, as `scope` may see them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn incoming_page(
        &self,
        state: Option<IncomingState>,
        before: Option<(DateTime<Utc>, IncomingId)>,
        scope: &Scope,
    ) -> Result<IncomingPage, Error> {
        let mut letters = self
            .store
            .read(|conn| incoming::list(conn, state, before, INCOMING + 1, scope))?;
        let page = usize::try_from(INCOMING).unwrap_or(usize::MAX);
        let more = letters.len() > page;
        letters.truncate(page);
        let last = letters.last().map(|one| (one.arrived_at, one.id));
        Ok(IncomingPage {
            next: last.filter(|_| more),
            letters,
        })
    }

    /// A letter that came in, with its bytes.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or none for this scope.
    pub fn incoming_letter(
        &self,
        id: IncomingId,
        scope: &Scope,
    ) -> Result<(IncomingLetter, Vec<u8>), Error> {
        self.store.read(|conn| {
            let letter = incoming::find(conn, id, scope)?.ok_or(Error::NotFound)?;
            let raw = incoming::raw(conn, id)?.ok_or(Error::NotFound)?;
            Ok((letter, raw))
        })
    }

    /// The HTML of the letter that a message came in, cleaned.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or none for this scope.
    pub fn mail_html(
        &self,
        ticket: TicketId,
        message: MessageId,
        scope: &Scope,
    ) -> Result<String, Error> {
        if !scope.sees_notes() {
            return Err(Error::NotFound);
        }
        self.store.read(|conn| {
            let ticket = tickets::find(conn, ticket, scope).found()?;
            incoming::bodies_of(conn, ticket.id)?
                .into_iter()
                .find(|body| body.message == message)
                .and_then(|body| body.html)
                .ok_or(Error::NotFound)
        })
    }
}

/// What is known of the letters that messages of a ticket came in.
type Beside = (HashMap<MessageId, MailBeside>, Vec<IncomingLetter>);

/// What is known of the letters that messages of a ticket came in, by message; those that brought no
/// message are the second answer.
pub(in crate::desk) fn beside(
    conn: &mut Conn,
    ticket: &Ticket,
    scope: &Scope,
) -> Result<Beside, Error> {
    if !scope.sees_notes() {
        return Ok(Default::default());
    }
    let letters = incoming::of_ticket(conn, ticket.id)?;
    if letters.is_empty() {
        return Ok(Default::default());
    }
    let mut bodies: HashMap<MessageId, MailBodyRow> = incoming::bodies_of(conn, ticket.id)?
        .into_iter()
        .map(|body| (body.message, body))
        .collect();
    let (mut messages, mut others) = (HashMap::new(), Vec::new());
    for letter in letters {
        let Some((_, Some(message))) = letter.belongs_to else {
            others.push(letter);
            continue;
        };
        let body = bodies.remove(&message);
        let (quoted, signature, html) = body.map_or_else(Default::default, |body| {
            (body.quoted, body.signature, body.html)
        });
        messages.insert(
            message,
            MailBeside {
                to_confirm: may_confirm(conn, &letter, ticket)?,
                letter,
                quoted,
                signature,
                formatted: html.is_some(),
            },
        );
    }
    Ok((messages, others))
}
