//! To the requester, between the acknowledgement and the answer: taken in charge, paused, late.
//!
//! The address may still be one that anybody typed: as in the first letter, nothing that was typed
//! into the form is here.

use chrono::{DateTime, Utc};

use super::{Callout, View, Writer, received};
use crate::{
    domain::{
        notice::{PauseFacts, PromiseFacts, TicketFacts},
        ticket::{ClockName, PauseReason},
    },
    edges::words::durations,
};

/// Who took the request in charge, and what is promised next.
pub(super) fn taken(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    by: &str,
    promise: Option<&PromiseFacts>,
    link: &str,
) -> View {
    let values = [("by", by), ("reference", ticket.reference.as_str())];
    let mut v = desk.view(&ticket.reference, &ticket.service);
    v.eyebrow = desk.say_with("letter-taken-eyebrow", &values);
    v.heading = desk.say_with("letter-taken-heading", &values);
    v.preview.clone_from(&v.heading);
    match promise {
        Some(promise) => v.callout = Some(received::promised(desk, promise)),
        None => v.fact(desk.say("letter-taken-no-promise")),
    }
    v.prose(desk.say("letter-taken-body"));
    close(desk, &mut v, ticket, by, link);
    v
}

/// What the request waits for, which clocks stand still meanwhile, and what there is to do.
pub(super) fn paused(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    pause: &PauseFacts,
    link: &str,
) -> View {
    let theirs = pause.reason == PauseReason::WaitingForCustomer;
    let reason = desk.say(&format!("pause-{}", pause.reason.word()));
    let values = [
        ("by", pause.by.as_str()),
        ("reason", reason.as_str()),
        ("awaited", pause.awaited.as_str()),
        ("reference", ticket.reference.as_str()),
    ];
    let mut v = desk.view(&ticket.reference, &ticket.service);
    v.eyebrow = desk.say_with("letter-paused-eyebrow", &values);
    v.heading = desk.say_with(
        if theirs {
            "letter-paused-yours"
        } else {
            "letter-paused-heading"
        },
        &values,
    );
    v.preview.clone_from(&v.heading);
    if theirs && !pause.awaited.trim().is_empty() {
        v.fact(desk.say_with("letter-paused-awaited", &values));
    }
    if !pause.note.trim().is_empty() {
        v.fact(desk.say_with("letter-paused-note", &[("note", &pause.note)]));
    }
    v.fact(desk.say("letter-paused-contest"));
    if theirs {
        v.fact(desk.say("letter-paused-answer"));
    } else {
        v.prose(desk.say("letter-paused-nothing"));
    }
    let clocks: Vec<String> = pause
        .clocks
        .iter()
        .map(|clock| clock_word(desk, *clock))
        .collect();
    if clocks.is_empty() {
        v.fact(desk.say("letter-paused-no-clock"));
    } else {
        v.callout = Some(Callout {
            tone: "calm",
            label: desk.say("letter-paused-clocks"),
            value: desk.list(&clocks),
            lines: vec![desk.source(&pause.contract, &pause.clause)],
        });
    }
    close(desk, &mut v, ticket, &pause.by, link);
    v
}

/// Which promise was missed, by which clause, and what happens now.
pub(super) fn missed(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    promise: &PromiseFacts,
    at: DateTime<Utc>,
    link: &str,
) -> View {
    let tz = desk.zone(promise);
    let late = promise.seconds_left.saturating_neg().max(0);
    let amount = durations::amount_in_unit(late, promise.business, desk.words);
    let mut v = desk.view(&ticket.reference, &ticket.service);
    v.eyebrow = desk.say_with("letter-missed-eyebrow", &[("reference", &ticket.reference)]);
    v.heading = desk.say(match promise.clock {
        ClockName::Acknowledge => "letter-missed-acknowledge",
        ClockName::Respond => "letter-missed-respond",
        ClockName::Update => "letter-missed-update",
        ClockName::Resolve => "letter-missed-resolve",
    });
    v.preview.clone_from(&v.heading);
    let mut lines = desk.target(promise);
    if late >= 60 {
        lines.push(desk.say_with(
            "letter-missed-late",
            &[("amount", &amount), ("when", &desk.when(at, tz))],
        ));
    }
    v.callout = Some(Callout {
        tone: "late",
        label: desk.say("letter-deadline-missed"),
        value: desk.instant(promise.deadline, tz),
        lines,
    });
    v.prose(match &ticket.assignee {
        Some(agent) => desk.say_with("letter-missed-somebody", &[("agent", agent)]),
        None => desk.say("letter-missed-nobody"),
    });
    v.prose(desk.say("letter-missed-kept"));
    let agent = ticket.assignee.clone().unwrap_or_default();
    close(desk, &mut v, ticket, &agent, link);
    v.link = desk.secret_action("letter-why-deadline", "/requests/", link, "/deadline");
    v
}

/// What the three have in common: the way to the request, what it is, and why the letter came.
fn close(desk: &Writer<'_>, v: &mut View, ticket: &TicketFacts, agent: &str, link: &str) {
    v.button = desk.secret_action("letter-follow", "/requests/", link, "");
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
        ("letter-row-agent", agent.to_owned()),
    ]);
    if v.button.is_some() {
        v.footer.push(desk.how_to_answer());
        v.footer.push(desk.say("letter-secret"));
    }
    v.footer
        .push(desk.say_with("letter-why-received", &[("site", &desk.site.name)]));
}

fn clock_word(desk: &Writer<'_>, clock: ClockName) -> String {
    desk.say(match clock {
        ClockName::Acknowledge => "letter-clock-acknowledge",
        ClockName::Respond => "letter-clock-respond",
        ClockName::Update => "letter-clock-update",
        ClockName::Resolve => "letter-clock-resolve",
    })
}
