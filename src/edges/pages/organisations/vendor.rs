//! Where a vendor takes cases: under which contract, and where its letters go.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    super::{
        again::Again,
        desk_frame::Numbers,
        fields::{Answer, Field, Select, Summary},
        layout::Frame,
    },
    answer, noted, organisation, set_up_frame,
};
use crate::{
    desk::{self, Error},
    domain::{
        access::Right,
        ids::OrganisationId,
        people::{EmailAddress, OrganisationKind},
        vendor::VendorDesk,
    },
    edges::http::{
        App, Form, ManagesSetUp, PageError, ReadsSetUp, Worker, WorkerWith, ask, see_other,
    },
};

#[derive(Debug, Template)]
#[template(path = "pages/vendor_desk.html")]
struct View {
    frame: Frame,
    summary: Summary,
    done: String,
    back: String,
    organisation: String,
    now: String,
    manages: bool,
    contract: Select,
    mail: Field,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsSetUp>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    shown(
        &app,
        &request,
        &worker,
        organisation(&id)?,
        &Again::default(),
    )
    .await
}

pub(super) async fn set(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = organisation(&id)?;
    let words = app.frame(&request, "").words;
    let (contract, by) = (form.line("vendor-contract").to_owned(), worker.person.id);
    let mail = match form.line("vendor-mail") {
        "" => Ok(None),
        text => EmailAddress::parse(text).map(Some),
    };
    let mut again = Again::with(form);
    match mail {
        Err(_) => again.refuse("vendor-mail", words.say("setup-vendor-mail-wrong")),
        Ok(mail) => {
            let set = ask(&app, move |desk| {
                desk.set_vendor_desk(id, &contract, mail, by)
            });
            match set.await {
                Ok(()) => return Ok(see_other(&format!("/organisations/{id}/vendor?done=1"))),
                Err(error) => noted(
                    &mut again,
                    error,
                    words,
                    &[
                        (desk::Field::Contract, "vendor-contract"),
                        (desk::Field::Organisation, "vendor-contract"),
                    ],
                )?,
            }
        }
    }
    shown(&app, &request, &worker, id, &again).await
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OrganisationId,
    again: &Again,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (page, found, numbers) = ask(app, move |desk| {
        let page = desk.organisation(id)?;
        if page.organisation.kind != OrganisationKind::Vendor {
            return Err(Error::NotFound);
        }
        let found = desk.vendor_desk(id)?;
        Ok::<_, Error>((page, found, Numbers::read(desk, &scope)?))
    })
    .await?;
    let mut frame = set_up_frame(app, request, worker, numbers, "setup-vendor-desk");
    frame.refused = again.is_refused();
    let words = frame.words;
    let (place, contracts) = found;
    let kept = place.as_ref().map_or("", |one| one.contract.as_str());
    let mail = place
        .as_ref()
        .and_then(|one| one.mail.as_ref())
        .map_or("", EmailAddress::as_str);
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let view = View {
        summary: again.summary(),
        done: if query.line("done").is_empty() {
            String::new()
        } else {
            words.say("setup-done-vendor-desk")
        },
        back: format!("/organisations/{id}"),
        organisation: page.organisation.name,
        now: said_now(place.as_ref(), &frame),
        manages: worker.may(Right::ManageSetUp),
        contract: Select {
            name: "vendor-contract",
            label: words.say("setup-vendor-contract"),
            hint: words.say("setup-vendor-contract-hint"),
            answers: contracts
                .iter()
                .map(|name| Answer::new(name, name.clone(), again.value("vendor-contract", kept)))
                .collect(),
            error: again.fault("vendor-contract"),
            ..Select::default()
        },
        mail: again
            .field("vendor-mail", words.say("setup-vendor-mail"), mail)
            .hint(words.say("setup-vendor-mail-hint"))
            .of_kind("email", "off")
            .optional(),
        frame,
    };
    Ok(answer(view, again))
}

/// How it is set now.
fn said_now(place: Option<&VendorDesk>, frame: &Frame) -> String {
    let Some(place) = place else {
        return frame.words.say("setup-vendor-desk-none");
    };
    let (key, mail) = match &place.mail {
        Some(mail) => ("setup-vendor-desk-now", mail.as_str()),
        None => ("setup-vendor-desk-now-people", ""),
    };
    let contract = place.contract.as_str();
    let said = [("contract", contract.into()), ("mail", mail.into())];
    frame.words.say_with(key, &said)
}
