//! The words on a band, placed so that none covers another.

use chrono::{Days, NaiveDate, Timelike};
use chrono_tz::Tz;

use crate::edges::words::{Words, dates, durations::amount};

use super::{
    BandFacts, BandKind, BandSize,
    drawing::rows,
    scale::{Placed, place_of, real},
};

/// A word of the SVG.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub class: &'static str,
    pub x: String,
    pub y: String,
    pub anchor: &'static str,
    pub text: String,
}

/// One line of words; remembers what is taken.
struct Line {
    y: f64,
    whole: f64,
    taken: Vec<(f64, f64)>,
    labels: Vec<Label>,
}

#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Line {
    const fn new(y: f64, whole: f64) -> Self {
        Self {
            y,
            whole,
            taken: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// Writes a word if there is room for it; tells whether there was.
    fn write(&mut self, class: &'static str, x: f64, anchor: Anchor, text: &str) -> bool {
        let letters = real(i64::try_from(text.chars().count()).unwrap_or(i64::MAX));
        // Measured on the widest of the faces that the style sheet names.
        let width = letters * if class == "t-strong" { 7.8 } else { 6.6 };
        let (left, name) = match anchor {
            Anchor::Start => (x, "start"),
            Anchor::Middle => (width.mul_add(-0.5, x), "middle"),
            Anchor::End => (x - width, "end"),
        };
        // A word that would leave the drawing is written at its edge.
        let shift = if left < 0.0 {
            -left
        } else {
            (self.whole - left - width).min(0.0)
        };
        let (left, right) = (left + shift, left + shift + width);
        if text.is_empty()
            || left < -1.0
            || self
                .taken
                .iter()
                .any(|(from, to)| left < to + 5.0 && right + 5.0 > *from)
        {
            return false;
        }
        self.taken.push((left, right));
        self.labels.push(Label {
            class,
            x: format!("{:.1}", x + shift),
            y: format!("{:.1}", self.y),
            anchor: name,
            text: text.to_owned(),
        });
        true
    }
}

pub(super) fn labels(
    placed: &[Placed],
    facts: &BandFacts<'_>,
    size: BandSize,
    tz: Tz,
    words: Words,
) -> Vec<Label> {
    match size {
        BandSize::Wide => wide(placed, facts, tz, words),
        BandSize::Narrow => narrow(placed, facts, tz, words),
    }
}

fn wide(placed: &[Placed], facts: &BandFacts<'_>, tz: Tz, words: Words) -> Vec<Label> {
    let lang = words.lang();
    let due = place_of(placed, facts.deadline);
    let [mut days, mut above, mut below, mut sums] =
        [14.0, 37.0, 102.0, 140.0].map(|y| Line::new(y, 936.0));
    let mut inside = Vec::new();

    write_fixed(placed, facts, tz, &mut above, &mut below);
    let mut shown = None;
    for (index, place) in placed.iter().enumerate() {
        let middle = place.width.mul_add(0.5, place.x);
        let before = index
            .checked_sub(1)
            .and_then(|before| placed.get(before))
            .map(|before| before.part.kind);
        if place.part.kind == BandKind::Closed {
            above.write("", middle, Anchor::Middle, &place.part.label);
            below.write("", middle, Anchor::Middle, &whole_days(place, tz, words));
            if before != Some(BandKind::Closed) {
                let said = words.say("band-nothing-counted");
                let _ = days.write("", place.x, Anchor::Start, &said);
            }
            continue;
        }
        inside.extend(amount_inside(place, facts, words));
        let day = place.part.from.with_timezone(&tz).date_naive();
        if shown != Some(day) {
            days.write(
                "t-strong",
                place.x,
                Anchor::Start,
                &dates::day(place.part.from, tz, lang),
            );
            shown = Some(day);
        }
        if before == Some(BandKind::Closed) {
            below.write(
                "",
                place.x,
                Anchor::Start,
                &dates::time(place.part.from, tz),
            );
        } else if before.is_some() && place.part.from != facts.now {
            below.write(
                "",
                place.x,
                Anchor::Middle,
                &dates::time(place.part.from, tz),
            );
        }
        let after = placed.get(index + 1).map(|after| after.part.kind);
        if after == Some(BandKind::Closed) {
            below.write(
                "",
                place.end(),
                Anchor::End,
                &dates::time(place.part.to, tz),
            );
        }
    }
    sums.write(
        "t-strong",
        due / 2.0,
        Anchor::Middle,
        &sum(placed, facts, words),
    );
    [days.labels, above.labels, inside, below.labels, sums.labels].concat()
}

/// The three times that are always there: now, the deadline, the beginning.
fn write_fixed(
    placed: &[Placed],
    facts: &BandFacts<'_>,
    tz: Tz,
    above: &mut Line,
    below: &mut Line,
) {
    let due = place_of(placed, facts.deadline);
    if let Some(now) = now_on(placed, facts) {
        let text = dates::time(facts.now, tz);
        // The flag stands at the right of the deadline: the time goes to the other side of it.
        // At the beginning there is no room on that side.
        let _ = (now > 60.0 && above.write("t-strong", now - 7.0, Anchor::End, &text))
            || above.write("t-strong", now + 7.0, Anchor::Start, &text);
    }
    below.write(
        "t-strong",
        due,
        Anchor::Middle,
        &dates::time(facts.deadline, tz),
    );
    if let Some(first) = placed.first() {
        below.write(
            "",
            first.x,
            Anchor::Start,
            &dates::time(first.part.from, tz),
        );
    }
}

fn narrow(placed: &[Placed], facts: &BandFacts<'_>, tz: Tz, words: Words) -> Vec<Label> {
    let lang = words.lang();
    let due = place_of(placed, facts.deadline);
    let [mut above, mut below] = [8.0, 52.0].map(|y| Line::new(y, 282.0));
    if let Some(now) = now_on(placed, facts) {
        above.write("t-strong", now, Anchor::Middle, &dates::time(facts.now, tz));
    }
    below.write(
        "t-strong",
        due,
        Anchor::Start,
        &dates::time(facts.deadline, tz),
    );
    if let Some(first) = placed.first() {
        below.write(
            "",
            first.x,
            Anchor::Start,
            &dates::narrow_day(first.part.from, tz, lang),
        );
    }
    for (index, place) in placed.iter().enumerate() {
        let before = index
            .checked_sub(1)
            .and_then(|before| placed.get(before))
            .map(|before| before.part.kind);
        if place.part.kind != BandKind::Closed && before == Some(BandKind::Closed) {
            below.write(
                "",
                place.x,
                Anchor::Start,
                &dates::narrow_day(place.part.from, tz, lang),
            );
        }
    }
    for place in placed
        .iter()
        .filter(|place| place.part.kind == BandKind::Closed)
    {
        below.write(
            "",
            place.width.mul_add(0.5, place.x),
            Anchor::Middle,
            &place.part.label,
        );
    }
    [above.labels, below.labels].concat()
}

fn now_on(placed: &[Placed], facts: &BandFacts<'_>) -> Option<f64> {
    let (first, last) = (placed.first()?, placed.last()?);
    (facts.now >= first.part.from && facts.now <= last.part.to).then(|| place_of(placed, facts.now))
}

/// « 1 h 20 » within the interval, « reste 2 h 28 » within what is to come.
fn amount_inside(place: &Placed, facts: &BandFacts<'_>, words: Words) -> Option<Label> {
    let said = amount(place.part.seconds(), facts.business, words);
    let late = place.part.from >= facts.deadline;
    let (class, long) = match (place.part.kind, late) {
        (BandKind::Counted, false) => ("t-on", said.clone()),
        (BandKind::Counted | BandKind::ToCome, true) => (
            "t-on",
            words.say_with("chip-over", &[("amount", said.clone().into())]),
        ),
        (BandKind::ToCome, false) => (
            "t-accent",
            words.say_with("chip-left", &[("amount", said.clone().into())]),
        ),
        (BandKind::Paused | BandKind::Closed, _) => return None,
    };
    let fits = |text: &str| {
        real(i64::try_from(text.chars().count()).unwrap_or(i64::MAX)).mul_add(7.0, 6.0)
            <= place.width
    };
    let text = if fits(&long) { long } else { said };
    let rows = rows(BandSize::Wide);
    fits(&text).then(|| Label {
        class,
        x: format!("{:.1}", place.width.mul_add(0.5, place.x)),
        y: format!("{:.1}", rows.height.mul_add(0.5, rows.top) + 4.0),
        anchor: "middle",
        text,
    })
}

/// « jeu. 25 », « sam. 27, dim. 28 »: the days that a closure covers from midnight to midnight.
fn whole_days(place: &Placed, tz: Tz, words: Words) -> String {
    let (from, to) = (
        place.part.from.with_timezone(&tz),
        place.part.to.with_timezone(&tz),
    );
    let mut first = from.date_naive();
    if from.num_seconds_from_midnight() > 0 {
        first = first.checked_add_days(Days::new(1)).unwrap_or(first);
    }
    let days: Vec<NaiveDate> = first
        .iter_days()
        .take_while(|day| *day < to.date_naive())
        .take(60)
        .collect();
    let name = |day: &NaiveDate| {
        let wd = chrono::Datelike::weekday(day).number_from_monday();
        let weekday = words.say_with("date-weekday-short", &[("weekday", wd.into())]);
        let number = chrono::Datelike::day(day).to_string();
        words.say_with(
            "date-narrow-day",
            &[("wd", weekday.into()), ("day", number.into())],
        )
    };
    match days.as_slice() {
        [] => String::new(),
        [only] => name(only),
        [first, second] => format!("{}, {}", name(first), name(second)),
        [first, .., last] => format!("{} – {}", name(first), name(last)),
    }
}

/// « 1 h 20 + 1 h 30 + 5 h 10 = 8 heures ouvrées »: the runs of counted time up to the deadline.
fn sum(placed: &[Placed], facts: &BandFacts<'_>, words: Words) -> String {
    let mut runs: Vec<i64> = Vec::new();
    let mut goes_on = false;
    for place in placed
        .iter()
        .filter(|place| place.part.from < facts.deadline)
    {
        let counts = matches!(place.part.kind, BandKind::Counted | BandKind::ToCome);
        match runs.last_mut() {
            Some(run) if counts && goes_on => *run += place.part.seconds(),
            _ if counts => runs.push(place.part.seconds()),
            _ => {}
        }
        goes_on = counts;
    }
    if runs.len() > 6
        || runs.is_empty()
        || placed.len() < facts.parts.iter().filter(|part| part.seconds() > 0).count()
    {
        return facts.target.to_owned();
    }
    let said: Vec<_> = runs
        .iter()
        .map(|run| amount(*run, facts.business, words))
        .collect();
    match said.as_slice() {
        [_] => facts.target.to_owned(),
        _ => format!("{} = {}", said.join(" + "), facts.target),
    }
}
