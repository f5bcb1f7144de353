//! What happened to a ticket, as values: appended, never changed, and what all else is replayed from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Account, Answers, ClockName, Document, Evidence, Line, Minutes, MovedDeadline, Nature,
    PauseReason, Priority, Satisfaction,
};
use crate::domain::ids::{
    ContractVersionId, EscalationId, EventId, MessageId, PersonId, TicketId, VendorCaseId,
};

/// Who did it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "as", content = "who")]
pub enum Actor {
    /// The requester, by the form or the secret link.
    Requester(PersonId),
    /// Somebody signed in on the agents' side.
    Agent(PersonId),
    /// The desk itself.
    Desk,
}

impl Actor {
    /// The person behind it, if there is one.
    #[must_use]
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Requester(person) | Self::Agent(person) => Some(person),
            Self::Desk => None,
        }
    }
}

/// A priority that the contract's rules propose from the answers of the form.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed.
    pub priority: Priority,
    /// What was answered.
    pub answers: Answers,
    /// The rule that answered first: the facts it asks for, `otherwise`, or the word of a nature that
    /// has a priority of its own. Empty in what was filed before rules were kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// The clause behind the rule, as the contract file names it.
    pub clause: String,
}

/// One thing that happened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
    /// Identity.
    pub id: EventId,
    /// The ticket it happened to.
    pub ticket: TicketId,
    /// Its rank in the ticket's history, from 1, without gaps.
    pub seq: i64,
    /// When; never before the event that precedes it.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// What it was.
    pub what: What,
}

