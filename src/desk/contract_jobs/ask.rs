//! Somebody asks for long work on the tickets of a contract.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        contract::Contract,
        contract_job::{ContractJob, JobFound, JobKind},
        ids::{ContractJobId, ContractVersionId, PersonId},
        services::ContractVersion,
        ticket::{Line, Reference},
    },
    store::{Conn, contract_jobs, contract_versions, tickets},
};

use super::{Desk, Error, Found, of_job};
use crate::desk::{Field, tenants::manager};

/// For how long a preview says what a move would do: requests are filed and answered meanwhile.
const PREVIEW_LASTS: TimeDelta = TimeDelta::days(1);

/// What is asked for.
struct Asked {
    kind: JobKind,
    contract: String,
    version: Option<ContractVersionId>,
    source: String,
    reason: String,
    since: Option<DateTime<Utc>>,
}

impl Desk {
    /// Asks what a text would have made of the tickets filed since an instant under the contract of its
    /// name.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn ask_simulation(
        &self,
        contract: &Contract,
        since: Option<DateTime<Utc>>,
        by: PersonId,
    ) -> Result<ContractJobId, Error> {
        self.ask_simulation_on(contract.name().as_str(), contract, since, by)
    }

    /// The same of the tickets of another contract: how a text is tried that has none of its own yet.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn ask_simulation_on(
        &self,
        name: &str,
        contract: &Contract,
        since: Option<DateTime<Utc>>,
        by: PersonId,
    ) -> Result<ContractJobId, Error> {
        let (name, source) = (name.to_owned(), contract.source().to_owned());
        self.ask(by, move |conn| {
            let latest = contract_versions::latest(conn, &name)?;
            let same = |one: &ContractVersion| one.source == source;
            Ok(Asked {
                kind: JobKind::Simulation,
                contract: name.clone(),
                version: latest.filter(same).map(|one| one.id),
                source: source.clone(),
                reason: String::new(),
                since,
            })
        })
    }

    /// Asks which deadlines of open tickets would move if they were moved to a version.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when there is no such version.
    pub fn ask_preview(
        &self,
        name: &str,
        version: u32,
        by: PersonId,
    ) -> Result<ContractJobId, Error> {
        let name = name.to_owned();
        self.ask(by, move |conn| {
            let to = contract_versions::up_to(conn, &name, version)?;
            let to = to.into_iter().next_back();
            let to = to.filter(|one| one.version == version);
            let to = to.ok_or(Error::NotFound)?;
            Ok(asked_of(JobKind::Preview, &to, ""))
        })
    }

    /// Asks which deadlines of open tickets would move if a text were the next version of the contract of
    /// its name, and they were moved to it.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn ask_preview_of_text(
        &self,
        contract: &Contract,
        by: PersonId,
    ) -> Result<ContractJobId, Error> {
        let (name, source) = (
            contract.name().as_str().to_owned(),
            contract.source().to_owned(),
        );
        self.ask(by, move |_| {
            Ok(Asked {
                kind: JobKind::Preview,
                contract: name.clone(),
                version: None,
                source: source.clone(),
                reason: String::new(),
                since: None,
            })
        })
    }

    /// Asks that open tickets be moved to the version of a preview that has come to its end.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when the contract has no such preview;
    /// [`Error::Overtaken`] while it is not done; [`Error::Invalid`] when the version is not in force yet
    /// (`not-yet`) or the preview is more than a day old (`old`).
    pub fn ask_move(
        &self,
        (name, preview): (&str, ContractJobId),
        reason: &Line,
        by: PersonId,
    ) -> Result<ContractJobId, Error> {
        let (name, now) = (name.to_owned(), self.clock.now());
        let reason = reason.as_str().to_owned();
        self.ask(by, move |conn| {
            let preview = contract_jobs::find(conn, preview).found()?;
            if preview.kind != JobKind::Preview || preview.contract != name {
                return Err(Error::NotFound);
            }
            let ended = preview.ended_at.ok_or(Error::Overtaken)?;
            if now - ended > PREVIEW_LASTS {
                return Err(Error::fault(Field::Contract, "old"));
            }
            let to = preview.version.ok_or(Error::NotFound)?;
            let to = contract_versions::find(conn, to).found()?;
            if !to.is_in_force(now) {
                return Err(Error::fault(Field::Contract, "not-yet"));
            }
            Ok(asked_of(JobKind::Move, &to, &reason))
        })
    }

    fn ask(
        &self,
        by: PersonId,
        asked: impl Fn(&mut Conn) -> Result<Asked, Error> + Send + Clone + 'static,
    ) -> Result<ContractJobId, Error> {
        let (now, id) = (self.clock.now(), ContractJobId::fresh());
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let Asked {
                kind,
                contract,
                version,
                source,
                reason,
                since,
            } = asked(tx)?;
            let mut job = ContractJob {
                id,
                kind,
                contract,
                version,
                source,
                reason,
                since,
                asked_by: Some(by),
                asked_at: now,
                after: Reference::new(0, 0),
                found: JobFound::default(),
                ended_at: None,
            };
            job.found.of = tickets::count_of_contract(tx, &of_job(&job))?;
            Ok(contract_jobs::insert(tx, &job)?)
        })?;
        self.bell.ring();
        Ok(id)
    }
}

fn asked_of(kind: JobKind, to: &ContractVersion, reason: &str) -> Asked {
    Asked {
        kind,
        contract: to.name.clone(),
        version: Some(to.id),
        source: String::new(),
        reason: reason.to_owned(),
        since: None,
    }
}
