//! To agents and supervisors: a promise is at risk or missed.

use askama::Template;

use super::{Callout, Parts, View, Writer};
use crate::{
    domain::{
        notice::{LevelFacts, OwedFacts, PromiseFacts, TicketFacts},
        ticket::ClockName,
    },
    edges::words::{FluentValue, clauses::spaced, durations, levels},
};

#[derive(Template)]
#[template(path = "mail/escalated/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/escalated/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/escalated/body.html")]
struct Html<'a> {
    v: &'a View,
}

/// Prints a letter of this shape.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &Text { v }, &Html { v })
}

/// What is told of a level.
pub(super) struct Told<'a> {
    /// What is at stake.
    pub promise: &'a PromiseFacts,
    /// The level.
    pub level: &'a LevelFacts,
    /// What a vendor owes, where that ends after this promise.
    pub vendor: Option<&'a OwedFacts>,
}

pub(super) fn write(desk: &Writer<'_>, ticket: &TicketFacts, told: &Told<'_>, link: &str) -> View {
    let Told {
        promise,
        level,
        vendor,
    } = *told;
    let rank = level.level.to_string();
    let mut v = desk.view(&ticket.reference, &ticket.subject);
    v.eyebrow = desk.say_with(
        "letter-escalated-eyebrow",
        &[
            ("level", &rank),
            ("when", &levels::level_when(level.when, desk.words)),
            ("priority", ticket.priority.word()),
        ],
    );
    v.heading = heading(desk, promise, level);
    v.about = about(desk, ticket);
    let callout = deadline(desk, promise, level);
    v.preview = desk.say_with(
        "letter-preview",
        &[("label", &callout.label), ("value", &callout.value)],
    );
    v.callout = Some(callout);
    let news = promise.clock == ClockName::Update;
    if news {
        v.fact(owed(desk, ticket, promise, level));
    }
    for paragraph in paragraphs(desk, promise, level) {
        v.fact(paragraph);
    }
    if let Some(owed) = vendor {
        v.fact(after_ours(desk, owed));
    }
    let ticket_page = if news {
        // Where the sentence stands ready: opening it sends nothing.
        desk.action("letter-news-write", &format!("/tickets/{}#news", ticket.id))
    } else {
        desk.ticket_action(ticket.id)
    };
    let acknowledge = desk.secret_action("letter-acknowledge", "/escalations/", link, "");
    if acknowledge.is_some() {
        v.fact(desk.say("letter-acknowledge-means"));
    }
    // What is owed to the customer comes before telling the desk that it was seen.
    (v.button, v.link) = match acknowledge {
        Some(acknowledge) if news => (Some(ticket_page), Some(acknowledge)),
        Some(acknowledge) => (Some(acknowledge), Some(ticket_page)),
        None => (Some(ticket_page), None),
    };
    v.rows = rows(desk, ticket, promise, level);
    v.footer.push(desk.say_with(
        "letter-why-escalated",
        &[
            ("contract", &promise.contract),
            ("level", &rank),
            ("when", &levels::level_when(level.when, desk.words)),
        ],
    ));
    v.footer.push(desk.say("letter-answer-on-page"));
    v
}

/// What is owed to the requester, by when and by which clause, and how to give it.
fn owed(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    promise: &PromiseFacts,
    level: &LevelFacts,
) -> String {
    let when = desk.instant(promise.deadline, desk.zone(promise));
    let contract = spaced(&promise.contract, desk.lang);
    let clause = spaced(&promise.clause, desk.lang);
    let values = [
        ("requester", ticket.requester.as_str()),
        ("when", when.as_str()),
        ("contract", contract.as_str()),
        ("clause", clause.as_str()),
    ];
    desk.say_with(
        if level.breached {
            "letter-news-owed-since"
        } else {
            "letter-news-owed"
        },
        &values,
    )
}

/// « Divalto ne doit sa prise en charge que lundi… : après cette échéance. »
fn after_ours(desk: &Writer<'_>, owed: &OwedFacts) -> String {
    let zone = owed.timezone.parse().unwrap_or(desk.site.tz);
    desk.say_with(
        "letter-vendor-after",
        &[
            ("vendor", &owed.vendor),
            ("clock", &desk.say(&format!("clock-{}", owed.clock))),
            ("when", &desk.instant(owed.at, zone)),
        ],
    )
}

/// Whose request it is, and what it is about.
pub(super) fn about(desk: &Writer<'_>, ticket: &TicketFacts) -> String {
    let customer = if ticket.organisation.trim().is_empty() {
        &ticket.requester
    } else {
        &ticket.organisation
    };
    desk.say_with(
        "letter-about",
        &[("customer", customer), ("subject", &ticket.subject)],
    )
}

