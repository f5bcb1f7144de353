//! A letter becomes a message of its ticket, or a note on it.

use std::sync::Arc;

use super::{
    file::MailFiles,
    handle::{Read, thread},
    thread::{person_of, writer},
};
use crate::{
    desk::{Desk, Error, FormKey, Found, attach, change_ticket::Open, reply_by_link::Heard},
    domain::{
        access::{Right, Scope, may},
        ids::{IncomingId, MessageId, PersonId, TicketId},
        incoming::{IncomingLetter, IncomingState, Outcome, Place, Writer},
        ticket::{Actor, Description, Message, TextFormat, Ticket, Visibility, What},
    },
    kill_point::{KillPoint, pass},
    store::{Conn, attachments, incoming, messages, people, tickets},
};

impl Desk {
    /// A customer's letter is a message of its ticket, as if it were written on the page.
    pub(super) fn hear_mail(&self, read: Read) -> Result<(), Error> {
        let (ticket, message) = (thread(&read)?.ticket.id, MessageId::fresh());
        let author = read.sender.as_ref().ok_or(Error::NotFound)?.id;
        let files = self.keep_thread_files(&read, message)?;
        let text = text_of(&read)?;
        let (desk, read) = (self.behind(&Scope::Desk), Arc::new(read));
        desk.clone().insist(move |tx| {
            // Between reading and this moment somebody may have been taken off the ticket.
            let person = people::find(tx, author).found()?;
            let ticket = tickets::find(tx, ticket, &Scope::Desk).found()?;
            if writer(tx, &person, &ticket)? != Writer::Customer {
                return Err(Error::Inconsistent(
                    "the sender left the ticket meanwhile".to_owned(),
                ));
            }
            let id = ticket.id;
            let heard = Heard {
                author,
                message,
                text: &text,
                format: TextFormat::Plain,
                files: files.any,
            };
            desk.hear(tx, ticket, &heard, read.now)?;
            read.settle(
                tx,
                (Outcome::Replied, None),
                Some((id, message, &files)),
                None,
            )
        })?;
        self.bell.ring();
        Ok(())
    }

