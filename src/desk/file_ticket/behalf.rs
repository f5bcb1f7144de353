//! A request that somebody signed in files for an organisation: their own one, or one that it serves.

use crate::{
    desk::{Desk, Error, Found, qualify, standing},
    domain::{
        access::{Designated, Right, Thing, allows},
        contract::Contract,
        entitlement::{Asker, NotEntitled, may_file},
        ids::{ContractVersionId, OrganisationId, PersonId, PlatformId},
        services::Service,
        subscription::{Entitlement, entitlement},
        ticket::Answers,
    },
    store::{Conn, people, platforms, products, subscriptions},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

use super::Prepared;

/// For whom somebody signed in files.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Behalf {
    /// Who files. The request bears their name and address.
    pub by: PersonId,
    /// The organisation that the request is of.
    pub organisation: OrganisationId,
    /// The platform it is about, one of the organisation's.
    pub platform: Option<PlatformId>,
}

/// Whether a request may be filed for whom it says, at this very moment.
///
/// # Errors
/// [`Error::NotFound`] when there is no such organisation for who files, no such platform of it, or
/// the request bears another name than theirs; [`Error::NotEntitled`] when its contract does not
/// take it.
pub(super) fn allowed(tx: &mut Conn, prepared: &Prepared) -> Result<(), Error> {
    let request = &prepared.request;
    let Some(behalf) = request.behalf else {
        return Ok(());
    };
    let person = people::find(tx, behalf.by).found()?;
    let who = standing::who(tx, &person)?;
    let thing = Thing::Organisation(behalf.organisation);
    let is_own = person.active && person.email.key() == request.email.key();
    if !is_own || !allows(&who, Right::FileFor, &thing) {
        return Err(Error::NotFound);
    }
    if let Some(platform) = behalf.platform {
        let platform = platforms::find(tx, behalf.organisation, platform).found()?;
        if !platform.active {
            return Err(Error::NotFound);
        }
    }
    let Some(rule) = prepared.contract.filing() else {
        return Ok(());
    };
    let covers = |one: &Designated| {
        one.organisation == behalf.organisation
            && one
                .platform
                .is_none_or(|only| behalf.platform == Some(only))
    };
    let day = prepared.contract.calendar().local_date(prepared.at);
    let theirs = subscriptions::of(tx, behalf.organisation)?;
    let asker = Asker::Member {
        // Whoever serves the organisation was named by it.
        designated: who.designations.iter().any(covers)
            || who.serves.contains(&behalf.organisation),
        entitlement: entitlement(&theirs, prepared.service.id, day),
    };
    may_file(rule.who, asker).map_err(Error::NotEntitled)
}

/// That a contract does not take what somebody files for an organisation.
#[derive(Clone, Copy, Debug)]
pub(in crate::desk) struct Refusal {
    /// Who, and for whom.
    pub(in crate::desk) behalf: Behalf,
    /// Why not.
    pub(in crate::desk) why: NotEntitled,
}

/// Whether the contract of who a request is filed for refuses it, and why. Nothing where something
/// else keeps it from being filed.
pub(in crate::desk) fn refusal(
    tx: &mut Conn,
    prepared: &Prepared,
) -> Result<Option<Refusal>, Error> {
    match (prepared.request.behalf, allowed(tx, prepared)) {
        (Some(behalf), Err(Error::NotEntitled(why))) => Ok(Some(Refusal { behalf, why })),
        (_, Ok(()) | Err(Error::NotFound | Error::NotEntitled(_))) => Ok(None),
        (_, Err(error)) => Err(error),
    }
}

impl Desk {
    /// Whether a service takes the requests of whoever fills in the public form.
    ///
    /// # Errors
    /// [`Error::NotEntitled`] when its contract takes those of people it knows only; when there is
    /// no such service.
    pub fn takes_strangers(&self, service: &str) -> Result<(), Error> {
        let service = self.service(service)?;
        let (_, contract) = self.in_force(&service.contract_name, self.clock.now())?;
        stranger_may_file(&contract)
    }
}

impl Desk {
    /// Whether the contract of a service, for an organisation where one is known, takes the nature of a
    /// request, and has with it the documents that must come with it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with what must be corrected; when there is no such service.
    pub fn takes_answers(
        &self,
        service: &str,
        organisation: Option<OrganisationId>,
        answers: &Answers,
    ) -> Result<(), Error> {
        let service = self.service(service)?;
        let (_, contract) = self.terms(&service, organisation, self.clock.now())?;
        qualify::takes_form(&contract, answers)
    }

    /// The contracts under which requests may be filed, for an organisation where one is known, each
    /// with the slug of its service.
    ///
    /// # Errors
    /// When the database fails.
    pub fn terms_of(
        &self,
        organisation: Option<OrganisationId>,
    ) -> Result<Vec<(String, Arc<Contract>)>, Error> {
        let now = self.clock.now();
        self.services()?
            .into_iter()
            .map(|service| {
                let (_, contract) = self.terms(&service, organisation, now)?;
                Ok((service.slug, contract))
            })
            .collect()
    }

    /// The versions of the products that run on an organisation's platforms, as the vendors call
    /// them: « Infinity 10.8 » is offered as « 10.8 ».
    ///
    /// # Errors
    /// When the database fails.
    pub fn versions_for(&self, organisation: OrganisationId) -> Result<Vec<String>, Error> {
        self.store.read(|conn| {
            let run: Vec<_> = platforms::of(conn, organisation)?
                .into_iter()
                .filter_map(|platform| platform.version)
                .collect();
            let mut products: Vec<_> = products::versions_with_ids(conn, &run)?
                .into_iter()
                .map(|(version, _)| version.product)
                .collect();
            products.sort_unstable();
            products.dedup();
            let mut names = Vec::new();
            for product in products {
                let versions = products::versions_of(conn, product)?;
                names.extend(versions.into_iter().map(|version| version.name));
            }
            names.dedup();
            Ok(names)
        })
    }
}

/// Whether whoever fills in the public form may file under a contract.
pub(in crate::desk) fn stranger_may_file(contract: &Contract) -> Result<(), Error> {
    match contract.filing() {
        Some(rule) => may_file(rule.who, Asker::Stranger).map_err(Error::NotEntitled),
        None => Ok(()),
    }
}

impl Desk {
    /// The contract of a service: for an organisation that has one for it, its own.
    pub(in crate::desk) fn terms(
        &self,
        service: &Service,
        organisation: Option<OrganisationId>,
        now: DateTime<Utc>,
    ) -> Result<(ContractVersionId, Arc<Contract>), Error> {
        let usual = self.in_force(&service.contract_name, now)?;
        let Some(organisation) = organisation else {
            return Ok(usual);
        };
        let day = usual.1.calendar().local_date(now);
        let theirs = self
            .store
            .read(|conn| subscriptions::of(conn, organisation))?;
        match entitlement(&theirs, service.id, day) {
            Entitlement::Active(own) if own.contract_name != service.contract_name => {
                self.in_force(&own.contract_name, now)
            }
            _ => Ok(usual),
        }
    }
}
