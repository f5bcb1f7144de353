//! How letters look, and how they are worded: for administrators.
//!
//! # Why
//! The letter stands in a frame, as its styles are in it and no page of ours allows that: the frame has
//! an address of its own, whose policy lets styles through and nothing else. Of a text that is not kept
//! yet, this address carries the text itself, so that a preview needs neither a script nor a row.

mod examples;
mod list;
mod view;

pub(super) use list::scope_word;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue},
    },
    web,
};

use super::{
    again::Again,
    attention::ZONE,
    desk_frame::{Numbers, frame},
    layout::Place,
};
use crate::{
    desk::{Error, WordingPage},
    domain::{
        access::Right,
        lang::Lang,
        letter::Letter,
        notice::LetterKind,
        wording::{Part, Wording, WordingError, WordingPlace, WordingScope},
    },
    edges::{
        http::{
            App, Form, Page, PageError, Policy, WordsLetters, Worker, WorkerWith, ask, reading,
            resource,
            routing::{READ, READ_WRITE},
            see_other, writing,
        },
        mail::{Parts, Site, letters},
        words::Words,
    },
};

/// What a letter shown in a frame may do: look as it does in a mail program, and nothing else.
const LETTER: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; \
                      base-uri 'none'; frame-ancestors 'self'; sandbox";

/// The page around it: as every page, and it may frame one of ours.
const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; \
                    frame-ancestors 'none'";

/// A link in the frame would open a window, which the frame may not: it does nothing.
const LINKS_REST: &str = "<head><base target=\"_blank\">";

/// Adds the routes of the pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/letters/wording", READ)
            .route(reading(Policy::Desk(Right::WordLetters)).to(list::show)),
    )
    .service(
        resource("/letters/preview", READ_WRITE)
            .route(reading(Policy::Desk(Right::WordLetters)).to(show))
            .route(writing(Policy::Desk(Right::WordLetters)).to(act)),
    )
    .service(
        resource("/letters/preview/html", READ)
            .route(reading(Policy::Desk(Right::WordLetters)).to(html)),
    );
}

/// Where a place is previewed and worded.
fn address(place: &WordingPlace) -> String {
    format!("/letters/preview?{}", query(place, None))
}

/// The query that names a place, and the texts that are not kept yet.
fn query(place: &WordingPlace, typed: Option<&Wording>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("letter", place.kind.word())
        .append_pair("in", place.lang.tag())
        .append_pair("for", &place.scope.to_string());
    if let Some(typed) = typed {
        for part in Part::ALL {
            query.append_pair(part.word(), typed.text(part));
        }
    }
    query.finish()
}

/// The place that a form or an address names; where it names none, the first letter of the desk in the
/// language of the page.
fn place(form: &Form, lang: Lang) -> Result<WordingPlace, PageError> {
    let kind = match form.line("letter") {
        "" => LetterKind::Received,
        word => word.parse().map_err(|_| PageError::NotFound)?,
    };
    let lang = match form.line("in") {
        "" => lang,
        tag => tag.parse().map_err(|_| PageError::NotFound)?,
    };
    let scope = match form.line("for") {
        "" => WordingScope::Desk,
        scope => scope.parse().map_err(|_| PageError::NotFound)?,
    };
    Ok(WordingPlace { scope, kind, lang })
}

/// What was typed for both parts.
fn typed(form: &Form, kind: LetterKind) -> Result<Wording, Vec<(Part, WordingError)>> {
    Wording::parse(kind, form.get("introduction"), form.get("closing"))
}

/// An example of a letter, in words.
fn example(app: &App, place: &WordingPlace, wording: Wording) -> Result<Parts, PageError> {
    let letter = letter(app, place, wording)?;
    Ok(letters::render(&letter, &site(app))?)
}

fn letter(app: &App, place: &WordingPlace, wording: Wording) -> Result<Letter, PageError> {
    let ours = app.desk.inbound_addresses().first();
    let reply_to = ours.map(|one| one.address.clone());
    let now = app.desk.clock().now();
    examples::letter(place.kind, place.lang, wording, reply_to, now).ok_or(PageError::Broken)
}

/// How letters introduce this installation.
fn site(app: &App) -> Site {
    let name = match app.settings.desk_name.as_str() {
        "" => "Guichet",
        name => name,
    };
    Site::new(&app.settings.base_url.to_string(), name, ZONE)
}

/// How the page comes to be shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shown {
    /// As it is kept.
    Kept,
    /// With texts that are not kept.
    Typed,
    /// With texts that were not kept, because somebody else was faster.
    Overtaken,
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<WordsLetters>,
) -> Result<HttpResponse, PageError> {
    let form = Form::parse(request.query_string().as_bytes())?;
    let place = place(&form, app.frame(&request, "wording-title").lang())?;
    shown(
        &app,
        &request,
        &worker,
        place,
        Shown::Kept,
        Again::default(),
    )
    .await
}

