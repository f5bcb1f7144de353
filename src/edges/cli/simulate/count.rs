//! What a contract would have made of a log: kept, late, open, warned.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::measure::Measure;
use crate::domain::{
    contract::{Contract, When},
    foreign::Tale,
    sla::{Clock, Outcome, ReplayError, State, levels, replay},
    ticket::{ClockName, PauseReason, Priority},
};

/// The tickets of one clock and priority.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Count {
    /// All of them.
    pub tickets: u64,
    /// Those whose every run stopped at or before its deadline.
    pub kept: u64,
    /// Those with a run that stopped after its deadline, or whose deadline passed before the end
    /// of the log.
    pub late: u64,
    /// The rest: the log ends before it is decided.
    pub open: u64,
    /// Those of which a warning of the ladder would have gone out.
    pub warned: u64,
}

/// What a contract would have made of a log.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// By clock and priority; only where the contract promises something.
    pub by_clock: BTreeMap<ClockName, BTreeMap<Priority, Count>>,
    /// By clock and priority, where it promises nothing: what the answer and the resolution took.
    pub unpromised: BTreeMap<ClockName, BTreeMap<Priority, Measure>>,
    /// Waits that the contract does not take out: their time was counted.
    pub not_paused: BTreeMap<PauseReason, u64>,
}

/// How a ticket stands at the end of the log, worst last.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Verdict {
    Kept,
    Open,
    Late,
}

impl Counts {
    /// Nothing counted yet, with a place for each promise of the contract.
    #[must_use]
    pub fn of(contract: &Contract) -> Self {
        let mut counts = Self::default();
        for clock in ClockName::ALL {
            for priority in Priority::ALL {
                if contract.promise(clock, priority).is_some() {
                    counts
                        .by_clock
                        .entry(clock)
                        .or_default()
                        .insert(priority, Count::default());
                }
            }
        }
        counts
    }

    /// Counts a ticket, as it stands when the log ends.
    ///
    /// # Errors
    /// When its dates lie beyond the calendar's years.
    pub fn add(
        &mut self,
        tale: &Tale,
        contract: &Contract,
        end: DateTime<Utc>,
    ) -> Result<(), ReplayError> {
        for (reason, times) in &tale.not_paused {
            *self.not_paused.entry(*reason).or_default() += u64::from(*times);
        }
        let mut found: BTreeMap<ClockName, (Verdict, bool)> = BTreeMap::new();
        for clock in replay(&tale.events, contract)? {
            if clock.promise.is_none() {
                continue;
            }
            let (verdict, warned) = (verdict(&clock, end), warned(&clock, contract, end));
            let ticket = found.entry(clock.name).or_insert((verdict, warned));
            *ticket = (ticket.0.max(verdict), ticket.1 || warned);
        }
        for clock in [ClockName::Respond, ClockName::Resolve] {
            if contract.promise(clock, tale.priority).is_none() {
                self.unpromised
                    .entry(clock)
                    .or_default()
                    .entry(tale.priority)
                    .or_default()
                    .add(tale, clock, contract);
            }
        }
        for (clock, (verdict, warned)) in found {
            let count = self
                .by_clock
                .entry(clock)
                .or_default()
                .entry(tale.priority)
                .or_default();
            count.tickets += 1;
            count.warned += u64::from(warned);
            match verdict {
                Verdict::Kept => count.kept += 1,
                Verdict::Open => count.open += 1,
                Verdict::Late => count.late += 1,
            }
        }
        Ok(())
    }
}

fn verdict(clock: &Clock, end: DateTime<Utc>) -> Verdict {
    match clock.state {
        State::Stopped {
            outcome: Outcome::Missed { .. },
            ..
        } => Verdict::Late,
        State::Stopped { .. } => Verdict::Kept,
        State::Running { deadline } if deadline.is_some_and(|deadline| deadline <= end) => {
            Verdict::Late
        }
        State::Paused { .. } if clock.is_breached(end) => Verdict::Late,
        State::Running { .. } | State::Paused { .. } => Verdict::Open,
    }
}

/// Whether a warning came before the clock stopped, or before the log ended.
fn warned(clock: &Clock, contract: &Contract, end: DateTime<Utc>) -> bool {
    let until = match clock.state {
        State::Running { .. } => end,
        State::Paused { since, .. } => since,
        State::Stopped { at, .. } => at,
    };
    levels(clock, contract).iter().any(|(_, when, at)| {
        matches!(when, When::Share { .. } | When::Before { .. }) && *at < until
    })
}
