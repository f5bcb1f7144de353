//! `[availability]` and `[maintenance]`: how the rate is counted, and when work may be planned.

use std::collections::BTreeMap;

use super::{
    super::{Listed, Problem, error::shown},
    hours,
    part::{Part, Value},
    report::Report,
};
use crate::domain::{
    availability::{
        Counted, CreditRule, Excluded, Exclusion, Formula, MaintenanceRule, PeriodKind, Ratio,
        Rounding, Takes,
    },
    calendar::CalendarRules,
    ticket::Priority,
};

const KEYS: [&str; 9] = [
    "target", "period", "counted", "weights", "rounding", "reading", "excluded", "credit", "clause",
];

const PERIODS: [(&str, PeriodKind); 3] = [
    (PeriodKind::Month.word(), PeriodKind::Month),
    (PeriodKind::ThirtyDays.word(), PeriodKind::ThirtyDays),
    (PeriodKind::Quarter.word(), PeriodKind::Quarter),
];

const COUNTED: [(&str, Counted); 3] = [
    ("always", Counted::Always),
    ("office-hours", Counted::OfficeHours),
    ("guaranteed-period", Counted::GuaranteedPeriod),
];

const ROUNDING: [(&str, Rounding); 4] = [
    ("exact", Rounding::Exact),
    ("up", Rounding::Up),
    ("down", Rounding::Down),
    ("nearest", Rounding::Nearest),
];

const TAKES: [(&str, Takes); 2] = [("loss", Takes::Loss), ("time", Takes::Time)];

/// The most days, minutes or hours that a rule may speak of.
const MOST: u64 = 36_600;

/// Reads the formula; the outer `None` tells that something is wrong with it.
#[expect(
    clippy::option_option,
    reason = "whether it could be read, and whether it is there"
)]
pub(super) fn availability(
    report: &mut Report<'_>,
    contract: &Part<'_>,
) -> Option<Option<Formula>> {
    let Some(value) = contract.get("availability") else {
        return Some(None);
    };
    let part = report.part("availability", value, "[availability]".to_owned())?;
    report.only(&part, &KEYS);
    let target = optional(report, &part, "target", |report, value| {
        share(report, "target", value)
    });
    let period = word(report, &part, ("period", Listed::Period), &PERIODS);
    let counted = word(report, &part, ("counted", Listed::Counted), &COUNTED);
    let rounding = word(report, &part, ("rounding", Listed::Rounding), &ROUNDING);
    let weights = weights(report, &part);
    let reading = optional(report, &part, "reading", |report, value| {
        report.wording("reading", value, 1000)
    });
    let excluded = excluded(report, &part);
    let credit = optional(report, &part, "credit", credit);
    let clause = report.clause_of(&part);
    Some(Some(Formula {
        period: period?,
        counted: counted?,
        weights: weights?,
        excluded: excluded?,
        target: target?,
        rounding: rounding?,
        reading: reading?,
        clause: clause?,
        credit: credit?,
    }))
}

/// Reads a part that may be missing; the outer `None` tells that something is wrong with it.
#[expect(
    clippy::option_option,
    reason = "whether it could be read, and whether it is there"
)]
fn optional<'d, T>(
    report: &mut Report<'_>,
    part: &Part<'d>,
    key: &str,
    read: impl FnOnce(&mut Report<'_>, &'d Value<'d>) -> Option<T>,
) -> Option<Option<T>> {
    match part.get(key) {
        None => Some(None),
        Some(value) => read(report, value).map(Some),
    }
}

