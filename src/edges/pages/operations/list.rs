//! The list of operations.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{ZONE, component_word, framed, read};
use crate::{
    desk::{ComponentsPage, Desk, OperationsPage},
    domain::{
        access::Right,
        operation::{Operation, Said, State},
    },
    edges::{
        http::{App, Page, PageError, Reads, WorkerWith},
        pages::layout::Frame,
        words::{Words, dates, durations::exact_amount},
    },
};

/// An operation in a list.
#[derive(Debug)]
pub(in crate::edges::pages) struct Line {
    pub(in crate::edges::pages) href: String,
    pub(in crate::edges::pages) title: String,
    pub(in crate::edges::pages) tag: &'static str,
    pub(in crate::edges::pages) state: String,
    pub(in crate::edges::pages) when: String,
    pub(in crate::edges::pages) datetime: String,
    pub(in crate::edges::pages) concerns: String,
    pub(in crate::edges::pages) is_public: bool,
}

#[derive(Debug, Template)]
#[template(path = "pages/operations.html")]
struct View {
    frame: Frame,
    works: bool,
    sets_up: bool,
    open: Vec<Line>,
    planned: Vec<Line>,
    past: Vec<Line>,
}

impl View {
    fn of(frame: Frame, page: &OperationsPage, (works, sets_up): (bool, bool)) -> Self {
        let words = frame.words;
        let (mut open, mut planned, mut past) = (Vec::new(), Vec::new(), Vec::new());
        for one in &page.operations {
            let line = line(one, &page.components, page.now, words);
            match place(one, page.now) {
                Placed::Open => open.push(line),
                Placed::Planned => planned.push(line),
                Placed::Past => past.push(line),
            }
        }
        planned.reverse();
        Self {
            frame,
            works,
            sets_up,
            open,
            planned,
            past,
        }
    }
}

enum Placed {
    Open,
    Planned,
    Past,
}

fn place(one: &Operation, now: DateTime<Utc>) -> Placed {
    if State::during(one, now) != State::Operational {
        return Placed::Open;
    }
    match &one.said {
        Said::Maintenance(said) if !said.called_off && said.from > now => Placed::Planned,
        Said::Maintenance(_) | Said::Outage(_) => Placed::Past,
    }
}

pub(in crate::edges::pages) fn line(
    one: &Operation,
    page: &ComponentsPage,
    now: DateTime<Utc>,
    words: Words,
) -> Line {
    let (tag, state) = state(one, now, words);
    let from = one.said.span().0.unwrap_or(one.entered_at);
    let concerned = page
        .components
        .iter()
        .filter(|component| one.said.components().contains(&component.id))
        .map(|component| component_word(component, page, words));
    Line {
        href: format!("/operations/{}", one.id),
        title: one.said.title().to_string(),
        tag,
        state,
        when: when(one, words),
        datetime: dates::machine(from, ZONE),
        concerns: concerned.collect::<Vec<_>>().join(" · "),
        is_public: one.said.is_published(),
    }
}

/// The word of what it is at an instant, and the look of its tag.
pub(in crate::edges::pages) fn state(
    one: &Operation,
    now: DateTime<Utc>,
    words: Words,
) -> (&'static str, String) {
    let state = State::during(one, now);
    let (tag, key) = match (&one.said, state) {
        (Said::Maintenance(said), _) if said.called_off => ("", "operation-called-off"),
        (Said::Maintenance(said), State::Operational) if said.from > now => {
            ("tag-accent", "operation-planned")
        }
        (Said::Maintenance(_), State::Operational) => ("tag-ok", "operation-done"),
        (Said::Maintenance(_), State::Maintenance) => ("tag-accent", "operation-under-way"),
        (Said::Maintenance(_), _) => ("tag-warn", "operation-overruns"),
        (Said::Outage(_), State::Operational) => ("tag-ok", "operation-over"),
        (Said::Outage(_), state) => {
            let key = format!("state-{}", state.word());
            return ("tag-warn", words.say(&key));
        }
    };
    (tag, words.say(key))
}

/// « du … au …, 1 h 30 », « depuis … ».
pub(in crate::edges::pages) fn when(one: &Operation, words: Words) -> String {
    let (from, to) = one.said.span();
    let told = |at: DateTime<Utc>| dates::long_date_time(at, ZONE, words.lang());
    let from = from.unwrap_or(one.entered_at);
    match to {
        Some(to) => words.say_with(
            "operation-from-to",
            &[
                ("from", told(from).into()),
                ("to", told(to).into()),
                (
                    "length",
                    exact_amount((to - from).num_seconds(), words).into(),
                ),
            ],
        ),
        None => words.say_with("operation-since", &[("from", told(from).into())]),
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
) -> Result<HttpResponse, PageError> {
    let (page, numbers) = read(&app, &worker, Desk::operations).await?;
    let frame = framed(&app, &request, &worker, numbers, "operations-title");
    let may = (worker.may(Right::WorkTickets), worker.may(Right::ReadSetUp));
    Ok(Page::of(View::of(frame, &page, may)).answer())
}
