//! What a letter says, as facts fixed at the moment it was owed; the words are found when it leaves.

mod facts;
mod kind;

pub use facts::{
    CaseFacts, CaseFile, CaseTold, FileFacts, LevelFacts, LevelWhen, PauseFacts, PromiseFacts,
    TicketFacts, Worded,
};
pub use kind::LetterKind;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{entitlement::NotEntitled, ids::MessageId, people::Role, second_factor::FactorChange};

/// The facts of one letter.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Notice {
    /// To the requester: the request is filed, and this is promised.
    Received {
        /// The ticket.
        ticket: TicketFacts,
        /// What is promised first, if the contract promises anything.
        promise: Option<PromiseFacts>,
        /// The secret of the requester's link; emptied once the letter has left.
        link: String,
    },
    /// To the requester: an agent took the request in charge.
    TakenInCharge {
        /// The ticket.
        ticket: TicketFacts,
        /// Who took it.
        by: String,
        /// What is promised next, if the contract promises anything more.
        promise: Option<PromiseFacts>,
        /// The secret of the requester's link; emptied once the letter has left.
        link: String,
    },
    /// To the requester: the request waits, for whom and what.
    Paused {
        /// The ticket.
        ticket: TicketFacts,
        /// The pause.
        pause: PauseFacts,
        /// The secret of the requester's link; emptied once the letter has left.
        link: String,
    },
    /// To the requester: a promise was missed.
    DeadlineMissed {
        /// The ticket.
        ticket: TicketFacts,
        /// The promise.
        promise: PromiseFacts,
        /// When the letter was owed, UTC.
        at: DateTime<Utc>,
        /// The secret of the requester's link; emptied once the letter has left.
        link: String,
    },
    /// To the requester: an agent answered.
    Replied {
        /// The ticket.
        ticket: TicketFacts,
        /// Who answered.
        author: String,
        /// The answer; empty when the matter was settled without one.
        text: String,
        /// Whether the answer settles the matter.
        resolved: bool,
        /// The files that came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileFacts>,
        /// The secret of the requester's link; emptied once the letter has left.
        link: String,
    },
    /// To the requester: an agent says that the work goes on.
    StillWorking {
        /// The ticket.
        ticket: TicketFacts,
        /// Who says so.
        author: String,
        /// In which words.
        text: String,
        /// By when the next news are promised.
        next: Option<PromiseFacts>,
        /// The secret of the requester's link; emptied once the letter has left.
        link: String,
    },
    /// To somebody who follows a ticket: an agent told its requester that the work goes on.
    FollowedNews {
        /// The ticket.
        ticket: TicketFacts,
        /// Who said so.
        author: String,
        /// In which words.
        text: String,
        /// By when the next news are promised.
        next: Option<PromiseFacts>,
    },
    /// To somebody who follows a ticket: an agent answered its requester.
    FollowedAnswer {
        /// The ticket.
        ticket: TicketFacts,
        /// Who answered.
        author: String,
        /// The answer.
        text: String,
        /// Whether the answer settles the matter.
        resolved: bool,
        /// The files that came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileFacts>,
    },
    /// To somebody who follows a ticket from now on.
    FollowerAdded {
        /// The ticket.
        ticket: TicketFacts,
        /// Who added them.
        by: String,
        /// What is promised next, if the contract promises anything.
        promise: Option<PromiseFacts>,
    },
    /// To the customer's designated administrators: a promise is at risk or missed.
    CustomerWarned {
        /// The ticket.
        ticket: TicketFacts,
        /// The promise.
        promise: PromiseFacts,
        /// The level that fired; who else was told stays inside.
        level: LevelFacts,
    },
    /// To an assignee: the customer says that the matter is settled, or that it is not.
    CustomerSettled {
        /// The ticket.
        ticket: TicketFacts,
        /// Who says so.
        by: String,
        /// Whether it is opened again.
        reopened: bool,
    },
    /// To agents and supervisors: a promise is at risk or missed.
    Escalated {
        /// The ticket.
        ticket: TicketFacts,
        /// The promise.
        promise: PromiseFacts,
        /// The level, its recipients, its words.
        level: LevelFacts,
        /// The secret of the link that acknowledges it; emptied once the letter has left.
        link: String,
    },
    /// To an assignee: the requester wrote.
    RequesterWrote {
        /// The ticket.
        ticket: TicketFacts,
        /// What was written.
        text: String,
        /// The files that came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileFacts>,
    },
    /// To somebody of the desk: a colleague calls them in an internal note.
    Mentioned {
        /// The ticket.
        ticket: TicketFacts,
        /// The note, for the link.
        message: MessageId,
        /// Who wrote it.
        author: String,
        /// What was written.
        text: String,
    },
    /// To a vendor: a case was sent to it, or the integrator wrote on one.
    CaseForVendor {
        /// The case.
        case: CaseFacts,
        /// What happened.
        told: CaseTold,
        /// What was written; may be empty.
        text: String,
    },
    /// To an assignee: the vendor did something with the case that the ticket has there.
    VendorAnswered {
        /// The ticket.
        ticket: TicketFacts,
        /// The vendor.
        vendor: String,
        /// Who did it.
        author: String,
        /// What happened.
        told: CaseTold,
        /// What was written; may be empty.
        text: String,
        /// Whether somebody of the desk noted it for the vendor.
        #[serde(default)]
        recorded: bool,
    },
    /// To somebody of the desk who asked for a new password: the link to choose one.
    PasswordReset {
        /// Until when the link works, UTC.
        until: DateTime<Utc>,
        /// The secret of the link; emptied once the letter has left.
        link: String,
    },
    /// To somebody who is to work at the desk: the link that opens the account.
    Invited {
        /// Who invited.
        by: String,
        /// What the person will be.
        role: Role,
        /// Until when the link works, UTC.
        until: DateTime<Utc>,
        /// The secret of the link; emptied once the letter has left.
        link: String,
    },
    /// To a designated administrator: somebody of the organisation may not file what they typed.
    DraftHanded {
        /// Who typed it.
        by: String,
        /// The organisation.
        organisation: String,
        /// What it is about, as it was typed.
        subject: String,
        /// The draft, for the link to it.
        draft: super::ids::HandedDraftId,
    },
    /// To somebody who became a designated administrator or is one no longer, and to the others.
    Designation {
        /// Who became one, or is one no longer.
        name: String,
        /// Whether that is who reads it.
        own: bool,
        /// The organisation.
        organisation: String,
        /// The platform; none for all of the organisation.
        platform: Option<String>,
        /// Who decided it; none for the command line.
        by: Option<String>,
        /// Whether it has ended.
        ended: bool,
        /// When, UTC.
        at: DateTime<Utc>,
    },
    /// To somebody of a customer whose letter the contract does not take: nothing was filed.
    MailRefused {
        /// When their letter came, UTC.
        came: DateTime<Utc>,
        /// The organisation.
        organisation: String,
        /// The service that was asked.
        service: String,
        /// Why it is refused.
        why: NotEntitled,
        /// The contract's title.
        contract: String,
        /// The reference of the clause; may be empty.
        clause: String,
        /// What the clause says; may be empty.
        says: String,
        /// The designated administrators to ask, by name.
        whom: Vec<String>,
    },
    /// To somebody who has an account, whom another organisation asked to join.
    AskedElsewhere {
        /// Who asked.
        by: String,
        /// For which organisation.
        organisation: String,
    },
    /// To somebody of the desk: what became of the second factor of the account.
    SecondFactor {
        /// What.
        change: FactorChange,
        /// Who did it, where that is another person.
        by: Option<String>,
        /// When, UTC.
        at: DateTime<Utc>,
    },
    /// To somebody of the desk: the password of the account is another one now.
    PasswordChanged {
        /// When, UTC.
        at: DateTime<Utc>,
    },
}

