//! What an organisation runs.

use super::{Desk, Error, manager, note};
use crate::{
    desk::{Field, Found},
    domain::{
        ids::{OrganisationId, PersonId, PlatformId, ProductVersionId},
        people_history::By,
        platform::{Environment, Platform},
        setup_history::SetUpDone,
        ticket::Line,
    },
    store::{Conn, organisations, platforms, products},
};

/// What is said of a platform.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlatformSaid {
    /// As its people call it.
    pub name: Line,
    /// What it is for.
    pub environment: Environment,
    /// What runs on it.
    pub version: Option<ProductVersionId>,
    /// Whether requests can be filed for it.
    pub active: bool,
}

impl Desk {
    /// Enters a platform of an organisation.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when the organisation has one of
    /// that name.
    pub fn enter_platform(
        &self,
        organisation: OrganisationId,
        said: &PlatformSaid,
        by: PersonId,
    ) -> Result<PlatformId, Error> {
        let (now, said) = (self.clock.now(), said.clone());
        let id = PlatformId::fresh();
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            organisations::find(tx, organisation).found()?;
            let platform = platform(id, organisation, &said);
            check(tx, &platform)?;
            platforms::insert(tx, &platform)?;
            let what = SetUpDone::PlatformAdded {
                platform: id,
                name: platform.name,
                environment: platform.environment,
                version: platform.version,
            };
            note(tx, organisation, now, By::Person(by), &what)?;
            Ok(id)
        })
    }

    /// Changes a platform, closes it or opens it again.
    ///
    /// # Errors
    /// As [`Desk::enter_platform`]; [`Error::NotFound`] when it is none of the organisation's.
    pub fn change_platform(
        &self,
        organisation: OrganisationId,
        id: PlatformId,
        said: &PlatformSaid,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, said) = (self.clock.now(), said.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let before = platforms::find(tx, organisation, id).found()?;
            let after = platform(id, organisation, &said);
            if before == after {
                return Ok(());
            }
            check(tx, &after)?;
            platforms::change(tx, &after)?;
            let what = SetUpDone::PlatformChanged {
                platform: id,
                name: after.name,
                environment: after.environment,
                version: after.version,
                active: after.active,
            };
            Ok(note(tx, organisation, now, By::Person(by), &what)?)
        })
    }
}

fn platform(id: PlatformId, organisation: OrganisationId, said: &PlatformSaid) -> Platform {
    Platform {
        id,
        organisation,
        name: said.name.as_str().to_owned(),
        environment: said.environment,
        version: said.version,
        active: said.active,
    }
}

fn check(tx: &mut Conn, platform: &Platform) -> Result<(), Error> {
    let name = platform.name.to_lowercase();
    let taken = platforms::of(tx, platform.organisation)?
        .iter()
        .any(|one| one.id != platform.id && one.name.to_lowercase() == name);
    if taken {
        return Err(Error::fault(Field::Platform, "taken"));
    }
    if let Some(version) = platform.version
        && products::versions_with_ids(tx, &[version])?.is_empty()
    {
        return Err(Error::fault(Field::Version, "unknown-version"));
    }
    Ok(())
}
