//! The status as a customer sees it: what the organisation has, and all that concerns it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::TimeDelta;

use super::{
    super::{layout::Frame, portal_frame::frame},
    seen,
    view::{Line, STEP, Service, end, line, lines, look, part, sentence},
};
use crate::{
    desk::Status,
    domain::{access::Right, operation::State},
    edges::http::{App, Member, Page, PageError, Policy, reading, resource, routing::READ},
};

/// Where the page is.
const HERE: &str = "/portal/status";
/// What is over for longer is read in the register.
const BACK: TimeDelta = TimeDelta::days(90);

/// Adds the route of the page.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/status", READ)
            .route(reading(Policy::Customer(Right::ReadOrganisation)).to(show)),
    );
}

#[derive(Debug, Template)]
#[template(path = "pages/portal_status.html")]
struct View {
    frame: Frame,
    says: String,
    icon: &'static str,
    good: bool,
    open: Vec<Line>,
    planned: Vec<Line>,
    services: Vec<Service>,
    width: usize,
    first_day: String,
    last_day: String,
    past: Vec<Line>,
}

impl View {
    fn of(frame: Frame, status: &Status) -> Self {
        let words = frame.words;
        let parts = || status.services.iter().flat_map(|(_, parts)| parts);
        let worst = parts().map(|one| one.state).max();
        let worst = worst.unwrap_or(State::Operational);
        let days = parts().next().map(|one| &one.days[..]).unwrap_or_default();
        let since = status.at - BACK;
        let past = status.past.iter().filter(|one| {
            let begun = one.operation.said.span().0;
            begun.is_some_and(|begun| begun >= since)
        });
        Self {
            says: if parts().next().is_none() {
                words.say("portal-status-none")
            } else {
                sentence(status, words)
            },
            icon: look(worst).1,
            good: worst == State::Operational,
            open: lines(&status.open, status, words),
            planned: lines(&status.planned, status, words),
            services: status
                .services
                .iter()
                .map(|(name, parts)| Service {
                    name: name.clone(),
                    parts: parts.iter().map(|one| part(one, status, words)).collect(),
                })
                .collect(),
            width: days.len().max(1) * STEP - 3,
            first_day: end(days.first(), words),
            last_day: end(days.last(), words),
            past: past.map(|one| line(one, status, words)).collect(),
            frame,
        }
    }
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let organisation = member.who.organisation.ok_or(PageError::Forbidden)?;
    let public = seen(&app).await?.status;
    let status = member
        .ask(&app, move |desk| desk.own_status(organisation, &public))
        .await?;
    let frame = frame(&app, &request, &member, "nav-status", HERE);
    Ok(Page::of(View::of(frame, &status)).answer())
}
