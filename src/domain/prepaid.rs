//! Help paid for in advance: what of it is spent, on which ticket and in which month (AZ Projet,
//! « forfaits d'assistance »).
//!
//! # Why
//! A customer whose hours run out buys more before the year is over, so that two packages of one
//! service may be in force on the same day. Time is taken from the one that began first as long as
//! something is left of it, then from the next; when nothing is left anywhere, from the last one,
//! which then says how much too much was spent. What a correction gives back goes the same way
//! backwards. Every minute that was told on a day that a package covers is counted exactly once.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{
    ids::{ServiceId, TicketId},
    subscription::Subscription,
};

/// Time that was told of a ticket, or taken from it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Spent {
    /// The ticket.
    pub ticket: TicketId,
    /// Its service.
    pub service: ServiceId,
    /// The day on which it was told, where the desk is.
    pub day: NaiveDate,
    /// Minutes; less than none for a correction that takes some away.
    pub minutes: i64,
}

/// What became of the help that one subscription paid for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Account {
    /// The subscription.
    pub subscription: Subscription,
    /// Minutes that were paid for.
    pub bought: i64,
    /// Minutes that were spent, by the first day of the month and by ticket.
    pub months: BTreeMap<NaiveDate, BTreeMap<TicketId, i64>>,
}

impl Account {
    fn of(subscription: &Subscription) -> Option<Self> {
        Some(Self {
            bought: i64::from(subscription.prepaid_minutes?),
            subscription: subscription.clone(),
            months: BTreeMap::new(),
        })
    }

    /// Minutes that were spent.
    #[must_use]
    pub fn spent(&self) -> i64 {
        self.months.values().flat_map(BTreeMap::values).sum()
    }

    /// Minutes that are left; less than none when more was spent than paid for.
    #[must_use]
    pub fn left(&self) -> i64 {
        self.bought - self.spent()
    }

    fn note(&mut self, spent: &Spent, minutes: i64) {
        if minutes == 0 {
            return;
        }
        let month = spent.day.with_day(1).unwrap_or(spent.day);
        let of_month = self.months.entry(month).or_default();
        *of_month.entry(spent.ticket).or_default() += minutes;
    }
}

/// The accounts of those subscriptions that paid for help in advance, the first to begin first;
/// `spent` in the order in which it was told.
#[must_use]
pub fn accounts(subscriptions: &[Subscription], spent: &[Spent]) -> Vec<Account> {
    let mut accounts: Vec<Account> = subscriptions.iter().filter_map(Account::of).collect();
    accounts.sort_by_key(|one| (one.subscription.first_day, one.subscription.id));
    for one in spent {
        let covers = |account: &Account| {
            account.subscription.service == one.service && account.subscription.covers(one.day)
        };
        let covering: Vec<&mut Account> = accounts.iter_mut().filter(|one| covers(one)).collect();
        if one.minutes < 0 {
            give_back(covering, one);
        } else {
            take(covering, one);
        }
    }
    accounts
}

fn take(covering: Vec<&mut Account>, spent: &Spent) {
    let mut rest = spent.minutes;
    let last = covering.len().saturating_sub(1);
    for (place, account) in covering.into_iter().enumerate() {
        let taken = if place == last {
            rest
        } else {
            rest.min(account.left().max(0))
        };
        account.note(spent, taken);
        rest -= taken;
    }
}

