//! How much of the promised time a service worked for an organisation.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Desk, Error, Found};
use crate::{
    domain::{
        availability::{Credit, Figure, Period, Source, measure},
        contract::Contract,
        credit::{CreditState, OwedCredit},
        ids::{ComponentId, ContractVersionId, OrganisationId, PlatformId, ServiceId},
        money::Cents,
        operation::{Component, Operation, facts},
        people::Organisation,
        platform::Environment,
        services::Service,
        subscription::Subscription,
    },
    store::{
        Conn, components, credits, operations, organisations, platforms, services, subscriptions,
    },
};

/// How many services are read.
const MOST: i64 = 500;

/// Which figure is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PeriodAsked {
    /// For which service; the first that has a formula where none is named.
    pub service: Option<ServiceId>,
    /// A day of the period; today where none is named.
    pub day: Option<NaiveDate>,
}

/// A figure, with what is behind it.
#[derive(Clone, Debug)]
pub struct AvailabilityPage {
    /// For whom.
    pub organisation: Organisation,
    /// Its services for which a contract says how availability is counted, and the contract.
    pub services: Vec<(Service, Subscription)>,
    /// The figure; nothing where no contract says how it is counted.
    pub measured: Option<Measured>,
    /// The credits of the service, the latest period first.
    pub credits: Vec<OwedCredit>,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

/// The figure of a service in a period.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The service.
    pub service: Service,
    /// The version of the contract it was computed with.
    pub version: ContractVersionId,
    /// The contract.
    pub contract: Arc<Contract>,
    /// What it amounts to.
    pub figure: Figure,
    /// The operations behind its lines.
    pub operations: Vec<Operation>,
    /// What was measured.
    pub components: Vec<Component>,
    /// What the contract owes for it, after what was given before.
    pub credit: Option<Credit>,
    /// What the subscription costs a year, where somebody said so.
    pub annual: Option<Cents>,
}

impl Desk {
    /// How much of the promised time a service worked for an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such organisation, or it has no such service.
    pub fn availability(
        &self,
        organisation: OrganisationId,
        asked: PeriodAsked,
    ) -> Result<AvailabilityPage, Error> {
        let now = self.clock.now();
        self.store
            .read(|conn| self.availability_in(conn, organisation, asked, now))
    }

    pub(super) fn availability_in(
        &self,
        conn: &mut Conn,
        organisation: OrganisationId,
        asked: PeriodAsked,
        now: DateTime<Utc>,
    ) -> Result<AvailabilityPage, Error> {
        let organisation = organisations::find(conn, organisation).found()?;
        let services = self.measured_services(conn, organisation.id)?;
        let chosen = match asked.service {
            None => services.first(),
            Some(id) => {
                let found = services.iter().find(|(service, _)| service.id == id);
                Some(found.ok_or(Error::NotFound)?)
            }
        };
        let measured = match chosen {
            None => None,
            Some((service, last)) => Some(self.measured(conn, service, last, asked.day, now)?),
        };
        let mut own = credits::of(conn, organisation.id)?;
        own.retain(|one| {
            let measured = measured.as_ref();
            measured.is_some_and(|measured| measured.service.id == one.service)
        });
        Ok(AvailabilityPage {
            organisation,
            services,
            measured,
            credits: own,
            now,
        })
    }

    /// The services of an organisation whose contract says how availability is counted, each with the
    /// subscription that began last.
    fn measured_services(
        &self,
        conn: &mut Conn,
        organisation: OrganisationId,
    ) -> Result<Vec<(Service, Subscription)>, Error> {
        let own = subscriptions::of(conn, organisation)?;
        let mut found = Vec::new();
        for service in services::list(conn, MOST)? {
            let of_it = own.iter().filter(|one| one.service == service.id);
            let Some(last) = of_it.max_by_key(|one| one.first_day) else {
                continue;
            };
            let (_, contract) =
                self.contracts
                    .in_force(conn, &last.contract_name, self.clock.now())?;
            if contract.availability().is_some() {
                found.push((service, last.clone()));
            }
        }
        Ok(found)
    }

