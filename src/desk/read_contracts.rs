//! Contracts as people read them: what they say, who has them, and how they came to say it.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::{Desk, Error};
use crate::{
    domain::{
        contract::Contract,
        ids::{ContractVersionId, PersonId},
        services::{ContractVersion, Service},
    },
    store::{contract_versions, people, subscriptions},
};

/// How many versions of a contract are listed.
const MOST: i64 = 200;

/// A version of a contract, with what surrounds it.
#[derive(Clone, Debug)]
pub struct ContractPage {
    /// What it says.
    pub contract: Arc<Contract>,
    /// The version that is shown.
    pub shown: ContractVersion,
    /// Every version, the latest first.
    pub versions: Vec<ContractVersion>,
    /// The version under which requests are filed now.
    pub in_force: ContractVersionId,
    /// What those are called who added versions.
    pub people: BTreeMap<PersonId, String>,
    /// The services whose requests are filed under it where an organisation has no other.
    pub services: Vec<Service>,
    /// How many organisations have it today.
    pub organisations: u32,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl ContractPage {
    /// Whether new requests are filed under the version that is shown.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.shown.id == self.in_force
    }

    /// The version that was added last; it may not be in force yet.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.versions.first().map_or(0, |one| one.version)
    }
}

impl Desk {
    /// Every contract in the version in force, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn contract_pages(&self) -> Result<Vec<ContractPage>, Error> {
        let names = self.contract_names()?;
        self.store.at_one_instant(|| {
            names
                .iter()
                .map(|name| self.contract_page(name, None))
                .collect()
        })
    }

    /// A contract in one of its versions, the one in force when none is asked for.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such contract or version.
    pub fn contract_page(&self, name: &str, version: Option<u32>) -> Result<ContractPage, Error> {
        let now = self.clock.now();
        let today = now.with_timezone(&Paris).date_naive();
        let mut services = self.services()?;
        services.retain(|one| one.contract_name == name);
        self.store.read(|conn| {
            let versions = contract_versions::of(conn, name, MOST)?;
            let in_force = versions.iter().find(|one| one.is_in_force(now));
            let in_force = in_force.ok_or(Error::NotFound)?;
            let shown = match version {
                None => in_force,
                Some(version) => versions
                    .iter()
                    .find(|one| one.version == version)
                    .ok_or(Error::NotFound)?,
            };
            let (shown, in_force) = (shown.clone(), in_force.id);
            let adders: Vec<PersonId> = versions.iter().filter_map(|one| one.added_by).collect();
            let people = people::with_ids(conn, &adders)?;
            let organisations = subscriptions::under(conn, name, today)?;
            Ok(ContractPage {
                contract: self.contracts.get(conn, shown.id)?,
                shown,
                in_force,
                people: people.into_iter().map(|one| (one.id, one.name)).collect(),
                versions,
                services,
                organisations: u32::try_from(organisations).unwrap_or(u32::MAX),
                now,
            })
        })
    }
}
