//! The portal: what customers see once they are signed in.

mod availability;
mod beside;
mod consent;
mod contest;
mod hours;
mod list;
mod new;
mod people;
mod refused;
mod register;
mod ticket;

use actix_web::{HttpRequest, HttpResponse, web};

pub(super) use list::expected;
pub use list::{Asked, List};
pub(super) use people::{designation, own};

use super::portal_frame::frame;
use crate::{
    domain::access::Right,
    edges::http::{App, Form, Member, Page, PageError, Policy, reading, resource, routing::READ},
};

/// Adds the routes of the portal.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/portal", READ).route(reading(Policy::Customer(Right::ReadTicket)).to(list)),
    )
    .configure(availability::routes)
    .configure(beside::routes)
    .configure(consent::routes)
    .configure(hours::routes)
    .configure(new::routes)
    .configure(people::routes)
    .configure(refused::routes)
    .configure(register::routes)
    .configure(ticket::routes);
}

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let asked = Asked::read(&query);
    let (filter, after) = (asked.filter(app.desk.clock().now()), asked.after);
    let (who, scope) = (member.who.clone(), member.scope.clone());
    let page = member
        .ask(&app, move |desk| {
            desk.customer_tickets(&who, &scope, &filter, after)
        })
        .await?;
    let frame = frame(&app, &request, &member, "portal-title", "/portal");
    Ok(Page::of(List::of(frame, &member.who, &page, &asked).after(query.line("done"))).answer())
}
