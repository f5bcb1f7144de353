//! What pages say of a clock: its chip, its band, its name, why it does not count. The
//! requester's pages and the agents' say it with the same functions.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::{
    band::{Band, BandFacts, BandKind, BandPart, BandSize},
    chip::{Chip, ChipFacts, ChipState},
};
use crate::{
    domain::{
        calendar::{self, Kind, Segment, Why},
        contract::Contract,
        lang,
        sla::{Clock, Outcome, PauseCause, State},
        ticket::{ClockName, PauseReason},
    },
    edges::words::{self, Words},
};

/// How many of the next open intervals a countdown is given.
const OPEN_AHEAD: usize = 4;
/// A break within a day is shorter than this; a longer closure is a night.
const LONGEST_BREAK: TimeDelta = TimeDelta::hours(4);

/// The language of contracts that these words are in.
#[must_use]
pub const fn contract_lang(words: Words) -> lang::Lang {
    match words.lang() {
        words::Lang::Fr => lang::Lang::Fr,
        words::Lang::En => lang::Lang::En,
    }
}

/// The language of pages for a language of letters.
#[must_use]
pub const fn page_lang(lang: lang::Lang) -> words::Lang {
    match lang {
        lang::Lang::Fr => words::Lang::Fr,
        lang::Lang::En => words::Lang::En,
    }
}

/// « Prise en charge », « Résolution ».
#[must_use]
pub fn clock_word(name: ClockName, words: Words) -> String {
    words.say(clock_key(name))
}

/// The key of [`clock_word`].
#[must_use]
pub const fn clock_key(name: ClockName) -> &'static str {
    match name {
        ClockName::Acknowledge => "clock-acknowledge",
        ClockName::Respond => "clock-respond",
        ClockName::Update => "clock-update",
        ClockName::Resolve => "clock-resolve",
    }
}

/// « attente client ».
#[must_use]
pub fn reason_word(reason: PauseReason, words: Words) -> String {
    words.say(&format!("pause-{}", reason.word()))
}

/// Why a clock stood still.
#[must_use]
pub fn cause_word(cause: PauseCause, words: Words) -> String {
    match cause {
        PauseCause::Reason(reason) => reason_word(reason, words),
        PauseCause::Resolved => words.say("pause-resolved"),
        PauseCause::Supposed => words.say("pause-supposed"),
    }
}

/// Why a calendar is closed from `from` to `to`: « Nuit », « Week-end », « Jour de Noël ».
#[must_use]
pub fn closed_word(
    why: &Why,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    tz: Tz,
    words: Words,
) -> String {
    match why {
        Why::OutsideHours if to - from < LONGEST_BREAK => words.say("closed-break"),
        Why::OutsideHours => words.say("closed-night"),
        Why::NoOpeningThatDay => match from.with_timezone(&tz).weekday() {
            Weekday::Sat | Weekday::Sun => words.say("closed-weekend"),
            _ => words.say("closed-day"),
        },
        Why::Holiday(name) => match words.lang() {
            words::Lang::Fr => name.french().to_owned(),
            words::Lang::En => name.english().to_owned(),
        },
        Why::AddedHoliday(label) | Why::Closure(label) | Why::Bridge(label) => label.clone(),
    }
}

/// The latest run of each clock for which something is promised, in the order in which they are
/// shown.
#[must_use]
pub fn current(clocks: &[Clock]) -> Vec<&Clock> {
    ClockName::ALL
        .iter()
        .filter_map(|name| {
            clocks
                .iter()
                .filter(|one| one.name == *name && one.due_at.is_some())
                .max_by_key(|one| one.run)
        })
        .collect()
}

/// The chip of a clock as it stands at `now`; nothing where nothing is promised. `href` leads to
/// the proof; empty for no link.
#[must_use]
pub fn chip(
    clock: &Clock,
    contract: &Contract,
    now: DateTime<Utc>,
    words: Words,
    href: &str,
) -> Option<Chip> {
    let due = clock.due_at?;
    let promise = clock.promise.as_ref()?;
    let business = !promise.target.runs_by_the_clock();
    let tz = contract.calendar().rules().timezone();
    let facts = |state, amount: TimeDelta| ChipFacts {
        href,
        ..ChipFacts::new(state, due, amount.num_seconds().max(0), business)
    };
    let chip = match clock.state {
        State::Running { .. } => {
            let left = clock.time_left(contract, now)?;
            let soon = soon_below(clock, contract);
            let state = match (left.late, soon) {
                (true, _) => ChipState::Late,
                (false, Some(soon)) if left.amount < soon => ChipState::Soon,
                (false, _) => ChipState::Running,
            };
            let open = if business {
                open_ahead(contract, now)
            } else {
                Vec::new()
            };
            let facts = ChipFacts {
                resumes_at: left.resumes_at,
                open: &open,
                soon_below: soon.map(|amount| amount.num_seconds()),
                ..facts(state, left.amount)
            };
            Chip::of(&facts, now, tz, words)
        }
        State::Paused { since, reason, .. } => {
            let reason = reason_word(reason, words);
            let so_far = amount(contract, business, since, now);
            Chip::of(
                &ChipFacts {
                    reason: &reason,
                    ..facts(ChipState::Paused, so_far)
                },
                now,
                tz,
                words,
            )
        }
        State::Stopped { at, outcome } => {
            let (state, amount) = match outcome {
                Outcome::Kept => (ChipState::Kept, amount(contract, business, at, due)),
                Outcome::Missed { by } => (ChipState::Missed, by),
                Outcome::Unpromised => return None,
            };
            Chip::of(&facts(state, amount), now, tz, words)
        }
    };
    Some(chip)
}

