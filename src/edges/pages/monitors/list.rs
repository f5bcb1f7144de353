//! The list of monitors.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{ZONE, framed, read};
use crate::{
    desk::{Desk, MonitorsPage},
    domain::{
        access::Right,
        monitor::{Monitor, Standing, Target},
    },
    edges::{
        http::{App, Page, PageError, ReadsSetUp, WorkerWith},
        pages::{layout::Frame, operations::component_word},
        words::{Words, dates, durations::exact_amount},
    },
};

#[derive(Debug)]
struct Line {
    href: String,
    name: String,
    tag: &'static str,
    state: String,
    component: String,
    looks_at: String,
    /// The last look and the next, each with its instant for machines.
    last: Option<(String, String)>,
    next: Option<(String, String)>,
}

#[derive(Debug, Template)]
#[template(path = "pages/monitors.html")]
struct View {
    frame: Frame,
    manages: bool,
    lines: Vec<Line>,
}

impl View {
    fn of(frame: Frame, page: &MonitorsPage, manages: bool) -> Self {
        let words = frame.words;
        let line = |(one, held): &(Monitor, bool)| {
            let (tag, state) = state(one, *held, page.now, words);
            let component = page
                .components
                .components
                .iter()
                .find(|component| component.id == one.component);
            Line {
                href: format!("/monitors/{}", one.id),
                name: one.said.name.to_string(),
                tag,
                state,
                component: component
                    .map(|one| component_word(one, &page.components, words))
                    .unwrap_or_default(),
                looks_at: looks_at(one, words),
                last: one.watch.last.map(|at| instant(at, words)),
                next: one.next_at.map(|at| instant(at, words)),
            }
        };
        Self {
            manages,
            lines: page.monitors.iter().map(line).collect(),
            frame,
        }
    }
}

/// An instant for people, and for machines.
pub(super) fn instant(at: DateTime<Utc>, words: Words) -> (String, String) {
    (
        dates::long_date_time(at, ZONE, words.lang()),
        dates::machine(at, ZONE),
    )
}

/// The look of its tag, and the word of its state.
pub(super) fn state(
    one: &Monitor,
    held: bool,
    now: DateTime<Utc>,
    words: Words,
) -> (&'static str, String) {
    if !one.said.active {
        return ("", words.say("monitor-resting"));
    }
    if held {
        return ("tag-accent", words.say("monitor-held"));
    }
    let standing = one.watch.standing(one.said.rule(), now);
    let tag = match standing {
        Standing::Up => "tag-ok",
        Standing::Failing | Standing::Down => "tag-warn",
        Standing::Recovering => "tag-accent",
        Standing::NotKnown => "",
    };
    (tag, words.say(&format!("monitor-standing-{standing}")))
}

/// « GET https://… toutes les 60 s », « appel attendu toutes les 15 min ».
pub(super) fn looks_at(one: &Monitor, words: Words) -> String {
    let every = exact_amount(one.said.every.into(), words);
    match &one.said.target {
        Target::Http(http) => {
            let method = words.say(&format!("monitor-method-{}", http.method));
            words.say_with(
                "monitor-looks-http",
                &[
                    ("method", method.into()),
                    ("address", http.address.as_str().into()),
                    ("every", every.into()),
                ],
            )
        }
        Target::Tcp(tcp) => words.say_with(
            "monitor-looks-tcp",
            &[
                ("door", format!("{}:{}", tcp.host.as_str(), tcp.port).into()),
                ("every", every.into()),
            ],
        ),
        Target::Heartbeat => words.say_with("monitor-looks-heartbeat", &[("every", every.into())]),
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
) -> Result<HttpResponse, PageError> {
    let (page, numbers) = read(&app, &worker, Desk::monitors).await?;
    let frame = framed(&app, &request, &worker, numbers, "monitors-title");
    let manages = worker.may(Right::ManageSetUp);
    Ok(Page::of(View::of(frame, &page, manages)).answer())
}
