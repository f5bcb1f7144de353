//! Where a request goes: the queues agents work, and the services a requester chooses from.

use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::{
    ids::{ContractVersionId, PersonId, QueueId, ServiceId},
    people::EmailAddress,
    words::UnknownWord,
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
    /// The contract its requests are filed under, in the version in force.
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
    /// From when requests are filed under it, UTC, where that was not at once.
    pub in_force_from: Option<DateTime<Utc>>,
    /// How it came.
    pub origin: VersionOrigin,
    /// Who added it, where it came from a page.
    pub added_by: Option<PersonId>,
    /// Why, in words; may be empty.
    pub note: String,
}

impl ContractVersion {
    /// Whether its day has come. That of a version in force at once has, also for a machine whose
    /// clock was put back.
    #[must_use]
    pub fn is_in_force(&self, now: DateTime<Utc>) -> bool {
        self.in_force_from.is_none_or(|from| from <= now)
    }
}

/// How a version of a contract came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum VersionOrigin {
    /// It comes with Guichet, or the settings name its file.
    File,
    /// Somebody signed in added it.
    Page,
    /// `guichet contract import` added it.
    CommandLine,
}

impl VersionOrigin {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Page => "page",
            Self::CommandLine => "command",
        }
    }
}

impl FromStr for VersionOrigin {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::File, Self::Page, Self::CommandLine]
            .into_iter()
            .find(|origin| origin.word() == text)
            .ok_or(UnknownWord)
    }
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