impl Notice {
    /// The kind of the letter. Letters have a folder of templates, which those of one shape share.
    #[must_use]
    pub const fn kind(&self) -> LetterKind {
        match self {
            Self::Received { .. } => LetterKind::Received,
            Self::TakenInCharge { .. } => LetterKind::TakenInCharge,
            Self::Paused { .. } => LetterKind::Paused,
            Self::DeadlineMissed { .. } => LetterKind::DeadlineMissed,
            Self::Replied { .. } => LetterKind::Replied,
            Self::StillWorking { .. } => LetterKind::StillWorking,
            Self::FollowedNews { .. } => LetterKind::FollowedNews,
            Self::FollowedAnswer { .. } => LetterKind::FollowedAnswer,
            Self::FollowerAdded { .. } => LetterKind::FollowerAdded,
            Self::CustomerWarned { .. } => LetterKind::CustomerWarned,
            Self::CustomerSettled { .. } => LetterKind::CustomerSettled,
            Self::Designation { .. } => LetterKind::Designation,
            Self::MailRefused { .. } => LetterKind::MailRefused,
            Self::AskedElsewhere { .. } => LetterKind::AskedElsewhere,
            Self::Escalated { .. } => LetterKind::Escalated,
            Self::RequesterWrote { .. } => LetterKind::RequesterWrote,
            Self::Mentioned { .. } => LetterKind::Mentioned,
            Self::CaseForVendor { .. } => LetterKind::CaseForVendor,
            Self::VendorAnswered { .. } => LetterKind::VendorAnswered,
            Self::PasswordReset { .. } => LetterKind::PasswordReset,
            Self::Invited { .. } => LetterKind::Invited,
            Self::DraftHanded { .. } => LetterKind::DraftHanded,
            Self::PasswordChanged { .. } => LetterKind::PasswordChanged,
            Self::SecondFactor { .. } => LetterKind::SecondFactor,
        }
    }

