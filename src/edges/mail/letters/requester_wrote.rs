//! To the agent who works on a ticket: its requester wrote.

use askama::Template;

use super::{Parts, View, Writer};
use crate::domain::notice::{FileFacts, TicketFacts};

#[derive(Template)]
#[template(path = "mail/requester-wrote/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/requester-wrote/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/requester-wrote/body.html")]
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
    text: &str,
    files: &[FileFacts],
) -> View {
    let mut v = desk.view(&ticket.reference, &ticket.subject);
    v.eyebrow = desk.say("letter-wrote-eyebrow");
    v.heading = desk.say_with("letter-wrote-heading", &[("requester", &ticket.requester)]);
    v.quoting(text);
    v.button = Some(desk.ticket_action(ticket.id));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-requester", ticket.requester.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
        ("letter-row-files", desk.files(files)),
    ]);
    v.footer.push(desk.say_with(
        if ticket.assignee.is_some() {
            "letter-why-assigned"
        } else {
            "letter-why-queue"
        },
        &[("reference", &ticket.reference)],
    ));
    v.footer.push(desk.say("letter-answer-on-page"));
    v
}
