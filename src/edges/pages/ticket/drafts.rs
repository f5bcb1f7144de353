//! Drafts of the composer: a small request of the script while somebody types, and a button where
//! there is no script.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::{acts::Typed, compose::saved_line};
use crate::{
    desk::{DraftKept, Error, NewDraft},
    domain::{
        ids::{MessageId, PersonId, TicketId},
        ticket::DraftKind,
    },
    edges::http::{App, Form, PageError, WorkerWith, Works, ask},
};

/// Keeps what is being typed, and says what became of it: saved, and in words when; overtaken, with
/// the newer draft; sent already.
pub(super) async fn keep(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let new = NewDraft {
        ticket: id.parse().map_err(|_| PageError::NotFound)?,
        by: worker.person.id,
        kind: form
            .line("kind")
            .parse()
            .map_err(|_| PageError::NotUnderstood)?,
        text: form.get("text").to_owned(),
        rests_on: form.line("rests-on").parse().unwrap_or(0),
        message: form
            .line("message")
            .parse()
            .map_err(|_| PageError::NotUnderstood)?,
    };
    let words = app.frame(&request, "").words;
    let now = app.desk.clock().now();
    let told = match ask(&app, move |desk| desk.keep_draft(new)).await {
        Ok((DraftKept::Saved(at), zone)) => json!({
            "became": "saved",
            "version": at.timestamp_micros(),
            "said": saved_line(at, now, zone, words),
        }),
        Ok((DraftKept::Forgotten, _)) => json!({ "became": "forgotten", "version": 0, "said": "" }),
        Ok((DraftKept::Overtaken(newer), zone)) => json!({
            "became": "overtaken",
            "version": newer.version(),
            "said": saved_line(newer.saved_at, now, zone, words),
            "text": newer.body,
        }),
        Ok((DraftKept::Sent, _)) => json!({ "became": "sent", "said": "" }),
        Err(PageError::Desk(Error::Invalid(_))) => {
            json!({ "became": "refused", "said": words.say("draft-too-long") })
        }
        Err(error) => return Err(error),
    };
    Ok(HttpResponse::Ok().json(told))
}

/// Keeps both texts of a form that was sent for that. Where a newer draft was there, it is put with
/// what was typed, for its writer to choose.
pub(super) async fn keep_both(
    app: &App,
    ticket: TicketId,
    by: PersonId,
    typed: &mut Typed,
) -> Result<(), PageError> {
    for kind in DraftKind::ALL {
        let new = NewDraft {
            ticket,
            by,
            kind,
            text: typed.text_of(kind).to_owned(),
            rests_on: typed.rests_on(kind),
            message: typed.message,
        };
        if new.text.trim().is_empty() && new.rests_on == 0 {
            continue;
        }
        if let (DraftKept::Overtaken(newer), _) = ask(app, move |desk| desk.keep_draft(new)).await?
        {
            typed.rest_on(&newer);
            typed.newer.push(newer);
        }
    }
    Ok(())
}

/// The text of the tab that was not open when the other was sent: it stays a draft.
pub(super) async fn keep_other(
    app: &App,
    ticket: TicketId,
    by: PersonId,
    typed: &Typed,
) -> Result<(), PageError> {
    let kind = if typed.internal {
        DraftKind::Answer
    } else {
        DraftKind::Note
    };
    let text = typed.text_of(kind).to_owned();
    if text.trim().is_empty() {
        return Ok(());
    }
    let new = NewDraft {
        ticket,
        by,
        kind,
        text,
        rests_on: typed.rests_on(kind),
        // That of the form was sent just now, with the other text.
        message: MessageId::fresh(),
    };
    match ask(app, move |desk| desk.keep_draft(new)).await {
        // What was sent is sent: a text too long to keep does not undo it.
        Ok(_) | Err(PageError::Desk(Error::Invalid(_))) => Ok(()),
        Err(error) => Err(error),
    }
}
