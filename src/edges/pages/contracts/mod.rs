//! Contracts as people read them: what is promised, when it counts, who is told; what a request would
//! get, and what changed from one version to the next.

mod compare;
mod edit;
mod history;
mod job;
mod list;
mod new;
mod new_text;
mod read;
mod trial;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web,
};

use super::{
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
};
use crate::{
    desk::{ContractPage, Desk, Error},
    domain::{access::Right, services::ContractVersion},
    edges::http::{
        App, Form, Page, PageError, Policy, Reads, Worker, WorkerWith, ask, reading, resource,
        routing::{READ, READ_WRITE, WRITE},
        writing,
    },
};

/// Adds the routes.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/contracts", READ).route(reading(Policy::Desk(Right::ReadTickets)).to(list)),
    )
    // Not below /contracts: there every word may be the name of one.
    .service(
        resource("/new-contract", READ_WRITE)
            .route(reading(Policy::Desk(Right::ManageSetUp)).to(new::show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(new_text::take)),
    )
    .service(
        resource("/contracts/{contract}", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(show)),
    )
    .service(
        resource("/contracts/{contract}/try", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(tried)),
    )
    .service(
        resource("/contracts/{contract}/compare", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(compared)),
    )
    .service(
        resource("/contracts/{contract}/file", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(file)),
    )
    .service(
        resource("/contracts/{contract}/edit", READ_WRITE)
            .route(reading(Policy::Desk(Right::ManageSetUp)).to(edit::show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(edit::take)),
    )
    .service(
        resource("/contracts/{contract}/simulate", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(job::simulate)),
    )
    .service(
        resource("/contracts/{contract}/preview", WRITE)
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(job::preview)),
    )
    .service(
        resource("/contracts/{contract}/jobs/{job}", READ_WRITE)
            .route(reading(Policy::Desk(Right::ManageSetUp)).to(job::show))
            .route(writing(Policy::Desk(Right::ManageSetUp)).to(job::begin_move)),
    );
}

/// Where a contract is read, in one of its versions.
fn address(page: &ContractPage, what: &str) -> String {
    let name = &page.shown.name;
    if page.is_in_force() {
        format!("/contracts/{name}{what}")
    } else {
        format!("/contracts/{name}{what}?version={}", page.shown.version)
    }
}

fn query(request: &HttpRequest) -> Result<Form, PageError> {
    Form::parse(request.query_string().as_bytes())
}

/// The version that the address asks for; the latest when it asks for none.
fn version(query: &Form, name: &str) -> Result<Option<u32>, PageError> {
    match query.line(name) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| PageError::NotFound),
    }
}

/// What a page shows, and its frame; both are asked of the desk at once.
async fn found<T: Send + 'static>(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    title: &str,
    look: impl FnOnce(&Desk) -> Result<T, Error> + Send + 'static,
) -> Result<(Frame, T), PageError> {
    let reader = worker.scope().clone();
    let (found, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((look(desk)?, Numbers::read(desk, &reader)?))
    })
    .await?;
    let place = Place::Contracts;
    Ok((frame(app, request, worker, numbers, title, place), found))
}

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
) -> Result<HttpResponse, PageError> {
    let (frame, pages) = found(&app, &request, &worker, "contracts-title", |desk| {
        desk.contract_pages()
    })
    .await?;
    let manages = worker.may(Right::ManageSetUp);
    Ok(Page::of(list::List::of(frame, &pages, manages)).answer())
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
    name: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let version = version(&query(&request)?, "version")?;
    let manages = worker.may(Right::ManageSetUp);
    let (frame, (page, jobs)) = found(&app, &request, &worker, "contracts-title", move |desk| {
        let jobs = if manages {
            desk.contract_jobs(&name)?
        } else {
            Vec::new()
        };
        Ok((desk.contract_page(&name, version)?, jobs))
    })
    .await?;
    let managed = manages.then_some(&*jobs);
    Ok(Page::of(read::Reading::of(frame, &page, managed)).answer())
}

async fn tried(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
    name: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let query = query(&request)?;
    let version = version(&query, "version")?;
    let (frame, page) = found(&app, &request, &worker, "trial-title", move |desk| {
        desk.contract_page(&name, version)
    })
    .await?;
    Ok(Page::of(trial::View::of(frame, &page, query)).answer())
}

async fn compared(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Reads>,
    name: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let query = query(&request)?;
    let (from, to) = (version(&query, "from")?, version(&query, "to")?);
    let (frame, (from, to)) = found(&app, &request, &worker, "compare-title", move |desk| {
        let to = desk.contract_page(&name, to)?;
        let older = |one: &&ContractVersion| one.version < to.shown.version;
        // What it was before, unless something else is asked for.
        let before = to.versions.iter().find(older).map(|one| one.version);
        let from = from.or(before).unwrap_or(to.shown.version);
        Ok((desk.contract_page(&name, Some(from))?, to))
    })
    .await?;
    Ok(Page::of(compare::View::of(frame, &from, &to)).answer())
}

/// The file of a version, as it was installed.
async fn file(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: WorkerWith<Reads>,
    name: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let version = version(&query(&request)?, "version")?;
    let page = ask(&app, move |desk| desk.contract_page(&name, version)).await?;
    let shown = page.shown;
    let name = format!("{}-v{}.toml", shown.name, shown.version);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/toml; charset=utf-8"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(shown.source))
}
