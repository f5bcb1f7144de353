//! The programs that are told the news of the status page: entered, tried, told again, taken away.

use std::{collections::BTreeSet, sync::Arc};

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    super::{
        again::Again,
        fields::{Answer, Choices, Field, Select, Summary},
        layout::Frame,
        organisations::{Past, answer, fault_words, noted, past},
    },
    ZONE, component_word, framed, read,
};
use crate::{
    desk::{self, ComponentsPage, Desk, NewStatusHook, StatusHooksPage},
    domain::{
        ids::{ComponentId, StatusHookId},
        lang::Lang,
        operation::{Choice, Component},
        status_hook::StatusHook,
        ticket::Line,
        webhook::{HookSecret, HookUrl, HookUrlError},
    },
    edges::{
        hook_news::HookNews,
        http::{
            App, Form, ManagesSetUp, Page, PageError, Worker, WorkerWith, app::ask_outside, ask,
            see_other,
        },
        words::{Words, dates},
    },
};

/// Where the list is.
const HERE: &str = "/subscribers";
/// Which control a field of the desk is on the form.
const CONTROLS: [(desk::Field, &str); 2] =
    [(desk::Field::Name, "name"), (desk::Field::Operation, "url")];

/// A program, as the list shows it.
#[derive(Debug)]
pub(super) struct HookLine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) host: String,
    pub(super) lang: String,
    pub(super) chosen: String,
    pub(super) since: String,
    pub(super) datetime: String,
    pub(super) last: String,
    /// How its calls go, where they do not go well; else empty.
    pub(super) trouble: String,
    pub(super) waiting: String,
    pub(super) stopped: bool,
}

impl HookLine {
    fn of(
        hook: &StatusHook,
        owed: i64,
        parts: &[Component],
        (now, words): (DateTime<Utc>, Words),
    ) -> Self {
        let at = |at| dates::in_sentence(at, now, ZONE, words.lang());
        let chosen = parts.iter().filter(|part| hook.choice.0.contains(&part.id));
        let chosen: Vec<&str> = chosen.map(|part| part.name.as_str()).collect();
        let last = match hook.last {
            None => words.say("subscribers-hook-never"),
            Some((last, None)) => {
                words.say_with("subscribers-hook-well", &[("at", at(last).into())])
            }
            Some((last, Some(fault))) => words.say_with(
                "subscribers-hook-ill",
                &[
                    ("at", at(last).into()),
                    ("why", fault_words(fault, words).into()),
                ],
            ),
        };
        let trouble = match (hook.stopped, hook.failing_since) {
            (Some((stopped, _)), _) => {
                words.say_with("subscribers-hook-stopped", &[("at", at(stopped).into())])
            }
            (None, Some(since)) => {
                words.say_with("subscribers-hook-failing", &[("at", at(since).into())])
            }
            (None, None) => String::new(),
        };
        Self {
            id: hook.id.to_string(),
            name: hook.name.clone(),
            host: hook.host.clone(),
            lang: words.say(&format!("wording-lang-{}", hook.lang.tag())),
            chosen: if hook.choice.is_all() {
                words.say("letter-confirm-all")
            } else {
                chosen.join(" · ")
            },
            since: dates::long_date_time(hook.added_at, ZONE, words.lang()),
            datetime: dates::machine(hook.added_at, ZONE),
            waiting: if owed > 0 {
                words.say_with("subscribers-hook-waiting", &[("count", owed.into())])
            } else {
                String::new()
            },
            stopped: hook.stopped.is_some(),
            last,
            trouble,
        }
    }
}

/// The programs, and what was done about them.
pub(super) fn listed(
    page: &StatusHooksPage,
    now: DateTime<Utc>,
    words: Words,
) -> (Vec<HookLine>, Vec<Past>) {
    let line = |(hook, owed): &(StatusHook, i64)| {
        HookLine::of(hook, *owed, &page.components, (now, words))
    };
    let history = past(
        &page.history,
        &std::collections::BTreeMap::new(),
        now,
        words,
    );
    (page.hooks.iter().map(line).collect(), history)
}

/// The form of a new one.
#[derive(Debug, Template)]
#[template(path = "pages/status_hook_new.html")]
struct New {
    frame: Frame,
    summary: Summary,
    name: Field,
    url: Field,
    lang: Select,
    components: Option<Choices>,
}

