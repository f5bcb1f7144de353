//! The way to the vendor: the dossier that the desk writes and the cases of a ticket, whose time runs,
//! and what the vendor's people see of what was sent to them.

mod act;
mod case;
mod clocks;
mod dossier;
mod ends;
mod hook;
mod judged;
mod page;
mod pauses;
mod portal;
mod proof;
mod section;
mod send;
mod typed;

use actix_web::web;

use crate::{
    domain::access::Right,
    edges::http::{
        Policy, reading, resource,
        routing::{READ, READ_WRITE, WRITE},
        writing,
    },
};

pub(super) use section::{VendorSection, section};

/// Adds the routes of the desk's pages, and of the vendor's.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/tickets/{id}/vendor", READ_WRITE)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(page::show))
            .route(writing(Policy::Desk(Right::WorkTickets)).to(send::write)),
    )
    .service(
        resource("/tickets/{id}/vendor/{case}", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(act::as_integrator)),
    )
    .service(
        resource("/tickets/{id}/vendor/{case}/proof", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(proof::show)),
    )
    .service(
        resource("/portal/cases/{case}/proof", READ)
            .route(reading(Policy::Customer(Right::ReadCase)).to(proof::show_to_vendor)),
    )
    .service(
        resource("/tickets/{id}/vendor/{case}/files/{file}", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(page::file)),
    )
    .service(
        resource("/tickets/{id}/hands", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(clocks::show)),
    )
    .service(
        resource("/portal/cases", READ)
            .route(reading(Policy::Customer(Right::ReadCase)).to(portal::list)),
    )
    .service(
        resource("/portal/cases/{case}", READ_WRITE)
            .route(reading(Policy::Customer(Right::ReadCase)).to(portal::show))
            .route(writing(Policy::Customer(Right::AnswerCase)).to(act::as_vendor)),
    )
    .service(resource("/vendor/hook/{door}", WRITE).route(writing(Policy::Link).to(hook::hear)))
    .service(
        resource("/portal/cases/{case}/files/{file}", READ)
            .route(reading(Policy::Customer(Right::ReadCase)).to(portal::file)),
    );
}
