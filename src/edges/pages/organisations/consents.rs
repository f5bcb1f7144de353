//! What was said of an organisation's consents, and which entries were made, for the desk.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{super::layout::Frame, organisation, set_up_frame};
use crate::{
    desk::Error,
    edges::{
        http::{App, Page, PageError, ReadsConsents, WorkerWith},
        pages::{
            consents::{Line, lines},
            desk_frame::Numbers,
        },
    },
};

#[derive(Debug, Template)]
#[template(path = "pages/organisation_consents.html")]
struct View {
    frame: Frame,
    back: String,
    here: String,
    organisation: String,
    lines: Vec<Line>,
}

/// The page.
pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsConsents>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = organisation(&id)?;
    let scope = worker.scope().clone();
    let (page, numbers) = worker
        .ask(&app, move |desk| {
            let page = desk.consents(id, &scope)?;
            Ok::<_, Error>((page, Numbers::read(desk, &scope)?))
        })
        .await?;
    let frame = set_up_frame(&app, &request, &worker, numbers, "consents-title");
    let view = View {
        back: format!("/organisations/{id}"),
        here: format!("/organisations/{id}/consents"),
        organisation: page.organisation.clone(),
        lines: lines(&page, "/tickets", frame.words),
        frame,
    };
    Ok(Page::of(view).answer())
}
