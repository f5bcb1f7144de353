//! A case at the vendor: its life, its history, and its clocks under the vendor's contract.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Dossier, Override, RunsOn};
use crate::domain::{
    ids::{
        ContractVersionId, MessageId, OrganisationId, PersonId, TicketId, VendorCaseId,
        VendorEventId,
    },
    ticket::{ClockName, Description, Line, MovedDeadline, Priority},
    words::words,
};

/// Where a case stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseState {
    /// Sent; nobody of the vendor has taken it in charge.
    Sent,
    /// The vendor works on it.
    Open,
    /// The vendor waits for the integrator.
    Asked,
    /// The vendor says that it is settled.
    Settled,
    /// The integrator took it back.
    Withdrawn,
}

words!(CaseState {
    Sent => "sent",
    Open => "open",
    Asked => "asked",
    Settled => "settled",
    Withdrawn => "withdrawn",
});

impl CaseState {
    /// Whether anything is still expected of anybody.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Open | Self::Asked)
    }
}

/// The two sides of a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseSide {
    /// Who asks.
    Integrator,
    /// Who is asked.
    Vendor,
}

/// Who did something with a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CaseActor {
    /// For whom.
    pub side: CaseSide,
    /// Who.
    pub person: PersonId,
}

/// What somebody wants to do with a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CaseAct {
    /// The vendor takes it in charge.
    TakeCharge,
    /// The vendor answers.
    Answer(MessageId),
    /// The vendor asks for what it needs: its time stands still until it is told.
    Ask(MessageId),
    /// The vendor answers, and says that this settles it.
    Settle(MessageId),
    /// The vendor writes something that moves nothing: a program of its wrote it, or the case is closed.
    Remark(MessageId),
    /// The vendor says under which number it keeps the case.
    Refer(Line),
    /// The integrator writes; this ends a wait for them.
    Tell(MessageId),
    /// The integrator says that it is not settled.
    Reopen(MessageId),
    /// The integrator takes it back.
    Withdraw(Line),
}

impl CaseAct {
    /// Whose act it is.
    #[must_use]
    pub const fn side(&self) -> CaseSide {
        match self {
            Self::TakeCharge
            | Self::Answer(_)
            | Self::Ask(_)
            | Self::Settle(_)
            | Self::Remark(_)
            | Self::Refer(_) => CaseSide::Vendor,
            Self::Tell(_) | Self::Reopen(_) | Self::Withdraw(_) => CaseSide::Integrator,
        }
    }

    /// The message that it brings.
    #[must_use]
    pub const fn message(&self) -> Option<MessageId> {
        match self {
            Self::Answer(message)
            | Self::Ask(message)
            | Self::Settle(message)
            | Self::Remark(message)
            | Self::Tell(message)
            | Self::Reopen(message) => Some(*message),
            Self::TakeCharge | Self::Refer(_) | Self::Withdraw(_) => None,
        }
    }
}

/// One thing that happened to a case.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum CaseHappened {
    /// It was sent; always the first.
    Opened {
        /// The severity that was proposed.
        severity: Priority,
        /// What was left out, and why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        overridden: Option<Override>,
    },
    /// The vendor took it in charge.
    TakenInCharge,
    /// The vendor answered.
    Answered {
        /// The answer.
        message: MessageId,
    },
    /// The vendor asked for something.
    Asked {
        /// The question.
        message: MessageId,
    },
    /// The vendor says that it is settled.
    Settled {
        /// The answer that settles it.
        message: MessageId,
    },
    /// The vendor wrote something that moves nothing.
    Remarked {
        /// What.
        message: MessageId,
    },
    /// The vendor has a number of its own for it.
    Referred {
        /// The number.
        reference: Line,
    },
    /// The integrator wrote.
    Told {
        /// What.
        message: MessageId,
    },
    /// The integrator says that it is not settled.
    Reopened {
        /// Why.
        message: MessageId,
    },
    /// The integrator took it back.
    Withdrawn {
        /// Why.
        reason: Line,
    },
    /// The integrator says that the vendor's time does not stand still rightly.
    PauseContested {
        /// The rank of the event that asked.
        pause: i64,
        /// Why.
        reason: Line,
    },
    /// Who answers for the queue decided that the contested pause stays.
    PauseUpheld {
        /// The rank of the event that asked.
        pause: i64,
        /// Why.
        reason: Line,
    },
    /// Who answers for the queue decided that the contested pause never was: its time counts.
    PauseLifted {
        /// The rank of the event that asked.
        pause: i64,
        /// Why.
        reason: Line,
        /// The deadlines that this moved.
        moved: Vec<MovedDeadline>,
    },
    /// The vendor says that what the integrator wrote did not end its wait: it did not bring what was
    /// asked for.
    EndContested {
        /// The rank of the event by which the integrator wrote.
        told: i64,
        /// Why.
        reason: Line,
    },
    /// Who answers for the queue decided that the wait ended there.
    EndUpheld {
        /// The rank of the event by which the integrator wrote.
        told: i64,
        /// Why.
        reason: Line,
    },
    /// Who answers for the queue decided that the wait did not end there: the vendor's time stood still
    /// further on.
    EndLifted {
        /// The rank of the event by which the integrator wrote.
        told: i64,
        /// Why.
        reason: Line,
        /// The deadlines that this moved.
        moved: Vec<MovedDeadline>,
    },
}

impl CaseHappened {
    /// The message that it tells of.
    #[must_use]
    pub const fn message(&self) -> Option<MessageId> {
        match self {
            Self::Answered { message }
            | Self::Asked { message }
            | Self::Settled { message }
            | Self::Remarked { message }
            | Self::Told { message }
            | Self::Reopened { message } => Some(*message),
            Self::Opened { .. }
            | Self::TakenInCharge
            | Self::Referred { .. }
            | Self::PauseContested { .. }
            | Self::PauseUpheld { .. }
            | Self::PauseLifted { .. }
            | Self::EndContested { .. }
            | Self::EndUpheld { .. }
            | Self::EndLifted { .. }
            | Self::Withdrawn { .. } => None,
        }
    }

