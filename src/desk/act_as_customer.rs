//! Somebody signed in on the customers' side does something with a ticket: writes, says that it is
//! settled or that it is not.
//!
//! # Why
//! Whoever may do what is decided here, inside the write, for every act alike: what is not seen is
//! not found, exactly as what does not exist; what is seen and not allowed is refused.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, Thing, Who, allows},
        ids::{MessageId, PersonId, TicketId},
        notice::Notice,
        ticket::{Act, Actor, Description, Status, TextFormat, Ticket},
    },
    store::{Conn, letters, people, tickets, watchers},
};

use super::{
    Desk, Error, Found,
    change_ticket::Open,
    letters as facts,
    reply_by_link::{Heard, listener},
    standing,
};

/// What a customer wants to do with a ticket.
#[derive(Clone, Debug)]
pub enum CustomerAct {
    /// Write to the desk. It ends a wait for the customer, and opens what was resolved again.
    Write {
        /// The id under which it is kept: the same form sent twice is kept once.
        message: MessageId,
        /// What is written.
        text: Description,
        /// Whether files came with the form.
        files: bool,
    },
    /// Say that the matter is settled.
    Settle,
    /// Say that it was not settled after all.
    Reopen,
}

impl CustomerAct {
    /// The right that it takes.
    const fn right(&self) -> Right {
        match self {
            Self::Write { .. } => Right::WriteToDesk,
            Self::Settle | Self::Reopen => Right::SettleTicket,
        }
    }
}

/// A ticket that a customer sees, and who sees it.
pub(super) struct Seen {
    pub(super) who: Who,
    pub(super) ticket: Ticket,
    pub(super) thing: Thing,
}

/// A ticket as somebody signed in on the customers' side sees it at this very moment.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or none for this person.
pub(super) fn seen_by(tx: &mut Conn, by: PersonId, ticket: TicketId) -> Result<Seen, Error> {
    let person = people::find(tx, by).found()?;
    if !person.active || person.role.works_at_the_desk() {
        return Err(Error::NotFound);
    }
    let who = standing::who(tx, &person)?;
    let ticket = tickets::find(tx, ticket, &Scope::of(&who)).found()?;
    let watched = watchers::is_one(tx, ticket.id, by)?;
    Ok(Seen {
        thing: Thing::Ticket(ticket.facts(watched)),
        who,
        ticket,
    })
}

impl Desk {
    /// Does what a customer wants with a ticket, all of it or nothing. What is so already changes
    /// nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket, or the person does not see it;
    /// [`Error::Forbidden`] when they see it and may not do this; [`Error::Overtaken`] when the
    /// message was sent before with another text.
    pub fn act_as_customer(
        &self,
        by: PersonId,
        ticket: TicketId,
        act: CustomerAct,
    ) -> Result<(), Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.insist(move |tx| desk.customer_acts(tx, by, ticket, &act, now))?;
        self.bell.ring();
        Ok(())
    }

    fn customer_acts(
        &self,
        tx: &mut Conn,
        by: PersonId,
        ticket: TicketId,
        act: &CustomerAct,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Seen { who, ticket, thing } = seen_by(tx, by, ticket)?;
        if !allows(&who, act.right(), &thing) {
            return Err(Error::Forbidden);
        }
        let step = match act {
            CustomerAct::Write {
                message,
                text,
                files,
            } => {
                let heard = Heard {
                    author: by,
                    message: *message,
                    text,
                    format: TextFormat::Markdown,
                    files: *files,
                };
                return self.hear(tx, ticket, &heard, now).map(drop);
            }
            CustomerAct::Settle if ticket.status == Status::Resolved => return Ok(()),
            CustomerAct::Reopen if ticket.status != Status::Resolved => return Ok(()),
            CustomerAct::Settle => Act::Resolve,
            CustomerAct::Reopen => Act::Reopen {
                reason: String::new(),
            },
        };
        let reopened = matches!(act, CustomerAct::Reopen);
        let whats = ticket.decide(step, by)?;
        let contract = self.contracts.get(tx, ticket.contract)?;
        let seen = ticket.version;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        open.append(tx, Actor::Requester(by), whats)?;
        open.save(tx, seen)?;
        if let Some((mail, lang)) = listener(tx, &open.ticket)? {
            let notice = Notice::CustomerSettled {
                ticket: facts::ticket_facts(tx, &open.ticket, &contract, lang)?,
                by: people::find(tx, by).found()?.name,
                reopened,
            };
            let letter = self.letter(Some(open.ticket.id), mail, lang, notice, open.now);
            letters::owe(tx, &letter)?;
        }
        Ok(())
    }

    /// Which of some rights somebody signed in on the customers' side has to a ticket, in their
    /// order.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket, or the person does not see it.
    pub fn rights_to(
        &self,
        by: PersonId,
        ticket: TicketId,
        rights: &[Right],
    ) -> Result<Vec<bool>, Error> {
        self.store.read(|conn| {
            let Seen { who, thing, .. } = seen_by(conn, by, ticket)?;
            Ok(rights
                .iter()
                .map(|right| allows(&who, *right, &thing))
                .collect())
        })
    }
}
