//! Help: what deadlines mean, and the keys of the queue.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    chip::{Chip, ChipFacts, ChipState},
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
};
use crate::edges::{
    http::{
        App, Page, PageError, Policy, Reads, WorkerWith, ask, reading, resource, routing::READ,
    },
    words::Words,
};

/// Adds the route of help.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/help", READ).route(reading(Policy::Public).to(show)));
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: Option<WorkerWith<Reads>>,
) -> Result<HttpResponse, PageError> {
    let (now, tz) = (app.desk.clock().now(), chrono_tz::Europe::Paris);
    let Some(worker) = worker else {
        let frame = app.frame(&request, "help-title").for_public("/help");
        return Ok(Page::of(View::of(frame, now, tz)).answer());
    };
    let reader = worker.scope().clone();
    let numbers = ask(&app, move |desk| Numbers::read(desk, &reader)).await?;
    let frame = frame(&app, &request, &worker, numbers, "help-title", Place::Help);
    let chips = chips(now, tz, frame.words);
    Ok(Page::of(AtTheDesk { frame, chips }).answer())
}

/// The same page for those who are signed in.
#[derive(Debug, Template)]
#[template(path = "pages/help_desk.html")]
struct AtTheDesk {
    frame: Frame,
    chips: Vec<(Chip, String)>,
}

/// The page of help.
#[derive(Debug, Template)]
#[template(path = "pages/help.html")]
pub struct View {
    frame: Frame,
    chips: Vec<(Chip, String)>,
}

impl View {
    /// The page, with chips as they would look at `now` in `tz`.
    #[must_use]
    pub fn of(frame: Frame, now: DateTime<Utc>, tz: Tz) -> Self {
        Self {
            chips: chips(now, tz, frame.words),
            frame,
        }
    }
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
