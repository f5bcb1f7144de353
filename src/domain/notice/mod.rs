//! What a letter says, as facts fixed at the moment it was owed; the words are found when it leaves.

mod facts;
mod kind;
mod status;
mod told;

pub use facts::{
    CaseFacts, CaseFile, CaseTold, ContestFacts, FileFacts, LevelFacts, LevelWhen, MonthFacts,
    OwedFacts, PauseFacts, PromiseFacts, TicketFacts, Worded,
};
pub use kind::LetterKind;
pub use status::{MaintenanceFacts, MaintenanceTold, NewsFacts};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    entitlement::NotEntitled, ids::MessageId, people::Role, second_factor::FactorChange,
    ticket::MovedDeadline,
};

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
        /// What a vendor owes on it, where that ends after this promise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        vendor: Option<OwedFacts>,
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
    /// To those whom the ladder of the vendor's contract names at the desk: what the vendor owes is at
    /// risk or missed.
    VendorWarned {
        /// The ticket.
        ticket: TicketFacts,
        /// The vendor.
        vendor: String,
        /// What its case is called.
        case: String,
        /// What the vendor promised.
        promise: PromiseFacts,
        /// The level that fired.
        level: LevelFacts,
        /// What is owed to the customer first.
        ours: Option<OwedFacts>,
    },
    /// To who answers for a queue and to who works on the ticket: a pause is contested.
    PauseContested {
        /// The ticket.
        ticket: TicketFacts,
        /// The pause.
        pause: ContestFacts,
        /// Who contests it.
        by: String,
        /// Why.
        text: String,
    },
    /// To who contested a pause and to who works on the ticket: what was decided.
    PauseRuled {
        /// The ticket.
        ticket: TicketFacts,
        /// The pause.
        pause: ContestFacts,
        /// Who decided.
        by: String,
        /// Why.
        text: String,
        /// Whether the pause is lifted, as if it had never been.
        lifted: bool,
        /// The deadlines that moved.
        moved: Vec<MovedDeadline>,
        /// Whether who reads it is on the customers' side.
        customer: bool,
    },
    /// To who works on a ticket: the customer takes back that the desk may enter their platform.
    ConsentWithdrawn {
        /// The ticket.
        ticket: TicketFacts,
        /// Who takes it back.
        by: String,
        /// The account with which it might.
        account: String,
    },
    /// To whom a planned maintenance concerns: that it takes place, or does not as it was announced.
    Maintenance {
        /// The maintenance.
        work: MaintenanceFacts,
        /// What is told.
        told: MaintenanceTold,
        /// The organisation for which who reads it answers; empty for a subscriber of the status page.
        organisation: String,
        /// The secret of the link that ends a subscription; emptied once the letter has left.
        link: String,
    },
    /// To a subscriber of the status page: where the work on something stands.
    StatusNews {
        /// What was told.
        told: NewsFacts,
        /// The secret of the link that ends the subscription; emptied once the letter has left.
        link: String,
    },
    /// To an address for which somebody asked for the news of the status page: the link to confirm it.
    StatusConfirm {
        /// The parts that were chosen; none for all.
        components: Vec<String>,
        /// Until when the link works, UTC.
        until: DateTime<Utc>,
        /// The secret of the link; emptied once the letter has left.
        link: String,
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
    /// To somebody who is named for it: a month is closed, and these are its key figures.
    MonthClosed {
        /// The month.
        figures: MonthFacts,
    },
    /// To somebody of the desk: the password of the account is another one now.
    PasswordChanged {
        /// When, UTC.
        at: DateTime<Utc>,
    },
}
