//! The clocks of a case, replayed as those of a ticket are.

use chrono::{DateTime, Utc};

use super::{CaseActor, CaseEvent, CaseHappened, CaseSide};
use crate::domain::{
    contract::Contract,
    ids::{EventId, MessageId, PersonId, TicketId, VendorCaseId, VendorEventId},
    sla::{self, Clock, ReplayError},
    ticket::{Actor, Answers, ClockName, Event, PauseReason, Priority, Proposal, What},
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
    sla::replay(&as_ticket(history, contract), contract)
}

/// The history in the words of a ticket's, numbered anew: some of it means two things there, some
/// nothing.
fn as_ticket(history: &[CaseEvent], contract: &Contract) -> Vec<Event> {
    let pauses = contract.pause(PauseReason::WaitingForIntegrator).is_some();
    let (mut told, mut waits): (Vec<Event>, bool) = (Vec::new(), false);
    for event in history {
        let mut whats = Vec::new();
        match &event.what {
            CaseHappened::Opened { severity, .. } => whats.push(What::Filed {
                priority: *severity,
                proposal: Proposal {
                    priority: *severity,
                    answers: Answers::default(),
                    rule: String::new(),
                    clause: String::new(),
                },
                message: MessageId::from(event.case.uuid()),
                silent: false,
            }),
            CaseHappened::TakenInCharge => whats.push(What::TakenInCharge),
            CaseHappened::Answered { message } => whats.push(What::Replied { message: *message }),
            CaseHappened::Asked { message } => {
                whats.push(What::Replied { message: *message });
                if pauses && !waits {
                    waits = true;
                    whats.push(What::Paused {
                        reason: PauseReason::WaitingForIntegrator,
                        detail: String::new(),
                    });
                }
            }
            CaseHappened::Told { .. } if waits => {
                waits = false;
                whats.push(What::Resumed);
            }
            CaseHappened::Told { .. }
            | CaseHappened::Referred { .. }
            | CaseHappened::Remarked { .. } => {}
            CaseHappened::Settled { .. } | CaseHappened::Withdrawn { .. } => {
                waits = false;
                whats.push(What::Resolved);
            }
            CaseHappened::Reopened { .. } => whats.push(What::Reopened {
                reason: String::new(),
            }),
        }
        for what in whats {
            let seq = i64::try_from(told.len()).map_or(i64::MAX, |count| count + 1);
            told.push(Event {
                id: EventId::from(event.id.uuid()),
                ticket: TicketId::from(event.case.uuid()),
                seq,
                at: event.at,
                actor: Actor::Agent(event.actor.person),
                what,
            });
        }
    }
    told
}

/// What the vendor owes next, and when; nothing while its clocks stand.
#[must_use]
pub fn due(clocks: &[Clock]) -> Option<(ClockName, DateTime<Utc>)> {
    let last: Vec<Clock> = sla::last_runs(clocks).cloned().collect();
    sla::due_first(&last).map(|(clock, at)| (clock.name, at))
}

/// What the vendor would owe first, and when, if a case of a severity were sent at an instant.
#[must_use]
pub fn due_if_sent(
    contract: &Contract,
    severity: Priority,
    at: DateTime<Utc>,
) -> Option<(ClockName, DateTime<Utc>)> {
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
    due(&clocks(&[first], contract).ok()?)
}
