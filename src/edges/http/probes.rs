//! What machines ask: is it alive, is it ready, may robots come.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    web,
};

use super::{App, Policy, app::ask_aside, reading, resource, routing::READ};
use crate::desk::Desk;

/// Whether an address is a probe: these hold no link, so any `Host` may ask them.
pub fn is_probe(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz")
}

/// Adds the routes of the probes.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/healthz", READ).route(reading(Policy::Public).to(alive)))
        .service(resource("/readyz", READ).route(reading(Policy::Public).to(ready)))
        .service(resource("/robots.txt", READ).route(reading(Policy::Public).to(robots)));
}

/// The process answers. The database is not asked.
async fn alive() -> HttpResponse {
    plain(StatusCode::OK, "ok\n")
}

/// The database answers too, and can write as far as is known; if not, the answer says why.
async fn ready(app: web::Data<App>) -> HttpResponse {
    if app.stopping.has_begun() {
        return unready("this process stops");
    }
    match ask_aside(&app, Desk::is_ready).await {
        Ok(()) => plain(StatusCode::OK, "ready\n"),
        Err(why) => unready(&why.to_string()),
    }
}

fn unready(why: &str) -> HttpResponse {
    // A page in words would be of no use to a machine; its type keeps the door from making one.
    HttpResponse::ServiceUnavailable()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((RETRY_AFTER, "5"))
        .body(format!("not ready: {}\n", escaped(why)))
}

/// What a database says may hold anything, and this is read as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Nothing here is for search engines.
async fn robots() -> HttpResponse {
    plain(StatusCode::OK, "User-agent: *\nDisallow: /\n")
}

fn plain(status: StatusCode, text: &'static str) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(text)
}
