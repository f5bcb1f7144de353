//! Who is told the news of the status page: people by mail, for who must delete somebody, and programs.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    ZONE, framed,
    hooks::{HookLine, listed},
    read,
};
use crate::{
    desk::{StatusHooksPage, SubscribersPage},
    domain::{access::Right, ids::SubscriberId},
    edges::{
        http::{App, Form, ManagesSetUp, Page, PageError, ReadsSetUp, WorkerWith, ask, see_other},
        pages::{layout::Frame, organisations::Past},
        words::dates,
    },
};

/// Where the page is.
const HERE: &str = "/subscribers";

/// A subscriber.
#[derive(Debug)]
struct Line {
    id: String,
    email: String,
    lang: String,
    chosen: String,
    since: String,
    datetime: String,
}

#[derive(Debug, Template)]
#[template(path = "pages/subscribers.html")]
struct View {
    frame: Frame,
    manages: bool,
    lines: Vec<Line>,
    hooks: Vec<HookLine>,
    history: Vec<Past>,
}

impl View {
    fn of(
        frame: Frame,
        (page, hooks): (&SubscribersPage, &StatusHooksPage),
        now: DateTime<Utc>,
        manages: bool,
    ) -> Self {
        let words = frame.words;
        let (hooks, history) = listed(hooks, now, words);
        let lines = page.subscribers.iter().map(|one| {
            let chosen = page.components.iter();
            let chosen = chosen.filter(|part| one.choice.0.contains(&part.id));
            let chosen: Vec<&str> = chosen.map(|part| part.name.as_str()).collect();
            Line {
                id: one.id.to_string(),
                email: one.email.to_string(),
                lang: words.say(&format!("wording-lang-{}", one.lang.tag())),
                chosen: if one.choice.is_all() {
                    words.say("letter-confirm-all")
                } else {
                    chosen.join(" · ")
                },
                since: dates::long_date_time(one.confirmed_at, ZONE, words.lang()),
                datetime: dates::machine(one.confirmed_at, ZONE),
            }
        });
        Self {
            manages,
            lines: lines.collect(),
            hooks,
            history,
            frame,
        }
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
) -> Result<HttpResponse, PageError> {
    let (page, numbers) = read(&app, &worker, |desk| {
        Ok((desk.status_subscribers()?, desk.status_hooks()?))
    })
    .await?;
    let frame = framed(&app, &request, &worker, numbers, "subscribers-title");
    let manages = worker.may(Right::ManageSetUp);
    let now = app.desk.clock().now();
    let (people, hooks) = &page;
    Ok(Page::of(View::of(frame, (people, hooks), now, manages)).answer())
}

pub(super) async fn delete(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let id: SubscriberId = id.parse().map_err(|_| PageError::NotFound)?;
    let by = worker.person.id;
    ask(&app, move |desk| desk.delete_subscriber(id, by)).await?;
    Ok(see_other(HERE))
}
