//! To the requester: the request is filed, and this is promised.
//!
//! The address is not verified yet: whoever typed it may have typed somebody else's. Nothing that
//! was typed into the form is in this letter, not even the subject, so that the form is no way to
//! send words of one's own to strangers.

use askama::Template;

use super::{Callout, Parts, View, Writer};
use crate::domain::{
    notice::{PromiseFacts, TicketFacts},
    ticket::ClockName,
};

#[derive(Template)]
#[template(path = "mail/received/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/received/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/received/body.html")]
struct Html<'a> {
    v: &'a View,
}

/// Prints a letter of this shape.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &Text { v }, &Html { v })
}

pub(super) fn write(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    promise: Option<&PromiseFacts>,
    link: &str,
) -> View {
    let tz = promise.map_or(desk.site.tz, |promise| desk.zone(promise));
    let mut v = desk.view(&ticket.reference, &ticket.service);
    v.eyebrow = desk.say("letter-received-eyebrow");
    v.heading = desk.say_with(
        "letter-received-heading",
        &[("reference", &ticket.reference)],
    );
    match promise {
        Some(promise) => {
            let callout = promised(desk, promise);
            v.preview = desk.say_with(
                "letter-preview",
                &[("label", &callout.label), ("value", &callout.value)],
            );
            v.callout = Some(callout);
        }
        None => {
            v.preview = desk.say("letter-no-promise");
            v.fact(desk.say("letter-no-promise"));
        }
    }
    v.button = desk.secret_action("letter-follow", "/requests/", link, "");
    if promise.is_some() {
        v.link = desk.secret_action("letter-why-deadline", "/requests/", link, "/deadline");
    }
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
        ("letter-row-filed", desk.instant(ticket.filed_at, tz)),
    ]);
    if v.button.is_some() {
        v.footer.push(desk.how_to_answer());
        v.footer.push(desk.say("letter-secret"));
    }
    v.footer
        .push(desk.say_with("letter-why-received", &[("site", &desk.site.name)]));
    v
}

/// The promise: until when, how long, by which clause, and from when it counts.
pub(super) fn promised(desk: &Writer<'_>, promise: &PromiseFacts) -> Callout {
    let tz = desk.zone(promise);
    let mut lines = desk.target(promise);
    if let Some(from) = promise.counted_from {
        lines.push(desk.say_with("letter-counted-from", &[("when", &desk.when(from, tz))]));
    }
    Callout {
        tone: "calm",
        label: desk.say(match promise.clock {
            ClockName::Acknowledge => "letter-due-acknowledge",
            ClockName::Respond => "letter-due-respond",
            ClockName::Update => "letter-due-update",
            ClockName::Resolve => "letter-due-resolve",
        }),
        value: desk.instant(promise.deadline, tz),
        lines,
    }
}

/// To somebody who follows a ticket from now on: who added them, what it is, what is promised, how to
/// leave.
pub(super) fn followed(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    by: &str,
    promise: Option<&PromiseFacts>,
) -> View {
    let mut v = desk.view(&ticket.reference, &ticket.service);
    let values = [
        ("by", by),
        ("requester", ticket.requester.as_str()),
        ("subject", ticket.subject.as_str()),
        ("reference", ticket.reference.as_str()),
        ("site", desk.site.name.as_str()),
    ];
    v.eyebrow = desk.say_with("letter-follower-eyebrow", &values);
    v.heading = desk.say_with("letter-follower-heading", &values);
    v.about.clone_from(&ticket.subject);
    v.preview.clone_from(&v.heading);
    v.callout = promise.map(|promise| promised(desk, promise));
    v.prose(desk.say_with("letter-follower-body", &values));
    v.fact(desk.say("letter-follower-leave"));
    let here = format!("/portal/tickets/{}", ticket.id);
    v.button = Some(desk.action("letter-open-ticket", &here));
    v.link = Some(desk.action("letter-leave", &format!("{here}#followers")));
    let tz = promise.map_or(desk.site.tz, |promise| desk.zone(promise));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-requester", ticket.requester.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
        ("letter-row-filed", desk.instant(ticket.filed_at, tz)),
    ]);
    v.footer.push(desk.say_with("letter-why-follower", &values));
    v
}
