//! What is planned and what happens: to those whom a maintenance concerns, and to the subscribers of the
//! status page.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{Callout, Parts, View, Writer};
use crate::{
    domain::notice::{MaintenanceFacts, MaintenanceTold, NewsFacts},
    edges::{
        icalendar::{self, Event, Method},
        words::durations::exact_amount,
    },
};

/// Where the status is read that everybody sees.
const STATUS: &str = "/status";
/// Where customers read theirs.
const PORTAL: &str = "/portal/status";

#[derive(Template)]
#[template(path = "mail/account/subject.txt")]
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

/// Prints a letter of this shape: about no ticket, so its title is its whole subject.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &Text { v }, &Html { v })
}

/// A planned maintenance.
pub(super) fn maintenance(
    desk: &Writer<'_>,
    work: &MaintenanceFacts,
    told: MaintenanceTold,
    organisation: &str,
    link: &str,
) -> View {
    let key = |part: &str| format!("letter-maintenance-{}{part}", told.word());
    let mut v = desk.view(
        "",
        &desk.say_with(&key("-title"), &[("title", &work.title)]),
    );
    v.eyebrow = desk.say("letter-maintenance-eyebrow");
    v.heading = desk.say(&key(""));
    v.about.clone_from(&work.title);
    let window = window(desk, work.from, work.to);
    v.preview = format!("{} {window}", v.heading);
    v.callout = Some(Callout {
        tone: if told.is_cancelled() { "soon" } else { "calm" },
        label: desk.say(&key("-window")),
        value: window,
        lines: work
            .earlier
            .map(|(from, to)| {
                let earlier = self::window(desk, from, to);
                desk.say_with("letter-maintenance-earlier", &[("window", &earlier)])
            })
            .into_iter()
            .collect(),
    });
    v.prose(desk.say(&key("-means")));
    if !told.is_cancelled() {
        v.fact(desk.say("letter-maintenance-file"));
    }
    let length = exact_amount((work.to - work.from).num_seconds(), desk.words);
    v.rows = desk.rows(&[
        ("letter-row-components", desk.list(&work.components)),
        ("letter-row-reason", work.reason.clone()),
        ("letter-row-length", length),
        ("letter-row-customer", organisation.to_owned()),
    ]);
    if link.is_empty() {
        v.button = Some(desk.action("letter-open-own-status", PORTAL));
        if organisation.is_empty() {
            v.footer.push(desk.say("letter-why-maintenance-before"));
        } else {
            v.footer
                .push(desk.say_with("letter-why-maintenance", &[("organisation", organisation)]));
        }
    } else {
        subscribed(desk, &mut v, link);
    }
    v
}

/// The calendar of a letter about a maintenance, and what it is for.
pub(in crate::edges::mail) fn calendar(
    work: &MaintenanceFacts,
    told: MaintenanceTold,
    site: &super::Site,
    (lang, organizer): (crate::domain::lang::Lang, &str),
) -> (Method, String) {
    let desk = Writer::new(lang, site);
    let method = if told.is_cancelled() {
        Method::Cancel
    } else {
        Method::Publish
    };
    let described = [desk.list(&work.components), work.reason.clone()];
    let described: Vec<String> = described
        .into_iter()
        .filter(|one| !one.is_empty())
        .collect();
    let event = Event {
        operation: work.operation,
        sequence: work.revision,
        stamp: work.at,
        from: work.from,
        to: work.to,
        summary: desk.say_with("calendar-maintenance", &[("title", &work.title)]),
        description: described.join("\n"),
        url: format!("{}{STATUS}", site.base_url()),
        organizer: organizer.to_owned(),
        cancelled: told.is_cancelled(),
    };
    let text = icalendar::calendar(method, &site.name, lang.tag(), &[event]);
    (method, text)
}

/// Where the work on something stands.
pub(super) fn news(desk: &Writer<'_>, told: &NewsFacts, link: &str) -> View {
    let mut v = desk.view(
        "",
        &desk.say_with("letter-status-news-title", &[("title", &told.title)]),
    );
    v.eyebrow = desk.say("letter-status-news-eyebrow");
    v.heading = desk.say(&format!("step-{}", told.step()));
    v.about.clone_from(&told.title);
    v.quoting(&told.text);
    v.rows = desk.rows(&[
        ("letter-row-components", desk.list(&told.components)),
        ("letter-row-told-at", desk.instant(told.at, desk.site.tz)),
    ]);
    subscribed(desk, &mut v, link);
    v
}

/// The link that confirms an address.
pub(super) fn confirm(
    desk: &Writer<'_>,
    components: &[String],
    until: DateTime<Utc>,
    link: &str,
) -> View {
    let of = |part: &str| {
        desk.say_with(
            &format!("letter-confirm-{part}"),
            &[("site", &desk.site.name)],
        )
    };
    let mut v = desk.view("", &of("title"));
    v.eyebrow = of("eyebrow");
    v.heading = of("heading");
    v.preview.clone_from(&v.heading);
    v.prose(of("body"));
    v.fact(desk.say_with(
        "letter-link-until",
        &[("until", &desk.instant(until, desk.site.tz))],
    ));
    v.fact(of("not-you"));
    v.button = desk.secret_action("letter-confirm-do", "/status/confirm/", link, "");
    let chosen = if components.is_empty() {
        desk.say("letter-confirm-all")
    } else {
        desk.list(components)
    };
    v.rows = desk.rows(&[
        ("letter-row-components", chosen),
        ("letter-row-site", desk.site.base_url.clone()),
    ]);
    v.footer.push(of("why"));
    v
}

/// What every letter to a subscriber ends with: the page, and the way out.
fn subscribed(desk: &Writer<'_>, v: &mut View, link: &str) {
    v.button = Some(desk.action("letter-open-status", STATUS));
    v.link = desk.secret_action("letter-stop", "/status/unsubscribe/", link, "");
    v.footer
        .push(desk.say_with("letter-why-subscribed", &[("site", &desk.site.name)]));
}

fn window(desk: &Writer<'_>, from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let tz = desk.site.tz;
    desk.say_with(
        "letter-maintenance-from-to",
        &[
            ("from", &desk.when(from, tz)),
            ("to", &desk.instant(to, tz)),
        ],
    )
}
