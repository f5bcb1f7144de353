//! What is left of the help that one's organisation paid for in advance.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{
    hours::{Package, packages},
    layout::Frame,
    portal_frame::frame,
};
use crate::{
    domain::access::Right,
    edges::http::{App, Member, Page, PageError, Policy, reading, resource, routing::READ},
};

/// Where the page is.
const HERE: &str = "/portal/hours";

/// Adds the route of the page.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/hours", READ).route(reading(Policy::Customer(Right::ReadHours)).to(show)),
    );
}

#[derive(Debug, Template)]
#[template(path = "pages/portal_hours.html")]
struct View {
    frame: Frame,
    here: &'static str,
    packages: Vec<Package>,
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let organisation = member.who.organisation.ok_or(PageError::Forbidden)?;
    let by = member.person.id;
    let page = member
        .ask(&app, move |desk| desk.hours(organisation, by))
        .await?;
    let mut frame = frame(&app, &request, &member, "hours-title", HERE);
    frame.organisation = Some(page.organisation.name.clone());
    let view = View {
        here: HERE,
        packages: packages(&page, "/portal/tickets", frame.words),
        frame,
    };
    Ok(Page::of(view).answer())
}
