//! The deadline chip: icon, word and colour; the absolute instant, then what is left.
//!
//! One drawing for queue, ticket and proof. All words are decided here; a small script counts
//! down from the machine values, and without it the chip is right at the time of the page.

use std::{fmt::Write as _, sync::LazyLock};

use askama::{Template, filters::HtmlSafe};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::edges::words::{
    FluentValue, Lang, Words, dates,
    durations::{amount, amount_in_unit},
    zones::zone_words,
};

/// What the script replaces in a sentence by an amount of time.
const PLACE: &str = "##";

/// How a clock stands, as the chip shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipState {
    /// Runs, with time enough.
    Running,
    /// Runs, and little is left.
    Soon,
    /// Runs, and its deadline has passed.
    Late,
    /// Does not run for now.
    Paused,
    /// Stopped in time.
    Kept,
    /// Stopped late.
    Missed,
}

impl ChipState {
    const fn class(self) -> &'static str {
        match self {
            Self::Running => "chip-run",
            Self::Soon => "chip-soon",
            Self::Late => "chip-late",
            Self::Paused => "chip-pause",
            Self::Kept => "chip-kept",
            Self::Missed => "chip-missed",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Running => "clock",
            Self::Soon => "soon",
            Self::Late | Self::Missed => "late",
            Self::Paused => "pause",
            Self::Kept => "kept",
        }
    }
}

/// What a chip is made of.
#[derive(Debug, Clone)]
pub struct ChipFacts<'a> {
    /// How the clock stands.
    pub state: ChipState,
    /// The deadline, UTC.
    pub at: DateTime<Utc>,
    /// Seconds in the unit of the target, never negative: left while running, over when late,
    /// paused so far when paused, to spare when kept, over when missed.
    pub seconds: i64,
    /// Whether the unit is business time, which the words then say.
    pub business: bool,
    /// Why the clock is paused, in words: « attente client ». Empty when it is not.
    pub reason: &'a str,
    /// When the calendar opens again, if it is closed now; nothing for hours by the clock.
    pub resumes_at: Option<DateTime<Utc>>,
    /// The next open intervals of the calendar from now on, for the countdown; a few suffice.
    pub open: &'a [(DateTime<Utc>, DateTime<Utc>)],
    /// Below how many seconds left the clock is at risk; nothing where that is not known.
    pub soon_below: Option<i64>,
    /// Words that take the place of the remainder: « 11 min sur 4 h ».
    pub detail: Option<&'a str>,
    /// The page that explains this deadline; empty for no link.
    pub href: &'a str,
}

impl ChipFacts<'_> {
    /// Facts without reason, countdown and link, to fill in.
    #[must_use]
    pub const fn new(state: ChipState, at: DateTime<Utc>, seconds: i64, business: bool) -> Self {
        Self {
            state,
            at,
            seconds,
            business,
            reason: "",
            resumes_at: None,
            open: &[],
            soon_below: None,
            detail: None,
            href: "",
        }
    }
}

/// A chip, ready to be printed: `{{ chip }}`.
#[derive(Debug, Clone, Template)]
#[template(path = "partials/chip.html")]
pub struct Chip {
    class: &'static str,
    icon: &'static str,
    at: String,
    datetime: String,
    long: String,
    left: String,
    href: String,
    count: Option<Countdown>,
}

impl HtmlSafe for Chip {}

/// What the script counts down from.
#[derive(Debug, Clone)]
struct Countdown {
    left: i64,
    open: String,
    soon: String,
    business: bool,
    say_left: &'static str,
    say_soon: &'static str,
    say_late: &'static str,
}

impl Chip {
    /// The chip of a clock, as it stands at `now`, in the zone of the contract.
    #[must_use]
    pub fn of(facts: &ChipFacts<'_>, now: DateTime<Utc>, tz: Tz, words: Words) -> Self {
        let lang = words.lang();
        let at = match facts.state {
            ChipState::Running | ChipState::Soon | ChipState::Late => {
                dates::short(facts.at, now, tz, lang)
            }
            ChipState::Paused => words.say("chip-paused"),
            ChipState::Kept => words.say("chip-kept"),
            ChipState::Missed => words.say("chip-missed"),
        };
        Self {
            class: facts.state.class(),
            icon: facts.state.icon(),
            at,
            datetime: dates::machine(facts.at, tz),
            long: words.say_with(
                "chip-due",
                &[
                    ("due", dates::long_date_time(facts.at, tz, lang).into()),
                    ("zone", zone_words(tz, words).into()),
                ],
            ),
            left: facts
                .detail
                .map_or_else(|| remainder(facts, now, tz, words), ToOwned::to_owned),
            href: facts.href.to_owned(),
            count: countdown(facts, now, words),
        }
    }
}

