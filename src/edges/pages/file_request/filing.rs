//! Filing what was typed, unless the door of the form says « not now ».

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Correction, Typed};
use crate::{
    desk::{self, Desk, Filed, Greeting, Secret},
    domain::lang::Lang,
    edges::{
        http::form_door::{FormDoor, NotNow, Source},
        words::{Words, dates},
    },
};

/// What became of a form.
pub(super) enum Outcome {
    /// It is filed; the secret of its link.
    Filed(Secret),
    /// Something must be corrected first.
    Wrong(Box<Typed>, Vec<Correction>),
    /// The door says « not now ».
    NotNow(Box<Typed>, NotNow),
}

/// Files what was typed, where nothing must be corrected and the door lets it in.
pub(super) fn filed(
    desk: &Desk,
    door: &FormDoor,
    source: Source,
    mut typed: Typed,
    lang: Lang,
) -> Result<Outcome, desk::Error> {
    let services = desk.services()?;
    if let [only] = services.as_slice() {
        typed.service.clone_from(&only.slug);
    }
    let request = match typed.request(&services, lang) {
        Ok(request) => request,
        Err(wrong) => return Ok(Outcome::Wrong(Box::new(typed), wrong)),
    };
    let now = desk.clock().now();
    let email = request.email.key();
    let shown = match source {
        Source::Here => None,
        Source::From(_) => desk.form_shown(&request.key, &typed.stamp),
    };
    if let Err(not_now) = door.enter(source, &email, shown, now) {
        return Ok(Outcome::NotNow(Box::new(typed), not_now));
    }
    let may_write = door.may_write(source, now);
    let kept = keep(desk, source, request, may_write);
    let letter = match &kept {
        Ok((filed, _)) if !filed.again => Some(filed.letter),
        Ok(_) | Err(_) => {
            door.undo(source, &email);
            None
        }
    };
    if may_write && letter != Some(Greeting::Stranger) {
        door.unwritten(source);
    }
    if letter == Some(Greeting::Silent) {
        door.unsent();
    }
    Ok(Outcome::Filed(kept?.1))
}

/// Files it. A key that belongs to somebody else's request, as when a browser's « back » showed the
/// form again to another person, is exchanged for a new one.
fn keep(
    desk: &Desk,
    source: Source,
    mut request: desk::FileTicket,
    may_write: bool,
) -> Result<(Filed, Secret), desk::Error> {
    let file = |request: desk::FileTicket| match source {
        Source::Here => desk.file_ticket(request),
        Source::From(_) => desk.file_from_anybody(request, may_write),
    };
    let filed = match file(request.clone()) {
        Err(desk::Error::NotFound) => {
            request.key = Secret::draw();
            file(request.clone())?
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
