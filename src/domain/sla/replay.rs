//! From a ticket's history to its clocks.

use super::{clock::Clock, error::ReplayError, history::History, moves::versions};
use crate::domain::{contract::Contract, ticket::Event};

/// Gives every run of every clock for which the contract promises something, in the order of
/// [`ClockName::ALL`] and of the runs.
///
/// `acknowledge` runs from filing until the ticket is taken in charge, answered or resolved;
/// `respond` until it is answered or resolved; `resolve` until it is resolved; `update` from the
/// moment it is taken in charge or answered, each answer and each news to the requester beginning
/// another run; news are no answer, and `respond` runs on. A reopened ticket runs `resolve` and
/// `update` again from the same start, without the time it stood resolved.
///
/// A ticket that was moved to another version of its contract is read under each version in its time:
/// what had stopped by then is held to the version before, what ran is counted anew from its start.
/// `contract` is the last version, and follows the others.
///
/// # Errors
/// When the history has a gap or breaks the life cycle, names a pause that the contract does not
/// know, or when a deadline lies beyond what the calendar covers.
pub fn replay(events: &[Event], contract: &Contract) -> Result<Vec<Clock>, ReplayError> {
    clocks(events, &versions(events, contract)?, false)
}

/// As [`replay`], supposing that the contract had held all along: moves to other versions change
/// nothing, and a wait that the contract does not know stops nothing.
///
/// # Errors
/// As [`replay`], but for pauses.
pub fn supposed(events: &[Event], contract: &Contract) -> Result<Vec<Clock>, ReplayError> {
    clocks(events, &[contract], true)
}

fn clocks(
    events: &[Event],
    versions: &[&Contract],
    supposed: bool,
) -> Result<Vec<Clock>, ReplayError> {
    let (first, rest) = events.split_first().ok_or(ReplayError::Empty)?;
    let (contract, later) = versions.split_first().ok_or(ReplayError::Empty)?;
    let mut history = History::begin(first, contract, later)?;
    history.supposed = supposed;
    for event in rest {
        history.take(event)?;
    }
    let last = history.contract;
    let mut clocks = Vec::with_capacity(history.runs.len());
    for run in history.runs.into_iter().filter(|run| run.timed) {
        let name = run.name;
        // Those that are held to a version were read under it.
        let terms = run.held_to.and_then(|version| last.earlier(version));
        let clock = run
            .clock(terms.unwrap_or(last))
            .map_err(|error| ReplayError::Calendar { clock: name, error })?;
        clocks.push(clock);
    }
    clocks.sort_by_key(|clock| (clock.name, clock.run));
    Ok(clocks)
}
