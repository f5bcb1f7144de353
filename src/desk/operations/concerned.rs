//! Whom a maintenance concerns.
//!
//! # Why
//! The contracts promise the letter to the customer's administrators (Jamespot: to designated persons) and
//! to users where that is possible (AZ Projet). So each part of a maintenance concerns the organisation on
//! whose platform it is done, or every one that has the service on that day; and of these the designated
//! administrators of the platform or of the whole organisation. Where there is none, everybody of the
//! organisation who files requests there: somebody must know.

use std::collections::BTreeMap;

use chrono_tz::Europe::Paris;

use crate::{
    desk::Error,
    domain::{
        ids::{ComponentId, OrganisationId, PersonId, PlatformId},
        operation::{Component, MaintenanceSaid},
        people::{Person, Role},
    },
    store::{
        Conn, StoreError, components, designations, organisations, people, platforms, services,
        subscriptions,
    },
};

/// The most people of an organisation who are told where nobody administrates it.
const MOST: i64 = 500;

/// Somebody whom it concerns.
#[derive(Clone, Debug)]
pub(super) struct Concerned {
    /// Who.
    pub(super) person: Person,
    /// The name of the organisation.
    pub(super) organisation: String,
    /// Those of its parts that concern the person.
    pub(super) components: Vec<String>,
}

/// The components with their names: « Divalto weavy, Application », with the platform where it is one's.
pub(super) fn named(conn: &mut Conn) -> Result<Vec<(Component, String)>, StoreError> {
    let mut named = Vec::new();
    for one in components::all(conn)? {
        let service = services::find(conn, one.service)?;
        let service = service.map_or_else(String::new, |service| format!("{}, ", service.name));
        let name = match one.platform {
            None => format!("{service}{}", one.name),
            Some((owner, platform)) => {
                let platform = platforms::find(conn, owner, platform)?;
                let platform = platform.map_or_else(String::new, |one| format!(" ({})", one.name));
                format!("{service}{}{platform}", one.name)
            }
        };
        named.push((one, name));
    }
    Ok(named)
}

/// The names of some components.
pub(super) fn names_of(
    named: &[(Component, String)],
    of: impl IntoIterator<Item = ComponentId>,
) -> Vec<String> {
    let of: Vec<ComponentId> = of.into_iter().collect();
    named
        .iter()
        .filter(|(one, _)| of.contains(&one.id))
        .map(|(_, name)| name.clone())
        .collect()
}

/// Everybody whom a maintenance concerns, each once.
pub(super) fn concerned(
    conn: &mut Conn,
    said: &MaintenanceSaid,
    named: &[(Component, String)],
) -> Result<BTreeMap<PersonId, Concerned>, Error> {
    let day = said.from.with_timezone(&Paris).date_naive();
    let mut found: BTreeMap<PersonId, Concerned> = BTreeMap::new();
    for (component, name) in named {
        if !said.components.contains(&component.id) {
            continue;
        }
        let places: Vec<(OrganisationId, Option<PlatformId>)> = match component.platform {
            Some((owner, platform)) => vec![(owner, Some(platform))],
            None => subscriptions::to_service(conn, component.service, day)?
                .into_iter()
                .filter(|one| one.covers(day))
                .map(|one| (one.organisation, None))
                .collect(),
        };
        for (organisation, platform) in places {
            for person in of_place(conn, organisation, platform)? {
                let organisation = organisations::find(conn, organisation)?;
                let entry = found.entry(person.id).or_insert_with(|| Concerned {
                    person,
                    organisation: organisation.map(|one| one.name).unwrap_or_default(),
                    components: Vec::new(),
                });
                if !entry.components.contains(name) {
                    entry.components.push(name.clone());
                }
            }
        }
    }
    Ok(found)
}

/// Who is told of what concerns a platform of an organisation, or all that the organisation has.
fn of_place(
    conn: &mut Conn,
    organisation: OrganisationId,
    platform: Option<PlatformId>,
) -> Result<Vec<Person>, StoreError> {
    let mut told = match platform {
        Some(_) => designations::concerned(conn, organisation, platform)?,
        // What every customer has concerns each platform: whoever administrates one is told.
        None => designations::in_organisation(conn, organisation)?
            .into_iter()
            .map(|(person, _)| person)
            .filter(|person| person.organisation == Some(organisation))
            .collect(),
    };
    if told.is_empty() {
        told = people::of_organisation(conn, organisation, MOST)?;
        told.retain(|person| person.active && person.role == Role::Requester);
    }
    Ok(told)
}
