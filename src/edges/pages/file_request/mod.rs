//! The web form: a request is described in plain words, a priority is proposed, and it is filed.

pub(super) mod filing;
mod kinds;
mod offer;
mod typed;
mod view;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

use filing::Outcome;
pub use kinds::under_its_contract;
pub use typed::{Correction, DOCUMENTS, Typed};
pub use view::{ForWhom, View};

use super::{opening, promises::contract_lang};
use crate::{
    desk::{self, Preview},
    domain::{contract::Contract, ids::OrganisationId, services::Service},
    edges::{
        http::{
            App, Form, FormWithFiles, Page, PageError, Policy, app::ask, error::answer,
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
            .route(reading(Policy::Public).to(show))
            .route(writing(Policy::Public).to(file)),
    );
}

async fn show(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes())?;
    let mut typed = Typed::blank();
    query.line("service").clone_into(&mut typed.service);
    let offered = offered(&app, &mut typed, None).await?;
    Ok(Page::of(view(&app, &request, typed, &offered, &[])).answer())
}

async fn file(
    app: web::Data<App>,
    request: HttpRequest,
    sent: FormWithFiles,
) -> Result<HttpResponse, PageError> {
    if !sent.form.line(TRAP).is_empty() {
        app.form_door.trap();
        return Ok(answer(StatusCode::BAD_REQUEST, Problem::NotUnderstood));
    }
    let service = sent.form.line("service").to_owned();
    let FormWithFiles {
        form,
        files,
        refused,
    } = sent
        .within(&app, move |desk| desk.file_limits_for(&service, None))
        .await?;
    let mut typed = Typed::of(&form);
    typed.files = files;
    typed.refused = refused;
    let mut corrections = Vec::new();
    let (mut held, mut unknown) = (None, false);
    if form.line("do") != "preview" && typed.refused.is_empty() {
        // What would be promised is only asked for a page that shows it.
        let lang = contract_lang(Preferences::of(&request).lang.words());
        match filing::filed(&app, app.source(&request), typed, lang).await? {
            Outcome::Filed(key) => {
                return Ok(see_other(&format!("/requests/{}/filed", key.reveal())));
            }
            Outcome::Wrong(back, wrong) => (typed, corrections) = (*back, wrong),
            Outcome::NotEntitled(back) => {
                typed = *back;
                unknown = true;
            }
            Outcome::NotNow(back, not_now) => {
                typed = *back;
                held = Some(not_now);
            }
        }
    }
    let offered = offered(&app, &mut typed, None).await?;
    let taken = corrections.is_empty() && typed.refused.is_empty();
    let mut view = view(&app, &request, typed, &offered, &corrections);
    Ok(match held {
        Some(not_now) => {
            let now = app.desk.clock().now();
            view.hold(&filing::told(not_now, now, view.words()));
            filing::not_now(
                Page::with_status(view, filing::status(not_now)).answer(),
                not_now,
                now,
            )
        }
        None if unknown => {
            let why = view.words().say("refused-unknown");
            view.hold(&why);
            Page::refused(view).answer()
        }
        None if taken => Page::of(view).answer(),
        None => Page::refused(view).answer(),
    })
}

/// What the form offers, and what the chosen service would promise now.
#[derive(Debug)]
pub struct Offered {
    /// The services to choose from.
    pub services: Vec<Service>,
    /// What would be promised for what was answered; nothing while no service is chosen.
    pub preview: Option<Preview>,
    /// The contract of the service that is chosen; those of all, while none is.
    pub terms: Vec<Arc<Contract>>,
}

/// Reads what is offered, under the contracts of an organisation where one is known. When there is
/// one service only, it is chosen.
pub(super) async fn offered(
    app: &App,
    typed: &mut Typed,
    organisation: Option<OrganisationId>,
) -> Result<Offered, PageError> {
    let (chosen, answers) = (typed.service.clone(), typed.answers());
    let (key, stamp) = (typed.key.clone(), typed.stamp.clone());
    let platform = typed.platform.parse().ok();
    let (chosen, stamp, offered) = ask(app, move |desk| {
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
            .map(|one| desk.preview_for((organisation, platform), &one.slug, &answers))
            .transpose()?;
        let terms = desk.terms_of(organisation)?;
        let is_known = terms.iter().any(|(slug, _)| *slug == chosen);
        let terms = terms
            .into_iter()
            .filter(|(slug, _)| !is_known || *slug == chosen)
            .map(|(_, contract)| contract)
            .collect();
        // A form that is shown again keeps the instant at which it was shown first.
        let stamp = match desk.form_shown(&key, &stamp) {
            Some(_) => stamp,
            None => desk.form_stamp(&key),
        };
        let offered = Offered {
            services,
            preview,
            terms,
        };
        Ok::<_, desk::Error>((chosen, stamp, offered))
    })
    .await?;
    typed.service = chosen;
    typed.stamp = stamp;
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
