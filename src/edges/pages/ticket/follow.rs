//! Who follows a ticket, as the desk sees to it.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    super::followers::{CONTROL, refusal},
    acts::Typed,
    drawn,
    fault::Fault,
    read,
    view::{Before, opens_internal},
};
use crate::{
    desk::Error,
    domain::{
        ids::{PersonId, TicketId},
        people::EmailAddress,
    },
    edges::http::{App, Form, PageError, Worker, WorkerWith, Works, ask, see_other},
};

/// Adds somebody, or takes somebody off.
pub(super) async fn change(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let by = worker.person.id;
    let typed = form.line(CONTROL).to_owned();
    let outcome = match form.line("do") {
        "remove" => match form.line("person").parse() {
            Ok(person) => ask(&app, move |desk| desk.remove_follower(id, person, by)).await,
            Err(_) => return Err(not_understood(&app, id, by).await),
        },
        "add" => {
            let email = EmailAddress::parse(&typed);
            ask(&app, move |desk| match email {
                Ok(email) => desk.add_follower(id, &email, by),
                // Whoever sees no such ticket is told so, whatever was typed.
                Err(_) => desk
                    .may_add_follower(id, by)
                    .and_then(|()| Err(Error::no_colleague())),
            })
            .await
        }
        _ => return Err(not_understood(&app, id, by).await),
    };
    let error = match outcome {
        Ok(()) => return Ok(see_other(&format!("/tickets/{id}#followers"))),
        Err(PageError::Desk(error)) => error,
        Err(error) => return Err(error),
    };
    let words = app.frame(&request, "").words;
    let Some(why) = refusal(&error, words) else {
        return Err(PageError::Desk(error));
    };
    let reader = Worker::clone(&worker);
    let shown = ask(&app, move |desk| read(desk, id, &reader)).await?;
    let page = &shown.page;
    let mut again = Typed::fresh(opens_internal(page.ticket.status), &shown.drafts);
    again.seen = page.ticket.version;
    again.after = page.events.last().map_or(0, |event| event.seq);
    again.colleague = typed;
    let fault = Fault {
        control: CONTROL,
        words: why,
    };
    Ok(drawn(
        &app,
        &request,
        &worker,
        &shown,
        again,
        Before::Refused(fault),
    )
    .answer())
}

/// Letters to somebody of the ticket came back: the address works again.
pub(super) async fn address_works(
    app: web::Data<App>,
    worker: WorkerWith<Works>,
    id: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let (person, by) = (form.line("person").parse(), worker.person.id);
    let Ok(person) = person else {
        return Err(not_understood(&app, id, by).await);
    };
    ask(&app, move |desk| desk.lift_bounce_of_ticket(id, person, by)).await?;
    Ok(see_other(&format!("/tickets/{id}")))
}

async fn not_understood(app: &App, id: TicketId, by: PersonId) -> PageError {
    let may = ask(app, move |desk| desk.may_add_follower(id, by));
    PageError::of_a_form_about(may.await)
}
