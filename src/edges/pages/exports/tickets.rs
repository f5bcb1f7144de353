//! The queue, and the history of a ticket.

use std::collections::BTreeMap;

use actix_web::web;
use chrono::{DateTime, Utc};

use super::{
    super::{
        promises::{clock_word, reason_word},
        queue::{
            due_words,
            filter::{Asked, Whose},
            state, turn_words,
        },
        ticket::events,
    },
    Answer, Taking,
};
use crate::{
    desk::{Desk, Error, QueueLine, TicketPage},
    domain::{
        access::{Right, Scope},
        ids::{MessageId, QueueId, ServiceId, TicketId},
        people::Person,
        stored_clock::StoredState,
        ticket::{Event, Message, Priority, Visibility, What},
    },
    edges::{
        http::{Policy, Reads, WorkerWith, ask, reading, resource, routing::READ},
        table_out::{Cell, Kind, Row},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/queue.{form}", READ).route(reading(Policy::Desk(Right::ReadTickets)).to(queue)),
    )
    .service(
        resource("/tickets/{id}/history.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(history)),
    );
}

const QUEUE: [(&str, Kind); 16] = [
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-priority", Kind::Text),
    ("export-confirmed", Kind::Text),
    ("export-state", Kind::Text),
    ("export-paused-for", Kind::Text),
    ("export-organisation", Kind::Text),
    ("export-requester", Kind::Text),
    ("export-queue", Kind::Text),
    ("export-service", Kind::Text),
    ("export-contract", Kind::Text),
    ("export-agent", Kind::Text),
    ("export-clock", Kind::Text),
    ("export-due", Kind::Instant),
    ("export-clock-state", Kind::Text),
    ("export-filed", Kind::Instant),
];

/// The names of what a ticket belongs to.
struct Names {
    queues: BTreeMap<QueueId, String>,
    services: BTreeMap<ServiceId, String>,
}

async fn queue(taking: Taking, worker: WorkerWith<Reads>) -> Answer {
    let asked = Asked::read(&taking.query()?);
    let (reader, scope) = (worker.person.clone(), worker.scope().clone());
    let now = taking.app.desk.clock().now();
    let found = ask(&taking.app, move |desk| {
        found(&desk.behind(&scope), asked, &reader, &scope, now)
    })
    .await?;
    let table = taking.table("queue", "export-list-queue").columns(&QUEUE);
    let words = table.words;
    let Found {
        asked,
        filter,
        names,
        queue,
        whose,
        organisation,
    } = found;
    let whose = whose.map(|name| name.unwrap_or_else(|| words.say("queue-nobody")));
    let due = asked.due.map(|due| due_words(due, words));
    let table = table
        .asked(
            "export-asked-view",
            words.say(&format!("queue-view-{}", asked.view.word())),
        )
        .asked("export-queue", queue)
        .asked("export-agent", whose.unwrap_or_default())
        .asked("export-priority", asked.priority.map_or("", Priority::word))
        .asked("export-due", due.unwrap_or_default())
        .asked("export-organisation", organisation)
        .asked(
            "export-asked-turn",
            asked
                .turn
                .map_or(String::new(), |turn| turn_words(turn, words)),
        )
        .asked("export-asked-text", asked.text)
        .asked("export-asked-ignored", asked.ignored.join(", "));
    let (scope, mut after) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let lines = desk.queue_rows(&filter, after.as_ref(), &scope)?;
        after = lines.last().map(|last| last.row.key()).or(after);
        Ok(lines
            .iter()
            .map(|line| ticket(line, &names, now, words))
            .collect())
    });
    taking.answer(table).await
}

/// What was asked for, as far as it is there.
struct Found {
    asked: Asked,
    filter: crate::domain::ticket::QueueFilter,
    names: Names,
    queue: String,
    /// Of which organisation, by name.
    organisation: String,
    /// Whose tickets, by name; nobody's.
    whose: Option<Option<String>>,
}

