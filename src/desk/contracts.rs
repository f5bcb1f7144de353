//! Contract versions, compiled once and shared; which of them is in force.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        contract::{Contract, TEMPLATES},
        ids::ContractVersionId,
        services::{ContractVersion, VersionOrigin},
    },
    store::{
        Conn, Kept,
        contract_versions::{self, VersionLine},
    },
};

use super::{Desk, Error, Found};

/// The contract versions that this process has met, and those there are.
#[derive(Debug, Default)]
pub(super) struct Contracts {
    by_id: RwLock<HashMap<ContractVersionId, Arc<Contract>>>,
    /// Another process may add a version, too: they are read again every second.
    listed: Kept<(), Arc<Vec<VersionLine>>>,
}

impl Contracts {
    /// The contract of a version, which follows those before it; read from the database the first
    /// time. An earlier version that cannot be read any more is left out.
    pub(super) fn get(
        &self,
        conn: &mut Conn,
        id: ContractVersionId,
    ) -> Result<Arc<Contract>, Error> {
        if let Some(known) = self.known(id) {
            return Ok(known);
        }
        let version = contract_versions::find(conn, id).found()?;
        let mut before: Option<(ContractVersionId, Arc<Contract>)> = None;
        for one in contract_versions::up_to(conn, &version.name, version.version)? {
            let contract = match (self.known(one.id), compiled(&one.name, &one.source)) {
                (Some(known), _) => known,
                (None, Ok(contract)) => Arc::new(match &before {
                    Some((id, before)) => contract.following(*id, Arc::clone(before)),
                    None => contract,
                }),
                (None, Err(error)) if one.id == id => return Err(error),
                (None, Err(_)) => continue,
            };
            self.by_id
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(one.id, Arc::clone(&contract));
            before = Some((one.id, contract));
        }
        self.known(id).ok_or(Error::NotFound)
    }

    fn known(&self, id: ContractVersionId) -> Option<Arc<Contract>> {
        let known = self.by_id.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&id).map(Arc::clone)
    }

    /// As [`Desk::in_force`], inside a transaction.
    pub(super) fn in_force(
        &self,
        conn: &mut Conn,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<(ContractVersionId, Arc<Contract>), Error> {
        let listed = self
            .listed
            .get_steady(&(), now, || contract_versions::lines(conn).map(Arc::new))?;
        let id = chosen(&listed, name, now)?;
        Ok((id, self.get(conn, id)?))
    }

    /// Has the versions there are be read again, because one was added.
    pub(super) fn forget(&self) {
        self.listed.forget();
    }
}

/// Whether its day has come; that of a version in force at once has, whatever the clock says.
fn has_begun(version: &VersionLine, now: DateTime<Utc>) -> bool {
    version.in_force_from.is_none_or(|from| from <= now)
}

/// The version of a contract that is in force: the last of those whose day has come.
fn chosen(
    listed: &[VersionLine],
    name: &str,
    now: DateTime<Utc>,
) -> Result<ContractVersionId, Error> {
    listed
        .iter()
        .rfind(|one| one.name == name && has_begun(one, now))
        .map(|one| one.id)
        .ok_or_else(|| Error::Inconsistent(format!("no contract is called « {name} »")))
}

pub(super) fn compiled(name: &str, source: &str) -> Result<Contract, Error> {
    Contract::parse(&format!("{name}.toml"), source).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Error::Inconsistent(told.join("; "))
    })
}

/// Whether a file that is loaded at the start brings nothing new: its text is that of the last
/// version that a file brought, or of one that people added since.
fn is_loaded(versions: &[ContractVersion], text: &str) -> bool {
    for version in versions {
        if version.source == text {
            return true;
        }
        if version.origin == VersionOrigin::File {
            return false;
        }
    }
    false
}

/// How many versions are looked at for the last that a file brought.
const LOOKED_AT: i64 = 1_000;

impl Desk {
    /// Installs a contract's text as the version for new tickets, unless a file brought it before:
    /// what people added since then stays in force.
    ///
    /// # Errors
    /// When the text is not a contract, or the database fails.
    pub fn install_contract(&self, name: &str, source: &str) -> Result<ContractVersionId, Error> {
        compiled(name, source)?;
        let now = self.clock.now();
        let (wanted, text) = (name.to_owned(), source.to_owned());
        // A start that changes nothing writes nothing: pages can be read while the disk is full.
        let known = self
            .store
            .read(|conn| contract_versions::of(conn, name, LOOKED_AT))?;
        if !is_loaded(&known, source) {
            self.store.write(move |tx| -> Result<_, Error> {
                let known = contract_versions::of(tx, &wanted, LOOKED_AT)?;
                if !is_loaded(&known, &text) {
                    contract_versions::add_file(tx, &wanted, &text, now)?;
                }
                Ok(())
            })?;
            self.contracts.forget();
        }
        Ok(self.in_force(name, now)?.0)
    }

    /// Installs the publisher's own contracts, and those templates that none of them replaces.
    pub(super) fn install_contracts(&self) -> Result<(), Error> {
        let own = &self.site.contracts;
        for (name, source) in TEMPLATES {
            if !own.contains_key(name) {
                self.install_contract(name, source)?;
            }
        }
        for (name, source) in own {
            self.install_contract(name, source)?;
        }
        Ok(())
    }

    /// The contract under which tickets of that name are filed now.
    ///
    /// # Errors
    /// When no contract is called so.
    pub fn contract(&self, name: &str) -> Result<Arc<Contract>, Error> {
        Ok(self.in_force(name, self.clock.now())?.1)
    }

    /// The version of a contract under which tickets are filed at an instant.
    pub(super) fn in_force(
        &self,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<(ContractVersionId, Arc<Contract>), Error> {
        let id = chosen(&self.versions_listed(now)?, name, now)?;
        let contract = match self.contracts.known(id) {
            Some(known) => known,
            None => self.store.read(|conn| self.contracts.get(conn, id))?,
        };
        Ok((id, contract))
    }

    /// The names of the contracts under which tickets can be filed, in order.
    pub(super) fn contract_names(&self) -> Result<Vec<String>, Error> {
        let now = self.clock.now();
        let listed = self.versions_listed(now)?;
        let in_force = listed.iter().filter(|one| has_begun(one, now));
        let mut names: Vec<String> = in_force.map(|one| one.name.clone()).collect();
        names.dedup();
        Ok(names)
    }

    fn versions_listed(&self, now: DateTime<Utc>) -> Result<Arc<Vec<VersionLine>>, Error> {
        Ok(self.contracts.listed.get_steady(&(), now, || {
            self.store
                .read(|conn| contract_versions::lines(conn).map(Arc::new))
        })?)
    }
}
