//! Outages and planned maintenance: the list, one of them with its history, and the forms.

mod components;
pub(super) mod form;
mod hooks;
pub(super) mod list;
pub(super) mod one;
mod subscribers;
mod typed;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono_tz::{Europe::Paris, Tz};

use super::{
    again::Again,
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
    organisations::{answer, noted},
};
use crate::{
    desk::{ComponentsPage, Desk, Error, Field},
    domain::{
        access::Right,
        ids::OperationId,
        operation::{Component, Step},
        ticket::{Description, Line},
    },
    edges::{
        http::{
            App, Form, PageError, Policy, Reads, Worker, WorkerWith, Works, ask, reading, resource,
            routing::{READ, READ_WRITE, WRITE},
            see_other, writing,
        },
        words::Words,
    },
};
use typed::Kind;

/// The zone in which instants are typed and told: the desk's own.
const ZONE: Tz = Paris;

/// Which control a field of the desk is on these pages.
const CONTROLS: [(Field, &str); 3] = [
    (Field::Operation, "title"),
    (Field::Urgency, "urgency"),
    (Field::Reference, "references"),
];

/// Adds the routes of the pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/operations", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(list::show)),
    )
    .service(
        resource("/operations/new/{kind}", READ_WRITE)
            .route(reading(Policy::Desk(Right::WorkTickets)).to(new))
            .route(writing(Policy::Desk(Right::WorkTickets)).to(enter)),
    )
    .service(
        resource("/operations/{id}", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(show))
            .route(writing(Policy::Desk(Right::WorkTickets)).to(correct)),
    )
    .service(
        resource("/operations/{id}/news", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(tell)),
    )
    .service(
        resource("/components", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(components::show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(components::enter)),
    )
    .service(
        resource("/subscribers", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(subscribers::show)),
    )
    .service(
        resource("/subscribers/{id}", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(subscribers::delete)),
    )
    .service(
        resource("/subscribers/hooks/new", READ_WRITE)
            .route(reading(Policy::Desk(Right::ManageSetUp)).to(hooks::new))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(hooks::add)),
    )
    .service(
        resource("/subscribers/hooks/{id}/test", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(hooks::test)),
    )
    .service(
        resource("/subscribers/hooks/{id}/resume", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(hooks::resume)),
    )
    .service(
        resource("/subscribers/hooks/{id}/remove", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(hooks::remove)),
    )
    .service(
        resource("/components/{id}", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(components::change)),
    );
}

/// The frame of these pages, and of those about monitors.
pub(super) fn framed(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    numbers: Numbers,
    title: &str,
) -> Frame {
    frame(app, request, worker, numbers, title, Place::Operations)
}

/// What a page reads, with the numbers of the rail.
pub(super) async fn read<T: Send + 'static>(
    app: &App,
    worker: &Worker,
    what: impl FnOnce(&Desk) -> Result<T, Error> + Send + 'static,
) -> Result<(T, Numbers), PageError> {
    let scope = worker.scope().clone();
    ask(app, move |desk| {
        Ok::<_, Error>((what(desk)?, Numbers::read(desk, &scope)?))
    })
    .await
}

/// A component, as the lists call it: « Divalto weavy, application », with whose platform it is.
pub(super) fn component_word(one: &Component, page: &ComponentsPage, words: Words) -> String {
    let service = page
        .services
        .iter()
        .find(|service| service.id == one.service);
    let service = service.map_or("", |service| service.name.as_str());
    let name = words.say_with(
        "operation-component",
        &[
            ("service", service.into()),
            ("name", one.name.as_str().into()),
        ],
    );
    match one.platform {
        None => name,
        Some((owner, platform)) => {
            let owner = page.owners.get(&owner).cloned().unwrap_or_default();
            let platform = page.platforms.get(&platform).cloned().unwrap_or_default();
            words.say_with(
                "operation-component-of",
                &[
                    ("component", name.into()),
                    ("organisation", owner.into()),
                    ("platform", platform.into()),
                ],
            )
        }
    }
}

async fn new(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    kind: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let kind = Kind::read(&kind)?;
    form_shown(&app, &request, &worker, kind, &Again::default()).await
}

async fn form_shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    kind: Kind,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let (page, numbers) = read(app, worker, Desk::components).await?;
    let frame = framed(app, request, worker, numbers, kind.title());
    let now = app.desk.clock().now();
    Ok(answer(form::New::of(frame, kind, &page, now, again), again))
}

async fn enter(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    kind: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let kind = Kind::read(&kind)?;
    let words = app.frame(&request, kind.title()).words;
    let mut again = Again::with(form);
    let now = app.desk.clock().now();
    if let Some(typed) = typed::operation(&mut again, kind, now, words) {
        let (by, scope) = (worker.person.id, worker.scope().clone());
        let done = ask(&app, move |desk| desk.enter_operation(&typed, by, &scope));
        match done.await {
            Ok(id) => return Ok(see_other(&format!("/operations/{id}"))),
            Err(error) => noted(&mut again, error, words, &CONTROLS)?,
        }
    }
    form_shown(&app, &request, &worker, kind, &again).await
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    shown(&app, &request, &worker, operation(&id)?, &Again::default()).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OperationId,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (page, numbers) = read(app, worker, move |desk| desk.operation(id, &scope)).await?;
    let frame = framed(app, request, worker, numbers, "operations-title");
    let works = worker.may(Right::WorkTickets);
    Ok(answer(one::One::of(frame, &page, works, again), again))
}

async fn correct(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = operation(&id)?;
    let kind = Kind::read(form.line("kind"))?;
    let seen: u32 = form
        .line("seen")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let words = app.frame(&request, kind.title()).words;
    let mut again = Again::with(form);
    let now = app.desk.clock().now();
    let typed = typed::operation(&mut again, kind, now, words);
    let why = Line::parse(again.form().get("why"));
    if why.is_err() {
        again.refuse("why", words.say("operation-no-why"));
    }
    if let (Some(typed), Ok(why)) = (typed, why) {
        let (by, scope) = (worker.person.id, worker.scope().clone());
        let done = ask(&app, move |desk| {
            desk.correct_operation((id, seen), &typed, &why, by, &scope)
        });
        match done.await {
            Ok(_) => return Ok(see_other(&format!("/operations/{id}"))),
            Err(PageError::Desk(Error::Overtaken)) => {
                again.refuse("why", words.say("operation-overtaken"));
            }
            Err(error) => noted(&mut again, error, words, &CONTROLS)?,
        }
    }
    shown(&app, &request, &worker, id, &again).await
}

async fn tell(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = operation(&id)?;
    let step: Step = form
        .line("step")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let words = app.frame(&request, "operations-title").words;
    let mut again = Again::with(form);
    match Description::parse(again.form().get("text")) {
        Ok(text) => {
            let by = worker.person.id;
            ask(&app, move |desk| {
                desk.tell_of_operation(id, (step, &text), by)
            })
            .await?;
            return Ok(see_other(&format!("/operations/{id}")));
        }
        Err(_) => again.refuse("text", words.say("operation-no-news")),
    }
    shown(&app, &request, &worker, id, &again).await
}

/// An operation's identity, from an address.
fn operation(id: &str) -> Result<OperationId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}
