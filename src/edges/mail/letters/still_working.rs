//! An agent says that the work goes on, and by when the next news come: to the requester and to those
//! who follow.

use askama::Template;

use super::{Parts, View, Writer, received};
use crate::domain::notice::{PromiseFacts, TicketFacts};

#[derive(Template)]
#[template(path = "mail/still-working/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/still-working/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/still-working/body.html")]
struct Html<'a> {
    v: &'a View,
}

/// What was told.
pub(super) struct News<'a> {
    /// Who told it.
    pub author: &'a str,
    /// In which words.
    pub text: &'a str,
    /// By when the next news are promised.
    pub next: Option<&'a PromiseFacts>,
}

/// Prints a letter of this shape.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &Text { v }, &Html { v })
}

pub(super) fn write(desk: &Writer<'_>, ticket: &TicketFacts, news: &News<'_>, link: &str) -> View {
    let mut v = view(desk, ticket, news);
    v.button = desk.secret_action("letter-read-and-answer", "/requests/", link, "");
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
pub(super) fn followed(desk: &Writer<'_>, ticket: &TicketFacts, news: &News<'_>) -> View {
    let mut v = view(desk, ticket, news);
    let values = [
        ("author", news.author),
        ("requester", ticket.requester.as_str()),
        ("reference", ticket.reference.as_str()),
        ("site", desk.site.name.as_str()),
    ];
    v.eyebrow = desk.say_with("letter-followed-eyebrow", &values);
    v.heading = desk.say_with("letter-followed-news", &values);
    let here = format!("/portal/tickets/{}", ticket.id);
    v.button = Some(desk.action("letter-read-and-answer", &here));
    v.link = Some(desk.action("letter-leave", &format!("{here}#followers")));
    v.footer = vec![
        desk.how_to_answer(),
        desk.say_with("letter-why-follower", &values),
    ];
    v
}

fn view(desk: &Writer<'_>, ticket: &TicketFacts, news: &News<'_>) -> View {
    // The service, as in the first letter: another subject would part the conversation in two.
    let mut v = desk.view(&ticket.reference, &ticket.service);
    let values = [
        ("author", news.author),
        ("reference", ticket.reference.as_str()),
    ];
    v.eyebrow = desk.say_with("letter-news-eyebrow", &values);
    v.heading = desk.say("letter-news-heading");
    v.quoting(news.text);
    match news.next {
        Some(next) => v.callout = Some(received::promised(desk, next)),
        None => v.fact(desk.say("letter-news-unpromised")),
    }
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-agent", news.author.to_owned()),
    ]);
    v
}
