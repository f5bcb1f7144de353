//! Long work on the tickets of a contract: asked for on a page, done by the worker a few tickets at a
//! time, gone on with after any stop.
//!
//! # Why
//! How far a job is, is kept in the very transaction that did the work: a ticket is looked at once and
//! counted once, whoever dies in between and however many processes look for work. A ticket that was
//! moved already is found to be where it should be, and left alone.

mod ask;
mod move_tickets;
mod simulate;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::Scope,
        contract::Contract,
        contract_job::{ContractJob, JobKind},
        ids::ContractJobId,
        services::ContractVersion,
        ticket::Reference,
    },
    store::{
        contract_jobs, contract_versions, people,
        tickets::{self, OfContract},
    },
};

use super::{Desk, Error, Found, contracts::compiled};

pub use simulate::Simulated;

/// How many tickets are read at a time.
const AT_A_TIME: i64 = 100;

/// How long a job is left to whoever works on it and does not tell how far it is.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// How many jobs of a contract are listed.
const MOST: i64 = 20;

/// A job as a page shows it.
#[derive(Clone, Debug)]
pub struct JobPage {
    /// The job. Lines about tickets that the reader does not see are left out.
    pub job: ContractJob,
    /// The version that is tried or moved to; none for a text that is no version.
    pub version: Option<ContractVersion>,
    /// What the tickets are judged by.
    pub contract: Arc<Contract>,
    /// What whoever asked for it is called.
    pub asked_by: Option<String>,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// Works on the jobs that wait, the oldest first, as long as `go_on` says so; how many were ended.
    ///
    /// # Errors
    /// When the database fails; what was done by then is kept.
    pub fn work_on_contracts(&self, go_on: &dyn Fn() -> bool) -> Result<usize, Error> {
        let mut ended = 0;
        while go_on() && self.store.read(contract_jobs::any_waiting)? {
            let now = self.clock.now();
            let claimed = self.store.write(move |tx| -> Result<_, Error> {
                Ok(contract_jobs::claim(tx, now, now + LEASE)?)
            })?;
            let Some(job) = claimed else {
                break;
            };
            ended += usize::from(self.work(job, go_on)?);
        }
        Ok(ended)
    }

    /// Works on a job; whether it came to its end.
    fn work(&self, mut job: ContractJob, go_on: &dyn Fn() -> bool) -> Result<bool, Error> {
        let contract = match self.tried(&job) {
            Ok(contract) => contract,
            Err(error) if error.is_passing() => return Err(error),
            Err(error) => {
                // A text that is no contract any more is none at the next turn either.
                tracing::error!(job = %job.id, %error, "a job on a contract cannot be done");
                job.found.failed += 1;
                job.ended_at = Some(self.clock.now());
                return self.keep(&job, job.after, true);
            }
        };
        loop {
            let of = of_job(&job);
            let after = job.after;
            let page = self
                .store
                .read(|conn| tickets::of_contract(conn, &of, after, AT_A_TIME))?;
            if page.is_empty() {
                job.ended_at = Some(self.clock.now());
                return self.keep(&job, job.after, true);
            }
            if !go_on() {
                self.keep(&job, job.after, false)?;
                return Ok(false);
            }
            match job.kind {
                JobKind::Simulation | JobKind::Preview => {
                    let now = self.clock.now();
                    for found in self.look_at(&job, &contract, &page, now)? {
                        job.after = found.reference;
                        job.found.note(found);
                    }
                    if !self.keep(&job, after, true)? {
                        return Ok(false);
                    }
                }
                JobKind::Move => {
                    for ticket in &page {
                        if !go_on() {
                            self.keep(&job, job.after, false)?;
                            return Ok(false);
                        }
                        match self.move_and_keep(&job, ticket, &contract)? {
                            Some(kept) => job = kept,
                            None => return Ok(false),
                        }
                    }
                }
            }
        }
    }

    /// Keeps how far a job is; false when somebody else works on it. It is left to others at once when
    /// `held` is not wanted.
    fn keep(&self, job: &ContractJob, before: Reference, held: bool) -> Result<bool, Error> {
        let (job, now) = (job.clone(), self.clock.now());
        let until = if held { now + LEASE } else { now };
        self.store.write(move |tx| -> Result<_, Error> {
            Ok(contract_jobs::keep(tx, &job, before, until)?)
        })
    }

    /// The contract that a job tries or moves to.
    fn tried(&self, job: &ContractJob) -> Result<Arc<Contract>, Error> {
        match job.version {
            Some(id) => self.store.read(|conn| self.contracts.get(conn, id)),
            None => {
                let text = compiled(&job.contract, &job.source)?;
                // As the next version, which it is not yet: it follows the last one.
                self.store.read(|conn| -> Result<_, Error> {
                    Ok(Arc::new(
                        match contract_versions::latest(conn, &job.contract)? {
                            Some(last) => {
                                text.following(last.id, self.contracts.get(conn, last.id)?)
                            }
                            None => text,
                        },
                    ))
                })
            }
        }
    }

    /// A job as `reader` may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn contract_job(&self, id: ContractJobId, reader: &Scope) -> Result<JobPage, Error> {
        let now = self.clock.now();
        let (job, version, asked_by) = self.store.read(|conn| -> Result<_, Error> {
            let mut job = contract_jobs::find(conn, id).found()?;
            let version = match job.version {
                Some(id) => Some(contract_versions::find(conn, id).found()?),
                None => None,
            };
            let mut seen = Vec::with_capacity(job.found.lines.len());
            for line in job.found.lines {
                if tickets::find(conn, line.ticket, reader)?.is_some() {
                    seen.push(line);
                }
            }
            job.found.lines = seen;
            let asked_by = match job.asked_by {
                Some(person) => people::find(conn, person)?.map(|person| person.name),
                None => None,
            };
            Ok((job, version, asked_by))
        })?;
        let contract = match self.tried(&job) {
            Err(error) if !error.is_passing() => self.contract(&job.contract)?,
            tried => tried?,
        };
        Ok(JobPage {
            job,
            version,
            contract,
            asked_by,
            now,
        })
    }

    /// What was asked of a contract's tickets, the last first, without the lines.
    ///
    /// # Errors
    /// When the database fails.
    pub fn contract_jobs(&self, name: &str) -> Result<Vec<ContractJob>, Error> {
        Ok(self
            .store
            .read(|conn| contract_jobs::of(conn, name, MOST))?)
    }
}

/// The tickets that a job looks at.
fn of_job(job: &ContractJob) -> OfContract {
    OfContract {
        name: job.contract.clone(),
        open: job.kind != JobKind::Simulation,
        since: job.since,
    }
}
