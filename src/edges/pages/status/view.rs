//! The page: the sentence of the moment, what is under way, what is planned, the parts, the history.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    super::layout::Frame,
    ZONE,
    history::{Month, months, others},
};
use crate::{
    desk::{Status, StatusComponent, StatusOperation},
    domain::{
        availability::Ratio,
        operation::{Day, Operation, Said, State, Step},
    },
    edges::words::{
        FluentValue, Words, availability::percent, dates, durations::exact_amount,
        zones::zone_words,
    },
};

/// The width of a bar with the gap behind it, and of the bar.
pub(super) const STEP: usize = 11;

/// What was told.
#[derive(Debug)]
pub(super) struct News {
    pub(super) step: String,
    pub(super) text: String,
    pub(super) at: String,
    pub(super) datetime: String,
}

/// An operation.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) look: &'static str,
    pub(super) icon: &'static str,
    pub(super) word: String,
    pub(super) when: String,
    pub(super) concerns: String,
    pub(super) news: Vec<News>,
}

/// A day on which something was the matter.
#[derive(Debug)]
pub(super) struct Touched {
    pub(super) x: usize,
    /// Where the coloured part begins, and how high it is.
    pub(super) y: usize,
    pub(super) height: usize,
    pub(super) class: &'static str,
    pub(super) day: String,
    pub(super) what: String,
    pub(super) length: String,
}

/// A part of a service.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) look: &'static str,
    pub(super) icon: &'static str,
    pub(super) word: String,
    pub(super) rate: String,
    pub(super) touched: Vec<Touched>,
}

#[derive(Debug)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) parts: Vec<Part>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/status.html")]
pub(super) struct View {
    frame: Frame,
    says: String,
    icon: &'static str,
    good: bool,
    computed: String,
    /// That the database does not answer, with the time of what is shown.
    stale: Option<String>,
    open: Vec<Line>,
    planned: Vec<Line>,
    services: Vec<Service>,
    width: usize,
    first_day: String,
    last_day: String,
    months: Vec<Month>,
    others: Vec<(String, String)>,
}

impl View {
    pub(super) fn of(
        mut frame: Frame,
        status: &Status,
        is_fresh: bool,
        month: Option<NaiveDate>,
    ) -> Self {
        let words = frame.words;
        frame.title = words.say("status-title");
        let parts = || status.services.iter().flat_map(|(_, parts)| parts);
        let worst = parts().map(|one| one.state).max();
        let days = parts().next().map(|one| &one.days[..]).unwrap_or_default();
        let ends = |day: Option<&Day>| end(day, words);
        let today = status.at.with_timezone(&ZONE).date_naive();
        Self {
            says: sentence(status, words),
            icon: look(worst.unwrap_or(State::Operational)).1,
            good: worst.is_none_or(|worst| worst == State::Operational),
            computed: words.say_with("status-computed", &told_at(status, words)),
            stale: stale(status, is_fresh, words),
            open: lines(&status.open, status, words),
            planned: lines(&status.planned, status, words),
            services: status
                .services
                .iter()
                .map(|(name, parts)| Service {
                    name: name.clone(),
                    parts: parts.iter().map(|one| part(one, status, words)).collect(),
                })
                .collect(),
            width: days.len().max(1) * STEP - 3,
            first_day: ends(days.first()),
            last_day: ends(days.last()),
            months: months(status, today, month, words),
            others: others(today, words),
            frame,
        }
    }
}

/// The instant of what is shown.
fn told_at(status: &Status, words: Words) -> [(&'static str, FluentValue<'static>); 2] {
    let at = dates::long_date_time(status.at, ZONE, words.lang());
    [("at", at.into()), ("zone", zone_words(ZONE, words).into())]
}

/// That the database does not answer, with the time of what is shown; nothing where it does.
pub(super) fn stale(status: &Status, is_fresh: bool, words: Words) -> Option<String> {
    (!is_fresh).then(|| words.say_with("status-stale", &told_at(status, words)))
}

/// The first or the last day of the bars; empty where there is none.
pub(super) fn end(day: Option<&Day>, words: Words) -> String {
    day.map(|day| dates::civil(day.day, words.lang()))
        .unwrap_or_default()
}

/// « Tous les services fonctionnent. », « Un service est perturbé, les quatre autres fonctionnent. »
pub(super) fn sentence(status: &Status, words: Words) -> String {
    let all = status.services.iter().flat_map(|(_, parts)| parts);
    let (mut down, mut worked_on, mut fine) = (0_u32, 0_u32, 0_u32);
    for one in all {
        match one.state {
            State::Operational => fine += 1,
            State::Maintenance => worked_on += 1,
            State::Degraded | State::Partial | State::Major => down += 1,
        }
    }
    let values = [
        ("down", down.into()),
        ("others", (fine + worked_on).into()),
        ("maintenance", worked_on.into()),
    ];
    match (down, worked_on, fine) {
        (0, 0, 0) => words.say("status-nothing"),
        (0, 0, _) => words.say("status-all-well"),
        (0, _, _) => words.say_with("status-maintenance", &values),
        (_, 0, 0) => words.say_with("status-all-down", &values),
        _ => words.say_with("status-some-down", &values),
    }
}

