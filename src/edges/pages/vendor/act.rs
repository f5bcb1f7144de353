//! What both sides do with a case.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    page::{Again, Said, drawn, read},
    portal,
};
use crate::{
    desk::{CaseChange, Error},
    domain::{
        ids::{AttachmentId, MessageId, PersonId, TicketId, VendorCaseId},
        ticket::{Description, Line, TextError},
        vendor::{CaseAct, CaseSide},
    },
    edges::{
        http::{App, Form, Member, PageError, WorkerWith, Works, ask, see_other},
        words::Words,
    },
};

/// Why what was typed was not taken.
pub(super) fn text_fault(why: TextError, words: Words) -> String {
    match why {
        TextError::Blank => words.say("reply-blank"),
        TextError::TooLong { most } => {
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            words.say_with("form-text-long", &[("most", most.into())])
        }
    }
}

/// An act as it was sent, with the word of what is then done; or the control that must be corrected.
type Asked = Result<(CaseAct, Option<Description>, &'static str), (&'static str, TextError)>;

/// Reads what somebody of the desk does.
fn asked_by_desk(form: &Form) -> Result<Asked, PageError> {
    let message = form.line("message").parse::<MessageId>();
    let message = message.map_err(|_| PageError::NotUnderstood)?;
    let written = || Description::parse(form.get("text")).map_err(|why| ("text", why));
    Ok(match form.line("do") {
        "tell" => written().map(|text| (CaseAct::Tell(message), Some(text), "told")),
        "again" => written().map(|text| (CaseAct::Reopen(message), Some(text), "reopened")),
        "withdraw" => Line::parse(form.get("why"))
            .map_err(|why| ("why", why))
            .map(|why| (CaseAct::Withdraw(why), None, "withdrawn")),
        noted => return noted_for_vendor(noted, message, form),
    })
}

/// Reads what somebody of the desk notes for a vendor outside.
fn noted_for_vendor(noted: &str, message: MessageId, form: &Form) -> Result<Asked, PageError> {
    let written = || Description::parse(form.get("theirs")).map_err(|why| ("theirs", why));
    Ok(match noted {
        "record-take" => Ok((CaseAct::TakeCharge, None, "recorded")),
        "record-answer" => written().map(|text| (CaseAct::Answer(message), Some(text), "recorded")),
        "record-ask" => written().map(|text| (CaseAct::Ask(message), Some(text), "recorded")),
        "record-settle" => written().map(|text| (CaseAct::Settle(message), Some(text), "recorded")),
        "record-refer" => Line::parse(form.get("number"))
            .map_err(|why| ("number", why))
            .map(|number| (CaseAct::Refer(number), None, "recorded")),
        _ => return Err(PageError::NotUnderstood),
    })
}

/// Reads what somebody of the vendor does.
fn asked_by_vendor(form: &Form) -> Result<Asked, PageError> {
    let message = form.line("message").parse::<MessageId>();
    let message = message.map_err(|_| PageError::NotUnderstood)?;
    let written = || Description::parse(form.get("text")).map_err(|why| ("text", why));
    Ok(match form.line("do") {
        "take" => Ok((CaseAct::TakeCharge, None, "taken")),
        "answer" => written().map(|text| (CaseAct::Answer(message), Some(text), "answered")),
        "ask" => written().map(|text| (CaseAct::Ask(message), Some(text), "asked")),
        "settle" => written().map(|text| (CaseAct::Settle(message), Some(text), "settled")),
        "refer" => Line::parse(form.get("number"))
            .map_err(|why| ("number", why))
            .map(|number| (CaseAct::Refer(number), None, "referred")),
        _ => return Err(PageError::NotUnderstood),
    })
}

