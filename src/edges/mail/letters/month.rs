//! The key figures of a closed month, to those who are named for it.

use super::{View, Writer, account};
use crate::{
    domain::{letter::Letter, notice::MonthFacts},
    edges::words::{dates, durations::amount},
};

/// A month is closed.
pub(super) fn closed(desk: &Writer<'_>, letter: &Letter, figures: &MonthFacts) -> View {
    let words = desk.words;
    let month = dates::month(figures.month, words.lang());
    let of = |key: &str| desk.say_with(key, &[("month", &month)]);
    let mut v = account::about(desk, letter, "letter-month");
    v.title = of("letter-month-heading");
    v.heading = v.title.clone();
    v.preview = v.heading.clone();
    let number = |count: u64| {
        words
            .lang()
            .number_of(i64::try_from(count).unwrap_or(i64::MAX))
    };
    let due = figures.kept.saturating_add(figures.missed);
    let kept = desk.say_with(
        "letter-month-kept",
        &[("kept", &number(figures.kept)), ("due", &number(due))],
    );
    v.fact(kept);
    v.prose(desk.say("letter-month-body"));
    let took = |minutes: Option<i64>| {
        minutes.map_or_else(
            || "–".to_owned(),
            |minutes| amount(minutes.max(1).saturating_mul(60), true, words),
        )
    };
    v.rows = desk.rows(&[
        ("report-kept", number(figures.kept)),
        ("report-missed", number(figures.missed)),
        ("report-filed", number(figures.filed)),
        ("report-resolved", number(figures.resolved)),
        ("report-backlog", number(figures.open)),
        ("letter-month-answer", took(figures.answer)),
        ("letter-month-resolution", took(figures.resolution)),
    ]);
    let path = format!("/reports?period=month&day={}", figures.month);
    v.button = Some(desk.action("letter-month-open", &path));
    v.footer.push(desk.say("letter-why-month"));
    v
}
