//! A proof sheet as text.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::table::{Set, table};
use crate::{
    domain::{
        calendar::{Kind, Segment, Why},
        lang::Lang,
        sla::{Change, Changed, PauseCause, PauseLine, ProofSheet},
    },
    edges::words::{Words, clauses, dates, durations, rules::nature_word, zones},
};

/// A proof sheet as a person reads it on a terminal: deadline, promise and clause, then each
/// interval counted or skipped and why, with the running sum, and what changed the clock.
/// Instants are shown in `tz`.
#[must_use]
pub fn explain_text(sheet: &ProofSheet, lang: Lang, tz: Tz) -> String {
    let words = lang.words();
    let mut text = head(sheet, lang, tz);
    text.push('\n');
    text.push_str(&intervals(sheet, tz, words, lang));
    text.push('\n');
    text.push_str(&words.say_with(
        "sla-total",
        &[
            ("amount", exact(sheet.proof.counted(), words).into()),
            ("promise", sheet.promise.words(lang).into()),
        ],
    ));
    text.push('\n');
    for (place, pause) in sheet.pauses.iter().enumerate() {
        if let Some(clause) = &pause.clause {
            text.push_str(&words.say_with(
                "sla-pause-clause",
                &[
                    ("number", (place + 1).to_string().into()),
                    ("reference", clauses::reference(clause, words).into()),
                    ("text", clauses::text(clause, words).into()),
                ],
            ));
            text.push('\n');
        }
    }
    // That the clock started is said above; the rest of its story only where there is one.
    if sheet.changes.len() > 1 {
        text.push('\n');
        text.push_str(&words.say("sla-changes"));
        text.push('\n');
        for change in &sheet.changes {
            text.push_str(&format!(
                "  {}  {}\n",
                at(change.at, tz, words),
                changed(change, words)
            ));
        }
    }
    text
}

fn head(sheet: &ProofSheet, lang: Lang, tz: Tz) -> String {
    let words = lang.words();
    let long = |instant| {
        words.say_with(
            "sla-instant-in-zone",
            &[
                (
                    "instant",
                    dates::long_date_time(instant, tz, words.lang()).into(),
                ),
                ("zone", zones::zone_words(tz, words).into()),
            ],
        )
    };
    let mut lines = vec![
        (words.say("sla-deadline"), long(sheet.deadline)),
        (
            words.say("sla-promise"),
            words.say_with(
                "sla-promise-of",
                &[
                    ("promise", sheet.promise.words(lang).into()),
                    ("clock", clock_words(sheet, words).into()),
                    ("priority", sheet.priority.word().into()),
                ],
            ),
        ),
    ];
    if let Some(clause) = &sheet.clause {
        lines.push((
            words.say("sla-clause"),
            words.say_with(
                "sla-clause-of",
                &[
                    ("reference", clauses::reference(clause, words).into()),
                    ("text", clauses::text(clause, words).into()),
                ],
            ),
        ));
    }
    lines.push((words.say("sla-start"), long(sheet.proof.start)));
    if sheet.proof.counted_from > sheet.proof.start {
        lines.push((
            words.say("sla-counted-from"),
            long(sheet.proof.counted_from),
        ));
    }
    let width = lines
        .iter()
        .map(|(label, _)| label.chars().count())
        .max()
        .unwrap_or_default();
    let mut text = words.say("sla-title");
    text.push_str("\n\n");
    for (label, value) in lines {
        text.push_str(&format!("{label:<width$}  {value}\n"));
    }
    if sheet.provisional {
        text.push_str(&words.say("sla-provisional"));
        text.push('\n');
    }
    text
}

fn intervals(sheet: &ProofSheet, tz: Tz, words: Words, lang: Lang) -> String {
    let mut rows = vec![
        ["from", "to", "reason", "length", "sum"]
            .map(|column| words.say(&format!("sla-column-{column}")))
            .to_vec(),
    ];
    let mut sum = TimeDelta::zero();
    for segment in &sheet.proof.segments {
        let counted = segment.kind == Kind::Counted;
        if counted {
            sum += segment.length();
        }
        let length = exact(segment.length(), words);
        rows.push(vec![
            at(segment.from, tz, words),
            at(segment.to, tz, words),
            reason(segment, sheet, words, lang),
            if counted {
                length
            } else {
                words.say_with("sla-skipped", &[("length", length.into())])
            },
            exact(sum, words),
        ]);
    }
    table(
        &[Set::Left, Set::Left, Set::Left, Set::Right, Set::Right],
        &rows,
    )
}

