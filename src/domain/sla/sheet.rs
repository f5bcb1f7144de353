//! « Why this deadline? »: the proof sheet of a clock.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::clock::{Change, Changed, Clock, PauseCause, State, bare};
use crate::domain::{
    calendar::{CalendarError, Pause, Proof},
    contract::{Clause, Contract, Promise},
    ticket::{ClockName, Priority},
};

/// A pause of the sheet. Its place in [`ProofSheet::pauses`] is the number that the proof's
/// segments carry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PauseLine {
    /// First instant that does not count, UTC.
    pub from: DateTime<Utc>,
    /// First instant that counts again, UTC; none while the pause lasts.
    pub to: Option<DateTime<Utc>>,
    /// Why.
    pub cause: PauseCause,
    /// The clause that allows it; none for the time a ticket stood resolved or for a pause that
    /// is only supposed.
    pub clause: Option<Clause>,
}

/// Everything that makes a deadline, to be read by people.
#[derive(Clone, Debug, PartialEq)]
pub struct ProofSheet {
    /// The clock.
    pub clock: ClockName,
    /// Its run, from 1.
    pub run: u32,
    /// The priority that gives the target.
    pub priority: Priority,
    /// What is promised.
    pub promise: Promise,
    /// The clause that promises it.
    pub clause: Option<Clause>,
    /// The deadline unrolled. While the clock is paused, the one it would have if it went on at
    /// the instant the sheet was made for.
    pub proof: Proof,
    /// The instant at which the clock breaches, UTC: that of the proof, or the end of a pause that
    /// lay across it.
    pub deadline: DateTime<Utc>,
    /// Whether the deadline moves on because the clock is paused.
    pub provisional: bool,
    /// The pauses, in order.
    pub pauses: Vec<PauseLine>,
    /// The events that changed the clock, in order.
    pub changes: Vec<Change>,
}

impl ProofSheet {
    /// The sheet of a ticket that nobody filed: what the deadline would be for this start, with
    /// these pauses, in any order. None when the contract promises nothing for the clock and
    /// priority.
    ///
    /// # Errors
    /// When the deadline lies beyond the calendar's years, or the calendar never opens.
    pub fn supposed(
        contract: &Contract,
        name: ClockName,
        priority: Priority,
        start: DateTime<Utc>,
        pauses: &[Pause],
    ) -> Result<Option<Self>, CalendarError> {
        let mut pauses: Vec<_> = pauses
            .iter()
            .map(|pause| super::Pause {
                from: pause.from,
                to: pause.to,
                cause: PauseCause::Supposed,
            })
            .collect();
        pauses.sort_by_key(|pause| (pause.from, pause.to));
        let clock = Clock {
            name,
            run: 1,
            priority,
            started_at: start,
            promise: contract.promise(name, priority).cloned(),
            due_at: None,
            state: State::Running { deadline: None },
            pauses,
            spent: BTreeMap::new(),
            spent_until: start,
            changes: vec![Change {
                at: start,
                seq: 1,
                what: Changed::Started,
            }],
            reached: 0,
            repeats_stopped: false,
            ladder_shift: 0,
            held_to: None,
        };
        clock.sheet(contract, start)
    }
}

impl Clock {
    /// Unrolls the deadline: each interval counted or skipped, and why. The proof of a paused
    /// clock is that of the deadline it would have if it went on at `now`. None when nothing is
    /// promised.
    ///
    /// # Errors
    /// When the deadline lies beyond the calendar's years.
    pub fn proof(
        &self,
        contract: &Contract,
        now: DateTime<Utc>,
    ) -> Result<Option<Proof>, CalendarError> {
        let Some(promise) = &self.promise else {
            return Ok(None);
        };
        let contract = self.terms(contract);
        let mut pauses = bare(&self.pauses);
        if let State::Paused { since, .. } = self.state {
            pauses.push(Pause {
                from: since,
                to: now.max(since),
            });
        }
        contract
            .calendar()
            .proof(self.started_at, &promise.target, &pauses)
            .map(Some)
    }

    /// The whole sheet behind « why this deadline? » at `now`. None when nothing is promised.
    ///
    /// # Errors
    /// When the deadline lies beyond the calendar's years.
    pub fn sheet(
        &self,
        contract: &Contract,
        now: DateTime<Utc>,
    ) -> Result<Option<ProofSheet>, CalendarError> {
        let (Some(promise), Some(proof)) = (&self.promise, self.proof(contract, now)?) else {
            return Ok(None);
        };
        let contract = self.terms(contract);
        let line = |from, to, cause| PauseLine {
            from,
            to,
            cause,
            clause: match cause {
                PauseCause::Reason(reason) => contract
                    .pause(reason)
                    .and_then(|pause| contract.clause(&pause.clause))
                    .cloned(),
                PauseCause::Resolved | PauseCause::Supposed => None,
            },
        };
        let mut pauses: Vec<_> = self
            .pauses
            .iter()
            .map(|pause| line(pause.from, Some(pause.to), pause.cause))
            .collect();
        if let State::Paused { since, reason, .. } = self.state {
            pauses.push(line(since, None, PauseCause::Reason(reason)));
        }
        Ok(Some(ProofSheet {
            clock: self.name,
            run: self.run,
            priority: self.priority,
            promise: promise.clone(),
            clause: contract.clause(&promise.clause).cloned(),
            deadline: match self.state {
                State::Paused { .. } => proof.deadline.max(now),
                State::Running { .. } | State::Stopped { .. } => {
                    self.due_at.unwrap_or(proof.deadline)
                }
            },
            proof,
            provisional: matches!(self.state, State::Paused { .. }),
            pauses,
            changes: self.changes.clone(),
        }))
    }
}
