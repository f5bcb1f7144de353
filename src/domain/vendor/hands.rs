//! In whose hands a request was, when, and whose promise ends first.

use chrono::{DateTime, Utc};

use super::{CaseEvent, CaseState, case::state_of};
use crate::domain::{
    sla::{self, Clock},
    ticket::{ClockName, Event, PauseReason, Turn, What, lifted},
};

/// In whose hands a request is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Hands {
    /// The customer owes something, or works on their own side.
    Customer,
    /// The integrator: they work on it, or owe the vendor something.
    Integrator,
    /// The vendor.
    Vendor,
    /// Nobody's: a cause outside.
    Outside,
    /// It is settled.
    Settled,
}

impl Hands {
    /// Each of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Customer,
        Self::Integrator,
        Self::Vendor,
        Self::Outside,
        Self::Settled,
    ];

    /// The word of sentences and of colours.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Integrator => "integrator",
            Self::Vendor => "vendor",
            Self::Outside => "outside",
            Self::Settled => "settled",
        }
    }
}

/// A stretch of time in one pair of hands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Held {
    /// From when, UTC.
    pub from: DateTime<Utc>,
    /// Until when, UTC; after its beginning.
    pub to: DateTime<Utc>,
    /// In whose hands.
    pub by: Hands,
}

/// In whose hands a ticket was from its filing until `now`: stretches without gap or overlap, each in
/// other hands than the one before.
///
/// The customer's pauses go before the vendor's work: while the customer is awaited, nobody else holds
/// the ticket up.
#[must_use]
pub fn held(events: &[Event], cases: &[Vec<CaseEvent>], now: DateTime<Utc>) -> Vec<Held> {
    let mut instants: Vec<DateTime<Utc>> = events
        .iter()
        .map(|event| event.at)
        .chain(cases.iter().flatten().map(|event| event.at))
        .filter(|at| *at < now)
        .collect();
    instants.sort_unstable();
    instants.dedup();
    let never: Vec<i64> = lifted(events).collect();
    let ends = instants.iter().skip(1).copied().chain([now]);
    let mut stretches: Vec<Held> = Vec::new();
    for (from, to) in instants.iter().copied().zip(ends) {
        let by = hands_at(events, (cases, &never), from);
        match stretches.last_mut() {
            Some(last) if last.by == by => last.to = to,
            _ => stretches.push(Held { from, to, by }),
        }
    }
    stretches
}

/// In whose hands it was right after what happened at an instant.
fn hands_at(
    events: &[Event],
    (cases, never): (&[Vec<CaseEvent>], &[i64]),
    at: DateTime<Utc>,
) -> Hands {
    let mut own = Hands::Integrator;
    for event in events.iter().take_while(|event| event.at <= at) {
        match &event.what {
            // A pause that was lifted never was: the ticket stayed where it was.
            What::Paused { .. } if never.contains(&event.seq) => {}
            What::Paused { reason, .. } => own = waiting_for(*reason),
            What::Resumed | What::Reopened { .. } => own = Hands::Integrator,
            What::Resolved => own = Hands::Settled,
            _ => {}
        }
    }
    let at_the_vendor = cases.iter().any(|history| {
        let end = history.partition_point(|event| event.at <= at);
        let until = history.get(..end).unwrap_or_default();
        !until.is_empty() && matches!(state_of(until), CaseState::Sent | CaseState::Open)
    });
    match own {
        Hands::Integrator if at_the_vendor => Hands::Vendor,
        own => own,
    }
}

/// Who is awaited in a pause.
const fn waiting_for(reason: PauseReason) -> Hands {
    match Turn::in_pause(reason) {
        Turn::Customers => Hands::Customer,
        Turn::Ours => Hands::Integrator,
        Turn::Vendors => Hands::Vendor,
        Turn::Outside => Hands::Outside,
    }
}

/// The vendor's promise ends after ours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Late {
    /// What we owe first, and when.
    pub ours: (ClockName, DateTime<Utc>),
    /// What the vendor owes first, and when.
    pub theirs: (ClockName, DateTime<Utc>),
}

/// Whether the vendor's promise ends after what we owe the customer first: its promise of the same kind,
/// or what it owes first where it owes none of that kind.
#[must_use]
pub fn late(ours: &[Clock], theirs: &[Clock]) -> Option<Late> {
    let last = |clocks: &[Clock]| sla::last_runs(clocks).cloned().collect::<Vec<Clock>>();
    let (ours, theirs) = (last(ours), last(theirs));
    let ours = sla::due_first(&ours).map(|(clock, at)| (clock.name, at))?;
    let same = theirs.iter().find(|clock| clock.name == ours.0);
    let same = same.and_then(|clock| Some((clock.name, clock.deadline()?)));
    let first = || sla::due_first(&theirs).map(|(clock, at)| (clock.name, at));
    let theirs = same.or_else(first).filter(|(_, at)| *at > ours.1)?;
    Some(Late { ours, theirs })
}
