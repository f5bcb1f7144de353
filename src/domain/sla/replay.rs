//! From a ticket's history to its clocks.

use chrono::{DateTime, Utc};

use super::{
    clock::{Changed, Clock},
    error::ReplayError,
    moves::versions,
    run::Run,
};
use crate::domain::{
    contract::Contract,
    ids::ContractVersionId,
    ticket::{self, ClockName, Event, Nature, PauseReason, Priority, Status, What},
};

/// Gives every run of every clock for which the contract promises something, in the order of
/// [`ClockName::ALL`] and of the runs.
///
/// `acknowledge` runs from filing until the ticket is taken in charge, answered or resolved;
/// `respond` until it is answered or resolved; `resolve` until it is resolved; `update` from the
/// moment it is taken in charge or answered, each answer and each news to the requester beginning
/// another run; news are no answer, and `respond` runs on. A reopened ticket runs `resolve` and
/// `update` again from the same start, without the time it stood resolved.
///
/// # Errors
/// When the history has a gap or breaks the life cycle, names a pause that the contract does not
/// know, or when a deadline lies beyond what the calendar covers.
///
/// A ticket that was moved to another version of its contract is read under each version in its time:
/// what had stopped by then is held to the version before, what ran is counted anew from its start.
/// `contract` is the last version, and follows the others.
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

/// The history as far as it has been read.
#[derive(Debug)]
struct History<'a> {
    /// The version in force where the reading is.
    contract: &'a Contract,
    /// Those to which the ticket is moved later.
    later: &'a [&'a Contract],
    /// Whether one contract is supposed to have held all along.
    supposed: bool,
    status: Status,
    taken: bool,
    priority: Priority,
    nature: Nature,
    pause: Option<PauseReason>,
    resolved_at: Option<DateTime<Utc>>,
    last: (i64, DateTime<Utc>),
    runs: Vec<Run>,
}

