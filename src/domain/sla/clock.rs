//! One clock of a ticket, as its history leaves it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{
    calendar,
    contract::{Contract, Level, Promise},
    ids::ContractVersionId,
    ticket::{ClockName, Nature, PauseReason, Priority},
};

/// Why a clock stood still.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PauseCause {
    /// A typed pause that the contract names for this clock.
    Reason(PauseReason),
    /// The ticket was resolved, and reopened later: the time between does not count.
    Resolved,
    /// Nothing happened: somebody asks what a pause would do.
    Supposed,
}

/// A closed stretch `[from, to)` in which a clock stood still.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pause {
    /// First instant that does not count, UTC.
    pub from: DateTime<Utc>,
    /// First instant that counts again, UTC.
    pub to: DateTime<Utc>,
    /// Why.
    pub cause: PauseCause,
}

/// How a stopped clock ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Stopped at or before its deadline.
    Kept,
    /// Stopped after its deadline.
    Missed {
        /// By how much, outside the pauses: open time for a target in business time, real time for
        /// one by the clock. Zero when the desk was closed from the deadline to the stop.
        by: TimeDelta,
    },
    /// The contract promises nothing for this clock and priority.
    Unpromised,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It runs, and is due at the deadline when the contract promises something.
    Running {
        /// The instant at which it breaches, UTC.
        deadline: Option<DateTime<Utc>>,
    },
    /// It stands still, and cannot breach.
    Paused {
        /// Since when, UTC.
        since: DateTime<Utc>,
        /// Why.
        reason: PauseReason,
        /// What was left of the budget when the pause began, in the contract's unit: open time for
        /// a target in business time, real time for one by the clock. Negative when the clock had
        /// breached before.
        remaining: Option<TimeDelta>,
    },
    /// It never runs again; a reopened ticket gets a new run.
    Stopped {
        /// When, UTC.
        at: DateTime<Utc>,
        /// Kept or missed.
        outcome: Outcome,
    },
}

/// What an event did to a clock.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Changed {
    /// It began to run.
    Started,
    /// It was re-targeted from the same start.
    Requalified {
        /// The priority before.
        from: Priority,
        /// The priority since.
        to: Priority,
    },
    /// The request is of another nature: it was re-targeted from the same start.
    NatureCorrected {
        /// The nature before.
        from: Nature,
        /// The nature since.
        to: Nature,
    },
    /// It was paused.
    Paused(PauseReason),
    /// It went on.
    Resumed,
    /// A pause was lifted, as if it had never been: what was skipped counts.
    PauseLifted,
    /// It stopped.
    Stopped,
    /// It runs again since the ticket was reopened.
    Reopened,
    /// The ticket goes on under another version of its contract: it was re-targeted from the same
    /// start.
    Moved,
}

/// A change of a clock, with the event behind it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Change {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// The rank of the event in the ticket's history.
    pub seq: i64,
    /// What it did.
    pub what: Changed,
}

/// A clock of a ticket: one run of one promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// Which promise is timed.
    pub name: ClockName,
    /// The run, from 1: reopening and each regular information begin another.
    pub run: u32,
    /// The priority it is targeted by, or was when it stopped.
    pub priority: Priority,
    /// Where the count begins, UTC.
    pub started_at: DateTime<Utc>,
    /// What the contract promises for the clock and priority, with its clause.
    pub promise: Option<Promise>,
    /// The deadline whatever the state, UTC: of a stopped clock, the one it was held to; of a
    /// paused one, the one it had when the pause began.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether it runs.
    pub state: State,
    /// The pauses that are over, in order.
    pub pauses: Vec<Pause>,
    /// Open time outside the pauses spent under each priority, up to [`Clock::spent_until`].
    pub spent: BTreeMap<Priority, TimeDelta>,
    /// The last change of the clock, UTC: until then [`Clock::spent`] is counted.
    pub spent_until: DateTime<Utc>,
    /// What changed it, in order.
    pub changes: Vec<Change>,
    /// The highest level of the ladder that fired in this run, from 1; 0 when none did.
    pub reached: u32,
    /// Whether somebody answered an escalation of this run: repeats are over.
    pub repeats_stopped: bool,
    /// By how much the ranks of its ladder's levels are greater than those of the contract: levels
    /// that fired under another version keep theirs, and those of this one follow.
    pub ladder_shift: i64,
    /// The earlier version of the contract to which it is held, when it stopped under that.
    pub held_to: Option<ContractVersionId>,
}

/// The time left on a clock, in the contract's unit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Left {
    /// How much is left, or how late it is; never negative.
    pub amount: TimeDelta,
    /// Whether the deadline has passed.
    pub late: bool,
    /// Whether the amount is open time; else it is real time.
    pub business: bool,
    /// When counting goes on, UTC, if the desk is closed and the clock runs in business time.
    pub resumes_at: Option<DateTime<Utc>>,
}

