//! Contract versions, compiled once and shared.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{
    domain::{
        contract::{Contract, TEMPLATES},
        ids::ContractVersionId,
    },
    store::{Conn, contract_versions},
};

use super::{Desk, Error, Found};

/// The contract versions that this process has met.
#[derive(Debug, Default)]
pub(super) struct Contracts(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    by_id: HashMap<ContractVersionId, Arc<Contract>>,
    latest: HashMap<String, ContractVersionId>,
}

impl Contracts {
    /// The contract of a version; read from the database the first time.
    pub(super) fn get(
        &self,
        conn: &mut Conn,
        id: ContractVersionId,
    ) -> Result<Arc<Contract>, Error> {
        if let Some(known) = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .by_id
            .get(&id)
        {
            return Ok(Arc::clone(known));
        }
        let version = contract_versions::find(conn, id).found()?;
        let contract = Arc::new(compiled(&version.name, &version.source)?);
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .by_id
            .insert(id, Arc::clone(&contract));
        Ok(contract)
    }

    /// The version of a contract under which tickets are filed now.
    /// The names of the contracts there are, in order.
    pub(super) fn names(&self) -> Vec<String> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<String> = known.latest.keys().cloned().collect();
        names.sort_unstable();
        names
    }

    pub(super) fn latest(&self, name: &str) -> Result<(ContractVersionId, Arc<Contract>), Error> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known
            .latest
            .get(name)
            .and_then(|id| {
                known
                    .by_id
                    .get(id)
                    .map(|contract| (*id, Arc::clone(contract)))
            })
            .ok_or_else(|| Error::Inconsistent(format!("no contract is called « {name} »")))
    }

    fn keep(&self, name: &str, id: ContractVersionId, contract: Arc<Contract>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.by_id.insert(id, contract);
        known.latest.insert(name.to_owned(), id);
    }
}

fn compiled(name: &str, source: &str) -> Result<Contract, Error> {
    Contract::parse(&format!("{name}.toml"), source).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Error::Inconsistent(told.join("; "))
    })
}

impl Desk {
    /// Installs a contract's text as the version for new tickets, unless it already is.
    ///
    /// # Errors
    /// When the text is not a contract, or the database fails.
    pub fn install_contract(&self, name: &str, source: &str) -> Result<ContractVersionId, Error> {
        let contract = Arc::new(compiled(name, source)?);
        let now = self.clock.now();
        let (wanted, text) = (name.to_owned(), source.to_owned());
        // A start that changes nothing writes nothing: pages can be read while the disk is full.
        let known = self
            .store
            .read(|conn| contract_versions::latest(conn, &wanted))?
            .filter(|latest| latest.source == text);
        let version = match known {
            Some(latest) => latest,
            None => self.store.write(move |tx| -> Result<_, Error> {
                match contract_versions::latest(tx, &wanted)? {
                    Some(latest) if latest.source == text => Ok(latest),
                    _ => Ok(contract_versions::add(tx, &wanted, &text, now)?),
                }
            })?,
        };
        self.contracts.keep(name, version.id, contract);
        Ok(version.id)
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
        Ok(self.contracts.latest(name)?.1)
    }
}