async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<WordsLetters>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(&request, "wording-title").words;
    let place = place(&form, words.lang())?;
    let seen: i64 = form
        .line("seen")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let pressed = form.line("do").to_owned();
    let said = match pressed.as_str() {
        "reset" => Ok(Wording::default()),
        "save" | "preview" => typed(&form, place.kind),
        _ => return Err(PageError::NotUnderstood),
    };
    let mut again = Again::with(form);
    let wording = match said {
        Ok(wording) => wording,
        Err(faults) => {
            for (part, why) in faults {
                again.refuse(part.word(), refused(&why, words));
            }
            return shown(&app, &request, &worker, place, Shown::Typed, again).await;
        }
    };
    if pressed == "preview" {
        return shown(&app, &request, &worker, place, Shown::Typed, again).await;
    }
    let (by, at) = (worker.person.id, place.clone());
    let done = ask(&app, move |desk| desk.word_letter(&at, &wording, seen, by)).await;
    match done {
        Ok(()) => Ok(see_other(&format!("{}&done={pressed}", address(&place)))),
        Err(PageError::Desk(Error::Overtaken)) => {
            shown(&app, &request, &worker, place, Shown::Overtaken, again).await
        }
        Err(error) => Err(error),
    }
}

/// What to do about a text that was refused. The tags that there are stand beside the field.
fn refused(why: &WordingError, words: Words) -> String {
    match why {
        WordingError::TooLong { most } => {
            let most = u64::try_from(*most).unwrap_or(u64::MAX);
            words.say_with("wording-too-long", &[("most", most.into())])
        }
        WordingError::UnknownTag(tag) => {
            words.say_with("wording-unknown-tag", &[("tag", tag.as_str().into())])
        }
        WordingError::Brace => words.say("wording-brace"),
    }
}

async fn shown(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    place: WordingPlace,
    how: Shown,
    again: Again,
) -> Result<HttpResponse, PageError> {
    let (scope, asked) = (worker.scope().clone(), place.clone());
    let (page, numbers) = ask(app, move |desk| {
        Ok::<_, Error>((desk.wording(&asked)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let mut frame = frame(
        app,
        request,
        worker,
        numbers,
        "wording-preview-title",
        Place::Wording,
    );
    if how != Shown::Kept {
        // The switches at the foot of the page lead back to the letter.
        frame.path = address(&place);
    }
    let (said, unkept) = said(&page, &place, how, &again);
    let example = view::Example {
        prose: letters::own_prose(&letter(app, &place, Wording::default())?, &site(app)),
        parts: example(app, &place, said)?,
        frame: format!("/letters/preview/html?{}", query(&place, unkept.as_ref())),
    };
    let view = view::View::of(frame, &place, &page, example, how, &again);
    let status = match how {
        Shown::Overtaken => StatusCode::CONFLICT,
        Shown::Typed if again.is_refused() => StatusCode::UNPROCESSABLE_ENTITY,
        Shown::Kept | Shown::Typed => StatusCode::OK,
    };
    let mut answer = Page::with_status(view, status).answer();
    let policy = HeaderValue::from_static(PAGE);
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

/// What the preview says, and the texts of it that are not kept. A text that was refused is not
/// previewed: what is kept stands in its place.
fn said(
    page: &WordingPage,
    place: &WordingPlace,
    how: Shown,
    again: &Again,
) -> (Wording, Option<Wording>) {
    let kept = page.kept.as_ref().map(|kept| kept.wording.clone());
    let unkept = match how {
        Shown::Kept => None,
        Shown::Typed | Shown::Overtaken => typed(again.form(), place.kind).ok(),
    };
    let own = unkept.clone().or(kept).unwrap_or_default();
    (own.before(page.wider.clone()), unkept)
}

/// The HTML of an example, alone.
async fn html(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: WorkerWith<WordsLetters>,
) -> Result<HttpResponse, PageError> {
    let form = Form::parse(request.query_string().as_bytes())?;
    let place = place(&form, app.frame(&request, "wording-title").lang())?;
    let asked = place.clone();
    let page = ask(&app, move |desk| desk.wording(&asked)).await?;
    let has_text = Part::ALL.iter().any(|part| form.checked(part.word()));
    let how = if has_text { Shown::Typed } else { Shown::Kept };
    let (said, _) = said(&page, &place, how, &Again::with(form));
    let parts = example(&app, &place, said)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_SECURITY_POLICY, LETTER))
        .body(parts.html.replacen("<head>", LINKS_REST, 1)))
}
