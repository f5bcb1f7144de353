//! Where heartbeats are called: no cookie, no page, and nothing said but whether it was heard.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header::CONTENT_TYPE},
    web,
};
use serde_json::json;

use crate::{
    desk::{Error, Secret},
    edges::http::{
        App, Form, PageError, Policy, ask, reading, resource, routing::READ_WRITE, writing,
    },
};

/// Adds the route.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/beats/{beat}", READ_WRITE)
            // Whatever can ask an address can say that it lives: a GET counts as a POST does.
            .route(reading(Policy::Public).to(beat))
            .route(writing(Policy::Public).to(beat)),
    );
}

/// `took` in the address says how many milliseconds the work took.
async fn beat(app: web::Data<App>, request: HttpRequest, beat: web::Path<String>) -> HttpResponse {
    let Some(secret) = Secret::read(&beat) else {
        return problem(StatusCode::NOT_FOUND);
    };
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let took = match query.line("took") {
        "" => None,
        text => match text.parse::<u32>() {
            Ok(took) if took <= 1_000_000_000 => Some(took),
            Ok(_) | Err(_) => return problem(StatusCode::BAD_REQUEST),
        },
    };
    match ask(&app, move |desk| desk.beat(&secret, took)).await {
        Ok(()) => HttpResponse::Ok().json(json!({ "heard": true })),
        Err(PageError::Desk(Error::NotFound) | PageError::NotFound) => {
            problem(StatusCode::NOT_FOUND)
        }
        Err(error) => {
            tracing::error!(%error, "a heartbeat was not heard");
            problem(error.problem().0)
        }
    }
}

fn problem(status: StatusCode) -> HttpResponse {
    let said = json!({ "title": status.canonical_reason(), "status": status.as_u16() });
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "application/problem+json"))
        .body(said.to_string())
}
