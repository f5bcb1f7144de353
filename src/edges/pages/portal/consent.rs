//! The consent to enter the customer's platform, in the portal: on a ticket, and all of an organisation's.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    super::{
        consent::{ConsentTyped, ConsentView, said},
        consents::{Line, lines},
        layout::Frame,
        portal_frame,
        request::Reply,
        ticket::events::actor,
    },
    ticket::{Said, address, frame, read, ticket, view},
};
use crate::{
    desk::TicketPage,
    domain::{access::Right, ticket::Actor},
    edges::{
        http::{
            App, Form, Member, Page, PageError, Policy, reading, resource, routing::READ, see_other,
        },
        words::Words,
    },
};

/// Where the list is.
const HERE: &str = "/portal/consents";

/// Adds the route of the list.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal/consents", READ)
            .route(reading(Policy::Customer(Right::ReadConsents)).to(list)),
    );
}

/// The consent of a ticket, for somebody who may say something of it, or not.
pub(super) fn shown(
    page: &TicketPage,
    gives: bool,
    typed: ConsentTyped,
    words: Words,
) -> Option<ConsentView> {
    let says = format!("{}/consent", address(page.ticket.id));
    let name = |by: Actor| actor(page, by, words);
    let says = if gives { says.as_str() } else { "" };
    ConsentView::of(page, (says, ""), typed, &name, words)
}

/// Takes what somebody says of it.
pub(super) async fn consent(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (ticket(&id)?, member.person.id);
    // Whoever sees no such ticket is told so, whatever was typed.
    let shown = read(&app, &member, id).await?;
    if !shown.consents {
        return Err(PageError::Forbidden);
    }
    let words = app.frame(&request, "").words;
    let typed = match said(&form, words) {
        Ok(act) => {
            member
                .ask(&app, move |desk| desk.say_consent(by, id, &act))
                .await?;
            return Ok(see_other(&format!("{}#consent", address(id))));
        }
        Err(typed) => typed,
    };
    let frame = frame(&app, &request, &member, &shown.page);
    let said = Said {
        consent: typed,
        ..Said::default()
    };
    let again = view(frame, &member, &shown, Reply::blank(), said);
    Ok(Page::refused(again).answer())
}

#[derive(Debug, Template)]
#[template(path = "pages/portal_consents.html")]
struct List {
    frame: Frame,
    here: &'static str,
    lines: Vec<Line>,
}

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let organisation = member.who.organisation.ok_or(PageError::Forbidden)?;
    if !member.manages_people() {
        return Err(PageError::Forbidden);
    }
    let scope = member.scope.clone();
    let page = member
        .ask(&app, move |desk| desk.consents(organisation, &scope))
        .await?;
    let mut frame = portal_frame::frame(&app, &request, &member, "consents-title", HERE);
    frame.organisation = Some(page.organisation.clone());
    let view = List {
        here: HERE,
        lines: lines(&page, "/portal/tickets", frame.words),
        frame,
    };
    Ok(Page::of(view).answer())
}
