//! Organisations and what belongs to them, for those who set the desk up.

mod acts;
mod consents;
mod edit;
mod hours;
mod import;
mod list;
mod one;
mod past;
mod questions;
mod vendor;
mod vendor_hook;

use actix_web::{HttpRequest, HttpResponse, web};

pub(super) use one::state;
pub use past::{Past, past};
pub(super) use past::{done_in_words, environment_word, kind_word, letter_word, told_of_letters};
pub(super) use vendor_hook::{call_words, fault_words};

use super::{
    again::Again,
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
};
use crate::{
    desk::{Error, Field, OrganisationPage},
    domain::{
        access::Right,
        ids::{OrganisationId, PlatformId, SubscriptionId},
        ticket::{QueueFilter, is_kept},
    },
    edges::{
        http::{
            App, Form, ManagesSetUp, Page, PageError, Policy, ReadsSetUp, Worker, WorkerWith, ask,
            reading, resource,
            routing::{READ, READ_WRITE, WRITE},
            see_other, writing,
        },
        words::Words,
    },
};

/// Adds the routes of the pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/organisations", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(list))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::enter)),
    )
    .service(
        resource("/organisations/import", READ_WRITE)
            .route(reading(Policy::Desk(Right::ManageSetUp)).to(import::show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(import::take)),
    )
    .service(
        resource("/organisations/{id}", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(one))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::change)),
    )
    .service(
        resource("/organisations/{id}/platforms", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::enter_platform)),
    )
    .service(
        resource("/organisations/{id}/platforms/{platform}", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(platform))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::change_platform)),
    )
    .service(
        resource("/organisations/{id}/consents", READ)
            .route(reading(Policy::Desk(Right::ReadConsents)).to(consents::show)),
    )
    .service(
        resource("/organisations/{id}/hours", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(hours::show)),
    )
    .service(
        resource("/organisations/{id}/vendor", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(vendor::show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(vendor::set)),
    )
    .service(
        resource("/organisations/{id}/mandates", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::set_mandate)),
    )
    .service(
        resource("/organisations/{id}/designations", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::set_designation)),
    )
    .service(
        resource("/organisations/{id}/subscriptions", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::subscribe)),
    )
    .service(
        resource(
            "/organisations/{id}/subscriptions/{subscription}",
            READ_WRITE,
        )
        .route(reading(Policy::Desk(Right::ReadSetUp)).to(subscription))
        .route(writing(Policy::Desk(Right::ManageSetUp)).to(acts::change_subscription)),
    );
}

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
) -> Result<HttpResponse, PageError> {
    listed(&app, &request, &worker, &Again::default()).await
}

async fn listed(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let text = text_asked(request)?;
    let (scope, asked) = (worker.scope().clone(), text.clone());
    let (found, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.organisations(&asked)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = set_up_frame(app, request, worker, numbers, "organisations-title");
    let manages = worker.may(Right::ManageSetUp);
    let view = list::List::of(frame, &found.0, found.1, &text, manages, again);
    Ok(answer(view, again))
}

/// What is looked for in the list.
pub(super) fn text_asked(request: &HttpRequest) -> Result<String, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let kept = query.line("q").chars().filter(|one| is_kept(*one));
    Ok(kept.take(QueueFilter::TEXT).collect())
}

async fn one(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    shown(
        &app,
        &request,
        &worker,
        organisation(&id)?,
        &Again::default(),
    )
    .await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OrganisationId,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let (page, frame) = read(app, request, worker, id).await?;
    let (manages, now) = (worker.may(Right::ManageSetUp), app.desk.clock().now());
    Ok(answer(
        one::One::of(frame, &page, now, manages, again),
        again,
    ))
}

async fn platform(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, platform) = path.into_inner();
    let platform = platform.parse().map_err(|_| PageError::NotFound)?;
    let again = Again::default();
    platform_shown(
        &app,
        &request,
        &worker,
        organisation(&id)?,
        platform,
        &again,
    )
    .await
}

async fn platform_shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OrganisationId,
    platform: PlatformId,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let (page, frame) = read(app, request, worker, id).await?;
    let manages = worker.may(Right::ManageSetUp);
    let view = edit::PlatformForm::of(frame, &page, platform, manages, again);
    Ok(answer(view.ok_or(PageError::NotFound)?, again))
}

async fn subscription(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, subscription) = path.into_inner();
    let subscription = subscription.parse().map_err(|_| PageError::NotFound)?;
    let again = Again::default();
    subscription_shown(
        &app,
        &request,
        &worker,
        organisation(&id)?,
        subscription,
        &again,
    )
    .await
}

async fn subscription_shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OrganisationId,
    subscription: SubscriptionId,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let (page, frame) = read(app, request, worker, id).await?;
    let manages = worker.may(Right::ManageSetUp);
    let view = edit::SubscriptionForm::of(frame, &page, subscription, manages, again);
    Ok(answer(view.ok_or(PageError::NotFound)?, again))
}

async fn read(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OrganisationId,
) -> Result<(OrganisationPage, Frame), PageError> {
    let scope = worker.scope().clone();
    let (page, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.organisation(id)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let mut frame = set_up_frame(app, request, worker, numbers, "organisations-title");
    frame.title.clone_from(&page.organisation.name);
    Ok((page, frame))
}

/// The frame of a page of the set-up.
pub(super) fn set_up_frame(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    numbers: Numbers,
    title: &str,
) -> Frame {
    let place = match title {
        "products-title" => Place::Products,
        "queues-title" => Place::Queues,
        _ => Place::Organisations,
    };
    frame(app, request, worker, numbers, title, place)
}

/// The page, or the page with what must be corrected.
pub(super) fn answer<T: askama::Template>(view: T, again: &Again) -> HttpResponse {
    if again.is_refused() {
        Page::refused(view).answer()
    } else {
        Page::of(view).answer()
    }
}

/// An organisation's identity, from an address.
fn organisation(id: &str) -> Result<OrganisationId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

/// Notes beside their controls what the desk refused; what else went wrong is handed on.
/// `controls` says which control a field is on this page.
pub(super) fn noted(
    again: &mut Again,
    error: PageError,
    words: Words,
    controls: &[(Field, &'static str)],
) -> Result<(), PageError> {
    let PageError::Desk(Error::Invalid(faults)) = error else {
        return Err(error);
    };
    for fault in faults {
        let control = controls.iter().find(|(field, _)| *field == fault.field);
        let control = control.map_or("", |(_, control)| *control);
        let key = format!("setup-{}-{}", fault.field.word(), fault.problem);
        again.refuse(control, words.say(&key));
    }
    Ok(())
}

/// Back to the organisation, with a word of what was done.
fn back(id: OrganisationId, done: &str) -> HttpResponse {
    see_other(&format!("/organisations/{id}?done={done}"))
}
