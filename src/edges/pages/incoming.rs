//! The letters that came in, for who answers for the desk: which are held and why, which wait to be
//! read, and where the others are. And a letter itself: as it came, and in its own formatting.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    web,
};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    attention::{ZONE, place},
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
};
use crate::{
    desk::{Error, IncomingPage},
    domain::{
        access::Right,
        ids::{IncomingId, MessageId, TicketId},
        incoming::{IncomingLetter, IncomingState},
    },
    edges::{
        http::{
            App, Form, Page, PageError, Policy, Reads, ReadsLetters, RetriesLetters, WorkerWith,
            Works, ask, reading, resource,
            routing::{READ, WRITE},
            see_other, writing,
        },
        words::{Words, dates},
    },
};

/// A letter's own formatting runs nothing, asks nothing of other hosts and sends nothing, even had
/// its cleaner failed: only pictures of this desk are shown.
const FORMATTED: &str = "default-src 'none'; img-src 'self'; form-action 'none'; base-uri 'none'; \
                         frame-ancestors 'none'; sandbox allow-same-origin allow-popups \
                         allow-popups-to-escape-sandbox";

/// Adds the routes of letters that came in.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/incoming", READ).route(reading(Policy::Desk(Right::ReadLetters)).to(list)),
    )
    .service(
        resource("/incoming/{letter}/raw", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(raw)),
    )
    .service(
        resource("/incoming/{letter}/confirm", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(confirm)),
    )
    .service(
        resource("/incoming/{letter}/release", WRITE)
            .route(writing(Policy::Desk(Right::RetryLetters)).to(release)),
    )
    .service(
        resource("/tickets/{id}/letter/{message}", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(formatted)),
    );
}

#[derive(Debug)]
struct Row {
    id: String,
    subject: String,
    from: String,
    to: String,
    when: String,
    datetime: String,
    /// What became of it, in words.
    outcome: String,
    /// What to do about it, where somebody must look.
    hint: String,
    remarks: Vec<String>,
    ticket: Option<String>,
    release: bool,
}

#[derive(Debug)]
struct Tab {
    href: String,
    label: String,
    current: bool,
}

#[derive(Debug, Template)]
#[template(path = "pages/incoming.html")]
struct View {
    frame: Frame,
    addresses: Vec<String>,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    /// The list that the page is a part of.
    whole: String,
    next: Option<String>,
    empty: String,
}

impl View {
    fn of(
        frame: Frame,
        addresses: Vec<String>,
        state: IncomingState,
        page: &IncomingPage,
        now: DateTime<Utc>,
        releases: bool,
    ) -> Self {
        let words = frame.words;
        let next = page.next.map(|(at, id)| {
            let at = at.timestamp_micros();
            format!("/incoming?state={state}&before={at}.{id}")
        });
        let order = [
            IncomingState::Held,
            IncomingState::Waiting,
            IncomingState::Settled,
        ];
        let tabs = order.into_iter().map(|one| Tab {
            href: format!("/incoming?state={one}"),
            label: incoming_state(one, words),
            current: one == state,
        });
        Self {
            tabs: tabs.collect(),
            rows: page
                .letters
                .iter()
                .map(|letter| row(letter, now, releases, words))
                .collect(),
            whole: format!("/incoming?state={state}"),
            next,
            empty: words.say(match state {
                IncomingState::Held => "incoming-none-held",
                IncomingState::Waiting => "incoming-none-waiting",
                IncomingState::Settled => "incoming-none-settled",
            }),
            addresses,
            frame,
        }
    }
}

