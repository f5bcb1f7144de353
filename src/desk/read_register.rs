//! The register of an organisation: every outage and maintenance of what it uses, in every revision.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{ComponentsPage, Desk, Error, Found, operations::makers_of};
use crate::{
    domain::{
        ids::{ComponentId, OperationId, OrganisationId, ServiceId},
        operation::{Author, Operation, Revision},
        people::Organisation,
    },
    store::{operations, organisations, subscriptions},
};

/// The register.
#[derive(Clone, Debug)]
pub struct RegisterPage {
    /// Whose.
    pub organisation: Organisation,
    /// The last to begin first, as their last revision says them.
    pub operations: Vec<Operation>,
    /// Every revision of these, in order; none where the reader is no worker.
    pub revisions: BTreeMap<OperationId, Vec<Revision>>,
    /// The names of who made them.
    pub names: BTreeMap<Author, String>,
    /// What they concern; the organisation's own and what everybody has.
    pub components: ComponentsPage,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// The register of an organisation: of the services that it has or had.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such organisation.
    pub fn register(&self, organisation: OrganisationId) -> Result<RegisterPage, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            let organisation = organisations::find(conn, organisation).found()?;
            let had: BTreeSet<ServiceId> = subscriptions::of(conn, organisation.id)?
                .into_iter()
                .map(|one| one.service)
                .collect();
            let mut components = ComponentsPage::read(conn)?;
            components
                .components
                .retain(|one| had.contains(&one.service) && one.serves(organisation.id));
            let ids: Vec<ComponentId> = components.components.iter().map(|one| one.id).collect();
            let found = operations::concerning(conn, &ids)?;
            let mut revisions = BTreeMap::new();
            let mut makers: Vec<Author> = Vec::new();
            for one in &found {
                let of_it = operations::revisions(conn, one.id)?;
                makers.extend(of_it.iter().map(|revision| revision.by));
                revisions.insert(one.id, of_it);
            }
            Ok(RegisterPage {
                names: makers_of(conn, &makers)?,
                organisation,
                operations: found,
                revisions,
                components,
                now,
            })
        })
    }
}