impl Chip {
    /// The same chip as a picture that does not count down, for examples.
    #[must_use]
    pub fn still(mut self) -> Self {
        self.count = None;
        self
    }
}

/// « reste 2 h 28 ouvrées », « reprend ven. 8:00 », « attente client · 3 h »…
fn remainder(facts: &ChipFacts<'_>, now: DateTime<Utc>, tz: Tz, words: Words) -> String {
    let said = |key, amount: String| words.say_with(key, &[("amount", FluentValue::from(amount))]);
    let in_unit = || amount_in_unit(facts.seconds, facts.business, words);
    let in_unit_if_it_differs =
        || amount_in_unit(facts.seconds, facts.business && differs(facts, now), words);
    match (facts.state, facts.resumes_at) {
        (ChipState::Running | ChipState::Soon, Some(opening)) => {
            let opening = dates::short(opening, now, tz, words.lang());
            words.say_with("chip-resumes", &[("at", opening.into())])
        }
        (ChipState::Running, None) => said("chip-left", in_unit()),
        (ChipState::Soon, None) => said("chip-soon", in_unit_if_it_differs()),
        (ChipState::Late, _) => said("chip-late", in_unit_if_it_differs()),
        (ChipState::Paused, _) if facts.seconds < 60 => facts.reason.to_owned(),
        (ChipState::Paused, _) => words.say_with(
            "chip-paused-for",
            &[
                ("reason", facts.reason.into()),
                (
                    "amount",
                    amount(facts.seconds, facts.business, words).into(),
                ),
            ],
        ),
        (ChipState::Kept, _) => said("chip-early", amount(facts.seconds, facts.business, words)),
        (ChipState::Missed, _) => said("chip-over", in_unit()),
    }
}

/// Whether the amount in business time is another than the one by the clock, by a minute or more.
fn differs(facts: &ChipFacts<'_>, now: DateTime<Utc>) -> bool {
    let by_the_clock = (facts.at - now).num_seconds().saturating_abs();
    by_the_clock.saturating_sub(facts.seconds).saturating_abs() >= 60
}

fn countdown(facts: &ChipFacts<'_>, now: DateTime<Utc>, words: Words) -> Option<Countdown> {
    let left = match facts.state {
        ChipState::Running | ChipState::Soon => facts.seconds,
        ChipState::Late => facts.seconds.saturating_neg(),
        ChipState::Paused | ChipState::Kept | ChipState::Missed => return None,
    };
    let mut open = String::new();
    for (from, to) in facts.open.iter().filter(|(_, to)| *to > now).take(4) {
        let comma = if open.is_empty() { "" } else { "," };
        // Writing into a String cannot fail.
        let _ = write!(open, "{comma}{}-{}", from.timestamp(), to.timestamp());
    }
    let in_unit = facts.business && differs(facts, now);
    let (plain, unit) = Pattern::of(words);
    let pattern = |in_unit: bool| if in_unit { unit } else { plain };
    Some(Countdown {
        left,
        open,
        soon: facts
            .soon_below
            .map(|seconds| seconds.to_string())
            .unwrap_or_default(),
        business: facts.business,
        say_left: &pattern(facts.business).left,
        say_soon: &pattern(in_unit).soon,
        say_late: &pattern(in_unit).late,
    })
}

/// The sentences of a countdown, with a place for the amount.
struct Pattern {
    left: String,
    soon: String,
    late: String,
}

impl Pattern {
    /// For amounts alone, and for those that name their unit.
    fn of(words: Words) -> (&'static Self, &'static Self) {
        type Both = (Pattern, Pattern);
        static FRENCH: LazyLock<Both> = LazyLock::new(|| Pattern::both(Lang::Fr.words()));
        static ENGLISH: LazyLock<Both> = LazyLock::new(|| Pattern::both(Lang::En.words()));
        let (plain, unit) = match words.lang() {
            Lang::Fr => &*FRENCH,
            Lang::En => &*ENGLISH,
        };
        (plain, unit)
    }

    fn both(words: Words) -> (Self, Self) {
        let of = |place: &str| {
            let said = |key| words.say_with(key, &[("amount", place.into())]);
            Self {
                left: said("chip-left"),
                soon: said("chip-soon"),
                late: said("chip-late"),
            }
        };
        let unit = words.say_with("amount-business", &[("amount", PLACE.into())]);
        (of(PLACE), of(&unit))
    }
}

#[cfg(test)]
mod tests;
