//! From a ticket's history to the facts that reports are added up from.

use chrono::{DateTime, TimeDelta, Utc};

use super::fact::{Fact, FactKind};
use crate::domain::{
    contract::Contract,
    ids::ContractVersionId,
    sla::{Clock, Outcome, State},
    ticket::{ClockName, Event, Priority, What},
    vendor::{CaseEvent, Hands, held},
};

/// Runs of one clock are fewer.
const RUNS: i64 = 1_000_000;

/// What is known of a ticket.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Its history.
    pub events: &'a [Event],
    /// Its clocks, as the history gives them.
    pub clocks: &'a [Clock],
    /// The histories of its cases at vendors.
    pub cases: &'a [Vec<CaseEvent>],
    /// The version of the contract that it is under.
    pub version: ContractVersionId,
    /// That version.
    pub contract: &'a Contract,
}

/// The facts of a ticket; none of a history that does not begin with its filing.
#[must_use]
pub fn draw(told: &Told<'_>) -> Vec<Fact> {
    let Some((filed_at, filed_as)) = told.events.first().and_then(filing) else {
        return Vec::new();
    };
    let mut drawing = Drawing {
        told,
        filed_at,
        filed_as,
        facts: Vec::new(),
    };
    drawing.story();
    drawing.promises();
    drawing.vendors();
    drawing.facts
}

fn filing(event: &Event) -> Option<(DateTime<Utc>, Priority)> {
    match event.what {
        What::Filed { priority, .. } => Some((event.at, priority)),
        _ => None,
    }
}

/// Whole minutes; one that was begun counts.
fn minutes(amount: TimeDelta) -> i64 {
    let seconds = amount.num_seconds() + i64::from(amount.subsec_nanos() > 0);
    seconds.max(0).div_euclid(60) + i64::from(seconds.rem_euclid(60) > 0)
}

struct Drawing<'a> {
    told: &'a Told<'a>,
    filed_at: DateTime<Utc>,
    filed_as: Priority,
    facts: Vec<Fact>,
}

