//! The availability of every organisation in a part of a period, counted for a report.
//!
//! # Why
//! The page of one organisation reads what it needs for one figure. A report has the figures of all of them, so what
//! they share is read once: parts of services, platforms, what happened in a contract's period.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::{
    desk::{Desk, Error, availability::parts_of},
    domain::{
        availability::{Period, measure},
        credit::OwedCredit,
        ids::{OrganisationId, PlatformId, ServiceId},
        operation::{Component, Operation, facts},
        report::{Available, Closing, ReportPeriod, ReportPeriodKind},
        subscription::Subscription,
    },
    store::{
        Conn, components, credits, operations, platforms, report::known::known_operations,
        subscriptions,
    },
};

/// The days of the longest period of a contract, a quarter.
const LONGEST: Days = Days::new(92);

/// What the lines share.
struct Ground<'a> {
    desk: &'a Desk,
    /// The first and the last day of the part.
    days: (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
    parts: Vec<Component>,
    production: BTreeSet<PlatformId>,
    operations: BTreeMap<Period, Vec<Operation>>,
    credits: BTreeMap<OrganisationId, Vec<OwedCredit>>,
}

impl Desk {
    /// The lines of the `days` of a report, as they are known `now`, of each organisation that had a service under
    /// a contract with a formula. A line among `kept` is counted again by the version that counted it.
    pub(super) fn available(
        &self,
        conn: &mut Conn,
        days: (NaiveDate, NaiveDate),
        now: DateTime<Utc>,
        kept: &[Available],
    ) -> Result<Vec<Available>, Error> {
        let (_, last) = days;
        let from = last.checked_sub_days(LONGEST).unwrap_or(last);
        let mut own: BTreeMap<(OrganisationId, ServiceId), Vec<Subscription>> = BTreeMap::new();
        for one in subscriptions::over(conn, (from, last))? {
            let key = (one.organisation, one.service);
            own.entry(key).or_default().push(one);
        }
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let mut ground = Ground {
            desk: self,
            days,
            now,
            parts: components::all(conn)?,
            production: platforms::in_production(conn)?.into_iter().collect(),
            operations: BTreeMap::new(),
            credits: BTreeMap::new(),
        };
        let mut lines = Vec::new();
        for (key, all) in own {
            let of_it = all.iter().find(|one| one.covers(last)).or(all.last());
            let before = kept
                .iter()
                .find(|one| (one.organisation, one.service) == key);
            if let Some(subscription) = of_it {
                lines.extend(ground.line(conn, subscription, before)?);
            }
        }
        Ok(lines)
    }

    /// The lines that a closed month keeps, counted again from what was known when it was closed.
    pub(super) fn available_again(
        &self,
        conn: &mut Conn,
        closing: &Closing,
        lines: &[Available],
    ) -> Result<Vec<Available>, Error> {
        let from = lines.iter().map(|one| one.from).min();
        let to = lines.iter().map(|one| one.until).max();
        let Some((from, to)) = from.zip(to) else {
            return Ok(Vec::new());
        };
        let known = known_operations(conn, closing.made_at, (from - TimeDelta::days(1), to))?;
        let month = ReportPeriod::of(ReportPeriodKind::Month, closing.month);
        let days = (month.first(), month.last());
        let mut credits_of = BTreeMap::new();
        let mut again = Vec::new();
        for line in lines {
            let contract = self.contracts.get(conn, line.contract)?;
            let formula = contract.availability().ok_or(Error::NotFound)?;
            let figure = measure(
                formula,
                contract.calendar(),
                Period::between(line.first_day, line.last_day),
                &facts(&known, &line.components),
                line.until,
            );
            let of = (line.organisation, line.service);
            let counted = Available::of(of, line.contract, line.components.clone(), &figure);
            let own = own_credits(conn, &mut credits_of, line.organisation)?;
            again.push(counted.with_credits(formula, own, (days, closing.made_at)));
        }
        Ok(again)
    }
}

impl Ground<'_> {
    /// The line of a subscription; none where its contract has no formula, or it had ended before the period
    /// began.
    fn line(
        &mut self,
        conn: &mut Conn,
        subscription: &Subscription,
        before: Option<&Available>,
    ) -> Result<Option<Available>, Error> {
        let (name, day) = (&subscription.contract_name, self.days.1);
        let kept = match before {
            Some(line) => Some((line.contract, self.desk.contracts.get(conn, line.contract)?)),
            None => None,
        };
        let kept = kept.filter(|(_, contract)| contract.name().as_str() == name);
        let (version, contract) = match kept {
            Some(found) => found,
            None => match self.desk.counting(conn, name, day, self.now) {
                Ok(found) => found,
                Err(Error::NotFound) => return Ok(None),
                Err(error) => return Err(error),
            },
        };
        let Some(formula) = contract.availability() else {
            return Ok(None);
        };
        let calendar = contract.calendar();
        let period = Period::of(formula.period, day);
        let had_ended = subscription
            .last_day
            .is_some_and(|last| last < period.first());
        if had_ended || subscription.first_day > period.last() {
            return Ok(None);
        }
        let of = (subscription.organisation, subscription.service);
        let is_production = |id| self.production.contains(&id);
        let components = parts_of(&self.parts, of, &is_production)
            .into_iter()
            .map(|one| one.id)
            .collect::<Vec<_>>();
        let (from, end) = period.bounds(calendar);
        let happened = match self.operations.entry(period) {
            Entry::Occupied(read) => read.into_mut(),
            Entry::Vacant(free) => {
                // Zones are less than a day apart: contracts whose period has the same days share it.
                let (from, to) = (from - TimeDelta::days(2), end + TimeDelta::days(1));
                free.insert(operations::between(conn, from, to)?)
            }
        };
        let next = day.succ_opt().unwrap_or(day);
        let until = self.now.min(calendar.begin_of(next));
        let facts = facts(happened, &components);
        let figure = measure(formula, calendar, period, &facts, until);
        let line = Available::of(of, version, components, &figure);
        let own = own_credits(conn, &mut self.credits, subscription.organisation)?;
        Ok(Some(line.with_credits(formula, own, (self.days, self.now))))
    }
}

/// The credits of an organisation, read once.
fn own_credits<'a>(
    conn: &mut Conn,
    read: &'a mut BTreeMap<OrganisationId, Vec<OwedCredit>>,
    organisation: OrganisationId,
) -> Result<&'a [OwedCredit], Error> {
    match read.entry(organisation) {
        Entry::Occupied(read) => Ok(read.into_mut()),
        Entry::Vacant(free) => Ok(free.insert(credits::of(conn, organisation)?)),
    }
}
