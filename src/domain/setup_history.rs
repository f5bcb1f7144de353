//! What was done about organisations, queues, products and the wording of letters: who did what, when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{
        OrganisationId, PersonId, PlatformId, ProductId, ProductVersionId, QueueId, ServiceId,
        SetUpEventId, SubscriptionId,
    },
    lang::Lang,
    notice::LetterKind,
    people::OrganisationKind,
    people_history::By,
    platform::Environment,
    vendor::Way,
    wording::WordingScope,
};

/// What something was done about.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum SetUpThing {
    /// An organisation, with its people, platforms, mandates and contracts.
    Organisation(OrganisationId),
    /// A queue and its members.
    Queue(QueueId),
    /// A product and its versions.
    Product(ProductId),
    /// The wording of letters, whosever they are.
    Letters,
    /// The programs that are told the news of the status page.
    StatusHooks,
}

impl SetUpThing {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organisation(_) => "organisation",
            Self::Queue(_) => "queue",
            Self::Product(_) => "product",
            Self::Letters => "letters",
            Self::StatusHooks => "status-hooks",
        }
    }
}

/// One thing that was done. Never changed afterwards.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SetUpEvent {
    /// Identity.
    pub id: SetUpEventId,
    /// About what.
    pub about: SetUpThing,
    /// Its rank in that thing's history, from 1, without gaps.
    pub seq: i64,
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub by: By,
    /// What.
    pub what: SetUpDone,
}

/// What was done. Names are kept as they were then.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "done")]
pub enum SetUpDone {
    /// The organisation was entered.
    OrganisationAdded {
        /// Its name.
        name: String,
        /// What it is.
        kind: OrganisationKind,
        /// The domain of its addresses.
        mail_domain: Option<String>,
    },
    /// Its name, kind or mail domain was changed.
    OrganisationChanged {
        /// Its name since.
        name: String,
        /// What it is since.
        kind: OrganisationKind,
        /// The domain of its addresses since.
        mail_domain: Option<String>,
    },
    /// A platform was entered.
    PlatformAdded {
        /// Which.
        platform: PlatformId,
        /// Its name.
        name: String,
        /// What it is for.
        environment: Environment,
        /// What runs on it.
        version: Option<ProductVersionId>,
    },
    /// A platform was changed, closed or opened again.
    PlatformChanged {
        /// Which.
        platform: PlatformId,
        /// Its name since.
        name: String,
        /// What it is for since.
        environment: Environment,
        /// What runs on it since.
        version: Option<ProductVersionId>,
        /// Whether requests can be filed for it.
        active: bool,
    },
    /// An integrator serves the customer from now on; noted with both.
    MandateGiven {
        /// Who serves.
        integrator: OrganisationId,
        /// Who is served.
        customer: OrganisationId,
    },
    /// It does so no longer.
    MandateWithdrawn {
        /// Who served.
        integrator: OrganisationId,
        /// Who was served.
        customer: OrganisationId,
    },
    /// A person became a designated administrator.
    Designated {
        /// Who.
        person: PersonId,
        /// Of one platform only.
        platform: Option<PlatformId>,
    },
    /// A person is one no longer.
    DesignationEnded {
        /// Who.
        person: PersonId,
        /// Of one platform only.
        platform: Option<PlatformId>,
    },
    /// A person of the organisation was entered.
    MemberAdded {
        /// Who.
        person: PersonId,
    },
    /// A person was moved into the organisation, or out of it.
    MemberMoved {
        /// Who.
        person: PersonId,
        /// Whose person it is since.
        to: Option<OrganisationId>,
    },
    /// A contract was assigned.
    Subscribed {
        /// Which one.
        subscription: SubscriptionId,
        /// For what.
        service: ServiceId,
        /// The contract's name.
        contract: String,
        /// Whether it includes support.
        support: bool,
        /// Help paid for in advance, in minutes.
        prepaid_minutes: Option<u32>,
        /// What it costs a year, in cents.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        annual_cents: Option<u64>,
        /// Its first day.
        first_day: NaiveDate,
        /// Its last day.
        last_day: Option<NaiveDate>,
    },
    /// Its support, hours or days were changed.
    SubscriptionChanged {
        /// Which one.
        subscription: SubscriptionId,
        /// Whether it includes support since.
        support: bool,
        /// Help paid for in advance since, in minutes.
        prepaid_minutes: Option<u32>,
        /// What it costs a year since, in cents.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        annual_cents: Option<u64>,
        /// Its first day since.
        first_day: NaiveDate,
        /// Its last day since.
        last_day: Option<NaiveDate>,
    },
    /// A queue is seen by its members only, or by everybody of the desk.
    QueueClosed {
        /// Whether it is for members only since.
        members_only: bool,
    },
    /// Somebody became a member of a queue.
    QueueJoined {
        /// Who.
        person: PersonId,
    },
    /// Somebody is no member any more.
    QueueLeft {
        /// Who.
        person: PersonId,
    },
    /// Where the vendor takes cases was set.
    VendorDeskSet {
        /// Under which contract since.
        contract: String,
        /// Where its letters go since.
        mail: Option<String>,
        /// How it is reached since.
        #[serde(default)]
        way: Way,
        /// How it writes its own number since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        numbering: Option<String>,
        /// Where its program is called since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    /// Another secret was drawn for the calls of a vendor's program.
    HookSecretDrawn,
    /// A program is told the news of the status page from now on.
    StatusHookAdded {
        /// What it is called.
        name: String,
        /// The name of the host; the rest of its address may let its owner in.
        host: String,
    },
    /// A program that was stopped is told them again.
    StatusHookResumed {
        /// What it is called.
        name: String,
    },
    /// A program is told them no more, and forgotten.
    StatusHookRemoved {
        /// What it was called.
        name: String,
    },
    /// A product was entered, or its name changed.
    ProductNamed {
        /// Its name since.
        name: String,
    },
    /// A version was entered or changed.
    VersionSet {
        /// Which.
        version: ProductVersionId,
        /// Its name.
        name: String,
        /// Whether it is maintained.
        maintained: bool,
        /// The last day on which it is.
        maintained_until: Option<NaiveDate>,
    },
    /// A letter was worded, or its wording taken back; noted with the organisation, too, where it is
    /// one's.
    LetterWorded {
        /// For what letters.
        scope: WordingScope,
        /// Of what kind.
        kind: LetterKind,
        /// In which language.
        lang: Lang,
        /// The words since in the place of Guichet's; none for Guichet's own.
        introduction: Option<String>,
        /// The closing since.
        closing: Option<String>,
    },
}
