//! What kind of thing is asked for, and what must come with it.

use serde::{Deserialize, Serialize};

use crate::domain::words::words;

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

words!(Nature {
    Incident => "incident",
    Question => "question",
    Assistance => "assistance",
    Suggestion => "suggestion",
    SubscriptionChange => "subscription-change",
    MajorEvolution => "major-evolution",
});

impl Nature {
    /// What a vendor may be asked: an incident, or one of the four service requests (Divalto,
    /// prestations, chapter 2.5).
    pub const OF_VENDORS: [Self; 5] = [
        Self::Incident,
        Self::Question,
        Self::Assistance,
        Self::Suggestion,
        Self::SubscriptionChange,
    ];

    /// Whether it is an incident, as is what nobody said anything of.
    #[must_use]
    pub const fn is_incident(&self) -> bool {
        matches!(self, Self::Incident)
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

words!(Document {
    Specification => "specification",
    Order => "order",
});

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