impl Clock {
    /// The contract that it is held to: that of the ticket, or the earlier version under which it
    /// stopped.
    #[must_use]
    pub fn terms<'a>(&self, contract: &'a Contract) -> &'a Contract {
        self.held_to
            .and_then(|version| contract.earlier(version))
            .unwrap_or(contract)
    }

    /// What the contract says of a rank of its ladder, from 1.
    #[must_use]
    pub fn level<'a>(&self, contract: &'a Contract, rank: u32) -> Option<&'a Level> {
        let own = i64::from(rank).checked_sub(self.ladder_shift)?;
        let ladder = self.terms(contract).ladder(self.name);
        ladder.at(u32::try_from(own).ok()?)
    }

    /// The instant at which the clock breaches, UTC; none when it does not run or nothing is
    /// promised.
    #[must_use]
    pub const fn deadline(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Running { deadline } => deadline,
            State::Paused { .. } | State::Stopped { .. } => None,
        }
    }

    /// When the ticket was reopened for this run, UTC; none of a run that began otherwise.
    #[must_use]
    pub fn reopened_at(&self) -> Option<DateTime<Utc>> {
        let reopened = |change: &&Change| change.what == Changed::Reopened;
        self.changes.iter().rev().find(reopened).map(|one| one.at)
    }

    /// Whether it runs now: neither paused nor stopped.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.state, State::Running { .. })
    }

    /// Whether its deadline passed before it was paused or stopped, or by `now` if it runs.
    #[must_use]
    pub fn is_breached(&self, now: DateTime<Utc>) -> bool {
        let until = match self.state {
            State::Running { .. } => now,
            State::Paused { since, .. } => since,
            State::Stopped { at, .. } => at,
        };
        self.due_at.is_some_and(|due| due < until)
    }

    /// The time left at `now`, in the contract's unit; none once it stopped or when nothing is
    /// promised. That of a paused clock stands still.
    #[must_use]
    pub fn time_left(&self, contract: &Contract, now: DateTime<Utc>) -> Option<Left> {
        let business = !self.promise.as_ref()?.target.runs_by_the_clock();
        match self.state {
            State::Running { deadline } => {
                let deadline = deadline?;
                let late = now > deadline;
                let amount = if late {
                    overrun(contract, business, deadline, now, &self.pauses)
                } else {
                    amount_between(contract, business, now, deadline)
                };
                let resumes_at = resumes_at(contract, business, now);
                Some(Left {
                    amount,
                    late,
                    business,
                    resumes_at,
                })
            }
            State::Paused { remaining, .. } => Some(Left {
                amount: remaining?.abs(),
                late: self.is_breached(now),
                business,
                resumes_at: None,
            }),
            State::Stopped { .. } => None,
        }
    }

    /// Open time outside the pauses spent under each priority until `now`.
    #[must_use]
    pub fn spent_at(
        &self,
        contract: &Contract,
        now: DateTime<Utc>,
    ) -> BTreeMap<Priority, TimeDelta> {
        let mut spent = self.spent.clone();
        if self.is_running() {
            let since = contract
                .calendar()
                .elapsed(self.spent_until, now, &bare(&self.pauses));
            *spent.entry(self.priority).or_default() += since;
        }
        spent
    }
}

/// The time left on a running clock that nobody replayed, from its promise and its deadline. Late
/// time is counted from the deadline on, without looking for pauses since.
#[must_use]
pub fn time_left(
    contract: &Contract,
    promise: &Promise,
    deadline: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Left {
    let business = !promise.target.runs_by_the_clock();
    let late = now > deadline;
    let (from, to) = if late {
        (deadline, now)
    } else {
        (now, deadline)
    };
    Left {
        amount: amount_between(contract, business, from, to),
        late,
        business,
        resumes_at: resumes_at(contract, business, now),
    }
}

/// When counting goes on, if the desk is closed and time counts only while it is open.
fn resumes_at(contract: &Contract, business: bool, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let closed = business && !contract.calendar().is_open(now);
    if closed {
        contract.calendar().next_opening(now)
    } else {
        None
    }
}

/// The earliest deadline among running clocks, which orders a queue.
#[must_use]
pub fn due_first(clocks: &[Clock]) -> Option<(&Clock, DateTime<Utc>)> {
    clocks
        .iter()
        .filter_map(|clock| clock.deadline().map(|deadline| (clock, deadline)))
        .min_by_key(|(clock, deadline)| (*deadline, clock.name, clock.run))
}

/// The clock of the news that are owed to the requester; none when none are promised, or none now.
#[must_use]
pub fn news_owed(clocks: &[Clock]) -> Option<&Clock> {
    clocks
        .iter()
        .rev()
        .find(|clock| clock.name == ClockName::Update && clock.deadline().is_some())
}

/// The last run of each clock, of clocks in the order in which a replay gives them.
pub fn last_runs(clocks: &[Clock]) -> impl Iterator<Item = &Clock> {
    let after = clocks
        .iter()
        .skip(1)
        .map(|next| Some(next.name))
        .chain([None]);
    clocks
        .iter()
        .zip(after)
        .filter(|(clock, next)| Some(clock.name) != *next)
        .map(|(clock, _)| clock)
}

/// The pauses as the calendar takes them.
pub(super) fn bare(pauses: &[Pause]) -> Vec<calendar::Pause> {
    pauses
        .iter()
        .map(|pause| calendar::Pause {
            from: pause.from,
            to: pause.to,
        })
        .collect()
}

/// The amount between two instants in the unit of the target; zero when `to` is not after `from`.
pub(super) fn amount_between(
    contract: &Contract,
    business: bool,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> TimeDelta {
    if business {
        contract.calendar().open_between(from, to)
    } else {
        (to - from).max(TimeDelta::zero())
    }
}

/// How far `at` lies behind a deadline, outside the pauses, in the unit of the target.
pub(super) fn overrun(
    contract: &Contract,
    business: bool,
    deadline: DateTime<Utc>,
    at: DateTime<Utc>,
    pauses: &[Pause],
) -> TimeDelta {
    if business {
        return contract.calendar().elapsed(deadline, at, &bare(pauses));
    }
    // The pauses of one clock never overlap: a ticket has one pause at a time.
    let paused = pauses.iter().fold(TimeDelta::zero(), |sum, pause| {
        sum + (pause.to.min(at) - pause.from.max(deadline)).max(TimeDelta::zero())
    });
    (at - deadline - paused).max(TimeDelta::zero())
}
