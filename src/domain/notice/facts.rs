//! What letters state, as it was when they were owed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    attachment::FileName,
    contract::When,
    ids::{AttachmentId, TicketId, VendorCaseId},
    lang::Lang,
    ticket::{ClockName, Nature, PauseReason, Priority},
    vendor::Point,
};

/// A file that came with a message, as letters name it; it is read on the page of the ticket.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// As people read it.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
}

/// The key figures of a month, without the queues that are closed to who reads them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MonthFacts {
    /// The first day of the month.
    pub month: NaiveDate,
    /// Promises kept.
    pub kept: u64,
    /// Promises missed.
    pub missed: u64,
    /// Requests filed.
    pub filed: u64,
    /// Resolutions.
    pub resolved: u64,
    /// Open at the end.
    pub open: u64,
    /// The median of first answers, in minutes of business time.
    pub answer: Option<i64>,
    /// The median of resolutions, in minutes of business time.
    pub resolution: Option<i64>,
}

/// A ticket, as letters show it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct TicketFacts {
    /// Its identity, for the agents' link.
    pub id: TicketId,
    /// `INC-2026-01042`.
    pub reference: String,
    /// What it is about.
    pub subject: String,
    /// The organisation, known or as written; may be empty.
    pub organisation: String,
    /// Who filed it.
    pub requester: String,
    /// The service that was chosen.
    pub service: String,
    /// Its priority.
    pub priority: Priority,
    /// The contract's own word for it, in the letter's language.
    pub priority_word: String,
    /// Who works on it.
    pub assignee: Option<String>,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
}

/// A promise, as letters show it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct PromiseFacts {
    /// Which clock.
    pub clock: ClockName,
    /// The amount in words, in the letter's language: « 4 heures ouvrées ».
    pub amount: String,
    /// Whether the amount is business time.
    pub business: bool,
    /// The contract's title.
    pub contract: String,
    /// The clause's reference: « article 5.1 ».
    pub clause: String,
    /// When it falls due.
    pub deadline: DateTime<Utc>,
    /// The contract's time zone, by its name in the time zone database.
    pub timezone: String,
    /// When the count starts, if the desk was closed at the filing.
    pub counted_from: Option<DateTime<Utc>>,
    /// Seconds left at the moment the letter was owed, in the promise's unit; negative when late.
    pub seconds_left: i64,
}

/// A level of a ladder, as letters show it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct LevelFacts {
    /// Its rank in the ladder, from 1; repeats count on.
    pub level: u32,
    /// Where it stands in the ladder.
    pub when: LevelWhen,
    /// Whether the deadline has passed.
    pub breached: bool,
    /// Its instant.
    pub due_at: DateTime<Utc>,
    /// When it fired.
    pub fired_at: DateTime<Utc>,
    /// Whether it fired after its instant because the service had stopped.
    pub late: bool,
    /// Lower levels that were missed and are told by this one.
    pub folded: Vec<u32>,
    /// Who was told, in words.
    pub recipients: Vec<String>,
    /// What the ladder says to do, in French and in English; may be empty.
    pub words: Worded,
}

/// Where a level stands in its ladder; amounts are seconds of open time.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "at")]
pub enum LevelWhen {
    /// When this share of the target is used up.
    Share {
        /// Of the target, rounded down.
        percent: u32,
    },
    /// So long before the deadline.
    Before {
        /// Seconds.
        seconds: i64,
    },
    /// At the deadline.
    Breach,
    /// So long after the deadline.
    After {
        /// Seconds.
        seconds: i64,
    },
    /// Repeated after the deadline.
    Repeat {
        /// Seconds from one to the next.
        seconds: i64,
    },
}

impl From<When> for LevelWhen {
    fn from(when: When) -> Self {
        match when {
            When::Share { num, den } => Self::Share {
                percent: num.saturating_mul(100).checked_div(den).unwrap_or(0),
            },
            When::Before { amount } => Self::Before {
                seconds: amount.num_seconds(),
            },
            When::Breach => Self::Breach,
            When::After { amount } => Self::After {
                seconds: amount.num_seconds(),
            },
            When::RepeatAfter { every, .. } => Self::Repeat {
                seconds: every.num_seconds(),
            },
        }
    }
}

/// A sentence that the contract gives in both languages.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Worded {
    /// In French.
    pub fr: String,
    /// In English, or in French where the contract has no English.
    pub en: String,
}

