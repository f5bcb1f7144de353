//! Where a vendor takes cases: under which contract, here, by mail or by calls, and where its letters go.

use std::sync::Arc;

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
    vendor_hook::{HookView, Told, control, fault_words},
};
use crate::{
    desk::{self, Error, VendorDeskPage},
    domain::{
        access::Right,
        ids::OrganisationId,
        people::{EmailAddress, OrganisationKind},
        vendor::{Numbering, OutsideDesk, VendorDesk, Way},
        webhook::{HookUrl, HookUrlError},
    },
    edges::{
        http::{
            App, Form, ManagesSetUp, PageError, ReadsSetUp, Worker, WorkerWith, app::ask_outside,
            ask, see_other,
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
    url: Field,
    hook: Option<HookView>,
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
        (&Again::default(), &Told::default()),
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
    let (id, by) = (organisation(&id)?, worker.person.id);
    let mut told = Told::default();
    match form.line("do") {
        "secret" => {
            let drawn = ask(&app, move |desk| desk.draw_hook_secret(id, by));
            told.secret = Some(drawn.await?);
        }
        "try" => {
            let hooks = Arc::clone(&app.settings.hooks);
            let desk = app.desk.clone();
            let tried = ask_outside(&app, move || desk.try_hook(id, &*hooks, by));
            told.tried = Some(tried.await??);
        }
        "again" => {
            ask(&app, move |desk| desk.call_vendor_again(id, by)).await?;
            return Ok(see_other(&format!("/organisations/{id}/vendor?done=again")));
        }
        _ => return kept(&app, &request, &worker, id, form).await,
    }
    shown(&app, &request, &worker, id, (&Again::default(), &told)).await
}

/// Keeps how the vendor is reached. A secret that was drawn is shown at once, and never again.
async fn kept(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OrganisationId,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(request, "").words;
    let (contract, by) = (form.line("vendor-contract").to_owned(), worker.person.id);
    let typed = Typed::read(&form, app.settings.hooks.calls_anywhere());
    let mut again = Again::with(form);
    let mut told = Told::default();
    let place = match typed {
        Ok(place) => place,
        Err((control, key)) => {
            again.refuse(control, words.say(key));
            return shown(app, request, worker, id, (&again, &told)).await;
        }
    };
    if let Typed::Hook(_, url) = &place {
        let (hooks, url) = (Arc::clone(&app.settings.hooks), url.clone());
        let looked = ask_outside(app, move || hooks.may_call(&url));
        if let Err(fault) = looked.await? {
            again.refuse("vendor-url", fault_words(fault, words));
            return shown(app, request, worker, id, (&again, &told)).await;
        }
    }
    let set = ask(app, move |desk| match place {
        Typed::Here(mail) => desk.set_vendor_desk(id, &contract, mail, by).map(|()| None),
        Typed::Mail(mail, numbering) => desk
            .set_outside_desk(id, &contract, mail, numbering, by)
            .map(|()| None),
        Typed::Hook(mail, url) => desk.set_hook_desk(id, &contract, mail, url, by),
    });
    match set.await {
        Ok(None) => return Ok(see_other(&format!("/organisations/{id}/vendor?done=1"))),
        Ok(secret) => {
            told.secret = secret;
            again = Again::default();
        }
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
    shown(app, request, worker, id, (&again, &told)).await
}

/// How a vendor is to be reached, as it was typed.
enum Typed {
    Here(Option<EmailAddress>),
    Mail(EmailAddress, Option<Numbering>),
    Hook(EmailAddress, HookUrl),
}

impl Typed {
    /// Reads it; or the control that must be corrected, with what to do there.
    fn read(form: &Form, anywhere: bool) -> Result<Self, (&'static str, &'static str)> {
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
            Way::Hook => {
                let url = HookUrl::parse(form.line("vendor-url"), anywhere);
                let url = url.map_err(|error| {
                    let key = match error {
                        HookUrlError::NotAnAddress => "setup-vendor-url-wrong",
                        HookUrlError::NotHttps => "setup-vendor-url-https",
                        HookUrlError::NoName => "setup-vendor-url-name",
                    };
                    ("vendor-url", key)
                })?;
                let mail = mail.ok_or(("vendor-mail", "setup-vendor-hook-mail"))?;
                Ok(Self::Hook(mail, url))
            }
        }
    }
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    id: OrganisationId,
    (again, told): (&Again, &Told),
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
        hook,
        contracts,
    } = found;
    let kept = place.as_ref().map_or("", |one| one.contract.as_str());
    let mail = place
        .as_ref()
        .and_then(|one| one.mail.as_ref())
        .map_or("", EmailAddress::as_str);
    let now = match (&hook, &outside) {
        (Some(_), _) => Way::Hook,
        (None, Some(_)) => Way::Mail,
        (None, None) => Way::Here,
    };
    let (way, numbering) = reached((now, outside.as_ref()), again, words);
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let view = View {
        summary: again.summary(),
        done: match query.line("done") {
            "" => String::new(),
            "again" => words.say("setup-done-hook-again"),
            _ => words.say("setup-done-vendor-desk"),
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
        url: control(again, hook.as_ref(), words),
        hook: hook
            .as_ref()
            .map(|page| HookView::of(app, page, told, words)),
        mail: again
            .field("vendor-mail", words.say("setup-vendor-mail"), mail)
            .hint(words.say("setup-vendor-mail-hint"))
            .of_kind("email", "off")
            .optional(),
        frame,
    };
    Ok(answer(view, again))
}

/// The two controls that say how a vendor is reached.
fn reached(
    (now, outside): (Way, Option<&OutsideDesk>),
    again: &Again,
    words: Words,
) -> (Select, Field) {
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
    (way, numbering)
}

/// How it is set now.
fn said_now(place: Option<&VendorDesk>, way: Way, frame: &Frame) -> String {
    let Some(place) = place else {
        return frame.words.say("setup-vendor-desk-none");
    };
    let (key, mail) = match (&place.mail, way) {
        (Some(mail), Way::Mail) => ("setup-vendor-desk-now-outside", mail.as_str()),
        (Some(mail), Way::Hook) => ("setup-vendor-desk-now-hook", mail.as_str()),
        (Some(mail), Way::Here) => ("setup-vendor-desk-now", mail.as_str()),
        (None, _) => ("setup-vendor-desk-now-people", ""),
    };
    let contract = place.contract.as_str();
    let said = [("contract", contract.into()), ("mail", mail.into())];
    frame.words.say_with(key, &said)
}
