//! Help: what deadlines mean, and the keys of the queue.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    chip::{Chip, ChipFacts, ChipState},
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
    portal_frame,
};
use crate::{
    desk::SESSION_ENDS,
    domain::attachment::{MOST_BYTES, MOST_FILES},
    edges::{
        http::{App, Page, PageError, Policy, Somebody, ask, reading, resource, routing::READ},
        words::{Words, durations},
    },
};

/// Adds the route of help.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/help", READ).route(reading(Policy::Public).to(show)));
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    somebody: Option<Somebody>,
) -> Result<HttpResponse, PageError> {
    let (now, tz) = (app.desk.clock().now(), chrono_tz::Europe::Paris);
    let worker = match somebody {
        Some(Somebody::AtTheDesk(worker)) => worker,
        Some(Somebody::Customer(member)) => {
            let frame = portal_frame::frame(&app, &request, &member, "help-title", "/help");
            return Ok(Page::of(View::of(frame, now, tz)).answer());
        }
        None => {
            let frame = app.frame(&request, "help-title").for_public("/help");
            return Ok(Page::of(View::of(frame, now, tz)).answer());
        }
    };
    let reader = worker.scope().clone();
    let numbers = ask(&app, move |desk| Numbers::read(desk, &reader)).await?;
    let frame = frame(&app, &request, &worker, numbers, "help-title", Place::Help);
    let (chips, files) = (chips(now, tz, frame.words), files(frame.words));
    let session = session(frame.words);
    let view = AtTheDesk {
        frame,
        chips,
        files,
        session,
    };
    Ok(Page::of(view).answer())
}

/// The same page for those who are signed in.
#[derive(Debug, Template)]
#[template(path = "pages/help_desk.html")]
struct AtTheDesk {
    frame: Frame,
    chips: Vec<(Chip, String)>,
    files: String,
    session: String,
}

/// The page of help.
#[derive(Debug, Template)]
#[template(path = "pages/help.html")]
pub struct View {
    frame: Frame,
    chips: Vec<(Chip, String)>,
    files: String,
    session: String,
}

impl View {
    /// The page, with chips as they would look at `now` in `tz`.
    #[must_use]
    pub fn of(frame: Frame, now: DateTime<Utc>, tz: Tz) -> Self {
        Self {
            chips: chips(now, tz, frame.words),
            files: files(frame.words),
            session: session(frame.words),
            frame,
        }
    }
}

fn files(words: Words) -> String {
    let size = durations::size(MOST_BYTES, words);
    words.say_with(
        "help-files-1",
        &[("files", MOST_FILES.into()), ("size", size.into())],
    )
}

fn session(words: Words) -> String {
    let (idle, longest) = SESSION_ENDS;
    let hours = words.say_with("amount-hours", &[("hours", idle.num_hours().into())]);
    let days = words.say_with("help-session-days", &[("days", longest.num_days().into())]);
    words.say_with(
        "help-session",
        &[("idle", hours.into()), ("longest", days.into())],
    )
}

fn chips(now: DateTime<Utc>, tz: Tz, words: Words) -> Vec<(Chip, String)> {
    let reason = words.say("help-chip-reason");
    let minutes = TimeDelta::minutes;
    let facts = |state, at: TimeDelta, seconds| ChipFacts::new(state, now + at, seconds, true);
    let paused = ChipFacts {
        reason: &reason,
        ..facts(ChipState::Paused, minutes(60), 3 * 3600)
    };
    let all = [
        (
            facts(ChipState::Running, minutes(148), 8_880),
            words.say("help-chip-running"),
        ),
        (
            facts(ChipState::Soon, minutes(38), 2_280),
            words.say("help-chip-soon"),
        ),
        (
            facts(ChipState::Late, minutes(-45), 2_700),
            words.say("help-chip-late"),
        ),
        (paused, words.say("help-chip-paused")),
        (
            facts(ChipState::Kept, minutes(120), 7_200),
            words.say("help-chip-kept"),
        ),
        (
            facts(ChipState::Missed, minutes(-45), 2_700),
            words.say("help-chip-missed"),
        ),
    ];
    all.into_iter()
        .map(|(facts, means)| (Chip::of(&facts, now, tz, words).still(), means))
        .collect()
}
