//! What a check finds, in sentences.

use std::fmt::{self, Display};

use crate::domain::ticket::Reference;

/// Something that is stored and cannot be so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub about: About,
    /// Which side of it.
    pub aspect: Aspect,
    /// What is stored, and what should be.
    pub says: String,
}

impl Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.says)
    }
}

/// What a finding is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum About {
    /// A ticket.
    Ticket(Reference),
    /// A version of a contract.
    Contract {
        /// The contract's name.
        name: String,
        /// Its version, from 1.
        version: u32,
    },
    /// The database as a whole.
    Database,
}

impl Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ticket(reference) => reference.fmt(f),
            Self::Contract { name, version } => write!(f, "contract {name}, version {version}"),
            Self::Database => f.write_str("database"),
        }
    }
}

/// Which side of a ticket, or of the database, does not fit.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Aspect {
    /// The numbers that people say have a gap.
    Numbers,
    /// A row cannot be read.
    Row,
    /// The history itself cannot have happened.
    History,
    /// Who filed it, when, what it is about.
    Filing,
    /// The state.
    Status,
    /// The priority, and whether somebody confirmed it.
    Priority,
    /// Its nature, what was proposed for it, and what people made of that.
    Qualification,
    /// Who works on it.
    Assignee,
    /// When it last changed.
    Changed,
    /// How often it was changed.
    Version,
    /// How many events there are.
    Events,
    /// A clock.
    Clock,
    /// The place in the queue.
    Place,
    /// What people wrote.
    Message,
    /// The minutes that messages took.
    Time,
    /// A file that was added to a message.
    Attachment,
    /// What is asked after the password of somebody.
    SecondFactor,
    /// A level that fired.
    Escalation,
    /// A letter.
    Letter,
    /// The text of a contract.
    Contract,
    /// A case at the vendor.
    Case,
    /// What reports are added up from, and months that are closed.
    Report,
    /// The file under the tables.
    Engine,
}

impl Aspect {
    /// The word of the JSON that `guichet check` writes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Row => "row",
            Self::History => "history",
            Self::Filing => "filing",
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Qualification => "qualification",
            Self::Assignee => "assignee",
            Self::Changed => "changed",
            Self::Version => "version",
            Self::Events => "events",
            Self::Clock => "clock",
            Self::Place => "place",
            Self::Message => "message",
            Self::Time => "time",
            Self::Attachment => "attachment",
            Self::SecondFactor => "second-factor",
            Self::Escalation => "escalation",
            Self::Letter => "letter",
            Self::Contract => "contract",
            Self::Case => "case",
            Self::Report => "report",
            Self::Engine => "engine",
        }
    }
}

/// The findings about one thing, as they come.
#[derive(Debug)]
pub(super) struct Notes {
    about: About,
    pub(super) found: Vec<Finding>,
}

impl Notes {
    pub(super) const fn on(about: About) -> Self {
        Self {
            about,
            found: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, aspect: Aspect, says: impl Into<String>) {
        self.found.push(Finding {
            about: self.about.clone(),
            aspect,
            says: says.into(),
        });
    }

    /// Notes that a stored value is not what the history gives.
    pub(super) fn same<T: PartialEq + Shown>(
        &mut self,
        aspect: Aspect,
        what: &str,
        stored: &T,
        replayed: &T,
    ) {
        if stored != replayed {
            let (stored, replayed) = (stored.shown(), replayed.shown());
            self.note(
                aspect,
                format!("{what} is stored as {stored}, the history gives {replayed}"),
            );
        }
    }
}

/// A value as a finding shows it.
pub(super) trait Shown {
    fn shown(&self) -> String;
}

macro_rules! shown {
    ($($kind:ty),+ $(,)?) => {$(
        impl Shown for $kind {
            fn shown(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

shown!(
    crate::domain::ids::ContractVersionId,
    bool,
    crate::domain::ticket::Nature,
    u32,
    i64,
    chrono::DateTime<chrono::Utc>,
    crate::domain::ids::ClockId,
    crate::domain::ids::PersonId,
    crate::domain::ticket::ClockName,
    crate::domain::ticket::PauseReason,
    crate::domain::ticket::Priority,
    crate::domain::ticket::Status,
);

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref()
            .map_or_else(|| "none".to_owned(), Shown::shown)
    }
}