    /// The version of a contract that counts the period in which a day lies: that which was in force when the
    /// period ended.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the contract does not say how availability is counted.
    pub(super) fn counting(
        &self,
        conn: &mut Conn,
        name: &str,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<(ContractVersionId, Arc<Contract>), Error> {
        let present = self.contracts.in_force(conn, name, now)?;
        let formula = present.1.availability().ok_or(Error::NotFound)?;
        let (_, end) = Period::of(formula.period, day).bounds(present.1.calendar());
        match self.contracts.in_force(conn, name, end.min(now)) {
            Ok(found) if found.1.availability().is_some() => Ok(found),
            Ok(_) | Err(_) => Ok(present),
        }
    }

    fn measured(
        &self,
        conn: &mut Conn,
        service: &Service,
        last: &Subscription,
        day: Option<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Result<Measured, Error> {
        let (_, present) = self.contracts.in_force(conn, &last.contract_name, now)?;
        let day = day.unwrap_or_else(|| present.calendar().local_date(now));
        let own = subscriptions::of(conn, last.organisation)?;
        let mut own = own.into_iter().filter(|one| one.service == service.id);
        // The subscription of that day; where there was none, the last one, which then owes nothing.
        let subscription = own
            .find(|one| one.covers(day))
            .unwrap_or_else(|| last.clone());
        let (version, contract) = self.counting(conn, &subscription.contract_name, day, now)?;
        let formula = contract.availability().ok_or(Error::NotFound)?;
        let calendar = contract.calendar();
        let period = Period::of(formula.period, day);
        let is_covered = subscription.first_day <= period.last()
            && subscription
                .last_day
                .is_none_or(|last_day| period.first() <= last_day);
        let of = (subscription.organisation, service.id);
        let parts = production(conn, of)?;
        let ids: Vec<ComponentId> = parts.iter().map(|one| one.id).collect();
        let (from, to) = period.bounds(calendar);
        let mut all = operations::between(conn, from - TimeDelta::days(1), to)?;
        all.retain(|one| one.concerns(&ids));
        let given = credits::of(conn, subscription.organisation)?
            .iter()
            .filter(|one| one.service == service.id && one.state != CreditState::Dropped)
            .map(|one| one.days)
            .sum();
        let figure = measure(formula, calendar, period, &facts(&all, &ids), now);
        let in_sight = |one: &Operation| {
            figure.lines.iter().any(|line| match line.source {
                Source::Outage(id) | Source::Maintenance(id) => id == one.id,
            })
        };
        all.retain(in_sight);
        Ok(Measured {
            service: service.clone(),
            version,
            credit: figure.credit(formula, given).filter(|_| is_covered),
            contract: Arc::clone(&contract),
            annual: subscription.annual,
            figure,
            operations: all,
            components: parts,
        })
    }
}

/// What of a service an organisation depends on.
fn production(
    conn: &mut Conn,
    (organisation, service): (OrganisationId, ServiceId),
) -> Result<Vec<Component>, Error> {
    let own = platforms::of(conn, organisation)?;
    let is_production = |id| {
        let found = own.iter().find(|one| one.id == id);
        found.is_some_and(|one| one.environment == Environment::Production)
    };
    let all = components::all(conn)?;
    Ok(parts_of(&all, (organisation, service), &is_production))
}

/// What of a service an organisation depends on, of `all` there is: the parts that every customer has, and its
/// own platforms that are production (Divalto, chapter 2.6: the rate is guaranteed for those).
pub(super) fn parts_of(
    all: &[Component],
    (organisation, service): (OrganisationId, ServiceId),
    is_production: &dyn Fn(PlatformId) -> bool,
) -> Vec<Component> {
    all.iter()
        .filter(|one| {
            one.service == service
                && one.serves(organisation)
                && one.platform.is_none_or(|(_, id)| is_production(id))
        })
        .cloned()
        .collect()
}
