//! The consent to enter the customer's platform, on the agents' side, and the note of an entry.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    acts::Typed,
    drawn,
    events::actor,
    fault::{Fault, line_of},
    read,
    view::{Before, opens_internal},
};
use crate::{
    desk::{Error, Field, TicketPage},
    domain::{ids::TicketId, ticket::Actor},
    edges::{
        http::{App, Form, PageError, Worker, WorkerWith, Works, ask, see_other},
        pages::consent::{ConsentTyped, ConsentView, WHY},
        words::Words,
    },
};

/// The consent of a ticket, for somebody who works on it, or not.
pub(super) fn shown(
    page: &TicketPage,
    works: bool,
    typed: ConsentTyped,
    words: Words,
) -> Option<ConsentView> {
    let enters = format!("/tickets/{}/consent", page.ticket.id);
    let name = |by: Actor| actor(page, by, words);
    let enters = if works { enters.as_str() } else { "" };
    ConsentView::of(page, ("", enters), typed, &name, words)
}

/// Takes the note of an entry.
pub(super) async fn enter(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let words = app.frame(&request, "").words;
    let by = worker.person.id;
    // Whoever sees no such ticket is told so, whatever was typed.
    let reader = worker.scope().clone();
    worker
        .ask(&app, move |desk| desk.ticket(id, &reader).map(drop))
        .await?;
    let fault = match line_of(WHY, form.get("why"), "consent-fault-why", words) {
        Ok(why) => match ask(&app, move |desk| desk.note_entry(by, id, &why)).await {
            Ok(()) => return Ok(see_other(&format!("/tickets/{id}#consent"))),
            Err(PageError::Desk(Error::Invalid(faults)))
                if faults.iter().any(|one| one.field == Field::Consent) =>
            {
                Fault {
                    control: "consent",
                    words: words.say("consent-fault-none"),
                }
            }
            Err(error) => return Err(error),
        },
        Err(fault) => fault,
    };
    let reader = Worker::clone(&worker);
    let shown = worker
        .ask(&app, move |desk| read(desk, id, &reader))
        .await?;
    let mut typed = Typed::fresh(opens_internal(shown.page.ticket.status), &shown.drafts);
    typed.entry = ConsentTyped {
        text: form.get("why").to_owned(),
        error: Some(fault.words.clone()),
    };
    let before = Before::Refused(fault);
    Ok(drawn(&app, &request, &worker, &shown, typed, before).answer())
}
