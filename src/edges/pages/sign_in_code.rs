//! The second page of sign-in: the code that an app gives, or a recovery code.
//!
//! # Why
//! Only the right password leads here, so nothing on this page tells a stranger who has an account.
//! A code that is wrong and one that was used before are answered with the same words.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::StatusCode,
    web,
};
use askama::Template;
use chrono::TimeDelta;

use super::{
    fields::{Field, Summary},
    layout::Frame,
    second_factor::too_many,
    session::enter,
};
use crate::{
    desk::{CODE_IS_OWED, Entry, Error, Heard, Secret},
    domain::{people::Person, second_factor::Proof},
    edges::http::{
        App, Form, Page, PageError, Policy,
        app::ask,
        identity::{device, next_after},
        reading, resource,
        routing::READ_WRITE,
        see_other, writing,
    },
};

/// Adds the route of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/sign-in/code", READ_WRITE)
            .route(reading(Policy::Public).to(show))
            .route(writing(Policy::Public).to(prove)),
    );
}

/// Goes in after the right password, or to the page that asks the code.
#[must_use]
pub fn go_in(app: &App, entry: &Entry, next: &str) -> HttpResponse {
    let half = match entry {
        Entry::In(secret) => return enter(app, secret, next),
        Entry::Code(half) => half,
    };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    let mut response = see_other(&format!("/sign-in/code?{query}"));
    // A cookie of our own name and of base64 can always be written.
    let _ = response.add_cookie(&cookie(half.reveal(), app.settings.base_url.is_secure()));
    response
}

const fn cookie_name(secure: bool) -> &'static str {
    if secure {
        "__Host-guichet-code"
    } else {
        "guichet-code"
    }
}

/// The cookie of whoever owes the code: it opens nothing but this page.
fn cookie(value: &str, secure: bool) -> Cookie<'static> {
    Cookie::build(cookie_name(secure), value.to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::seconds(CODE_IS_OWED.num_seconds()))
        .finish()
}

fn no_cookie(secure: bool) -> Cookie<'static> {
    let mut cookie = cookie("", secure);
    cookie.make_removal();
    cookie
}

/// Which kind of code is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asked {
    /// That of the app.
    Code,
    /// A recovery code.
    Recovery,
    /// None: the time for it is over, or no password was given.
    Nothing,
}

impl Asked {
    fn of(form: &Form) -> Self {
        if form.line("with") == "recovery" {
            Self::Recovery
        } else {
            Self::Code
        }
    }
}

/// Who owes a code, by the cookie of the request.
async fn who(app: &App, request: &HttpRequest) -> Result<Option<(Secret, Person)>, PageError> {
    let name = cookie_name(app.settings.base_url.is_secure());
    let half = request
        .cookie(name)
        .and_then(|cookie| Secret::read(cookie.value()));
    let Some(half) = half else {
        return Ok(None);
    };
    let asked = half.clone();
    let person = ask(app, move |desk| desk.who_owes_code(&asked)).await?;
    Ok(person.map(|person| (half, person)))
}

async fn show(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let next = next_after(query.get("next"));
    let asked = match who(&app, &request).await? {
        Some(_) => Asked::of(&query),
        None => Asked::Nothing,
    };
    let frame = app.frame(&request, "code-title");
    Ok(Page::of(View::of(frame, asked, next, None)).answer())
}

async fn prove(
    app: web::Data<App>,
    request: HttpRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (next, asked) = (next_after(form.get("next")), Asked::of(&form));
    let frame = app.frame(&request, "code-title");
    let words = frame.words;
    let over = |frame| {
        let view = View::of(frame, Asked::Nothing, next, None);
        Ok(Page::with_status(view, StatusCode::GONE).answer())
    };
    let Some((half, person)) = who(&app, &request).await? else {
        return over(frame);
    };
    let typed = form.line("code");
    let proof = match asked {
        Asked::Recovery => typed.parse().map(Proof::Recovery).ok(),
        Asked::Code | Asked::Nothing => typed.parse().map(Proof::Code).ok(),
    };
    let Some(proof) = proof else {
        let refusal = words.say(asked.unreadable());
        return Ok(Page::refused(View::of(frame, asked, next, Some(refusal))).answer());
    };
    let (email, place) = (person.email.to_string(), app.client(&request));
    let now = app.desk.clock().now();
    let waits = |frame: Frame, wait: TimeDelta| {
        let view = View::of(frame, asked, next, Some(too_many(wait, words)));
        Ok(Page::with_status(view, StatusCode::TOO_MANY_REQUESTS).answer())
    };
    if let Err(wait) = app.codes_tried.attempt(&email, place, now) {
        return waits(frame, wait);
    }
    let device = device(&request);
    let heard = ask(&app, move |desk| desk.prove(&half, &proof, &device)).await;
    match heard {
        Ok(Heard::Done(secret)) => {
            app.codes_tried.succeeded(&email, place);
            let mut response = enter(&app, &secret, next);
            let _ = response.add_cookie(&no_cookie(app.settings.base_url.is_secure()));
            Ok(response)
        }
        Ok(Heard::Wrong) => {
            let refusal = words.say(asked.wrong());
            Ok(Page::refused(View::of(frame, asked, next, Some(refusal))).answer())
        }
        Ok(Heard::Wait(wait)) => waits(frame, wait),
        Err(PageError::Desk(Error::LinkSpent)) => over(frame),
        Err(error) => Err(error),
    }
}

impl Asked {
    const fn unreadable(self) -> &'static str {
        match self {
            Self::Recovery => "code-no-recovery",
            Self::Code | Self::Nothing => "factor-no-code",
        }
    }

    const fn wrong(self) -> &'static str {
        match self {
            Self::Recovery => "code-recovery-wrong",
            Self::Code | Self::Nothing => "factor-wrong",
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/sign_in_code.html")]
pub struct View {
    frame: Frame,
    summary: Summary,
    asked: Asked,
    code: Field,
    next: String,
    /// The address of the page that asks the other kind of code.
    other: String,
    /// The address at which the password is asked.
    again: String,
    lead: String,
}

impl View {
    /// The page that asks a kind of code, and why the one before was refused; `next` is where to go
    /// afterwards, a path of this site.
    #[must_use]
    pub fn of(mut frame: Frame, asked: Asked, next: &str, refusal: Option<String>) -> Self {
        let words = frame.words;
        let mut summary = Summary::default();
        summary.note("code", refusal.as_ref());
        frame.refused = !summary.is_empty();
        let code = match asked {
            Asked::Recovery => Field::new("code", words.say("code-recovery")),
            Asked::Code | Asked::Nothing => {
                Field::new("code", words.say("factor-code")).in_digits()
            }
        };
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("next", next);
        let again = format!("/sign-in?{}", query.finish());
        query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("next", next);
        if asked == Asked::Code {
            query.append_pair("with", "recovery");
        }
        Self {
            code: code
                .of_kind(
                    "text",
                    if asked == Asked::Code {
                        "one-time-code"
                    } else {
                        "off"
                    },
                )
                .refused(refusal)
                .first(),
            next: next.to_owned(),
            other: format!("/sign-in/code?{}", query.finish()),
            again,
            lead: words.say(match asked {
                Asked::Code => "code-lead",
                Asked::Recovery => "code-recovery-lead",
                Asked::Nothing => "code-over",
            }),
            asked,
            summary,
            frame,
        }
    }

    fn is_over(&self) -> bool {
        self.asked == Asked::Nothing
    }

    fn asks_recovery(&self) -> bool {
        self.asked == Asked::Recovery
    }
}
