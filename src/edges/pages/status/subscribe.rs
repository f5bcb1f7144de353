//! The news of the status page by mail: asked for, confirmed by a link, and ended by one.
//!
//! # Why
//! Opening a link changes nothing: programs of mail and their scanners open links by themselves. The
//! button does; and a program of mail that ends a subscription by itself posts to the same address
//! (RFC 8058), without a cookie, and says what no form of ours says: what it sends is not even read.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use askama::Template;

use super::{
    super::{
        fields::{Answer, Choices, Field, Summary},
        layout::Frame,
    },
    seen,
};
use crate::{
    desk::{self, Secret, Status},
    domain::{ids::ComponentId, operation::Choice, people::EmailAddress},
    edges::{
        http::{
            App, Form, Page, PageError, Policy, app::ask, reading, resource, routing::READ_WRITE,
            see_other, writing,
        },
        words::durations::amount,
    },
};

/// Where one asks for them.
const SUBSCRIBE: &str = "/status/subscribe";

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/status/subscribe", READ_WRITE)
            .route(reading(Policy::Public).to(show))
            .route(writing(Policy::Public).to(subscribe)),
    )
    .service(
        resource("/status/confirm/{link}", READ_WRITE)
            .route(reading(Policy::Link).to(asked))
            .route(writing(Policy::Link).to(confirm)),
    )
    .service(
        resource("/status/unsubscribe/{link}", READ_WRITE)
            .route(reading(Policy::Link).to(subscribed))
            .route(writing(Policy::Link).to(stop)),
    );
}

/// The page of any of these.
#[derive(Debug, Template)]
#[template(path = "pages/status_subscribe.html")]
struct View {
    frame: Frame,
    summary: Summary,
    lead: String,
    /// What is asked; nothing once it is done.
    form: Option<(Field, Option<Choices>)>,
    /// Where a button leads, and what it says.
    button: Option<(String, String)>,
    /// What to know beside.
    notes: Vec<String>,
}

impl View {
    fn of(app: &App, request: &HttpRequest, title: &str, lead: String) -> Self {
        Self {
            frame: app.frame(request, title).for_public("/status"),
            summary: Summary::default(),
            lead,
            form: None,
            button: None,
            notes: Vec::new(),
        }
    }
}

async fn show(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "subscribe-title").words;
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    if query.checked("asked") {
        let mut view = View::of(
            &app,
            &request,
            "subscribe-asked",
            words.say("subscribe-asked-lead"),
        );
        view.notes.push(words.say("forgotten-nothing-came"));
        return Ok(Page::of(view).answer());
    }
    if query.checked("confirmed") {
        let lead = words.say("subscribe-confirmed-lead");
        let view = View::of(&app, &request, "subscribe-confirmed", lead);
        return Ok(Page::of(view).answer());
    }
    if query.checked("stopped") {
        let lead = words.say("subscribe-stopped-lead");
        let view = View::of(&app, &request, "subscribe-stopped", lead);
        return Ok(Page::of(view).answer());
    }
    let status = seen(&app).await?.status;
    let asking = asking(&app, &request, &status, &Form::default(), None);
    Ok(Page::of(asking).answer())
}

/// The form, as it is first shown or shown again.
fn asking(
    app: &App,
    request: &HttpRequest,
    status: &Status,
    typed: &Form,
    refusal: Option<String>,
) -> View {
    let words = app.frame(request, "subscribe-title").words;
    let mut view = View::of(app, request, "subscribe-title", words.say("subscribe-lead"));
    if !app.settings.letters_leave {
        view.lead = words.say("subscribe-no-letters");
        return view;
    }
    view.summary.note("email", refusal.as_ref());
    view.frame.refused = !view.summary.is_empty();
    let parts = status
        .services
        .iter()
        .flat_map(|(service, parts)| parts.iter().map(move |one| (service, &one.component)));
    let answers = parts.map(|(service, one)| {
        let id = one.id.to_string();
        let label = words.say_with(
            "operation-component",
            &[
                ("service", service.as_str().into()),
                ("name", one.name.as_str().into()),
            ],
        );
        Answer {
            chosen: typed.chosen("components", &id),
            value: id,
            label,
            ..Answer::default()
        }
    });
    let answers: Vec<Answer> = answers.collect();
    let choices = (answers.len() > 1).then(|| Choices {
        name: "components",
        legend: words.say("subscribe-components"),
        hint: words.say("subscribe-components-hint"),
        optional: true,
        several: true,
        columns: 1,
        answers,
        error: None,
    });
    let email = Field::new("email", words.say("sign-in-email"))
        .of_kind("email", "email")
        .value(typed.line("email"))
        .refused(refusal);
    view.form = Some((email, choices));
    view.notes.push(words.say("subscribe-what-is-kept"));
    view
}

