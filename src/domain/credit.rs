//! Free days that a contract owes for a period in which its rate was missed: proposed from a figure,
//! confirmed or dropped by a person.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{ContractVersionId, CreditId, OperationId, OrganisationId, PersonId, ServiceId},
    money::Cents,
    ticket::Line,
};

/// What became of a credit.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditState {
    /// Computed; nobody has decided.
    Proposed,
    /// A person confirmed it.
    Confirmed,
    /// A person dropped it, and said why.
    Dropped,
}

impl CreditState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Confirmed, Self::Dropped];

    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Dropped => "dropped",
        }
    }
}

/// The text names no state of a credit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownCreditState(String);

impl fmt::Display for UnknownCreditState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no credit state « {} »", self.0)
    }
}

impl std::error::Error for UnknownCreditState {}

impl FromStr for CreditState {
    type Err = UnknownCreditState;

    fn from_str(text: &str) -> Result<Self, UnknownCreditState> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or_else(|| UnknownCreditState(text.to_owned()))
    }
}

/// What a credit was computed from, kept as it was then.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CreditBasis {
    /// Microseconds that were counted.
    pub counted: i64,
    /// Microseconds that were lost, weighted and rounded; what is less than one is cut off.
    pub lost: i64,
    /// The operations behind it, each in the revision that was looked at, and what it lost.
    pub operations: Vec<(OperationId, u32, i64)>,
}

/// Free days that are owed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwedCredit {
    /// Identity.
    pub id: CreditId,
    /// To whom.
    pub organisation: OrganisationId,
    /// For which service.
    pub service: ServiceId,
    /// The version of the contract that owes them.
    pub contract: ContractVersionId,
    /// The first day of the period.
    pub first_day: NaiveDate,
    /// The last day of the period.
    pub last_day: NaiveDate,
    /// Full minutes that were lost.
    pub minutes: u32,
    /// Free days, the cap applied.
    pub days: u32,
    /// Days that the cap took away.
    pub capped: u32,
    /// What the subscription cost a year when it was proposed; nothing where nobody had said.
    pub annual: Option<Cents>,
    /// What it was computed from.
    pub basis: CreditBasis,
    /// When it was proposed.
    pub proposed_at: DateTime<Utc>,
    /// By whom.
    pub proposed_by: PersonId,
    /// What became of it.
    pub state: CreditState,
    /// Who decided, and when.
    pub decided: Option<(PersonId, DateTime<Utc>)>,
    /// Why it was dropped.
    pub why: Option<Line>,
}

impl OwedCredit {
    /// What its days are worth; nothing where nobody said what a year costs.
    #[must_use]
    pub fn value(&self) -> Option<Cents> {
        self.annual.map(|annual| annual.of_days(self.days))
    }
}
