//! One's second factor: turned on, moved to another app, turned off, other recovery codes.

mod qr;
mod view;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use chrono::TimeDelta;

pub use view::{Alone, AtTheDesk, Codes, Refusals, Sheet};

use super::{
    desk_frame::{Numbers, frame},
    layout::Place,
    session::enter,
};
use crate::{
    desk::{Error, Fault, Field, Heard, Present, Secret, TurnedOn},
    domain::second_factor::{Proof, RecoveryCode},
    edges::{
        http::{
            AnyLevel, App, Form, Page, PageError, Policy, Worker,
            app::{ask, ask_slowly},
            identity::{cookie, device},
            reading, resource,
            routing::READ_WRITE,
            see_other, writing,
        },
        words::{Words, durations::amount},
    },
};

/// Where one's second factor is.
pub const SECOND_FACTOR: &str = "/account/second-factor";

/// Adds the route of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/account/second-factor", READ_WRITE)
            .route(reading(Policy::SignedIn).to(show))
            .route(writing(Policy::SignedIn).to(act)),
    );
}

/// What to do about too many codes.
#[must_use]
pub fn too_many(wait: TimeDelta, words: Words) -> String {
    let again = amount(wait.num_seconds().max(1), false, words);
    let again = words.say_with("sign-in-again-in", &[("amount", again.into())]);
    words.say_with("sign-in-too-many", &[("again", again.into())])
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    AnyLevel(worker): AnyLevel,
) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let refusals = Refusals::default();
    page(
        &app,
        &request,
        &worker,
        query.line("done"),
        &refusals,
        StatusCode::OK,
    )
    .await
}

async fn page(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    done: &str,
    refusals: &Refusals,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (person, scope) = (worker.person.clone(), worker.scope().clone());
    let (alone, now) = (worker.must_prove, app.desk.clock().now());
    let (state, numbers) = ask(app, move |desk| {
        let numbers = if alone {
            Numbers::default()
        } else {
            Numbers::read(desk, &scope)?
        };
        Ok::<_, Error>((desk.second_factor_of(&person)?, numbers))
    })
    .await?;
    let email = worker.person.email.as_str();
    let sheet = |words| {
        let sheet = Sheet::of(email, &state, now, done, refusals, words);
        if app.demo.is_some() {
            sheet.in_invented_time(&state, now)
        } else {
            sheet
        }
    };
    Ok(if alone {
        let frame = app.frame(request, "factor-title");
        let sheet = sheet(frame.words);
        Page::with_status(Alone::of(frame, sheet, refusals), status).answer()
    } else {
        let frame = frame(
            app,
            request,
            worker,
            numbers,
            "factor-title",
            Place::Account,
        );
        let sheet = sheet(frame.words);
        Page::with_status(AtTheDesk::of(frame, sheet, refusals), status).answer()
    })
}

async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    AnyLevel(worker): AnyLevel,
    form: Form,
) -> Result<HttpResponse, PageError> {
    match form.line("do") {
        "confirm" => return confirm(&app, &request, &worker, &form).await,
        "forget" => {
            let id = worker.person.id;
            ask(&app, move |desk| desk.forget_second_factor_draft(id)).await?;
            return Ok(see_other(SECOND_FACTOR));
        }
        _ => {}
    }
    match confirmed(&app, &request, &worker, &form).await? {
        Ok(Outcome::Begun) => Ok(see_other(SECOND_FACTOR)),
        Ok(Outcome::Off(secret)) => Ok(enter(&app, &secret, &format!("{SECOND_FACTOR}?done=off"))),
        Ok(Outcome::Codes(codes)) => codes_page(&app, &request, &worker, &codes, false).await,
        Err((refusals, status)) => page(&app, &request, &worker, "", &refusals, status).await,
    }
}

/// What was done for who gave the password again.
enum Outcome {
    Begun,
    Codes(Vec<RecoveryCode>),
    Off(Secret),
}