async fn subscribe(
    app: web::Data<App>,
    request: HttpRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let typed = form.line("email");
    let frame = app.frame(&request, "subscribe-title");
    let (words, lang) = (frame.words, frame.lang());
    let status = seen(&app).await?.status;
    let again = |refusal: String| asking(&app, &request, &status, &form, Some(refusal));
    let Ok(email) = EmailAddress::parse(typed) else {
        return Ok(Page::refused(again(words.say("sign-in-no-address"))).answer());
    };
    if !app.settings.letters_leave {
        return Ok(Page::of(again(String::new())).answer());
    }
    let chosen: Result<BTreeSet<ComponentId>, _> = form.all("components").map(str::parse).collect();
    let choice = Choice(chosen.map_err(|_| PageError::NotUnderstood)?);
    let place = app.client(&request);
    if let Err(wait) = app.news_asked.attempt(typed, place, app.desk.clock().now()) {
        let wait = amount(wait.num_seconds().max(1), false, words);
        let wait = words.say_with("sign-in-again-in", &[("amount", wait.into())]);
        let refusal = words.say_with("sign-in-too-many", &[("again", wait.into())]);
        return Ok(Page::with_status(again(refusal), StatusCode::TOO_MANY_REQUESTS).answer());
    }
    let asked = ask(&app, move |desk| {
        desk.ask_for_status_news(&email, lang, &choice)
    });
    asked.await?;
    Ok(see_other(&format!("{SUBSCRIBE}?asked=1")))
}

/// The page for whoever opened a link that opens nothing any more.
fn spent(app: &App, request: &HttpRequest, lead: &str) -> HttpResponse {
    let words = app.frame(request, "problem-link").words;
    let view = View::of(app, request, "problem-link", words.say(lead));
    Page::with_status(view, StatusCode::GONE).answer()
}

/// The secret of an address.
fn secret(link: &str) -> Result<Secret, PageError> {
    Secret::read(link).ok_or(PageError::NotFound)
}

async fn asked(
    app: web::Data<App>,
    request: HttpRequest,
    link: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let link = secret(&link)?;
    let found = ask(&app, move |desk| desk.status_news_asked(&link)).await;
    let (email, components) = match found {
        Err(PageError::Desk(desk::Error::NotFound) | PageError::NotFound) => {
            return Ok(spent(&app, &request, "subscribe-spent"));
        }
        found => found?,
    };
    let words = app.frame(&request, "subscribe-confirm").words;
    let lead = words.say_with(
        "subscribe-confirm-lead",
        &[("email", email.to_string().into())],
    );
    let mut view = View::of(&app, &request, "subscribe-confirm", lead);
    view.button = Some((request.path().to_owned(), words.say("subscribe-confirm-do")));
    if !components.is_empty() {
        view.notes.push(words.say_with(
            "subscribe-chosen",
            &[("components", components.join(", ").into())],
        ));
    }
    Ok(Page::of(view).answer())
}

async fn confirm(
    app: web::Data<App>,
    request: HttpRequest,
    link: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let link = secret(&link)?;
    match ask(&app, move |desk| desk.confirm_status_news(&link)).await {
        Err(PageError::Desk(desk::Error::NotFound) | PageError::NotFound) => {
            Ok(spent(&app, &request, "subscribe-spent"))
        }
        done => done.map(|_| see_other(&format!("{SUBSCRIBE}?confirmed=1"))),
    }
}

async fn subscribed(
    app: web::Data<App>,
    request: HttpRequest,
    link: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let link = secret(&link)?;
    let email = match ask(&app, move |desk| desk.status_news_of(&link)).await {
        Err(PageError::Desk(desk::Error::NotFound) | PageError::NotFound) => {
            return Ok(spent(&app, &request, "subscribe-ended"));
        }
        found => found?,
    };
    let words = app.frame(&request, "subscribe-stop").words;
    let lead = words.say_with(
        "subscribe-stop-lead",
        &[("email", email.to_string().into())],
    );
    let mut view = View::of(&app, &request, "subscribe-stop", lead);
    view.button = Some((request.path().to_owned(), words.say("subscribe-stop-do")));
    Ok(Page::of(view).answer())
}

/// Ends it, for a person's button and for a program of mail; what has ended already has ended.
async fn stop(app: web::Data<App>, link: web::Path<String>) -> Result<HttpResponse, PageError> {
    let link = secret(&link)?;
    ask(&app, move |desk| desk.stop_status_news(&link)).await?;
    Ok(see_other(&format!("{SUBSCRIBE}?stopped=1")))
}
