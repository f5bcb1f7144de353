//! Signing in and out, and the first page of a new account.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

use super::{
    forgotten::link_spent, layout::Frame, promises::contract_lang, set_up, sign_in,
    sign_in_code::go_in,
};
use crate::{
    desk::{Desk, Entry, Error, Field, NewWorker, Secret, SignInError},
    domain::{
        people::{EmailAddress, Person, Role},
        ticket::{Line, TextError},
    },
    edges::{
        http::{
            App, Form, Page, PageError, Policy, Somebody,
            app::{ask, ask_slowly},
            identity::{HOME, cookie, device, next_after, no_cookie},
            member::{AtAnyLevel, landing},
            reading, resource,
            routing::{READ_WRITE, WRITE},
            see_other, writing,
        },
        words::{Words, durations::amount},
    },
};

/// Adds the routes of the door.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/sign-in", READ_WRITE)
            .route(reading(Policy::Public).to(show))
            .route(writing(Policy::Public).to(sign_in)),
    )
    .service(resource("/sign-out", WRITE).route(writing(Policy::SignedIn).to(sign_out)))
    .service(
        resource("/set-up/{secret}", READ_WRITE)
            .route(reading(Policy::Link).to(show_set_up))
            .route(writing(Policy::Link).to(set_up)),
    );
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    somebody: Option<Somebody>,
) -> HttpResponse {
    let next = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let next = next_after(next.get("next"));
    if let Some(somebody) = somebody {
        return see_other(somebody.lands(next));
    }
    let frame = app.frame(&request, "sign-in-title");
    Page::of(door(&app, frame, "", &[], next)).answer()
}

/// The page of sign-in, with the way to the provider where one is set.
fn door(
    app: &App,
    frame: Frame,
    email: &str,
    refusals: &[sign_in::Refusal],
    next: &str,
) -> sign_in::View {
    let provider = app.settings.provider.as_ref().map(|one| one.name());
    sign_in::View::of(frame, email, refusals, next).with_provider(provider)
}

async fn sign_in(
    app: web::Data<App>,
    request: HttpRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (email, password) = (
        form.line("email").to_owned(),
        form.get("password").to_owned(),
    );
    let next = next_after(form.get("next"));
    let frame = app.frame(&request, "sign-in-title");
    let mut refusals = Vec::new();
    if EmailAddress::parse(&email).is_err() {
        refusals.push(sign_in::Refusal::NoAddress);
    }
    if password.is_empty() {
        refusals.push(sign_in::Refusal::NoPassword);
    }
    if !refusals.is_empty() {
        return Ok(Page::refused(door(&app, frame, &email, &refusals, next)).answer());
    }
    let place = app.client(&request);
    if let Err(wait) = app.throttle.attempt(&email, place, app.desk.clock().now()) {
        let again = amount(wait.num_seconds().max(1), false, frame.words);
        let again = frame.say_with("sign-in-again-in", "amount", &again);
        let refusal = sign_in::Refusal::TooMany { again };
        let view = door(&app, frame, &email, &[refusal], next);
        return Ok(Page::with_status(view, StatusCode::TOO_MANY_REQUESTS).answer());
    }
    let device = device(&request);
    let tried = email.clone();
    let opened = ask_slowly(&app, move |desk| {
        match desk.sign_in(&tried, &password, &device) {
            Ok(entry) => {
                let home = home(desk, &entry)?;
                Ok(Some((entry, home)))
            }
            Err(SignInError::Wrong) => Ok(None),
            Err(SignInError::Desk(error)) => Err(error),
        }
    })
    .await?;
    let Some((entry, (role, takes_cases))) = opened else {
        let view = door(&app, frame, &email, &[sign_in::Refusal::Wrong], next);
        return Ok(Page::refused(view).answer());
    };
    app.throttle.succeeded(&email, place);
    Ok(go_in(&app, &entry, landing(next, role, takes_cases)))
}

/// The role of who goes in, and whether they work at a vendor's service desk: that decides where they
/// land.
fn home(desk: &Desk, entry: &Entry) -> Result<(Role, bool), Error> {
    let found = match entry {
        Entry::In(secret) => desk.signed_in(secret)?,
        Entry::Code(_) => None,
    };
    // Only who works at the desk owes a code.
    Ok(found.map_or((Role::Agent, false), |found| {
        (found.person.role, found.who.takes_cases)
    }))
}

/// Goes in with a session.
pub(super) fn enter(app: &App, secret: &Secret, next: &str) -> HttpResponse {
    let mut response = see_other(next);
    // A cookie of our own name and of base64 can always be written.
    let _ = response.add_cookie(&cookie(secret, app.settings.base_url.is_secure()));
    response
}

