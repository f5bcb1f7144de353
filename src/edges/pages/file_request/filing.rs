//! Filing what was typed, unless the door of the form says « not now ».

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::{self, Filed, Greeting, Secret},
    edges::{
        http::{
            App, PageError,
            app::ask,
            form_door::{NotNow, Source},
        },
        words::{Words, dates},
    },
};

/// Files a request; the secret of its link, or why it is not filed now.
pub(super) async fn filed(
    app: &App,
    source: Source,
    request: desk::FileTicket,
    stamp: String,
) -> Result<Result<Secret, NotNow>, PageError> {
    let now = app.desk.clock().now();
    let email = request.email.key();
    let shown = match source {
        Source::Here => None,
        Source::From(_) => {
            let key = request.key.clone();
            ask(app, move |desk| {
                Ok::<_, desk::Error>(desk.form_shown(&key, &stamp))
            })
            .await?
        }
    };
    if let Err(not_now) = app.form_door.enter(source, &email, shown, now) {
        return Ok(Err(not_now));
    }
    let may_write = app.form_door.may_write(source, now);
    let kept = keep(app, source, request, may_write).await;
    let letter = match &kept {
        Ok((filed, _)) if !filed.again => Some(filed.letter),
        Ok(_) | Err(_) => {
            app.form_door.undo(source, &email);
            None
        }
    };
    if may_write && letter != Some(Greeting::Stranger) {
        app.form_door.unwritten(source);
    }
    if letter == Some(Greeting::Silent) {
        app.form_door.unsent();
    }
    kept.map(|(_, key)| Ok(key))
}

/// Files it. A key that belongs to somebody else's request, as when a browser's « back » showed the
/// form again to another person, is exchanged for a new one.
async fn keep(
    app: &App,
    source: Source,
    mut request: desk::FileTicket,
    may_write: bool,
) -> Result<(Filed, Secret), PageError> {
    let file = move |desk: &desk::Desk, request: desk::FileTicket| match source {
        Source::Here => desk.file_ticket(request),
        Source::From(_) => desk.file_from_anybody(request, may_write),
    };
    let first = request.clone();
    let filed = match ask(app, move |desk| file(desk, first)).await {
        Err(PageError::NotFound) => {
            request.key = Secret::draw();
            let second = request.clone();
            ask(app, move |desk| file(desk, second)).await?
        }
        filed => filed?,
    };
    Ok((filed, request.key))
}

/// The status of a form that is not filed now.
pub(in crate::edges::pages) const fn status(not_now: NotNow) -> StatusCode {
    match not_now {
        NotNow::Hurried => StatusCode::UNPROCESSABLE_ENTITY,
        NotNow::Address(_) | NotNow::Source(_) => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// What the person is told.
pub(super) fn told(not_now: NotNow, now: DateTime<Utc>, words: Words) -> String {
    // The desk's own zone: no service need have been chosen.
    let at = |free| dates::in_sentence(free, now, chrono_tz::Europe::Paris, words.lang());
    match not_now {
        NotNow::Hurried => words.say("form-hurried"),
        NotNow::Address(free) => {
            words.say_with("form-many-for-address", &[("at", at(free).into())])
        }
        NotNow::Source(free) => words.say_with("form-many-from-here", &[("at", at(free).into())]),
    }
}

/// What somebody is told whose reply is not taken now.
pub(in crate::edges::pages) fn told_of_reply(
    not_now: NotNow,
    now: DateTime<Utc>,
    words: Words,
) -> String {
    match not_now {
        NotNow::Hurried => words.say("form-hurried"),
        NotNow::Address(free) | NotNow::Source(free) => {
            let at = dates::in_sentence(free, now, chrono_tz::Europe::Paris, words.lang());
            words.say_with("reply-many", &[("at", at.into())])
        }
    }
}

/// The answer, with when to come back (RFC 9110, 10.2.3).
pub(in crate::edges::pages) fn not_now(
    mut response: HttpResponse,
    why: NotNow,
    now: DateTime<Utc>,
) -> HttpResponse {
    if let NotNow::Address(free) | NotNow::Source(free) = why {
        let seconds = (free - now).max(TimeDelta::seconds(1)).num_seconds();
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
