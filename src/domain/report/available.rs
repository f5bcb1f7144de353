//! Availability as a report tells it: a line for each service of each organisation, with the free days that
//! were given for it.
//!
//! # Why
//! Rates of several organisations, or of several months, do not add up. So a report keeps the line of each period
//! of a contract: of that which ends in a month, and of a longer one as far as it had come by the end of the
//! month.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    availability::{Figure, Formula, Period, Ratio},
    credit::{CreditState, OwedCredit},
    ids::{ComponentId, ContractVersionId, CreditId, OrganisationId, ServiceId},
    money::Cents,
};

/// How much of the promised time a service worked for an organisation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Available {
    /// For whom.
    pub organisation: OrganisationId,
    /// Which service.
    pub service: ServiceId,
    /// The version of the contract that counted it.
    pub contract: ContractVersionId,
    /// What was measured.
    pub components: Vec<ComponentId>,
    /// The first day of the contract's period, in its own zone.
    pub first_day: NaiveDate,
    /// Its last day.
    pub last_day: NaiveDate,
    /// Its first instant, UTC.
    pub from: DateTime<Utc>,
    /// Up to when it was measured, UTC.
    pub until: DateTime<Utc>,
    /// Whether the period was over by then.
    pub is_over: bool,
    /// The time that was counted, microseconds.
    pub counted: i64,
    /// The time that was taken out, microseconds.
    pub taken_out: i64,
    /// The time that was lost, microseconds, as the contract rounds it.
    pub lost: Ratio,
    /// What is promised.
    pub target: Option<Ratio>,
    /// What the contract owes for it, whoever proposed what; nothing where it owes nothing.
    pub owed: Option<FreeDays>,
    /// The credits whose period ended in the month.
    pub credits: Vec<GivenDays>,
}

/// Free days that are owed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct FreeDays {
    /// Full minutes that were lost.
    pub minutes: u32,
    /// Days, the cap applied.
    pub days: u32,
    /// Days that the cap took away.
    pub capped: u32,
}

/// A credit as it stood.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct GivenDays {
    /// Which.
    pub credit: CreditId,
    /// The first day of its period.
    pub first_day: NaiveDate,
    /// The last day of its period.
    pub last_day: NaiveDate,
    /// Days.
    pub days: u32,
    /// What they are worth, where somebody said what a year costs.
    pub worth: Option<Cents>,
    /// What had become of it.
    pub state: CreditState,
}

/// What tells a line from the others of a month.
pub type AvailableKey = (OrganisationId, ServiceId, NaiveDate, NaiveDate);

impl Available {
    /// The line of a figure, without free days.
    #[must_use]
    pub fn of(
        (organisation, service): (OrganisationId, ServiceId),
        contract: ContractVersionId,
        components: Vec<ComponentId>,
        figure: &Figure,
    ) -> Self {
        Self {
            organisation,
            service,
            contract,
            components,
            first_day: figure.period.first(),
            last_day: figure.period.last(),
            from: figure.from,
            until: figure.to,
            is_over: figure.is_over,
            counted: figure.counted,
            taken_out: figure.taken_out,
            lost: figure.lost,
            target: figure.target,
            owed: None,
            credits: Vec::new(),
        }
    }

    /// The same with the free days that are owed, and those that were given by `as_of`, of the `all` that the
    /// organisation ever had. Those belong here whose period ended on one of the `days` of the report.
    #[must_use]
    pub fn with_credits(
        mut self,
        formula: &Formula,
        all: &[OwedCredit],
        (days, as_of): ((NaiveDate, NaiveDate), DateTime<Utc>),
    ) -> Self {
        let known: Vec<(&OwedCredit, CreditState)> = all
            .iter()
            .filter(|one| one.service == self.service && one.proposed_at <= as_of)
            .map(|one| (one, state_at(one, as_of)))
            .collect();
        let meets =
            |one: &OwedCredit| one.first_day <= self.last_day && self.first_day <= one.last_day;
        let given = known
            .iter()
            .filter(|(one, state)| *state != CreditState::Dropped && !meets(one))
            .map(|(one, _)| one.days)
            .sum();
        self.owed = self
            .figure()
            .credit(formula, given)
            .filter(|credit| credit.slices > 0)
            .map(|credit| FreeDays {
                minutes: credit.minutes,
                days: credit.days,
                capped: credit.capped,
            });
        self.credits = known
            .into_iter()
            .filter(|(one, _)| days.0 <= one.last_day && one.last_day <= days.1)
            .map(|(one, state)| GivenDays {
                credit: one.id,
                first_day: one.first_day,
                last_day: one.last_day,
                days: one.days,
                worth: one.value(),
                state,
            })
            .collect();
        self.credits.sort_by_key(|one| (one.last_day, one.credit));
        self
    }

    /// The figure, without the lines behind it.
    #[must_use]
    pub fn figure(&self) -> Figure {
        Figure {
            period: Period::between(self.first_day, self.last_day),
            from: self.from,
            to: self.until,
            is_over: self.is_over,
            counted: self.counted,
            taken_out: self.taken_out,
            exact_lost: self.lost,
            lost: self.lost,
            target: self.target,
            lines: Vec::new(),
        }
    }

    /// What tells it from the others of a month.
    #[must_use]
    pub const fn key(&self) -> AvailableKey {
        (
            self.organisation,
            self.service,
            self.first_day,
            self.last_day,
        )
    }

    /// Days of the credits of a state.
    #[must_use]
    pub fn days(&self, state: CreditState) -> u32 {
        let of_it = self.credits.iter().filter(|one| one.state == state);
        of_it.map(|one| one.days).sum()
    }

    /// What the credits are worth that nobody dropped; nothing where none has a price.
    #[must_use]
    pub fn worth(&self) -> Option<Cents> {
        let kept = self
            .credits
            .iter()
            .filter(|one| one.state != CreditState::Dropped);
        let cents: Vec<u64> = kept.filter_map(|one| one.worth).map(Cents::whole).collect();
        (!cents.is_empty())
            .then(|| Cents::new(cents.iter().sum()))
            .flatten()
    }

    /// Whether two lines tell a reader the same.
    fn says_as(&self, other: &Self) -> bool {
        let told = |one: &Self| Self {
            components: Vec::new(),
            ..one.clone()
        };
        told(self) == told(other)
    }
}

/// What had become of a credit by an instant at which it was known.
fn state_at(credit: &OwedCredit, as_of: DateTime<Utc>) -> CreditState {
    match credit.decided {
        Some((_, at)) if at > as_of => CreditState::Proposed,
        Some(_) | None => credit.state,
    }
}

/// A line that a correction changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AvailableChange {
    /// As it was; nothing where there was none.
    pub before: Option<Available>,
    /// As it is; nothing where it is gone.
    pub after: Option<Available>,
}

/// The lines that differ between two revisions of a month.
#[must_use]
pub fn available_changes(before: &[Available], after: &[Available]) -> Vec<AvailableChange> {
    type Both<'a> = (Option<&'a Available>, Option<&'a Available>);
    let mut all: BTreeMap<AvailableKey, Both<'_>> = BTreeMap::new();
    for one in before {
        all.entry(one.key()).or_default().0 = Some(one);
    }
    for one in after {
        all.entry(one.key()).or_default().1 = Some(one);
    }
    all.into_values()
        .filter(|(before, after)| match (before, after) {
            (Some(before), Some(after)) => !before.says_as(after),
            (Some(_), None) | (None, Some(_)) => true,
            (None, None) => false,
        })
        .map(|(before, after)| AvailableChange {
            before: before.cloned(),
            after: after.cloned(),
        })
        .collect()
}
