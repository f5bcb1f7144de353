//! The pages that only the demonstration has: the letters, the controls of time, the sign-in links.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::Desk,
    edges::{
        http::{
            App, Demonstration, Form, Page, PageError, Policy, ask,
            identity::{cookie, device},
            reading, resource,
            routing::{READ, WRITE},
            see_other, writing,
        },
        mail::CaughtLetter,
        pages::demo_letters::{self, Caught},
    },
};

/// Where the demonstration's instants are shown.
const ZONE: chrono_tz::Tz = chrono_tz::Europe::Paris;

/// What a letter shown in a frame may do: nothing but look as it was meant to.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-top-navigation-by-user-activation; frame-ancestors 'self'";

/// The page around it: as every page, and it may frame a page of ours.
const LETTER_PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; \
    frame-ancestors 'none'";

/// Makes the links of a framed letter leave the frame.
const LINKS_LEAVE: &str = "<head><base target=\"_top\">";

/// Adds the routes of the demonstration.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/demo/letters", READ).route(reading(Policy::Public).to(letters)))
        .service(resource("/demo/letters/{rank}", READ).route(reading(Policy::Public).to(letter)))
        .service(
            resource("/demo/letters/{rank}/html", READ)
                .route(reading(Policy::Public).to(letter_html)),
        )
        .service(resource("/demo/advance", WRITE).route(writing(Policy::Public).to(advance)))
        .service(resource("/demo/sign-in/{door}", READ).route(reading(Policy::Public).to(sign_in)));
}

fn stage(app: &App) -> Result<Arc<dyn Demonstration>, PageError> {
    app.demo.clone().ok_or(PageError::NotFound)
}

fn caught(letter: &CaughtLetter) -> Caught {
    Caught {
        id: letter.index.to_string(),
        subject: letter.subject.clone(),
        from: letter.header("From").unwrap_or(&letter.from).to_owned(),
        to: letter.to.join(", "),
        at: letter.at,
    }
}

async fn letters(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let stage = stage(&app)?;
    let mut letters: Vec<Caught> = stage.caught().iter().map(caught).collect();
    letters.reverse();
    let frame = app.frame(&request, "demo-letters");
    Ok(Page::of(demo_letters::List::of(
        frame,
        &letters,
        stage.doors(),
        app.desk.clock().now(),
        ZONE,
    ))
    .answer())
}

async fn letter(
    app: web::Data<App>,
    request: HttpRequest,
    rank: web::Path<u64>,
) -> Result<HttpResponse, PageError> {
    let letter = stage(&app)?.letter(*rank).ok_or(PageError::NotFound)?;
    let frame = app.frame(&request, "demo-letters");
    let headers = letter.headers.clone();
    let view = demo_letters::Letter::of(
        frame,
        caught(&letter),
        headers,
        &letter.text,
        !letter.html.is_empty(),
        ZONE,
    );
    let mut answer = Page::of(view).answer();
    let policy = header::HeaderValue::from_static(LETTER_PAGE_POLICY);
    answer
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

async fn letter_html(app: web::Data<App>, rank: web::Path<u64>) -> Result<HttpResponse, PageError> {
    let letter = stage(&app)?.letter(*rank).ok_or(PageError::NotFound)?;
    if letter.html.is_empty() {
        return Err(PageError::NotFound);
    }
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, LETTER_POLICY))
        .body(letter.html.replacen("<head>", LINKS_LEAVE, 1)))
}

async fn advance(app: web::Data<App>, form: Form) -> Result<HttpResponse, PageError> {
    let stage = stage(&app)?;
    let by = form.line("by").to_owned();
    let back = back(form.line("back")).to_owned();
    ask(&app, move |desk| -> Result<(), PageError> {
        let target = target(desk, &by)?;
        Ok(stage.pass_until(target)?)
    })
    .await?;
    Ok(see_other(&back))
}

/// The instant that a control of time leads to.
fn target(desk: &Desk, by: &str) -> Result<DateTime<Utc>, PageError> {
    let now = desk.clock().now();
    let opening = || -> Result<DateTime<Utc>, PageError> {
        let contract = desk.contract("standard")?;
        let calendar = contract.calendar();
        // The next opening, and not now when the desk is open: closing first, then opening.
        let from = calendar.closing(now).unwrap_or(now);
        Ok(calendar.next_opening(from).unwrap_or(now))
    };
    match by {
        "15m" => Ok(now + TimeDelta::minutes(15)),
        "1h" => Ok(now + TimeDelta::hours(1)),
        "1d" => Ok(now + TimeDelta::days(1)),
        "opening" => opening(),
        _ => Err(PageError::NotUnderstood),
    }
}

/// The page that the control was pressed on: a path of this site.
fn back(path: &str) -> &str {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 500
        && path
            .chars()
            .all(|one| one.is_ascii_graphic() && one != '\\');
    if plain { path } else { "/queue" }
}

async fn sign_in(
    app: web::Data<App>,
    request: HttpRequest,
    door: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let (person, lands) = stage(&app)?.let_in(&door).ok_or(PageError::NotFound)?;
    let device = device(&request);
    let secret = ask(&app, move |desk| desk.open_session(person, &device)).await?;
    let mut answer = see_other(lands);
    answer
        .add_cookie(&cookie(&secret, app.settings.base_url.is_secure()))
        .map_err(|_| PageError::Broken)?;
    Ok(answer)
}