/// A word that must be there: its key, and the list it is out of.
fn word<T: Copy>(
    report: &mut Report<'_>,
    part: &Part<'_>,
    (key, list): (&'static str, Listed),
    words: &[(&'static str, T)],
) -> Option<T> {
    let value = report.needed(part, key)?;
    report.word(key, value, list, words)
}

/// `1/2`, `99.5 %`.
fn share(report: &mut Report<'_>, key: &str, value: &Value<'_>) -> Option<Ratio> {
    let text = report.text(key, value)?;
    let read = text.parse().ok();
    if read.is_none() {
        report.note(&value.span(), Problem::NotAFraction(shown(text)));
    }
    read
}

/// What an outage loses, for each severity; a lesser one never more than a greater one.
fn weights(report: &mut Report<'_>, part: &Part<'_>) -> Option<BTreeMap<Priority, Ratio>> {
    let value = report.needed(part, "weights")?;
    let table = report.part("weights", value, "« weights »".to_owned())?;
    report.only(&table, &Priority::ALL.map(Priority::word));
    let mut weights = Some(BTreeMap::new());
    for priority in Priority::ALL {
        let key = priority.word();
        let weight = report
            .needed(&table, key)
            .and_then(|value| share(report, key, value));
        weights = weights.zip(weight).map(|(mut weights, weight)| {
            weights.insert(priority, weight);
            weights
        });
    }
    let weights = weights?;
    let mut lighter = weights.values().zip(weights.values().skip(1));
    if lighter.any(|(more, less)| less > more) {
        report.note(&value.span(), Problem::WeightsOutOfOrder);
        return None;
    }
    Some(weights)
}

fn excluded(report: &mut Report<'_>, part: &Part<'_>) -> Option<BTreeMap<Exclusion, Excluded>> {
    let Some(value) = part.get("excluded") else {
        return Some(BTreeMap::new());
    };
    let table = report.part("excluded", value, "[availability.excluded]".to_owned())?;
    let known: Vec<&'static str> = Exclusion::ALL.iter().map(|one| one.word()).collect();
    report.only(&table, &known);
    let mut all = Some(BTreeMap::new());
    for exclusion in Exclusion::ALL {
        let Some(value) = table.get(exclusion.word()) else {
            continue;
        };
        let place = format!("« {exclusion} »");
        let read = report
            .part(exclusion.word(), value, place)
            .and_then(|part| one_excluded(report, &part));
        all = all.zip(read).map(|(mut all, read)| {
            all.insert(*exclusion, read);
            all
        });
    }
    all
}

fn one_excluded(report: &mut Report<'_>, part: &Part<'_>) -> Option<Excluded> {
    report.only(part, &["takes", "clause"]);
    let takes = match part.get("takes") {
        None => Some(Takes::Loss),
        Some(value) => report.word("takes", value, Listed::Takes, &TAKES),
    };
    let clause = report.clause_of(part);
    Some(Excluded {
        takes: takes?,
        clause: clause?,
    })
}

fn credit(report: &mut Report<'_>, value: &Value<'_>) -> Option<CreditRule> {
    let part = report.part("credit", value, "[availability.credit]".to_owned())?;
    let keys = ["days", "minutes", "most_days", "clause", "cap_clause"];
    report.only(&part, &keys);
    let mut number = |key: &'static str| {
        let value = report.needed(&part, key)?;
        u32::try_from(report.number_up_to(key, value, MOST)?).ok()
    };
    let (days, minutes, most_days) = (number("days"), number("minutes"), number("most_days"));
    let clause = report.clause_of(&part);
    let cap_clause = report
        .needed(&part, "cap_clause")
        .and_then(|value| report.clause(value));
    Some(CreditRule {
        days: days?,
        minutes: minutes?,
        most_days: most_days?,
        clause: clause?,
        cap_clause: cap_clause?,
    })
}

/// Reads when work may be planned; the outer `None` tells that something is wrong with it. The time zone
/// is the calendar's.
#[expect(
    clippy::option_option,
    reason = "whether it could be read, and whether it is there"
)]
pub(super) fn maintenance(
    report: &mut Report<'_>,
    contract: &Part<'_>,
    calendar: Option<&CalendarRules>,
) -> Option<Option<MaintenanceRule>> {
    let Some(value) = contract.get("maintenance") else {
        return Some(None);
    };
    let part = report.part("maintenance", value, "[maintenance]".to_owned())?;
    report.only(&part, &["hours", "notice_hours", "clause"]);
    let hours = hours::week(report, &part, "[maintenance.hours]");
    let notice_hours = optional(report, &part, "notice_hours", |report, value| {
        let hours = report.number_up_to("notice_hours", value, 24 * 366)?;
        u32::try_from(hours).ok()
    });
    let clause = report.clause_of(&part);
    Some(Some(MaintenanceRule {
        hours: hours?,
        timezone: calendar?.timezone(),
        notice_hours: notice_hours?,
        clause: clause?,
    }))
}
