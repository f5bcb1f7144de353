//! Which contract an organisation has for a service, and from when to when.

use chrono::NaiveDate;

use super::{Desk, Error, manager, note};
use crate::{
    desk::{Field, Found},
    domain::{
        ids::{OrganisationId, PersonId, ServiceId, SubscriptionId},
        money::Cents,
        people_history::By,
        setup_history::SetUpDone,
        subscription::Subscription,
    },
    store::{organisations, services, subscriptions},
};

/// What is said of a subscription, and can be changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SubscriptionSaid {
    /// Whether it includes support, so that requests may be filed.
    pub support: bool,
    /// Help paid for in advance, in minutes.
    pub prepaid_minutes: Option<u32>,
    /// What it costs a year, without taxes.
    pub annual: Option<Cents>,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day, itself included.
    pub last_day: Option<NaiveDate>,
}

impl Desk {
    /// Assigns a contract: requests of the organisation for the service are filed under it from the
    /// first day to the last.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when it ends before it begins, or
    /// there is no such contract.
    pub fn subscribe(
        &self,
        organisation: OrganisationId,
        service: ServiceId,
        contract: &str,
        said: SubscriptionSaid,
        by: PersonId,
    ) -> Result<SubscriptionId, Error> {
        check(said)?;
        if self.in_force(contract, self.clock.now()).is_err() {
            return Err(Error::fault(Field::Contract, "unknown"));
        }
        let (now, contract) = (self.clock.now(), contract.to_owned());
        let id = SubscriptionId::fresh();
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            organisations::find(tx, organisation).found()?;
            services::find(tx, service).found()?;
            let subscription = Subscription {
                id,
                organisation,
                service,
                contract_name: contract.clone(),
                support: said.support,
                prepaid_minutes: said.prepaid_minutes,
                annual: said.annual,
                first_day: said.first_day,
                last_day: said.last_day,
            };
            subscriptions::insert(tx, &subscription)?;
            let what = SetUpDone::Subscribed {
                subscription: id,
                service,
                contract: contract.clone(),
                support: said.support,
                prepaid_minutes: said.prepaid_minutes,
                annual_cents: said.annual.map(Cents::whole),
                first_day: said.first_day,
                last_day: said.last_day,
            };
            note(tx, organisation, now, By::Person(by), &what)?;
            Ok(id)
        })
    }

    /// Changes a subscription's support, hours and days. Tickets that are filed keep their contract.
    ///
    /// # Errors
    /// As [`Desk::subscribe`]; [`Error::NotFound`] when it is none of the organisation's.
    pub fn change_subscription(
        &self,
        organisation: OrganisationId,
        id: SubscriptionId,
        said: SubscriptionSaid,
        by: PersonId,
    ) -> Result<(), Error> {
        check(said)?;
        let now = self.clock.now();
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let before = subscriptions::of(tx, organisation)?
                .into_iter()
                .find(|one| one.id == id)
                .ok_or(Error::NotFound)?;
            let after = Subscription {
                support: said.support,
                prepaid_minutes: said.prepaid_minutes,
                annual: said.annual,
                first_day: said.first_day,
                last_day: said.last_day,
                ..before.clone()
            };
            if before == after {
                return Ok(());
            }
            subscriptions::change(tx, &after)?;
            let what = SetUpDone::SubscriptionChanged {
                subscription: id,
                support: said.support,
                prepaid_minutes: said.prepaid_minutes,
                annual_cents: said.annual.map(Cents::whole),
                first_day: said.first_day,
                last_day: said.last_day,
            };
            Ok(note(tx, organisation, now, By::Person(by), &what)?)
        })
    }
}

fn check(said: SubscriptionSaid) -> Result<(), Error> {
    if said.last_day.is_some_and(|last| last < said.first_day) {
        return Err(Error::fault(Field::LastDay, "before-first"));
    }
    Ok(())
}