    /// The state after it.
    const fn after(&self, before: CaseState) -> CaseState {
        match (self, before) {
            (Self::Opened { .. }, _) => CaseState::Sent,
            (Self::TakenInCharge | Self::Reopened { .. }, _) => CaseState::Open,
            (Self::Asked { .. }, _) => CaseState::Asked,
            // An answer while something is awaited does not end the wait: it has not come.
            (Self::Answered { .. }, CaseState::Asked) => CaseState::Asked,
            (Self::Answered { .. }, _) => CaseState::Open,
            (Self::Told { .. }, CaseState::Asked) => CaseState::Open,
            (Self::Settled { .. }, _) => CaseState::Settled,
            (Self::Withdrawn { .. }, _) => CaseState::Withdrawn,
            // A pause that never was does not give the vendor what it asked for.
            (
                Self::Told { .. }
                | Self::Referred { .. }
                | Self::Remarked { .. }
                | Self::PauseContested { .. }
                | Self::PauseUpheld { .. }
                | Self::PauseLifted { .. }
                | Self::EndContested { .. }
                | Self::EndUpheld { .. }
                | Self::EndLifted { .. },
                same,
            ) => same,
        }
    }
}

/// One thing that happened to a case, with its place in the history.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaseEvent {
    /// Identity.
    pub id: VendorEventId,
    /// The case.
    pub case: VendorCaseId,
    /// Its rank, from 1, without gaps.
    pub seq: i64,
    /// When, UTC; never before the one that precedes it.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: CaseActor,
    /// What.
    pub what: CaseHappened,
}

/// A case, with what its history amounts to now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VendorCase {
    /// Identity; given by the form that sent it.
    pub id: VendorCaseId,
    /// The customer's ticket that it is about. The vendor sees its number and nothing else of it.
    pub ticket: TicketId,
    /// Its rank among the ticket's cases, from 1.
    pub rank: u32,
    /// Who is asked.
    pub vendor: OrganisationId,
    /// The version of the vendor's contract under which it was sent.
    pub contract: ContractVersionId,
    /// What the vendor was told, as it was sent.
    pub dossier: Dossier,
    /// What it runs on, by name, as the vendor's list had it then.
    pub runs_on: Option<RunsOn>,
    /// The state.
    pub state: CaseState,
    /// The vendor's own number for it.
    pub reference: Option<Line>,
    /// When it was sent.
    pub opened_at: DateTime<Utc>,
    /// When anything last happened.
    pub changed_at: DateTime<Utc>,
    /// What the vendor owes next, and when.
    pub due: Option<(ClockName, DateTime<Utc>)>,
    /// When the ladder next looks at it, UTC; it may have passed already.
    pub watch_at: Option<DateTime<Utc>>,
    /// How many things happened; a change names the number it saw.
    pub events: i64,
}

/// A message of a case. No customer ever sees one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VendorMessage {
    /// Identity; given by the form that sent it.
    pub id: MessageId,
    /// The case.
    pub case: VendorCaseId,
    /// Who wrote, and for whom.
    pub author: CaseActor,
    /// What was written.
    pub body: Description,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// The state of a case does not allow the act.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CaseRefused(pub CaseState);

/// What an act makes happen, or nothing where it is so already.
///
/// # Errors
/// When the state does not allow it.
pub fn decide(state: CaseState, act: CaseAct) -> Result<Option<CaseHappened>, CaseRefused> {
    let open = state.is_open();
    let allowed = |allowed: bool, what| {
        if allowed {
            Ok(Some(what))
        } else {
            Err(CaseRefused(state))
        }
    };
    match act {
        CaseAct::TakeCharge if state == CaseState::Sent => Ok(Some(CaseHappened::TakenInCharge)),
        CaseAct::TakeCharge if open => Ok(None),
        CaseAct::TakeCharge => Err(CaseRefused(state)),
        CaseAct::Answer(message) => allowed(open, CaseHappened::Answered { message }),
        CaseAct::Ask(message) => allowed(open, CaseHappened::Asked { message }),
        CaseAct::Settle(message) => allowed(open, CaseHappened::Settled { message }),
        CaseAct::Remark(message) => Ok(Some(CaseHappened::Remarked { message })),
        CaseAct::Refer(reference) => Ok(Some(CaseHappened::Referred { reference })),
        CaseAct::Tell(message) => allowed(open, CaseHappened::Told { message }),
        CaseAct::Reopen(message) => allowed(
            state == CaseState::Settled,
            CaseHappened::Reopened { message },
        ),
        CaseAct::Withdraw(_) if state == CaseState::Withdrawn => Ok(None),
        CaseAct::Withdraw(reason) => allowed(open, CaseHappened::Withdrawn { reason }),
    }
}

/// The state that a history leads to.
#[must_use]
pub fn state_of(history: &[CaseEvent]) -> CaseState {
    let never = ended_nothing(history);
    history.iter().fold(CaseState::Sent, |state, event| {
        if never.contains(&event.seq) {
            state
        } else {
            event.what.after(state)
        }
    })
}

/// The ranks of what the integrator wrote and which, it was decided, ended no wait.
pub(super) fn ended_nothing(history: &[CaseEvent]) -> Vec<i64> {
    let ended = history.iter().filter_map(|event| match event.what {
        CaseHappened::EndLifted { told, .. } => Some(told),
        _ => None,
    });
    ended.collect()
}
