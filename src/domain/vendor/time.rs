//! The clocks of a case, replayed as those of a ticket are.

use chrono::{DateTime, Utc};

use super::{
    CaseActor, CaseEvent, CaseHappened, CaseSide, CaseState,
    case::{ended_nothing, state_of},
};
use crate::domain::{
    contract::Contract,
    ids::{EventId, MessageId, PersonId, TicketId, VendorCaseId, VendorEventId},
    sla::{self, Clock, ReplayError},
    ticket::{
        Actor, Answers, ClockName, Event, Evidence, PauseReason, PauseTold, Priority, Proposal,
        Refers, What, pauses_told,
    },
};

/// The clocks of a case under the vendor's contract. The vendor's time stands still while it waits for
/// the integrator, where the contract knows that reason.
///
/// # Errors
/// When the history has a gap, or breaks the life of a case.
pub fn clocks(history: &[CaseEvent], contract: &Contract) -> Result<Vec<Clock>, ReplayError> {
    for (event, rank) in history.iter().zip(1..) {
        if event.seq != rank {
            return Err(ReplayError::Gap {
                expected: rank,
                found: event.seq,
            });
        }
    }
    sla::replay(&as_ticket(history, contract).events, contract)
}

/// The clocks of a case right before the last thing that happened and since. A pause that lasted until
/// then has ended in both, so that only what the last event itself changes differs.
///
/// # Errors
/// As [`clocks`].
pub fn around_last(
    history: &[CaseEvent],
    contract: &Contract,
) -> Result<(Vec<Clock>, Vec<Clock>), ReplayError> {
    let told = as_ticket(history, contract).events;
    let before = told.len().saturating_sub(1);
    let before = told.get(..before).unwrap_or_default();
    Ok((
        sla::replay(before, contract)?,
        sla::replay(&told, contract)?,
    ))
}

/// The pauses of the vendor's time, each under the rank of the event by which the vendor asked.
#[must_use]
pub fn pauses(history: &[CaseEvent], contract: &Contract) -> Vec<PauseTold> {
    let told = as_ticket(history, contract);
    let mut pauses = pauses_told(&told.events);
    for pause in &mut pauses {
        let began = told.ranks.iter().find(|(_, seq)| *seq == pause.seq);
        pause.seq = began.map_or(0, |(rank, _)| *rank);
    }
    pauses
}

/// A case's history in the words of a ticket's.
struct AsTicket {
    events: Vec<Event>,
    /// The ranks of the events by which the vendor asked, and those of the pauses that they began.
    ranks: Vec<(i64, i64)>,
}

impl AsTicket {
    fn push(&mut self, event: &CaseEvent, what: What) -> i64 {
        let seq = i64::try_from(self.events.len()).map_or(i64::MAX, |count| count + 1);
        self.events.push(Event {
            id: EventId::from(event.id.uuid()),
            ticket: TicketId::from(event.case.uuid()),
            seq,
            at: event.at,
            actor: Actor::Agent(event.actor.person),
            what,
        });
        seq
    }

    /// The rank of the pause that an event of the case began; one that is none's where it began none.
    fn pause(&self, rank: i64) -> i64 {
        let began = self.ranks.iter().find(|(one, _)| *one == rank);
        began.map_or(0, |(_, seq)| *seq)
    }
}

