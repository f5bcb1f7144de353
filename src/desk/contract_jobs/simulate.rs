//! What a contract would make of tickets: of those of the past, as if it had held all along; of open
//! ones, if they were moved to it now.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::{
        contract::Contract,
        contract_job::{Compared, ContractJob, JobFound, JobKind, TicketFound},
        ids::{ContractVersionId, EventId},
        sla::{self, Clock, last_runs},
        ticket::{Actor, ClockName, Event, Reference, Status, Ticket, What},
    },
    store::{
        events,
        tickets::{self, OfContract},
    },
};

use super::{AT_A_TIME, Desk, Error};

/// What a contract would have made of the tickets of the past, so far or in the end.
pub type Simulated = JobFound;

impl Desk {
    /// What a text would have made of the tickets filed since an instant under the contract of its name;
    /// `progress` is told how far it is. Nothing is written.
    ///
    /// # Errors
    /// When the database fails.
    pub fn simulate_contract(
        &self,
        contract: &Contract,
        since: Option<DateTime<Utc>>,
        progress: &mut dyn FnMut(&Simulated),
    ) -> Result<Simulated, Error> {
        let of = OfContract {
            name: contract.name().as_str().to_owned(),
            open: false,
            since,
        };
        let (now, mut after) = (self.clock.now(), Reference::new(0, 0));
        let mut simulated = Simulated {
            of: self
                .store
                .read(|conn| tickets::count_of_contract(conn, &of))?,
            ..Simulated::default()
        };
        loop {
            progress(&simulated);
            let page = self
                .store
                .read(|conn| tickets::of_contract(conn, &of, after, AT_A_TIME))?;
            let Some(last) = page.last() else {
                return Ok(simulated);
            };
            after = last.reference;
            for found in self.reckon(&page, |_, events, own| as_if(events, own, contract, now))? {
                simulated.note(found);
            }
        }
    }

    /// What a job finds of some tickets.
    pub(super) fn look_at(
        &self,
        job: &ContractJob,
        contract: &Contract,
        page: &[Ticket],
        now: DateTime<Utc>,
    ) -> Result<Vec<TicketFound>, Error> {
        self.reckon(page, |ticket, events, own| match (job.kind, job.version) {
            (JobKind::Preview | JobKind::Move, to) => {
                // A text that is no version yet has no identity; nothing is under it.
                let to = to.unwrap_or_else(|| ContractVersionId::from(Uuid::nil()));
                if !moves(ticket, to, contract) {
                    return Ok(Vec::new());
                }
                moved(ticket, events, (own, contract), to, now)
            }
            (JobKind::Simulation, _) => as_if(events, own, contract, now),
        })
    }

    fn reckon(
        &self,
        page: &[Ticket],
        compare: impl Fn(&Ticket, &[Event], &Contract) -> Result<Vec<Compared>, Error>,
    ) -> Result<Vec<TicketFound>, Error> {
        let ids: Vec<_> = page.iter().map(|ticket| ticket.id).collect();
        let histories = self.store.read(|conn| events::of_all(conn, &ids))?;
        page.iter()
            .map(|ticket| {
                let events = histories.get(&ticket.id).map_or(&[][..], Vec::as_slice);
                // The history may be younger than the row: it says itself under which version it is.
                let moved = events.iter().rev().find_map(|event| match &event.what {
                    What::MovedToVersion { to, .. } => Some(*to),
                    _ => None,
                });
                let compared = self
                    .own(moved.unwrap_or(ticket.contract))
                    .and_then(|own| compare(ticket, events, &own));
                match compared {
                    Ok(deadlines) => Ok(found(ticket, deadlines, None)),
                    Err(error) if error.is_passing() => Err(error),
                    Err(error) => Ok(found(ticket, Vec::new(), Some(error.to_string()))),
                }
            })
            .collect()
    }

    fn own(&self, version: ContractVersionId) -> Result<Arc<Contract>, Error> {
        self.store.read(|conn| self.contracts.get(conn, version))
    }
}

/// Whether a ticket is moved to a version: it is not resolved, and under an earlier one.
pub(super) fn moves(ticket: &Ticket, to: ContractVersionId, contract: &Contract) -> bool {
    ticket.contract != to
        && ticket.status != Status::Resolved
        && contract.earlier(ticket.contract).is_some()
}

pub(super) const fn found(
    ticket: &Ticket,
    deadlines: Vec<Compared>,
    failed: Option<String>,
) -> TicketFound {
    TicketFound {
        ticket: ticket.id,
        reference: ticket.reference,
        deadlines,
        moved: false,
        failed,
    }
}

/// The deadlines of a ticket as they were, and as they would be if a contract had held all along.
fn as_if(
    events: &[Event],
    own: &Contract,
    contract: &Contract,
    now: DateTime<Utc>,
) -> Result<Vec<Compared>, Error> {
    let (before, after) = (sla::replay(events, own)?, sla::supposed(events, contract)?);
    Ok(compared(&before, &after, now))
}

/// The deadlines of a ticket before and after a move to a version.
pub(super) fn moved(
    ticket: &Ticket,
    events: &[Event],
    (own, contract): (&Contract, &Contract),
    to: ContractVersionId,
    now: DateTime<Utc>,
) -> Result<Vec<Compared>, Error> {
    let before = sla::replay(events, own)?;
    let after = sla::replay(&with_move(ticket, events, to, now), contract)?;
    Ok(compared(&before, &after, now))
}

/// The history of a ticket with a move to a version at its end.
pub(super) fn with_move(
    ticket: &Ticket,
    events: &[Event],
    to: ContractVersionId,
    now: DateTime<Utc>,
) -> Vec<Event> {
    let last = events.last();
    let mut events = events.to_vec();
    events.push(Event {
        id: EventId::from(Uuid::nil()),
        ticket: ticket.id,
        seq: last.map_or(1, |last| last.seq.saturating_add(1)),
        at: last.map_or(now, |last| last.at.max(now)),
        actor: Actor::Desk,
        what: What::MovedToVersion {
            from: ticket.contract,
            to,
            deadlines: Vec::new(),
            reason: String::new(),
        },
    });
    events
}

/// The last deadlines of each clock, and whether any run of it is late.
pub(super) fn compared(before: &[Clock], after: &[Clock], now: DateTime<Utc>) -> Vec<Compared> {
    let due = |clocks: &[Clock], name| {
        let last = last_runs(clocks).find(|clock| clock.name == name);
        last.and_then(|clock| clock.due_at)
    };
    let late = |clocks: &[Clock], name| {
        let mut runs = clocks.iter().filter(|clock| clock.name == name);
        runs.any(|clock| clock.is_breached(now))
    };
    ClockName::ALL
        .into_iter()
        .map(|clock| Compared {
            clock,
            from: due(before, clock),
            to: due(after, clock),
            late_before: late(before, clock),
            late_after: late(after, clock),
        })
        .filter(|one| one.from.is_some() || one.to.is_some())
        .collect()
}
