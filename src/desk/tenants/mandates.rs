//! Which integrator serves which customer. Noted in the history of both.

use super::{Desk, Error, manager, note};
use crate::{
    desk::{Field, Found},
    domain::{
        ids::{OrganisationId, PersonId},
        people::OrganisationKind,
        people_history::By,
        setup_history::SetUpDone,
        ticket::Actor,
    },
    store::{mandates, organisations, people, watchers},
};

impl Desk {
    /// Lets an integrator serve a customer: its people see the customer's tickets and file for it.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when the one is no integrator or
    /// both are the same.
    pub fn give_mandate(
        &self,
        integrator: OrganisationId,
        customer: OrganisationId,
        by: PersonId,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let serves = organisations::find(tx, integrator).found()?;
            organisations::find(tx, customer).found()?;
            if serves.kind != OrganisationKind::Integrator || integrator == customer {
                return Err(Error::fault(Field::Integrator, "unknown"));
            }
            if mandates::give(tx, integrator, customer, now)? {
                let what = SetUpDone::MandateGiven {
                    integrator,
                    customer,
                };
                for one in [integrator, customer] {
                    note(tx, one, now, By::Person(by), &what)?;
                }
            }
            Ok(())
        })
    }

    /// Ends a mandate: from the next request on the integrator's people see nothing of the customer
    /// but what they filed themselves, and follow none of its tickets.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when there is none.
    pub fn withdraw_mandate(
        &self,
        integrator: OrganisationId,
        customer: OrganisationId,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        self.insist(move |tx| {
            manager(tx, by)?;
            let theirs: Vec<PersonId> = people::of_organisation(tx, integrator, i64::MAX)?
                .into_iter()
                .map(|person| person.id)
                .collect();
            let followed = watchers::followed_by(tx, &theirs, customer, i64::MAX)?;
            desk.end_following(tx, &followed, Actor::Agent(by), now)?;
            if !mandates::withdraw(tx, integrator, customer)? {
                return Err(Error::NotFound);
            }
            let what = SetUpDone::MandateWithdrawn {
                integrator,
                customer,
            };
            for one in [integrator, customer] {
                note(tx, one, now, By::Person(by), &what)?;
            }
            Ok(())
        })
    }
}
