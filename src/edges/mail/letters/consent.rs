//! To who works on a ticket: the customer takes back that the desk may enter their platform.

use super::{Callout, View, Writer};
use crate::domain::notice::TicketFacts;

pub(super) fn withdrawn(desk: &Writer<'_>, ticket: &TicketFacts, by: &str, account: &str) -> View {
    let mut v = desk.view(&ticket.reference, &ticket.service);
    v.eyebrow = desk.say("letter-consent-eyebrow");
    v.heading = desk.say_with("letter-consent-withdrawn", &[("by", by)]);
    v.about = ticket.subject.clone();
    v.prose(desk.say("letter-consent-means"));
    v.callout = Some(Callout {
        tone: "soon",
        label: desk.say("letter-consent-account"),
        value: account.to_owned(),
        lines: Vec::new(),
    });
    v.button = Some(desk.action(
        "letter-open-consent",
        &format!("/tickets/{}#consent", ticket.id),
    ));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
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
