//! Organisations as those who set the desk up read them.

use std::collections::BTreeMap;

use super::{Desk, Error};
use crate::{
    desk::{Found, export_lists::ALL, lift_bounce::bounced_among, read_hours},
    domain::{
        access::Designated,
        ids::{OrganisationId, PersonId},
        incoming::Bounced,
        people::{Organisation, OrganisationKind, Person},
        people_history::By,
        platform::{Platform, ProductVersion},
        prepaid::Account,
        services::Service,
        setup_history::{SetUpEvent, SetUpThing},
        subscription::Subscription,
    },
    store::{
        Conn, StoreError, designations, mandates, organisations, people, platforms, products,
        services, setup_events, subscriptions,
    },
};

/// How many lines of a history a page shows.
const HISTORY: i64 = 100;
/// How many organisations a page lists, and how many people of one.
const MOST: i64 = 200;

/// What was done, with the name of who did it where that is a person.
#[derive(Clone, Debug)]
pub struct SetUpLine {
    /// What, when.
    pub event: SetUpEvent,
    /// The name of who did it.
    pub by: Option<String>,
}

/// An organisation with all that belongs to it.
#[derive(Clone, Debug)]
pub struct OrganisationPage {
    /// The organisation.
    pub organisation: Organisation,
    /// What it runs.
    pub platforms: Vec<Platform>,
    /// The versions of products there are, each with the name of its product.
    pub versions: Vec<(ProductVersion, String)>,
    /// Whom it serves, where it is an integrator.
    pub serves: Vec<Organisation>,
    /// Who serves it.
    pub integrators: Vec<Organisation>,
    /// Every integrator that could.
    pub could_serve: Vec<Organisation>,
    /// Its people by name.
    pub people: Vec<Person>,
    /// Those of them whose letters come back.
    pub bounced: Vec<(Person, Bounced)>,
    /// Its designated administrators.
    pub designated: Vec<(Person, Designated)>,
    /// Its contracts.
    pub subscriptions: Vec<Subscription>,
    /// What became of the help that these paid for in advance.
    pub accounts: Vec<Account>,
    /// The services that contracts are for.
    pub services: Vec<Service>,
    /// The names of the contracts there are.
    pub contracts: Vec<String>,
    /// What was done about it, the last first.
    pub history: Vec<SetUpLine>,
    /// Everybody whom the history names.
    pub named: BTreeMap<PersonId, String>,
}

impl Desk {
    /// Organisations whose name contains a text, by name, 200 at most, and whether there are more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn organisations(&self, text: &str) -> Result<(Vec<Organisation>, bool), Error> {
        let mut found = self
            .store
            .read(|conn| organisations::like(conn, text, MOST + 1))?;
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let more = found.len() > most;
        found.truncate(most);
        Ok((found, more))
    }

    /// The organisation of that name, in any case.
    ///
    /// # Errors
    /// When the database fails.
    pub fn organisation_called(&self, name: &str) -> Result<Option<Organisation>, Error> {
        let name = name.to_owned();
        Ok(self
            .store
            .read(move |conn| organisations::called(conn, &name))?)
    }

    /// An organisation with all that belongs to it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such one.
    pub fn organisation(&self, id: OrganisationId) -> Result<OrganisationPage, Error> {
        self.organisation_with(id, MOST, HISTORY)
    }

    /// As [`Desk::organisation`], with all its people and its whole history.
    ///
    /// # Errors
    /// As [`Desk::organisation`].
    pub fn whole_organisation(&self, id: OrganisationId) -> Result<OrganisationPage, Error> {
        self.organisation_with(id, ALL, ALL)
    }

    fn organisation_with(
        &self,
        id: OrganisationId,
        most: i64,
        history: i64,
    ) -> Result<OrganisationPage, Error> {
        let contracts = self.contract_names()?;
        self.store.read(move |conn| -> Result<_, Error> {
            let organisation = organisations::find(conn, id).found()?;
            let serves = mandates::served_by(conn, id)?;
            let integrators = mandates::integrators_of(conn, id)?;
            let events = setup_events::about(conn, SetUpThing::Organisation(id), history)?;
            let mut versions = Vec::new();
            for product in products::list(conn)? {
                let of_it = products::versions_of(conn, product.id)?;
                versions.extend(of_it.into_iter().map(|one| (one, product.name.clone())));
            }
            let people = people::of_organisation(conn, id, most)?;
            let (history, mut named) = with_names(conn, events)?;
            named.extend(people.iter().map(|one| (one.id, one.name.clone())));
            Ok(OrganisationPage {
                organisation,
                platforms: platforms::of(conn, id)?,
                versions,
                serves: organisations::with_ids(conn, &serves)?,
                integrators: organisations::with_ids(conn, &integrators)?,
                could_serve: organisations::of_kind(conn, OrganisationKind::Integrator, MOST)?,
                bounced: bounced_among(conn, &people)?,
                people,
                designated: designations::in_organisation(conn, id)?,
                subscriptions: subscriptions::of(conn, id)?,
                accounts: read_hours::of_organisation(conn, id)?,
                services: services::list(conn, MOST)?,
                contracts: contracts.clone(),
                history,
                named,
            })
        })
    }
}

/// A history with the names of those who made it.
pub(in crate::desk) fn with_names(
    conn: &mut Conn,
    events: Vec<SetUpEvent>,
) -> Result<(Vec<SetUpLine>, BTreeMap<PersonId, String>), StoreError> {
    use crate::domain::setup_history::SetUpDone;
    let mut ids: Vec<PersonId> = Vec::new();
    for event in &events {
        if let By::Person(person) = event.by {
            ids.push(person);
        }
        match &event.what {
            SetUpDone::Designated { person, .. }
            | SetUpDone::DesignationEnded { person, .. }
            | SetUpDone::MemberAdded { person }
            | SetUpDone::MemberMoved { person, .. }
            | SetUpDone::QueueJoined { person }
            | SetUpDone::QueueLeft { person } => ids.push(*person),
            _ => {}
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let named: BTreeMap<PersonId, String> = people::with_ids(conn, &ids)?
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect();
    let lines = events
        .into_iter()
        .map(|event| {
            let by = match event.by {
                By::Person(person) => named.get(&person).cloned(),
                By::Link | By::CommandLine | By::Provider => None,
            };
            SetUpLine { event, by }
        })
        .collect();
    Ok((lines, named))
}
