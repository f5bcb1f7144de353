//! The requester writes again, by the secret link: a wait for the customer ends, a resolved
//! ticket opens again, and whoever works on it is told.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::{MessageId, PersonId, TicketId},
        lang::Lang,
        notice::Notice,
        people::EmailAddress,
        ticket::{Actor, Description, Message, TextFormat, Ticket, Visibility, open_pause},
    },
    kill_point::{KillPoint, pass},
    store::{Conn, letters, messages, people, queues, tickets},
};

use super::{
    Desk, Error, FormKey, Found, Secret, attach,
    change_ticket::{Open, said_before},
    letters as facts,
};

/// What somebody of a customer writes on a ticket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    /// Who.
    pub(super) author: PersonId,
    /// The id under which it is kept.
    pub(super) message: MessageId,
    /// What.
    pub(super) text: &'a Description,
    /// How it is written.
    pub(super) format: TextFormat,
    /// Whether files came with the form.
    pub(super) files: bool,
}

impl Desk {
    /// Adds the requester's message to the ticket of a link. The same message sent twice is kept
    /// once.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link opens nothing, [`Error::Overtaken`] when the message was sent
    /// before with another text.
    pub fn reply_by_link(
        &self,
        link: &Secret,
        message: MessageId,
        text: &Description,
    ) -> Result<TicketId, Error> {
        self.hear_by_link(link, message, text, false)
    }

    /// As [`Desk::reply_by_link`], with the files that came with the form of the message.
    ///
    /// # Errors
    /// As [`Desk::reply_by_link`].
    pub fn reply_by_link_with_files(
        &self,
        link: &Secret,
        message: MessageId,
        text: &Description,
    ) -> Result<TicketId, Error> {
        self.hear_by_link(link, message, text, true)
    }

    fn hear_by_link(
        &self,
        link: &Secret,
        message: MessageId,
        text: &Description,
        files: bool,
    ) -> Result<TicketId, Error> {
        let now = self.clock.now();
        let scope = self.scope_of(link)?;
        let Scope::Link { ticket, requester } = scope else {
            return Err(Error::NotFound);
        };
        let (desk, text) = (self.behind(&scope), text.clone());
        pass(KillPoint::ReplyBegun);
        let ticket = desk.clone().insist(move |tx| {
            let ticket = tickets::find(tx, ticket, &scope).found()?;
            let heard = Heard {
                author: requester,
                message,
                text: &text,
                format: TextFormat::Markdown,
                files,
            };
            desk.hear(tx, ticket, &heard, now)
        })?;
        pass(KillPoint::ReplyCommitted);
        self.bell.ring();
        Ok(ticket)
    }

    /// Keeps what somebody of the customer wrote on a ticket; whether they may was decided.
    pub(super) fn hear(
        &self,
        tx: &mut Conn,
        ticket: Ticket,
        heard: &Heard<'_>,
        now: DateTime<Utc>,
    ) -> Result<TicketId, Error> {
        let Heard {
            author,
            message,
            text,
            format,
            files,
        } = *heard;
        if messages::exists(tx, message)? {
            said_before(tx, &ticket, message, author, Some(text))?;
            return Ok(ticket.id);
        }
        let contract = self.contracts.get(tx, ticket.contract)?;
        let seen = ticket.version;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let kept = Message {
            id: message,
            ticket: open.ticket.id,
            author: Some(author),
            visibility: Visibility::Public,
            body: text.clone(),
            format,
            at: open.now,
        };
        messages::insert(tx, &kept)?;
        let files = if files {
            let form = FormKey::message(message);
            let here = (open.ticket.id, message);
            attach::accept(tx, &form, here, contract.file_limits())?
        } else {
            Vec::new()
        };
        pass(KillPoint::ReplyMessageWritten);
        let paused_for = open_pause(&open.history).map(|(reason, _)| reason);
        let whats = open.ticket.requester_wrote(message, paused_for);
        open.append(tx, Actor::Requester(author), whats)?;
        open.save(tx, seen)?;
        if let Some((mail, lang)) = listener(tx, &open.ticket)? {
            let notice = Notice::RequesterWrote {
                ticket: facts::ticket_facts(tx, &open.ticket, &contract, lang)?,
                text: text.as_str().to_owned(),
                files,
            };
            let letter = self.letter(Some(open.ticket.id), mail, lang, notice, open.now);
            letters::owe(tx, &letter)?;
            pass(KillPoint::ReplyLetterOwed);
        }
        Ok(open.ticket.id)
    }
}

/// Who is told what the customer does: the assignee, or the queue while nobody works on it.
pub(super) fn listener(
    tx: &mut Conn,
    ticket: &Ticket,
) -> Result<Option<(EmailAddress, Lang)>, Error> {
    if let Some(assignee) = ticket.assignee {
        let assignee = people::find(tx, assignee).found()?;
        if assignee.active && may(assignee.role, Right::WorkTickets) {
            return Ok(Some((assignee.email, assignee.lang)));
        }
    }
    let queue = queues::find(tx, ticket.queue).found()?;
    Ok(queue.mail.map(|mail| (mail, Lang::Fr)))
}