/// The look of a state, and its icon.
pub(super) const fn look(state: State) -> (&'static str, &'static str) {
    match state {
        State::Operational => ("ok", "good"),
        State::Maintenance => ("maint", "wrench"),
        State::Degraded | State::Partial | State::Major => ("warn", "half"),
    }
}

pub(super) fn lines(all: &[StatusOperation], status: &Status, words: Words) -> Vec<Line> {
    all.iter().map(|one| line(one, status, words)).collect()
}

pub(super) fn line(one: &StatusOperation, status: &Status, words: Words) -> Line {
    let operation = &one.operation;
    let (look, icon) = match (&operation.said, one.state) {
        (Said::Maintenance(_), State::Operational | State::Maintenance) => ("accent", "wrench"),
        (Said::Outage(_), State::Operational) => ("ok", "good"),
        _ => ("warn", "half"),
    };
    let parts = status
        .services
        .iter()
        .flat_map(|(service, parts)| parts.iter().map(move |one| (service, &one.component)));
    let concerned = parts
        .filter(|(_, part)| operation.said.components().contains(&part.id))
        .map(|(service, part)| {
            let values = [
                ("service", service.as_str().into()),
                ("name", part.name.as_str().into()),
            ];
            words.say_with("operation-component", &values)
        });
    Line {
        id: operation.id.to_string(),
        title: operation.said.title().to_string(),
        look,
        icon,
        word: word(one, status.at, words),
        when: when(operation, words),
        concerns: concerned.collect::<Vec<_>>().join(" · "),
        news: one
            .news
            .iter()
            .map(|news| News {
                step: words.say(&format!("step-{}", news.step)),
                text: news.text.as_str().to_owned(),
                at: dates::day_at_time(news.at, ZONE, words.lang()),
                datetime: dates::machine(news.at, ZONE),
            })
            .collect(),
    }
}

/// Where the work stands: what was told last, or else the state.
fn word(one: &StatusOperation, now: DateTime<Utc>, words: Words) -> String {
    let is_over = one.state == State::Operational;
    match &one.operation.said {
        Said::Outage(_) if is_over => words.say(&format!("step-{}", Step::Resolved)),
        Said::Outage(_) => match one.news.first() {
            Some(last) => words.say(&format!("step-{}", last.step)),
            None => words.say(&format!("state-{}", one.state.word())),
        },
        Said::Maintenance(said) if said.from > now => words.say("operation-planned"),
        Said::Maintenance(_) if is_over => words.say("operation-done"),
        Said::Maintenance(_) if one.state == State::Maintenance => words.say("operation-under-way"),
        Said::Maintenance(_) => words.say("operation-overruns"),
    }
}

/// From when to when, with the length where the end is known.
pub(super) fn when(operation: &Operation, words: Words) -> String {
    let (from, to) = operation.said.span();
    let at = |at| dates::long_date_time(at, ZONE, words.lang());
    let from = from.unwrap_or(operation.entered_at);
    match to {
        Some(to) => words.say_with(
            "operation-from-to",
            &[
                ("from", at(from).into()),
                ("to", at(to).into()),
                (
                    "length",
                    exact_amount((to - from).num_seconds(), words).into(),
                ),
            ],
        ),
        None => words.say_with("operation-since", &[("from", at(from).into())]),
    }
}

pub(super) fn part(one: &StatusComponent, status: &Status, words: Words) -> Part {
    let (look, icon) = look(one.state);
    let touched = one
        .days
        .iter()
        .enumerate()
        .filter(|(_, day)| day.worst != State::Operational)
        .map(|(place, day)| touched(place, day, status, words));
    Part {
        name: one.component.name.clone(),
        look,
        icon,
        word: words.say(&format!("state-{}", one.state.word())),
        rate: rate(&one.days, status.at, words),
        touched: touched.collect(),
    }
}

/// « 99,98 % sur 90 jours ».
fn rate(days: &[Day], now: DateTime<Utc>, words: Words) -> String {
    let down: i64 = days.iter().map(|day| day.down.num_seconds()).sum();
    let local = now.with_timezone(&ZONE);
    let today = i64::from(chrono::Timelike::num_seconds_from_midnight(&local));
    let before = i64::try_from(days.len()).unwrap_or(1) - 1;
    let all = before * 86_400 + today;
    let share = Ratio::new((all - down).max(0), all.max(1)).unwrap_or(Ratio::ONE);
    let values = [
        ("rate", percent(share, words).into()),
        ("days", days.len().into()),
    ];
    words.say_with("status-rate", &values)
}

fn touched(place: usize, day: &Day, status: &Status, words: Words) -> Touched {
    // Height tells what colour tells.
    let (class, height) = match day.worst {
        State::Operational | State::Maintenance => ("b-count", 10),
        State::Degraded => ("b-soon", 12),
        State::Partial => ("b-soon", 18),
        State::Major => ("b-late", 26),
    };
    let all = status.open.iter().chain(&status.past);
    let titles = all
        .filter(|one| day.operations.contains(&one.operation.id))
        .map(|one| one.operation.said.title().to_string());
    Touched {
        x: place * STEP,
        y: 34 - height,
        height,
        class,
        day: dates::civil(day.day, words.lang()),
        what: titles.collect::<Vec<_>>().join(" · "),
        length: exact_amount(day.touched.num_seconds(), words),
    }
}