/// The history in the words of a ticket's, numbered anew: some of it means two things there, some
/// nothing.
fn as_ticket(history: &[CaseEvent], contract: &Contract) -> AsTicket {
    let pauses = contract.pause(PauseReason::WaitingForIntegrator).is_some();
    let mut told = AsTicket {
        events: Vec::new(),
        ranks: Vec::new(),
    };
    // The event by which the vendor asked for what it waits for, and whether it was answered since in
    // vain.
    let mut waits: Option<i64> = None;
    let (never, mut in_vain) = (ended_nothing(history), false);
    for event in history {
        match &event.what {
            CaseHappened::Opened { severity, .. } => {
                told.push(event, filed(event, *severity));
            }
            CaseHappened::TakenInCharge => {
                told.push(event, What::TakenInCharge);
            }
            CaseHappened::Answered { message } => {
                told.push(event, What::Replied { message: *message });
            }
            CaseHappened::Asked { message } => {
                told.push(event, What::Replied { message: *message });
                if pauses && (waits.is_none() || in_vain) {
                    if waits.is_some() {
                        // It asks anew: another wait begins where the one goes on.
                        told.push(event, What::Resumed);
                    }
                    (waits, in_vain) = (Some(event.seq), false);
                    let seq = told.push(event, asked(*message));
                    told.ranks.push((event.seq, seq));
                }
            }
            CaseHappened::Told { .. } if never.contains(&event.seq) => {
                in_vain = waits.is_some();
            }
            CaseHappened::Told { .. } => {
                if waits.take().is_some() {
                    told.push(event, What::Resumed);
                }
            }
            CaseHappened::Settled { .. } | CaseHappened::Withdrawn { .. } => {
                waits = None;
                told.push(event, What::Resolved);
            }
            CaseHappened::Reopened { .. } => {
                told.push(
                    event,
                    What::Reopened {
                        reason: String::new(),
                    },
                );
            }
            CaseHappened::PauseContested { pause, reason } => {
                let (pause, reason) = (told.pause(*pause), reason.clone());
                told.push(event, What::PauseContested { pause, reason });
            }
            CaseHappened::PauseUpheld { pause, reason } => {
                let (pause, reason) = (told.pause(*pause), reason.clone());
                told.push(event, What::PauseUpheld { pause, reason });
            }
            CaseHappened::PauseLifted {
                pause,
                reason,
                moved,
            } => {
                // A pause that never was does not last either.
                if waits.take_if(|rank| rank == pause).is_some() {
                    told.push(event, What::Resumed);
                }
                let lifted = What::PauseLifted {
                    pause: told.pause(*pause),
                    reason: reason.clone(),
                    moved: moved.clone(),
                };
                told.push(event, lifted);
            }
            // Whether a wait ended is told where it did.
            CaseHappened::EndContested { .. }
            | CaseHappened::EndUpheld { .. }
            | CaseHappened::EndLifted { .. }
            | CaseHappened::Referred { .. }
            | CaseHappened::Remarked { .. } => {}
        }
    }
    told
}

/// The filing of a case.
fn filed(event: &CaseEvent, severity: Priority) -> What {
    What::Filed {
        priority: severity,
        proposal: Proposal {
            priority: severity,
            answers: Answers::default(),
            rule: String::new(),
            clause: String::new(),
        },
        message: MessageId::from(event.case.uuid()),
        silent: false,
    }
}

/// The vendor waits for what a message asks for: the message is the evidence.
const fn asked(message: MessageId) -> What {
    What::Paused {
        reason: PauseReason::WaitingForIntegrator,
        detail: String::new(),
        evidence: Evidence {
            refers: Some(Refers::Message(message)),
            note: None,
        },
    }
}

/// What the vendor owes next, and when; nothing while its clocks stand.
#[must_use]
pub fn due(clocks: &[Clock]) -> Option<(ClockName, DateTime<Utc>)> {
    let last: Vec<Clock> = sla::last_runs(clocks).cloned().collect();
    sla::due_first(&last).map(|(clock, at)| (clock.name, at))
}

/// Since when a case stands in the vendor's hands without a break; none while it does not.
#[must_use]
pub fn in_hand_since(history: &[CaseEvent]) -> Option<DateTime<Utc>> {
    let mut since = None;
    for (place, event) in history.iter().enumerate() {
        let until = history.get(..=place).unwrap_or_default();
        since = match state_of(until) {
            CaseState::Sent | CaseState::Open => since.or(Some(event.at)),
            CaseState::Asked | CaseState::Settled | CaseState::Withdrawn => None,
        };
    }
    since
}

/// The clocks that a case of a severity would have if it were sent at an instant; none where the contract
/// promises nothing.
#[must_use]
pub fn clocks_if_sent(contract: &Contract, severity: Priority, at: DateTime<Utc>) -> Vec<Clock> {
    let actor = CaseActor {
        side: CaseSide::Integrator,
        person: PersonId::from(uuid::Uuid::nil()),
    };
    let first = CaseEvent {
        id: VendorEventId::from(uuid::Uuid::nil()),
        case: VendorCaseId::from(uuid::Uuid::nil()),
        seq: 1,
        at,
        actor,
        what: CaseHappened::Opened {
            severity,
            overridden: None,
        },
    };
    clocks(&[first], contract).unwrap_or_default()
}
