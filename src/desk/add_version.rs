//! A version is added to a contract: checked by whoever parsed it, whole or not at all, and never
//! changed afterwards.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        contract::Contract,
        ids::{ContractVersionId, PersonId},
        services::VersionOrigin,
    },
    store::{
        Conn, StoreError,
        contract_versions::{self, NewVersion},
    },
};

use super::{Desk, Error, Field, tenants::manager};

/// A version that somebody wants to add.
#[derive(Clone, Debug)]
pub struct VersionSaid {
    /// What it says; its name says whose version it is.
    pub contract: Contract,
    /// The last version that was on the page, nought where there was none; by the command line none
    /// was.
    pub seen: Option<u32>,
    /// Why, in words; may be empty.
    pub note: String,
    /// From when it is in force, UTC; at once when that has passed, or is not said.
    pub from: Option<DateTime<Utc>>,
    /// Who adds it; nobody by the command line.
    pub by: Option<PersonId>,
}

impl Desk {
    /// Adds a version; its number. The same text as that of the last version adds none: a form that
    /// is sent twice finds what it did.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Overtaken`] when a version was added since the page was read;
    /// [`Error::Invalid`] when the first version is to be in force later, or the last one, which says the
    /// same, from another instant.
    pub fn add_version(&self, said: VersionSaid) -> Result<u32, Error> {
        let now = self.clock.now();
        let added = self.store.write(move |tx| add(tx, &said, now));
        self.contracts.forget();
        match added {
            Err(Error::Store(StoreError::Taken)) => Err(Error::Overtaken),
            done => done.map(|(_, version)| version),
        }
    }
}

fn add(
    tx: &mut Conn,
    said: &VersionSaid,
    now: DateTime<Utc>,
) -> Result<(ContractVersionId, u32), Error> {
    if let Some(by) = said.by {
        manager(tx, by)?;
    }
    let name = said.contract.name().as_str();
    let latest = contract_versions::latest(tx, name)?;
    if let Some(latest) = &latest
        && latest.source == said.contract.source()
    {
        // A version is never changed: not the instant from which it is in force either.
        let later = |from: &DateTime<Utc>| *from > now;
        if said.from.filter(later) != latest.in_force_from.filter(later) {
            return Err(Error::fault(Field::Contract, "same-text"));
        }
        return Ok((latest.id, latest.version));
    }
    let last = latest.map_or(0, |latest| latest.version);
    if said.seen.is_some_and(|seen| seen != last) {
        return Err(Error::Overtaken);
    }
    if last == 0 && said.from.is_some_and(|from| from > now) {
        // Nobody could file under it before, and nothing would tell why.
        return Err(Error::fault(Field::Contract, "first-later"));
    }
    let new = NewVersion {
        name: name.to_owned(),
        source: said.contract.source().to_owned(),
        origin: match said.by {
            Some(_) => VersionOrigin::Page,
            None => VersionOrigin::CommandLine,
        },
        added_by: said.by,
        note: said.note.clone(),
        in_force_from: said.from.filter(|from| *from > now),
    };
    let added = contract_versions::add(tx, new, now)?;
    Ok((added.id, added.version))
}
