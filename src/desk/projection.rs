//! From a ticket's history to what is stored of it: clocks with their next instants, its place
//! in the queue.

use chrono::{DateTime, Utc};

use crate::domain::{
    contract::{Contract, When},
    ids::ClockId,
    sla::{self, Clock, Outcome, State},
    stored_clock::{StoredClock, StoredState},
    ticket::{ClockName, DueRank, Event, QueuePlace, Status, Ticket, open_pause},
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
    let mut place = place(ticket, &clocks);
    if ticket.status == Status::Paused && place.pause.is_none() {
        // Nothing stands still that is promised, and yet somebody is waited for.
        place.pause = open_pause(events).map(|(reason, _)| reason);
    }
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

/// Where the ticket stands in the queue: what falls due first comes first; what is paused, and
/// then what is resolved, comes after.
pub(super) fn place(ticket: &Ticket, clocks: &[Clock]) -> QueuePlace {
    let pause = clocks.iter().find_map(|clock| match clock.state {
        State::Paused { reason, .. } => Some((clock.name, reason)),
        State::Running { .. } | State::Stopped { .. } => None,
    });
    let place = |rank, clock: Option<ClockName>| QueuePlace {
        rank,
        due_at: ticket.changed_at,
        clock,
        pause: pause.map(|(_, reason)| reason),
    };
    if ticket.status == Status::Resolved {
        let last = clocks
            .iter()
            .find(|clock| clock.name == ClockName::Resolve)
            .or_else(|| clocks.first());
        return place(DueRank::Resolved, last.map(|clock| clock.name));
    }
    if let Some((clock, deadline)) = sla::due_first(clocks) {
        return QueuePlace {
            due_at: deadline,
            ..place(DueRank::Running, Some(clock.name))
        };
    }
    match pause {
        Some((clock, _)) => place(DueRank::Paused, Some(clock)),
        None if ticket.status == Status::Paused => place(DueRank::Paused, None),
        None => {
            let last = clocks
                .iter()
                .find(|clock| matches!(clock.state, State::Stopped { .. }));
            place(DueRank::Nothing, last.map(|clock| clock.name))
        }
    }
}
