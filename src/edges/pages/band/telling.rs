//! A band in words, for those who do not see it.

use chrono_tz::Tz;

use crate::edges::words::{Words, dates, durations::amount};

use super::{BandFacts, BandKind, BandPart};

/// « Résolution : échéance lundi 29 décembre 2025 à 13 h 10 ».
pub(super) fn title(facts: &BandFacts<'_>, tz: Tz, words: Words) -> String {
    let due = dates::long_date_time(facts.deadline, tz, words.lang());
    words.say_with(
        "band-title",
        &[("name", facts.name.into()), ("due", due.into())],
    )
}

/// Every interval that is drawn, day by day: from when to when, and what it is to the count.
pub(super) fn description(
    parts: &[BandPart],
    facts: &BandFacts<'_>,
    tz: Tz,
    words: Words,
) -> String {
    let lang = words.lang();
    let mut said = Vec::with_capacity(parts.len());
    let mut shown = None;
    for part in parts {
        if part.kind == BandKind::Closed {
            said.push(words.say_with(
                "band-tell-closed",
                &[
                    ("reason", part.label.as_str().into()),
                    ("amount", amount(part.seconds(), false, words).into()),
                ],
            ));
            continue;
        }
        let day = part.from.with_timezone(&tz).date_naive();
        if shown != Some(day) {
            said.push(words.say_with(
                "band-tell-day",
                &[("day", dates::day(part.from, tz, lang).into())],
            ));
            shown = Some(day);
        }
        let values = [
            ("from", dates::sentence_time(part.from, tz, lang).into()),
            ("to", dates::sentence_time(part.to, tz, lang).into()),
            ("reason", part.label.as_str().into()),
        ];
        said.push(match part.kind {
            _ if part.from >= facts.deadline => words.say_with("band-tell-late", &values),
            BandKind::Counted | BandKind::Closed => words.say_with("band-tell-counted", &values),
            BandKind::ToCome => words.say_with("band-tell-to-come", &values),
            BandKind::Paused => words.say_with("band-tell-paused", &values),
        });
    }
    said.join(" ")
}
