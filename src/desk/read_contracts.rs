//! Contracts as people read them: what they say, who has them, and how they came to say it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Paris;

use super::{Desk, Error};
use crate::{
    domain::{
        contract::Contract,
        services::{ContractVersion, Service},
    },
    store::{contract_versions, subscriptions},
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
    pub fn is_latest(&self) -> bool {
        self.versions
            .first()
            .is_some_and(|latest| latest.id == self.shown.id)
    }
}

impl Desk {
    /// Every contract in its latest version, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn contract_pages(&self) -> Result<Vec<ContractPage>, Error> {
        let names = self.contracts.names();
        self.store.at_one_instant(|| {
            names
                .iter()
                .map(|name| self.contract_page(name, None))
                .collect()
        })
    }

    /// A contract in one of its versions, the latest when none is asked for.
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
            let shown = versions
                .iter()
                .find(|one| version.is_none_or(|version| version == one.version))
                .ok_or(Error::NotFound)?
                .clone();
            let organisations = subscriptions::under(conn, name, today)?;
            Ok(ContractPage {
                contract: self.contracts.get(conn, shown.id)?,
                shown,
                versions,
                services,
                organisations: u32::try_from(organisations).unwrap_or(u32::MAX),
                now,
            })
        })
    }
}
