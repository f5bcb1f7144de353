//! The lists beside the queue: the escalations that fired, and the letters of the outbox.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};

use super::{
    acknowledge::facts,
    desk_frame::{Numbers, frame},
    escalations::List,
    layout::Place,
    letters::{LetterCounts, LetterFacts, LetterState, View},
};
use crate::{
    desk::{Desk, ESCALATIONS, Error, LETTERS, TicketPage},
    domain::{
        access::{Right, Scope},
        escalation::Escalation,
        ids::{LetterId, TicketId},
        letter::{self, Letter},
    },
    edges::{
        http::{
            App, Form, Page, PageError, Policy, Reads, ReadsLetters, RetriesLetters, WorkerWith,
            Works, ask, reading, resource,
            routing::{READ, WRITE},
            see_other, writing,
        },
        words::Words,
    },
};

/// Where instants of lists are shown that belong to no one contract.
pub(super) const ZONE: chrono_tz::Tz = chrono_tz::Europe::Paris;

/// Adds the routes of the lists.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/escalations", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(escalations)),
    )
    .service(
        resource("/escalations/{id}/acknowledge", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(acknowledge)),
    )
    .service(
        resource("/letters", READ).route(reading(Policy::Desk(Right::ReadLetters)).to(letters)),
    )
    .service(
        resource("/letters/{id}/retry", WRITE)
            .route(writing(Policy::Desk(Right::RetryLetters)).to(retry)),
    );
}

/// A place in a list that is read from the newest on: `1767225600000000.uuid`.
pub(super) fn place<I: std::str::FromStr>(text: &str) -> Option<(DateTime<Utc>, I)> {
    let (at, id) = text.split_once('.')?;
    Some((
        DateTime::from_timestamp_micros(at.parse().ok()?)?,
        id.parse().ok()?,
    ))
}

/// Cuts a list to a page, and tells whether there was more.
fn cut<T>(list: &mut Vec<T>, page: i64) -> bool {
    let page = usize::try_from(page).unwrap_or(usize::MAX);
    let more = list.len() > page;
    list.truncate(page);
    more
}

type Shown = Vec<(Escalation, TicketPage)>;

fn read_escalations(
    desk: &Desk,
    open: bool,
    before: Option<(DateTime<Utc>, crate::domain::ids::EscalationId)>,
    reader: &Scope,
) -> Result<(Shown, bool), Error> {
    let mut lines = if open {
        desk.open_escalations(before, reader)?
    } else {
        desk.escalations(before, reader)?
    };
    let more = cut(&mut lines, ESCALATIONS);
    let shown = lines
        .into_iter()
        .map(|line| {
            let page = desk.ticket(line.ticket.id, reader)?;
            Ok((line.escalation, page))
        })
        .collect::<Result<_, Error>>()?;
    Ok((shown, more))
}

async fn escalations(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let open = query.line("show") != "all";
    let before = place(query.line("before"));
    let reader = worker.scope().clone();
    let ((shown, more), numbers) = worker
        .ask(&app, move |desk| {
            let shown = read_escalations(desk, open, before, &reader)?;
            Ok::<_, Error>((shown, Numbers::read(desk, &reader)?))
        })
        .await?;
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "escalations-title",
        Place::Escalations,
    );
    let next = shown.last().filter(|_| more).map(|(last, _)| {
        let show = if open { "" } else { "show=all&" };
        let at = last.fired_at.timestamp_micros();
        format!("/escalations?{show}before={at}.{}", last.id)
    });
    let works = worker.may(Right::WorkTickets);
    let lines = shown
        .iter()
        .map(|(escalation, page)| {
            let mut facts = facts(escalation, page, frame.words);
            facts.acknowledge =
                works.then(|| format!("/escalations/{}/acknowledge", escalation.id));
            facts
        })
        .collect();
    let now = app.desk.clock().now();
    Ok(Page::of(List::of(frame, open, lines, next, now, ZONE)).answer())
}

async fn acknowledge(
    app: web::Data<App>,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let by = worker.person.id;
    ask(&app, move |desk| desk.acknowledge_escalation(id, by)).await?;
    Ok(match form.line("ticket").parse::<TicketId>() {
        Ok(ticket) => see_other(&format!("/tickets/{ticket}")),
        Err(_) => see_other("/escalations"),
    })
}

async fn letters(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsLetters>,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let shown = LetterState::named(query.line("state")).unwrap_or(LetterState::Refused);
    let before = place::<LetterId>(query.line("before"));
    let reader = worker.scope().clone();
    let (mut found, counts, numbers) = worker
        .ask(&app, move |desk| {
            let (found, counts) = desk.letters_seen(Some(stored(shown)), before, &reader)?;
            Ok::<_, Error>((found, counts, Numbers::read(desk, &reader)?))
        })
        .await?;
    let more = cut(&mut found, LETTERS);
    let next = found.last().filter(|_| more).map(|last| {
        let at = last.created_at.timestamp_micros();
        format!("/letters?state={}&before={at}.{}", shown.name(), last.id)
    });
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "letters-title",
        Place::Letters,
    );
    let words = frame.words;
    let counts = LetterCounts {
        waiting: counts.owed.into(),
        sent: None,
        refused: counts.refused.into(),
    };
    let letters: Vec<_> = found.iter().map(|one| letter(one, shown, words)).collect();
    let now = app.desk.clock().now();
    let retries = worker.may(Right::RetryLetters);
    let view = View::of(frame, shown, &letters, counts, next, now, ZONE)
        .with_retry(retries)
        .with_wording(worker.may(Right::WordLetters));
    Ok(Page::of(view).answer())
}

async fn retry(
    app: web::Data<App>,
    worker: WorkerWith<RetriesLetters>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let id: LetterId = id.parse().map_err(|_| PageError::NotFound)?;
    let by = worker.person.id;
    ask(&app, move |desk| desk.retry_letter(id, by)).await?;
    Ok(see_other("/letters?state=waiting"))
}

pub(super) const fn stored(state: LetterState) -> letter::LetterState {
    match state {
        LetterState::Waiting => letter::LetterState::Owed,
        LetterState::Sent => letter::LetterState::Sent,
        LetterState::Refused => letter::LetterState::Refused,
    }
}

/// What a letter is about, in words.
pub(super) fn subject(letter: &Letter, words: Words) -> String {
    let kind = words.say(&format!("letter-kind-{}", letter.kind));
    match letter.notice.ticket() {
        Some(ticket) => words.say_with(
            "letters-subject",
            &[
                ("kind", kind.into()),
                ("subject", ticket.subject.as_str().into()),
            ],
        ),
        None => kind,
    }
}

fn letter(letter: &Letter, state: LetterState, words: Words) -> LetterFacts {
    let ticket = letter.notice.ticket();
    LetterFacts {
        id: letter.id.to_string(),
        subject: subject(letter, words),
        to: letter.recipient.to_string(),
        state,
        at: match state {
            LetterState::Sent => letter.sent_at.unwrap_or(letter.created_at),
            LetterState::Waiting | LetterState::Refused => letter.next_try_at,
        },
        attempts: letter.attempts,
        answer: letter.last_error.clone().unwrap_or_default(),
        ticket: letter
            .ticket
            .zip(ticket)
            .map(|(id, ticket)| (ticket.reference.clone(), format!("/tickets/{id}"))),
    }
}
