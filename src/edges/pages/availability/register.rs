//! The register of an organisation.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    super::{
        layout::Frame,
        operations::list::{Line, line},
    },
    framed,
};
use crate::{
    desk::Error,
    domain::ids::OrganisationId,
    edges::{
        http::{App, Page, PageError, ReadsSetUp, WorkerWith, ask},
        pages::desk_frame::Numbers,
    },
};

#[derive(Debug, Template)]
#[template(path = "pages/register.html")]
struct View {
    frame: Frame,
    id: String,
    here: String,
    organisation: String,
    lines: Vec<Line>,
}

/// The page.
pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id: OrganisationId = id.parse().map_err(|_| PageError::NotFound)?;
    let scope = worker.scope().clone();
    let (page, numbers) = ask(&app, move |desk| {
        Ok::<_, Error>((desk.register(id)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = framed(&app, &request, &worker, numbers, "register-title");
    let words = frame.words;
    let view = View {
        id: id.to_string(),
        here: format!("/organisations/{id}/register"),
        organisation: page.organisation.name.clone(),
        lines: page
            .operations
            .iter()
            .map(|one| line(one, &page.components, page.now, words))
            .collect(),
        frame,
    };
    Ok(Page::of(view).answer())
}
