//! To somebody of the desk: a colleague calls them in an internal note.

use askama::Template;

use super::{Parts, View, Writer};
use crate::domain::{ids::MessageId, notice::TicketFacts};

#[derive(Template)]
#[template(path = "mail/mentioned/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/mentioned/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/mentioned/body.html")]
struct Html<'a> {
    v: &'a View,
}

/// A note, as the letter shows it.
pub(super) struct Note<'a> {
    /// Its identity, for the link.
    pub message: MessageId,
    /// Who wrote it.
    pub author: &'a str,
    /// What was written.
    pub text: &'a str,
}

/// Prints a letter of this shape.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &Text { v }, &Html { v })
}

pub(super) fn write(desk: &Writer<'_>, ticket: &TicketFacts, note: &Note<'_>) -> View {
    let mut v = desk.view(&ticket.reference, &ticket.subject);
    v.eyebrow = desk.say("letter-mentioned-eyebrow");
    v.heading = desk.say_with("letter-mentioned-heading", &[("author", note.author)]);
    v.quoting(note.text);
    let path = format!("/tickets/{}#m-{}", ticket.id, note.message);
    v.button = Some(desk.action("letter-open-note", &path));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-requester", ticket.requester.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
    ]);
    v.footer.push(desk.say_with(
        "letter-why-mentioned",
        &[("reference", &ticket.reference), ("author", note.author)],
    ));
    v.footer.push(desk.say("letter-mentioned-inside"));
    v
}
