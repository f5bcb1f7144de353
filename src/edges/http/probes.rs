//! What machines ask: is it alive, is it ready, may robots come.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CONTENT_TYPE},
    web,
};

use super::{App, ask, reading, resource, routing::READ};
use crate::desk::Desk;

/// Whether an address is a probe: these hold no link, so any `Host` may ask them.
pub fn is_probe(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz")
}

/// Adds the routes of the probes.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/healthz", READ).route(reading().to(alive)))
        .service(resource("/readyz", READ).route(reading().to(ready)))
        .service(resource("/robots.txt", READ).route(reading().to(robots)));
}

/// The process answers. The database is not asked.
async fn alive() -> HttpResponse {
    plain(StatusCode::OK, "ok\n")
}

/// The database answers too, and can write as far as is known; if not, the answer says why.
async fn ready(app: web::Data<App>) -> HttpResponse {
    match ask(&app, Desk::is_ready).await {
        Ok(()) => plain(StatusCode::OK, "ready\n"),
        // A page in words would be of no use to a machine; its type keeps the door from making one.
        Err(why) => HttpResponse::ServiceUnavailable()
            .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
            .body(format!("not ready: {}\n", escaped(&why.to_string()))),
    }
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
