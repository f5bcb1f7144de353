//! The vendor contests that its wait ended, and who answers for the queue decides.

use actix_web::{HttpRequest, HttpResponse};

use super::{
    act::text_fault,
    page::{Again, drawn, read},
    portal,
};
use crate::{
    desk::{Error, Ruling},
    domain::{
        ids::{PersonId, TicketId, VendorCaseId},
        ticket::{Line, TextError},
    },
    edges::{
        http::{App, Form, Member, PageError, WorkerWith, Works, ask, see_other},
        pages::ticket::pauses::refused,
        words::Words,
    },
};

/// The rank of the message that a form is about.
fn rank(form: &Form) -> Result<i64, PageError> {
    form.line("told").parse().map_err(|_| PageError::NotFound)
}

fn fault(why: TextError, words: Words) -> String {
    match why {
        TextError::Blank => words.say("pause-fault-why"),
        why @ TextError::TooLong { .. } => text_fault(why, words),
    }
}

/// Takes what the vendor says.
pub(super) async fn contested(
    app: &App,
    request: &HttpRequest,
    member: &Member,
    (case, by): (VendorCaseId, PersonId),
    form: &Form,
) -> Result<HttpResponse, PageError> {
    let words = app.frame(request, "").words;
    let told = rank(form)?;
    let error = match Line::parse(form.get("why")) {
        Ok(why) => {
            let said = ask(app, move |desk| desk.contest_case_end(by, case, told, &why));
            match said.await {
                Ok(()) => return Ok(see_other(&format!("/portal/cases/{case}?done=contested"))),
                Err(PageError::Desk(Error::PauseRefused(why))) => refused(why, words),
                Err(error) => return Err(error),
            }
        }
        Err(why) => fault(why, words),
    };
    let typed = portal::Typed {
        end: (told.to_string(), form.get("why").to_owned(), Some(error)),
        ..portal::Typed::default()
    };
    let found = portal::read(app, member, case).await?;
    Ok(portal::drawn(app, request, member, &found, typed, ""))
}

/// Takes what was decided.
pub(super) async fn ruled(
    app: &App,
    request: &HttpRequest,
    worker: &WorkerWith<Works>,
    (id, case): (TicketId, VendorCaseId),
    form: &Form,
) -> Result<HttpResponse, PageError> {
    let by = worker.person.id;
    let words = app.frame(request, "").words;
    let (told, lifts) = (rank(form)?, form.line("do") == "lift-end");
    let error = match Line::parse(form.get("why")) {
        Ok(why) => {
            let ruling = Ruling { lifts, why };
            let said = ask(app, move |desk| desk.rule_case_end(by, case, told, &ruling));
            match said.await {
                Ok(()) => {
                    let done = if lifts { "end-lifted" } else { "end-upheld" };
                    return Ok(see_other(&format!("/tickets/{id}/vendor?done={done}")));
                }
                Err(PageError::Desk(Error::PauseRefused(why))) => refused(why, words),
                Err(error) => return Err(error),
            }
        }
        Err(why) => fault(why, words),
    };
    let again = Again {
        end: (told.to_string(), form.get("why").to_owned(), Some(error)),
        end_of: case.to_string(),
        refused: true,
        ..Again::default()
    };
    let (page, numbers) = read(app, worker, id).await?;
    Ok(drawn(app, request, worker, (&page, numbers), again))
}
