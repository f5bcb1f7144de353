//! One monitor: how it stands, how long answers take, its last looks, and its form.

use askama::Template;

use super::{
    form::Questions,
    list::{instant, looks_at, state},
};
use crate::{
    desk::{LOOKS_KEPT, MonitorPage},
    domain::monitor::{Look, LookDay, LookFault, Outcome},
    edges::{
        pages::{again::Again, fields::Summary, layout::Frame, operations::component_word},
        words::{Words, dates},
    },
};

/// A look.
#[derive(Debug)]
struct Row {
    at: String,
    datetime: String,
    tag: &'static str,
    outcome: String,
    took: String,
    fault: String,
}

/// A day of looks.
#[derive(Debug)]
struct DayRow {
    day: String,
    good: String,
    bad: String,
    unknown: String,
    /// Answers within the objective and beyond it; nothing without one.
    measured: Option<(String, String)>,
}

#[derive(Debug, Template)]
#[template(path = "pages/monitor.html")]
pub(super) struct One {
    frame: Frame,
    summary: Summary,
    here: String,
    tag: &'static str,
    state: String,
    manages: bool,
    /// Whether a look was asked for a moment ago.
    asked: bool,
    looks: bool,
    is_called: bool,
    says: Vec<(String, String)>,
    outage: Option<(String, String)>,
    measures: bool,
    times: Vec<(String, String)>,
    rows: Vec<Row>,
    days: Vec<DayRow>,
    kept_for: String,
    questions: Questions,
}

impl One {
    pub(super) fn of(
        mut frame: Frame,
        page: &MonitorPage,
        (manages, asked): (bool, bool),
        again: &Again,
    ) -> Self {
        let (words, one) = (frame.words, &page.monitor);
        frame.title = one.said.name.to_string();
        frame.refused = again.is_refused();
        let (tag, state) = state(one, page.held, page.now, words);
        let objective = one.said.objective;
        Self {
            summary: again.summary(),
            here: format!("/monitors/{}", one.id),
            tag,
            state,
            manages,
            asked,
            looks: one.next_at.is_some() && !one.said.target.is_called(),
            is_called: one.said.target.is_called(),
            says: says(page, words),
            outage: page.outage.as_ref().map(|outage| {
                let href = format!("/operations/{}", outage.id);
                (href, outage.said.title().to_string())
            }),
            measures: objective.is_some(),
            times: times(page, words),
            rows: page.looks.iter().map(|look| row(look, words)).collect(),
            days: page
                .days
                .iter()
                .map(|day| day_row(day, objective.is_some(), words))
                .collect(),
            kept_for: words.say_with(
                "monitor-kept-for",
                &[("days", LOOKS_KEPT.num_days().into())],
            ),
            questions: Questions::of(one.said.target.word(), Some(&one.said), again, words),
            frame,
        }
    }
}

fn says(page: &MonitorPage, words: Words) -> Vec<(String, String)> {
    let one = &page.monitor;
    let mut rows = Vec::new();
    let mut row = |key: &str, value: String| rows.push((words.say(key), value));
    let all = &page.components;
    let component = all.components.iter().find(|part| part.id == one.component);
    if let Some(component) = component {
        row("monitor-component", component_word(component, all, words));
    }
    row("monitor-looks", looks_at(one, words));
    let confirmed = words.say_with(
        "monitor-confirmed",
        &[
            ("failures", one.said.failures.into()),
            ("successes", one.said.successes.into()),
        ],
    );
    row("monitor-confirmation", confirmed);
    let severity = one.said.severity.word().to_lowercase();
    row(
        "monitor-severity",
        words.say(&format!("operation-severity-{severity}")),
    );
    row("monitor-outage", one.said.title.to_string());
    if let Some(last) = one.watch.last {
        row("monitor-last", instant(last, words).0);
    }
    if let Some(next) = one.next_at {
        let key = if one.said.target.is_called() {
            "monitor-expected"
        } else {
            "monitor-next"
        };
        row(key, instant(next, words).0);
    }
    if let Some(since) = one.watch.down_since {
        row("monitor-down-since", instant(since, words).0);
    }
    rows
}

fn times(page: &MonitorPage, words: Words) -> Vec<(String, String)> {
    let Some(objective) = page.monitor.said.objective else {
        return Vec::new();
    };
    let number = |count: u64| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        words.lang().number_of(count)
    };
    let sum = |of: fn(&LookDay) -> u32| page.days.iter().map(|day| u64::from(of(day))).sum();
    let (kept, missed): (u64, u64) = (sum(|day| day.kept), sum(|day| day.missed));
    let mut rows = vec![
        (
            words.say("monitor-objective"),
            words.say(&format!("monitor-objective-{objective}")),
        ),
        (words.say("monitor-kept"), number(kept)),
        (words.say("monitor-missed"), number(missed)),
    ];
    for (key, took) in [
        ("monitor-median", page.times.median),
        ("monitor-nine-in-ten", page.times.nine_in_ten),
        ("monitor-longest", page.times.longest),
    ] {
        if let Some(took) = took {
            rows.push((words.say(key), milliseconds(took, words)));
        }
    }
    rows
}

fn milliseconds(took: u32, words: Words) -> String {
    let number = words.lang().number_of(i64::from(took));
    words.say_with("monitor-milliseconds", &[("number", number.into())])
}

fn row(look: &Look, words: Words) -> Row {
    let (at, datetime) = instant(look.at, words);
    Row {
        at,
        datetime,
        tag: match look.outcome {
            Outcome::Good => "tag-ok",
            Outcome::Bad => "tag-warn",
            Outcome::NotKnown => "",
        },
        outcome: words.say(&format!("monitor-outcome-{}", look.outcome)),
        took: look
            .took
            .map(|took| milliseconds(took, words))
            .unwrap_or_default(),
        fault: look
            .fault
            .map(|fault| fault_word(fault, words))
            .unwrap_or_default(),
    }
}

fn fault_word(fault: LookFault, words: Words) -> String {
    let key = format!("look-fault-{}", fault.word());
    match fault {
        LookFault::Status(status) => words.say_with(&key, &[("status", status.to_string().into())]),
        _ => words.say(&key),
    }
}

fn day_row(day: &LookDay, measures: bool, words: Words) -> DayRow {
    let number = |count: u32| words.lang().number_of(i64::from(count));
    DayRow {
        day: dates::civil(day.day, words.lang()),
        good: number(day.good),
        bad: number(day.bad),
        unknown: number(day.unknown),
        measured: measures.then(|| (number(day.kept), number(day.missed))),
    }
}
