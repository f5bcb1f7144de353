//! Reports: the figures of a period, and the list behind each.

mod asked;
pub(super) mod available;
mod charts;
mod list;
mod parts;
mod readers;
mod said;
mod view;

use actix_web::{HttpRequest, HttpResponse, http::header, web};

pub(super) use asked::{asked, figure_key, list_address, sought};
pub(super) use list::said as list_said;
pub(super) use said::{group_name, period_words, sought_words};

use super::{
    desk_frame::{Numbers, frame},
    layout::Place,
};
use crate::{
    desk::Error,
    domain::access::Right,
    edges::http::{
        App, Form, Page, PageError, Policy, ReadsReports, WorkerWith, ask, reading, resource,
        routing::{READ, WRITE},
        writing,
    },
};

/// Adds the routes of the pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/reports", READ).route(reading(Policy::Desk(Right::ReadReports)).to(show)),
    )
    .service(
        resource("/reports/list", READ)
            .route(reading(Policy::Desk(Right::ReadReports)).to(list::show)),
    )
    .service(
        resource("/reports/readers", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(readers::set)),
    );
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsReports>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let asked = asked(&query, app.desk.clock().now());
    let (scope, manages) = (worker.scope().clone(), worker.may(Right::ManageSetUp));
    let (asked, page, kept, readers, numbers) = ask(&app, move |desk| {
        let seen = desk.behind(&scope);
        let page = seen.report(&asked.report, &scope)?;
        let kept = desk.report_availability(&asked.report, &scope)?;
        let readers = desk.report_readers()?;
        Ok::<_, Error>((asked, page, kept, readers, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "report-title",
        Place::Reports,
    );
    Ok(Page::of(view::View::of(
        frame,
        &asked,
        (&page, &kept),
        &readers,
        manages,
    ))
    .answer())
}

/// The figures for programs.
pub(super) async fn json(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsReports>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let asked = asked(&query, app.desk.clock().now());
    let scope = worker.scope().clone();
    let (page, found) = ask(&app, move |desk| {
        let page = desk.behind(&scope).report(&asked.report, &scope)?;
        Ok::<_, Error>((page, desk.report_availability(&asked.report, &scope)?))
    })
    .await?;
    let mut figures = said::as_json(&page);
    if let Some(all) = figures.as_object_mut() {
        all.insert("availability".to_owned(), available::as_json(&found).into());
    }
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(figures.to_string()))
}