fn found(
    desk: &Desk,
    mut asked: Asked,
    reader: &Person,
    scope: &Scope,
    now: DateTime<Utc>,
) -> Result<Found, Error> {
    let queues = desk.queues_seen(scope)?;
    let queue = queues.iter().find(|queue| queue.slug == asked.queue);
    if queue.is_none() && !asked.queue.is_empty() {
        asked.drop_queue();
    }
    let whose = match asked.whose {
        None => None,
        Some(Whose::Nobodys) => Some(None),
        Some(Whose::Mine) => Some(Some(reader.name.clone())),
        Some(Whose::Of(id)) => match desk.colleague(id) {
            Ok(page) => Some(Some(page.colleague.person.name)),
            Err(Error::NotFound) => Some(Some(id.to_string())),
            Err(error) => return Err(error),
        },
    };
    let organisation = match asked.organisation {
        Some(id) => desk.organisation_seen(id, scope)?.map(|one| one.name),
        None => None,
    };
    let organisation = organisation.unwrap_or_default();
    Ok(Found {
        filter: asked.filter(queue, reader.id, now),
        queue: queue.map(|queue| queue.name.clone()).unwrap_or_default(),
        names: Names {
            queues: queues.into_iter().map(|one| (one.id, one.name)).collect(),
            services: desk.service_names()?,
        },
        whose,
        organisation,
        asked,
    })
}

fn ticket(line: &QueueLine, names: &Names, now: DateTime<Utc>, words: Words) -> Row {
    let (ticket, place) = (&line.row.ticket, &line.row.place);
    let organisation = line.row.organisation.as_deref();
    let paused = place.pause.map(|reason| reason_word(reason, words));
    vec![
        ticket.reference.to_string().into(),
        ticket.subject.as_str().into(),
        ticket.priority.word().into(),
        super::yes(ticket.priority_confirmed, words).into(),
        state(ticket.status, words).0.into_owned().into(),
        paused.into(),
        organisation.unwrap_or(&ticket.organisation_said).into(),
        line.row.requester.as_str().into(),
        names.queues.get(&ticket.queue).cloned().into(),
        names.services.get(&ticket.service).cloned().into(),
        line.contract.name().to_string().into(),
        line.row.assignee.as_deref().into(),
        line.row
            .clock
            .map(|clock| clock_word(clock.name, words))
            .into(),
        line.row.clock.and_then(|clock| clock.deadline).into(),
        clock_state(line, now, words).into(),
        ticket.filed_at.into(),
    ]
}

/// How the clock that a line shows stands; empty where it shows none.
pub(super) fn clock_state(line: &QueueLine, now: DateTime<Utc>, words: Words) -> String {
    let Some(clock) = line.row.clock else {
        return String::new();
    };
    words.say(match clock.state {
        StoredState::Running if clock.deadline.is_some_and(|due| due < now) => "export-clock-late",
        StoredState::Running => "export-clock-running",
        StoredState::Paused { .. } => "export-clock-paused",
        StoredState::Stopped {
            kept: Some(false), ..
        } => "export-clock-missed",
        StoredState::Stopped {
            kept: Some(true), ..
        } => "export-clock-kept",
        StoredState::Stopped { kept: None, .. } => "export-clock-stopped",
    })
}

const HISTORY: [(&str, Kind); 6] = [
    ("export-rank", Kind::Integer),
    ("export-when", Kind::Instant),
    ("export-by", Kind::Text),
    ("export-what", Kind::Text),
    ("export-text", Kind::Text),
    ("export-visibility", Kind::Text),
];

async fn history(taking: Taking, worker: WorkerWith<Reads>) -> Answer {
    let id: TicketId = taking.id()?;
    let scope = worker.scope().clone();
    let page = ask(&taking.app, move |desk| {
        desk.behind(&scope).ticket(id, &scope)
    })
    .await?;
    let table = taking
        .table("history", "export-list-history")
        .columns(&HISTORY);
    let words = table.words;
    let said: BTreeMap<MessageId, &Message> =
        page.messages.iter().map(|one| (one.id, one)).collect();
    let rows = page.events.iter();
    let rows = rows.map(|event| happened(&page, event, &said, words));
    let table = table
        .asked("export-reference", page.ticket.reference.to_string())
        .asked("export-subject", page.ticket.subject.as_str())
        .with(rows.collect());
    taking.answer(table).await
}

fn happened(
    page: &TicketPage,
    event: &Event,
    said: &BTreeMap<MessageId, &Message>,
    words: Words,
) -> Row {
    let message = match &event.what {
        What::Filed { message, .. }
        | What::Replied { message, .. }
        | What::Informed { message, .. }
        | What::RequesterReplied { message, .. }
        | What::Noted { message, .. } => said.get(message),
        _ => None,
    };
    let visibility = message.map(|message| match message.visibility {
        Visibility::Public => "export-public",
        Visibility::Internal => "export-internal",
    });
    vec![
        Cell::Integer(event.seq),
        event.at.into(),
        events::actor(page, event.actor, words).into(),
        events::in_words(page, event, words).into(),
        message.map(|message| message.body.as_str()).into(),
        visibility.map(|key| words.say(key)).into(),
    ]
}
