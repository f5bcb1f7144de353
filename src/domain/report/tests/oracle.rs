//! The figures of a period counted the slow way: the state of every ticket at every instant that matters, from
//! the beginning of its history each time.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{
    contract::Contract,
    sla::{Changed, Clock, Outcome, State, replay, scenes::Story},
    ticket::{ClockName, Event, Status, Step, What},
};

/// What was counted.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Counted {
    pub filed: u64,
    pub resolved: u64,
    pub reopened: u64,
    pub requalified: u64,
    pub kept: u64,
    pub missed: u64,
    pub open_at_end: u64,
    pub open_seconds: i64,
    /// Minutes from filing to each resolution, in order.
    pub resolutions: Vec<i64>,
}

/// The state right before an instant; none before the filing.
fn status_before(events: &[Event], at: DateTime<Utc>) -> Option<Status> {
    let (mut status, mut taken) = (None, false);
    for event in events.iter().filter(|event| event.at < at) {
        let step = match event.what {
            What::Filed { .. } => {
                status = Some(Status::New);
                continue;
            }
            What::TakenInCharge => Step::TakeCharge,
            What::Replied { .. } | What::Informed { .. } => Step::Reply,
            What::RequesterReplied { .. } => Step::RequesterReply,
            What::Paused { .. } => Step::Pause,
            What::Resumed => Step::Resume,
            What::Resolved => Step::Resolve,
            What::Reopened { .. } => Step::Reopen,
            _ => continue,
        };
        status = status.map(|one| one.after(step, taken).unwrap());
        taken |= event.what.takes_in_charge();
    }
    status
}

/// Counts a story between two instants.
pub fn count(
    counted: &mut Counted,
    story: &Story,
    contract: &Contract,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) {
    let within = |at: DateTime<Utc>| from <= at && at < to;
    let filed = story.events[0].at;
    for event in &story.events {
        let n = u64::from(within(event.at));
        match event.what {
            What::Filed { .. } => counted.filed += n,
            What::Resolved => {
                counted.resolved += n;
                if n == 1 {
                    let seconds = (event.at - filed).num_seconds();
                    counted
                        .resolutions
                        .push(seconds / 60 + i64::from(seconds % 60 > 0));
                }
            }
            What::Reopened { .. } => counted.reopened += n,
            What::Requalified { .. } => counted.requalified += n,
            _ => {}
        }
    }
    // The promises that the run before was late with: one that goes on after a reopening is late with
    // the same.
    let mut late: Vec<(ClockName, DateTime<Utc>)> = Vec::new();
    for clock in replay(&story.events, contract).unwrap() {
        let reopened: Vec<_> = clock
            .changes
            .iter()
            .filter(|one| one.what == Changed::Reopened)
            .collect();
        let begun = reopened.last().map_or(clock.started_at, |one| one.at);
        let promise = (clock.name, clock.started_at);
        match fate(&clock) {
            Some((true, at)) => {
                counted.kept += u64::from(within(at));
                late.retain(|one| *one != promise);
            }
            Some((false, at)) if at < begun && late.contains(&promise) => {}
            Some((false, at)) => {
                counted.missed += u64::from(within(at.max(begun)));
                late.push(promise);
            }
            None => late.retain(|one| *one != promise),
        }
    }
    let is_open = |at| status_before(&story.events, at).is_some_and(|one| one != Status::Resolved);
    counted.open_at_end += u64::from(is_open(to));
    // Between two instants at which anything happens, the state is one.
    let mut instants: Vec<DateTime<Utc>> = story.events.iter().map(|event| event.at).collect();
    instants.extend([from, to]);
    instants.retain(|at| from <= *at && *at <= to);
    instants.sort_unstable();
    for pair in instants.windows(2) {
        if is_open(pair[0] + TimeDelta::microseconds(1)) {
            counted.open_seconds += (pair[1] - pair[0]).num_seconds();
        }
    }
}

/// Whether a promise was kept, and when that was known; none while it is not.
fn fate(clock: &Clock) -> Option<(bool, DateTime<Utc>)> {
    let due = clock.due_at?;
    match clock.state {
        State::Stopped { at, outcome } => match outcome {
            Outcome::Unpromised => None,
            _ if at <= due => Some((true, at)),
            _ => Some((false, due)),
        },
        State::Running { .. } => Some((false, due)),
        State::Paused { since, .. } => (due < since).then_some((false, due)),
    }
}
