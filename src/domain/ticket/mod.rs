//! A ticket: what was asked, its life cycle, and everything that happened to it.

mod answers;
mod change;
mod clock_name;
mod consent;
mod draft;
mod history;
mod mentions;
mod message;
mod minutes;
mod moved_deadline;
mod nature;
mod pause;
mod portal;
mod priority;
mod qualification;
mod queue;
mod reference;
mod satisfaction;
mod status;
mod text;
mod turn;

pub use super::words::UnknownWord;
pub use answers::{Answers, Reach, Workable, Workaround};
pub use change::{Act, taken_in_charge};
pub use clock_name::ClockName;
pub use consent::{
    Account, AccountError, Consent, ConsentAct, ConsentAnswer, ConsentStand, ConsentTold, consent,
    consents, in_force,
};
pub use draft::{Draft, DraftKind};
pub use history::{Actor, Event, Proposal, What};
pub use mentions::{called, calls, is_clear};
pub use message::{Message, TextFormat, Visibility};
pub use minutes::{Minutes, MinutesError, time_spent};
pub use moved_deadline::MovedDeadline;
pub use nature::{Document, Nature};
pub use pause::{
    Contested, Evidence, PauseReason, PauseRefused, PauseTold, Refers, Ruled, contestable,
    decidable, lifted, open_pause, pauses_told,
};
pub use portal::{
    PortalDue, PortalFilter, PortalKey, PortalKeyError, PortalStage, PortalTurn, PortalView,
};
pub use priority::{Priority, UnknownPriority};
pub use qualification::{
    Cause, Decision, Pending, decisions, documents_named, last_answers, pending,
};
pub use queue::{
    Assignee, DueClock, DueRank, QueueCounts, QueueFilter, QueueKey, QueueKeyError, QueuePlace,
    QueueRow, View,
};
pub use reference::{Reference, ReferenceError};
pub use satisfaction::{Rating, Satisfaction, UnknownSatisfaction};
pub use status::{Refused, Status, Step};
pub use text::{Description, Line, TextError, is_kept};
pub use turn::{Turn, TurnCounts};

use chrono::{DateTime, Utc};

use super::{
    access::TicketFacts,
    ids::{ContractVersionId, OrganisationId, PersonId, PlatformId, QueueId, ServiceId, TicketId},
    lang::Lang,
};

/// A request, with what its history amounts to now.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// Identity.
    pub id: TicketId,
    /// The number that people say.
    pub reference: Reference,
    /// What it is about, in one line.
    pub subject: Line,
    /// Who filed it.
    pub requester: PersonId,
    /// The tenant, when it is known.
    pub organisation: Option<OrganisationId>,
    /// The platform it is about, of that organisation, when it is known.
    pub platform: Option<PlatformId>,
    /// The organisation as the requester wrote it; empty when nothing was written.
    pub organisation_said: String,
    /// The service that the requester chose.
    pub service: ServiceId,
    /// Where agents take it.
    pub queue: QueueId,
    /// The contract version under which it was filed.
    pub contract: ContractVersionId,
    /// The language of the requester's letters and pages.
    pub lang: Lang,
    /// What kind of thing is asked for.
    pub nature: Nature,
    /// The present priority.
    pub priority: Priority,
    /// Whether a person has confirmed or corrected the proposed priority.
    pub priority_confirmed: bool,
    /// The present state.
    pub status: Status,
    /// Who works on it.
    pub assignee: Option<PersonId>,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// Grows with each change that a person makes; a change names the version it saw.
    pub version: i64,
}

impl Ticket {
    /// What of it decides who may do what; `watched` tells whether the person in question was added
    /// to it.
    #[must_use]
    pub const fn facts(&self, watched: bool) -> TicketFacts {
        TicketFacts {
            requester: self.requester,
            organisation: self.organisation,
            platform: self.platform,
            queue: self.queue,
            watched,
        }
    }
}