fn row(letter: &IncomingLetter, now: DateTime<Utc>, releases: bool, words: Words) -> Row {
    let read = letter.read.as_ref();
    let unknown = || words.say("incoming-no-sender");
    let key = |prefix: &str, word: &str| words.say(&format!("{prefix}-{word}"));
    let free = letter.belongs_to.is_none();
    let aside = letter.outcome == Some(crate::domain::incoming::Outcome::SetAside);
    Row {
        id: letter.id.to_string(),
        subject: match read.map(|one| one.subject.as_str()) {
            None | Some("") => words.say("incoming-no-subject"),
            Some(subject) => subject.to_owned(),
        },
        from: read
            .and_then(|one| one.sender.as_ref())
            .map_or_else(unknown, |one| one.as_str().to_owned()),
        to: letter
            .delivered_to
            .as_ref()
            .map_or_else(String::new, |one| one.as_str().to_owned()),
        when: dates::short(letter.arrived_at, now, ZONE, words.lang()),
        datetime: dates::machine(letter.arrived_at, ZONE),
        outcome: letter
            .outcome
            .filter(|_| letter.state != IncomingState::Waiting)
            .map_or_else(
                || words.say("incoming-waiting"),
                |one| key("incoming-outcome", one.word()),
            ),
        hint: letter
            .outcome
            .filter(|_| letter.state == IncomingState::Held)
            .map_or_else(String::new, |one| key("incoming-hint", one.word())),
        remarks: remarks(letter, words),
        ticket: letter.belongs_to.map(|(ticket, _)| ticket.to_string()),
        release: releases && free && (letter.state == IncomingState::Held || aside),
    }
}

/// What a state of letters that came in is called.
pub(super) fn incoming_state(state: IncomingState, words: Words) -> String {
    words.say(match state {
        IncomingState::Held => "incoming-held",
        IncomingState::Waiting => "incoming-waiting",
        IncomingState::Settled => "incoming-settled",
    })
}

/// What was not read as it should be, in words.
pub(super) fn remarks(letter: &IncomingLetter, words: Words) -> Vec<String> {
    let remarks = letter.read.iter().flat_map(|read| &read.remarks);
    remarks
        .map(|one| words.say(&format!("incoming-remark-{}", one.word())))
        .collect()
}

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsLetters>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let state = query.line("state").parse().unwrap_or(IncomingState::Held);
    let before = place::<IncomingId>(query.line("before"));
    let reader = worker.scope().clone();
    let (page, numbers) = worker
        .ask(&app, move |desk| {
            let page = desk.incoming_page(Some(state), before, &reader)?;
            Ok::<_, Error>((page, Numbers::read(desk, &reader)?))
        })
        .await?;
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "incoming-title",
        Place::Letters,
    );
    let ours = app.desk.inbound_addresses();
    let addresses = ours.iter().map(|one| one.address.to_string()).collect();
    let (now, releases) = (app.desk.clock().now(), worker.may(Right::RetryLetters));
    let view = View::of(frame, addresses, state, &page, now, releases);
    Ok(Page::of(view).answer())
}

/// A letter as it came. One that belongs to no ticket is for who reads letters.
async fn raw(
    app: web::Data<App>,
    worker: WorkerWith<Reads>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id: IncomingId = id.parse().map_err(|_| PageError::NotFound)?;
    let reader = worker.scope().clone();
    let letters = worker.may(Right::ReadLetters);
    let bytes = worker
        .ask(&app, move |desk| {
            let (letter, bytes) = desk.incoming_letter(id, &reader)?;
            if letter.belongs_to.is_none() && !letters {
                return Err(Error::NotFound);
            }
            Ok(bytes)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{id}.eml\""),
        ))
        .insert_header((CONTENT_SECURITY_POLICY, FORMATTED))
        .body(bytes))
}

/// A letter in its own formatting, cleaned.
async fn formatted(
    app: web::Data<App>,
    worker: WorkerWith<Reads>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (ticket, message) = path.into_inner();
    let ticket: TicketId = ticket.parse().map_err(|_| PageError::NotFound)?;
    let message: MessageId = message.parse().map_err(|_| PageError::NotFound)?;
    let reader = worker.scope().clone();
    let html = worker
        .ask(&app, move |desk| desk.mail_html(ticket, message, &reader))
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, FORMATTED))
        .body(format!("<!doctype html><meta charset=utf-8>{html}")))
}

async fn confirm(
    app: web::Data<App>,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let id: IncomingId = id.parse().map_err(|_| PageError::NotFound)?;
    let by = worker.person.id;
    let ticket = ask(&app, move |desk| desk.confirm_mail(by, id)).await?;
    Ok(see_other(&format!("/tickets/{ticket}#last")))
}

async fn release(
    app: web::Data<App>,
    worker: WorkerWith<RetriesLetters>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let id: IncomingId = id.parse().map_err(|_| PageError::NotFound)?;
    let by = worker.person.id;
    ask(&app, move |desk| desk.release_mail(by, id)).await?;
    Ok(see_other("/incoming?state=waiting"))
}
