//! The integrator contests a pause of the vendor's time, and who answers for the queue decides.

use actix_web::{HttpRequest, HttpResponse};

use super::{
    act::text_fault,
    page::{Again, drawn, read},
};
use crate::{
    desk::{Error, Ruling},
    domain::{
        ids::{TicketId, VendorCaseId},
        ticket::{Line, TextError},
    },
    edges::{
        http::{App, Form, PageError, WorkerWith, Works, ask, see_other},
        pages::{pauses::PauseTyped, ticket::pauses::refused},
    },
};

/// Takes what was said or decided of a pause.
pub(super) async fn said(
    app: &App,
    request: &HttpRequest,
    worker: &WorkerWith<Works>,
    (id, case): (TicketId, VendorCaseId),
    form: &Form,
) -> Result<HttpResponse, PageError> {
    let by = worker.person.id;
    let words = app.frame(request, "").words;
    let pause: i64 = form
        .line("pause")
        .parse()
        .map_err(|_| PageError::NotFound)?;
    let act = form.line("do").to_owned();
    let error = match Line::parse(form.get("why")) {
        Ok(why) => {
            let done = match act.as_str() {
                "lift" => "lifted",
                "uphold" => "upheld",
                _ => "contested",
            };
            let outcome = ask(app, move |desk| match act.as_str() {
                "contest" => desk.contest_case_pause(by, case, pause, &why),
                act => {
                    let lifts = act == "lift";
                    desk.rule_case_pause(by, case, pause, &Ruling { lifts, why })
                }
            })
            .await;
            match outcome {
                Ok(()) => return Ok(see_other(&format!("/tickets/{id}/vendor?done={done}"))),
                Err(PageError::Desk(Error::PauseRefused(why))) => refused(why, words),
                Err(error) => return Err(error),
            }
        }
        Err(TextError::Blank) => words.say("pause-fault-why"),
        Err(why) => text_fault(why, words),
    };
    let typed = PauseTyped {
        pause: pause.to_string(),
        why: form.get("why").to_owned(),
        error: Some(error),
    };
    let again = Again {
        pause: (case.to_string(), typed),
        refused: true,
        ..Again::default()
    };
    let (page, numbers) = read(app, worker, id).await?;
    Ok(drawn(app, request, worker, (&page, numbers), again))
}
