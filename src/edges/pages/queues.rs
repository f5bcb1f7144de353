//! Who works which queue, and which queues only their members see.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    again::Again,
    desk_frame::Numbers,
    fields::Summary,
    layout::Frame,
    organisations::{Past, answer, past, set_up_frame},
    sent::Sent,
};
use crate::{
    desk::{Error, Field, QueueMembers},
    domain::{
        access::Right,
        ids::{PersonId, QueueId},
    },
    edges::http::{
        App, PageError, Policy, ReadsSetUp, Worker, WorkerWith, ask, reading, resource,
        routing::{READ, WRITE},
        see_other, writing,
    },
};

/// Adds the routes of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/queues", READ).route(reading(Policy::Desk(Right::ReadSetUp)).to(show)))
        .service(
            resource("/queues/{id}/close", WRITE)
                .route(writing(Policy::Desk(Right::ManageSetUp)).to(close)),
        )
        .service(
            resource("/queues/{id}/members", WRITE)
                .route(writing(Policy::Desk(Right::ManageSetUp)).to(set_member)),
        );
}

#[derive(Debug)]
struct Queue {
    id: String,
    name: String,
    members_only: bool,
    members: Vec<(String, String)>,
    others: Vec<(String, String)>,
    history: Vec<Past>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/queues.html")]
struct View {
    frame: Frame,
    summary: Summary,
    queues: Vec<Queue>,
    manages: bool,
}

impl View {
    fn of(
        mut frame: Frame,
        queues: &[QueueMembers],
        now: DateTime<Utc>,
        manages: bool,
        again: &Again,
    ) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let queue = |one: &QueueMembers| {
            let people = one.members.iter().chain(&one.others);
            let names = people.map(|person| (person.id, person.name.clone()));
            Queue {
                id: one.queue.id.to_string(),
                name: one.queue.name.clone(),
                members_only: one.queue.members_only,
                members: called(&one.members),
                others: called(&one.others),
                history: past(&one.history, &names.collect(), now, words),
            }
        };
        Self {
            summary: again.summary(),
            queues: queues.iter().map(queue).collect(),
            manages,
            frame,
        }
    }
}

fn called(people: &[crate::domain::people::Person]) -> Vec<(String, String)> {
    people
        .iter()
        .map(|person| (person.id.to_string(), person.name.clone()))
        .collect()
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
) -> Result<HttpResponse, PageError> {
    shown(&app, &request, &worker, &Again::default()).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (queues, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.queue_members()?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = set_up_frame(app, request, worker, numbers, "queues-title");
    let (manages, now) = (worker.may(Right::ManageSetUp), app.desk.clock().now());
    Ok(answer(View::of(frame, &queues, now, manages, again), again))
}

async fn close(mut sent: Sent) -> Result<HttpResponse, PageError> {
    let id: QueueId = sent.named("id")?;
    let closes = sent.form().pressed("close", "open")?;
    let done = sent.tried(&CONTROLS, move |desk, by| desk.close_queue(id, closes, by));
    let done = done.await?;
    afterwards(&sent, done).await
}

async fn set_member(mut sent: Sent) -> Result<HttpResponse, PageError> {
    let id: QueueId = sent.named("id")?;
    let person: PersonId = sent.chosen("person")?;
    let joins = sent.form().pressed("join", "leave")?;
    let done = sent.tried(&CONTROLS, move |desk, by| {
        desk.set_queue_member(id, person, joins, by)
    });
    let done = done.await?;
    afterwards(&sent, done).await
}

const CONTROLS: [(Field, &str); 1] = [(Field::Assignee, "queues")];

async fn afterwards(sent: &Sent, done: Option<()>) -> Result<HttpResponse, PageError> {
    match done {
        Some(()) => Ok(see_other("/queues")),
        None => shown(&sent.app, &sent.request, &sent.worker, &sent.again).await,
    }
}
