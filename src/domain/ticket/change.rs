//! What an act means for a ticket: the events it makes, and the ticket after them.

use super::{Event, Evidence, PauseReason, Priority, Refused, Status, Step, Ticket, What};
use crate::domain::ids::{MessageId, PersonId};

/// What a person wants to do with a ticket.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
    /// Take it in charge; whoever does it becomes the assignee if there is none.
    TakeCharge,
    /// Answer the requester, and settle the matter with the same message if `resolve` says so.
    Reply {
        /// The answer.
        message: MessageId,
        /// Whether it settles the matter.
        resolve: bool,
    },
    /// Tell the requester that the work goes on, where the contract promises regular information.
    Inform {
        /// What is told.
        message: MessageId,
    },
    /// Leave an internal note.
    Note {
        /// The note.
        message: MessageId,
    },
    /// Agree with the proposed priority.
    ConfirmPriority,
    /// Correct the priority.
    Requalify {
        /// The right priority.
        to: Priority,
        /// Why.
        reason: String,
    },
    /// Stop the clocks that the contract names for the reason.
    Pause {
        /// Why.
        reason: PauseReason,
        /// What is awaited, in words.
        detail: String,
        /// What shows it.
        evidence: Evidence,
    },
    /// Let them go on.
    Resume,
    /// Settle the matter without a further message.
    Resolve,
    /// It was not settled after all.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Give it to somebody, or to nobody.
    Assign {
        /// Who works on it now.
        to: Option<PersonId>,
    },
}

impl Ticket {
    /// The events that an agent's act makes, in order; none when the act changes nothing.
    ///
    /// # Errors
    /// When the present state does not allow it.
    pub fn decide(&self, act: Act, by: PersonId) -> Result<Vec<What>, Refused> {
        let allow = |step| self.status.after(step, true);
        let taking = || match self.assignee {
            None => vec![What::Assigned { to: Some(by) }],
            Some(_) => Vec::new(),
        };
        Ok(match act {
            Act::TakeCharge => {
                allow(Step::TakeCharge)?;
                let mut whats = taking();
                whats.push(What::TakenInCharge);
                whats
            }
            Act::Reply { message, resolve } => {
                allow(Step::Reply)?;
                let mut whats = taking();
                whats.push(What::Replied { message });
                if resolve {
                    whats.push(What::Resolved);
                }
                whats
            }
            Act::Inform { message } => {
                allow(Step::Reply)?;
                vec![What::Informed { message }]
            }
            Act::Note { message } => {
                allow(Step::Note)?;
                vec![What::Noted { message }]
            }
            Act::ConfirmPriority => {
                allow(Step::Amend)?;
                if self.priority_confirmed {
                    Vec::new()
                } else {
                    vec![What::PriorityConfirmed]
                }
            }
            Act::Requalify { to, reason } => {
                allow(Step::Amend)?;
                if to == self.priority {
                    if self.priority_confirmed {
                        Vec::new()
                    } else {
                        vec![What::PriorityConfirmed]
                    }
                } else {
                    vec![What::Requalified {
                        from: self.priority,
                        to,
                        reason,
                    }]
                }
            }
            pause @ Act::Pause { .. } => {
                allow(Step::Pause)?;
                paused(pause)
            }
            Act::Resume => {
                allow(Step::Resume)?;
                vec![What::Resumed]
            }
            Act::Resolve => {
                allow(Step::Resolve)?;
                vec![What::Resolved]
            }
            Act::Reopen { reason } => {
                allow(Step::Reopen)?;
                vec![What::Reopened { reason }]
            }
            Act::Assign { to } => {
                allow(Step::Amend)?;
                if to == self.assignee {
                    Vec::new()
                } else {
                    vec![What::Assigned { to }]
                }
            }
        })
    }

    /// The events of a requester's message: it ends a wait for the customer, and reopens what
    /// was resolved.
    #[must_use]
    pub fn requester_wrote(
        &self,
        message: MessageId,
        paused_for: Option<PauseReason>,
    ) -> Vec<What> {
        let mut whats = vec![What::RequesterReplied { message }];
        match (self.status, paused_for) {
            (Status::Paused, Some(PauseReason::WaitingForCustomer)) => whats.push(What::Resumed),
            (Status::Resolved, _) => whats.push(What::Reopened {
                reason: String::new(),
            }),
            (Status::New | Status::Open | Status::Paused, _) => {}
        }
        whats
    }

    /// The ticket after an event. `taken` tells whether it had been taken in charge before.
    ///
    /// # Errors
    /// When the present state does not allow what the event says.
    pub fn apply(&mut self, event: &Event, taken: bool) -> Result<(), Refused> {
        let step = match &event.what {
            What::Filed {
                priority, proposal, ..
            } => {
                self.priority = *priority;
                self.nature = proposal.answers.nature;
                self.status = Status::New;
                None
            }
            What::TakenInCharge => Some(Step::TakeCharge),
            What::Replied { .. } | What::Informed { .. } => Some(Step::Reply),
            // A message alone moves nothing; what follows from it has an event of its own.
            What::RequesterReplied { .. } => None,
            What::Noted { .. } => Some(Step::Note),
            What::PriorityConfirmed | What::PriorityKept { .. } => {
                self.priority_confirmed = true;
                Some(Step::Amend)
            }
            What::NatureCorrected { to, .. } => {
                self.nature = *to;
                Some(Step::Amend)
            }
            What::WorkaroundRecorded { .. } | What::DocumentNamed { .. } => Some(Step::Amend),
            What::Requalified { to, .. } => {
                self.priority = *to;
                self.priority_confirmed = true;
                Some(Step::Amend)
            }
            What::Paused { .. } => Some(Step::Pause),
            What::Resumed => Some(Step::Resume),
            What::Resolved => Some(Step::Resolve),
            What::Reopened { .. } => Some(Step::Reopen),
            What::Assigned { to } => {
                self.assignee = *to;
                Some(Step::Amend)
            }
            What::TimeCorrected { .. } => Some(Step::Note),
            What::MovedToVersion { to, .. } => {
                self.contract = *to;
                Some(Step::Amend)
            }
            What::SentToVendor { .. } => Some(Step::Amend),
            // These come with the message that they tell of.
            What::TimeSpent { .. } | What::Mentioned { .. } => None,
            What::Escalated { .. } | What::EscalationAcknowledged { .. } => None,
            // What follows from a decision for the state has an event of its own.
            What::PauseContested { .. } | What::PauseUpheld { .. } | What::PauseLifted { .. } => {
                None
            }
            // The ticket stays as it was, and so does the instant at which it last changed.
            What::FollowerAdded { .. }
            | What::FollowerRemoved { .. }
            | What::Rated { .. }
            | What::TakenOver { .. }
            | What::ConsentGiven { .. }
            | What::ConsentRefused
            | What::ConsentWithdrawn { .. }
            | What::PlatformEntered { .. } => {
                return Ok(());
            }
        };
        if let Some(step) = step {
            self.status = self.status.after(step, taken)?;
        }
        self.changed_at = event.at;
        Ok(())
    }
}

/// What a pause makes happen.
fn paused(act: Act) -> Vec<What> {
    match act {
        Act::Pause {
            reason,
            detail,
            evidence,
        } => vec![What::Paused {
            reason,
            detail,
            evidence,
        }],
        _ => Vec::new(),
    }
}

/// Whether an agent has taken the ticket in charge, by saying so or by writing to the requester.
#[must_use]
pub fn taken_in_charge(events: &[Event]) -> bool {
    events.iter().any(|event| event.what.takes_in_charge())
}
