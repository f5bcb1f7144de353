//! The screens: each a module with its view, and a template of the same name.

pub mod band;
pub mod chip;
pub mod fields;
pub mod help;
pub mod keys;
pub mod layout;
pub mod problem;
pub mod sign_in;

use actix_web::web::ServiceConfig;

/// Adds the routes of every page.
pub fn routes(_app: &mut ServiceConfig) {
}
