//! From the rows of a log to the history that Guichet would have kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Place, Row};
use crate::domain::{
    contract::Contract,
    ids::{EventId, MessageId, TicketId},
    ticket::{Actor, Answers, Event, PauseReason, Priority, Proposal, What},
};

/// Which priority holds at a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Follows {
    /// That of the last row, from the beginning.
    TheLast,
    /// That of each row, from then on.
    Each,
}

/// A ticket's history, and the waits that its contract does not take out.
#[derive(Clone, Debug)]
pub struct Tale {
    /// The priority of the last row.
    pub priority: Priority,
    /// The history.
    pub events: Vec<Event>,
    /// How often a wait began that the contract has no clause for; its time counts.
    pub not_paused: BTreeMap<PauseReason, u32>,
}

/// Tells the history of a ticket from its rows, which are in order of time; none without a row.
///
/// The first row whose state is not new takes the ticket in charge; a state that answers, or a
/// settled one, does what it says; a wait pauses what the contract lets it pause. A row dated
/// before the filing happens at the filing. Where the priority follows each row, a change of it is a
/// correction; that of a ticket that is settled already is passed over.
#[must_use]
pub fn tell(rows: &[Row], contract: &Contract, priority: Follows) -> Option<Tale> {
    let (first, last) = (rows.first()?, rows.last()?);
    let mut tale = Tale {
        priority: last.priority,
        events: Vec::with_capacity(rows.len() + 1),
        not_paused: BTreeMap::new(),
    };
    let filed_at = first.opened_at;
    let mut holds = match priority {
        Follows::TheLast => last.priority,
        Follows::Each => first.priority,
    };
    tale.push(filed_at, filed(holds));
    let mut here = Place::New;
    let mut taken = false;
    let mut paused = false;
    for row in rows {
        let (at, state) = (row.at.max(filed_at), row.state);
        let corrected = priority == Follows::Each && row.priority != holds;
        let reopens = here == Place::Resolved && state.place != Place::Resolved;
        if corrected && here != Place::Resolved {
            tale.requalify(at, &mut holds, row.priority);
        }
        if state.place == here {
            continue;
        }
        if reopens {
            let reason = String::new();
            tale.push(at, What::Reopened { reason });
            if corrected {
                tale.requalify(at, &mut holds, row.priority);
            }
        }
        if paused {
            paused = false;
            if state.place != Place::Resolved {
                tale.push(at, What::Resumed);
            }
        }
        if !taken && state.place != Place::New {
            taken = true;
            tale.push(at, What::TakenInCharge);
        }
        if state.answered {
            tale.push(
                at,
                What::Replied {
                    message: MessageId::from(Uuid::nil()),
                },
            );
        }
        match state.place {
            Place::New | Place::Open => {}
            Place::Waiting(reason) if contract.pause(reason).is_some() => {
                paused = true;
                let detail = String::new();
                tale.push(
                    at,
                    What::Paused {
                        reason,
                        detail,
                        evidence: crate::domain::ticket::Evidence::default(),
                    },
                );
            }
            Place::Waiting(reason) => *tale.not_paused.entry(reason).or_default() += 1,
            Place::Resolved => tale.push(at, What::Resolved),
        }
        here = state.place;
    }
    Some(tale)
}

fn filed(priority: Priority) -> What {
    What::Filed {
        priority,
        proposal: Proposal {
            priority,
            answers: Answers::default(),
            rule: String::new(),
            clause: String::new(),
        },
        message: MessageId::from(Uuid::nil()),
        silent: false,
    }
}

impl Tale {
    fn requalify(&mut self, at: DateTime<Utc>, holds: &mut Priority, to: Priority) {
        let (from, reason) = (*holds, String::new());
        self.push(at, What::Requalified { from, to, reason });
        *holds = to;
    }

    fn push(&mut self, at: DateTime<Utc>, what: What) {
        let seq = i64::try_from(self.events.len())
            .unwrap_or(i64::MAX)
            .saturating_add(1);
        self.events.push(Event {
            id: EventId::from(Uuid::nil()),
            ticket: TicketId::from(Uuid::nil()),
            seq,
            at,
            actor: Actor::Desk,
            what,
        });
    }
}
