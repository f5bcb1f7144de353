//! The same meaning once more, so slowly that it cannot be wrong: it looks at each minute by itself, and
//! asks the wall clock and the holidays, not the compiled calendar.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Timelike, Utc};

use super::{Cause, Downtime, Exclusion, Facts, Formula, Period, Work};
use crate::domain::{
    availability::{Counted, Takes},
    calendar::CalendarRules,
    ticket::Priority,
};

/// What the oracle counted.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Minutes {
    pub(super) counted: i64,
    pub(super) taken_out: i64,
    pub(super) lost: BTreeMap<Priority, i64>,
}

pub(super) fn count(
    formula: &Formula,
    rules: &CalendarRules,
    period: Period,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Minutes {
    let mut minutes = Minutes::default();
    let mut holidays: BTreeMap<i32, Vec<NaiveDate>> = BTreeMap::new();
    // Every minute that can lie in the period, wherever the clocks hang.
    let mut at = period.first().and_hms_opt(0, 0, 0).unwrap().and_utc() - TimeDelta::days(1);
    let end = period.last().and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::days(3);
    while at < end {
        let wall = rules.timezone().from_utc_datetime(&at.naive_utc());
        let date = wall.date_naive();
        let shut = holidays.entry(date.year()).or_insert_with(|| {
            let all = rules.zone().holidays(date.year(), rules.good_friday());
            all.into_iter().map(|one| one.date).collect()
        });
        let inside = period.first() <= date && date <= period.last() && at < now;
        let second = i64::from(wall.time().num_seconds_from_midnight());
        let open = !shut.contains(&date)
            && rules
                .hours()
                .on(date.weekday())
                .iter()
                .any(|open| open.from().seconds() <= second && second < open.to().seconds());
        if inside && (formula.counted == Counted::Always || open) {
            look(formula, facts, at, &mut minutes);
        }
        at += TimeDelta::minutes(1);
    }
    minutes
}

/// Looks at a minute that counts.
fn look(formula: &Formula, facts: &Facts, at: DateTime<Utc>, minutes: &mut Minutes) {
    let takes = |why: Exclusion| formula.excluded.get(&why).map(|rule| rule.takes);
    let mut out = false;
    let mut worst: Option<Priority> = None;
    let mut lose = |severity: Priority| {
        worst = Some(worst.map_or(severity, |other| other.min(severity)));
    };
    for work in &facts.works {
        match (takes(Exclusion::Maintenance), planned(work, at)) {
            (Some(Takes::Time), Some(true)) => out = true,
            (Some(Takes::Loss), Some(true)) | (_, None) => {}
            (None, Some(_)) | (Some(_), Some(false)) => lose(work.severity),
        }
    }
    for one in &facts.outages {
        let Some(severity) = severity(one, at) else {
            continue;
        };
        let cause = match one.cause {
            Cause::Outside(why) => takes(why),
            Cause::Unknown | Cause::Ours => None,
        };
        let paused = one
            .pauses
            .iter()
            .filter(|pause| pause.from <= at && at < pause.to)
            .find_map(|pause| takes(pause.reason));
        match cause.or(paused) {
            Some(Takes::Time) => out = true,
            Some(Takes::Loss) => {}
            None => lose(severity),
        }
    }
    if out {
        minutes.taken_out += 1;
        return;
    }
    minutes.counted += 1;
    if let Some(worst) = worst {
        *minutes.lost.entry(worst).or_default() += 1;
    }
}

/// Whether work lasts at a minute, and then whether its plan covers that.
fn planned(work: &Work, at: DateTime<Utc>) -> Option<bool> {
    let lasts = work.from <= at && work.ended.is_none_or(|ended| at < ended);
    lasts.then_some(work.announced && at < work.to)
}

fn severity(one: &Downtime, at: DateTime<Utc>) -> Option<Priority> {
    if one.to.is_some_and(|to| at >= to) {
        return None;
    }
    let begun = one.stages.iter().filter(|stage| stage.from <= at);
    begun
        .max_by_key(|stage| stage.from)
        .map(|stage| stage.severity)
}
