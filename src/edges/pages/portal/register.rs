//! The register of one's organisation: maintenance and outages of what it uses (Jamespot, « Un registre
//! décrivant chaque opération de maintenance, éventuellement les incidents »).

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{
    layout::Frame,
    operations::list::{Line, line},
    portal_frame::frame,
};
use crate::{
    domain::access::Right,
    edges::http::{App, Member, Page, PageError, Policy, reading, resource, routing::READ},
};

/// Where the page is.
const HERE: &str = "/portal/register";

/// Adds the route of the page.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/register", READ)
            .route(reading(Policy::Customer(Right::ReadOrganisation)).to(show)),
    );
}

#[derive(Debug, Template)]
#[template(path = "pages/portal_register.html")]
struct View {
    frame: Frame,
    here: &'static str,
    lines: Vec<Line>,
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let organisation = member.who.organisation.ok_or(PageError::Forbidden)?;
    let page = member
        .ask(&app, move |desk| desk.register(organisation))
        .await?;
    let mut frame = frame(&app, &request, &member, "register-title", HERE);
    frame.organisation = Some(page.organisation.name.clone());
    let words = frame.words;
    let view = View {
        here: HERE,
        lines: page
            .operations
            .iter()
            .map(|one| line(one, &page.components, page.now, words))
            .collect(),
        frame,
    };
    Ok(Page::of(view).answer())
}