/// Does what asks for the password and, where there is one, for the second factor.
async fn confirmed(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    form: &Form,
) -> Result<Result<Outcome, (Refusals, StatusCode)>, PageError> {
    let words = app.frame(request, "factor-title").words;
    let act = form.line("do").to_owned();
    let mut refusals = Refusals {
        chosen: act.clone(),
        ..Refusals::default()
    };
    let refused = |refusals| Ok(Err((refusals, StatusCode::UNPROCESSABLE_ENTITY)));
    if !matches!(act.as_str(), "begin" | "replace" | "codes" | "off") {
        refusals.act = Some(words.say("factor-no-what"));
        return refused(refusals);
    }
    let typed = form.line("code");
    let proof = typed
        .parse()
        .map(Proof::Code)
        .or_else(|_| typed.parse().map(Proof::Recovery))
        .ok();
    if proof.is_none() && act != "begin" {
        refusals.code = Some(words.say("factor-no-proof"));
        return refused(refusals);
    }
    let (email, place) = (worker.person.email.to_string(), app.client(request));
    let now = app.desk.clock().now();
    // Whoever sits down at a screen that was left must not try passwords or codes either.
    for throttle in [&app.throttle, &app.codes_tried] {
        if let Err(wait) = throttle.attempt(&email, place, now) {
            refusals.present = Some(too_many(wait, words));
            return Ok(Err((refusals, StatusCode::TOO_MANY_REQUESTS)));
        }
    }
    let (id, device) = (worker.person.id, device(request));
    let (password, session) = (form.get("present").to_owned(), Some(worker.session));
    let heard = ask_slowly(app, move |desk| -> Result<_, Error> {
        let present = Present {
            password: &password,
            session,
        };
        Ok(match act.as_str() {
            "codes" => desk
                .new_recovery_codes(id, present, proof)?
                .map(Outcome::Codes),
            "off" => desk
                .turn_second_factor_off(id, present, proof, &device)?
                .map(Outcome::Off),
            _ => desk
                .begin_second_factor(id, present, proof)?
                .map(|()| Outcome::Begun),
        })
    })
    .await;
    match heard {
        Ok(Heard::Done(outcome)) => {
            app.throttle.succeeded(&email, place);
            app.codes_tried.succeeded(&email, place);
            return Ok(Ok(outcome));
        }
        Ok(Heard::Wrong) => {
            app.throttle.succeeded(&email, place);
            refusals.code = Some(words.say("factor-wrong"));
        }
        Ok(Heard::Wait(wait)) => {
            refusals.code = Some(too_many(wait, words));
            return Ok(Err((refusals, StatusCode::TOO_MANY_REQUESTS)));
        }
        Err(PageError::Desk(Error::Invalid(faults)))
            if faults.iter().any(|one| one.field == Field::Present) =>
        {
            refusals.present = Some(words.say(absent(&faults)));
        }
        Err(error) => return Err(error),
    }
    refused(refusals)
}

/// What is missing: the password or, for who has none, the provider's word of a moment ago.
fn absent(faults: &[Fault]) -> &'static str {
    if faults.iter().any(|one| one.problem == "not-just-came") {
        "factor-come-again"
    } else {
        "account-present-wrong"
    }
}

/// Takes the first code of an app.
async fn confirm(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    form: &Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(request, "factor-title").words;
    let refused = |key| Refusals {
        code: Some(words.say(key)),
        ..Refusals::default()
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(code) = form.line("code").parse() else {
        return page(app, request, worker, "", &refused("factor-no-code"), status).await;
    };
    let (id, device) = (worker.person.id, device(request));
    let heard = ask(app, move |desk| {
        desk.confirm_second_factor(id, code, &device)
    })
    .await;
    match heard {
        Ok(Heard::Done(TurnedOn { session, codes })) => {
            let mut response = codes_page(app, request, worker, &codes, true).await?;
            let secure = app.settings.base_url.is_secure();
            response
                .add_cookie(&cookie(&session, secure))
                .map_err(|_| PageError::Broken)?;
            Ok(response)
        }
        Ok(Heard::Wrong | Heard::Wait(_)) => {
            page(
                app,
                request,
                worker,
                "",
                &refused("factor-wrong-first"),
                status,
            )
            .await
        }
        // It was confirmed on another page, or waited too long.
        Err(PageError::Desk(Error::LinkSpent)) => Ok(see_other(SECOND_FACTOR)),
        Err(error) => Err(error),
    }
}

async fn codes_page(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    codes: &[RecoveryCode],
    turned_on: bool,
) -> Result<HttpResponse, PageError> {
    let reader = worker.scope().clone();
    let numbers = ask(app, move |desk| Numbers::read(desk, &reader)).await?;
    let mut frame = frame(
        app,
        request,
        worker,
        numbers,
        "factor-codes-title",
        Place::Account,
    );
    frame.once = true;
    let view = Codes::of(frame, codes, worker.person.email.as_str(), turned_on);
    Ok(Page::of(view).answer())
}
