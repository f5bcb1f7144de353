//! The words of contract files for what is asked of a vendor.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::domain::ticket::UnknownWord;

/// What is asked of the vendor: an incident, or one of four services (Divalto, prestations, 2.5).
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CaseNature {
    /// Something does not work.
    #[default]
    Incident,
    /// A question, or advice.
    Question,
    /// Help with a task that the subscription does not include.
    Assistance,
    /// A documented suggestion.
    Suggestion,
    /// A change of the subscription.
    Subscription,
}

impl CaseNature {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Incident,
        Self::Question,
        Self::Assistance,
        Self::Suggestion,
        Self::Subscription,
    ];

    /// The word of contract files, forms and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Question => "question",
            Self::Assistance => "assistance",
            Self::Suggestion => "suggestion",
            Self::Subscription => "subscription",
        }
    }
}

impl fmt::Display for CaseNature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for CaseNature {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownWord)
    }
}

/// A point of a dossier.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// What is asked, in a few lines.
    Request,
    /// The product and its version, one that the vendor maintains.
    MaintainedVersion,
    /// Where it happens: platform, its environment, what surrounds it.
    Environment,
    /// How to see it happen.
    Reproduction,
    /// What was found out already.
    Analysis,
    /// What was searched in the vendor's documentation.
    Searched,
    /// Which ways around were tried.
    Workaround,
    /// What shows it: files, times.
    Evidence,
    /// The severity that is proposed.
    Severity,
}

impl Point {
    /// Every point, in the order of the dossier.
    pub const ALL: [Self; 9] = [
        Self::Request,
        Self::MaintainedVersion,
        Self::Environment,
        Self::Reproduction,
        Self::Analysis,
        Self::Searched,
        Self::Workaround,
        Self::Evidence,
        Self::Severity,
    ];

    /// The points that are met in writing.
    pub const WRITTEN: [Self; 7] = [
        Self::Request,
        Self::Environment,
        Self::Reproduction,
        Self::Analysis,
        Self::Searched,
        Self::Workaround,
        Self::Evidence,
    ];

    /// The word of contract files, forms and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::MaintainedVersion => "maintained-version",
            Self::Environment => "environment",
            Self::Reproduction => "reproduction",
            Self::Analysis => "analysis",
            Self::Searched => "searched",
            Self::Workaround => "workaround",
            Self::Evidence => "evidence",
            Self::Severity => "severity",
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Point {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownWord)
    }
}
