//! Letters to somebody's address came back: who works here sees it, and says when it is put right.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::{PersonId, TicketId},
        incoming::Bounced,
        people::Person,
        people_history::{By, Done},
    },
    store::{Conn, incoming, people, people_events, tickets, watchers},
};

use super::{Desk, Error, Found, standing};

impl Desk {
    /// Those of some people from whose addresses letters came back, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn bounced(&self, people: &[Person]) -> Result<Vec<(Person, Bounced)>, Error> {
        self.store.read(|conn| bounced_among(conn, people))
    }

    /// Somebody whom the ticket's letters reach has another way to read them again, or the address
    /// works: the mark is taken off, and their history says who said so. Where there is none, nothing
    /// happens.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when `by` may not work on tickets; [`Error::NotFound`] when `by` does not
    /// see the ticket, or no letters of it go to that person.
    pub fn lift_bounce_of_ticket(
        &self,
        ticket: TicketId,
        person: PersonId,
        by: PersonId,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        self.insist(move |tx| {
            let agent = people::find(tx, by).found()?;
            if !agent.active || !may(agent.role, Right::WorkTickets) {
                return Err(Error::Forbidden);
            }
            let scope = Scope::of(&standing::who(tx, &agent)?);
            let reached = written_to(tx, ticket, &scope)?;
            let reached = reached.into_iter().find(|one| one.id == person);
            lift(tx, &reached.ok_or(Error::NotFound)?, by, now)
        })
    }

    /// The same of somebody who works at the desk.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when `by` may not administer people; [`Error::NotFound`] when nobody of
    /// the desk is meant.
    pub fn lift_bounce_of_colleague(&self, person: PersonId, by: PersonId) -> Result<(), Error> {
        let now = self.clock.now();
        self.insist(move |tx| {
            let manager = people::find(tx, by).found()?;
            if !manager.active || !may(manager.role, Right::ManagePeople) {
                return Err(Error::Forbidden);
            }
            let person = people::find(tx, person).found()?;
            if !person.role.works_at_the_desk() {
                return Err(Error::NotFound);
            }
            lift(tx, &person, by, now)
        })
    }
}

/// Those of some people from whose addresses letters came back, in their order.
pub(super) fn bounced_among(
    conn: &mut Conn,
    people: &[Person],
) -> Result<Vec<(Person, Bounced)>, Error> {
    let addresses: Vec<_> = people.iter().map(|one| one.email.clone()).collect();
    let mut found = incoming::bounced_among(conn, &addresses)?;
    Ok(people
        .iter()
        .filter_map(|person| {
            let bounced = found.remove(&person.email.key())?;
            Some((person.clone(), bounced))
        })
        .collect())
}

/// To whom letters about a ticket go on the customer's side.
fn written_to(conn: &mut Conn, ticket: TicketId, scope: &Scope) -> Result<Vec<Person>, Error> {
    let ticket = tickets::find(conn, ticket, scope).found()?;
    let mut all = vec![people::find(conn, ticket.requester).found()?];
    all.extend(watchers::of(conn, ticket.id)?);
    Ok(all)
}

fn lift(tx: &mut Conn, person: &Person, by: PersonId, now: DateTime<Utc>) -> Result<(), Error> {
    if incoming::forget_bounce(tx, &person.email)? {
        people_events::append(tx, person.id, now, By::Person(by), &Done::AddressWorks)?;
    }
    Ok(())
}
