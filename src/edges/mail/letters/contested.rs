//! A pause is contested, and what was decided.

use super::{Callout, View, Writer};
use crate::domain::{
    notice::{ContestFacts, TicketFacts},
    ticket::MovedDeadline,
};

/// To who answers for the queue, and to who works on the ticket.
pub(super) fn contested(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    pause: &ContestFacts,
    (by, text): (&str, &str),
) -> View {
    let mut v = view(desk, ticket, pause, text);
    v.eyebrow = desk.say("letter-contested-eyebrow");
    let (heading, means) = if pause.end {
        ("letter-contested-end", "letter-contested-end-means")
    } else {
        ("letter-contested", "letter-contested-means")
    };
    v.heading = desk.say_with(heading, &[("by", by)]);
    v.prose(desk.say(means));
    v.button = Some(page(desk, ticket, pause, false));
    v.footer
        .push(desk.say_with("letter-why-contested", &[("reference", &ticket.reference)]));
    v.footer.push(desk.say("letter-answer-on-page"));
    v
}

/// What was decided.
pub(super) struct Ruled<'a> {
    /// Who decided.
    pub by: &'a str,
    /// Why.
    pub text: &'a str,
    /// Whether the pause is lifted.
    pub lifted: bool,
    /// The deadlines that moved.
    pub moved: &'a [MovedDeadline],
    /// Whether who reads it is on the customers' side.
    pub customer: bool,
}

/// To who contested it, and to who works on the ticket.
pub(super) fn ruled(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    pause: &ContestFacts,
    ruled: &Ruled<'_>,
) -> View {
    let mut v = view(desk, ticket, pause, ruled.text);
    let zone = pause.timezone.parse().unwrap_or(desk.site.tz);
    v.eyebrow = desk.say("letter-contested-eyebrow");
    let key = match (pause.end, ruled.lifted) {
        (false, true) => "letter-pause-lifted",
        (false, false) => "letter-pause-upheld",
        (true, true) => "letter-end-lifted",
        (true, false) => "letter-end-upheld",
    };
    v.heading = desk.say_with(key, &[("by", ruled.by)]);
    for moved in ruled.moved {
        let (Some(from), Some(to)) = (moved.from, moved.to) else {
            continue;
        };
        v.fact(desk.say_with(
            "letter-pause-moved",
            &[
                ("clock", &desk.say(&format!("clock-{}", moved.clock))),
                ("from", &desk.instant(from, zone)),
                ("to", &desk.instant(to, zone)),
            ],
        ));
    }
    v.button = Some(page(desk, ticket, pause, ruled.customer));
    v.footer
        .push(desk.say_with("letter-why-contested", &[("reference", &ticket.reference)]));
    v.footer.push(desk.say("letter-answer-on-page"));
    v
}

/// Where the pause is shown to who reads the letter.
fn page(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    pause: &ContestFacts,
    customer: bool,
) -> super::Action {
    let path = match (customer, &pause.case) {
        (true, _) => format!("/portal/tickets/{}#pauses", ticket.id),
        (false, Some(_)) => format!("/tickets/{}/vendor", ticket.id),
        (false, None) => format!("/tickets/{}#pauses", ticket.id),
    };
    desk.action("letter-open-pause", &path)
}

fn view(desk: &Writer<'_>, ticket: &TicketFacts, pause: &ContestFacts, text: &str) -> View {
    // Said to both sides under one subject, that of every letter to the customer.
    let mut v = desk.view(&ticket.reference, &ticket.service);
    let zone = pause.timezone.parse().unwrap_or(desk.site.tz);
    v.about = match &pause.case {
        Some(case) => desk.say_with("letter-contested-case", &[("case", case)]),
        None => ticket.subject.clone(),
    };
    v.quoting(text);
    v.callout = Some(Callout {
        tone: "soon",
        label: desk.say(&format!("pause-{}", pause.reason)),
        value: desk.say_with("pause-since", &[("from", &desk.instant(pause.since, zone))]),
        lines: vec![desk.source(&pause.contract, &pause.clause)],
    });
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
    ]);
    v
}
