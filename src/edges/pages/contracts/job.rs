//! Long work on the tickets of a contract: how far it is, what it found, what comes next.

use actix_web::{HttpRequest, HttpResponse, http::header::REFRESH, web};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    super::{
        again::Again,
        fields::{Field, Summary, name_refused},
        layout::Frame,
    },
    found,
};
use crate::{
    desk::{self, JobPage},
    domain::{
        contract_job::{ContractJob, JobKind, JobLine},
        ids::ContractJobId,
        ticket::Line,
    },
    edges::{
        http::{App, Form, ManagesSetUp, Page, PageError, Worker, WorkerWith, ask, see_other},
        job_words,
        pages::attention::ZONE,
        words::{Words, clauses as written, dates},
    },
};

/// After how many seconds a page about unfinished work is asked for again.
const AGAIN: &str = "2";

/// A deadline before and after.
#[derive(Debug)]
struct Row {
    clock: String,
    from: String,
    to: String,
    becomes: String,
    late: bool,
}

/// A ticket for which something changes.
#[derive(Debug)]
struct Changed {
    href: String,
    reference: String,
    rows: Vec<Row>,
    failed: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/contract_job.html")]
struct View {
    frame: Frame,
    contract: String,
    back: String,
    here: String,
    what: String,
    asked: String,
    reason: String,
    summary: Summary,
    /// How far it is, while it is not done.
    progress: Option<(u64, u64, String)>,
    says: String,
    failed: Option<String>,
    changed: Vec<Changed>,
    more: Option<String>,
    /// The question why, where open tickets can be moved now.
    why: Option<Field>,
    move_do: String,
}

/// A job as a list shows it.
#[derive(Debug)]
pub(super) struct JobEntry {
    pub(super) href: String,
    pub(super) says: String,
    pub(super) state: String,
}

/// The jobs of a contract, for its page.
pub(super) fn listed(jobs: &[ContractJob], now: DateTime<Utc>, words: Words) -> Vec<JobEntry> {
    jobs.iter()
        .map(|job| {
            let at = dates::in_sentence(job.asked_at, now, ZONE, words.lang());
            JobEntry {
                href: format!("/contracts/{}/jobs/{}", job.contract, job.id),
                says: words.say_with(
                    "job-listed",
                    &[
                        ("what", words.say(title(job.kind)).into()),
                        ("at", at.into()),
                    ],
                ),
                state: match job.ended_at {
                    Some(_) => words.say("job-done"),
                    None => words.say("job-going-on"),
                },
            }
        })
        .collect()
}

const fn title(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Simulation => "job-simulation-title",
        JobKind::Preview => "job-preview-title",
        JobKind::Move => "job-move-title",
    }
}

type Path = web::Path<(String, String)>;

fn parts(path: Path) -> Result<(String, ContractJobId), PageError> {
    let (name, job) = path.into_inner();
    Ok((name, job.parse().map_err(|_| PageError::NotFound)?))
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    path: Path,
) -> Result<HttpResponse, PageError> {
    let (name, id) = parts(path)?;
    shown(&app, &request, &worker, (name, id), &Again::default()).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    (name, id): (String, ContractJobId),
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let reader = worker.scope().clone();
    let (frame, page) = found(app, request, worker, "job-title", move |desk| {
        let page = desk.contract_job(id, &reader)?;
        if page.job.contract != name {
            return Err(desk::Error::NotFound);
        }
        Ok(page)
    })
    .await?;
    let goes_on = page.job.ended_at.is_none();
    let view = View::of(frame, &page, again);
    let mut answer = if again.is_refused() {
        Page::refused(view).answer()
    } else {
        Page::of(view).answer()
    };
    if goes_on {
        let again = actix_web::http::header::HeaderValue::from_static(AGAIN);
        answer.headers_mut().insert(REFRESH, again);
    }
    Ok(answer)
}

/// Open tickets are moved, as the preview showed.
pub(super) async fn begin_move(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    path: Path,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (name, id) = parts(path)?;
    let words = app.frame(&request, "job-title").words;
    let mut again = Again::with(form);
    match Line::parse(again.form().get("reason")) {
        Ok(reason) => {
            let by = worker.person.id;
            let of = name.clone();
            let job = ask(&app, move |desk| desk.ask_move((&of, id), &reason, by)).await;
            match job {
                Ok(job) => Ok(see_other(&format!("/contracts/{name}/jobs/{job}"))),
                Err(PageError::Desk(desk::Error::Invalid(faults))) => {
                    let is_old = faults.iter().any(|fault| fault.problem == "old");
                    let why = if is_old { "job-old" } else { "job-not-yet" };
                    again.refuse("reason", words.say(why));
                    shown(&app, &request, &worker, (name, id), &again).await
                }
                Err(error) => Err(error),
            }
        }
        Err(why) => {
            again.refuse("reason", name_refused(why, "job-no-reason", words));
            shown(&app, &request, &worker, (name, id), &again).await
        }
    }
}

