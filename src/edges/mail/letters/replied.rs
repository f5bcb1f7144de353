//! To the requester: an agent answered, or settled the matter.

use askama::Template;

use super::{Parts, View, Writer};
use crate::domain::notice::{FileFacts, TicketFacts};

#[derive(Template)]
#[template(path = "mail/replied/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/replied/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/replied/body.html")]
struct Html<'a> {
    v: &'a View,
}

/// What was answered.
pub(super) struct Reply<'a> {
    /// Who answered.
    pub author: &'a str,
    /// The answer.
    pub text: &'a str,
    /// Whether it settles the matter.
    pub resolved: bool,
    /// The files that came with it.
    pub files: &'a [FileFacts],
}

pub(super) fn write(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    reply: &Reply<'_>,
    link: &str,
) -> askama::Result<Parts> {
    let v = view(desk, ticket, reply, link);
    Writer::print(&Subject { v: &v }, &Text { v: &v }, &Html { v: &v })
}

fn view(desk: &Writer<'_>, ticket: &TicketFacts, reply: &Reply<'_>, link: &str) -> View {
    // The service, as in the first letter: another subject would part the conversation in two.
    let mut v = desk.view(&ticket.reference, &ticket.service);
    let (eyebrow, heading) = if reply.resolved {
        ("letter-resolved-eyebrow", "letter-resolved-heading")
    } else {
        ("letter-replied-eyebrow", "letter-replied-heading")
    };
    let values = [
        ("author", reply.author),
        ("reference", ticket.reference.as_str()),
    ];
    v.eyebrow = desk.say_with(eyebrow, &values);
    v.heading = desk.say_with(heading, &values);
    v.quoting(reply.text);
    if reply.resolved {
        v.paragraphs.push(desk.say("letter-resolved-reopen"));
    }
    v.button = desk.secret_action("letter-read-and-answer", "/requests/", link, "");
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-author", reply.author.to_owned()),
        ("letter-row-files", desk.files(reply.files)),
    ]);
    if v.button.is_some() {
        v.footer.push(desk.say("letter-write-there"));
        v.footer.push(desk.say("letter-secret"));
    }
    v.footer.push(desk.say_with(
        "letter-why-replied",
        &[("reference", &ticket.reference), ("site", &desk.site.name)],
    ));
    v
}
