//! One run of a clock while its history is read.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    clock::{
        Change, Changed, Clock, Outcome, Pause, PauseCause, State, amount_between, bare, overrun,
    },
    ladder::covered,
};
use crate::domain::{
    calendar::{self, CalendarError},
    contract::{Contract, Ladder},
    ids::ContractVersionId,
    ticket::{ClockName, Event, Nature, PauseReason, Priority},
};

/// A run as far as the history has been read.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) name: ClockName,
    pub(super) run: u32,
    pub(super) started_at: DateTime<Utc>,
    /// The priorities it was targeted by, each with its first instant.
    pub(super) under: Vec<(DateTime<Utc>, Priority)>,
    /// The nature by which it is targeted, or was when it stopped.
    pub(super) nature: Nature,
    /// The pauses that are over, each with the rank of the event that began it.
    pub(super) pauses: Vec<(i64, Pause)>,
    /// The pause that lasts: since when, why, and the rank of the event that began it.
    pub(super) paused: Option<(DateTime<Utc>, PauseReason, i64)>,
    pub(super) stopped: Option<DateTime<Utc>>,
    pub(super) changes: Vec<Change>,
    pub(super) reached: u32,
    pub(super) repeats_stopped: bool,
    pub(super) ladder_shift: i64,
    /// The ladder on which levels fired last before a move, the rank there, and what `reached` was.
    pub(super) fired: Option<(Ladder, u32, u32)>,
    /// Whether a contract under which it ran promises something for the clock.
    pub(super) timed: bool,
    /// The earlier version under which it stopped.
    pub(super) held_to: Option<ContractVersionId>,
}

impl Run {
    /// A run that starts with an event.
    pub(super) fn begin(
        name: ClockName,
        run: u32,
        (nature, priority): (Nature, Priority),
        event: &Event,
    ) -> Self {
        let mut begun = Self {
            name,
            run,
            started_at: event.at,
            under: vec![(event.at, priority)],
            nature,
            pauses: Vec::new(),
            paused: None,
            stopped: None,
            changes: Vec::new(),
            reached: 0,
            repeats_stopped: false,
            ladder_shift: 0,
            fired: None,
            timed: false,
            held_to: None,
        };
        begun.note(event, Changed::Started);
        begun
    }

    pub(super) fn note(&mut self, event: &Event, what: Changed) {
        self.changes.push(Change {
            at: event.at,
            seq: event.seq,
            what,
        });
    }

    /// Stands still since an event, because of the pause that began with the event of rank `began`.
    pub(super) fn pause(&mut self, event: &Event, reason: PauseReason, began: i64) {
        self.paused = Some((event.at, reason, began));
        self.note(event, Changed::Paused(reason));
    }

    pub(super) fn end_pause(&mut self, at: DateTime<Utc>) -> bool {
        let Some((from, reason, began)) = self.paused.take() else {
            return false;
        };
        let pause = Pause {
            from,
            to: at,
            cause: PauseCause::Reason(reason),
        };
        self.pauses.push((began, pause));
        true
    }

    /// The pause that began with the event of rank `began` never was: whatever of it this run stood
    /// still for counts, also where the run is over.
    pub(super) fn lift(&mut self, event: &Event, began: i64) {
        let before = self.pauses.len();
        self.pauses.retain(|(rank, _)| *rank != began);
        let lasted = self.paused.take_if(|(_, _, rank)| *rank == began).is_some();
        if lasted || self.pauses.len() < before {
            self.note(event, Changed::PauseLifted);
        }
    }

    pub(super) fn stop(&mut self, event: &Event) {
        self.end_pause(event.at);
        self.stopped = Some(event.at);
        self.note(event, Changed::Stopped);
    }

    /// The run that follows when the ticket is reopened: same start, without the time in between.
    pub(super) fn again(&self, resolved_at: DateTime<Utc>, event: &Event) -> Self {
        let mut next = self.clone();
        next.run = self.run.saturating_add(1);
        next.stopped = None;
        next.reached = 0;
        next.repeats_stopped = false;
        next.ladder_shift = 0;
        next.fired = None;
        next.held_to = None;
        let resolved = Pause {
            from: resolved_at,
            to: event.at,
            cause: PauseCause::Resolved,
        };
        next.pauses.push((event.seq, resolved));
        next.note(event, Changed::Reopened);
        next
    }

