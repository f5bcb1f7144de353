//! Somebody answers an escalation, by the link of the letter or by the button: its repeats stop.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        escalation::Escalation,
        ids::{EscalationId, PersonId},
        link::LinkTo,
        sla::{self, Clock},
        ticket::{Actor, Ticket, What},
    },
    store::{Conn, clocks, escalations, links, people, tickets},
};

use super::{Desk, Error, Found, Secret, change_ticket::Open, projection, standing};

/// An escalation, as the page behind the letter's link shows it.
#[derive(Clone, Debug)]
pub struct EscalationSeen {
    /// The record.
    pub escalation: Escalation,
    /// Its ticket.
    pub ticket: Ticket,
}

impl Desk {
    /// The escalation behind a letter's link. Reading it acknowledges nothing: mail scanners
    /// follow links.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link opens nothing, [`Error::LinkSpent`] when its time is over.
    pub fn escalation_by_link(&self, link: &Secret) -> Result<EscalationSeen, Error> {
        let (hash, now) = (link.hash(), self.clock.now());
        self.store.read(move |conn| {
            let (escalation, _) = opened(conn, &hash, now)?;
            let escalation = escalations::find(conn, escalation).found()?;
            let ticket = tickets::find(conn, escalation.ticket, &Scope::Desk).found()?;
            Ok(EscalationSeen { escalation, ticket })
        })
    }

    /// Acknowledges by the letter's link. Doing it again changes nothing.
    ///
    /// # Errors
    /// As [`Desk::escalation_by_link`].
    pub fn acknowledge_by_link(&self, link: &Secret) -> Result<EscalationSeen, Error> {
        let (hash, now) = (link.hash(), self.clock.now());
        let (escalation, person) = self.store.read(move |conn| opened(conn, &hash, now))?;
        self.acknowledge(escalation, person.map_or(Actor::Desk, Actor::Agent))?;
        self.escalation_by_link(link)
    }

    /// Acknowledges by the button on the agents' side.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the role does not carry the right to work on tickets,
    /// [`Error::NotFound`] when the person does not see the ticket.
    pub fn acknowledge_escalation(&self, id: EscalationId, by: PersonId) -> Result<(), Error> {
        self.store.read(move |conn| -> Result<_, Error> {
            let person = people::find(conn, by).found()?;
            if !person.active || !may(person.role, Right::WorkTickets) {
                return Err(Error::Forbidden);
            }
            let scope = Scope::of(&standing::who(conn, &person)?);
            let escalation = escalations::find(conn, id).found()?;
            tickets::find(conn, escalation.ticket, &scope).found()?;
            Ok(())
        })?;
        self.acknowledge(id, Actor::Agent(by))
    }

    fn acknowledge(&self, id: EscalationId, actor: Actor) -> Result<(), Error> {
        let now = self.clock.now();
        let desk = self.clone();
        self.insist(move |tx| desk.note_acknowledged(tx, id, actor, now))?;
        self.bell.ring();
        Ok(())
    }

    fn note_acknowledged(
        &self,
        tx: &mut Conn,
        id: EscalationId,
        actor: Actor,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let escalation = escalations::find(tx, id).found()?;
        if !escalations::acknowledge(tx, id, actor.person(), now)? {
            return Ok(());
        }
        // Whoever answers a level has read of those below it.
        escalations::acknowledge_below(tx, &escalation, actor.person(), now)?;
        let ticket = tickets::find(tx, escalation.ticket, &Scope::Desk).found()?;
        let contract = self.contracts.get(tx, ticket.contract)?;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let same = |clock: &&Clock| clock.name == escalation.clock && clock.run == escalation.run;
        if sla::last_runs(&sla::replay(&open.history, &contract)?).all(|clock| !same(&clock)) {
            // That run is over, and its repeats with it: the record says who answered.
            return Ok(());
        }
        let count = open.last_seq();
        let what = What::EscalationAcknowledged {
            escalation: id,
            clock: escalation.clock,
            run: escalation.run,
        };
        open.append(tx, actor, vec![what])?;
        if !tickets::touch(tx, open.ticket.id, count, open.last_seq(), &open.place()?)? {
            return Err(Error::Overtaken);
        }
        let replayed = sla::replay(&open.history, &contract)?;
        if let Some(clock) = replayed.iter().find(same) {
            let next_at = projection::next_at(clock, &contract);
            clocks::stop_repeats(tx, escalation.clock_id, escalation.run, next_at)?;
        }
        Ok(())
    }
}

/// The escalation behind a link, and whose link it is where that is known. The link of somebody
/// who no longer works here opens nothing.
fn opened(
    conn: &mut Conn,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(EscalationId, Option<PersonId>), Error> {
    let link = links::find(conn, hash).found()?;
    let LinkTo::Escalation { escalation, person } = link.to else {
        return Err(Error::NotFound);
    };
    if !link.opens(now) {
        return Err(Error::LinkSpent);
    }
    if let Some(person) = person {
        let person = people::find(conn, person).found()?;
        if !person.active || !may(person.role, Right::WorkTickets) {
            return Err(Error::LinkSpent);
        }
    }
    Ok((escalation, person))
}
