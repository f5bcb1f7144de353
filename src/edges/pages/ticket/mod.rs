//! A ticket as agents work on it: the conversation, the clocks, every act, and why a deadline is
//! what it is.

mod act_name;
mod acts;
mod compose;
mod consent;
mod drafts;
pub(super) mod events;
mod fault;
mod follow;
mod mail;
mod news;
pub(super) mod pauses;
mod qualification;
mod qualify;
mod side;
mod talk;
mod time;
mod view;

use std::ops::Deref;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};

use super::{
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
    proof,
};
use crate::{
    desk::{Change, Desk, DeskTicket, Error, FormKey},
    domain::{
        access::Right,
        attachment::Attachment,
        ids::{MessageId, TicketId},
        ticket::{ClockName, Reference},
    },
    edges::http::{
        App, Caller, Form, FormWithFiles, Page, PageError, Policy, Reads, Worker, WorkerWith,
        Works, ask,
        files::handed_out,
        reading, resource,
        routing::{READ, WRITE},
        see_other, writing,
    },
};
use act_name::ActName;
use acts::{Doing, Typed};
use view::{Before, View, opens_internal};

/// Adds the routes of the tickets' pages.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/tickets/{id}", READ).route(reading(Policy::Desk(Right::ReadTickets)).to(show)),
    )
    .service(
        resource("/tickets/{id}/deadline/{clock}", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(deadline)),
    )
    .service(
        resource("/tickets/{id}/files/{file}", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(file)),
    )
    .service(
        resource("/tickets/{id}/draft", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(drafts::keep)),
    )
    .service(
        resource("/tickets/{id}/time", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(time::correct)),
    )
    .service(
        resource("/tickets/{id}/pauses", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(pauses::rule)),
    )
    .service(
        resource("/tickets/{id}/consent", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(consent::enter)),
    )
    .service(
        resource("/tickets/{id}/qualify", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(qualify::qualify)),
    )
    .service(
        resource("/tickets/{id}/followers", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(follow::change)),
    )
    .service(
        resource("/tickets/{id}/address", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(follow::address_works)),
    )
    .service(
        resource("/tickets/{id}/{act}", WRITE)
            .route(writing(Policy::Desk(Right::WorkTickets)).to(act)),
    );
}

/// A ticket with all that its page shows.
struct Shown {
    ticket: DeskTicket,
    numbers: Numbers,
}

impl Deref for Shown {
    type Target = DeskTicket;

    fn deref(&self) -> &DeskTicket {
        &self.ticket
    }
}

/// The ticket with the numbers of the rail.
fn read(desk: &Desk, id: TicketId, reader: &Worker) -> Result<Shown, Error> {
    Ok(Shown {
        ticket: desk.ticket_at_desk(id, &reader.person, reader.scope())?,
        numbers: Numbers::read(desk, reader.scope())?,
    })
}

/// What an address leads to.
enum Found {
    /// The ticket, and the files that wait with an answer which was begun elsewhere, under its id.
    Page(Box<Shown>, (MessageId, Vec<Attachment>)),
    /// The address of the ticket that people call so.
    Elsewhere(TicketId),
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Caller<Reads>,
    id: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    // Whoever is not signed in is told so, whatever was asked for.
    let query = Form::parse(request.query_string().as_bytes()).unwrap_or_default();
    let answer = query.line("answer").parse::<MessageId>().ok();
    let found = caller.ask(&app, move |desk, worker| match id.parse::<TicketId>() {
        Ok(id) => {
            let shown = read(desk, id, worker)?;
            let lent = match answer {
                Some(answer) if worker.may(Right::WorkTickets) => {
                    (answer, desk.waiting_files(&FormKey::message(answer))?)
                }
                _ => (MessageId::fresh(), Vec::new()),
            };
            Ok(Found::Page(Box::new(shown), lent))
        }
        Err(_) => {
            let reference: Reference = id.parse().map_err(|_| PageError::NotFound)?;
            let id = desk.ticket_called(reference, worker.scope())?;
            Ok::<_, PageError>(Found::Elsewhere(id))
        }
    });
    let (worker, shown, (answer, files)) = match found.await? {
        (worker, Found::Page(shown, lent)) => (worker, shown, lent),
        (_, Found::Elsewhere(id)) => return Ok(see_other(&format!("/tickets/{id}"))),
    };
    let mut typed = Typed::fresh(opens_internal(shown.page.ticket.status), &shown.drafts);
    // An answer that was sent has none waiting any more: the next one is another.
    if !files.is_empty() {
        typed.message = answer;
        typed.internal = false;
        typed.files = files;
    }
    Ok(drawn(&app, &request, &worker, &shown, typed, Before::Nothing).answer())
}

