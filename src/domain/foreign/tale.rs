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

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::{
        foreign::Meaning,
        sla::scenes::{at, contract},
    };

    /// Rows a day apart, each with a place and a priority.
    fn rows(told: &[(Place, Priority)]) -> Vec<Row> {
        let opened_at = at("2026-03-02T08:00:00Z");
        (0..)
            .zip(told)
            .map(|(day, (place, priority))| Row {
                at: opened_at + TimeDelta::days(day),
                order: 0,
                state: Meaning {
                    place: *place,
                    answered: false,
                },
                priority: *priority,
                opened_at,
            })
            .collect()
    }

    fn corrections(told: &[(Place, Priority)], follows: Follows) -> Vec<(i64, Priority, Priority)> {
        let tale = tell(&rows(told), &contract("standard"), follows).unwrap();
        let each = tale.events.iter().filter_map(|event| match event.what {
            What::Requalified { from, to, .. } => Some((event.seq, from, to)),
            _ => None,
        });
        each.collect()
    }

    #[test]
    fn a_correction_counts_unless_the_ticket_is_settled_and_then_when_it_is_reopened() {
        use Place::{New, Open, Resolved};
        use Priority::{P1, P2, P3};
        let told = [
            (New, P3),
            (Open, P1),
            (Resolved, P1),
            (Resolved, P2),
            (Open, P2),
        ];
        // Filed, corrected, taken in charge, resolved, reopened, corrected.
        let each = corrections(&told, Follows::Each);
        assert_eq!(each, [(2, P3, P1), (6, P1, P2)]);
        assert_eq!(corrections(&told, Follows::TheLast), []);
        // What is corrected by the row that settles it was so before.
        let settling = [(Open, P3), (Resolved, P2)];
        assert_eq!(corrections(&settling, Follows::Each), [(3, P3, P2)]);
    }

    #[test]
    fn a_row_dated_before_the_filing_happens_at_the_filing() {
        let mut early = rows(&[(Place::New, Priority::P2), (Place::Open, Priority::P2)]);
        early[1].at -= TimeDelta::days(9);
        let tale = tell(&early, &contract("standard"), Follows::Each).unwrap();
        let instants: Vec<_> = tale.events.iter().map(|event| event.at).collect();
        assert_eq!(instants, [early[0].opened_at; 2]);
        assert!(tell(&[], &contract("standard"), Follows::Each).is_none());
    }
}
