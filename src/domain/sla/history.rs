//! A ticket's history as it is read, event by event.

use chrono::{DateTime, Utc};

use super::{clock::Changed, error::ReplayError, run::Run};
use crate::domain::{
    contract::Contract,
    ids::ContractVersionId,
    ticket::{self, ClockName, Event, Nature, PauseReason, Priority, Status, What},
};

/// The history as far as it has been read.
#[derive(Debug)]
pub(super) struct History<'a> {
    /// The version in force where the reading is.
    pub(super) contract: &'a Contract,
    /// Those to which the ticket is moved later.
    later: &'a [&'a Contract],
    /// Whether one contract is supposed to have held all along.
    pub(super) supposed: bool,
    status: Status,
    taken: bool,
    priority: Priority,
    nature: Nature,
    /// The pause that lasts, and the rank of the event that began it.
    pause: Option<(PauseReason, i64)>,
    /// The pauses that there were and that were not lifted.
    pauses: Vec<i64>,
    resolved_at: Option<DateTime<Utc>>,
    last: (i64, DateTime<Utc>),
    pub(super) runs: Vec<Run>,
}

impl<'a> History<'a> {
    pub(super) fn begin(
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
            pauses: Vec::new(),
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

    pub(super) fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
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
            What::PauseLifted { pause, .. } => self.lift(event, *pause)?,
            What::Resolved => {
                self.step(event, ticket::Step::Resolve)?;
                self.resolve(event);
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
            What::Escalated { clock, level, .. } => self.escalated(*clock, *level),
            What::EscalationAcknowledged { clock, run, .. } => {
                if let Some(latest) = self.latest(*clock).filter(|latest| latest.run == *run) {
                    latest.repeats_stopped = true;
                }
            }
            What::PauseContested { .. }
            | What::PauseUpheld { .. }
            | What::RequesterReplied { .. }
            | What::Noted { .. }
            | What::TimeSpent { .. }
            | What::TimeCorrected { .. }
            | What::Mentioned { .. }
            | What::FollowerAdded { .. }
            | What::FollowerRemoved { .. }
            | What::Rated { .. }
            | What::TakenOver { .. }
            | What::ConsentGiven { .. }
            | What::ConsentRefused
            | What::ConsentWithdrawn { .. }
            | What::PlatformEntered { .. }
            | What::WorkaroundRecorded { .. }
            | What::DocumentNamed { .. }
            | What::PriorityKept { .. }
            | What::PriorityConfirmed
            | What::Assigned { .. } => {}
        }
        Ok(())
    }

    fn escalated(&mut self, clock: ClockName, level: u32) {
        if let Some(run) = self.latest(clock) {
            run.reached = run.reached.max(level);
        }
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
        if let Some((reason, began)) = self.pause
            && stops(self.contract, reason, name)
        {
            begun.pause(event, reason, began);
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
        self.pause = Some((reason, event.seq));
        self.pauses.push(event.seq);
        let contract = self.contract;
        for run in self.runs.iter_mut().filter(|run| run.stopped.is_none()) {
            if stops(contract, reason, run.name) {
                run.pause(event, reason, event.seq);
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

    fn lift(&mut self, event: &Event, pause: i64) -> Result<(), ReplayError> {
        let seq = event.seq;
        let Some(place) = self.pauses.iter().position(|one| *one == pause) else {
            return Err(ReplayError::NoSuchPause { seq, pause });
        };
        self.pauses.remove(place);
        self.pause = self.pause.filter(|(_, began)| *began != pause);
        for run in &mut self.runs {
            run.lift(event, pause);
        }
        Ok(())
    }

    fn resolve(&mut self, event: &Event) {
        for name in ClockName::ALL {
            self.stop(name, event);
        }
        self.pause = None;
        self.resolved_at = Some(event.at);
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
