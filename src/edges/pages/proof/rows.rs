//! The table of a sheet: each interval, counted or skipped, and the running sum.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        calendar::{Kind, Segment},
        sla::ProofSheet,
    },
    edges::{
        pages::promises::Stretch,
        words::{Words, dates, durations::exact_amount},
    },
};

/// An interval of the table.
#[derive(Debug)]
pub struct Row {
    /// From when.
    pub from: String,
    /// The same for machines.
    pub from_machine: String,
    /// Until when.
    pub to: String,
    /// Whether it counts.
    pub counted: bool,
    /// The icon of the reason.
    pub icon: &'static str,
    /// The reason.
    pub why: String,
    /// How long it lasts.
    pub lasts: String,
    /// What is counted up to its end.
    pub so_far: String,
}

/// What an interval is to the promise.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(in crate::edges::pages) enum Part {
    /// It counts towards the target.
    Counted,
    /// The target is used up: it counts as late.
    Late,
    /// It does not count.
    Skipped,
}

impl Part {
    pub(in crate::edges::pages) fn of(stretch: &Stretch, deadline: DateTime<Utc>) -> Self {
        match stretch.segment.kind {
            Kind::Counted if stretch.segment.from >= deadline => Self::Late,
            Kind::Counted => Self::Counted,
            Kind::Paused(_) | Kind::Closed(_) => Self::Skipped,
        }
    }
}

/// The same stretches, the one across the deadline in two: up to it, they add up to the target.
pub(in crate::edges::pages) fn split(
    stretches: Vec<Stretch>,
    deadline: DateTime<Utc>,
) -> Vec<Stretch> {
    let mut parts = Vec::with_capacity(stretches.len() + 1);
    for stretch in stretches {
        let across = stretch.segment.from < deadline && deadline < stretch.segment.to;
        if across && stretch.segment.kind == Kind::Counted {
            let (mut before, mut after) = (stretch.clone(), stretch);
            before.segment.to = deadline;
            after.segment.from = deadline;
            parts.extend([before, after]);
        } else {
            parts.push(stretch);
        }
    }
    parts
}

/// The rows of the table.
pub(in crate::edges::pages) fn rows(
    stretches: &[Stretch],
    sheet: &ProofSheet,
    business: bool,
    tz: Tz,
    words: Words,
) -> Vec<Row> {
    let mut so_far = TimeDelta::zero();
    let mut row = |stretch: &Stretch| {
        let segment = &stretch.segment;
        let part = Part::of(stretch, sheet.deadline);
        let length = shown(segment);
        if part == Part::Counted {
            so_far += length;
        }
        let (icon, key) = match (&segment.kind, part) {
            (Kind::Paused(_), _) => ("pause", "proof-row-paused"),
            (Kind::Closed(_), _) => ("night", "proof-row-closed"),
            (Kind::Counted, Part::Late) => ("late", "proof-row-late"),
            (Kind::Counted, _) if business => ("clock", "proof-row-open"),
            (Kind::Counted, _) => ("clock", "proof-row-runs"),
        };
        let lasts = exact_amount(length.num_seconds(), words);
        Row {
            from: dates::exact_day_time(segment.from, tz, words.lang()),
            from_machine: dates::machine(segment.from, tz),
            to: to(segment.from, segment.to, tz, words),
            counted: part == Part::Counted,
            icon,
            why: words.say_with(key, &[("reason", stretch.why.as_str().into())]),
            lasts: match part {
                Part::Counted => lasts,
                Part::Late => words.say_with("proof-late", &[("amount", lasts.into())]),
                Part::Skipped => words.say_with("proof-not-counted", &[("amount", lasts.into())]),
            },
            so_far: if so_far == TimeDelta::zero() {
                words.say("proof-zero")
            } else {
                exact_amount(so_far.num_seconds(), words)
            },
        }
    };
    stretches.iter().map(&mut row).collect()
}

/// How long a segment lasts by the seconds that are shown at its ends.
pub(in crate::edges::pages) fn shown(segment: &Segment) -> TimeDelta {
    TimeDelta::seconds(segment.to.timestamp() - segment.from.timestamp())
}

/// The end of an interval: its day only when it is another one.
fn to(from: DateTime<Utc>, to: DateTime<Utc>, tz: Tz, words: Words) -> String {
    if from.with_timezone(&tz).date_naive() == to.with_timezone(&tz).date_naive() {
        dates::exact_time(to, tz)
    } else {
        dates::exact_day_time(to, tz, words.lang())
    }
}
