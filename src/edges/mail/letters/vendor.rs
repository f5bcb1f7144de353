//! About a case at the vendor: to the vendor, and to who works on the ticket at the desk.

use askama::Template;

use super::{Callout, Parts, Section, View, Writer, escalated, plain};
use crate::{
    domain::{
        letter::Enclosed,
        notice::{CaseFacts, CaseTold, LevelFacts, OwedFacts, PromiseFacts, TicketFacts},
    },
    edges::{
        markup::{self, SafeHtml},
        words::{
            durations::{self, size},
            levels,
        },
    },
};

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

/// To the vendor. A desk outside has nothing but the letter: that says all of the dossier, and is answered.
pub(super) fn for_vendor(
    desk: &Writer<'_>,
    case: &CaseFacts,
    (told, text): (CaseTold, &str),
    enclosed: &[Enclosed],
) -> View {
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
    v.rows = desk.rows(&[
        ("letter-row-reference", case.reference.clone()),
        (
            "letter-row-nature",
            desk.say(&format!("nature-{}", case.nature)),
        ),
        ("letter-row-product", case.product.clone()),
        ("letter-row-severity", case.severity_word.clone()),
    ]);
    if !case.outside {
        v.button = Some(desk.action("letter-open-case", &format!("/portal/cases/{}", case.id)));
        v.footer.push(desk.say("letter-why-case"));
        return v;
    }
    if !case.dossier.is_empty() {
        // What is asked is the first of its points.
        (v.quote, v.quote_html) = (Vec::new(), SafeHtml::default());
    }
    v.sections = sections(desk, case, enclosed);
    v.footer.push(desk.say(if desk.answers_arrive {
        "letter-why-case-outside"
    } else {
        "letter-why-case-deaf"
    }));
    v
}

/// The points of a dossier, and its files.
fn sections(desk: &Writer<'_>, case: &CaseFacts, enclosed: &[Enclosed]) -> Vec<Section> {
    let section = |label: String, text: &str| Section {
        label,
        text: plain::paragraphs(text),
        html: markup::render(text, markup::Place::Letter, &[]),
    };
    let mut sections: Vec<Section> = case
        .dossier
        .iter()
        .map(|(point, text)| section(desk.say(&format!("point-{point}")), text))
        .collect();
    for file in &case.files {
        let comes = enclosed.iter().any(|one| one.id == file.id);
        let key = if comes {
            "letter-case-file"
        } else {
            "letter-case-file-apart"
        };
        let name = plain::line(file.name.as_str());
        let length = size(file.bytes, desk.words);
        sections.push(Section {
            label: desk.say_with(key, &[("name", &name), ("size", &length)]),
            text: Vec::new(),
            html: SafeHtml::default(),
        });
    }
    sections
}

/// What a vendor did, and who tells of it.
pub(super) struct Said<'a> {
    pub(super) vendor: &'a str,
    pub(super) author: &'a str,
    pub(super) told: CaseTold,
    pub(super) text: &'a str,
    /// Whether the author noted it for the vendor.
    pub(super) recorded: bool,
}

/// To who works on the ticket.
pub(super) fn answered(desk: &Writer<'_>, ticket: &TicketFacts, said: &Said<'_>) -> View {
    let Said {
        vendor,
        author,
        told,
        text,
        recorded,
    } = said;
    let mut v = desk.view(&ticket.reference, &ticket.subject);
    v.eyebrow = desk.say("letter-vendor-eyebrow");
    // A desk outside writes in the vendor's own name.
    let key = match told {
        _ if *recorded => "letter-vendor-recorded".to_owned(),
        _ if author == vendor => format!("letter-vendor-desk-{}", told.word()),
        told => format!("letter-vendor-{}", told.word()),
    };
    v.heading = desk.say_with(&key, &[("vendor", vendor), ("author", author)]);
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

/// What a vendor owes, and a level of the ladder that says so.
pub(super) struct Owed<'a> {
    /// The vendor.
    pub vendor: &'a str,
    /// What its case is called.
    pub case: &'a str,
    /// What it promised.
    pub promise: &'a PromiseFacts,
    /// The level.
    pub level: &'a LevelFacts,
    /// What is owed to the customer first.
    pub ours: Option<&'a OwedFacts>,
}

/// To those whom the ladder names at the desk: what the vendor owes is at risk or missed.
pub(super) fn warned(desk: &Writer<'_>, ticket: &TicketFacts, owed: &Owed<'_>) -> View {
    let Owed {
        vendor,
        case,
        promise,
        level,
        ours,
    } = *owed;
    let mut v = desk.view(&ticket.reference, &ticket.subject);
    let left = promise.seconds_left.saturating_abs();
    let amount = durations::amount_in_unit(left, promise.business, desk.words);
    let clock = escalated::clock_word(desk, promise);
    let rank = level.level.to_string();
    let when = levels::level_when(level.when, desk.words);
    let values = [
        ("vendor", vendor),
        ("clock", clock.as_str()),
        ("amount", amount.as_str()),
        ("level", rank.as_str()),
        ("when", when.as_str()),
        ("case", case),
        ("contract", promise.contract.as_str()),
    ];
    v.eyebrow = desk.say_with("letter-vendor-warned-eyebrow", &values);
    v.heading = desk.say_with(
        match (level.breached, left >= 60) {
            (false, _) => "letter-vendor-soon",
            (true, true) => "letter-vendor-late",
            (true, false) => "letter-vendor-now",
        },
        &values,
    );
    v.about = escalated::about(desk, ticket);
    let callout = escalated::deadline(desk, promise, level);
    v.preview = desk.say_with(
        "letter-preview",
        &[("label", &callout.label), ("value", &callout.value)],
    );
    v.callout = Some(callout);
    for paragraph in escalated::paragraphs(desk, promise, level) {
        v.fact(paragraph);
    }
    if let Some(ours) = ours {
        let zone = ours.timezone.parse().unwrap_or(desk.site.tz);
        let key = if ours.at < promise.deadline {
            "letter-vendor-ours-before"
        } else {
            "letter-vendor-ours"
        };
        v.fact(desk.say_with(
            key,
            &[
                ("clock", &desk.say(&format!("clock-{}", ours.clock))),
                ("when", &desk.instant(ours.at, zone)),
                ("vendor", vendor),
            ],
        ));
    }
    let path = format!("/tickets/{}/vendor", ticket.id);
    v.button = Some(desk.action("letter-open-vendor", &path));
    v.link = Some(desk.action(
        "letter-open-hands",
        &format!("/tickets/{}/hands", ticket.id),
    ));
    v.rows = desk.rows(&[
        ("letter-row-reference", ticket.reference.clone()),
        ("letter-row-case", case.to_owned()),
        ("letter-row-customer", ticket.organisation.clone()),
        ("letter-row-clock", clock.clone()),
        ("letter-row-told", desk.list(&level.recipients)),
    ]);
    v.footer
        .push(desk.say_with("letter-why-vendor-warned", &values));
    v.footer.push(desk.say("letter-vendor-inside"));
    v
}
