//! What is left of the help that an organisation paid for in advance, for the desk.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{super::layout::Frame, organisation, set_up_frame};
use crate::{
    desk::Error,
    edges::{
        http::{App, Page, PageError, ReadsSetUp, WorkerWith, ask},
        pages::{
            desk_frame::Numbers,
            hours::{Package, packages},
        },
    },
};

#[derive(Debug, Template)]
#[template(path = "pages/organisation_hours.html")]
struct View {
    frame: Frame,
    back: String,
    here: String,
    organisation: String,
    packages: Vec<Package>,
}

/// The page.
pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let id = organisation(&id)?;
    let (by, scope) = (worker.person.id, worker.scope().clone());
    let (page, numbers) = ask(&app, move |desk| {
        Ok::<_, Error>((desk.hours(id, by)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = set_up_frame(&app, &request, &worker, numbers, "hours-title");
    let view = View {
        back: format!("/organisations/{id}"),
        here: format!("/organisations/{id}/hours"),
        organisation: page.organisation.name.clone(),
        packages: packages(&page, "/tickets", frame.words),
        frame,
    };
    Ok(Page::of(view).answer())
}
