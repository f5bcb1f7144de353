//! An agent answered, or settled the matter: to the requester and to those who follow; and the customer
//! settled it, or opened it again: to the agent.

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

/// Prints a letter of this shape.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &Text { v }, &Html { v })
}

pub(super) fn write(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    reply: &Reply<'_>,
    link: &str,
) -> View {
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
    if reply.text.is_empty() {
        v.preview.clone_from(&v.heading);
        v.prose(desk.say_with("letter-resolved-plain", &values));
    } else {
        v.quoting(reply.text);
    }
    if reply.resolved {
        v.fact(desk.say("letter-resolved-reopen"));
    }
    v.button = desk.secret_action("letter-read-and-answer", "/requests/", link, "");
    if reply.resolved {
        v.link = desk.secret_action("letter-rate", "/requests/", link, "#opinion");
    }
    // Nobody has read the request before a letter that no person wrote: as in the first letter, what
    // was typed stays away from an address that may be anybody's.
    let subject = if reply.text.is_empty() {
        String::new()
    } else {
        ticket.subject.clone()
    };
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", subject),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-author", reply.author.to_owned()),
        ("letter-row-files", desk.files(reply.files)),
    ]);
    if v.button.is_some() {
        v.footer.push(desk.how_to_answer());
        v.footer.push(desk.say("letter-secret"));
    }
    v.footer.push(desk.say_with(
        "letter-why-replied",
        &[("reference", &ticket.reference), ("site", &desk.site.name)],
    ));
    v
}

/// The same to somebody who follows the ticket: they read it where they sign in.
pub(super) fn followed(desk: &Writer<'_>, ticket: &TicketFacts, reply: &Reply<'_>) -> View {
    let mut v = write(desk, ticket, reply, "");
    let values = [
        ("author", reply.author),
        ("requester", ticket.requester.as_str()),
        ("reference", ticket.reference.as_str()),
        ("site", desk.site.name.as_str()),
    ];
    v.eyebrow = desk.say_with(
        if reply.resolved {
            "letter-resolved-eyebrow"
        } else {
            "letter-followed-eyebrow"
        },
        &values,
    );
    v.heading = desk.say_with(
        if reply.resolved {
            "letter-followed-resolved"
        } else {
            "letter-followed-heading"
        },
        &values,
    );
    let here = format!("/portal/tickets/{}", ticket.id);
    v.button = Some(desk.action("letter-read-and-answer", &here));
    v.link = Some(desk.action("letter-leave", &format!("{here}#followers")));
    v.footer = vec![
        desk.how_to_answer(),
        desk.say_with("letter-why-follower", &values),
    ];
    v
}

/// To the agent who works on a ticket: the customer says that it is settled, or that it is not.
pub(super) fn settled(desk: &Writer<'_>, ticket: &TicketFacts, by: &str, reopened: bool) -> View {
    let mut v = desk.view(&ticket.reference, &ticket.subject);
    let values = [("by", by), ("reference", ticket.reference.as_str())];
    let which = if reopened { "reopened" } else { "settled" };
    let part_of = |part: &str| desk.say_with(&format!("letter-{which}-{part}"), &values);
    v.eyebrow = part_of("eyebrow");
    v.heading = part_of("heading");
    v.preview.clone_from(&v.heading);
    v.prose(part_of("body"));
    v.button = Some(desk.ticket_action(ticket.id));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-requester", ticket.requester.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
    ]);
    v.footer.push(desk.say_with(
        if ticket.assignee.is_some() {
            "letter-why-assigned"
        } else {
            "letter-why-queue"
        },
        &values,
    ));
    v
}