impl Worded {
    /// The sentence in a language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// A pause, as the letter to the requester tells of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct PauseFacts {
    /// Who paused the request.
    pub by: String,
    /// Why.
    pub reason: PauseReason,
    /// What is awaited of the requester, in the agent's words; empty when somebody else is awaited.
    pub awaited: String,
    /// What shows it, in the agent's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The clocks that stand still.
    pub clocks: Vec<ClockName>,
    /// The contract's title.
    pub contract: String,
    /// The reference of the clause that allows it; may be empty.
    pub clause: String,
}

/// A pause that is contested, as letters tell of it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct ContestFacts {
    /// Why time stood still.
    pub reason: PauseReason,
    /// Since when, UTC.
    pub since: DateTime<Utc>,
    /// The case at the vendor whose pause it is; none for one of the ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Whether it is contested that it ended, not that it began.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub end: bool,
    /// The contract's title.
    pub contract: String,
    /// The reference of the clause that allows the pause; may be empty.
    pub clause: String,
    /// The contract's time zone, by its name in the time zone database.
    pub timezone: String,
}

/// Something that is owed by an instant, as letters about something else name it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct OwedFacts {
    /// What.
    pub clock: ClockName,
    /// When it falls due, UTC.
    pub at: DateTime<Utc>,
    /// The contract's time zone, by its name in the time zone database.
    pub timezone: String,
    /// Who owes it: the vendor; empty where the desk does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vendor: String,
}

/// A case at the vendor, as letters to the vendor show it: nothing of the customer but what the dossier
/// says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CaseFacts {
    /// Its identity, for the vendor's link.
    pub id: VendorCaseId,
    /// What it is called.
    pub reference: String,
    /// The first line of what is asked.
    pub headline: String,
    /// What kind of request it is.
    pub nature: Nature,
    /// The product and its version; may be empty.
    pub product: String,
    /// The severity that is proposed.
    pub severity: Priority,
    /// The contract's own word for it, in the letter's language.
    pub severity_word: String,
    /// What the vendor owes next, and when.
    pub due: Option<(ClockName, DateTime<Utc>)>,
    /// The contract's time zone, by its name in the time zone database.
    pub timezone: String,
    /// The title of the contract with the vendor.
    pub contract: String,
    /// Whether the vendor has nothing but letters: then they say all of it, and are answered.
    #[serde(default)]
    pub outside: bool,
    /// What was written under each point of the dossier, where the letter says all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dossier: Vec<(Point, String)>,
    /// The files that go along, where the letter says all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<CaseFile>,
}

/// A file of a dossier, as a letter to a vendor brings it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CaseFile {
    /// Which.
    pub id: AttachmentId,
    /// The ticket that it was added to.
    pub ticket: TicketId,
    /// Its name.
    pub name: FileName,
    /// How many bytes it has.
    pub bytes: u64,
    /// Whether the letter carries it; one that is too large is only named.
    pub enclosed: bool,
}

/// What a letter tells of a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseTold {
    /// It was sent.
    Opened,
    /// The vendor took it in charge.
    TakenInCharge,
    /// The vendor answered.
    Answered,
    /// The vendor asks for something.
    Asked,
    /// The vendor says that it is settled.
    Settled,
    /// The vendor wrote something that moves nothing.
    Remarked,
    /// The integrator wrote.
    Written,
    /// The integrator says that it is not settled.
    Reopened,
    /// The integrator took it back.
    Withdrawn,
    /// The integrator contests that the vendor's time stands still.
    PauseContested,
    /// A contested pause of the vendor's time stays.
    PauseUpheld,
    /// A contested pause of the vendor's time never was.
    PauseLifted,
    /// A wait of the vendor ended where the vendor contests it.
    EndUpheld,
    /// A wait of the vendor did not end where the vendor contests it.
    EndLifted,
}

impl CaseTold {
    /// The word of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::TakenInCharge => "taken-in-charge",
            Self::Answered => "answered",
            Self::Asked => "asked",
            Self::Settled => "settled",
            Self::Remarked => "remarked",
            Self::Written => "written",
            Self::Reopened => "reopened",
            Self::Withdrawn => "withdrawn",
            Self::PauseContested => "pause-contested",
            Self::PauseUpheld => "pause-upheld",
            Self::PauseLifted => "pause-lifted",
            Self::EndUpheld => "end-upheld",
            Self::EndLifted => "end-lifted",
        }
    }
}
