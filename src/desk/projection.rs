//! From a ticket's history to what is stored of it: clocks with their next instants, its place
//! in the queue.

use chrono::{DateTime, Utc};

use crate::domain::{
    contract::{Contract, When},
    ids::ClockId,
    sla::{self, Clock, Outcome, State},
    stored_clock::{StoredClock, StoredState},
    ticket::{ClockName, DueRank, Event, PauseReason, QueuePlace, Status, Ticket, open_pause},
};

use super::Error;

/// The clocks of a history, and what is to be stored of them.
#[derive(Debug)]
pub(super) struct Projection {
    pub(super) clocks: Vec<Clock>,
    pub(super) stored: Vec<StoredClock>,
    pub(super) place: QueuePlace,
}

/// Replays a history. Of the clocks stored `before`, only their identity is kept.
pub(super) fn project(
    ticket: &Ticket,
    events: &[Event],
    contract: &Contract,
    before: &[StoredClock],
) -> Result<Projection, Error> {
    let replayed = sla::replay(events, contract)?;
    let clocks: Vec<Clock> = sla::last_runs(&replayed).cloned().collect();
    let stored = clocks
        .iter()
        .map(|clock| stored(ticket, clock, contract, before))
        .collect();
    let paused = open_pause(events).filter(|_| ticket.status == Status::Paused);
    let place = place(ticket, &clocks, paused);
    Ok(Projection {
        clocks,
        stored,
        place,
    })
}

fn stored(
    ticket: &Ticket,
    clock: &Clock,
    contract: &Contract,
    before: &[StoredClock],
) -> StoredClock {
    let known = before.iter().find(|one| one.name == clock.name);
    let state = match &clock.state {
        State::Running { .. } => StoredState::Running,
        State::Paused { since, reason, .. } => StoredState::Paused {
            since: *since,
            reason: *reason,
        },
        State::Stopped { at, outcome } => {
            let kept = match outcome {
                Outcome::Kept => Some(true),
                Outcome::Missed { .. } => Some(false),
                Outcome::Unpromised => None,
            };
            StoredState::Stopped { at: *at, kept }
        }
    };
    StoredClock {
        id: known.map_or_else(ClockId::fresh, |one| one.id),
        ticket: ticket.id,
        name: clock.name,
        run: clock.run,
        priority: clock.priority,
        state,
        started_at: clock.started_at,
        deadline: match state {
            StoredState::Running | StoredState::Stopped { .. } => clock.due_at,
            StoredState::Paused { .. } => None,
        },
        reached: clock.reached,
        repeats_stopped: clock.repeats_stopped,
        next_at: next_at(clock, contract),
    }
}

/// The next instant at which anything happens to a clock: that of the first level above those
/// it has reached. It may have passed already; the worker then wakes at once.
pub(super) fn next_at(clock: &Clock, contract: &Contract) -> Option<DateTime<Utc>> {
    clock.deadline()?;
    sla::levels(clock, contract)
        .into_iter()
        .filter(|(rank, when, _)| {
            *rank > clock.reached
                && !(clock.repeats_stopped && matches!(when, When::RepeatAfter { .. }))
        })
        .map(|(_, _, at)| at)
        .min()
}

/// Where the ticket stands in the queue: what falls due first comes first; what is paused comes
/// after, the longest wait first, and then what is resolved.
fn place(
    ticket: &Ticket,
    clocks: &[Clock],
    paused: Option<(PauseReason, DateTime<Utc>)>,
) -> QueuePlace {
    let at = |rank, due_at, clock: Option<ClockName>| QueuePlace {
        rank,
        due_at,
        clock,
        pause: paused.map(|(reason, _)| reason),
    };
    let stopped = |clock: &&Clock| matches!(clock.state, State::Stopped { .. });
    let last_stopped = || clocks.iter().find(stopped).map(|clock| clock.name);
    match (ticket.status, sla::due_first(clocks), paused) {
        (Status::Resolved, _, _) => {
            let resolve = clocks.iter().find(|clock| clock.name == ClockName::Resolve);
            let shown = resolve.or_else(|| clocks.first()).map(|clock| clock.name);
            at(DueRank::Resolved, ticket.changed_at, shown)
        }
        (_, Some((clock, deadline)), _) => at(DueRank::Running, deadline, Some(clock.name)),
        (_, None, Some((_, since))) => {
            let shown = clocks
                .iter()
                .find(|clock| matches!(clock.state, State::Paused { .. }));
            at(
                DueRank::Paused,
                since,
                shown.map(|clock| clock.name).or_else(last_stopped),
            )
        }
        (_, None, None) => at(DueRank::Nothing, ticket.changed_at, last_stopped()),
    }
}