impl New {
    fn of(mut frame: Frame, page: &ComponentsPage, again: &Again) -> Self {
        frame.refused = again.is_refused();
        let words = frame.words;
        let typed = again.form();
        let public = page.components.iter().filter(|one| one.is_public());
        let answers: Vec<Answer> = public
            .map(|one| {
                let id = one.id.to_string();
                Answer {
                    chosen: typed.chosen("components", &id),
                    value: id,
                    label: component_word(one, page, words),
                    ..Answer::default()
                }
            })
            .collect();
        let said = again.value("lang", frame.lang().tag()).to_owned();
        let languages = Lang::ALL.map(|lang| Answer {
            chosen: lang.tag() == said,
            value: lang.tag().to_owned(),
            label: words.say(&format!("wording-lang-{}", lang.tag())),
            ..Answer::default()
        });
        Self {
            summary: again.summary(),
            name: again
                .field("name", words.say("status-hook-name"), "")
                .hint(words.say("status-hook-name-hint"))
                .first(),
            url: again
                .field("url", words.say("status-hook-url"), "")
                .hint(words.say("status-hook-url-hint"))
                .of_kind("url", "off"),
            lang: Select {
                name: "lang",
                label: words.say("status-hook-lang"),
                answers: languages.to_vec(),
                error: again.fault("lang"),
                ..Select::default()
            },
            components: (answers.len() > 1).then(|| Choices {
                name: "components",
                legend: words.say("subscribe-components"),
                hint: words.say("subscribe-components-hint"),
                optional: true,
                several: true,
                columns: 1,
                answers,
                error: None,
            }),
            frame,
        }
    }
}

/// The secret of a program, which is told once.
#[derive(Debug, Template)]
#[template(path = "pages/status_hook_secret.html")]
struct ToldOnce {
    frame: Frame,
    name: String,
    secret: String,
}

fn hook(id: &str) -> Result<StatusHookId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

pub(super) async fn new(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
) -> Result<HttpResponse, PageError> {
    shown(&app, &request, &worker, &Again::default()).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let (page, numbers) = read(app, worker, Desk::components).await?;
    let frame = framed(app, request, worker, numbers, "status-hook-new");
    Ok(answer(New::of(frame, &page, again), again))
}

/// Reads what was typed; nothing when something of it is refused.
fn typed(
    again: &mut Again,
    anywhere: bool,
    words: Words,
) -> Result<Option<NewStatusHook>, PageError> {
    let form = again.form();
    let name = Line::parse(form.get("name"));
    let url = HookUrl::parse_whole(form.line("url"), anywhere);
    let lang = form
        .line("lang")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let chosen: Result<BTreeSet<ComponentId>, _> = form.all("components").map(str::parse).collect();
    let choice = Choice(chosen.map_err(|_| PageError::NotUnderstood)?);
    if name.is_err() {
        again.refuse("name", words.say("status-hook-no-name"));
    }
    if let Err(error) = &url {
        let key = match error {
            HookUrlError::NotAnAddress => "status-hook-url-wrong",
            HookUrlError::NotHttps => "setup-vendor-url-https",
            HookUrlError::NoName => "setup-vendor-url-name",
        };
        again.refuse("url", words.say(key));
    }
    let (Ok(name), Ok(url)) = (name, url) else {
        return Ok(None);
    };
    Ok(Some(NewStatusHook {
        name,
        url,
        lang,
        choice,
    }))
}

pub(super) async fn add(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "status-hook-new").words;
    let mut again = Again::with(form);
    let anywhere = app.settings.hooks.calls_anywhere();
    let Some(new) = typed(&mut again, anywhere, words)? else {
        return shown(&app, &request, &worker, &again).await;
    };
    let (hooks, url) = (Arc::clone(&app.settings.hooks), new.url.clone());
    if let Err(fault) = ask_outside(&app, move || hooks.may_call(&url)).await? {
        again.refuse("url", fault_words(fault, words));
        return shown(&app, &request, &worker, &again).await;
    }
    let (by, name) = (worker.person.id, new.name.to_string());
    match ask(&app, move |desk| desk.add_status_hook(&new, by)).await {
        Ok((_, secret)) => return told_once(&app, &request, &worker, (name, &secret)).await,
        Err(error) => noted(&mut again, error, words, &CONTROLS)?,
    }
    shown(&app, &request, &worker, &again).await
}

async fn told_once(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    (name, secret): (String, &HookSecret),
) -> Result<HttpResponse, PageError> {
    let ((), numbers) = read(app, worker, |_| Ok(())).await?;
    let view = ToldOnce {
        frame: framed(app, request, worker, numbers, "status-hook-secret-title"),
        name,
        secret: secret.reveal(),
    };
    Ok(Page::of(view).answer())
}

pub(super) async fn test(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (hook(&id)?, worker.person.id);
    let writer = HookNews::at(&app.settings.base_url.to_string());
    let (hooks, desk) = (Arc::clone(&app.settings.hooks), app.desk.clone());
    let tried = ask_outside(&app, move || {
        desk.try_status_hook(id, (&*hooks, &writer), by).map(drop)
    });
    // What it came to stands beside the program.
    tried.await??;
    Ok(see_other(&format!("{HERE}#hook-{id}")))
}

pub(super) async fn resume(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (hook(&id)?, worker.person.id);
    ask(&app, move |desk| desk.resume_status_hook(id, by)).await?;
    Ok(see_other(&format!("{HERE}#hook-{id}")))
}

pub(super) async fn remove(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, by) = (hook(&id)?, worker.person.id);
    ask(&app, move |desk| desk.remove_status_hook(id, by)).await?;
    Ok(see_other(HERE))
}
