//! One's own account: name and language, password, the devices that are signed in.

mod device;
mod view;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use chrono::TimeDelta;

pub use device::device_words;
pub use view::{Account, AtTheDesk, InThePortal, Refusals, Typed, role_words};

use super::{
    desk_frame::{Numbers, frame},
    layout::Place,
    portal_frame,
    session::enter,
    set_up::{password_refused, weakness},
};
use crate::{
    desk::{Error, Field},
    domain::{lang::Lang, ticket::Line},
    edges::{
        http::{
            App, Form, Page, PageError, Policy, Somebody,
            app::{ask, ask_slowly},
            identity::device,
            reading, resource,
            routing::{READ, WRITE},
            see_other, writing,
        },
        words::durations::amount,
    },
};

/// Adds the routes of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/account", READ).route(reading(Policy::SignedIn).to(show)))
        .service(
            resource("/account/profile", WRITE).route(writing(Policy::SignedIn).to(change_profile)),
        )
        .service(
            resource("/account/password", WRITE)
                .route(writing(Policy::SignedIn).to(change_password)),
        )
        .service(
            resource("/account/sessions/others/end", WRITE)
                .route(writing(Policy::SignedIn).to(end_others)),
        )
        .service(
            resource("/account/sessions/{id}/end", WRITE)
                .route(writing(Policy::SignedIn).to(end_one)),
        );
}

async fn page(
    app: &App,
    request: &HttpRequest,
    somebody: &Somebody,
    status: StatusCode,
    typed: &Typed,
    refusals: &Refusals,
) -> Result<HttpResponse, PageError> {
    let reader = somebody.person().id;
    let now = app.desk.clock().now();
    let whose = (somebody.person(), somebody.session());
    match somebody {
        Somebody::AtTheDesk(worker) => {
            let scope = worker.scope().clone();
            let person = worker.person.clone();
            let (sessions, factor, numbers) = ask(app, move |desk| {
                Ok::<_, Error>((
                    desk.sessions_of(reader)?,
                    desk.second_factor_of(&person)?,
                    Numbers::read(desk, &scope)?,
                ))
            })
            .await?;
            let frame = frame(
                app,
                request,
                worker,
                numbers,
                "account-title",
                Place::Account,
            );
            let account = Account::of(frame.words, whose, &sessions, now, typed, refusals);
            Ok(Page::with_status(AtTheDesk::of(frame, account, &factor), status).answer())
        }
        Somebody::Customer(member) => {
            let sessions = ask(app, move |desk| desk.sessions_of(reader)).await?;
            let frame = portal_frame::frame(app, request, member, "account-title", "/account");
            let account = Account::of(frame.words, whose, &sessions, now, typed, refusals);
            Ok(Page::with_status(InThePortal::of(frame, account), status).answer())
        }
    }
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    somebody: Somebody,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let typed = Typed::of(somebody.person(), query.line("done"));
    let refusals = Refusals::default();
    page(&app, &request, &somebody, StatusCode::OK, &typed, &refusals).await
}

async fn change_profile(
    app: web::Data<App>,
    request: HttpRequest,
    somebody: Somebody,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let lang = if form.line("letters") == "en" {
        Lang::En
    } else {
        Lang::Fr
    };
    let Ok(name) = Line::parse(form.get("name")) else {
        let typed = Typed {
            name: form.get("name").to_owned(),
            lang,
            done: "",
        };
        let words = app.frame(&request, "account-title").words;
        let refusals = Refusals {
            name: Some(words.say("set-up-no-name")),
            ..Refusals::default()
        };
        return page(
            &app,
            &request,
            &somebody,
            StatusCode::UNPROCESSABLE_ENTITY,
            &typed,
            &refusals,
        )
        .await;
    };
    let id = somebody.person().id;
    ask(&app, move |desk| desk.change_profile(id, &name, lang)).await?;
    Ok(see_other(&format!(
        "/account?lang={}&done=profile",
        lang.tag()
    )))
}

async fn change_password(
    app: web::Data<App>,
    request: HttpRequest,
    somebody: Somebody,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (present, new) = (
        form.get("present").to_owned(),
        form.get("password").to_owned(),
    );
    let words = app.frame(&request, "account-title").words;
    let typed = Typed::of(somebody.person(), "");
    let (email, place) = (somebody.person().email.to_string(), app.client(&request));
    // Whoever sits down at a screen that was left must not try passwords either.
    let waits = app.throttle.attempt(&email, place, app.desk.clock().now());
    if let Err(wait) = waits {
        let again = amount(wait.max(TimeDelta::seconds(1)).num_seconds(), false, words);
        let again = words.say_with("sign-in-again-in", &[("amount", again.into())]);
        let refusals = Refusals {
            present: Some(words.say_with("sign-in-too-many", &[("again", again.into())])),
            ..Refusals::default()
        };
        let status = StatusCode::TOO_MANY_REQUESTS;
        return page(&app, &request, &somebody, status, &typed, &refusals).await;
    }
    let (id, device) = (somebody.person().id, device(&request));
    let changed = ask_slowly(&app, move |desk| {
        desk.change_password(id, &present, &new, &device)
    })
    .await;
    let refused = match changed {
        Ok(secret) => {
            app.throttle.succeeded(&email, place);
            return Ok(enter(&app, &secret, "/account?done=password"));
        }
        Err(PageError::Desk(Error::Invalid(faults))) => faults,
        Err(error) => return Err(error),
    };
    let mut refusals = Refusals::default();
    for fault in refused {
        if fault.field == Field::Present {
            refusals.present = Some(words.say("account-present-wrong"));
        } else {
            // The present one was right.
            app.throttle.succeeded(&email, place);
            refusals.password = Some(password_refused(weakness(fault.problem), words));
        }
    }
    page(
        &app,
        &request,
        &somebody,
        StatusCode::UNPROCESSABLE_ENTITY,
        &typed,
        &refusals,
    )
    .await
}

async fn end_one(
    app: web::Data<App>,
    somebody: Somebody,
    id: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let session = id.parse().map_err(|_| PageError::NotFound)?;
    let person = somebody.person().id;
    ask(&app, move |desk| desk.end_session(person, session)).await?;
    Ok(see_other("/account?done=session"))
}

async fn end_others(
    app: web::Data<App>,
    somebody: Somebody,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let (person, here) = (somebody.person().id, somebody.session());
    ask(&app, move |desk| desk.end_other_sessions(person, here)).await?;
    Ok(see_other("/account?done=session"))
}