async fn sign_out(
    app: web::Data<App>,
    AtAnyLevel(somebody): AtAnyLevel,
) -> Result<HttpResponse, PageError> {
    ask(&app, move |desk| desk.sign_out(somebody.session())).await?;
    let mut response = see_other("/sign-in");
    let _ = response.add_cookie(&no_cookie(app.settings.base_url.is_secure()));
    Ok(response)
}

async fn show_set_up(
    app: web::Data<App>,
    request: HttpRequest,
    secret: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::read(&secret).ok_or(PageError::NotFound)?;
    let person = match ask(&app, move |desk| desk.set_up_by_link(&link)).await {
        Err(PageError::Desk(Error::LinkSpent)) => return Ok(link_spent(&app, &request)),
        person => person?,
    };
    let typed = set_up::Typed::default();
    Ok(Page::of(set_up_view(&app, &request, person.as_ref(), &typed, &[])).answer())
}

fn set_up_view(
    app: &App,
    request: &HttpRequest,
    person: Option<&Person>,
    typed: &set_up::Typed,
    refusals: &[set_up::Refusal],
) -> set_up::View {
    let frame = app.frame(request, "set-up-title");
    let email = person.map(|one| one.email.as_str());
    set_up::View::of(frame, request.path(), email, typed, refusals)
}

async fn set_up(
    app: web::Data<App>,
    request: HttpRequest,
    secret: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let link = Secret::read(&secret).ok_or(PageError::NotFound)?;
    let asked = link.clone();
    let person = match ask(&app, move |desk| desk.set_up_by_link(&asked)).await {
        Err(PageError::Desk(Error::LinkSpent)) => return Ok(link_spent(&app, &request)),
        person => person?,
    };
    let typed = set_up::Typed {
        name: form.get("name").to_owned(),
        email: form.get("email").to_owned(),
    };
    let words = app.frame(&request, "set-up-title").words;
    let (first, refusals) = match &person {
        Some(_) => (None, Vec::new()),
        None => first_worker(&typed, words),
    };
    let password = form.get("password").to_owned();
    if !refusals.is_empty() {
        let view = set_up_view(&app, &request, person.as_ref(), &typed, &refusals);
        return Ok(Page::refused(view).answer());
    }
    let device = device(&request);
    let opened = ask_slowly(&app, move |desk| {
        let person = desk.set_up(&link, first, &password)?;
        let entry = desk.enter(person, &device)?;
        let home = home(desk, &entry)?;
        Ok::<_, Error>((entry, home))
    })
    .await;
    match opened {
        Ok((entry, (role, takes_cases))) => {
            Ok(go_in(&app, &entry, landing(HOME, role, takes_cases)))
        }
        Err(PageError::Desk(Error::Invalid(faults))) => {
            let refusals: Vec<_> = faults
                .iter()
                .map(|fault| match (fault.field, fault.problem) {
                    (Field::Password, problem) => set_up::Refusal::of_password(problem),
                    (Field::Email, "taken") => set_up::Refusal::AddressTaken,
                    (Field::Email, _) => set_up::Refusal::NoAddress,
                    _ => set_up::Refusal::NoName,
                })
                .collect();
            let view = set_up_view(&app, &request, person.as_ref(), &typed, &refusals);
            Ok(Page::refused(view).answer())
        }
        Err(PageError::Desk(Error::LinkSpent)) => Ok(link_spent(&app, &request)),
        Err(error) => Err(error),
    }
}

/// The first administrator, from what was typed.
fn first_worker(typed: &set_up::Typed, words: Words) -> (Option<NewWorker>, Vec<set_up::Refusal>) {
    let mut refusals = Vec::new();
    let name = match Line::parse(&typed.name) {
        Ok(name) => Some(name),
        Err(TextError::Blank) => {
            refusals.push(set_up::Refusal::NoName);
            None
        }
        Err(TextError::TooLong { most }) => {
            let most = u32::try_from(most).unwrap_or(u32::MAX);
            refusals.push(set_up::Refusal::NameTooLong { most });
            None
        }
    };
    let email = EmailAddress::parse(&typed.email).ok();
    if email.is_none() {
        refusals.push(set_up::Refusal::NoAddress);
    }
    let worker = name.zip(email).map(|(name, email)| NewWorker {
        name,
        email,
        role: Role::Administrator,
        lang: contract_lang(words),
    });
    (worker, refusals)
}
