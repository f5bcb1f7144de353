//! What another version of a contract moves.

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
    let due = |clocks: &[Clock], name| {
        let live =
            |clock: &&Clock| clock.name == name && !matches!(clock.state, State::Stopped { .. });
        last_runs(clocks).find(live).and_then(|clock| clock.due_at)
    };
    ClockName::ALL
        .into_iter()
        .filter_map(|clock| {
            let (from, to) = (due(before, clock), due(since, clock));
            (from != to).then_some(MovedDeadline { clock, from, to })
        })
        .collect()
}