/// A fifth of what is promised: below it, a clock is at risk.
fn soon_below(clock: &Clock, contract: &Contract) -> Option<TimeDelta> {
    let promise = clock.promise.as_ref()?;
    let budget = contract
        .calendar()
        .budget(clock.started_at, &promise.target)
        .ok()?;
    Some(budget / 5)
}

/// Time from `from` to `to` in a unit: open time, or real time.
#[must_use]
pub fn amount(
    contract: &Contract,
    business: bool,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> TimeDelta {
    if to <= from {
        TimeDelta::zero()
    } else if business {
        contract.calendar().open_between(from, to)
    } else {
        to - from
    }
}

/// The next open intervals of a calendar, from now on.
#[must_use]
pub fn open_ahead(contract: &Contract, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let calendar = contract.calendar();
    let mut open = Vec::with_capacity(OPEN_AHEAD);
    let mut at = now;
    while open.len() < OPEN_AHEAD {
        let from = if calendar.is_open(at) {
            Some(at)
        } else {
            calendar.next_opening(at)
        };
        let Some((from, to)) = from.and_then(|from| Some((from, calendar.closing(from)?))) else {
            break;
        };
        if to <= at {
            break;
        }
        open.push((from, to));
        at = to;
    }
    open
}

/// The pauses of a clock, the present one too, as calendars count them.
fn pauses(clock: &Clock, now: DateTime<Utc>) -> Vec<(calendar::Pause, PauseCause)> {
    let over = clock.pauses.iter().map(|pause| {
        (
            calendar::Pause {
                from: pause.from,
                to: pause.to,
            },
            pause.cause,
        )
    });
    let present = match clock.state {
        State::Paused { since, reason, .. } => {
            let pause = calendar::Pause {
                from: since,
                to: now.max(since),
            };
            Some((pause, PauseCause::Reason(reason)))
        }
        State::Running { .. } | State::Stopped { .. } => None,
    };
    over.chain(present).collect()
}

/// A stretch of a clock's time, with the reason when it does not count.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stretch {
    /// The stretch.
    pub segment: Segment,
    /// Why it does not count, in words; empty when it counts.
    pub why: String,
}

/// Every stretch of a clock from its start to its deadline, or to where it stands when that is
/// later. Nothing where nothing is promised.
#[must_use]
pub fn stretches(
    clock: &Clock,
    contract: &Contract,
    now: DateTime<Utc>,
    words: Words,
) -> Vec<Stretch> {
    let (Some(promise), Some(due)) = (&clock.promise, clock.due_at) else {
        return Vec::new();
    };
    let stands = match clock.state {
        State::Running { .. } | State::Paused { .. } => now,
        State::Stopped { at, .. } => at,
    };
    let pauses = pauses(clock, now);
    let bare: Vec<_> = pauses.iter().map(|(pause, _)| *pause).collect();
    let calendar = contract.calendar();
    let unrolled = if stands > due {
        calendar.proof_until(clock.started_at, &promise.target, &bare, stands)
    } else {
        calendar.proof(clock.started_at, &promise.target, &bare)
    };
    let Ok(proof) = unrolled else {
        return Vec::new();
    };
    let tz = calendar.rules().timezone();
    proof
        .segments
        .into_iter()
        .map(|segment| {
            let why = match &segment.kind {
                Kind::Counted => String::new(),
                Kind::Paused(rank) => pauses
                    .get(*rank)
                    .map(|(_, cause)| cause_word(*cause, words))
                    .unwrap_or_default(),
                Kind::Closed(why) => closed_word(why, segment.from, segment.to, tz, words),
            };
            Stretch { segment, why }
        })
        .collect()
}

/// The time band of a clock; nothing where nothing is promised. `id` names it within its page.
#[must_use]
pub fn band(
    clock: &Clock,
    contract: &Contract,
    now: DateTime<Utc>,
    size: BandSize,
    id: &str,
    words: Words,
) -> Option<Band> {
    let promise = clock.promise.as_ref()?;
    let until = match clock.state {
        State::Stopped { at, .. } => at,
        State::Running { .. } | State::Paused { .. } => now,
    };
    let mut parts = Vec::new();
    for Stretch { segment, why } in stretches(clock, contract, now, words) {
        let mut part = |from, to, kind| {
            if from < to {
                parts.push(BandPart {
                    from,
                    to,
                    kind,
                    label: why.clone(),
                });
            }
        };
        match segment.kind {
            Kind::Counted => {
                let middle = until.clamp(segment.from, segment.to);
                part(segment.from, middle, BandKind::Counted);
                part(middle, segment.to, BandKind::ToCome);
            }
            Kind::Paused(_) => part(segment.from, segment.to, BandKind::Paused),
            Kind::Closed(_) => part(segment.from, segment.to, BandKind::Closed),
        }
    }
    let deadline = match clock.state {
        State::Paused { .. } => parts.last()?.to,
        State::Running { .. } | State::Stopped { .. } => clock.due_at?,
    };
    let facts = BandFacts {
        id,
        name: &clock_word(clock.name, words),
        parts: &parts,
        now: until,
        deadline,
        target: &promise.words(contract_lang(words)),
        business: !promise.target.runs_by_the_clock(),
    };
    Band::of(&facts, size, contract.calendar().rules().timezone(), words)
}