/// The kinds of things that happen.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum What {
    /// The request was filed; always the first event.
    Filed {
        /// The priority the clocks start with.
        priority: Priority,
        /// What the rules proposed, and from which answers.
        proposal: Proposal,
        /// The text of the request.
        message: MessageId,
        /// Whether no letter acknowledged it: the desk did not know the address, and had just
        /// written to it, or to many such.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        silent: bool,
    },
    /// An agent took it in charge.
    TakenInCharge,
    /// An agent answered the requester.
    Replied {
        /// The answer.
        message: MessageId,
    },
    /// An agent told the requester that the work goes on: the regular information, and no answer.
    Informed {
        /// What was written.
        message: MessageId,
    },
    /// The requester wrote again.
    RequesterReplied {
        /// What was written.
        message: MessageId,
    },
    /// An internal note, which the requester never sees.
    Noted {
        /// The note.
        message: MessageId,
    },
    /// Writing a message or a note, and what it tells of, took time.
    TimeSpent {
        /// The message or the note.
        message: MessageId,
        /// How long.
        minutes: Minutes,
    },
    /// The time told of a message was wrong.
    TimeCorrected {
        /// The message or the note.
        message: MessageId,
        /// What was told before.
        from: Minutes,
        /// What is true.
        to: Minutes,
        /// Why.
        reason: String,
    },
    /// An internal note calls colleagues by name, and each is told by a letter.
    Mentioned {
        /// The note.
        message: MessageId,
        /// Whom; each once, and never who wrote it.
        people: Vec<PersonId>,
    },
    /// A way round the problem was found; the message describes it.
    WorkaroundRecorded {
        /// The answer or the note that describes it.
        message: MessageId,
        /// What the rules propose since, where that is less than the priority there was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposal: Option<Proposal>,
    },
    /// The request is of another nature than was said.
    NatureCorrected {
        /// The nature before.
        from: Nature,
        /// The nature since.
        to: Nature,
        /// Why.
        reason: Line,
        /// What the rules propose for it, where that is another priority than there was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposal: Option<Proposal>,
    },
    /// A document that the contract wants is there.
    DocumentNamed {
        /// Which.
        document: Document,
        /// Where to find it: the name of a file, a number.
        named: Line,
    },
    /// A person left the priority as it was, although the rules proposed another.
    PriorityKept {
        /// What was proposed.
        proposed: Priority,
        /// Why it was not taken.
        reason: Line,
    },
    /// A person agreed with the proposed priority.
    PriorityConfirmed,
    /// A person corrected the priority.
    Requalified {
        /// The priority before.
        from: Priority,
        /// The priority since.
        to: Priority,
        /// Why.
        reason: String,
    },
    /// The clocks that the contract names for the reason stand still.
    Paused {
        /// Why.
        reason: PauseReason,
        /// What is awaited, in words.
        detail: String,
        /// What shows it.
        #[serde(default, skip_serializing_if = "Evidence::is_empty")]
        evidence: Evidence,
    },
    /// They go on.
    Resumed,
    /// The side that was waited for says that a pause is not right.
    PauseContested {
        /// The rank of the event that paused.
        pause: i64,
        /// Why.
        reason: Line,
    },
    /// Who answers for the queue decided that a contested pause stays.
    PauseUpheld {
        /// The rank of the event that paused.
        pause: i64,
        /// Why.
        reason: Line,
    },
    /// Who answers for the queue decided that a contested pause never was: its time counts.
    PauseLifted {
        /// The rank of the event that paused.
        pause: i64,
        /// Why.
        reason: Line,
        /// The deadlines that this moved.
        moved: Vec<MovedDeadline>,
    },
    /// The matter is settled.
    Resolved,
    /// It was not settled after all.
    Reopened {
        /// Why.
        reason: String,
    },
    /// Somebody else works on it, or nobody.
    Assigned {
        /// Who works on it now.
        to: Option<PersonId>,
    },
    /// A level of the ladder fired.
    Escalated {
        /// The record of it.
        escalation: EscalationId,
        /// The clock that is at risk or breached.
        clock: ClockName,
        /// The rank of the level in the ladder, from 1.
        level: u32,
    },
    /// Somebody answered an escalation, and with it the lower levels of its run: repeats stop.
    EscalationAcknowledged {
        /// The record of it.
        escalation: EscalationId,
        /// The clock it was about.
        clock: ClockName,
        /// The clock's run in which it fired.
        run: u32,
    },
    /// It was sent on to the vendor. What becomes of it there has a history of its own.
    SentToVendor {
        /// The case that it opened.
        case: VendorCaseId,
    },
    /// It goes on under another version of its contract; see [`crate::domain::sla::replay`].
    MovedToVersion {
        /// The version before.
        from: ContractVersionId,
        /// The version since.
        to: ContractVersionId,
        /// The deadlines that this moved.
        deadlines: Vec<MovedDeadline>,
        /// Why.
        reason: String,
    },
    /// The customer says that the desk may enter their platform.
    ConsentGiven {
        /// With which account.
        account: Account,
    },
    /// The customer says that it may not.
    ConsentRefused,
    /// The customer says that it may no longer.
    ConsentWithdrawn {
        /// The account with which it might.
        account: Account,
    },
    /// It came with its history from another desk; what follows happened here.
    TakenOver {
        /// The name of that desk.
        source: Line,
        /// Its number there.
        number: Line,
    },
    /// Somebody of the desk enters the customer's platform, as the customer agreed.
    PlatformEntered {
        /// With which account.
        account: Account,
        /// Why.
        reason: Line,
    },
    /// Somebody follows the ticket from now on.
    FollowerAdded {
        /// Who.
        person: PersonId,
    },
    /// Somebody follows it no longer.
    FollowerRemoved {
        /// Who.
        person: PersonId,
    },
    /// The requester said how content they are with what was done.
    Rated {
        /// How content.
        level: Satisfaction,
    },
}

impl What {
    /// The people whom a note calls.
    #[must_use]
    pub fn calls(&self) -> &[PersonId] {
        match self {
            Self::Mentioned { people, .. } => people,
            _ => &[],
        }
    }

    /// The people whom it names besides who did it.
    #[must_use]
    pub fn names(&self) -> &[PersonId] {
        match self {
            Self::FollowerAdded { person } | Self::FollowerRemoved { person } => {
                std::slice::from_ref(person)
            }
            _ => self.calls(),
        }
    }

    /// Whether the ticket is taken in charge by it, unless it was before.
    #[must_use]
    pub const fn takes_in_charge(&self) -> bool {
        matches!(
            self,
            Self::TakenInCharge | Self::Replied { .. } | Self::Informed { .. }
        )
    }

    /// Whether it changes nothing that the desk works on: who follows, what was thought of it, where
    /// it came from, what was said of consent.
    #[must_use]
    pub const fn stands_beside(&self) -> bool {
        matches!(
            self,
            Self::FollowerAdded { .. }
                | Self::FollowerRemoved { .. }
                | Self::Rated { .. }
                | Self::TakenOver { .. }
                | Self::ConsentGiven { .. }
                | Self::ConsentRefused
                | Self::ConsentWithdrawn { .. }
                | Self::PlatformEntered { .. }
        )
    }
}