fn reason(segment: &Segment, sheet: &ProofSheet, words: Words, lang: Lang) -> String {
    match &segment.kind {
        Kind::Counted if sheet.promise.target.runs_by_the_clock() => {
            words.say("sla-counted-by-the-clock")
        }
        Kind::Counted => words.say("sla-counted"),
        Kind::Paused(place) => words.say_with(
            "sla-paused",
            &[
                ("number", (place + 1).to_string().into()),
                (
                    "reason",
                    sheet
                        .pauses
                        .get(*place)
                        .map(|pause| cause_words(pause, words))
                        .unwrap_or_default()
                        .into(),
                ),
            ],
        ),
        Kind::Closed(why) => closed_words(why, lang),
    }
}

/// Why the desk is closed, in words.
pub(super) fn closed_words(why: &Why, lang: Lang) -> String {
    let words = lang.words();
    let with = |key: &str, name: &str| {
        let bare = name.is_empty();
        if bare {
            words.say(&format!("{key}-bare"))
        } else {
            words.say_with(key, &[("name", name.to_owned().into())])
        }
    };
    match why {
        Why::OutsideHours => words.say("sla-closed-hours"),
        Why::NoOpeningThatDay => words.say("sla-closed-day"),
        Why::Holiday(name) => with(
            "sla-closed-holiday",
            match lang {
                Lang::Fr => name.french(),
                Lang::En => name.english(),
            },
        ),
        Why::AddedHoliday(name) => with("sla-closed-holiday", name),
        Why::Closure(label) => with("sla-closed-closure", label),
        Why::Bridge(label) => with("sla-closed-bridge", label),
    }
}

/// The word of JSON for the cause of a pause.
pub(super) const fn cause_word(cause: PauseCause) -> &'static str {
    match cause {
        PauseCause::Reason(reason) => reason.word(),
        PauseCause::Resolved => "resolved",
        PauseCause::Supposed => "supposed",
    }
}

fn cause_words(pause: &PauseLine, words: Words) -> String {
    words.say(&format!("sla-cause-{}", cause_word(pause.cause)))
}

fn clock_words(sheet: &ProofSheet, words: Words) -> String {
    words.say(&format!("sla-clock-{}", sheet.clock))
}

fn changed(change: &Change, words: Words) -> String {
    match change.what {
        Changed::Started => words.say("sla-changed-started"),
        Changed::Requalified { from, to } => words.say_with(
            "sla-changed-requalified",
            &[("from", from.word().into()), ("to", to.word().into())],
        ),
        Changed::NatureCorrected { from, to } => words.say_with(
            "sla-changed-nature",
            &[
                ("from", nature_word(from, words).into()),
                ("to", nature_word(to, words).into()),
            ],
        ),
        Changed::Paused(reason) => words.say_with(
            "sla-changed-paused",
            &[("reason", words.say(&format!("sla-cause-{reason}")).into())],
        ),
        Changed::Resumed => words.say("sla-changed-resumed"),
        Changed::PauseLifted => words.say("sla-changed-lifted"),
        Changed::Stopped => words.say("sla-changed-stopped"),
        Changed::Reopened => words.say("sla-changed-reopened"),
        Changed::Moved => words.say("sla-changed-moved"),
    }
}

/// An instant as histories show it, with its seconds where they are not zero.
fn at(instant: DateTime<Utc>, tz: Tz, words: Words) -> String {
    let shown = dates::day_time(instant, tz, words.lang());
    match instant.second() {
        0 => shown,
        second => format!("{shown}:{second:02}"),
    }
}

/// An amount to the second: « 1 h 20 », « 1 h 20 7 s » never rounded as a chip may be.
fn exact(amount: TimeDelta, words: Words) -> String {
    let seconds = amount.num_seconds();
    let over = seconds % 60;
    let whole = durations::amount(seconds - over, true, words);
    match (seconds - over, over) {
        (_, 0) => whole,
        (0, over) => durations::amount(over, true, words),
        (_, over) => format!("{whole} {}", durations::amount(over, true, words)),
    }
}
