//! A contract tried out on a request that nobody filed.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Clock, ReplayError, replay};
use crate::domain::{
    contract::Contract,
    ids::{EventId, MessageId, TicketId},
    ticket::{Actor, Answers, Event, PauseReason, Priority, Proposal, What},
};

/// A request as one supposes it to have gone, to see what a contract makes of it.
///
/// ```
/// use guichet::domain::{contract::template, sla::Trial, ticket::Priority};
///
/// let standard = template("standard").ok_or("no such template")?;
/// let filed = "2026-03-03T09:00:00Z".parse()?;
/// let clocks = Trial::filed(filed, Priority::P1).clocks(&standard)?;
/// // Four business hours from 10:00 in Paris.
/// assert_eq!(clocks[0].deadline(), Some("2026-03-03T13:00:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trial {
    /// When it is filed, UTC.
    pub filed: DateTime<Utc>,
    /// Its priority.
    pub priority: Priority,
    /// When it is taken in charge, UTC; none when it is not.
    pub taken: Option<DateTime<Utc>>,
    /// What it waits for, in any order; no two at the same time.
    pub pauses: Vec<SupposedPause>,
}

/// A wait that is supposed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SupposedPause {
    /// Why.
    pub reason: PauseReason,
    /// From when, UTC.
    pub from: DateTime<Utc>,
    /// Until when, UTC; none while it lasts.
    pub to: Option<DateTime<Utc>>,
}

impl Trial {
    /// A request that is filed, and then nothing.
    #[must_use]
    pub const fn filed(filed: DateTime<Utc>, priority: Priority) -> Self {
        Self {
            filed,
            priority,
            taken: None,
            pauses: Vec::new(),
        }
    }

    /// Its clocks, as those of a ticket with this history would be.
    ///
    /// # Errors
    /// As [`replay`]: when something happens before the filing or in a state that does not allow it,
    /// the contract knows no such wait, or a deadline lies beyond the calendar's years.
    pub fn clocks(&self, contract: &Contract) -> Result<Vec<Clock>, ReplayError> {
        let mut later: Vec<(DateTime<Utc>, What)> = Vec::new();
        later.extend(self.taken.map(|at| (at, What::TakenInCharge)));
        for pause in &self.pauses {
            let began = What::Paused {
                reason: pause.reason,
                detail: String::new(),
                evidence: crate::domain::ticket::Evidence::default(),
            };
            later.push((pause.from, began));
            later.extend(pause.to.map(|at| (at, What::Resumed)));
        }
        // What is told first comes first among what happens at the same instant.
        later.sort_by_key(|(at, _)| *at);
        let filed = What::Filed {
            priority: self.priority,
            proposal: Proposal {
                priority: self.priority,
                answers: Answers::default(),
                rule: String::new(),
                clause: String::new(),
            },
            message: MessageId::from(Uuid::nil()),
            silent: false,
        };
        let events: Vec<Event> = std::iter::once((self.filed, filed))
            .chain(later)
            .zip(1..)
            .map(|((at, what), seq)| Event {
                id: EventId::from(Uuid::nil()),
                ticket: TicketId::from(Uuid::nil()),
                seq,
                at,
                actor: Actor::Desk,
                what,
            })
            .collect();
        replay(&events, contract)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        contract::template,
        sla::{
            ProofSheet,
            scenes::{CONTRACTS, at},
        },
        ticket::ClockName,
    };

    #[test]
    fn a_trial_gives_the_deadlines_of_a_supposed_sheet() {
        let filed = at("2026-12-24T16:30:00Z");
        for name in CONTRACTS {
            let contract = template(name).unwrap();
            for priority in Priority::ALL {
                let clocks = Trial::filed(filed, priority).clocks(&contract).unwrap();
                for clock in clocks {
                    let supposed =
                        ProofSheet::supposed(&contract, clock.name, priority, filed, &[]);
                    let supposed = supposed.unwrap().map(|sheet| sheet.deadline);
                    assert_eq!(clock.deadline(), supposed, "{name} {priority:?}");
                }
            }
        }
    }

    #[test]
    fn a_wait_moves_what_the_contract_says_and_nothing_else() {
        let contract = template("standard").unwrap();
        let filed = at("2026-03-03T09:00:00Z");
        let mut trial = Trial::filed(filed, Priority::P1);
        let plain = trial.clocks(&contract).unwrap();
        trial.taken = Some(at("2026-03-03T09:30:00Z"));
        trial.pauses = vec![SupposedPause {
            reason: PauseReason::WaitingForCustomer,
            from: at("2026-03-03T10:00:00Z"),
            to: Some(at("2026-03-03T11:00:00Z")),
        }];
        let moved = trial.clocks(&contract).unwrap();
        for (before, after) in plain.iter().zip(&moved) {
            assert_eq!(before.name, after.name);
            let stands = contract
                .pause(PauseReason::WaitingForCustomer)
                .is_some_and(|pause| pause.clocks.contains(&after.name));
            if after.name == ClockName::Acknowledge {
                assert!(!after.is_running());
            } else if let (Some(before), Some(after)) = (before.due_at, after.due_at) {
                assert_eq!((after - before).num_minutes(), i64::from(stands) * 60);
            }
        }
        trial.pauses[0].from = at("2026-03-03T08:00:00Z");
        assert!(trial.clocks(&contract).is_err(), "a wait before the filing");
    }
}
