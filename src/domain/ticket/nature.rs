//! What kind of thing is asked for, and what must come with it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The nature of a request. Each contract says which of them it takes.
#[derive(
    Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Something does not work as it should.
    #[default]
    Incident,
    /// How something is done; a piece of advice.
    Question,
    /// Help with a task that the subscription does not include.
    Assistance,
    /// Something that might be better.
    Suggestion,
    /// The subscription should be another.
    SubscriptionChange,
    /// Something new, made to order.
    MajorEvolution,
}

impl Nature {
    /// Every nature, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Incident,
        Self::Question,
        Self::Assistance,
        Self::Suggestion,
        Self::SubscriptionChange,
        Self::MajorEvolution,
    ];

    /// The word of contract files, forms and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Question => "question",
            Self::Assistance => "assistance",
            Self::Suggestion => "suggestion",
            Self::SubscriptionChange => "subscription-change",
            Self::MajorEvolution => "major-evolution",
        }
    }

    /// Whether it is an incident, as is what nobody said anything of.
    #[must_use]
    pub const fn is_incident(&self) -> bool {
        matches!(self, Self::Incident)
    }
}

impl fmt::Display for Nature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text names no nature, or no document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownNature;

impl fmt::Display for UnknownNature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no nature of a request is called so, and no document")
    }
}

impl std::error::Error for UnknownNature {}

impl FromStr for Nature {
    type Err = UnknownNature;

    fn from_str(text: &str) -> Result<Self, UnknownNature> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownNature)
    }
}

/// What a contract may want in writing before something is made to order.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// Cahier des charges: what is wanted.
    Specification,
    /// Bon de commande: that it is ordered.
    Order,
}

impl Document {
    /// Every document, in the order in which they are asked for.
    pub const ALL: [Self; 2] = [Self::Specification, Self::Order];

    /// The word of contract files, forms and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Specification => "specification",
            Self::Order => "order",
        }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Document {
    type Err = UnknownNature;

    fn from_str(text: &str) -> Result<Self, UnknownNature> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or(UnknownNature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_nature_and_each_document_is_found_by_its_word() {
        for one in Nature::ALL {
            assert_eq!(one.word().parse(), Ok(one));
            assert_eq!(one.is_incident(), one == Nature::default());
        }
        for one in Document::ALL {
            assert_eq!(one.word().parse(), Ok(one));
        }
        assert!("Incident".parse::<Nature>().is_err());
        assert!("".parse::<Document>().is_err());
    }
}
