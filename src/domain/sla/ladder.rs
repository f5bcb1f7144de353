//! Which level of the escalation ladder fires, and when the next one does.

use chrono::{DateTime, TimeDelta, Utc};

use super::clock::{Changed, Clock, Pause, bare};
use crate::domain::{
    calendar::{Share, Target, Unit},
    contract::{Contract, Ladder, When},
};

/// A level that fires now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fire {
    /// The rank in the ladder, from 1; each repeat has a rank of its own.
    pub level: u32,
    /// What the contract says of the level.
    pub when: When,
    /// The instant it was due at, UTC.
    pub due_at: DateTime<Utc>,
    /// Whether it fires more than a minute after it could have: the service stood still.
    pub late: bool,
    /// The lower levels that were missed and fold into this one.
    pub folded: Vec<u32>,
}

/// What to do with a clock now, and when to look at it again.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// The level that fires, the highest that is due.
    pub fire: Option<Fire>,
    /// The highest level that has fired after this step; 0 when none has.
    pub reached: u32,
    /// The next instant at which anything happens to the clock, UTC; always after `now`.
    pub next_at: Option<DateTime<Utc>>,
}

/// Decides what fires at `now` on a clock whose levels up to `reached` have fired.
///
/// Each level fires once per clock and run. When several are due at once the highest fires and the
/// lower are folded into it. A clock that is paused, stopped or without a deadline fires nothing.
#[must_use]
pub fn plan(
    clock: &Clock,
    contract: &Contract,
    reached: u32,
    repeats_stopped: bool,
    now: DateTime<Utc>,
) -> Step {
    let mut step = Step {
        fire: None,
        reached,
        next_at: None,
    };
    if clock.deadline().is_none() {
        return step;
    }
    let ahead: Vec<_> = levels(clock, contract)
        .into_iter()
        .filter(|(rank, when, _)| {
            *rank > reached && !(repeats_stopped && matches!(when, When::RepeatAfter { .. }))
        })
        .collect();
    // The instants never decrease, so what is due comes first.
    let due = ahead.partition_point(|(_, _, at)| *at <= now);
    let (due, later) = ahead.split_at(due);
    step.next_at = later.first().map(|(_, _, at)| *at);
    if let Some(((level, when, due_at), lower)) = due.split_last() {
        let possible_at = (*due_at).max(moved_at(clock));
        step.reached = *level;
        step.fire = Some(Fire {
            level: *level,
            when: *when,
            due_at: *due_at,
            late: now - possible_at > TimeDelta::seconds(60),
            folded: lower.iter().map(|(rank, _, _)| *rank).collect(),
        });
    }
    step
}

/// The last event that moved the levels: one that fires because of it is not late.
fn moved_at(clock: &Clock) -> DateTime<Utc> {
    clock
        .changes
        .iter()
        .rev()
        .find(|change| {
            matches!(
                change.what,
                Changed::Started
                    | Changed::Requalified { .. }
                    | Changed::NatureCorrected { .. }
                    | Changed::Resumed
                    | Changed::PauseLifted
                    | Changed::Reopened
                    | Changed::Moved
            )
        })
        .map_or(clock.started_at, |change| change.at)
}

/// Every level of a clock's ladder: rank from 1, what the contract says, and its instant (UTC).
///
/// Instants never decrease. Warnings lie between the start and the deadline, in open time wherever
/// there is any between the two, at its last instant at the latest. Levels after the breach count
/// open time outside the pauses. Levels that lie beyond the calendar's years are left out. Empty
/// when nothing is promised.
#[must_use]
pub fn levels(clock: &Clock, contract: &Contract) -> Vec<(u32, When, DateTime<Utc>)> {
    let contract = clock.terms(contract);
    laid(clock, contract, contract.ladder(clock.name))
        .into_iter()
        .filter_map(|(rank, when, at)| {
            let told = i64::from(rank).checked_add(clock.ladder_shift)?;
            Some((u32::try_from(told).ok().filter(|rank| *rank > 0)?, when, at))
        })
        .collect()
}