async fn deadline(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Caller<Reads>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let found = caller.ask(&app, move |desk, worker| {
        let (id, clock) = path.into_inner();
        let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
        let clock: ClockName = clock.parse().map_err(|_| PageError::NotFound)?;
        let page = desk.ticket(id, worker.scope())?;
        let numbers = Numbers::read(desk, worker.scope())?;
        Ok::<_, PageError>((id, clock, page, numbers))
    });
    let (worker, (id, clock, page, numbers)) = found.await?;
    let frame = slim(&app, &request, &worker, numbers);
    let view = proof::Desk::of(frame, &page, clock, &format!("/tickets/{id}"))
        .ok_or(PageError::NotFound)?;
    Ok(Page::of(view).answer())
}

/// Hands out a file of the conversation.
async fn file(
    app: web::Data<App>,
    worker: WorkerWith<Reads>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (ticket, id) = path.into_inner();
    let ticket = ticket.parse().map_err(|_| PageError::NotFound)?;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let scope = worker.scope().clone();
    let (file, bytes) = worker
        .ask(&app, move |desk| desk.attachment(ticket, id, &scope))
        .await?;
    Ok(handed_out(&file, bytes))
}

async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<Works>,
    path: web::Path<(String, String)>,
    sent: FormWithFiles,
) -> Result<HttpResponse, PageError> {
    let (id, name) = path.into_inner();
    let id: TicketId = id.parse().map_err(|_| PageError::NotFound)?;
    let scope = worker.scope().clone();
    let FormWithFiles {
        form,
        files,
        refused,
    } = sent
        .within(&app, move |desk| desk.file_limits_of(id, &scope))
        .await?;
    let name = ActName::named(&name).ok_or(PageError::NotFound)?;
    let mut typed = Typed::read(name, &form);
    typed.files = files;
    typed.refused = refused;
    let words = app.frame(&request, "").words;
    let by = worker.person.id;
    if name == ActName::Reply && typed.doing == Doing::Keep {
        drafts::keep_both(&app, id, by, &mut typed).await?;
        if typed.newer.is_empty() {
            return Ok(see_other(&format!("/tickets/{id}#compose")));
        }
    }
    let asked = typed.act(words).and_then(|(act, text)| {
        let spent = typed.spent(words)?;
        Ok((act, text, spent))
    });
    let before = match asked {
        _ if typed.doing == Doing::Keep => Before::Shown,
        Ok(_) if typed.doing == Doing::Preview => Before::Shown,
        Ok((act, text, spent)) => {
            let change = Change {
                ticket: id,
                seen: typed.seen,
                by,
                act,
                text,
                files: !typed.files.is_empty(),
                spent,
            };
            match ask(&app, move |desk| desk.change_ticket(change)).await {
                Ok(_) if name == ActName::Reply => {
                    drafts::keep_other(&app, id, by, &typed).await?;
                    return Ok(see_other(&format!("/tickets/{id}#last")));
                }
                Ok(_) if name == ActName::Inform => {
                    return Ok(see_other(&format!("/tickets/{id}#last")));
                }
                Ok(_) => return Ok(see_other(&format!("/tickets/{id}"))),
                Err(PageError::Desk(Error::Overtaken)) => Before::Overtaken,
                Err(PageError::Desk(error)) => match typed.fault(&error, words) {
                    Some(fault) => Before::Refused(fault),
                    None => return Err(PageError::Desk(error)),
                },
                Err(error) => return Err(error),
            }
        }
        Err(fault) => Before::Refused(fault),
    };
    let reader = Worker::clone(&worker);
    let shown = worker
        .ask(&app, move |desk| read(desk, id, &reader))
        .await?;
    Ok(drawn(&app, &request, &worker, &shown, typed, before).answer())
}

fn slim(app: &App, request: &HttpRequest, worker: &Worker, numbers: Numbers) -> Frame {
    let mut frame = frame(
        app,
        request,
        worker,
        numbers,
        "ticket-title",
        Place::Elsewhere,
    );
    frame.slim = true;
    frame
}

fn drawn(
    app: &App,
    request: &HttpRequest,
    worker: &Worker,
    shown: &Shown,
    typed: Typed,
    before: Before,
) -> Page<View> {
    let page = &shown.page;
    let mut frame = slim(app, request, worker, shown.numbers);
    let status = match before {
        Before::Shown if !typed.newer.is_empty() => StatusCode::CONFLICT,
        Before::Nothing | Before::Shown => StatusCode::OK,
        Before::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Before::Overtaken => StatusCode::CONFLICT,
    };
    if !matches!(before, Before::Nothing) {
        // The switches at the foot lead to what can be shown again by GET.
        frame.path = format!("/tickets/{}", page.ticket.id);
    }
    let works = worker.may(Right::WorkTickets);
    let view = View::of(frame, shown, &worker.person, works, typed, &before);
    Page::with_status(view, status)
}