/// What is at stake and how much time is left, in the contract's unit; or by how much it is late.
fn heading(desk: &Writer<'_>, promise: &PromiseFacts, level: &LevelFacts) -> String {
    let left = promise.seconds_left.saturating_abs();
    let amount = durations::amount_in_unit(left, promise.business, desk.words);
    let key = match (level.breached, left >= 60, promise.clock) {
        (false, _, ClockName::Acknowledge) => "letter-soon-acknowledge",
        (false, _, ClockName::Respond) => "letter-soon-respond",
        (false, _, ClockName::Update) => "letter-soon-update",
        (false, _, ClockName::Resolve) => "letter-soon-resolve",
        (true, true, ClockName::Acknowledge) => "letter-late-acknowledge",
        (true, true, ClockName::Respond) => "letter-late-respond",
        (true, true, ClockName::Update) => "letter-late-update",
        (true, true, ClockName::Resolve) => "letter-late-resolve",
        (true, false, ClockName::Acknowledge) => "letter-now-acknowledge",
        (true, false, ClockName::Respond) => "letter-now-respond",
        (true, false, ClockName::Update) => "letter-now-update",
        (true, false, ClockName::Resolve) => "letter-now-resolve",
    };
    desk.say_with(key, &[("amount", &amount)])
}

pub(super) fn deadline(desk: &Writer<'_>, promise: &PromiseFacts, level: &LevelFacts) -> Callout {
    let tz = desk.zone(promise);
    let (tone, label) = if level.breached {
        ("late", "letter-deadline-missed")
    } else {
        ("soon", "letter-deadline")
    };
    let mut lines = desk.target(promise);
    lines.push(desk.say_with(
        "letter-counted-at",
        &[("when", &desk.when(level.fired_at, tz))],
    ));
    Callout {
        tone,
        label: desk.say(label),
        value: desk.instant(promise.deadline, tz),
        lines,
    }
}

/// What the ladder says to do; then, after a stop of the service, what comes late and for which
/// levels it stands.
pub(super) fn paragraphs(
    desk: &Writer<'_>,
    promise: &PromiseFacts,
    level: &LevelFacts,
) -> Vec<String> {
    let tz = desk.zone(promise);
    let mut paragraphs: Vec<String> =
        super::plain::paragraphs(&spaced(level.words.in_lang(desk.lang), desk.lang))
            .into_iter()
            .map(|lines| lines.join(" "))
            .collect();
    if level.late {
        paragraphs.push(desk.say_with(
            "letter-late-mark",
            &[
                ("due", &desk.when(level.due_at, tz)),
                ("fired", &desk.when(level.fired_at, tz)),
            ],
        ));
    }
    if !level.folded.is_empty() {
        let ranks: Vec<String> = level.folded.iter().map(u32::to_string).collect();
        let count = i64::try_from(ranks.len()).unwrap_or(i64::MAX);
        paragraphs.push(desk.words.say_with(
            "letter-folded",
            &[
                ("count", FluentValue::from(count)),
                ("levels", FluentValue::from(desk.list(&ranks))),
            ],
        ));
    }
    paragraphs
}

fn rows(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    promise: &PromiseFacts,
    level: &LevelFacts,
) -> Vec<super::Row> {
    let clock = clock_word(desk, promise);
    desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-subject", ticket.subject.clone()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-requester", ticket.requester.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
        ("letter-row-clock", clock),
        (
            "letter-row-agent",
            ticket
                .assignee
                .clone()
                .unwrap_or_else(|| desk.say("letter-nobody")),
        ),
        ("letter-row-told", desk.list(&level.recipients)),
    ])
}

/// To the customer's designated administrators: what is at stake, and nothing of what the desk does
/// about it among itself.
pub(super) fn for_customer(
    desk: &Writer<'_>,
    ticket: &TicketFacts,
    promise: &PromiseFacts,
    level: &LevelFacts,
) -> View {
    // The service, as in every letter to the customer.
    let mut v = desk.view(&ticket.reference, &ticket.service);
    let left = promise.seconds_left.saturating_abs();
    let amount = durations::amount_in_unit(left, promise.business, desk.words);
    let clock = clock_word(desk, promise);
    let values = [
        ("amount", amount.as_str()),
        ("clock", clock.as_str()),
        ("organisation", ticket.organisation.as_str()),
    ];
    v.eyebrow = desk.say("letter-warned-eyebrow");
    v.heading = desk.say_with(
        if level.breached {
            "letter-warned-late"
        } else {
            "letter-warned-soon"
        },
        &values,
    );
    v.about.clone_from(&ticket.subject);
    let callout = deadline(desk, promise, level);
    v.preview = desk.say_with(
        "letter-preview",
        &[("label", &callout.label), ("value", &callout.value)],
    );
    v.callout = Some(callout);
    v.prose(desk.say("letter-warned-body"));
    let here = format!("/portal/tickets/{}", ticket.id);
    v.button = Some(desk.action("letter-open-ticket", &here));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-requester", ticket.requester.clone()),
        ("letter-row-service", ticket.service.clone()),
        ("letter-row-priority", desk.priority(ticket)),
        ("letter-row-clock", clock.clone()),
    ]);
    v.footer.push(desk.say_with("letter-why-warned", &values));
    v
}

pub(super) fn clock_word(desk: &Writer<'_>, promise: &PromiseFacts) -> String {
    desk.say(match promise.clock {
        ClockName::Acknowledge => "letter-clock-acknowledge",
        ClockName::Respond => "letter-clock-respond",
        ClockName::Update => "letter-clock-update",
        ClockName::Resolve => "letter-clock-resolve",
    })
}
