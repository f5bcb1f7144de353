//! Monitors: the list, one of them with its looks, the forms, and the address of heartbeats.

mod beat;
mod form;
mod list;
mod one;
mod typed;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono_tz::{Europe::Paris, Tz};

use super::{
    again::Again,
    layout::Frame,
    operations::{framed, read},
    organisations::{answer, noted},
};
use crate::{
    desk::{Desk, Field, Secret},
    domain::{
        access::Right,
        ids::{ComponentId, MonitorId},
        monitor::Target,
    },
    edges::http::{
        App, Form, ManagesSetUp, Page, PageError, Policy, ReadsSetUp, Worker, WorkerWith, ask,
        reading, resource,
        routing::{READ, READ_WRITE, WRITE},
        see_other, writing,
    },
};

/// The zone in which instants are told: the desk's own.
const ZONE: Tz = Paris;

const CONTROLS: [(Field, &str); 2] = [(Field::Name, "name"), (Field::Monitor, "component")];

/// Adds the routes of the pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/monitors", READ).route(reading(Policy::Desk(Right::ReadSetUp)).to(list::show)),
    )
    .service(
        resource("/monitors/new/{kind}", READ_WRITE)
            .route(reading(Policy::Desk(Right::ManageSetUp)).to(new))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(enter)),
    )
    .service(
        resource("/monitors/{id}", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(change)),
    )
    .service(
        resource("/monitors/{id}/look", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(look)),
    )
    .service(
        resource("/monitors/{id}/secret", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(renew)),
    )
    .configure(beat::routes);
}

/// A monitor's identity, from an address.
fn monitor(id: &str) -> Result<MonitorId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

/// A kind of monitor, from an address.
fn kind(word: &str) -> Result<&'static str, PageError> {
    let found = Target::KINDS.into_iter().find(|kind| *kind == word);
    found.ok_or(PageError::NotFound)
}

async fn new(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    word: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    form_shown(&app, &request, &worker, kind(&word)?, &Again::default()).await
}

async fn form_shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    kind: &'static str,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let (page, numbers) = read(app, worker, Desk::components).await?;
    let frame = framed(app, request, worker, numbers, form::title(kind));
    Ok(answer(form::New::of(frame, kind, &page, again), again))
}

async fn enter(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    word: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let kind = kind(&word)?;
    let words = app.frame(&request, form::title(kind)).words;
    let component = form.line("component").parse::<ComponentId>();
    let mut again = Again::with(form);
    let anywhere = app.settings.hooks.calls_anywhere();
    let said = typed::said(&mut again, kind, anywhere, words);
    if component.is_err() {
        again.refuse("component", words.say("setup-monitor-no-component"));
    }
    if let (Some(said), Ok(component)) = (said, component) {
        let by = worker.person.id;
        let done = ask(&app, move |desk| desk.enter_monitor(component, &said, by));
        match done.await {
            Ok((id, None)) => return Ok(see_other(&format!("/monitors/{id}"))),
            Ok((id, Some(secret))) => {
                return told_once(&app, &request, &worker, id, &secret).await;
            }
            Err(error) => noted(&mut again, error, words, &CONTROLS)?,
        }
    }
    form_shown(&app, &request, &worker, kind, &again).await
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    shown(&app, &request, &worker, monitor(&id)?, &Again::default()).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: MonitorId,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let (page, numbers) = read(app, worker, move |desk| desk.monitor(id)).await?;
    let frame = framed(app, request, worker, numbers, "monitors-title");
    let manages = worker.may(Right::ManageSetUp);
    let asked = request.query_string() == "done=look";
    Ok(answer(
        one::One::of(frame, &page, (manages, asked), again),
        again,
    ))
}

async fn change(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = monitor(&id)?;
    let kind = kind(form.line("kind"))?;
    let words = app.frame(&request, "monitors-title").words;
    let mut again = Again::with(form);
    let anywhere = app.settings.hooks.calls_anywhere();
    if let Some(said) = typed::said(&mut again, kind, anywhere, words) {
        let by = worker.person.id;
        let done = ask(&app, move |desk| desk.change_monitor(id, &said, by));
        match done.await {
            Ok(()) => return Ok(see_other(&format!("/monitors/{id}"))),
            Err(error) => noted(&mut again, error, words, &CONTROLS)?,
        }
    }
    shown(&app, &request, &worker, id, &again).await
}

async fn look(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (monitor(&id)?, worker.person.id);
    let looks = ask(&app, move |desk| desk.look_now(id, by)).await?;
    let done = if looks { "?done=look" } else { "" };
    Ok(see_other(&format!("/monitors/{id}{done}")))
}

async fn renew(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (monitor(&id)?, worker.person.id);
    let secret = ask(&app, move |desk| desk.renew_beat(id, by)).await?;
    told_once(&app, &request, &worker, id, &secret).await
}

/// The address of a heartbeat, which is told once.
#[derive(Debug, Template)]
#[template(path = "pages/monitor_secret.html")]
struct ToldOnce {
    frame: Frame,
    here: String,
    address: String,
}

async fn told_once(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: MonitorId,
    secret: &Secret,
) -> Result<HttpResponse, PageError> {
    let ((), numbers) = read(app, worker, |_| Ok(())).await?;
    let view = ToldOnce {
        frame: framed(app, request, worker, numbers, "monitor-secret-title"),
        here: format!("/monitors/{id}"),
        address: app
            .settings
            .base_url
            .link(&format!("/beats/{}", secret.reveal())),
    };
    Ok(Page::of(view).answer())
}
