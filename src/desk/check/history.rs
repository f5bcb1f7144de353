//! What a ticket's row, its clocks and its place in the queue say, against its history.

use crate::{
    domain::{
        stored_clock::{StoredClock, StoredState},
        ticket::{Actor, Event, QueuePlace, Status, Ticket, What},
    },
    store::audit::Kept,
};

use super::{Aspect, Notes, moves};

/// A ticket as its history tells it.
#[derive(Debug)]
pub(super) struct Told {
    /// The ticket after the last event.
    pub(super) last: Ticket,
    /// The least and the most changes by people that can have made the history.
    changes: (i64, i64),
}

/// Events from 1 on, without gaps, as many as the ticket says.
pub(super) fn count(kept: &Kept, notes: &mut Notes) {
    for (event, rank) in kept.events.iter().zip(1..) {
        if event.seq != rank {
            notes.note(
                Aspect::History,
                format!("event {rank} is missing: {} comes in its place", event.seq),
            );
            break;
        }
    }
    let there = i64::try_from(kept.events.len()).unwrap_or(i64::MAX);
    if there != kept.row.events {
        notes.note(
            Aspect::Events,
            format!("it counts {} events, there are {there}", kept.row.events),
        );
    }
}

/// Lives the history again. None when it cannot have happened.
pub(super) fn told(ticket: &Ticket, events: &[Event], notes: &mut Notes) -> Option<Told> {
    let Some(first) = events.first() else {
        notes.note(Aspect::History, "it has no history");
        return None;
    };
    let mut last = Ticket {
        priority_confirmed: false,
        assignee: None,
        status: Status::New,
        filed_at: first.at,
        changed_at: first.at,
        contract: moves::first_version(events).unwrap_or(ticket.contract),
        ..ticket.clone()
    };
    let mut taken = false;
    for event in events {
        if let Err(refused) = last.apply(event, taken) {
            notes.note(
                Aspect::History,
                format!("event {} cannot have happened: {refused}", event.seq),
            );
            return None;
        }
        taken |= event.what.takes_in_charge();
    }
    Some(Told {
        last,
        changes: changes(events),
    })
}

/// How many changes made these events: those that come of one change may also have been made
/// one by one, where the clock did not move in between.
fn changes(events: &[Event]) -> (i64, i64) {
    let (mut least, mut most) = (0, 0);
    let mut before: Option<&Event> = None;
    for event in events.iter().skip(1).filter(|event| moves(event)) {
        let joined = before.is_some_and(|before| {
            let follows = match (&before.what, &event.what) {
                (What::Assigned { to }, What::TakenInCharge | What::Replied { .. }) => {
                    *to == event.actor.person()
                }
                (What::Replied { .. }, What::Resolved)
                | (What::Resumed, What::PauseLifted { .. })
                | (What::Replied { .. } | What::Noted { .. }, What::WorkaroundRecorded { .. })
                | (What::RequesterReplied { .. }, What::Resumed | What::Reopened { .. }) => true,
                _ => false,
            };
            follows
                && before.actor == event.actor
                && before.at == event.at
                && before.seq.saturating_add(1) == event.seq
        });
        if !joined {
            least += 1;
            most += 1;
        } else if matches!(event.actor, Actor::Agent(_)) {
            most += 1;
        }
        before = Some(event);
    }
    (least, most)
}

/// Whether a change made it that is one of its own: the ladder's events leave the ticket as it is,
/// and what is told of a message comes with the message.
const fn moves(event: &Event) -> bool {
    !matches!(
        event.what,
        What::Escalated { .. }
            | What::EscalationAcknowledged { .. }
            | What::TimeSpent { .. }
            | What::Mentioned { .. }
            | What::FollowerAdded { .. }
            | What::FollowerRemoved { .. }
            | What::Rated { .. }
            | What::TakenOver { .. }
            | What::ConsentGiven { .. }
            | What::ConsentRefused
            | What::ConsentWithdrawn { .. }
            | What::PlatformEntered { .. }
    )
}

