//! Where a vendor takes cases: under which contract, here or by mail, and where its letters go.

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
    desk::{self, Error, VendorDeskPage},
    domain::{
        access::Right,
        ids::OrganisationId,
        people::{EmailAddress, OrganisationKind},
        vendor::{Numbering, OutsideDesk, VendorDesk, Way},
    },
    edges::{
        http::{
            App, Form, ManagesSetUp, PageError, ReadsSetUp, Worker, WorkerWith, ask, see_other,
        },
        words::Words,
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
    way: Select,
    mail: Field,
    numbering: Field,
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
    let typed = Typed::read(&form);
    let mut again = Again::with(form);
    let place = match typed {
        Ok(place) => place,
        Err((control, key)) => {
            again.refuse(control, words.say(key));
            return shown(&app, &request, &worker, id, &again).await;
        }
    };
    let set = ask(&app, move |desk| match place {
        Typed::Here(mail) => desk.set_vendor_desk(id, &contract, mail, by),
        Typed::Mail(mail, numbering) => desk.set_outside_desk(id, &contract, mail, numbering, by),
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
                (desk::Field::Email, "vendor-mail"),
            ],
        )?,
    }
    shown(&app, &request, &worker, id, &again).await
}

/// How a vendor is to be reached, as it was typed.
enum Typed {
    Here(Option<EmailAddress>),
    Mail(EmailAddress, Option<Numbering>),
}

impl Typed {
    /// Reads it; or the control that must be corrected, with what to do there.
    fn read(form: &Form) -> Result<Self, (&'static str, &'static str)> {
        let mail = match form.line("vendor-mail") {
            "" => None,
            text => Some(
                EmailAddress::parse(text)
                    .map_err(|_| ("vendor-mail", "setup-vendor-mail-wrong"))?,
            ),
        };
        // A form that says nothing of the way is of before there were two.
        let way = match form.line("vendor-way") {
            "" => Way::default(),
            word => word
                .parse()
                .map_err(|_| ("vendor-way", "setup-vendor-way-unknown"))?,
        };
        match way {
            Way::Here => Ok(Self::Here(mail)),
            Way::Mail => {
                let numbering = match form.line("vendor-numbering") {
                    "" => None,
                    text => Some(
                        Numbering::parse(text)
                            .map_err(|_| ("vendor-numbering", "setup-vendor-numbering-wrong"))?,
                    ),
                };
                let mail = mail.ok_or(("vendor-mail", "setup-vendor-mail-needed"))?;
                Ok(Self::Mail(mail, numbering))
            }
        }
    }
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
    let VendorDeskPage {
        desk: place,
        outside,
        contracts,
    } = found;
    let kept = place.as_ref().map_or("", |one| one.contract.as_str());
    let mail = place
        .as_ref()
        .and_then(|one| one.mail.as_ref())
        .map_or("", EmailAddress::as_str);
    let (now, way, numbering) = reached(outside.as_ref(), again, words);
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
        now: said_now(place.as_ref(), now, &frame),
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
        way,
        numbering,
        mail: again
            .field("vendor-mail", words.say("setup-vendor-mail"), mail)
            .hint(words.say("setup-vendor-mail-hint"))
            .of_kind("email", "off")
            .optional(),
        frame,
    };
    Ok(answer(view, again))
}

/// How a vendor is reached, with the two controls that say so.
fn reached(outside: Option<&OutsideDesk>, again: &Again, words: Words) -> (Way, Select, Field) {
    let now = if outside.is_some() {
        Way::Mail
    } else {
        Way::Here
    };
    let answers = Way::ALL.iter().map(|one| {
        let said = words.say(&format!("setup-vendor-way-{one}"));
        Answer::new(one.word(), said, again.value("vendor-way", now.word()))
    });
    let way = Select {
        name: "vendor-way",
        label: words.say("setup-vendor-way"),
        hint: words.say("setup-vendor-way-hint"),
        answers: answers.collect(),
        error: again.fault("vendor-way"),
        ..Select::default()
    };
    let kept = outside
        .and_then(|one| one.numbering.as_ref())
        .map(ToString::to_string)
        .unwrap_or_default();
    let numbering = again
        .field(
            "vendor-numbering",
            words.say("setup-vendor-numbering"),
            &kept,
        )
        .hint(words.say("setup-vendor-numbering-hint"))
        .optional();
    (now, way, numbering)
}

/// How it is set now.
fn said_now(place: Option<&VendorDesk>, way: Way, frame: &Frame) -> String {
    let Some(place) = place else {
        return frame.words.say("setup-vendor-desk-none");
    };
    let (key, mail) = match (&place.mail, way) {
        (Some(mail), Way::Mail) => ("setup-vendor-desk-now-outside", mail.as_str()),
        (Some(mail), Way::Here) => ("setup-vendor-desk-now", mail.as_str()),
        (None, _) => ("setup-vendor-desk-now-people", ""),
    };
    let contract = place.contract.as_str();
    let said = [("contract", contract.into()), ("mail", mail.into())];
    frame.words.say_with(key, &said)
}
