//! What requesters say of resolved requests, counted by queue and by organisation.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono_tz::Europe::Paris;

use super::{
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
};
use crate::{
    desk::{Counted, Error, SatisfactionPage},
    domain::access::Right,
    edges::{
        http::{
            App, Page, PageError, Policy, ReadsSatisfaction, WorkerWith, ask, reading, resource,
            routing::READ,
        },
        words::{Words, dates},
    },
};

/// Adds the route of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/satisfaction", READ)
            .route(reading(Policy::Desk(Right::ReadSatisfaction)).to(show)),
    );
}

/// A name with what was said.
#[derive(Debug)]
struct Row {
    name: String,
    answers: String,
    shares: String,
}

/// One answer.
#[derive(Debug)]
struct Answer {
    href: String,
    reference: String,
    subject: String,
    level: String,
    tag: &'static str,
    comment: String,
    at: String,
    datetime: String,
}

#[derive(Debug, Template)]
#[template(path = "pages/satisfaction.html")]
struct View {
    frame: Frame,
    since: String,
    all: Option<Row>,
    queues: Vec<Row>,
    organisations: Vec<Row>,
    recent: Vec<Answer>,
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSatisfaction>,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (page, numbers) = ask(&app, move |desk| {
        Ok::<_, Error>((desk.satisfaction(&scope)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "satisfaction-title",
        Place::Satisfaction,
    );
    Ok(Page::of(View::of(frame, &page)).answer())
}

impl View {
    fn of(frame: Frame, page: &SatisfactionPage) -> Self {
        let words = frame.words;
        let since = dates::long_date(page.since, Paris, words.lang());
        Self {
            since: words.say_with("satisfaction-since", &[("date", since.into())]),
            all: (page.all.all() > 0).then(|| row(words.say("satisfaction-all"), &page.all, words)),
            queues: page
                .queues
                .iter()
                .map(|(name, counted)| row(name.clone(), counted, words))
                .collect(),
            organisations: page
                .organisations
                .iter()
                .map(|(name, counted)| {
                    let name = name.clone();
                    let name = name.unwrap_or_else(|| words.say("satisfaction-no-organisation"));
                    row(name, counted, words)
                })
                .collect(),
            recent: page
                .recent
                .iter()
                .map(|said| Answer {
                    href: format!("/tickets/{}", said.rating.ticket),
                    reference: said.reference.to_string(),
                    subject: said.subject.to_string(),
                    level: words.say(&format!("opinion-{}", said.rating.level)),
                    tag: tag(said.rating.level),
                    comment: said
                        .rating
                        .comment
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default(),
                    at: dates::short(said.rating.at, page.now, Paris, words.lang()),
                    datetime: dates::machine(said.rating.at, Paris),
                })
                .collect(),
            frame,
        }
    }
}

const fn tag(level: crate::domain::ticket::Satisfaction) -> &'static str {
    use crate::domain::ticket::Satisfaction;
    match level {
        Satisfaction::Content => "tag-ok",
        Satisfaction::Partly => "",
        Satisfaction::Unhappy => "tag-warn",
    }
}

/// « 12 avis », « satisfaits : 8 · plus ou moins : 3 · pas satisfaits : 1 ».
fn row(name: String, counted: &Counted, words: Words) -> Row {
    Row {
        name,
        answers: words.say_with("satisfaction-answers", &[("count", counted.all().into())]),
        shares: words.say_with(
            "satisfaction-shares",
            &[
                ("content", counted.content.into()),
                ("partly", counted.partly.into()),
                ("unhappy", counted.unhappy.into()),
            ],
        ),
    }
}
