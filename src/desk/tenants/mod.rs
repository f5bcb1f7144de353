//! Organisations and what belongs to them: platforms, mandates, contracts, designated
//! administrators. Every change is noted in a history that is only added to.

mod designations;
mod import;
mod mandates;
mod platforms;
mod read;
mod subscriptions;

pub use import::Imported;
pub use platforms::PlatformSaid;
pub(super) use read::with_names;
pub use read::{OrganisationPage, SetUpLine};
pub use subscriptions::SubscriptionSaid;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, may},
        ids::{OrganisationId, PersonId},
        people::{Organisation, OrganisationKind},
        people_history::By,
        setup_history::{SetUpDone, SetUpThing},
        ticket::Line,
    },
    store::{Conn, StoreError, organisations, people, setup_events},
};

use super::{Desk, Error, Field, Found};

/// What is said of an organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OrganisationSaid {
    /// As its contract names it.
    pub name: Line,
    /// What it is to the desk.
    pub kind: OrganisationKind,
    /// Addresses of this domain belong to it; lower case.
    pub mail_domain: Option<String>,
}

impl OrganisationSaid {
    fn as_organisation(&self, id: OrganisationId) -> Organisation {
        Organisation {
            id,
            name: self.name.as_str().to_owned(),
            mail_domain: self.mail_domain.clone(),
            kind: self.kind,
        }
    }
}

impl Desk {
    /// Enters an organisation.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] when its mail domain or its name is another's.
    pub fn enter_organisation(
        &self,
        said: &OrganisationSaid,
        by: PersonId,
    ) -> Result<OrganisationId, Error> {
        let (now, said) = (self.clock.now(), said.clone());
        let id = OrganisationId::fresh();
        self.store.write(move |tx| {
            manager(tx, by)?;
            enter(tx, &said.as_organisation(id), now, By::Person(by))
        })?;
        Ok(id)
    }

    /// Changes what is said of an organisation.
    ///
    /// # Errors
    /// As [`Desk::enter_organisation`]; [`Error::NotFound`] when there is no such organisation.
    pub fn change_organisation(
        &self,
        id: OrganisationId,
        said: &OrganisationSaid,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, said) = (self.clock.now(), said.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let before = organisations::find(tx, id).found()?;
            let after = said.as_organisation(id);
            if before == after {
                return Ok(());
            }
            check_free(tx, &after)?;
            organisations::change(tx, &after)?;
            let what = SetUpDone::OrganisationChanged {
                name: after.name,
                kind: after.kind,
                mail_domain: after.mail_domain,
            };
            Ok(note(tx, id, now, By::Person(by), &what)?)
        })
    }
}

/// Enters an organisation within a write.
fn enter(
    tx: &mut Conn,
    organisation: &Organisation,
    now: DateTime<Utc>,
    by: By,
) -> Result<(), Error> {
    check_free(tx, organisation)?;
    organisations::insert(tx, organisation)?;
    let what = SetUpDone::OrganisationAdded {
        name: organisation.name.clone(),
        kind: organisation.kind,
        mail_domain: organisation.mail_domain.clone(),
    };
    Ok(note(tx, organisation.id, now, by, &what)?)
}

/// Two organisations of one name could not be told apart, and two of one domain neither.
fn check_free(tx: &mut Conn, organisation: &Organisation) -> Result<(), Error> {
    let other = |found: Option<Organisation>| found.is_some_and(|one| one.id != organisation.id);
    if other(organisations::called(tx, &organisation.name)?) {
        return Err(Error::fault(Field::Organisation, "taken"));
    }
    if let Some(domain) = &organisation.mail_domain
        && other(organisations::by_mail_domain(tx, domain)?)
    {
        return Err(Error::fault(Field::MailDomain, "taken"));
    }
    Ok(())
}

/// Who may change all this, at this very moment.
pub(in crate::desk) fn manager(tx: &mut Conn, by: PersonId) -> Result<(), Error> {
    let person = people::find(tx, by).found()?;
    if person.active && may(person.role, Right::ManageSetUp) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}

fn note(
    tx: &mut Conn,
    organisation: OrganisationId,
    now: DateTime<Utc>,
    by: By,
    what: &SetUpDone,
) -> Result<(), StoreError> {
    setup_events::append(tx, SetUpThing::Organisation(organisation), now, by, what)
}
