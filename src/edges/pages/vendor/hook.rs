//! Where vendors' programs call: JSON both ways, no cookie, no page.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    web,
};
use serde_json::json;

use crate::{
    desk::{HeardCall, HookRefused},
    domain::vendor::NotHeard,
    domain::webhook::NotSigned,
    edges::http::{App, PageError, ask, body},
};

/// How long who said too much waits, in seconds.
const LATER: i64 = 60;

pub(super) async fn hear(
    app: web::Data<App>,
    request: HttpRequest,
    door: web::Path<String>,
    payload: web::Payload,
) -> HttpResponse {
    let (door, place, now) = (
        door.into_inner(),
        app.client(&request),
        app.desk.clock().now(),
    );
    if let Err(wait) = app.hooks_tried.attempt(&door, place, now) {
        return too_many(wait.num_seconds().max(1));
    }
    let mut payload = payload.into_inner();
    let body = match body::read(&request, &mut payload, app.settings.body_patience).await {
        Ok(body) => body.to_vec(),
        Err(error) => return failed(&error),
    };
    let header = |name: &str| {
        let mut all = request.headers().get_all(name);
        match (all.next(), all.next()) {
            (Some(one), None) => one.to_str().unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    };
    let call = HeardCall {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        door: door.clone(),
        body,
    };
    let heard = ask(&app, move |desk| desk.hear_vendor(call));
    let heard = match heard.await {
        Ok(heard) => heard,
        Err(error) => return failed(&error),
    };
    if !matches!(
        heard,
        Err(HookRefused::NoDoor | HookRefused::NotSigned(_) | HookRefused::TooMany)
    ) {
        app.hooks_tried.succeeded(&door, place);
    }
    match heard {
        Ok(heard) => HttpResponse::Ok().json(json!({
            "case": heard.case,
            "state": heard.state.word(),
            "again": heard.again,
        })),
        Err(refused) => refusal(refused),
    }
}

/// Why a call is not heard, in a short problem (RFC 9457).
fn refusal(refused: HookRefused) -> HttpResponse {
    let (status, detail) = match refused {
        HookRefused::NoDoor => (
            StatusCode::NOT_FOUND,
            "no vendor calls at this address".to_owned(),
        ),
        HookRefused::NotSigned(why) => {
            let detail = match why {
                NotSigned::Missing => {
                    "webhook-id, webhook-timestamp and webhook-signature must be there, each once"
                }
                NotSigned::Stale => "webhook-timestamp is more than five minutes from our clock",
                NotSigned::Forged => {
                    "no signature fits: sign id, timestamp and body, joined by dots, with the secret"
                }
            };
            (StatusCode::UNAUTHORIZED, detail.to_owned())
        }
        HookRefused::NotHeard(why) => {
            let status = match why {
                NotHeard::NotJson => StatusCode::BAD_REQUEST,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            (status, why.to_string())
        }
        HookRefused::NoCase => (
            StatusCode::NOT_FOUND,
            "there is no such case of yours".to_owned(),
        ),
        HookRefused::Repeated => (
            StatusCode::CONFLICT,
            "another call had this webhook-id".to_owned(),
        ),
        HookRefused::Closed(state) => (
            StatusCode::CONFLICT,
            format!("the case is {state}, which does not allow this"),
        ),
        HookRefused::TooMany => return too_many(LATER),
    };
    problem(status, &detail)
}

fn too_many(seconds: i64) -> HttpResponse {
    let mut answer = problem(
        StatusCode::TOO_MANY_REQUESTS,
        "too many calls; come back later",
    );
    answer.headers_mut().insert(RETRY_AFTER, seconds.into());
    answer
}

fn failed(error: &PageError) -> HttpResponse {
    let (status, _) = error.problem();
    if status.is_server_error() {
        tracing::error!(%error, "a vendor's call was not heard");
    }
    problem(status, status.canonical_reason().unwrap_or_default())
}

fn problem(status: StatusCode, detail: &str) -> HttpResponse {
    let said = json!({
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "detail": detail,
    });
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "application/problem+json"))
        .body(said.to_string())
}
