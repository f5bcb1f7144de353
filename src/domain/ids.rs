//! One type for each thing that has an identity, so that they can't be swapped.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes an id that sorts by the time it was made (RFC 9562, version 7).
            #[must_use]
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }

            /// The bare uuid.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// Somebody who is sent the news of the status page.
    SubscriberId,
    /// A ticket, as the database and the agents' addresses know it.
    TicketId,
    /// Something that happened to a ticket.
    EventId,
    /// A message of a ticket's conversation, or an internal note.
    MessageId,
    /// A file that was added to a message.
    AttachmentId,
    /// A letter that came in.
    IncomingId,
    /// A clock on a ticket.
    ClockId,
    /// A level of a ladder that fired.
    EscalationId,
    /// A letter owed to one address.
    LetterId,
    /// A person: requester, agent, supervisor, administrator, auditor.
    PersonId,
    /// Something that was done about somebody of the desk.
    PersonEventId,
    /// A tenant.
    OrganisationId,
    /// What an organisation runs.
    PlatformId,
    /// What a vendor makes.
    ProductId,
    /// One version of it.
    ProductVersionId,
    /// Somebody is a designated administrator of something.
    DesignationId,
    /// A contract that an organisation has for a service.
    SubscriptionId,
    /// Something that was done about an organisation, a queue or a product.
    SetUpEventId,
    /// Where agents take tickets.
    QueueId,
    /// What a requester chooses in the form: it leads to a queue and a contract.
    ServiceId,
    /// One immutable version of a contract.
    ContractVersionId,
    /// Long work on the tickets of a contract.
    ContractJobId,
    /// Somebody signed in on one device.
    SessionId,
    /// Somebody asked for a new password.
    ResetRequestId,
    /// A request that was handed to somebody who may file it.
    HandedDraftId,
    /// A case at the vendor.
    VendorCaseId,
    /// Something that happened to a case at the vendor.
    VendorEventId,
    /// A part of a service whose state people are told.
    ComponentId,
    /// An outage, or a planned maintenance.
    OperationId,
    /// What looks by itself whether a component works.
    MonitorId,
    /// Free days that are owed for a period.
    CreditId,
    /// Something that reports are added up from.
    FactId,
    /// A level of a vendor's ladder that fired.
    VendorWarningId,
    /// A program that is told the news of the status page.
    StatusHookId,
    /// Something that is said to a program by a webhook.
    DeliveryId,
}
