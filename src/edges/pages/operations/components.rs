//! The parts of the services: named, published, taken away.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{component_word, framed, read};
use crate::{
    desk::{ComponentSaid, ComponentsPage, Error, Field},
    domain::{
        access::Right,
        ids::{ComponentId, PlatformId, ServiceId},
        people::Organisation,
        platform::Platform,
        ticket::Line,
    },
    edges::{
        http::{
            App, Form, ManagesSetUp, PageError, ReadsSetUp, Worker, WorkerWith, ask, see_other,
        },
        pages::{
            again::Again,
            fields::{Answer, Field as Question, Select, Summary, name_refused},
            layout::Frame,
            organisations::{answer, noted},
        },
        words::Words,
    },
};

const CONTROLS: [(Field, &str); 3] = [
    (Field::Name, "name"),
    (Field::Service, "service"),
    (Field::Platform, "platform"),
];

/// A component.
#[derive(Debug)]
struct Part {
    id: String,
    called: String,
    name: String,
    published: bool,
    active: bool,
    is_of_platform: bool,
}

#[derive(Debug, Template)]
#[template(path = "pages/components.html")]
struct View {
    frame: Frame,
    summary: Summary,
    parts_there: Vec<Part>,
    manages: bool,
    name: Question,
    service: Select,
    platform: Select,
}

impl View {
    fn of(
        mut frame: Frame,
        page: &ComponentsPage,
        platforms: &[(Organisation, Platform)],
        manages: bool,
        again: &Again,
    ) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let part = |one: &crate::domain::operation::Component| Part {
            id: one.id.to_string(),
            called: component_word(one, page, words),
            name: one.name.clone(),
            published: one.published,
            active: one.active,
            is_of_platform: one.platform.is_some(),
        };
        Self {
            summary: again.summary(),
            parts_there: page.components.iter().map(part).collect(),
            manages,
            name: again
                .field("name", words.say("components-name"), "")
                .hint(words.say("components-name-hint")),
            service: services(page, again, words),
            platform: of_platform(platforms, again, words),
            frame,
        }
    }
}

fn services(page: &ComponentsPage, again: &Again, words: Words) -> Select {
    let chosen = again.value("service", "");
    Select {
        name: "service",
        label: words.say("components-service"),
        answers: page
            .services
            .iter()
            .map(|one| Answer::new(&one.id.to_string(), one.name.clone(), chosen))
            .collect(),
        error: again.fault("service"),
        ..Select::default()
    }
}

fn of_platform(platforms: &[(Organisation, Platform)], again: &Again, words: Words) -> Select {
    let chosen = again.value("platform", "");
    let everybody = Answer::new("", words.say("components-everybody"), chosen);
    let each = platforms.iter().map(|(owner, platform)| {
        let label = words.say_with(
            "components-platform-of",
            &[
                ("organisation", owner.name.as_str().into()),
                ("platform", platform.name.as_str().into()),
            ],
        );
        Answer::new(&platform.id.to_string(), label, chosen)
    });
    Select {
        name: "platform",
        label: words.say("components-whose"),
        optional: true,
        answers: std::iter::once(everybody).chain(each).collect(),
        error: again.fault("platform"),
        ..Select::default()
    }
}

pub(super) async fn show(
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
    let ((page, platforms), numbers) = read(app, worker, |desk| {
        Ok::<_, Error>((desk.components()?, desk.all_platforms()?))
    })
    .await?;
    let frame = framed(app, request, worker, numbers, "components-title");
    let manages = worker.may(Right::ManageSetUp);
    let view = View::of(frame, &page, &platforms, manages, again);
    Ok(answer(view, again))
}

pub(super) async fn enter(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "components-title").words;
    let not_understood = |_| PageError::NotUnderstood;
    let service: ServiceId = form.line("service").parse().map_err(not_understood)?;
    let platform: Option<PlatformId> = match form.line("platform") {
        "" => None,
        id => Some(id.parse().map_err(not_understood)?),
    };
    let said = said(&form);
    let mut again = Again::with(form);
    match said {
        Ok(said) => {
            let by = worker.person.id;
            let done = ask(&app, move |desk| {
                desk.enter_component(service, platform, &said, by)
            });
            match done.await {
                Ok(_) => return Ok(see_other("/components")),
                Err(error) => noted(&mut again, error, words, &CONTROLS)?,
            }
        }
        Err(why) => again.refuse("name", name_refused(why, "setup-no-name", words)),
    }
    shown(&app, &request, &worker, &again).await
}

pub(super) async fn change(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: ComponentId = id.parse().map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "components-title").words;
    let mut again = Again::default();
    match said(&form) {
        Ok(said) => {
            let by = worker.person.id;
            let done = ask(&app, move |desk| desk.change_component(id, &said, by));
            match done.await {
                Ok(()) => return Ok(see_other("/components")),
                Err(error) => noted(&mut again, error, words, &CONTROLS)?,
            }
        }
        Err(why) => again.refuse("name", name_refused(why, "setup-no-name", words)),
    }
    shown(&app, &request, &worker, &again).await
}

fn said(form: &Form) -> Result<ComponentSaid, crate::domain::ticket::TextError> {
    Ok(ComponentSaid {
        name: Line::parse(form.get("name"))?,
        published: form.checked("published"),
        active: !form.checked("gone"),
    })
}
