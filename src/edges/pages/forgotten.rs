//! A forgotten password: an address is asked, and the same is answered whoever has it.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use askama::Template;

use super::{
    fields::{Field, Summary},
    layout::Frame,
};
use crate::{
    desk::LETTER_LINKS_WORK,
    domain::people::EmailAddress,
    edges::{
        http::{
            App, Form, Page, PageError, Policy, app::ask, reading, resource, routing::READ_WRITE,
            see_other, writing,
        },
        words::durations::amount,
    },
};

/// Where one asks for a new password.
pub const FORGOTTEN: &str = "/sign-in/forgotten";

/// Adds the route of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/sign-in/forgotten", READ_WRITE)
            .route(reading(Policy::Public).to(show))
            .route(writing(Policy::Public).to(ask_for_link)),
    );
}

async fn show(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let state = if query.checked("asked") {
        State::Asked
    } else {
        State::Asking
    };
    Page::of(view(&app, &request, state, "", None)).answer()
}

async fn ask_for_link(
    app: web::Data<App>,
    request: HttpRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let typed = form.line("email");
    let words = app.frame(&request, "forgotten-title").words;
    let Ok(email) = EmailAddress::parse(typed) else {
        let refusal = Some(words.say("sign-in-no-address"));
        let view = view(&app, &request, State::Asking, typed, refusal);
        return Ok(Page::refused(view).answer());
    };
    if !app.settings.letters_leave {
        return Ok(Page::of(view(&app, &request, State::Asking, "", None)).answer());
    }
    let place = app.client(&request);
    if let Err(wait) = app
        .links_asked
        .attempt(typed, place, app.desk.clock().now())
    {
        let again = amount(wait.num_seconds().max(1), false, words);
        let again = words.say_with("sign-in-again-in", &[("amount", again.into())]);
        let refusal = words.say_with("sign-in-too-many", &[("again", again.into())]);
        let view = view(&app, &request, State::Asking, typed, Some(refusal));
        return Ok(Page::with_status(view, StatusCode::TOO_MANY_REQUESTS).answer());
    }
    ask(&app, move |desk| desk.forgot_password(&email)).await?;
    Ok(see_other(&format!("{FORGOTTEN}?asked=1")))
}

/// The page for whoever opened a link that opens nothing any more.
#[must_use]
pub fn link_spent(app: &App, request: &HttpRequest) -> HttpResponse {
    let view = view(app, request, State::Spent, "", None);
    Page::with_status(view, StatusCode::GONE).answer()
}

fn view(
    app: &App,
    request: &HttpRequest,
    state: State,
    typed: &str,
    refusal: Option<String>,
) -> View {
    let frame = app.frame(request, "forgotten-title");
    View::of(frame, state, app.settings.letters_leave, typed, refusal)
}

/// What the page answers to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// The address is asked.
    Asking,
    /// An address was given: if it is somebody's, a letter leaves.
    Asked,
    /// A link was opened that was used, or is too old.
    Spent,
}

/// The page of a forgotten password.
#[derive(Debug, Template)]
#[template(path = "pages/forgotten.html")]
pub struct View {
    frame: Frame,
    summary: Summary,
    email: Field,
    asked: bool,
    by_letter: bool,
    lead: String,
    works: String,
}

impl View {
    /// The page in a state; `by_letter` is whether letters leave at all, `typed` the address and
    /// `refusal` what to do about it.
    #[must_use]
    pub fn of(
        mut frame: Frame,
        state: State,
        by_letter: bool,
        typed: &str,
        refusal: Option<String>,
    ) -> Self {
        let words = frame.words;
        let mut summary = Summary::default();
        summary.note("email", refusal.as_ref());
        frame.refused = !summary.is_empty();
        let (title, lead) = match state {
            State::Asking => ("forgotten-title", words.say("forgotten-lead")),
            State::Asked => ("forgotten-asked", words.say("forgotten-asked-lead")),
            State::Spent => ("problem-link", words.say("forgotten-spent-lead")),
        };
        frame.title = words.say(title);
        let works = amount(LETTER_LINKS_WORK.num_seconds(), false, words);
        Self {
            email: Field::new("email", words.say("sign-in-email"))
                .of_kind("email", "username")
                .value(typed)
                .refused(refusal),
            asked: state == State::Asked,
            by_letter,
            lead,
            works: words.say_with("forgotten-works", &[("amount", works.into())]),
            summary,
            frame,
        }
    }
}