    /// Goes on under another version: a pause lasts where that stops the clock for its reason, and
    /// levels that fired keep their ranks.
    pub(super) fn moved(
        &mut self,
        event: &Event,
        (before, since): (&Contract, &Contract),
        pause: Option<(PauseReason, i64)>,
    ) -> Result<(), CalendarError> {
        self.timed |= since.is_timed(self.name);
        let stands = |reason| {
            let clause = since.pause(reason);
            clause.is_some_and(|clause| clause.clocks.contains(&self.name))
        };
        match pause.filter(|(reason, _)| stands(*reason)) {
            Some((reason, began)) if self.paused.is_none() => {
                self.paused = Some((event.at, reason, began));
            }
            Some(_) => {}
            None => {
                self.end_pause(event.at);
            }
        }
        self.note(event, Changed::Moved);
        if self.reached == 0 {
            return Ok(());
        }
        // What fired is remembered on the ladder on which it did, across versions that have no place
        // for it: it does not fire again where it has one.
        let known = self
            .fired
            .take()
            .filter(|(_, _, then)| *then == self.reached);
        let (ladder, rank, _) = known.unwrap_or_else(|| {
            let rank = i64::from(self.reached).saturating_sub(self.ladder_shift);
            let rank = u32::try_from(rank).unwrap_or_default();
            (before.ladder(self.name).clone(), rank, self.reached)
        });
        let covered = if ladder == *since.ladder(self.name) {
            rank
        } else {
            covered(&self.clone().clock(since)?, since, &ladder, rank)
        };
        self.ladder_shift = i64::from(self.reached).saturating_sub(i64::from(covered));
        self.fired = Some((ladder, rank, self.reached));
        Ok(())
    }

    /// What the run amounts to under the contract.
    pub(super) fn clock(self, contract: &Contract) -> Result<Clock, CalendarError> {
        let priority = self
            .under
            .last()
            .map_or(Priority::P3, |(_, priority)| *priority);
        let promise = contract
            .promise_for(self.nature, self.name, priority)
            .cloned();
        let pauses: Vec<Pause> = self.pauses.iter().map(|(_, pause)| *pause).collect();
        let due_at = promise
            .as_ref()
            .map(|promise| {
                contract
                    .calendar()
                    .deadline(self.started_at, &promise.target, &bare(&pauses))
            })
            .transpose()?
            .map(|due| after_pauses(due, &pauses));
        let business = promise
            .as_ref()
            .is_none_or(|promise| !promise.target.runs_by_the_clock());
        let state = match (self.stopped, self.paused) {
            (Some(at), _) => State::Stopped {
                at,
                outcome: match due_at {
                    None => Outcome::Unpromised,
                    Some(due) if at <= due => Outcome::Kept,
                    Some(due) => Outcome::Missed {
                        by: overrun(contract, business, due, at, &pauses),
                    },
                },
            },
            (None, Some((since, reason, _))) => State::Paused {
                since,
                reason,
                remaining: due_at.map(|due| {
                    if due < since {
                        -overrun(contract, business, due, since, &pauses)
                    } else {
                        amount_between(contract, business, since, due)
                    }
                }),
            },
            (None, None) => State::Running { deadline: due_at },
        };
        // A decision on a pause may come long after a run is over: time is spent until its end.
        let changed = self.changes.last().map(|change| change.at);
        let spent_until = self.stopped.or(changed).unwrap_or(self.started_at);
        Ok(Clock {
            name: self.name,
            run: self.run,
            priority,
            started_at: self.started_at,
            promise,
            due_at,
            state,
            spent: self.spent(contract, spent_until),
            spent_until,
            pauses,
            changes: self.changes,
            reached: self.reached,
            repeats_stopped: self.repeats_stopped,
            ladder_shift: self.ladder_shift,
            held_to: self.held_to,
        })
    }

    fn spent(&self, contract: &Contract, until: DateTime<Utc>) -> BTreeMap<Priority, TimeDelta> {
        let over: Vec<Pause> = self.pauses.iter().map(|(_, pause)| *pause).collect();
        let mut pauses = bare(&over);
        if let Some((from, _, _)) = self.paused {
            pauses.push(calendar::Pause { from, to: until });
        }
        let ends = self.under.iter().skip(1).map(|(at, _)| *at).chain([until]);
        let mut spent = BTreeMap::new();
        for ((from, priority), to) in self.under.iter().zip(ends) {
            let time = contract.calendar().elapsed(*from, to, &pauses);
            *spent.entry(*priority).or_default() += time;
        }
        spent
    }
}

/// A deadline of business days may lie in closed time after the last of its budget, and so in a
/// pause; as a paused clock cannot breach, it is due when the pause ends.
fn after_pauses(due: DateTime<Utc>, pauses: &[Pause]) -> DateTime<Utc> {
    pauses.iter().fold(due, |due, pause| {
        if pause.from < due && due < pause.to {
            pause.to
        } else {
            due
        }
    })
}
