//! The queue: what falls due first, one page at a time, with views and filters as addresses.

mod day;
pub mod filter;
pub mod live;
mod rows;
mod view;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

pub(in crate::edges::pages) use rows::chip;
pub(crate) use rows::state;
pub(in crate::edges::pages) use view::{due_words, turn_words};

use super::desk_frame::{Numbers, frame};
use crate::{
    desk::{Alarms, Desk, Error, QueuePage},
    domain::{
        access::{Right, Scope},
        contract::Contract,
        ids::{PersonId, TicketId},
        ticket::Reference,
    },
    edges::http::{
        App, Caller, Form, Page, PageError, Policy, Reads, Worker, reading, resource,
        routing::READ, see_other,
    },
};
use filter::{Asked, queue_asked};

/// Adds the routes of the queue.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(resource("/queue", READ).route(reading(Policy::Desk(Right::ReadTickets)).to(show)))
        .service(
            resource("/queue/live", READ)
                .route(reading(Policy::Desk(Right::ReadTickets)).to(live::stream)),
        );
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Caller<Reads>,
) -> Result<HttpResponse, PageError> {
    let asked = Asked::read(&Form::parse(request.query_string().as_bytes())?);
    let (worker, found) = caller
        .ask(&app, move |desk, worker| find(desk, asked, worker))
        .await?;
    let (asked, page, alarms, standard) = match found {
        Found::Ticket(id) => return Ok(see_other(&format!("/tickets/{id}"))),
        Found::Page(asked, page, alarms, standard) => (asked, page, alarms, standard),
    };
    let numbers = Numbers {
        queue: page.counts,
        alarms,
    };
    let place = asked.view.place();
    let frame = frame(&app, &request, &worker, numbers, "nav-queue", place);
    // The day at the head of the page is that of the contract that most of its reader's desk knows.
    let contract = page.lines.first().map_or(&standard, |line| &line.contract);
    let view = view::View::of(frame, &page, &asked, &worker.person, contract.calendar());
    Ok(Page::of(view).answer())
}

/// What an address leads to.
enum Found {
    /// The ticket whose reference was looked for.
    Ticket(TicketId),
    /// A page of the queue.
    Page(Asked, Box<QueuePage>, Alarms, Arc<Contract>),
}

fn find(desk: &Desk, asked: Asked, worker: &Worker) -> Result<Found, Error> {
    if let Ok(reference) = asked.text.parse::<Reference>() {
        match desk.ticket_called(reference, worker.scope()) {
            Ok(ticket) => return Ok(Found::Ticket(ticket)),
            // The page below says that nothing is called so.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let (asked, page) = read(desk, asked, worker.person.id, worker.scope())?;
    let (alarms, standard) = (desk.alarms(worker.scope())?, desk.contract("standard")?);
    Ok(Found::Page(asked, Box::new(page), alarms, standard))
}

/// The page that was asked for. A queue that is not there is left aside.
fn read(
    desk: &Desk,
    mut asked: Asked,
    reader: PersonId,
    scope: &Scope,
) -> Result<(Asked, QueuePage), Error> {
    let now = desk.clock().now();
    if !asked.queue.is_empty() {
        let queues = desk.queues_seen(scope)?;
        match queues.iter().find(|queue| queue.slug == asked.queue) {
            Some(queue) => {
                let filter = asked.filter(Some(queue), reader, now);
                let page = desk.queue(filter, asked.after, scope)?;
                debug_assert!(queue_asked(&asked, &page).is_some());
                return Ok((asked, page));
            }
            None => asked.drop_queue(),
        }
    }
    let page = desk.queue(asked.filter(None, reader, now), asked.after, scope)?;
    Ok((asked, page))
}
