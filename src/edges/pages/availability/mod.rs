//! Availability of a service for an organisation: the figure, the minutes behind it, the formula, and the
//! credits that follow; and the register of what was entered.

pub(super) mod all;
mod register;
pub(super) mod view;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use chrono_tz::{Europe::Paris, Tz};

use super::{
    again::Again,
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
    organisations::{answer, noted},
};
use crate::{
    desk::{Error, Field, PeriodAsked},
    domain::{
        access::Right,
        ids::{CreditId, OrganisationId, ServiceId},
        ticket::Line,
    },
    edges::http::{
        App, ConfirmsCredits, Form, PageError, Policy, ReadsSetUp, Worker, WorkerWith, ask,
        reading, resource,
        routing::{READ, WRITE},
        see_other, writing,
    },
};

pub(super) use view::credit_state;

/// The zone in which instants are told: the desk's own.
const ZONE: Tz = Paris;

const CONTROLS: [(Field, &str); 1] = [(Field::Period, "credits")];

/// Adds the routes of the pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/credits", READ).route(reading(Policy::Desk(Right::ReadSetUp)).to(all::show)),
    )
    .service(
        resource("/organisations/{id}/availability", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(show)),
    )
    .service(
        resource("/organisations/{id}/register", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(register::show)),
    )
    .service(
        resource("/organisations/{id}/credits", WRITE)
            .route(writing(Policy::Desk(Right::ConfirmCredits)).to(propose)),
    )
    .service(
        resource("/organisations/{id}/credits/{credit}", WRITE)
            .route(writing(Policy::Desk(Right::ConfirmCredits)).to(decide)),
    );
}

fn framed(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    numbers: Numbers,
    title: &str,
) -> Frame {
    frame(app, request, worker, numbers, title, Place::Operations)
}

/// Which figure an address or a form asks for.
pub(in crate::edges::pages) fn asked(form: &Form) -> Result<PeriodAsked, PageError> {
    let not_found = |_| PageError::NotFound;
    Ok(PeriodAsked {
        service: match form.line("service") {
            "" => None,
            id => Some(id.parse::<ServiceId>().map_err(not_found)?),
        },
        day: match form.line("day") {
            "" => None,
            day => Some(day.parse::<NaiveDate>().map_err(|_| PageError::NotFound)?),
        },
    })
}

/// Where a figure is read.
fn address(organisation: OrganisationId, service: ServiceId, day: NaiveDate) -> String {
    format!("/organisations/{organisation}/availability?service={service}&day={day}")
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id: OrganisationId = id.parse().map_err(|_| PageError::NotFound)?;
    let asked = asked(&Form::parse(request.query_string().as_bytes())?)?;
    shown(&app, &request, &worker, (id, asked), &Again::default()).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    (id, asked): (OrganisationId, PeriodAsked),
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (page, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.availability(id, asked)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = framed(app, request, worker, numbers, "availability-title");
    let decides = worker.may(Right::ConfirmCredits);
    Ok(answer(view::View::of(frame, &page, decides, again), again))
}

async fn propose(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ConfirmsCredits>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: OrganisationId = id.parse().map_err(|_| PageError::NotFound)?;
    let asked = asked(&form)?;
    let (Some(service), Some(day)) = (asked.service, asked.day) else {
        return Err(PageError::NotUnderstood);
    };
    let words = app.frame(&request, "availability-title").words;
    let by = worker.person.id;
    let done = ask(&app, move |desk| {
        desk.propose_credit(id, (service, day), by)
    })
    .await;
    match done {
        Ok(_) => Ok(see_other(&address(id, service, day))),
        Err(error) => {
            let mut again = Again::with(form);
            noted(&mut again, error, words, &CONTROLS)?;
            shown(&app, &request, &worker, (id, asked), &again).await
        }
    }
}

async fn decide(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ConfirmsCredits>,
    path: web::Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, credit) = path.into_inner();
    let id: OrganisationId = id.parse().map_err(|_| PageError::NotFound)?;
    let credit: CreditId = credit.parse().map_err(|_| PageError::NotFound)?;
    let asked = asked(&form)?;
    let (Some(service), Some(day)) = (asked.service, asked.day) else {
        return Err(PageError::NotUnderstood);
    };
    let why = if form.pressed("confirm", "drop")? {
        None
    } else {
        match Line::parse(form.get("why")) {
            Ok(why) => Some(why),
            Err(_) => {
                let words = app.frame(&request, "availability-title").words;
                let mut again = Again::with(form);
                again.refuse("credits", words.say("credit-no-why"));
                return shown(&app, &request, &worker, (id, asked), &again).await;
            }
        }
    };
    let by = worker.person.id;
    ask(&app, move |desk| {
        desk.decide_credit(credit, why.as_ref(), by)
    })
    .await?;
    Ok(see_other(&address(id, service, day)))
}
