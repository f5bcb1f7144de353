//! What an address of a report asks for, and the address of what is asked for.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Paris;

use crate::{
    desk::reports::{ListKey, ReportAsked},
    domain::report::{Dimension, Figure, OfGroup, ReportPeriod, ReportPeriodKind, Sought},
    edges::http::Form,
};

/// What stands for a part of a breakdown to which nothing belongs.
const NONE: &str = "none";

/// What an address asks for.
#[derive(Clone, Debug)]
pub(in crate::edges::pages) struct Asked {
    /// The report.
    pub(in crate::edges::pages) report: ReportAsked,
    /// Whether the days that were asked for make no period: the month is shown instead.
    pub(in crate::edges::pages) refused: bool,
}

/// What a query asks for. A value that nobody offers is left aside.
pub(in crate::edges::pages) fn asked(query: &Form, now: DateTime<Utc>) -> Asked {
    let day = |name: &str| query.line(name).parse::<NaiveDate>().ok();
    let kind: ReportPeriodKind = query.line("period").parse().unwrap_or_default();
    let today = now.with_timezone(&Paris).date_naive();
    let mut refused = false;
    let period = match kind {
        ReportPeriodKind::Days => {
            let days = day("first").zip(day("last"));
            let days = days.and_then(|(first, last)| ReportPeriod::days(first, last));
            refused = days.is_none();
            days.unwrap_or_else(|| ReportPeriod::of(ReportPeriodKind::Month, today))
        }
        kind => ReportPeriod::of(kind, day("day").unwrap_or(today)),
    };
    let groups = Dimension::ALL.iter().filter_map(|by| {
        let group = query.line(by.word());
        (!group.is_empty()).then(|| OfGroup {
            by: *by,
            group: Some(group.to_owned())
                .filter(|one| one != NONE)
                .unwrap_or_default(),
        })
    });
    Asked {
        report: ReportAsked {
            period,
            groups: groups.collect(),
            revision: query.line("revision").parse().ok(),
        },
        refused,
    }
}

/// Which list a query asks for.
pub(in crate::edges::pages) fn sought(query: &Form) -> Sought {
    let number = |name: &str, most: u32| {
        let number: Option<u32> = query.line(name).parse().ok();
        number.filter(|one| *one < most)
    };
    Sought {
        // What nobody offers is the first of them.
        figure: query.line("figure").parse().ok().or(Some(Figure::Filed)),
        clock: query.line("clock").parse().ok(),
        priority: query.line("priority").parse().ok(),
        age: query.line("age").parse().ok(),
        hour: number("weekday", 7).zip(number("hour", 24)),
    }
}

/// From where on a list is asked for.
pub(super) fn after(query: &Form) -> Option<ListKey> {
    query.line("after").parse().ok()
}

struct Query(url::form_urlencoded::Serializer<'static, String>);

impl Query {
    fn of(report: &ReportAsked) -> Self {
        let mut query = Self(url::form_urlencoded::Serializer::new(String::new()));
        let period = &report.period;
        query.add("period", period.kind());
        if period.kind() == ReportPeriodKind::Days {
            query.add("first", period.first());
            query.add("last", period.last());
        } else {
            query.add("day", period.first());
        }
        for OfGroup { by, group } in &report.groups {
            query.add(by.word(), if group.is_empty() { NONE } else { group });
        }
        if let Some(revision) = report.revision {
            query.add("revision", revision);
        }
        query
    }

    fn add(&mut self, name: &str, value: impl fmt::Display) {
        self.0.append_pair(name, &value.to_string());
    }

    fn at(mut self, path: &str) -> String {
        format!("{path}?{}", self.0.finish())
    }
}

/// The address of a report.
pub(in crate::edges::pages) fn address(report: &ReportAsked) -> String {
    Query::of(report).at("/reports")
}

/// The address of the report as JSON.
pub(super) fn json_address(report: &ReportAsked) -> String {
    Query::of(report).at("/reports.json")
}

/// The address of the availability in a report, which is a list to take away.
pub(super) fn availability_address(report: &ReportAsked) -> String {
    Query::of(report).at("/reports/availability")
}

/// The address of the same of a part of a breakdown only.
pub(super) fn narrowed(report: &ReportAsked, by: Dimension, group: &str) -> ReportAsked {
    let mut narrowed = report.clone();
    narrowed.groups.retain(|one| one.by != by);
    narrowed.groups.push(OfGroup {
        by,
        group: group.to_owned(),
    });
    narrowed
}

/// The address of the list behind a figure.
pub(in crate::edges::pages) fn list_address(
    report: &ReportAsked,
    sought: &Sought,
    after: Option<ListKey>,
) -> String {
    let mut query = Query::of(report);
    if let Some(figure) = sought.figure {
        query.add("figure", figure);
    }
    if let Some(clock) = sought.clock {
        query.add("clock", clock);
    }
    if let Some(priority) = sought.priority {
        query.add("priority", priority);
    }
    if let Some(age) = sought.age {
        query.add("age", age);
    }
    if let Some((weekday, hour)) = sought.hour {
        query.add("weekday", weekday);
        query.add("hour", hour);
    }
    if let Some(after) = after {
        query.add("after", after);
    }
    query.at("/reports/list")
}

/// What a figure is called: its key.
pub(in crate::edges::pages) const fn figure_key(figure: Figure) -> &'static str {
    match figure {
        Figure::Filed => "report-filed",
        Figure::Resolved => "report-resolved",
        Figure::Reopened => "report-reopened",
        Figure::Requalified => "report-requalified",
        Figure::Due => "report-due",
        Figure::Kept => "report-kept",
        Figure::Missed => "report-missed",
        Figure::Answered => "report-answered",
        Figure::Backlog => "report-backlog",
        Figure::Vendor => "report-vendor",
        Figure::Late => "report-late",
        Figure::Risk => "report-risk",
    }
}
