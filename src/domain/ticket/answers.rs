//! What the form asks in plain words, from which a contract's rules propose a priority.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ConsentAnswer, Document, Line, Nature};
use crate::domain::platform::Environment;

/// Can you work in spite of the problem?
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Workable {
    /// No, everything is at a standstill.
    No,
    /// In part: an essential function is missing.
    Partly,
    /// Yes, it is a nuisance only.
    Yes,
    /// The requester does not know.
    #[default]
    Unknown,
}

/// How many people are touched?
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// The requester alone.
    Me,
    /// A team.
    Team,
    /// Everybody.
    Everyone,
    /// The requester does not know.
    #[default]
    Unknown,
}

/// Is there another way meanwhile?
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Workaround {
    /// There is none.
    No,
    /// There is one, with effort.
    Yes,
    /// The requester does not know.
    #[default]
    Unknown,
}

/// The answers to the form's plain questions, and what the desk knows of the platform.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// What kind of thing is asked for.
    #[serde(default, skip_serializing_if = "Nature::is_incident")]
    pub nature: Nature,
    /// Can you work in spite of the problem?
    pub workable: Workable,
    /// How many people are touched?
    pub reach: Reach,
    /// Is there another way meanwhile?
    pub workaround: Workaround,
    /// It happens now and then, not each time.
    pub random: bool,
    /// It worked in a version before.
    pub regression: bool,
    /// The last version in which it worked, as the requester calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Line>,
    /// Data was lost or damaged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
    /// Data of somebody else is visible.
    pub crossing: bool,
    /// A security matter.
    pub security: bool,
    /// What the platform of the request is for, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// Whether the desk may enter the customer's platform, where the contract has that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentAnswer>,
    /// Where to find the documents that the contract wants: the name of a file, a number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub documents: BTreeMap<Document, Line>,
}

impl Answers {
    /// The words that a contract's classification rules may require.
    pub const FACTS: [&'static str; 17] = [
        "unusable",
        "degraded",
        "nuisance",
        "for-me",
        "for-a-team",
        "for-everyone",
        "no-workaround",
        "workaround",
        "random",
        "regression",
        "data-loss",
        "crossing",
        "security",
        "production",
        "pre-production",
        "test",
        "development",
    ];

    /// Answers to one question, of which only one is given.
    pub const EXCLUSIVE: [&'static [&'static str]; 4] = [
        &["unusable", "degraded", "nuisance"],
        &["for-me", "for-a-team", "for-everyone"],
        &["no-workaround", "workaround"],
        &["production", "pre-production", "test", "development"],
    ];

    /// What the answers establish, in the words of [`Answers::FACTS`]. « I don't know » establishes
    /// nothing.
    #[must_use]
    pub fn facts(&self) -> BTreeSet<&'static str> {
        let workable = match self.workable {
            Workable::No => Some("unusable"),
            Workable::Partly => Some("degraded"),
            Workable::Yes => Some("nuisance"),
            Workable::Unknown => None,
        };
        let reach = match self.reach {
            Reach::Me => Some("for-me"),
            Reach::Team => Some("for-a-team"),
            Reach::Everyone => Some("for-everyone"),
            Reach::Unknown => None,
        };
        let workaround = match self.workaround {
            Workaround::No => Some("no-workaround"),
            Workaround::Yes => Some("workaround"),
            Workaround::Unknown => None,
        };
        [
            workable,
            reach,
            workaround,
            self.random.then_some("random"),
            self.regression.then_some("regression"),
            self.lost.then_some("data-loss"),
            self.crossing.then_some("crossing"),
            self.security.then_some("security"),
            self.environment.map(Environment::word),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The same answers, now that there is a way round.
    #[must_use]
    pub fn with_workaround(&self) -> Self {
        Self {
            workaround: Workaround::Yes,
            ..self.clone()
        }
    }
}