impl<'a> History<'a> {
    fn begin(
        first: &Event,
        contract: &'a Contract,
        later: &'a [&'a Contract],
    ) -> Result<Self, ReplayError> {
        let What::Filed {
            priority, proposal, ..
        } = &first.what
        else {
            return Err(ReplayError::NotFiled);
        };
        if first.seq != 1 {
            return Err(ReplayError::Gap {
                expected: 1,
                found: first.seq,
            });
        }
        let mut history = Self {
            contract,
            later,
            supposed: false,
            status: Status::New,
            taken: false,
            priority: *priority,
            nature: proposal.answers.nature,
            pause: None,
            resolved_at: None,
            last: (first.seq, first.at),
            runs: Vec::new(),
        };
        for name in [
            ClockName::Acknowledge,
            ClockName::Respond,
            ClockName::Resolve,
        ] {
            history.start(name, first);
        }
        Ok(history)
    }

    fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
        self.check_order(event)?;
        match &event.what {
            What::Filed { .. } => return Err(ReplayError::FiledTwice { seq: event.seq }),
            What::TakenInCharge => {
                self.step(event, ticket::Step::TakeCharge)?;
                self.acknowledged(event);
                if self.live(ClockName::Update).is_none() {
                    self.start(ClockName::Update, event);
                }
            }
            What::Replied { .. } => {
                self.step(event, ticket::Step::Reply)?;
                self.acknowledged(event);
                self.stop(ClockName::Respond, event);
                self.informed(event);
            }
            What::Informed { .. } => {
                self.step(event, ticket::Step::Reply)?;
                self.acknowledged(event);
                self.informed(event);
            }
            What::Requalified { from, to, .. } => {
                self.step(event, ticket::Step::Amend)?;
                self.requalify(event, *from, *to)?;
            }
            What::NatureCorrected { from, to, .. } => {
                self.step(event, ticket::Step::Amend)?;
                self.correct_nature(event, *from, *to)?;
            }
            What::Paused { reason, .. } => {
                self.step(event, ticket::Step::Pause)?;
                self.pause(event, *reason)?;
            }
            What::Resumed => {
                self.step(event, ticket::Step::Resume)?;
                self.resume(event);
            }
            What::Resolved => {
                self.step(event, ticket::Step::Resolve)?;
                for name in ClockName::ALL {
                    self.stop(name, event);
                }
                self.pause = None;
                self.resolved_at = Some(event.at);
            }
            What::Reopened { .. } => {
                self.step(event, ticket::Step::Reopen)?;
                self.reopen(event);
            }
            What::MovedToVersion { from, .. } => {
                self.step(event, ticket::Step::Amend)?;
                self.moved(event, *from)?;
            }
            What::SentToVendor { .. } => self.step(event, ticket::Step::Amend)?,
            What::Escalated { clock, level, .. } => {
                if let Some(run) = self.latest(*clock) {
                    run.reached = run.reached.max(*level);
                }
            }
            What::EscalationAcknowledged { clock, run, .. } => {
                if let Some(latest) = self.latest(*clock).filter(|latest| latest.run == *run) {
                    latest.repeats_stopped = true;
                }
            }
            What::RequesterReplied { .. }
            | What::Noted { .. }
            | What::TimeSpent { .. }
            | What::TimeCorrected { .. }
            | What::Mentioned { .. }
            | What::FollowerAdded { .. }
            | What::FollowerRemoved { .. }
            | What::Rated { .. }
            | What::WorkaroundRecorded { .. }
            | What::DocumentNamed { .. }
            | What::PriorityKept { .. }
            | What::PriorityConfirmed
            | What::Assigned { .. } => {}
        }
        Ok(())
    }

    fn check_order(&mut self, event: &Event) -> Result<(), ReplayError> {
        let (seq, at) = self.last;
        let expected = seq.saturating_add(1);
        if event.seq != expected {
            return Err(ReplayError::Gap {
                expected,
                found: event.seq,
            });
        }
        if event.at < at {
            return Err(ReplayError::Backwards { seq: event.seq });
        }
        self.last = (event.seq, event.at);
        Ok(())
    }

    fn step(&mut self, event: &Event, step: ticket::Step) -> Result<(), ReplayError> {
        self.status =
            self.status
                .after(step, self.taken)
                .map_err(|refused| ReplayError::Refused {
                    seq: event.seq,
                    refused,
                })?;
        Ok(())
    }

    fn latest(&mut self, name: ClockName) -> Option<&mut Run> {
        self.runs.iter_mut().rev().find(|run| run.name == name)
    }

    fn live(&mut self, name: ClockName) -> Option<&mut Run> {
        self.latest(name).filter(|run| run.stopped.is_none())
    }

    /// Begins a run, paused when a pause that names the clock is going on. It counts for something
    /// where a contract promises something for the clock: this one, or one to which the ticket is moved.
    fn start(&mut self, name: ClockName, event: &Event) {
        let run = self
            .latest(name)
            .map_or(1, |before| before.run.saturating_add(1));
        let mut begun = Run::begin(name, run, (self.nature, self.priority), event);
        begun.timed = self.contract.is_timed(name);
        if let Some(reason) = self.pause
            && stops(self.contract, reason, name)
        {
            begun.pause(event, reason);
        }
        self.runs.push(begun);
    }

    fn stop(&mut self, name: ClockName, event: &Event) {
        if let Some(run) = self.live(name) {
            run.stop(event);
        }
    }

    fn acknowledged(&mut self, event: &Event) {
        self.taken = true;
        self.stop(ClockName::Acknowledge, event);
    }

    /// The requester has read something: the next is owed from now on.
    fn informed(&mut self, event: &Event) {
        self.stop(ClockName::Update, event);
        self.start(ClockName::Update, event);
    }

    fn requalify(
        &mut self,
        event: &Event,
        from: Priority,
        to: Priority,
    ) -> Result<(), ReplayError> {
        if from != self.priority {
            return Err(ReplayError::OtherPriority {
                seq: event.seq,
                had: self.priority,
            });
        }
        self.priority = to;
        for run in self.runs.iter_mut().filter(|run| run.stopped.is_none()) {
            run.under.push((event.at, to));
            run.note(event, Changed::Requalified { from, to });
        }
        Ok(())
    }

    /// As with another priority, what has stopped stays as it is, and what still runs is counted
    /// anew from where it began.
    fn correct_nature(
        &mut self,
        event: &Event,
        from: Nature,
        to: Nature,
    ) -> Result<(), ReplayError> {
        if from != self.nature {
            return Err(ReplayError::OtherNature {
                seq: event.seq,
                had: self.nature,
            });
        }
        self.nature = to;
        for run in self.runs.iter_mut().filter(|run| run.stopped.is_none()) {
            run.nature = to;
            run.note(event, Changed::NatureCorrected { from, to });
        }
        Ok(())
    }

    fn pause(&mut self, event: &Event, reason: PauseReason) -> Result<(), ReplayError> {
        if self.contract.pause(reason).is_none() && !self.supposed {
            return Err(ReplayError::UnknownPause {
                seq: event.seq,
                reason,
            });
        }
        self.pause = Some(reason);
        let contract = self.contract;
        for run in self.runs.iter_mut().filter(|run| run.stopped.is_none()) {
            if stops(contract, reason, run.name) {
                run.pause(event, reason);
            }
        }
        Ok(())
    }

    fn resume(&mut self, event: &Event) {
        self.pause = None;
        for run in self.runs.iter_mut().filter(|run| run.stopped.is_none()) {
            if run.end_pause(event.at) {
                run.note(event, Changed::Resumed);
            }
        }
    }

    /// The ticket goes on under the next version.
    fn moved(&mut self, event: &Event, from: ContractVersionId) -> Result<(), ReplayError> {
        let Some((since, later)) = self.later.split_first() else {
            return Ok(());
        };
        let before = std::mem::replace(&mut self.contract, since);
        self.later = later;
        for run in &mut self.runs {
            if run.stopped.is_some() {
                run.held_to.get_or_insert(from);
                continue;
            }
            let clock = run.name;
            run.moved(event, (before, since), self.pause)
                .map_err(|error| ReplayError::Calendar { clock, error })?;
        }
        Ok(())
    }

    fn reopen(&mut self, event: &Event) {
        let Some(resolved_at) = self.resolved_at.take() else {
            return;
        };
        for name in [ClockName::Update, ClockName::Resolve] {
            let timed = self.contract.is_timed(name);
            let again = self.latest(name).map(|run| {
                let mut again = run.again(resolved_at, event);
                again.timed |= timed;
                again
            });
            self.runs.extend(again);
        }
    }
}

fn stops(contract: &Contract, reason: PauseReason, name: ClockName) -> bool {
    contract
        .pause(reason)
        .is_some_and(|clause| clause.clocks.contains(&name))
}
