//! To customers, about who does what in their organisation.

use chrono::{DateTime, Utc};

use super::{View, Writer, account::about};
use crate::domain::letter::Letter;

/// That somebody became a designated administrator, or is one no longer.
pub(super) struct Decided<'a> {
    /// Who.
    pub name: &'a str,
    /// Whether that is who reads it.
    pub own: bool,
    /// Of which organisation.
    pub organisation: &'a str,
    /// Of which platform; none for all of it.
    pub platform: Option<&'a str>,
    /// Who decided it.
    pub by: Option<&'a str>,
    /// Whether it has ended.
    pub ended: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// A designation, to whom it is about or to those who administrate beside them.
pub(super) fn designation(desk: &Writer<'_>, letter: &Letter, decided: &Decided<'_>) -> View {
    let Decided {
        name,
        own,
        organisation,
        platform,
        by,
        ended,
        at,
    } = *decided;
    let mut v = about(desk, letter, "letter-designation");
    let scope = platform.map_or_else(
        || desk.say("letter-designation-whole"),
        |platform| desk.say_with("letter-designation-platform", &[("platform", platform)]),
    );
    let when = desk.instant(at, desk.site.tz);
    let by = by.map_or_else(|| desk.say("letter-designation-by-desk"), str::to_owned);
    let values = [
        ("name", name),
        ("organisation", organisation),
        ("scope", scope.as_str()),
        ("when", when.as_str()),
        ("by", by.as_str()),
    ];
    let which = match (own, ended) {
        (true, false) => "own",
        (true, true) => "own-ended",
        (false, false) => "other",
        (false, true) => "other-ended",
    };
    v.heading = desk.say_with(&format!("letter-designation-{which}-heading"), &values);
    v.preview.clone_from(&v.heading);
    v.fact(desk.say_with(&format!("letter-designation-{which}-body"), &values));
    match (own, ended, platform) {
        (true, false, None) => v.prose(desk.say("letter-designation-means-whole")),
        (true, false, Some(_)) => v.prose(desk.say("letter-designation-means-platform")),
        (true, true, _) => v.prose(desk.say("letter-designation-means-ended")),
        (false, _, _) => v.fact(desk.say("letter-designation-wrong")),
    }
    v.button = Some(match (ended && own, platform) {
        (false, None) => desk.action("letter-open-people", "/portal/people"),
        _ => desk.action("letter-open-portal", "/portal"),
    });
    v.footer.push(desk.say_with(
        if own {
            "letter-why-designation"
        } else {
            "letter-why-handed"
        },
        &[("organisation", organisation)],
    ));
    v
}

/// Somebody who has an account is asked into another organisation.
pub(super) fn asked_elsewhere(
    desk: &Writer<'_>,
    letter: &Letter,
    by: &str,
    organisation: &str,
) -> View {
    let mut v: View = about(desk, letter, "letter-elsewhere");
    let values = [
        ("by", by),
        ("organisation", organisation),
        ("site", &desk.site.name),
    ];
    v.fact(desk.say_with("letter-elsewhere-body", &values));
    v.prose(desk.say_with("letter-elsewhere-do", &values));
    v.button = Some(desk.action("letter-elsewhere-write", "/"));
    v.footer
        .push(desk.say_with("letter-why-elsewhere", &values));
    v
}