fn give_back(covering: Vec<&mut Account>, spent: &Spent) {
    let mut rest = -spent.minutes;
    let last = covering.len().saturating_sub(1);
    for (place, account) in covering.into_iter().rev().enumerate() {
        let given = if place == last {
            rest
        } else {
            rest.min(account.spent().max(0))
        };
        account.note(spent, -given);
        rest -= given;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::ids::{OrganisationId, SubscriptionId};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn package(service: ServiceId, minutes: u32, first: &str, last: Option<&str>) -> Subscription {
        Subscription {
            id: SubscriptionId::fresh(),
            organisation: OrganisationId::fresh(),
            service,
            contract_name: "azprojet".to_owned(),
            support: true,
            prepaid_minutes: Some(minutes),
            annual: None,
            first_day: day(first),
            last_day: last.map(day),
        }
    }

    fn spent(ticket: TicketId, service: ServiceId, on: &str, minutes: i64) -> Spent {
        Spent {
            ticket,
            service,
            day: day(on),
            minutes,
        }
    }

    #[test]
    fn time_counts_by_month_and_ticket_and_may_go_below_nothing() {
        let (service, ticket, other) = (ServiceId::fresh(), TicketId::fresh(), TicketId::fresh());
        let all = [package(service, 120, "2026-01-01", Some("2026-12-31"))];
        let told = [
            spent(ticket, service, "2025-12-31", 999),
            spent(ticket, service, "2026-01-31", 50),
            spent(other, service, "2026-01-31", 20),
            spent(ticket, service, "2026-02-01", 80),
            spent(ticket, ServiceId::fresh(), "2026-02-01", 999),
            spent(ticket, service, "2026-02-03", -5),
            spent(ticket, service, "2027-01-01", 999),
        ];
        let found = accounts(&all, &told);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].spent(), found[0].left()), (145, -25));
        let months: Vec<_> = found[0].months.iter().collect();
        assert_eq!(months[0].0, &day("2026-01-01"));
        assert_eq!(months[0].1[&other], 20);
        assert_eq!(months[1].1[&ticket], 75);
    }

    #[test]
    fn what_a_first_package_has_no_more_is_taken_from_the_next() {
        let (service, ticket) = (ServiceId::fresh(), TicketId::fresh());
        let all = [
            package(service, 60, "2026-05-01", None),
            package(service, 60, "2026-01-01", Some("2026-12-31")),
        ];
        let told = [
            spent(ticket, service, "2026-05-02", 90),
            spent(ticket, service, "2026-05-03", 60),
            spent(ticket, service, "2026-05-04", -100),
        ];
        let left = |told: &[Spent]| {
            let found = accounts(&all, told);
            found.iter().map(Account::left).collect::<Vec<_>>()
        };
        assert_eq!(left(&told[..1]), [0, 30]);
        assert_eq!(left(&told[..2]), [0, -30]);
        assert_eq!(left(&told), [10, 60]);
    }

    #[test]
    fn a_subscription_without_prepaid_help_has_no_account() {
        let mut one = package(ServiceId::fresh(), 60, "2026-01-01", None);
        one.prepaid_minutes = None;
        assert_eq!(accounts(&[one], &[]), []);
    }

    proptest! {
        #[test]
        fn every_minute_of_a_covered_day_is_counted_once(
            sizes in prop::collection::vec((0_u32..300, 0_u64..200, 0_u64..200), 1..4),
            told in prop::collection::vec((0_u64..400, -200_i64..200), 0..40),
        ) {
            let (service, ticket) = (ServiceId::fresh(), TicketId::fresh());
            let start = day("2026-01-01");
            let after = |days| start + chrono::Days::new(days);
            let all: Vec<Subscription> = sizes.iter().map(|(minutes, first, length)| Subscription {
                first_day: after(*first),
                last_day: Some(after(first + length)),
                ..package(service, *minutes, "2026-01-01", None)
            }).collect();
            let mut told: Vec<Spent> = told.iter().map(|(on, minutes)| Spent {
                ticket, service, day: after(*on), minutes: *minutes,
            }).collect();
            told.sort_by_key(|one| one.day);
            let covered: i64 = told.iter()
                .filter(|one| all.iter().any(|package| package.covers(one.day)))
                .map(|one| one.minutes)
                .sum();
            let counted: i64 = accounts(&all, &told).iter().map(Account::spent).sum();
            prop_assert_eq!(counted, covered);
        }
    }
}
