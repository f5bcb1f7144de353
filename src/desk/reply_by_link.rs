//! The requester writes again, by the secret link: a wait for the customer ends, a resolved
//! ticket opens again, and whoever works on it is told.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        ids::{MessageId, TicketId},
        notice::Notice,
        ticket::{Actor, Description, Message, Visibility, open_pause},
    },
    store::{Conn, letters, messages, people, tickets},
};

use super::{Desk, Error, Found, Secret, change_ticket::Open, letters as facts};

impl Desk {
    /// Adds the requester's message to the ticket of a link. The same message sent twice is kept
    /// once.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link opens nothing.
    pub fn reply_by_link(
        &self,
        link: &Secret,
        message: MessageId,
        text: &Description,
    ) -> Result<TicketId, Error> {
        let now = self.clock.now();
        let scope = self.scope_of(link)?;
        let (desk, text) = (self.clone(), text.clone());
        let ticket = self.insist(move |tx| desk.hear(tx, scope, message, &text, now))?;
        self.bell.ring();
        Ok(ticket)
    }

    fn hear(
        &self,
        tx: &mut Conn,
        scope: Scope,
        message: MessageId,
        text: &Description,
        now: DateTime<Utc>,
    ) -> Result<TicketId, Error> {
        let Scope::Link { ticket, requester } = scope else {
            return Err(Error::NotFound);
        };
        let ticket = tickets::find(tx, ticket, &scope).found()?;
        if messages::exists(tx, message)? {
            return Ok(ticket.id);
        }
        let contract = self.contracts.get(tx, ticket.contract)?;
        let seen = ticket.version;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let kept = Message {
            id: message,
            ticket: open.ticket.id,
            author: Some(requester),
            visibility: Visibility::Public,
            body: text.clone(),
            at: open.now,
        };
        messages::insert(tx, &kept)?;
        let paused_for = open_pause(&open.history).map(|(reason, _)| reason);
        let whats = open.ticket.requester_wrote(message, paused_for);
        open.append(tx, Actor::Requester(requester), whats)?;
        open.save(tx, seen)?;
        if let Some(assignee) = open.ticket.assignee {
            let assignee = people::find(tx, assignee).found()?;
            let notice = Notice::RequesterWrote {
                ticket: facts::ticket_facts(tx, &open.ticket, &contract, assignee.lang)?,
                text: text.as_str().to_owned(),
            };
            let letter = self.letter(
                Some(open.ticket.id),
                assignee.email,
                assignee.lang,
                notice,
                open.now,
            );
            letters::owe(tx, &letter)?;
        }
        Ok(open.ticket.id)
    }
}
