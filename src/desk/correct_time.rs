//! The time told of a message was wrong: a further entry says what is true, and why.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::{MessageId, OrganisationId, PersonId, TicketId},
        ticket::{Actor, Line, Minutes, What, time_spent},
    },
    store::{Conn, people, tickets, time_entries},
};

use super::{Changed, Desk, Error, Found, change_ticket::Open, standing};

/// What is to be corrected, and on which version of the ticket that was decided.
#[derive(Clone, Debug)]
pub struct TimeCorrection {
    /// The ticket.
    pub ticket: TicketId,
    /// The version that the agent saw.
    pub seen: i64,
    /// The agent.
    pub by: PersonId,
    /// The message or the note.
    pub message: MessageId,
    /// What is true.
    pub to: Minutes,
    /// Why.
    pub reason: Line,
}

impl Desk {
    /// Corrects the time that a message took; nothing happens when it is what was told.
    ///
    /// # Errors
    /// [`Error::Overtaken`] when the ticket changed since the agent saw it, [`Error::NotFound`] when
    /// it has no such message, [`Error::Forbidden`] without the right to work on tickets.
    pub fn correct_time(&self, correction: TimeCorrection) -> Result<Changed, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        let changed = self
            .store
            .write(move |tx| desk.correct(tx, &correction, now))?;
        self.bell.ring();
        Ok(changed)
    }

    /// The minutes told of an organisation's tickets, from `from` on and before `until`. What is
    /// corrected later counts later: the sum of a period that is over changes no more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn minutes_spent(
        &self,
        organisation: OrganisationId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<i64, Error> {
        Ok(self
            .store
            .read(move |conn| time_entries::of_organisation(conn, organisation, from, until))?)
    }

    fn correct(
        &self,
        tx: &mut Conn,
        correction: &TimeCorrection,
        now: DateTime<Utc>,
    ) -> Result<Changed, Error> {
        let TimeCorrection {
            ticket,
            seen,
            by,
            message,
            to,
            reason,
        } = correction;
        let agent = people::find(tx, *by).found()?;
        if !agent.active || !may(agent.role, Right::WorkTickets) {
            return Err(Error::Forbidden);
        }
        let scope = Scope::of(&standing::who(tx, &agent)?);
        let ticket = tickets::find(tx, *ticket, &scope).found()?;
        let contract = self.contracts.get(tx, ticket.contract)?;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        // Only what the desk wrote takes the desk's time.
        let known = open.history.iter().any(|event| match &event.what {
            What::Replied { message: one }
            | What::Informed { message: one }
            | What::Noted { message: one } => one == message,
            _ => false,
        });
        if !known {
            return Err(Error::NotFound);
        }
        if open.ticket.version != *seen {
            return Err(Error::Overtaken);
        }
        let from = time_spent(&open.history)
            .get(message)
            .copied()
            .unwrap_or_default();
        if from == *to {
            return Ok(Changed {
                version: open.ticket.version,
            });
        }
        let what = What::TimeCorrected {
            message: *message,
            from,
            to: *to,
            reason: reason.to_string(),
        };
        open.append(tx, Actor::Agent(agent.id), vec![what])?;
        open.save(tx, *seen)?;
        Ok(Changed {
            version: open.ticket.version,
        })
    }
}
