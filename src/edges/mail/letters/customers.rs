//! To customers, about who does what in their organisation.

use chrono::{DateTime, Utc};

use super::{View, Writer, account::about};
use crate::{
    domain::{entitlement::NotEntitled, letter::Letter},
    edges::words::{clauses::spaced, refusals},
};

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

/// A letter that the contract of its sender's organisation does not take.
pub(super) struct RefusedMail<'a> {
    /// When it came.
    pub came: DateTime<Utc>,
    /// Of which organisation its sender is.
    pub organisation: &'a str,
    /// Which service it asked.
    pub service: &'a str,
    /// Why it is refused.
    pub why: NotEntitled,
    /// By which contract.
    pub contract: &'a str,
    /// By which clause.
    pub clause: &'a str,
    /// What the clause says.
    pub says: &'a str,
    /// Whom to ask, by name.
    pub whom: &'a [String],
}

/// That nothing was filed, why, and whom to ask. Nothing of the letter itself is here.
pub(super) fn mail_refused(desk: &Writer<'_>, letter: &Letter, refused: &RefusedMail<'_>) -> View {
    let mut v = about(desk, letter, "letter-mail-refused");
    let came = desk.instant(refused.came, desk.site.tz);
    let whom = desk.list(refused.whom);
    let values = [
        ("came", came.as_str()),
        ("organisation", refused.organisation),
        ("service", refused.service),
        ("whom", whom.as_str()),
    ];
    v.fact(desk.say_with("letter-mail-refused-body", &values));
    v.fact(refusals::sentence(refused.why, desk.words));
    v.fact(desk.source(refused.contract, refused.clause));
    if !refused.says.trim().is_empty() {
        let says = spaced(refused.says, desk.lang);
        v.fact(desk.say_with("letter-mail-refused-clause", &[("text", &says)]));
    }
    v.fact(if refused.whom.is_empty() {
        desk.say("refused-nobody")
    } else {
        desk.say_with("letter-mail-refused-whom", &values)
    });
    v.prose(desk.say("letter-mail-refused-kept"));
    v.button = Some(desk.action("letter-open-portal", "/portal"));
    v.footer
        .push(desk.say_with("letter-why-mail-refused", &values));
    v
}