/// Asks which deadlines a move to the version would change.
pub(super) async fn preview(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    name: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let version: u32 = form
        .line("version")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let (by, name) = (worker.person.id, name.into_inner());
    let wanted = name.clone();
    let job = ask(&app, move |desk| desk.ask_preview(&wanted, version, by)).await?;
    Ok(see_other(&format!("/contracts/{name}/jobs/{job}")))
}

/// Asks what a version would have made of all tickets.
pub(super) async fn simulate(
    app: web::Data<App>,
    worker: WorkerWith<ManagesSetUp>,
    name: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let version: u32 = form
        .line("version")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let (by, name) = (worker.person.id, name.into_inner());
    let wanted = name.clone();
    let job = ask(&app, move |desk| {
        let page = desk.contract_page(&wanted, Some(version))?;
        desk.ask_simulation(&page.contract, None, by)
    })
    .await?;
    Ok(see_other(&format!("/contracts/{name}/jobs/{job}")))
}

impl View {
    fn of(mut frame: Frame, page: &JobPage, again: &Again) -> Self {
        let (words, job, found) = (frame.words, &page.job, &page.job.found);
        frame.title = words.say(title(job.kind));
        frame.refused = again.is_refused();
        let tz = page.contract.calendar().rules().timezone();
        let at = dates::in_sentence(job.asked_at, page.now, ZONE, words.lang());
        let count = [
            ("tickets", found.tickets.into()),
            ("changed", found.changed.into()),
            ("moved", found.moved.into()),
            ("before", found.late_before.into()),
            ("after", found.late_after.into()),
            ("newly", found.newly_late.into()),
        ];
        let says = match job.kind {
            JobKind::Simulation => job_words::simulated(found, words),
            JobKind::Preview => words.say_with("job-previewed", &count),
            JobKind::Move => words.say_with("job-moved", &count),
        };
        let done = [("done", found.tickets.into()), ("of", found.of.into())];
        let ready = job.kind == JobKind::Preview
            && job.version.is_some()
            && job.ended_at.is_some()
            && found.tickets > 0;
        Self {
            contract: written::title(&page.contract, words),
            back: format!("/contracts/{}", job.contract),
            here: format!("/contracts/{}/jobs/{}", job.contract, job.id),
            what: match &page.version {
                Some(version) => words.say_with(
                    "job-of-version",
                    &[("version", version.version.to_string().into())],
                ),
                None => words.say("job-of-text"),
            },
            asked: match &page.asked_by {
                Some(name) => words.say_with(
                    "job-asked-by",
                    &[("at", at.into()), ("name", name.as_str().into())],
                ),
                None => words.say_with("job-asked", &[("at", at.into())]),
            },
            reason: job.reason.clone(),
            summary: again.summary(),
            progress: job.ended_at.is_none().then(|| {
                let said = words.say_with("job-progress", &done);
                (found.tickets, found.of.max(1), said)
            }),
            says,
            failed: (found.failed > 0)
                .then(|| words.say_with("job-failed", &[("count", found.failed.into())])),
            changed: found
                .lines
                .iter()
                .map(|line| changed(line, tz, words))
                .collect(),
            more: job_words::more(found, words),
            why: ready.then(|| {
                again
                    .field("reason", words.say("job-reason"), "")
                    .hint(words.say("job-reason-hint"))
            }),
            move_do: words.say("job-move-do"),
            frame,
        }
    }
}

fn changed(line: &JobLine, tz: Tz, words: Words) -> Changed {
    let moved = line.deadlines.iter().filter(|one| one.from != one.to);
    Changed {
        href: format!("/tickets/{}", line.ticket),
        reference: line.reference.clone(),
        rows: moved
            .map(|one| Row {
                clock: job_words::clock(one, words),
                from: job_words::due(one.from, tz, words),
                to: job_words::due(one.to, tz, words),
                becomes: job_words::becomes(one, words),
                late: one.late_after,
            })
            .collect(),
        failed: line.failed.clone(),
    }
}