/// The ticket's row.
pub(super) fn compare(ticket: &Ticket, told: &Told, events: &[Event], notes: &mut Notes) {
    let last = &told.last;
    notes.same(Aspect::Status, "the state", &ticket.status, &last.status);
    notes.same(
        Aspect::Priority,
        "the priority",
        &ticket.priority,
        &last.priority,
    );
    notes.same(
        Aspect::Priority,
        "whether the priority is confirmed",
        &ticket.priority_confirmed,
        &last.priority_confirmed,
    );
    notes.same(
        Aspect::Qualification,
        "the nature",
        &ticket.nature,
        &last.nature,
    );
    notes.same(
        Aspect::Contract,
        "the version of its contract",
        &ticket.contract,
        &last.contract,
    );
    notes.same(
        Aspect::Assignee,
        "the assignee",
        &ticket.assignee,
        &last.assignee,
    );
    notes.same(
        Aspect::Filing,
        "when it was filed",
        &ticket.filed_at,
        &last.filed_at,
    );
    let by = events.first().and_then(|first| first.actor.person());
    notes.same(Aspect::Filing, "who filed it", &Some(ticket.requester), &by);
    if let Some(event) = events.iter().rev().find(|event| moves(event)) {
        notes.same(
            Aspect::Changed,
            "when it last changed",
            &ticket.changed_at,
            &event.at,
        );
    }
    let (least, most) = told.changes;
    let made = ticket.version.saturating_sub(1);
    if made < least || most < made {
        notes.note(
            Aspect::Version,
            format!(
                "its version {} means {made} changes, the history tells of {least}",
                ticket.version
            ),
        );
    }
}

/// The clocks; `replayed` carries the ids of those that are stored.
pub(super) fn clocks(stored: &[StoredClock], replayed: &[StoredClock], notes: &mut Notes) {
    for clock in stored {
        if replayed.iter().all(|one| one.name != clock.name) {
            notes.note(
                Aspect::Clock,
                format!("the clock {} is stored, the history has none", clock.name),
            );
        }
    }
    for expected in replayed {
        match stored.iter().find(|one| one.name == expected.name) {
            Some(clock) => same_clock(clock, expected, notes),
            None => notes.note(
                Aspect::Clock,
                format!("the clock {} is missing", expected.name),
            ),
        }
    }
}

fn same_clock(stored: &StoredClock, replayed: &StoredClock, notes: &mut Notes) {
    let StoredClock {
        id: _,
        ticket: _,
        name,
        run,
        priority,
        state,
        started_at,
        deadline,
        reached,
        repeats_stopped,
        next_at,
    } = replayed;
    let of = |what: &str| format!("{what} of the clock {name}");
    let on = Aspect::Clock;
    notes.same(on, &of("the run"), &stored.run, run);
    notes.same(on, &of("the priority"), &stored.priority, priority);
    notes.same(on, &of("the start"), &stored.started_at, started_at);
    notes.same(on, &of("the deadline"), &stored.deadline, deadline);
    notes.same(on, &of("the level reached"), &stored.reached, reached);
    notes.same(
        on,
        &of("whether repeats are over"),
        &stored.repeats_stopped,
        repeats_stopped,
    );
    notes.same(on, &of("the next instant"), &stored.next_at, next_at);
    if stored.state != *state {
        let (stored, replayed) = (state_told(&stored.state), state_told(state));
        notes.note(
            on,
            format!("the clock {name} is stored as {stored}, the history gives {replayed}"),
        );
    }
}

fn state_told(state: &StoredState) -> String {
    match state {
        StoredState::Running => "running".to_owned(),
        StoredState::Paused { since, reason } => format!("paused since {since} ({reason})"),
        StoredState::Stopped { at, kept } => {
            let how = match kept {
                Some(true) => "kept",
                Some(false) => "missed",
                None => "nothing promised",
            };
            format!("stopped at {at} ({how})")
        }
    }
}

/// The place in the queue.
pub(super) fn place(stored: &QueuePlace, replayed: &QueuePlace, notes: &mut Notes) {
    let on = Aspect::Place;
    if stored.rank != replayed.rank {
        notes.note(
            on,
            format!(
                "it stands in the queue as {:?}, the history gives {:?}",
                stored.rank, replayed.rank
            ),
        );
    }
    notes.same(
        on,
        "the instant it is sorted by",
        &stored.due_at,
        &replayed.due_at,
    );
    notes.same(
        on,
        "the clock it is sorted by",
        &stored.clock,
        &replayed.clock,
    );
    notes.same(on, "the pause shown", &stored.pause, &replayed.pause);
}
