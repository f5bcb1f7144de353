//! The public status page, its feed and its JSON: from a snapshot that is read again after a while, and
//! shown with its time when the database does not answer.
//!
//! # Why
//! It is asked for most when something is wrong, perhaps the database. So nothing of it is read for one
//! reader: a snapshot serves everybody for half a minute, and the last one goes on serving when no newer
//! one can be had. It stands in nobody's line.

mod badge;
mod calendar;
mod feed;
mod history;
mod kept;
mod memory;
mod own;
mod subscribe;
mod view;

pub use memory::from_memory;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{
        CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, VARY,
    },
    web,
};
use askama::Template as _;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
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

/// Whether pages of other sites may show an answer.
const ANYWHERE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// How long the database is left alone after it did not answer.
const LEFT_ALONE: TimeDelta = TimeDelta::seconds(5);

/// The last snapshot.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    last: Arc<RwLock<Last>>,
    /// Whose turn it is to read a newer one: nobody else waits for the database meanwhile.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Where it is kept for who starts when the database does not answer.
    path: Option<Arc<Path>>,
}

/// What was read last, and when it could not be read since.
#[derive(Clone, Debug, Default)]
struct Last {
    status: Option<Arc<Status>>,
    failed_at: Option<DateTime<Utc>>,
}

impl Snapshot {
    /// One that is kept in a file, too, where there is one.
    #[must_use]
    pub fn at(path: Option<PathBuf>) -> Self {
        Self {
            path: path.map(Arc::from),
            ..Self::default()
        }
    }

    /// Whether there is something to show: in memory, or kept in its file.
    #[must_use]
    pub fn recall(&self) -> bool {
        if self.last().status.is_some() {
            return true;
        }
        let kept = self.path.as_deref().and_then(kept::recall);
        let found = kept.is_some();
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        last.status = last.status.take().or(kept.map(Arc::new));
        found
    }

    /// Writes the last one into its file. That it cannot is no trouble of who reads the page.
    fn write_down(&self) {
        if let (Some(path), Some(status)) = (self.path.as_deref(), self.last().status)
            && let Err(error) = kept::keep(path, &status)
        {
            tracing::warn!(%error, "the snapshot of the status page cannot be kept in its file");
        }
    }

    fn last(&self) -> Last {
        self.last
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, status: Arc<Status>) {
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Last {
            status: Some(status),
            failed_at: None,
        };
    }

    fn failed(&self, now: DateTime<Utc>) {
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        last.failed_at = Some(now);
    }
}

impl Last {
    /// What serves at an instant without asking the database; `busy` when somebody asks it already.
    fn serves(&self, now: DateTime<Utc>, busy: bool) -> Option<Seen> {
        let status = self.status.as_ref()?;
        let is_young = status.at <= now && now - status.at < SERVES;
        let is_left_alone = self
            .failed_at
            .is_some_and(|failed_at| failed_at <= now && now - failed_at < LEFT_ALONE);
        (is_young || is_left_alone || busy).then(|| Seen {
            status: Arc::clone(status),
            is_fresh: is_young || self.failed_at.is_none(),
        })
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
        .service(resource("/status.json", READ).route(reading(Policy::Public).to(json)))
        .service(resource("/status.ics", READ).route(reading(Policy::Public).to(planned)))
        .service(resource("/status/badge.svg", READ).route(reading(Policy::Public).to(badge)))
        .service(
            resource("/status/history/{month}", READ)
                .route(reading(Policy::Public).to(history::show)),
        )
        .configure(own::routes)
        .configure(subscribe::routes);
}

/// Whether an address is one of these: they ask the database at most twice a minute.
#[must_use]
pub fn is_status(path: &str) -> bool {
    matches!(
        path,
        "/status" | "/status.atom" | "/status.json" | "/status.ics" | "/status/badge.svg"
    ) || path.starts_with("/status/history/")
}

async fn seen(app: &App) -> Result<Seen, PageError> {
    let now = app.desk.clock().now();
    if let Some(seen) = app.status.last().serves(now, false) {
        return Ok(seen);
    }
    let turn = app.status.turn.try_lock();
    if turn.is_err()
        && let Some(seen) = app.status.last().serves(now, true)
    {
        return Ok(seen);
    }
    // Nothing was ever read: who comes second waits for what the first one gets.
    let _turn = match turn {
        Ok(turn) => turn,
        Err(_) => app.status.turn.lock().await,
    };
    if let Some(seen) = app.status.last().serves(now, false) {
        return Ok(seen);
    }
    match ask_aside(app, Desk::status).await {
        Ok(status) => {
            let status = Arc::new(status);
            app.status.keep(Arc::clone(&status));
            aside(app, Snapshot::write_down).await;
            Ok(Seen {
                status,
                is_fresh: true,
            })
        }
        Err(error) => {
            app.status.failed(now);
            aside(app, |snapshot| {
                let _ = snapshot.recall();
            })
            .await;
            app.status.last().serves(now, true).ok_or(error)
        }
    }
}

/// Reads or writes the file of the snapshot, where there is one, on a thread that may wait for a disk.
async fn aside(app: &App, job: fn(&Snapshot)) {
    if app.status.path.is_some() {
        let snapshot = app.status.clone();
        // A thread that ended is told of by its panic.
        let _ = web::block(move || job(&snapshot)).await;
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

async fn planned(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let seen = seen(&app).await?;
    let frame = app.frame(&request, "status-planned");
    let base = app.settings.base_url.to_string();
    let feed = calendar::feed(&seen.status, &frame.title, &base, frame.words);
    Ok(answer(&request, "text/calendar; charset=utf-8", feed))
}

async fn badge(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let seen = seen(&app).await?;
    let frame = app.frame(&request, "status-title");
    let badge = badge::Badge::of(&seen.status, frame.words).render()?;
    Ok(anywhere(answer(&request, "image/svg+xml", badge)))
}

/// An answer for pages elsewhere, which says nothing that not everybody may read.
fn anywhere(mut response: HttpResponse) -> HttpResponse {
    response
        .headers_mut()
        .insert(ANYWHERE, HeaderValue::from_static("cross-origin"));
    response
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
