//! Where a request goes: the queues agents work, and the services a requester chooses from.

use chrono::{DateTime, Utc};

use super::{
    ids::{ContractVersionId, QueueId, ServiceId},
    people::EmailAddress,
};

/// Where agents take tickets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Queue {
    /// Identity.
    pub id: QueueId,
    /// Its word in addresses and configuration; unique.
    pub slug: String,
    /// As people call it; one line.
    pub name: String,
    /// Where letters to the whole queue go.
    pub mail: Option<EmailAddress>,
    /// Where letters to whoever answers for the queue go.
    pub supervisor_mail: Option<EmailAddress>,
    /// Whether nobody but its members sees its tickets.
    pub members_only: bool,
}

/// What a requester chooses in the form: it leads to a queue and a contract.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Service {
    /// Identity.
    pub id: ServiceId,
    /// Its word in addresses and configuration; unique.
    pub slug: String,
    /// As the form shows it; one line.
    pub name: String,
    /// The queue its requests go to.
    pub queue: QueueId,
    /// The contract its requests are filed under, in its latest version.
    pub contract_name: String,
    /// Whether the form still offers it.
    pub active: bool,
}

/// One immutable version of a contract, as it was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContractVersion {
    /// Identity.
    pub id: ContractVersionId,
    /// The contract's name, shared by its versions.
    pub name: String,
    /// Its rank among the versions of that name, from 1.
    pub version: u32,
    /// The whole contract file.
    pub source: String,
    /// When it was added, UTC.
    pub created_at: DateTime<Utc>,
}

/// A queue as the configuration names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct QueueSetting {
    /// The word of addresses and settings.
    pub slug: String,
    /// What people read.
    pub name: String,
    /// Where letters to the queue go.
    pub mail: Option<EmailAddress>,
    /// Where letters to its supervisor go; without one, to every supervisor.
    pub supervisor_mail: Option<EmailAddress>,
}

/// A service as the configuration names it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServiceSetting {
    /// The word of addresses and settings.
    pub slug: String,
    /// What people read.
    pub name: String,
    /// The slug of its queue.
    pub queue: String,
    /// The name of its contract.
    pub contract: String,
}
