//! To somebody of the desk, about the account: a link to choose a password, or that it was changed.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{Parts, View, Writer};
use crate::domain::{
    ids::HandedDraftId, letter::Letter, people::Role, second_factor::FactorChange,
};

#[derive(Template)]
#[template(path = "mail/account/subject.txt")]
struct Subject<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/account/body.txt")]
struct Text<'a> {
    v: &'a View,
}

#[derive(Template)]
#[template(path = "mail/account/body.html")]
struct Html<'a> {
    v: &'a View,
}

/// Prints a letter of this shape.
pub(super) fn print(v: &View) -> askama::Result<Parts> {
    Writer::print(&Subject { v }, &Text { v }, &Html { v })
}

/// A letter about the account of its recipient; `key` begins the keys of its sentences.
pub(super) fn about(desk: &Writer<'_>, letter: &Letter, key: &str) -> View {
    let of = |part: &str| desk.say_with(&format!("{key}-{part}"), &[("site", &desk.site.name)]);
    let mut v = desk.view("", &of("title"));
    v.eyebrow = of("eyebrow");
    v.heading = of("heading");
    v.preview = v.heading.clone();
    v.rows = desk.rows(&[
        ("letter-row-account", letter.recipient.to_string()),
        ("letter-row-site", desk.site.base_url.clone()),
    ]);
    v
}

/// The link to choose another password.
pub(super) fn reset(desk: &Writer<'_>, letter: &Letter, until: DateTime<Utc>, link: &str) -> View {
    let mut v = about(desk, letter, "letter-reset");
    v.prose(desk.say("letter-reset-body"));
    v.fact(desk.say_with(
        "letter-link-until",
        &[("until", &desk.instant(until, desk.site.tz))],
    ));
    v.fact(desk.say("letter-reset-not-you"));
    v.button = desk.secret_action("letter-choose-password", "/set-up/", link, "");
    v.footer.push(desk.say("letter-why-reset"));
    v
}

/// The link that opens a new account.
pub(super) fn invited(
    desk: &Writer<'_>,
    letter: &Letter,
    by: &str,
    role: Role,
    until: DateTime<Utc>,
    link: &str,
) -> View {
    let mut v = about(desk, letter, "letter-invited");
    v.prose(desk.say_with(
        if role.works_at_the_desk() {
            "letter-invited-body"
        } else {
            "letter-invited-customer"
        },
        &[
            ("by", by),
            ("role", &desk.say(&format!("role-{}", role.word()))),
        ],
    ));
    v.fact(desk.say_with(
        "letter-link-until",
        &[("until", &desk.instant(until, desk.site.tz))],
    ));
    v.button = desk.secret_action("letter-open-account", "/set-up/", link, "");
    v.link = Some(desk.action("letter-another-link", "/sign-in/forgotten"));
    v.footer
        .push(desk.say_with("letter-why-invited", &[("by", by)]));
    v
}

/// A request that a colleague may not file.
pub(super) fn handed(
    desk: &Writer<'_>,
    letter: &Letter,
    (by, organisation, subject): (&str, &str, &str),
    draft: HandedDraftId,
) -> View {
    let mut v = about(desk, letter, "letter-handed");
    v.fact(desk.say_with(
        "letter-handed-body",
        &[
            ("by", by),
            ("organisation", organisation),
            ("subject", subject),
        ],
    ));
    v.prose(desk.say("letter-handed-do"));
    let path = format!("/portal/new?draft={draft}");
    v.button = Some(desk.action("letter-handed-open", &path));
    v.footer
        .push(desk.say_with("letter-why-handed", &[("organisation", organisation)]));
    v
}

/// The password is another one.
pub(super) fn changed(desk: &Writer<'_>, letter: &Letter, at: DateTime<Utc>) -> View {
    let mut v = about(desk, letter, "letter-changed");
    v.fact(desk.say_with(
        "letter-changed-body",
        &[("when", &desk.instant(at, desk.site.tz))],
    ));
    v.fact(desk.say("letter-changed-not-you"));
    v.button = Some(desk.action("letter-forgotten", "/sign-in/forgotten"));
    v.footer.push(desk.say("letter-why-changed"));
    v
}

/// What became of the second factor; `by` is who did it, where that is another person.
pub(super) fn second_factor(
    desk: &Writer<'_>,
    letter: &Letter,
    change: FactorChange,
    by: Option<&str>,
    at: DateTime<Utc>,
) -> View {
    let word = change.word();
    let mut v = about(desk, letter, "letter-factor");
    v.heading = desk.say(&format!("letter-factor-{word}-heading"));
    v.preview = v.heading.clone();
    let when = desk.instant(at, desk.site.tz);
    let by = by.map_or_else(|| desk.say("letter-factor-by-nobody"), ToOwned::to_owned);
    let left = match change {
        FactorChange::RecoveryCodeUsed { left } => left,
        _ => 0,
    };
    v.fact(desk.say_with(
        &format!("letter-factor-{word}-body"),
        &[("when", &when), ("by", &by), ("left", &left.to_string())],
    ));
    v.fact(desk.say(if change == FactorChange::Guessed {
        "letter-factor-guessed-not-you"
    } else {
        "letter-changed-not-you"
    }));
    v.button = Some(desk.action("letter-forgotten", "/sign-in/forgotten"));
    v.footer.push(desk.say("letter-why-changed"));
    v
}