    /// A letter that is no message of the customer's is a note on its ticket: of somebody who works
    /// at the desk, or of nobody known, for somebody to confirm.
    pub(super) fn note_mail(&self, read: Read) -> Result<(), Error> {
        let (ticket, message) = (thread(&read)?.ticket.id, MessageId::fresh());
        let files = self.keep_thread_files(&read, message)?;
        let text = text_of(&read)?;
        let (author, outcome) = match read.place {
            Place::Note => (read.sender.as_ref().map(|one| one.id), Outcome::Noted),
            _ => (None, Outcome::ToConfirm),
        };
        let (desk, read) = (self.behind(&Scope::Desk), Arc::new(read));
        desk.clone().insist(move |tx| {
            let ticket = tickets::find(tx, ticket, &Scope::Desk).found()?;
            let seen = ticket.version;
            let contract = desk.contracts.get(tx, ticket.contract)?;
            let mut open = Open::read(tx, ticket, &contract, read.now)?;
            let (ticket, at) = (&open.ticket, open.now);
            let kept = (ticket.id, message);
            messages::insert(
                tx,
                &Message {
                    id: message,
                    ticket: ticket.id,
                    author,
                    visibility: Visibility::Internal,
                    body: text.clone(),
                    format: TextFormat::Plain,
                    at,
                },
            )?;
            if files.any {
                let form = FormKey::message(message);
                attach::accept(tx, &form, kept, contract.file_limits())?;
            }
            pass(KillPoint::IntakeNoted);
            let actor = author.map_or(Actor::Desk, Actor::Agent);
            open.append(tx, actor, vec![What::Noted { message }])?;
            open.save(tx, seen)?;
            read.settle(tx, (outcome, None), Some((kept.0, kept.1, &files)), None)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Somebody of the desk says that a letter which waits as a note is of its sender: it becomes the
    /// customer's message.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such letter for this person, or its sender may not write
    /// on the ticket; [`Error::Forbidden`] when the person may not work on tickets.
    pub fn confirm_mail(&self, by: PersonId, letter: IncomingId) -> Result<TicketId, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        let scope = self.scope_of_person(by)?;
        let ticket = desk.clone().insist(move |tx| {
            let agent = people::find(tx, by).found()?;
            if !agent.active || !may(agent.role, Right::WorkTickets) {
                return Err(Error::Forbidden);
            }
            let letter = incoming::find(tx, letter, &scope)?.ok_or(Error::NotFound)?;
            let (ticket, note) = letter.belongs_to.ok_or(Error::NotFound)?;
            let note = note.ok_or(Error::NotFound)?;
            let ticket = tickets::find(tx, ticket, &scope).found()?;
            let sender = letter
                .read
                .and_then(|read| read.sender)
                .ok_or(Error::NotFound)?;
            let person = people::by_email(tx, &sender)?.ok_or(Error::NotFound)?;
            if writer(tx, &person, &ticket)? != Writer::Customer {
                return Err(Error::NotFound);
            }
            let noted = messages::of(tx, ticket.id, &Scope::Desk)?
                .into_iter()
                .find(|one| one.id == note)
                .ok_or(Error::NotFound)?;
            let (id, message) = (ticket.id, MessageId::fresh());
            let heard = Heard {
                author: person.id,
                message,
                text: &noted.body,
                format: noted.format,
                files: false,
            };
            desk.hear(tx, ticket, &heard, now)?;
            attachments::hand_on(tx, id, note, message)?;
            let outcomes = (Outcome::ToConfirm, Outcome::Replied);
            if incoming::decide(tx, letter.id, outcomes, Some((id, Some(message))), now)? {
                Ok(id)
            } else {
                Err(Error::NotFound)
            }
        })?;
        self.bell.ring();
        Ok(ticket)
    }
}

impl Desk {
    fn keep_thread_files(&self, read: &Read, message: MessageId) -> Result<MailFiles, Error> {
        let version = thread(read)?.ticket.contract;
        let contract = self.store.read(|conn| self.contracts.get(conn, version))?;
        let form = FormKey::message(message);
        self.keep_mail_files(&form, &read.mail.files, contract.file_limits())
    }
}

pub(super) fn text_of(read: &Read) -> Result<Description, Error> {
    let subject = read.mail.subject.as_ref().map_or("—", |line| line.as_str());
    match &read.mail.body.text {
        Some(text) => Ok(text.clone()),
        None => Description::parse(subject).map_err(|_| Error::NotFound),
    }
}

/// Whether a letter waits for somebody to say that it is of its sender, who may write on the ticket.
pub(super) fn may_confirm(
    conn: &mut Conn,
    letter: &IncomingLetter,
    ticket: &Ticket,
) -> Result<bool, Error> {
    if letter.outcome != Some(Outcome::ToConfirm) {
        return Ok(false);
    }
    let sender = letter.read.as_ref().and_then(|read| read.sender.as_ref());
    match person_of(conn, sender)? {
        Some(person) => Ok(writer(conn, &person, ticket)? == Writer::Customer),
        None => Ok(false),
    }
}

impl Desk {
    /// Lets a letter that was held or set aside be read again, and filed whatever kept it from that:
    /// somebody says so.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such letter for this person; [`Error::Forbidden`] when
    /// the person may not.
    pub fn release_mail(&self, by: PersonId, letter: IncomingId) -> Result<(), Error> {
        let now = self.clock.now();
        let scope = self.scope_of_person(by)?;
        self.store.write(move |tx| {
            let person = people::find(tx, by).found()?;
            if !person.active || !may(person.role, Right::RetryLetters) {
                return Err(Error::Forbidden);
            }
            let letter = incoming::find(tx, letter, &scope)?.ok_or(Error::NotFound)?;
            let free = letter.belongs_to.is_none()
                && (letter.state == IncomingState::Held
                    || letter.outcome == Some(Outcome::SetAside));
            if free && incoming::release(tx, letter.id, now)? {
                Ok(())
            } else {
                Err(Error::NotFound)
            }
        })?;
        self.bell.ring();
        Ok(())
    }
}
