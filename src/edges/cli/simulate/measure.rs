//! How long tickets took where the contract promises nothing: what a promise could be.

use chrono::{DateTime, Utc};

use crate::domain::{
    calendar::Pause,
    contract::Contract,
    foreign::Tale,
    ticket::{ClockName, What},
};

/// The tickets of one clock and priority for which nothing is promised.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Measure {
    /// All of them.
    pub tickets: u64,
    /// Those whose clock the log does not stop.
    pub open: u64,
    /// What the others took, in seconds of open time outside the pauses.
    pub took: Vec<i64>,
}

impl Measure {
    /// Measures a ticket.
    pub fn add(&mut self, tale: &Tale, clock: ClockName, contract: &Contract) {
        self.tickets += 1;
        match took(tale, clock, contract) {
            Some(seconds) => self.took.push(seconds),
            None => self.open += 1,
        }
    }

    /// The middle of what tickets took, in seconds of open time; the lower of two.
    #[must_use]
    pub fn median(&self) -> Option<i64> {
        let mut took = self.took.clone();
        took.sort_unstable();
        took.get(took.len().saturating_sub(1) / 2).copied()
    }
}

/// The open time outside the pauses from the filing to the first answer or the last resolution.
fn took(tale: &Tale, clock: ClockName, contract: &Contract) -> Option<i64> {
    let start = tale.events.first()?.at;
    let mut pauses = Vec::new();
    let mut still: Option<DateTime<Utc>> = None;
    let mut end = None;
    for event in &tale.events {
        match &event.what {
            What::Replied { .. } if clock == ClockName::Respond => {
                end = end.or(Some(event.at));
            }
            What::Resolved => {
                // A pause that lasts until the resolution does not count up to it.
                if let Some(from) = still.replace(event.at) {
                    pauses.push(Pause { from, to: event.at });
                }
                end = match clock {
                    ClockName::Respond => end.or(Some(event.at)),
                    ClockName::Acknowledge | ClockName::Update | ClockName::Resolve => {
                        Some(event.at)
                    }
                };
            }
            What::Paused { reason, .. }
                if contract
                    .pause(*reason)
                    .is_some_and(|clause| clause.clocks.contains(&clock)) =>
            {
                still = Some(event.at);
            }
            What::Resumed | What::Reopened { .. } => {
                if let Some(from) = still.take() {
                    pauses.push(Pause { from, to: event.at });
                }
                if clock != ClockName::Respond {
                    end = None;
                }
            }
            _ => {}
        }
    }
    let end = end?;
    Some(
        contract
            .calendar()
            .elapsed(start, end, &pauses)
            .num_seconds(),
    )
}