    /// The word of the letter's kind.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        self.kind().word()
    }

    /// The same letter without its secret, which is kept no longer than it takes to send it.
    #[must_use]
    pub fn without_secret(mut self) -> Self {
        match &mut self {
            Self::Received { link, .. }
            | Self::TakenInCharge { link, .. }
            | Self::Paused { link, .. }
            | Self::DeadlineMissed { link, .. }
            | Self::Replied { link, .. }
            | Self::StillWorking { link, .. }
            | Self::Escalated { link, .. }
            | Self::PasswordReset { link, .. }
            | Self::Invited { link, .. } => {
                link.clear();
            }
            Self::RequesterWrote { .. }
            | Self::FollowedNews { .. }
            | Self::FollowedAnswer { .. }
            | Self::FollowerAdded { .. }
            | Self::CustomerWarned { .. }
            | Self::CustomerSettled { .. }
            | Self::Designation { .. }
            | Self::MailRefused { .. }
            | Self::AskedElsewhere { .. }
            | Self::Mentioned { .. }
            | Self::CaseForVendor { .. }
            | Self::VendorAnswered { .. }
            | Self::DraftHanded { .. }
            | Self::PasswordChanged { .. }
            | Self::SecondFactor { .. } => {}
        }
        self
    }

    /// The ticket that it tells of; none for a letter about an account.
    #[must_use]
    pub const fn ticket(&self) -> Option<&TicketFacts> {
        match self {
            Self::Received { ticket, .. }
            | Self::TakenInCharge { ticket, .. }
            | Self::Paused { ticket, .. }
            | Self::DeadlineMissed { ticket, .. }
            | Self::Replied { ticket, .. }
            | Self::StillWorking { ticket, .. }
            | Self::FollowedNews { ticket, .. }
            | Self::Escalated { ticket, .. }
            | Self::RequesterWrote { ticket, .. }
            | Self::FollowedAnswer { ticket, .. }
            | Self::FollowerAdded { ticket, .. }
            | Self::CustomerWarned { ticket, .. }
            | Self::CustomerSettled { ticket, .. }
            | Self::Mentioned { ticket, .. }
            | Self::VendorAnswered { ticket, .. } => Some(ticket),
            Self::PasswordReset { .. }
            | Self::Invited { .. }
            | Self::CaseForVendor { .. }
            | Self::DraftHanded { .. }
            | Self::Designation { .. }
            | Self::MailRefused { .. }
            | Self::AskedElsewhere { .. }
            | Self::PasswordChanged { .. }
            | Self::SecondFactor { .. } => None,
        }
    }
}
