//! Open tickets are moved to another version of their contract, each in a transaction of its own.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    desk::change_ticket::Open,
    domain::{
        access::Scope,
        contract::Contract,
        contract_job::{ContractJob, TicketFound},
        ids::{ContractVersionId, TicketId},
        sla::{self, moved_deadlines},
        ticket::{Actor, Ticket, What},
    },
    store::{Conn, contract_jobs, events, tickets},
};

use super::{
    Desk, Error, Found, LEASE,
    simulate::{compared, found, moves, with_move},
};

impl Desk {
    /// Moves a ticket and keeps with it how far the job is; the job since then. `None` when somebody
    /// else works on the job. A ticket that cannot be moved is counted, and stays where it is.
    pub(super) fn move_and_keep(
        &self,
        job: &ContractJob,
        ticket: &Ticket,
        contract: &Arc<Contract>,
    ) -> Result<Option<ContractJob>, Error> {
        let Some(to) = job.version else {
            return Err(Error::NotFound);
        };
        let now = self.clock.now();
        let (desk, id, at_work) = (self.clone(), ticket.id, job.clone());
        let terms = Arc::clone(contract);
        let done = self.insist(move |tx| {
            let found = desk.move_ticket(tx, &at_work, id, (to, &terms), now)?;
            kept(tx, at_work.clone(), found, now)
        });
        self.bell.ring();
        match done {
            Err(Error::Overtaken) => Ok(None),
            Err(error) if error.is_passing() => Err(error),
            Err(error) => {
                tracing::error!(ticket = %ticket.id, %error, "a ticket could not be moved to another version");
                let failed = found(ticket, Vec::new(), Some(error.to_string()));
                let at_work = job.clone();
                let told = self
                    .store
                    .write(move |tx| kept(tx, at_work.clone(), failed.clone(), now));
                match told {
                    Err(Error::Overtaken) => Ok(None),
                    done => done.map(Some),
                }
            }
            done => done.map(Some),
        }
    }

    fn move_ticket(
        &self,
        tx: &mut Conn,
        job: &ContractJob,
        id: TicketId,
        (to, contract): (ContractVersionId, &Contract),
        now: DateTime<Utc>,
    ) -> Result<TicketFound, Error> {
        let ticket = tickets::find(tx, id, &Scope::Desk).found()?;
        if !moves(&ticket, to, contract) {
            return Ok(found(&ticket, Vec::new(), None));
        }
        let (from, seen) = (ticket.contract, ticket.version);
        let own = self.contracts.get(tx, from)?;
        let history = events::of(tx, id)?;
        let before = sla::replay(&history, &own)?;
        let since = sla::replay(&with_move(&ticket, &history, to, now), contract)?;
        let mut told = found(&ticket, compared(&before, &since, now), None);
        told.moved = true;
        let mut open = Open::of(ticket, history, contract, now);
        let actor = job.asked_by.map_or(Actor::Desk, Actor::Agent);
        let what = What::MovedToVersion {
            from,
            to,
            deadlines: moved_deadlines(&before, &since),
            reason: job.reason.clone(),
        };
        open.append(tx, actor, vec![what])?;
        open.save(tx, seen)?;
        Ok(told)
    }
}

/// Keeps what was found of a ticket in the transaction that found it.
fn kept(
    tx: &mut Conn,
    mut job: ContractJob,
    found: TicketFound,
    now: DateTime<Utc>,
) -> Result<ContractJob, Error> {
    let before = job.after;
    job.after = found.reference;
    job.found.note(found);
    if contract_jobs::keep(tx, &job, before, now + LEASE)? {
        Ok(job)
    } else {
        Err(Error::Overtaken)
    }
}
