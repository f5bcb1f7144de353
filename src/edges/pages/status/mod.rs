//! The public status page, its feed and its JSON: from a snapshot that is read again after a while, and
//! shown with its time when the database does not answer.
//!
//! # Why
//! It is asked for most when something is wrong, perhaps the database. So nothing of it is read for one
//! reader: a snapshot serves everybody for half a minute, and the last one goes on serving when no newer
//! one can be had. It stands in nobody's line.

mod feed;
mod view;

use std::{
    fmt::Write as _,
    sync::{Arc, PoisonError, RwLock},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY},
    web,
};
use askama::Template as _;
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::{Europe::Paris, Tz};
use sha2::{Digest as _, Sha256};

use crate::{
    desk::{Desk, Status},
    edges::http::{App, Form, PageError, Policy, ask_aside, reading, resource, routing::READ},
};

/// The zone in which instants are told: the desk's own.
const ZONE: Tz = Paris;
/// How long a snapshot serves.
const SERVES: TimeDelta = TimeDelta::seconds(30);
/// What caches may do with it.
const CACHED: &str = "public, max-age=30";

/// The last snapshot.
#[derive(Clone, Debug, Default)]
pub struct Snapshot(Arc<RwLock<Option<Arc<Status>>>>);

impl Snapshot {
    fn last(&self) -> Option<Arc<Status>> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, status: Arc<Status>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(status);
    }
}

/// How the services fare, and whether that could be read just now.
struct Seen {
    status: Arc<Status>,
    is_fresh: bool,
}

/// Adds the routes.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/status", READ).route(reading(Policy::Public).to(show)))
        .service(resource("/status.atom", READ).route(reading(Policy::Public).to(atom)))
        .service(resource("/status.json", READ).route(reading(Policy::Public).to(json)));
}

/// Whether an address is one of these: they ask the database at most twice a minute.
#[must_use]
pub fn is_status(path: &str) -> bool {
    matches!(path, "/status" | "/status.atom" | "/status.json")
}

async fn seen(app: &App) -> Result<Seen, PageError> {
    let last = app.status.last();
    let now = app.desk.clock().now();
    if let Some(status) = &last
        && status.at <= now
        && now - status.at < SERVES
    {
        return Ok(Seen {
            status: Arc::clone(status),
            is_fresh: true,
        });
    }
    match ask_aside(app, Desk::status).await {
        Ok(status) => {
            let status = Arc::new(status);
            app.status.keep(Arc::clone(&status));
            Ok(Seen {
                status,
                is_fresh: true,
            })
        }
        Err(error) => match last {
            Some(status) => Ok(Seen {
                status,
                is_fresh: false,
            }),
            None => Err(error),
        },
    }
}

async fn show(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let month = match query.line("month") {
        "" => None,
        month => {
            let first = format!("{month}-01").parse::<NaiveDate>();
            Some(first.map_err(|_| PageError::NotFound)?)
        }
    };
    let seen = seen(&app).await?;
    let frame = app.frame(&request, "status-title").for_public("/status");
    let html = view::View::of(frame, &seen.status, seen.is_fresh, month).render()?;
    Ok(answer(&request, "text/html; charset=utf-8", html))
}

async fn atom(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let seen = seen(&app).await?;
    let frame = app.frame(&request, "status-title");
    let base = app.settings.base_url.to_string();
    let feed = feed::Feed::of(&frame, &seen.status, &base).render()?;
    Ok(answer(
        &request,
        "application/atom+xml; charset=utf-8",
        feed,
    ))
}

async fn json(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let seen = seen(&app).await?;
    let told = feed::json(&seen.status, seen.is_fresh);
    Ok(answer(&request, "application/json", told.to_string()))
}

/// The answer with what caches need; nothing new is an answer without a body.
fn answer(request: &HttpRequest, kind: &str, body: String) -> HttpResponse {
    let mut tag = String::from("\"");
    for byte in Sha256::digest(body.as_bytes()).iter().take(12) {
        // A text takes whatever is written to it.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    let known = request.headers().get(IF_NONE_MATCH);
    let is_known = known
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| {
            known
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
        });
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((CACHE_CONTROL, CACHED))
        .insert_header((VARY, "Cookie, Accept-Language"))
        .insert_header((ETAG, tag));
    if is_known {
        return response.finish();
    }
    response.insert_header((CONTENT_TYPE, kind)).body(body)
}
