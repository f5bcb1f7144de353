//! The overview: organisations with open tickets by whose turn it is, what falls due today, what waits
//! for vendors and what they are late on. At the desk of all its customers; on the customers' side of
//! those that an integrator serves.

mod portal;
mod view;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};

pub(in crate::edges::pages) use portal::at_support;
pub(in crate::edges::pages) use view::late_by;

use super::{
    attention::ZONE,
    desk_frame::{Numbers, frame},
    layout::Place,
};
use crate::{
    desk::{Error, OverviewAsked, day_ends},
    domain::{access::Right, ids::OrganisationId},
    edges::http::{
        App, Caller, Form, Page, PageError, Policy, ReadsOverview, reading, resource, routing::READ,
    },
};

/// Where the desk's page is.
pub(super) const HERE: &str = "/overview";

/// Adds the routes of the desk's page, and of the integrators'.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/overview", READ).route(reading(Policy::Desk(Right::ReadOverview)).to(show)),
    )
    .service(
        resource("/portal/overview", READ)
            .route(reading(Policy::Customer(Right::ReadOverview)).to(portal::show)),
    );
}

/// What an address of an overview asks for. A value that nobody offers is left aside.
pub(in crate::edges::pages) fn asked(query: &Form, now: DateTime<Utc>) -> OverviewAsked {
    let id = |name: &str| query.line(name).parse::<OrganisationId>().ok();
    OverviewAsked {
        organisation: id("organisation"),
        after: id("after"),
        only: None,
        day_ends: day_ends(now, ZONE),
    }
}

/// The address of an overview at `here`, of one organisation, from after another one on.
fn address(
    here: &str,
    organisation: Option<OrganisationId>,
    after: Option<OrganisationId>,
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, id) in [("organisation", organisation), ("after", after)] {
        if let Some(id) = id {
            query.append_pair(name, &id.to_string());
        }
    }
    match query.finish() {
        query if query.is_empty() => here.to_owned(),
        query => format!("{here}?{query}"),
    }
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Caller<ReadsOverview>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let asked = asked(&query, app.desk.clock().now());
    let (worker, (asked, found, numbers)) = caller
        .ask(&app, move |desk, worker| {
            let found = desk.overview(&asked, worker.scope())?;
            let numbers = Numbers::read(desk, worker.scope())?;
            Ok::<_, Error>((asked, found, numbers))
        })
        .await?;
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "overview-title",
        Place::Overview,
    );
    Ok(Page::of(view::View::of(frame, &found, &asked)).answer())
}