/// How many levels of the contract's ladder count as fired on a clock on which those of another
/// ladder fired up to `rank`: what lies at or before the highest of them, both laid on the present
/// deadline. A warning that fired never stands for a breach.
pub(super) fn covered(clock: &Clock, contract: &Contract, fired: &Ladder, rank: u32) -> u32 {
    let warns = |when: &When| matches!(when, When::Share { .. } | When::Before { .. });
    let highest = laid(clock, contract, fired)
        .into_iter()
        .rfind(|(one, _, _)| *one <= rank);
    let Some((_, highest, until)) = highest else {
        return 0;
    };
    laid(clock, contract, contract.ladder(clock.name))
        .into_iter()
        .take_while(|(_, when, at)| *at <= until && (warns(when) || !warns(&highest)))
        .last()
        .map_or(0, |(rank, _, _)| rank)
}

/// The levels of a ladder on a clock, by the ranks of that ladder.
fn laid(clock: &Clock, contract: &Contract, ladder: &Ladder) -> Vec<(u32, When, DateTime<Utc>)> {
    let Some(deadline) = clock.due_at else {
        return Vec::new();
    };
    let mut levels = Vec::new();
    let mut rank = 0_u32;
    let mut before = clock.started_at;
    for level in &ladder.levels {
        let (every, most) = match level.when {
            When::RepeatAfter { every, most } => (every, most),
            When::Share { .. } | When::Before { .. } | When::Breach | When::After { .. } => {
                (TimeDelta::zero(), 1)
            }
        };
        let anchor = before.max(deadline);
        for time in 1..=most {
            rank = rank.saturating_add(1);
            let instant = match level.when {
                When::Share { num, den } => Some(warning(
                    clock,
                    contract,
                    deadline,
                    share(clock, contract, num, den),
                )),
                When::Before { amount } => Some(warning(
                    clock,
                    contract,
                    deadline,
                    contract
                        .calendar()
                        .before_outside(deadline, amount, &bare(&clock.pauses))
                        .ok(),
                )),
                When::Breach => Some(deadline),
                When::After { amount } => open_after(clock, contract, deadline, amount),
                When::RepeatAfter { .. } => i32::try_from(time)
                    .ok()
                    .and_then(|time| every.checked_mul(time))
                    .and_then(|open| open_after(clock, contract, anchor, open)),
            };
            let Some(instant) = instant else {
                return levels;
            };
            before = instant.max(before);
            levels.push((rank, level.when, before));
        }
    }
    levels
}

/// The instant at which a share of the target's open time is used up.
fn share(clock: &Clock, contract: &Contract, num: u32, den: u32) -> Option<DateTime<Utc>> {
    let promise = clock.promise.as_ref()?;
    contract
        .calendar()
        .share_of_target(
            clock.started_at,
            &promise.target,
            &bare(&clock.pauses),
            Share::new(num, den)?,
        )
        .ok()
}

/// Puts a warning where somebody can act on it: not before the start, not in a pause, not while
/// the desk is closed, not after the deadline.
fn warning(
    clock: &Clock,
    contract: &Contract,
    deadline: DateTime<Utc>,
    wanted: Option<DateTime<Utc>>,
) -> DateTime<Utc> {
    let calendar = contract.calendar();
    let start = clock.started_at;
    let at = out_of_pauses(wanted.unwrap_or(start).max(start), &clock.pauses);
    let staffed = calendar.is_open(at)
        // The last instant of an opening still belongs to it.
        || at > start && calendar.is_open(at - TimeDelta::microseconds(1));
    let at = if staffed {
        at
    } else {
        calendar
            .next_opening(at)
            .filter(|opening| *opening < deadline)
            .unwrap_or(at)
    };
    at.min(deadline)
}

/// The first instant from `at` on that lies in no pause.
fn out_of_pauses(at: DateTime<Utc>, pauses: &[Pause]) -> DateTime<Utc> {
    pauses.iter().fold(at, |at, pause| {
        if pause.from <= at && at < pause.to {
            pause.to
        } else {
            at
        }
    })
}

/// The instant at which that much open time has passed since `from`, outside the pauses.
fn open_after(
    clock: &Clock,
    contract: &Contract,
    from: DateTime<Utc>,
    open: TimeDelta,
) -> Option<DateTime<Utc>> {
    let seconds = u64::try_from(open.num_seconds()).ok()?;
    let target = Target::new(seconds, Unit::BusinessSeconds);
    contract
        .calendar()
        .deadline(from, &target, &bare(&clock.pauses))
        .ok()
}
