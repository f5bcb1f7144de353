//! Which parts of the services there are.

use std::collections::BTreeMap;

use crate::{
    desk::{Desk, Error, Field, Found, tenants::manager},
    domain::{
        ids::{ComponentId, OrganisationId, PersonId, PlatformId, ServiceId},
        operation::Component,
        people::Organisation,
        platform::Platform,
        services::Service,
        ticket::Line,
    },
    store::{Conn, StoreError, components, organisations, platforms, services},
};

/// How many services and organisations are read.
const MOST: i64 = 500;

/// What is said of a component.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ComponentSaid {
    /// As people call it.
    pub name: Line,
    /// Whether the public status page shows it.
    pub published: bool,
    /// Whether it is still there.
    pub active: bool,
}

/// The components, with what they are parts of.
#[derive(Clone, Debug)]
pub struct ComponentsPage {
    /// By name, those that are gone too.
    pub components: Vec<Component>,
    /// The services by name.
    pub services: Vec<Service>,
    /// The names of the organisations whose platforms are among them.
    pub owners: BTreeMap<OrganisationId, String>,
    /// The names of these platforms.
    pub platforms: BTreeMap<PlatformId, String>,
}

impl ComponentsPage {
    pub(in crate::desk) fn read(conn: &mut Conn) -> Result<Self, StoreError> {
        let components = components::all(conn)?;
        let mut ids: Vec<OrganisationId> = components
            .iter()
            .filter_map(|one| one.platform.map(|(owner, _)| owner))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mut named = BTreeMap::new();
        for owner in &ids {
            let of_it = platforms::of(conn, *owner)?.into_iter();
            named.extend(of_it.map(|one| (one.id, one.name)));
        }
        Ok(Self {
            services: services::list(conn, MOST)?,
            owners: organisations::with_ids(conn, &ids)?
                .into_iter()
                .map(|one| (one.id, one.name))
                .collect(),
            platforms: named,
            components,
        })
    }
}

impl Desk {
    /// The components.
    ///
    /// # Errors
    /// When the database fails.
    pub fn components(&self) -> Result<ComponentsPage, Error> {
        Ok(self.store.read(ComponentsPage::read)?)
    }

    /// The platforms of all organisations, of which a component may be one.
    ///
    /// # Errors
    /// When the database fails.
    pub fn all_platforms(&self) -> Result<Vec<(Organisation, Platform)>, Error> {
        self.store.read(|conn| {
            let mut all = Vec::new();
            for owner in organisations::list(conn, MOST)? {
                for platform in platforms::of(conn, owner.id)? {
                    if platform.active {
                        all.push((owner.clone(), platform));
                    }
                }
            }
            Ok(all)
        })
    }

    /// Enters a part of a service; `platform` where it is that of one customer.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] when there is no such service or platform, or the service
    /// has a part of that name.
    pub fn enter_component(
        &self,
        service: ServiceId,
        platform: Option<PlatformId>,
        said: &ComponentSaid,
        by: PersonId,
    ) -> Result<ComponentId, Error> {
        let (id, said) = (ComponentId::fresh(), said.clone());
        self.store.write(move |tx| {
            manager(tx, by)?;
            if services::find(tx, service)?.is_none() {
                return Err(Error::fault(Field::Service, "unknown"));
            }
            let platform = match platform {
                None => None,
                Some(platform) => Some(
                    platforms::owners(tx, &[platform])?
                        .first()
                        .copied()
                        .ok_or(Error::fault(Field::Platform, "unknown"))?,
                ),
            };
            let component = Component {
                id,
                service,
                platform,
                name: said.name.as_str().to_owned(),
                published: said.published && platform.is_none(),
                active: said.active,
            };
            check(tx, &component)?;
            components::insert(tx, &component)?;
            Ok(id)
        })
    }

    /// Changes what is said of a component.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when the service has another part of
    /// that name.
    pub fn change_component(
        &self,
        id: ComponentId,
        said: &ComponentSaid,
        by: PersonId,
    ) -> Result<(), Error> {
        let said = said.clone();
        self.store.write(move |tx| {
            manager(tx, by)?;
            let all = components::all(tx)?;
            let before = all.into_iter().find(|one| one.id == id);
            let before = Ok::<_, StoreError>(before).found()?;
            let after = Component {
                name: said.name.as_str().to_owned(),
                published: said.published && before.platform.is_none(),
                active: said.active,
                ..before
            };
            check(tx, &after)?;
            components::change(tx, &after)?;
            Ok(())
        })
    }
}

/// Two parts of one name could not be told apart.
fn check(tx: &mut Conn, component: &Component) -> Result<(), Error> {
    let name = component.name.to_lowercase();
    let taken = components::all(tx)?.into_iter().any(|one| {
        one.id != component.id
            && one.service == component.service
            && one.platform == component.platform
            && one.name.to_lowercase() == name
    });
    if taken {
        Err(Error::fault(Field::Name, "component-taken"))
    } else {
        Ok(())
    }
}
