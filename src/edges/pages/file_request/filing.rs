//! Filing what was typed, unless the door of the form says « not now ».

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderValue, RETRY_AFTER},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot;

use super::{Correction, Typed, under_its_contract};
use crate::{
    desk::{self, Begun, Desk, FileTicket, Filed, Greeting, Secret, TypedBy},
    domain::lang::Lang,
    edges::{
        http::{
            App, PageError, ask,
            form_door::{FormDoor, NotNow, Source},
        },
        words::{Words, dates},
    },
};

/// What became of a form.
pub(super) enum Outcome {
    /// It is filed; the secret of its link.
    Filed(Secret),
    /// Something must be corrected first.
    Wrong(Box<Typed>, Vec<Correction>),
    /// The contract takes the requests of people that it knows only.
    NotEntitled(Box<Typed>),
    /// The door says « not now ».
    NotNow(Box<Typed>, NotNow),
}

/// A form that the door let in.
struct Entered {
    request: FileTicket,
    source: Source,
    /// Whether a letter may go to an address that the desk does not know.
    may_write: bool,
}

/// A request that is being filed, and who hears of it.
type Under = (Begun, oneshot::Receiver<Option<Filed>>);

/// Files what was typed, where nothing must be corrected and the door lets it in. While it is being
/// filed with others no thread waits for it.
///
/// # Errors
/// When the database fails.
pub(super) async fn filed(
    app: &App,
    source: Source,
    typed: Typed,
    lang: Lang,
) -> Result<Outcome, PageError> {
    let door = Arc::clone(&app.form_door);
    let entered = ask(app, move |desk| {
        entered(desk, &door, source, typed, lang).map(|entered| {
            entered.map(|entered| {
                let begun = entered.begin(desk);
                (entered, begun)
            })
        })
    });
    let (mut entered, begun) = match entered.await? {
        Ok(entered) => entered,
        Err(outcome) => return Ok(outcome),
    };
    let mut kept = ended(app, begun).await;
    if matches!(kept, Err(PageError::NotFound)) {
        // The key belongs to somebody else's request, as when a browser's « back » showed the form
        // again to another person: it is exchanged for a new one.
        entered.request.key = Secret::draw();
        let (back, begun) = ask(app, move |desk| {
            let begun = entered.begin(desk);
            Ok::<_, desk::Error>((entered, begun))
        })
        .await?;
        entered = back;
        kept = ended(app, begun).await;
    }
    entered.count(&app.form_door, kept.as_ref().ok());
    kept.map(|_| Outcome::Filed(entered.request.key))
}

/// What can be filed, or what is to be done instead.
fn entered(
    desk: &Desk,
    door: &FormDoor,
    source: Source,
    mut typed: Typed,
    lang: Lang,
) -> Result<Result<Entered, Outcome>, desk::Error> {
    let services = desk.services()?;
    if let [only] = services.as_slice() {
        typed.service.clone_from(&only.slug);
    }
    let taken = desk.takes_answers(&typed.service, None, &typed.answers());
    let request = match under_its_contract(typed.request(&services, lang), taken)? {
        Ok(request) => request,
        Err(wrong) => return Ok(Err(Outcome::Wrong(Box::new(typed), wrong))),
    };
    match desk.takes_strangers(&request.service) {
        Err(desk::Error::NotEntitled(_)) => return Ok(Err(Outcome::NotEntitled(Box::new(typed)))),
        taken => taken?,
    }
    let now = desk.clock().now();
    let shown = match source {
        Source::Here => None,
        Source::From(_) => desk.form_shown(&request.key, &typed.stamp),
    };
    if let Err(not_now) = door.enter(source, &request.email.key(), shown, now) {
        return Ok(Err(Outcome::NotNow(Box::new(typed), not_now)));
    }
    Ok(Ok(Entered {
        may_write: door.may_write(source, now),
        request,
        source,
    }))
}

impl Entered {
    fn begin(&self, desk: &Desk) -> Result<Under, desk::Error> {
        let typed = match self.source {
            Source::Here => TypedBy::Vouched,
            Source::From(_) => TypedBy::Anybody {
                may_write: self.may_write,
            },
        };
        let (tell, told) = oneshot::channel();
        let begun = desk.begin_filing(self.request.clone(), typed, move |filed| {
            // Whoever asked may have gone.
            let _: Result<(), Option<Filed>> = tell.send(filed);
        })?;
        Ok((begun, told))
    }

    /// Takes back what the door counted, where nothing was filed, or no letter owed.
    fn count(&self, door: &FormDoor, filed: Option<&Filed>) {
        let letter = filed.filter(|filed| !filed.again).map(|filed| filed.letter);
        if letter.is_none() {
            door.undo(self.source, &self.request.email.key());
        }
        if self.may_write && letter != Some(Greeting::Stranger) {
            door.unwritten(self.source);
        }
        if letter == Some(Greeting::Silent) {
            door.unsent();
        }
    }
}

/// Waits until it is filed.
async fn ended(app: &App, begun: Result<Under, desk::Error>) -> Result<Filed, PageError> {
    let (begun, told) = begun?;
    match told.await.ok().flatten() {
        Some(filed) => Ok(app.desk.end_filing(begun, Some(filed))?),
        None => ask(app, move |desk| desk.end_filing(begun, None)).await,
    }
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
