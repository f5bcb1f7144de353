//! The page behind the link of an escalation's letter. Opening it changes nothing: mail programs
//! and their scanners open links by themselves; the button does.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{
    chip::{Chip, ChipFacts, ChipState},
    escalations::{AckView, Acknowledgement, EscalationFacts},
    promises::{chip, clock_word},
};
use crate::{
    desk::{EscalationSeen, Secret, TicketPage},
    domain::{
        access::Scope,
        escalation::Escalation,
        sla::State,
        ticket::{ClockName, Priority},
    },
    edges::{
        http::{
            App, Form, Page, PageError, Policy, Worker, app::ask, reading, resource,
            routing::READ_WRITE, see_other, writing,
        },
        words::{Words, levels::level_when},
    },
};

/// Adds the routes of the letters' links.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/escalations/{link}", READ_WRITE)
            .route(reading(Policy::Link).to(show))
            .route(writing(Policy::Link).to(acknowledge)),
    );
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    link: web::Path<String>,
    worker: Option<Worker>,
) -> Result<HttpResponse, PageError> {
    let link = Secret::read(&link).ok_or(PageError::NotFound)?;
    let (seen, page) = ask(&app, move |desk| {
        let seen = desk.escalation_by_link(&link)?;
        let page = desk.ticket(seen.ticket.id, &Scope::Desk)?;
        Ok::<_, crate::desk::Error>((seen, page))
    })
    .await?;
    let frame = app.frame(&request, "escalation-ack-title").for_public("");
    let facts = facts(&seen.escalation, &page, frame.words);
    let at = match seen.escalation.clock {
        ClockName::Update => "#news",
        ClockName::Acknowledge | ClockName::Respond | ClockName::Resolve => "",
    };
    let ticket = worker.map(|_| format!("/tickets/{}{at}", page.ticket.id));
    let how = how(&seen, &page, &facts, request.path());
    let tz = page.contract.calendar().rules().timezone();
    Ok(Page::of(AckView::of(frame, &facts, how, ticket, page.now, tz)).answer())
}

async fn acknowledge(
    app: web::Data<App>,
    request: HttpRequest,
    link: web::Path<String>,
    _form: Form,
) -> Result<HttpResponse, PageError> {
    let link = Secret::read(&link).ok_or(PageError::NotFound)?;
    ask(&app, move |desk| desk.acknowledge_by_link(&link)).await?;
    Ok(see_other(request.path()))
}

fn how(
    seen: &EscalationSeen,
    page: &TicketPage,
    facts: &EscalationFacts,
    path: &str,
) -> Acknowledgement {
    if let Some((name, at)) = &facts.acknowledged {
        return Acknowledgement::Done {
            name: name.clone(),
            at: *at,
        };
    }
    let clock = page
        .clocks
        .iter()
        .find(|one| one.name == seen.escalation.clock && one.run == seen.escalation.run);
    match clock.map(|one| one.state) {
        Some(State::Running { .. } | State::Paused { .. }) => Acknowledgement::Asked {
            action: path.to_owned(),
        },
        Some(State::Stopped { .. }) | None => Acknowledgement::Over,
    }
}

/// An escalation as lists and pages show it; its ticket is given with it.
#[must_use]
pub fn facts(escalation: &Escalation, page: &TicketPage, words: Words) -> EscalationFacts {
    let clock = page
        .clocks
        .iter()
        .find(|one| one.name == escalation.clock && one.run == escalation.run);
    let chip = clock.and_then(|one| chip(one, &page.contract, page.now, words, ""));
    let by = escalation
        .acknowledged_by
        .and_then(|person| page.people.get(&person))
        .map_or_else(
            || words.say("escalation-by-link"),
            |person| person.name.clone(),
        );
    EscalationFacts {
        reference: page.ticket.reference.to_string(),
        subject: page.ticket.subject.to_string(),
        href: format!("/tickets/{}", page.ticket.id),
        organisation: organisation(page),
        priority: weight(page.ticket.priority),
        clock: clock_word(escalation.clock, words),
        level: level_when(escalation.level.when, words),
        // A priority for which nothing is promised any more: the level's own instant is shown.
        chip: chip.unwrap_or_else(|| {
            let facts = ChipFacts::new(ChipState::Paused, escalation.level.due_at, 0, false);
            Chip::of(
                &facts,
                page.now,
                page.contract.calendar().rules().timezone(),
                words,
            )
        }),
        fired_at: escalation.fired_at,
        caught_up: escalation.level.late,
        folded: u32::try_from(escalation.level.folded.len()).unwrap_or(u32::MAX),
        told: escalation.level.recipients.clone(),
        acknowledged: escalation.acknowledged_at.map(|at| (by, at)),
        acknowledge: None,
    }
}

/// The organisation of a ticket: known, or as the requester wrote it; may be empty.
#[must_use]
pub fn organisation(page: &TicketPage) -> String {
    match &page.organisation {
        Some(organisation) => organisation.name.clone(),
        None => page.ticket.organisation_said.clone(),
    }
}

/// The weight of a priority: 1, 2 or 3.
#[must_use]
pub const fn weight(priority: Priority) -> u8 {
    match priority {
        Priority::P1 => 1,
        Priority::P2 => 2,
        Priority::P3 => 3,
    }
}
