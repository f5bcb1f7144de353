//! Deadlines that move because of another version of the contract, or of a decision on a pause.

use super::{
    clock::{Clock, State, last_runs},
    error::ReplayError,
};
use crate::domain::{
    contract::Contract,
    ticket::{ClockName, Event, MovedDeadline, What},
};

/// The versions under which a ticket was, one after the other.
pub(super) fn versions<'a>(
    events: &[Event],
    last: &'a Contract,
) -> Result<Vec<&'a Contract>, ReplayError> {
    let mut versions = Vec::new();
    for event in events {
        if let What::MovedToVersion { from, .. } = &event.what {
            let unknown = ReplayError::UnknownVersion { seq: event.seq };
            versions.push(last.earlier(*from).ok_or(unknown)?);
        }
    }
    versions.push(last);
    Ok(versions)
}

/// The deadlines of a ticket that another version of its contract moves, from its clocks under the
/// version before and under the version since. What had stopped is not moved.
#[must_use]
pub fn moved_deadlines(before: &[Clock], since: &[Clock]) -> Vec<MovedDeadline> {
    let live = |clocks: &[Clock], name| {
        let live =
            |clock: &&Clock| clock.name == name && !matches!(clock.state, State::Stopped { .. });
        let found = last_runs(clocks).find(live);
        found.map(|clock| (clock.run, clock.due_at))
    };
    ClockName::ALL
        .into_iter()
        .filter_map(|clock| {
            let (before, since) = (live(before, clock), live(since, clock));
            let (run, _) = since.or(before)?;
            let (from, to) = (
                before.and_then(|(_, due)| due),
                since.and_then(|(_, due)| due),
            );
            (from != to).then_some(MovedDeadline {
                clock,
                run,
                from,
                to,
            })
        })
        .collect()
}

/// The deadlines that moved from one replay of a history to a later one, of runs that are in both.
#[must_use]
pub fn moved(before: &[Clock], after: &[Clock]) -> Vec<MovedDeadline> {
    let same = |clock: &Clock| {
        let same = |one: &&Clock| one.name == clock.name && one.run == clock.run;
        before.iter().find(same)
    };
    after
        .iter()
        .filter_map(|clock| {
            let (from, to) = (same(clock)?.due_at?, clock.due_at?);
            (from != to).then_some(MovedDeadline {
                clock: clock.name,
                run: clock.run,
                from: Some(from),
                to: Some(to),
            })
        })
        .collect()
}
