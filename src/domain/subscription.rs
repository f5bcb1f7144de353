//! Which contract an organisation has for a service, and what that means on a day.

use chrono::NaiveDate;

use super::{
    ids::{OrganisationId, ServiceId, SubscriptionId},
    money::Cents,
};

/// A contract that an organisation has for a service, from its first day to its last.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subscription {
    /// Identity.
    pub id: SubscriptionId,
    /// Whose.
    pub organisation: OrganisationId,
    /// For which service.
    pub service: ServiceId,
    /// The contract, by its name: requests are filed under its latest version.
    pub contract_name: String,
    /// Whether it includes support, so that requests may be filed (CallCenterRate, « support »).
    pub support: bool,
    /// Help paid for in advance, in minutes (AZ Projet, « forfaits d'assistance »).
    pub prepaid_minutes: Option<u32>,
    /// What it costs a year, without taxes; nothing where nobody said.
    pub annual: Option<Cents>,
    /// The first day, in the desk's own time zone.
    pub first_day: NaiveDate,
    /// The last day, itself included; none while no end is agreed.
    pub last_day: Option<NaiveDate>,
}

/// What an organisation's subscriptions to a service amount to on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Entitlement<'a> {
    /// There never was one.
    None,
    /// One is in force; it may include support or not.
    Active(&'a Subscription),
    /// The last one ended, on its last day.
    Ended(&'a Subscription),
    /// The first one is yet to begin.
    NotYet(&'a Subscription),
}

impl Subscription {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

/// What `subscriptions` to `service` amount to on a day. Of several in force, one with support goes
/// before one without, and then the one that began last.
#[must_use]
pub fn entitlement(
    subscriptions: &[Subscription],
    service: ServiceId,
    day: NaiveDate,
) -> Entitlement<'_> {
    let of_service = || subscriptions.iter().filter(|one| one.service == service);
    if let Some(active) = of_service()
        .filter(|one| one.covers(day))
        .max_by_key(|one| (one.support, one.first_day))
    {
        return Entitlement::Active(active);
    }
    if let Some(next) = of_service()
        .filter(|one| one.first_day > day)
        .min_by_key(|one| one.first_day)
        && of_service().all(|one| one.first_day > day)
    {
        return Entitlement::NotYet(next);
    }
    of_service()
        .filter(|one| one.last_day.is_some_and(|last| last < day))
        .max_by_key(|one| one.last_day)
        .map_or(Entitlement::None, Entitlement::Ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn subscription(service: ServiceId, first: &str, last: Option<&str>) -> Subscription {
        Subscription {
            id: SubscriptionId::fresh(),
            organisation: OrganisationId::fresh(),
            service,
            contract_name: "standard".to_owned(),
            support: true,
            prepaid_minutes: None,
            annual: None,
            first_day: day(first),
            last_day: last.map(day),
        }
    }

    #[test]
    fn a_subscription_holds_on_its_first_and_on_its_last_day() {
        let service = ServiceId::fresh();
        let one = subscription(service, "2026-01-01", Some("2026-12-31"));
        let all = std::slice::from_ref(&one);
        for (at, active) in [
            ("2025-12-31", false),
            ("2026-01-01", true),
            ("2026-12-31", true),
            ("2027-01-01", false),
        ] {
            let found = entitlement(all, service, day(at));
            assert_eq!(matches!(found, Entitlement::Active(_)), active, "{at}");
        }
        assert_eq!(
            entitlement(all, service, day("2025-12-31")),
            Entitlement::NotYet(&one)
        );
        assert_eq!(
            entitlement(all, service, day("2027-01-01")),
            Entitlement::Ended(&one)
        );
        assert_eq!(
            entitlement(all, ServiceId::fresh(), day("2026-06-01")),
            Entitlement::None
        );
    }

    #[test]
    fn between_two_subscriptions_the_last_one_is_said_to_have_ended() {
        let service = ServiceId::fresh();
        let all = [
            subscription(service, "2024-01-01", Some("2024-12-31")),
            subscription(service, "2025-01-01", Some("2025-12-31")),
            subscription(service, "2027-01-01", None),
        ];
        assert_eq!(
            entitlement(&all, service, day("2026-06-01")),
            Entitlement::Ended(&all[1])
        );
    }

    #[test]
    fn support_goes_before_none_and_the_newer_before_the_older() {
        let service = ServiceId::fresh();
        let mut all = [
            subscription(service, "2026-01-01", None),
            subscription(service, "2026-03-01", None),
        ];
        assert_eq!(
            entitlement(&all, service, day("2026-06-01")),
            Entitlement::Active(&all[1])
        );
        all[1].support = false;
        assert_eq!(
            entitlement(&all, service, day("2026-06-01")),
            Entitlement::Active(&all[0])
        );
    }
}
