//! What the rules proposed for a ticket, and what people made of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Answers, Document, Event, Line, Priority, Proposal, What};
use crate::domain::{
    ids::{EventId, PersonId, TicketId},
    words::words,
};

/// What made the rules propose a priority.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Cause {
    /// The request was filed.
    Filing,
    /// A way round the problem was found.
    Workaround,
    /// The nature was corrected.
    Nature,
}

words!(Cause {
    Filing => "filing",
    Workaround => "workaround",
    Nature => "nature",
});

/// A proposal about which nobody has decided.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pending<'a> {
    /// What led to it.
    pub cause: Cause,
    /// What is proposed, by which rule.
    pub proposal: &'a Proposal,
}

/// What a person made of a proposal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decision {
    /// The event that tells of it.
    pub id: EventId,
    /// The ticket.
    pub ticket: TicketId,
    /// Who decided.
    pub by: Option<PersonId>,
    /// What led to the proposal.
    pub cause: Cause,
    /// The rule behind it, as [`Proposal::rule`] says it.
    pub rule: String,
    /// Its clause, as the contract file names it.
    pub clause: String,
    /// What was proposed.
    pub proposed: Priority,
    /// What it became.
    pub decided: Priority,
    /// Why, where it became something else.
    pub reason: String,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

impl Decision {
    /// Whether it became something else than was proposed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.proposed != self.decided
    }
}

/// The proposals of a history as it is read.
#[derive(Debug, Default)]
struct Reading<'a> {
    priority: Option<Priority>,
    pending: Option<Pending<'a>>,
    decisions: Vec<Decision>,
}

impl<'a> Reading<'a> {
    fn of(events: &'a [Event]) -> Self {
        let mut reading = Self::default();
        for event in events {
            reading.take(event);
        }
        reading
    }

    fn take(&mut self, event: &'a Event) {
        match &event.what {
            What::Filed {
                priority, proposal, ..
            } => {
                self.priority = Some(*priority);
                self.propose(Cause::Filing, Some(proposal));
            }
            What::WorkaroundRecorded { proposal, .. } => {
                self.propose(Cause::Workaround, proposal.as_ref());
            }
            What::NatureCorrected { proposal, .. } => {
                self.propose(Cause::Nature, proposal.as_ref());
            }
            What::PriorityConfirmed => self.decide(event, ""),
            What::PriorityKept { reason, .. } => self.decide(event, reason.as_str()),
            What::Requalified { to, reason, .. } => {
                self.priority = Some(*to);
                self.decide(event, reason);
            }
            _ => {}
        }
    }

    /// A later proposal takes the place of one that waits: it rests on more.
    const fn propose(&mut self, cause: Cause, proposal: Option<&'a Proposal>) {
        if let Some(proposal) = proposal {
            self.pending = Some(Pending { cause, proposal });
        }
    }

    fn decide(&mut self, event: &Event, reason: &str) {
        let (Some(pending), Some(decided)) = (self.pending.take(), self.priority) else {
            return;
        };
        let Proposal {
            priority,
            answers: _,
            rule,
            clause,
        } = pending.proposal;
        self.decisions.push(Decision {
            id: event.id,
            ticket: event.ticket,
            by: event.actor.person(),
            cause: pending.cause,
            rule: rule.clone(),
            clause: clause.clone(),
            proposed: *priority,
            decided,
            reason: reason.to_owned(),
            at: event.at,
        });
    }
}

/// What people decided on proposals, in order. A priority that is corrected again, without another
/// proposal, is no further decision on one.
#[must_use]
pub fn decisions(events: &[Event]) -> Vec<Decision> {
    Reading::of(events).decisions
}

/// The proposal that waits for a person, if one does.
#[must_use]
pub fn pending(events: &[Event]) -> Option<Pending<'_>> {
    Reading::of(events).pending
}

/// The answers as the desk knows them by now: those of the form, with the nature as it was corrected
/// and the workaround that was found since.
#[must_use]
pub fn last_answers(events: &[Event]) -> Option<Answers> {
    let mut last: Option<Answers> = None;
    for event in events {
        match (&event.what, &mut last) {
            (What::Filed { proposal, .. }, _) => last = Some(proposal.answers.clone()),
            (What::WorkaroundRecorded { .. }, Some(answers)) => {
                *answers = answers.with_workaround()
            }
            (What::NatureCorrected { to, .. }, Some(answers)) => answers.nature = *to,
            _ => {}
        }
    }
    last
}

/// Where the documents of a request are to be found, as far as they were named.
#[must_use]
pub fn documents_named(events: &[Event]) -> BTreeMap<Document, Line> {
    let mut named = BTreeMap::new();
    for event in events {
        match &event.what {
            What::Filed { proposal, .. } => named.extend(proposal.answers.documents.clone()),
            What::DocumentNamed {
                document,
                named: at,
            } => {
                named.insert(*document, at.clone());
            }
            _ => {}
        }
    }
    named
}

#[cfg(test)]
mod tests;
