//! What somebody works on goes to a colleague, or back into the queue for whoever takes it.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::PersonId,
        people_history::By,
        ticket::{Act, Actor},
    },
    store::{Conn, people, tickets},
};

use super::{
    Desk, Error, Field, Found,
    change_people::allowed,
    change_ticket::{Open, check},
};

/// How many tickets go over in one write, so that nobody else waits long for theirs.
const AT_ONCE: i64 = 25;

impl Desk {
    /// Gives every unresolved ticket of `from` to a colleague, or to nobody; how many those were.
    /// Those of queues that are closed to the colleague go to nobody.
    /// Where it fails on the way, what is left keeps its name, and the same again goes on with it.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the role of `by` does not carry the right, [`Error::Invalid`] when
    /// the colleague does not work on tickets.
    pub fn hand_over(
        &self,
        from: PersonId,
        to: Option<PersonId>,
        by: PersonId,
    ) -> Result<usize, Error> {
        self.hand(from, to, By::Person(by))
    }

    /// As [`Desk::hand_over`] to nobody, by whoever may: what somebody worked on waits in its queue.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when `by` may not do this.
    pub fn hand_back(&self, from: PersonId, by: By) -> Result<usize, Error> {
        self.hand(from, None, by)
    }

    fn hand(&self, from: PersonId, to: Option<PersonId>, by: By) -> Result<usize, Error> {
        let now = self.clock.now();
        let mut given = 0;
        if to == Some(from) {
            return Ok(given);
        }
        loop {
            let desk = self.clone();
            let some = self.insist(move |tx| desk.hand_over_some(tx, from, to, by, now))?;
            given += some;
            if some == 0 {
                self.bell.ring();
                return Ok(given);
            }
        }
    }

    fn hand_over_some(
        &self,
        tx: &mut Conn,
        from: PersonId,
        to: Option<PersonId>,
        by: By,
        now: DateTime<Utc>,
    ) -> Result<usize, Error> {
        allowed(tx, by)?;
        let actor = match by {
            By::Person(by) => Actor::Agent(by),
            By::Link | By::CommandLine | By::Provider => Actor::Desk,
        };
        if let Some(to) = to {
            let successors = Self::may_take_over(tx, from)?;
            if !successors.iter().any(|(one, _)| *one == to) {
                return Err(Error::fault(Field::Assignee, "unknown"));
            }
        }
        let theirs = tickets::unresolved_of(tx, from, AT_ONCE)?;
        for id in &theirs {
            let ticket = tickets::find(tx, *id, &Scope::Desk).found()?;
            let contract = self.contracts.get(tx, ticket.contract)?;
            // What a colleague may not see goes to nobody.
            let act = match check(tx, &Act::Assign { to }, &ticket, &contract) {
                Err(Error::Invalid(_)) => Act::Assign { to: None },
                checked => checked.map(|()| Act::Assign { to })?,
            };
            let (seen, whats) = (ticket.version, ticket.decide(act, from)?);
            let mut open = Open::read(tx, ticket, &contract, now)?;
            open.append(tx, actor, whats)?;
            open.save(tx, seen)?;
        }
        Ok(theirs.len())
    }

    /// Those who may take over what somebody works on, by name.
    pub(super) fn may_take_over(
        tx: &mut Conn,
        from: PersonId,
    ) -> Result<Vec<(PersonId, String)>, Error> {
        let all = people::workers(tx, super::lists::MOST_WORKERS)?;
        Ok(all
            .into_iter()
            .filter(|one| one.id != from && one.active && may(one.role, Right::WorkTickets))
            .map(|one| (one.id, one.name))
            .collect())
    }
}
