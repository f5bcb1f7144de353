//! The words of reports, and their figures for programs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::figure_key;
use crate::{
    desk::reports::{ReportPage, ReportState},
    domain::{
        report::{Age, Dimension, Figure, Group, ReportPeriod, ReportPeriodKind, Sought},
        ticket::{ClockName, Priority},
    },
    edges::{
        pages::promises::clock_word,
        words::{Words, dates, durations::amount},
    },
};

/// What a period is called: « novembre 2025 », « 4e trimestre 2025 », « du 3 au 9 mars 2026 ».
pub(in crate::edges::pages) fn period_words(period: &ReportPeriod, words: Words) -> String {
    use chrono::Datelike as _;

    let first = period.first();
    let year = first.year().to_string();
    match period.kind() {
        ReportPeriodKind::Month => dates::month(first, words.lang()),
        ReportPeriodKind::Quarter => words.say_with(
            "report-quarter",
            &[
                ("rank", i64::from(first.month0() / 3 + 1).into()),
                ("year", year.into()),
            ],
        ),
        ReportPeriodKind::Year => year,
        ReportPeriodKind::Days => {
            let civil = |day: NaiveDate| dates::civil(day, words.lang());
            words.say_with(
                "report-days",
                &[
                    ("first", civil(first).into()),
                    ("last", civil(period.last()).into()),
                ],
            )
        }
    }
}

/// What a part of a breakdown is called.
pub(in crate::edges::pages) fn group_name(
    names: &BTreeMap<(Dimension, Group), String>,
    by: Dimension,
    group: &str,
    words: Words,
) -> String {
    if group.is_empty() {
        return words.say("report-group-none");
    }
    let name = names.get(&(by, group.to_owned())).cloned();
    name.unwrap_or_else(|| group.to_owned())
}

/// The key of an age.
pub(super) const fn age_key(age: Age) -> &'static str {
    match age {
        Age::Day => "report-age-day",
        Age::Week => "report-age-week",
        Age::Month => "report-age-month",
        Age::Older => "report-age-older",
    }
}

/// What a list is of: « Engagements manqués · Résolution · P1 ».
pub(in crate::edges::pages) fn sought_words(sought: &Sought, words: Words) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(sought.figure.map(|figure| words.say(figure_key(figure))));
    parts.extend(sought.clock.map(|clock| clock_word(clock, words)));
    parts.extend(sought.priority.map(|priority| priority.word().to_owned()));
    parts.extend(sought.age.map(|age| words.say(age_key(age))));
    parts.extend(sought.hour.map(|(day, hour)| {
        words.say_with(
            "report-hour",
            &[
                ("day", weekday(day, words).into()),
                ("from", i64::from(hour).into()),
                ("to", i64::from(hour + 1).into()),
            ],
        )
    }));
    parts.join(" · ")
}

/// « lundi », from 0.
pub(super) fn weekday(day: u32, words: Words) -> String {
    words.say_with("date-weekday", &[("weekday", i64::from(day + 1).into())])
}

/// An amount of minutes; a dash where there is none.
pub(super) fn took(minutes: Option<i64>, business: bool, words: Words) -> String {
    minutes.map_or_else(
        || "–".to_owned(),
        |minutes| match minutes {
            0 => words.say("report-at-once"),
            minutes => amount(minutes.saturating_mul(60), business, words),
        },
    )
}

/// « 95,5 % », of tenths of a percent.
pub(super) fn percent(per_mille: Option<u64>, words: Words) -> String {
    let Some(per_mille) = per_mille else {
        return "–".to_owned();
    };
    let whole = words
        .lang()
        .number_of(i64::try_from(per_mille / 10).unwrap_or_default());
    words.say_with(
        "report-percent",
        &[
            ("whole", whole.into()),
            ("tenth", (per_mille % 10).to_string().into()),
        ],
    )
}

/// The figures as JSON: whole numbers, minutes, and the words of addresses.
pub(super) fn as_json(page: &ReportPage) -> Value {
    let figures = &page.figures;
    let period = &page.asked.period;
    let mut promises = Vec::new();
    for clock in ClockName::ALL {
        for priority in Priority::ALL {
            let share = figures.share(Some(clock), Some(priority));
            if share.due() > 0 {
                promises.push(json!({
                    "clock": clock.word(), "priority": priority.word(),
                    "kept": share.kept, "missed": share.missed,
                }));
            }
        }
    }
    let ranks = |figure: Figure| -> Vec<Value> {
        Priority::ALL
            .into_iter()
            .map(|priority| {
                let took = figures.took(figure, Some(priority));
                json!({
                    "priority": priority.word(), "count": took.wall.count(),
                    "median_minutes": took.wall.rank(50), "p90_minutes": took.wall.rank(90),
                    "median_business_minutes": took.business.rank(50),
                    "p90_business_minutes": took.business.rank(90),
                })
            })
            .collect()
    };
    let backlog: Vec<Value> = figures
        .backlog
        .iter()
        .map(|((priority, age), count)| {
            json!({
                "priority": priority.word(), "age": age.word(), "count": count,
            })
        })
        .collect();
    let arrivals: Vec<Value> = figures
        .arrivals
        .iter()
        .map(|((day, hour), count)| json!({"weekday": day + 1, "hour": hour, "count": count}))
        .collect();
    let groups: Vec<Value> = figures
        .groups
        .iter()
        .map(|((by, group), line)| {
            json!({
                "by": by.word(), "id": group,
                "name": page.names.get(&(*by, group.clone())),
                "filed": line.filed, "resolved": line.resolved,
                "kept": line.promises.kept, "missed": line.promises.missed,
                "backlog": line.backlog,
            })
        })
        .collect();
    let closed = page.revisions.iter().find(|one| {
        page.asked.revision.map_or_else(
            || page.revisions.last().map(|last| last.revision) == Some(one.revision),
            |asked| asked == one.revision,
        )
    });
    json!({
        "first_day": period.first().to_string(), "last_day": period.last().to_string(),
        "time_zone": "Europe/Paris", "computed_at": page.now.to_rfc3339(),
        "closed": page.state == ReportState::Closed,
        "revision": closed.map(|one| one.revision),
        "program": closed.map(|one| one.program.clone()),
        "contracts": closed.map(|one| one.contracts.clone()),
        "still_to_count": page.behind,
        "filed": figures.count(Figure::Filed), "resolved": figures.count(Figure::Resolved),
        "reopened": figures.reopened, "requalified": figures.requalified,
        "promises": promises, "first_answers": ranks(Figure::Answered),
        "resolutions": ranks(Figure::Resolved), "backlog": backlog, "arrivals": arrivals,
        "open_minutes": minutes(figures.open), "vendor_minutes": minutes(figures.vendor),
        "late_now": page.late, "at_risk_now": page.risk, "groups": groups,
    })
}

/// Microseconds as whole minutes, rounded down.
pub(super) fn minutes(micros: i128) -> i64 {
    i64::try_from(micros / 60_000_000).unwrap_or(i64::MAX)
}
