//! Histories for the tests of this folder.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Clock, replay};
use crate::domain::{
    contract::{Contract, template},
    ids::{EscalationId, EventId, MessageId, TicketId},
    ticket::{
        Actor, Answers, ClockName, Event, PauseReason, Priority, Proposal, Status, Step, What,
    },
};

/// The names of the six contracts.
pub const CONTRACTS: [&str; 6] = [
    "standard",
    "callcenterrate",
    "jamespot",
    "divalto",
    "azprojet",
    "dataleon",
];

pub fn contract(name: &str) -> Arc<Contract> {
    template(name).unwrap()
}

/// A contract with a promise for every clock, on Alsace-Moselle's calendar, 08:00 to 18:00.
pub fn paper() -> Contract {
    Contract::parse("paper.toml", include_str!("paper.toml"))
        .unwrap_or_else(|errors| panic!("{}", errors[0]))
}

/// An instant given as RFC 3339.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// A history that is told event by event.
#[derive(Clone, Debug)]
pub struct Story {
    pub events: Vec<Event>,
    pub status: Status,
    pub priority: Priority,
    taken: bool,
}

impl Story {
    pub fn filed(at: DateTime<Utc>, priority: Priority) -> Self {
        let mut story = Self {
            events: Vec::new(),
            status: Status::New,
            priority,
            taken: false,
        };
        story.push(
            at,
            What::Filed {
                priority,
                proposal: Proposal {
                    priority,
                    answers: Answers::default(),
                    rule: String::new(),
                    clause: "any".to_owned(),
                },
                message: MessageId::from(Uuid::nil()),
                silent: false,
            },
        );
        story
    }

    fn push(&mut self, at: DateTime<Utc>, what: What) {
        let seq = i64::try_from(self.events.len()).unwrap() + 1;
        self.events.push(Event {
            id: EventId::from(Uuid::from_u128(u128::try_from(seq).unwrap())),
            ticket: TicketId::from(Uuid::nil()),
            seq,
            at,
            actor: Actor::Desk,
            what,
        });
    }

    /// Tells an event, right or wrong.
    pub fn tell(mut self, instant: &str, what: What) -> Self {
        self.add(at(instant), what);
        self
    }

    /// Tells an event, right or wrong.
    pub fn add(&mut self, at: DateTime<Utc>, what: What) {
        if let Some(step) = step(&what)
            && let Ok(status) = self.status.after(step, self.taken)
        {
            self.status = status;
        }
        self.taken |= what.takes_in_charge();
        if let What::Requalified { to, .. } = what {
            self.priority = to;
        }
        self.push(at, what);
    }

    /// Whether the life cycle allows the event now.
    pub fn allows(&self, what: &What) -> bool {
        step(what).is_none_or(|step| self.status.after(step, self.taken).is_ok())
    }

    pub fn last_at(&self) -> DateTime<Utc> {
        self.events.last().unwrap().at
    }

    pub fn clocks(&self, contract: &Contract) -> Vec<Clock> {
        replay(&self.events, contract).unwrap()
    }

    /// The latest run of a clock.
    pub fn clock(&self, contract: &Contract, name: ClockName) -> Clock {
        self.clocks(contract)
            .into_iter()
            .rev()
            .find(|clock| clock.name == name)
            .unwrap()
    }
}

fn step(what: &What) -> Option<Step> {
    match what {
        What::TakenInCharge => Some(Step::TakeCharge),
        What::Replied { .. } | What::Informed { .. } => Some(Step::Reply),
        What::Requalified { .. } => Some(Step::Amend),
        What::Paused { .. } => Some(Step::Pause),
        What::Resumed => Some(Step::Resume),
        What::Resolved => Some(Step::Resolve),
        What::Reopened { .. } => Some(Step::Reopen),
        _ => None,
    }
}

pub fn replied() -> What {
    What::Replied {
        message: MessageId::from(Uuid::nil()),
    }
}

pub fn informed() -> What {
    What::Informed {
        message: MessageId::from(Uuid::nil()),
    }
}

pub fn paused(reason: PauseReason) -> What {
    What::Paused {
        reason,
        detail: "a log file".to_owned(),
        evidence: crate::domain::ticket::Evidence::default(),
    }
}

pub fn reopened() -> What {
    What::Reopened {
        reason: "it came back".to_owned(),
    }
}

pub fn requalified(from: Priority, to: Priority) -> What {
    What::Requalified {
        from,
        to,
        reason: "a workaround was found".to_owned(),
    }
}

pub fn escalated(clock: ClockName, level: u32) -> What {
    What::Escalated {
        escalation: EscalationId::from(Uuid::nil()),
        clock,
        level,
    }
}

pub fn escalation_acknowledged(clock: ClockName) -> What {
    What::EscalationAcknowledged {
        escalation: EscalationId::from(Uuid::nil()),
        clock,
        run: 1,
    }
}

/// A history that the life cycle and the contract allow, made from chance: each pair is a gap in
/// seconds and a choice; choices that are not allowed are passed over.
pub fn told(
    contract: &Contract,
    start: DateTime<Utc>,
    priority: Priority,
    choices: &[(i64, u8)],
) -> Story {
    let mut story = Story::filed(start, priority);
    let mut now = start;
    for (gap, choice) in choices {
        now += TimeDelta::seconds(*gap);
        let what = match choice % 16 {
            0 | 1 => What::TakenInCharge,
            2 => replied(),
            3 => informed(),
            4 => requalified(story.priority, Priority::P1),
            5 => requalified(story.priority, Priority::P2),
            6 => requalified(story.priority, Priority::P3),
            7..=9 => {
                let reasons: Vec<_> = contract.pause_reasons().collect();
                match reasons.get(usize::from(choice / 16) % reasons.len().max(1)) {
                    Some(reason) => paused(*reason),
                    None => continue,
                }
            }
            10..=12 => What::Resumed,
            13 => What::Resolved,
            14 => reopened(),
            _ => What::PriorityConfirmed,
        };
        if story.allows(&what) {
            story.add(now, what);
        }
    }
    story
}