impl Drawing<'_> {
    /// A fact of a kind at an instant, under what held then.
    fn fact(&self, kind: FactKind, rank: i64, at: DateTime<Utc>) -> Fact {
        let (mut priority, mut version) = (self.filed_as, None);
        for event in self.told.events {
            match &event.what {
                What::Requalified { to, .. } if event.at <= at => priority = *to,
                What::MovedToVersion { from, .. } if event.at > at => {
                    version = version.or(Some(*from));
                }
                _ => {}
            }
        }
        Fact {
            kind,
            rank,
            at,
            ended_at: None,
            since: self.filed_at,
            clock: None,
            priority,
            kept: None,
            wall: None,
            business: None,
            contract: version.unwrap_or(self.told.version),
        }
    }

    /// How long a promise took until an instant, in business time outside its pauses.
    fn business(&self, name: ClockName, at: DateTime<Utc>) -> i64 {
        let ended = |clock: &&Clock| {
            clock.name == name && matches!(clock.state, State::Stopped { at: end, .. } if end == at)
        };
        let clock = self.told.clocks.iter().rev().find(ended);
        minutes(clock.map_or_else(
            || {
                self.told
                    .contract
                    .calendar()
                    .open_between(self.filed_at, at)
            },
            |clock| clock.spent.values().sum(),
        ))
    }

    /// What happened: filing, the first answer, resolutions, reopenings, requalifications.
    fn story(&mut self) {
        let filed = self.fact(FactKind::Filed, 1, self.filed_at);
        self.facts.push(filed);
        let mut open: Option<(i64, DateTime<Utc>)> = Some((1, self.filed_at));
        let mut answered = false;
        for event in self.told.events.iter().skip(1) {
            match &event.what {
                What::Replied { .. } if !answered => {
                    answered = true;
                    self.took(FactKind::Answered, ClockName::Respond, event);
                }
                What::Resolved => {
                    self.took(FactKind::Resolved, ClockName::Resolve, event);
                    self.was_open(open.take(), Some(event.at));
                }
                What::Reopened { .. } | What::RequesterReplied { .. } if open.is_none() => {
                    let fact = self.fact(FactKind::Reopened, event.seq, event.at);
                    self.facts.push(fact);
                    open = Some((event.seq, event.at));
                }
                What::Requalified { .. } => {
                    let fact = self.fact(FactKind::Requalified, event.seq, event.at);
                    self.facts.push(fact);
                }
                _ => {}
            }
        }
        self.was_open(open, None);
    }

    fn took(&mut self, kind: FactKind, name: ClockName, event: &Event) {
        let fact = self.fact(kind, event.seq, event.at);
        self.facts.push(Fact {
            wall: Some(minutes(event.at - self.filed_at)),
            business: Some(self.business(name, event.at)),
            ..fact
        });
    }

    fn was_open(&mut self, open: Option<(i64, DateTime<Utc>)>, until: Option<DateTime<Utc>>) {
        let Some((rank, from)) = open else {
            return;
        };
        let fact = self.fact(FactKind::Open, rank, from);
        self.facts.push(Fact {
            ended_at: until,
            ..fact
        });
    }

    /// The promises that were kept, and those whose deadline is known. A clock that stands still before
    /// its deadline owes nothing yet; one that runs again past its deadline was missed once.
    fn promises(&mut self) {
        for clock in self.told.clocks {
            let Some(due) = self.due(clock) else { continue };
            let (at, kept, ended_at) = match clock.state {
                State::Stopped { at, outcome } => match outcome {
                    Outcome::Kept => (at, true, Some(at)),
                    Outcome::Missed { .. } => (due, false, Some(at)),
                    Outcome::Unpromised => continue,
                },
                State::Running { .. } => (due, false, None),
                State::Paused { since, .. } if due < since => (due, false, None),
                State::Paused { .. } => continue,
            };
            let place = ClockName::ALL.iter().position(|name| *name == clock.name);
            let place = i64::try_from(place.unwrap_or_default()).unwrap_or_default();
            let fact = self.fact(FactKind::Clock, place * RUNS + i64::from(clock.run), at);
            self.facts.push(Fact {
                ended_at,
                since: clock.started_at,
                clock: Some(clock.name),
                priority: clock.priority,
                kept: Some(kept),
                contract: clock.held_to.unwrap_or(fact.contract),
                ..fact
            });
        }
    }

    /// When a clock falls due. What happens later says nothing of an earlier period: the next run of a
    /// clock that was missed owes nothing more, and no other falls due before its ticket was reopened.
    fn due(&self, clock: &Clock) -> Option<DateTime<Utc>> {
        let due = clock.due_at?;
        let Some(reopened_at) = clock.reopened_at().filter(|at| due < *at) else {
            return Some(due);
        };
        let before = |one: &&Clock| one.name == clock.name && one.run + 1 == clock.run;
        let missed = |one: &Clock| one.is_breached(reopened_at);
        let was_missed = self.told.clocks.iter().find(before).is_some_and(missed);
        (!was_missed).then_some(reopened_at)
    }

    /// The stretches in which the vendor had it in hand.
    fn vendors(&mut self) {
        let own = self.told.events.iter().map(|event| event.at);
        let theirs = self.told.cases.iter().flatten().map(|event| event.at);
        let Some(last) = own
            .chain(theirs)
            .max()
            .filter(|_| !self.told.cases.is_empty())
        else {
            return;
        };
        // What lasts after the last thing that happened has no end.
        let open = last + TimeDelta::microseconds(1);
        let stretches = held(self.told.events, self.told.cases, open);
        for (rank, stretch) in (1..).zip(stretches.iter().filter(|one| one.by == Hands::Vendor)) {
            let fact = self.fact(FactKind::Vendor, rank, stretch.from);
            self.facts.push(Fact {
                ended_at: Some(stretch.to).filter(|to| *to < open),
                ..fact
            });
        }
    }
}
