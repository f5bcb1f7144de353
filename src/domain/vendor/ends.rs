//! Where the vendor's waits ended, and what became of an end that the vendor contests.
//!
//! # Why
//! A wait of the vendor makes its promise easier to keep, so that the integrator may contest that it began.
//! Its end makes it harder, and it is the integrator who ends it, by writing: so the vendor may contest
//! that what was written brought what was asked for. Each side contests what the other one did.

use chrono::{DateTime, Utc};

use super::{CaseEvent, CaseHappened, CaseSide, case::ended_nothing};
use crate::domain::{
    contract::Contract,
    ids::{MessageId, PersonId},
    sla::{self, ReplayError},
    ticket::{Actor, Contested, MovedDeadline, PauseReason, PauseRefused, Ruled},
};

/// An end of a wait.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WaitEnd {
    /// The rank of the event by which the integrator wrote: its name.
    pub told: i64,
    /// The rank of the event by which the vendor asked.
    pub asked: i64,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who wrote.
    pub by: PersonId,
    /// Whether the vendor contests it.
    pub contested: Option<Contested>,
    /// What was decided then.
    pub ruled: Option<Ruled>,
}

/// The ends of the waits of a case, in order. A wait that was lifted never was, and has none.
#[must_use]
pub fn ends(history: &[CaseEvent], contract: &Contract) -> Vec<WaitEnd> {
    if contract.pause(PauseReason::WaitingForIntegrator).is_none() {
        return Vec::new();
    }
    let never = ended_nothing(history);
    let mut ends: Vec<WaitEnd> = Vec::new();
    let mut waits: Option<i64> = None;
    for event in history {
        match &event.what {
            CaseHappened::Asked { .. } => {
                let in_vain = ends
                    .last()
                    .is_some_and(|last| Some(last.asked) == waits && never.contains(&last.told));
                if waits.is_none() || in_vain {
                    waits = Some(event.seq);
                }
            }
            CaseHappened::Told { .. } => {
                let Some(asked) = waits else { continue };
                if !never.contains(&event.seq) {
                    waits = None;
                }
                ends.push(WaitEnd {
                    told: event.seq,
                    asked,
                    at: event.at,
                    by: event.actor.person,
                    contested: None,
                    ruled: None,
                });
            }
            CaseHappened::Settled { .. } | CaseHappened::Withdrawn { .. } => waits = None,
            CaseHappened::PauseLifted { pause, .. } => {
                waits = waits.filter(|asked| asked != pause);
                ends.retain(|end| end.asked != *pause);
            }
            CaseHappened::EndContested { told, reason } => {
                if let Some(end) = named(&mut ends, *told) {
                    end.contested = Some(Contested {
                        at: event.at,
                        by: actor(event),
                        why: reason.clone(),
                    });
                }
            }
            CaseHappened::EndUpheld { told, reason } => {
                rule(&mut ends, *told, event, (reason, false, &[]));
            }
            CaseHappened::EndLifted {
                told,
                reason,
                moved,
            } => rule(&mut ends, *told, event, (reason, true, moved)),
            _ => {}
        }
    }
    ends
}

const fn actor(event: &CaseEvent) -> Actor {
    match event.actor.side {
        CaseSide::Integrator => Actor::Agent(event.actor.person),
        CaseSide::Vendor => Actor::Requester(event.actor.person),
    }
}

fn named(ends: &mut [WaitEnd], told: i64) -> Option<&mut WaitEnd> {
    ends.iter_mut().find(|end| end.told == told)
}

fn rule(
    ends: &mut [WaitEnd],
    told: i64,
    event: &CaseEvent,
    (why, lifted, moved): (&crate::domain::ticket::Line, bool, &[MovedDeadline]),
) {
    if let Some(end) = named(ends, told) {
        end.ruled = Some(Ruled {
            at: event.at,
            by: actor(event),
            why: why.clone(),
            lifted,
            moved: moved.to_vec(),
        });
    }
}

/// The end that the vendor may contest: one that is there, and that it has not contested.
///
/// # Errors
/// When there is none.
pub fn contestable_end(ends: &[WaitEnd], told: i64) -> Result<&WaitEnd, PauseRefused> {
    let end = ends.iter().find(|end| end.told == told);
    let end = end.ok_or(PauseRefused::Unknown)?;
    match end.contested {
        Some(_) => Err(PauseRefused::ContestedBefore),
        None => Ok(end),
    }
}

/// The end on which somebody may decide: one that is contested, and on which nobody has decided.
///
/// # Errors
/// When there is none.
pub fn decidable_end(ends: &[WaitEnd], told: i64) -> Result<&WaitEnd, PauseRefused> {
    let end = ends.iter().find(|end| end.told == told);
    let end = end.ok_or(PauseRefused::Unknown)?;
    match (&end.contested, &end.ruled) {
        (None, _) => Err(PauseRefused::NotContested),
        (Some(_), Some(_)) => Err(PauseRefused::Decided),
        (Some(_), None) => Ok(end),
    }
}

/// Which of the vendor's deadlines the last event of a history moves, which says that a wait did not end:
/// to where they would be if it ended with that event, as while it goes on they move on with it.
///
/// # Errors
/// As [`super::clocks`].
pub fn moved_by_last(
    history: &[CaseEvent],
    contract: &Contract,
) -> Result<Vec<MovedDeadline>, ReplayError> {
    let Some((last, before)) = history.split_last() else {
        return Ok(Vec::new());
    };
    let mut after = history.to_vec();
    after.push(CaseEvent {
        seq: last.seq + 1,
        what: CaseHappened::Told {
            message: MessageId::from(last.id.uuid()),
        },
        ..last.clone()
    });
    let before = super::clocks(before, contract)?;
    Ok(sla::moved(&before, &super::clocks(&after, contract)?))
}
