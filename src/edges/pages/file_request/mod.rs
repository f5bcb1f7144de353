//! The web form: a request is described in plain words, a priority is proposed, and it is filed.

mod offer;
mod typed;
mod view;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

pub use typed::{Correction, Typed};
pub use view::View;

use super::{opening, promises::contract_lang};
use crate::{
    desk::{self, Desk, Preview, Secret},
    domain::{lang::Lang, services::Service},
    edges::{
        http::{
            App, Form, FormWithFiles, Page, PageError, app::ask, error::answer,
            preferences::Preferences, reading, resource, routing::READ_WRITE, see_other, writing,
        },
        pages::problem::Problem,
    },
};

/// The field that nobody sees and only programs fill.
const TRAP: &str = "website";

/// Adds the routes of the form.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/", READ_WRITE)
            .route(reading().to(show))
            .route(writing().to(file)),
    );
}

async fn show(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let mut typed = Typed::blank();
    query.line("service").clone_into(&mut typed.service);
    let offered = offered(&app, &mut typed).await?;
    Ok(Page::of(view(&app, &request, typed, &offered, &[])).answer())
}

async fn file(
    app: web::Data<App>,
    request: HttpRequest,
    sent: FormWithFiles,
) -> Result<HttpResponse, PageError> {
    let FormWithFiles {
        form,
        files,
        refused,
    } = sent;
    if !form.line(TRAP).is_empty() {
        return Ok(answer(StatusCode::BAD_REQUEST, Problem::NotUnderstood));
    }
    let mut typed = Typed::of(&form);
    typed.files = files;
    typed.refused = refused;
    let mut corrections = Vec::new();
    if form.line("do") != "preview" && typed.refused.is_empty() {
        // What would be promised is only asked for a page that shows it.
        let lang = contract_lang(Preferences::of(&request).lang.words());
        match ask(&app, move |desk| filed(desk, typed, lang)).await? {
            Ok(key) => return Ok(see_other(&format!("/requests/{}/filed", key.reveal()))),
            Err((back, wrong)) => (typed, corrections) = (*back, wrong),
        }
    }
    let offered = offered(&app, &mut typed).await?;
    let taken = corrections.is_empty() && typed.refused.is_empty();
    let view = view(&app, &request, typed, &offered, &corrections);
    Ok(if taken {
        Page::of(view).answer()
    } else {
        Page::refused(view).answer()
    })
}

/// What was typed, and what must be corrected in it.
type Refused = (Box<Typed>, Vec<Correction>);

/// Files what was typed, where nothing must be corrected; the secret of its link. A key that belongs
/// to somebody else's request, as when a browser's « back » showed the form again to another person,
/// is exchanged for a new one.
fn filed(
    desk: &Desk,
    mut typed: Typed,
    lang: Lang,
) -> Result<Result<Secret, Refused>, desk::Error> {
    let services = desk.services()?;
    if let [only] = services.as_slice() {
        typed.service.clone_from(&only.slug);
    }
    let mut request = match typed.request(&services, lang) {
        Ok(request) => request,
        Err(wrong) => return Ok(Err((Box::new(typed), wrong))),
    };
    if let Err(error) = desk.file_ticket(request.clone()) {
        if !matches!(error, desk::Error::NotFound) {
            return Err(error);
        }
        request.key = Secret::draw();
        desk.file_ticket(request.clone())?;
    }
    Ok(Ok(request.key))
}

/// What the form offers, and what the chosen service would promise now.
#[derive(Debug)]
pub struct Offered {
    /// The services to choose from.
    pub services: Vec<Service>,
    /// What would be promised for what was answered; nothing while no service is chosen.
    pub preview: Option<Preview>,
}

/// Reads what is offered. When there is one service only, it is chosen.
async fn offered(app: &App, typed: &mut Typed) -> Result<Offered, PageError> {
    let (chosen, answers) = (typed.service.clone(), typed.answers());
    let (chosen, offered) = ask(app, move |desk| {
        let services = desk.services()?;
        let chosen = match services.as_slice() {
            [only] => only.slug.clone(),
            _ => chosen,
        };
        // Before anything is chosen, the first service stands for the desk's hours.
        let shown = services
            .iter()
            .find(|one| one.slug == chosen)
            .or(services.first());
        let preview = shown
            .map(|one| desk.preview(&one.slug, &answers))
            .transpose()?;
        Ok::<_, desk::Error>((chosen, Offered { services, preview }))
    })
    .await?;
    typed.service = chosen;
    Ok(offered)
}

fn view(
    app: &App,
    request: &HttpRequest,
    typed: Typed,
    offered: &Offered,
    corrections: &[Correction],
) -> View {
    let mut frame = app.frame(request, "form-title").for_public("/");
    frame.opening = offered
        .preview
        .as_ref()
        .map(|preview| opening::sentence(&preview.contract, frame.words));
    View::of(frame, typed, offered, corrections)
}
