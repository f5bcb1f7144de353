//! The screens: each a module with its view, and a template of the same name.

pub mod account;
pub mod acknowledge;
pub mod again;
pub mod around;
pub mod attention;
pub mod availability;
pub mod band;
pub mod bouncing;
pub mod chip;
pub mod consent;
pub mod consents;
pub mod contracts;
pub mod demo_letters;
pub mod desk_frame;
pub mod escalations;
pub mod exports;
pub mod fields;
pub mod file_request;
pub mod files;
pub mod followers;
pub mod forgotten;
#[cfg(test)]
mod gallery;
pub mod help;
pub mod hours;
pub mod incoming;
pub mod keys;
pub mod layout;
pub mod letters;
pub mod monitors;
pub mod navigation;
pub mod opening;
pub mod operations;
pub mod organisations;
pub mod outages;
pub mod overview;
pub mod pauses;
mod people;
pub mod portal;
pub mod portal_frame;
pub mod problem;
pub mod products;
pub mod promises;
pub mod proof;
pub mod qualification;
pub mod queue;
pub mod queues;
pub mod reports;
pub mod request;
pub mod satisfaction;
pub mod second_factor;
mod sent;
mod session;
pub mod set_up;
pub mod sign_in;
pub mod sign_in_code;
pub mod sign_in_provider;
pub mod status;
pub mod ticket;
pub mod vendor;
pub mod wording;

use actix_web::web::ServiceConfig;

/// Adds the routes of every page.
pub fn routes(app: &mut ServiceConfig) {
    app.configure(exports::routes)
        .configure(file_request::routes)
        .configure(request::routes)
        .configure(session::routes)
        .configure(forgotten::routes)
        .configure(sign_in_code::routes)
        .configure(sign_in_provider::routes)
        .configure(account::routes)
        .configure(portal::routes)
        .configure(second_factor::routes)
        .configure(people::routes)
        .configure(organisations::routes)
        .configure(products::routes)
        .configure(contracts::routes)
        .configure(queues::routes)
        .configure(operations::routes)
        .configure(monitors::routes)
        .configure(availability::routes)
        .configure(satisfaction::routes)
        .configure(qualification::routes)
        .configure(overview::routes)
        .configure(reports::routes)
        .configure(acknowledge::routes)
        .configure(queue::routes)
        .configure(vendor::routes)
        .configure(ticket::routes)
        .configure(attention::routes)
        .configure(incoming::routes)
        .configure(wording::routes)
        .configure(status::routes)
        .configure(help::routes);
}
