//! About a case at the vendor: to the vendor, and to who works on the ticket at the desk.

use askama::Template;

use super::{Callout, Parts, View, Writer};
use crate::domain::notice::{CaseFacts, CaseTold, TicketFacts};

#[derive(Template)]
#[template(path = "mail/mentioned/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/case/body.txt")]
struct CaseText<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/case/body.html")]
struct CaseHtml<'a> {
    v: &'a View,
}

/// Prints a letter to the vendor.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &CaseText { v }, &CaseHtml { v })
}

/// To the vendor.
pub(super) fn for_vendor(desk: &Writer<'_>, case: &CaseFacts, told: CaseTold, text: &str) -> View {
    let mut v = desk.view(&case.reference, &case.headline);
    v.eyebrow = desk.say("letter-case-eyebrow");
    v.heading = desk.say(&format!("letter-case-{}", told.word()));
    v.quoting(text);
    let zone = case.timezone.parse().unwrap_or(desk.site.tz);
    if told == CaseTold::Opened
        && let Some((clock, at)) = case.due
    {
        v.callout = Some(Callout {
            tone: "calm",
            label: desk.say(&format!("clock-{clock}")),
            value: desk.instant(at, zone),
            lines: vec![desk.source(&case.contract, "")],
        });
    }
    v.button = Some(desk.action("letter-open-case", &format!("/portal/cases/{}", case.id)));
    v.rows = desk.rows(&[
        ("letter-row-reference", case.reference.clone()),
        (
            "letter-row-nature",
            desk.say(&format!("nature-{}", case.nature)),
        ),
        ("letter-row-product", case.product.clone()),
        ("letter-row-severity", case.severity_word.clone()),
    ]);
    v.footer.push(desk.say("letter-why-case"));
    v
}

/// To who works on the ticket.
pub(super) fn answered(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    (vendor, author): (&str, &str),
    told: CaseTold,
    text: &str,
) -> View {
    let mut v = desk.view(&ticket.reference, &ticket.subject);
    v.eyebrow = desk.say("letter-vendor-eyebrow");
    v.heading = desk.say_with(
        &format!("letter-vendor-{}", told.word()),
        &[("vendor", vendor), ("author", author)],
    );
    v.quoting(text);
    let path = format!("/tickets/{}/vendor", ticket.id);
    v.button = Some(desk.action("letter-open-vendor", &path));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
    ]);
    v.footer.push(desk.say_with(
        "letter-why-vendor",
        &[("reference", &ticket.reference), ("vendor", vendor)],
    ));
    v.footer.push(desk.say("letter-vendor-inside"));
    v
}