pub(super) async fn as_integrator(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    path: web::Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let (id, case) = path.into_inner();
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let case: VendorCaseId = case.parse().map_err(|_| PageError::NotFound)?;
    let by = worker.person.id;
    let words = app.frame(&request, "").words;
    // Whoever sees no such ticket is told so, whatever was typed; and a case is that of its ticket.
    let (page, _) = read(&app, &worker, id).await?;
    if !page.cases.iter().any(|one| one.case.id == case) {
        return Err(PageError::NotFound);
    }
    if form.line("do") == "quote" {
        return quoted(&app, id, &form, by).await;
    }
    if matches!(form.line("do"), "contest" | "uphold" | "lift") {
        return super::pauses::said(&app, &request, &worker, (id, case), &form).await;
    }
    if matches!(form.line("do"), "uphold-end" | "lift-end") {
        return super::ends::ruled(&app, &request, &worker, (id, case), &form).await;
    }
    let mut said = Said {
        case: case.to_string(),
        text: form.get("text").to_owned(),
        reason: form.get("why").to_owned(),
        theirs: form.get("theirs").to_owned(),
        number: form.get("number").to_owned(),
        ..Said::default()
    };
    match asked_by_desk(&form)? {
        Ok((act, text, done)) => {
            let change = CaseChange {
                case,
                by,
                act,
                text,
            };
            let theirs = change.act.side() == CaseSide::Vendor;
            let asked = ask(&app, move |desk| {
                if theirs {
                    desk.record_for_vendor(change)
                } else {
                    desk.act_on_case(change)
                }
            });
            match asked.await {
                Ok(()) => return Ok(see_other(&format!("/tickets/{id}/vendor?done={done}"))),
                Err(PageError::Desk(Error::CaseRefused(_))) => {
                    // Of a closed case only this control is left.
                    said.text_error = Some(words.say("case-moved"));
                }
                Err(error) => return Err(error),
            }
        }
        Err(("text", why)) => said.text_error = Some(text_fault(why, words)),
        Err(("theirs", why)) => said.theirs_error = Some(text_fault(why, words)),
        Err(("number", why)) => said.number_error = Some(text_fault(why, words)),
        Err((_, why)) => said.reason_error = Some(text_fault(why, words)),
    }
    let again = Again {
        said,
        refused: true,
        ..Again::default()
    };
    let (page, numbers) = read(&app, &worker, id).await?;
    Ok(drawn(&app, &request, &worker, (&page, numbers), again))
}

/// What the vendor wrote becomes the beginning of an answer to the customer.
async fn quoted(
    app: &App,
    id: TicketId,
    form: &Form,
    by: PersonId,
) -> Result<HttpResponse, PageError> {
    let message = form.line("quoted").parse::<MessageId>();
    let message = message.map_err(|_| PageError::NotUnderstood)?;
    let chosen: Result<Vec<AttachmentId>, _> = form.all("file").map(str::parse).collect();
    let chosen = chosen.map_err(|_| PageError::NotUnderstood)?;
    if chosen.is_empty() {
        ask(app, move |desk| desk.quote_vendor(id, message, by)).await?;
        return Ok(see_other(&format!("/tickets/{id}#compose")));
    }
    // The copies wait with the answer that is written next, under its own id.
    let answer = MessageId::fresh();
    ask(app, move |desk| {
        desk.lend_vendor_files(id, (message, &chosen), answer, by)?;
        desk.quote_vendor(id, message, by)
    })
    .await?;
    Ok(see_other(&format!("/tickets/{id}?answer={answer}#compose")))
}

pub(super) async fn as_vendor(
    app: web::Data<App>,
    request: HttpRequest,
    member: Member,
    case: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let case: VendorCaseId = case.parse().map_err(|_| PageError::NotFound)?;
    // Whoever sees no such case is told so, whatever was typed.
    portal::read(&app, &member, case).await?;
    let words = app.frame(&request, "").words;
    let by = member.person.id;
    let mut typed = portal::Typed {
        text: form.get("text").to_owned(),
        number: form.get("number").to_owned(),
        ..portal::Typed::default()
    };
    if form.line("do") == "contest-end" {
        return super::ends::contested(&app, &request, &member, (case, by), &form).await;
    }
    match asked_by_vendor(&form)? {
        Ok((act, text, done)) => {
            let change = CaseChange {
                case,
                by,
                act,
                text,
            };
            match ask(&app, move |desk| desk.act_on_case_as_vendor(change)).await {
                Ok(()) => return Ok(see_other(&format!("/portal/cases/{case}?done={done}"))),
                Err(PageError::Desk(Error::CaseRefused(_))) => {
                    typed.faults.push(("text", words.say("case-moved")));
                }
                Err(error) => return Err(error),
            }
        }
        Err((control, why)) => typed.faults.push((control, text_fault(why, words))),
    }
    let found = portal::read(&app, &member, case).await?;
    Ok(portal::drawn(&app, &request, &member, &found, typed, ""))
}
