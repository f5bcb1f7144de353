//! The wording of letters: an administrator's own words in the place of Guichet's, for the whole desk,
//! a contract or an organisation.
//!
//! # Why
//! A wording replaces prose and adds a closing. What a letter must say stays whatever is written: its
//! subject and heading, the deadline with its clause, what is awaited, the table of facts, the way to
//! answer, and why it came. So nobody can word a promise away, and conversations keep their thread.

mod tag;
mod text;

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use tag::{Tag, UnknownTag};
pub use text::{WordingError, WordingText};

use super::{contract::ContractName, ids::OrganisationId, lang::Lang, notice::LetterKind};

/// What letters a wording is for. In this order, what comes later stands before what comes earlier.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum WordingScope {
    /// All of them.
    Desk,
    /// Those about tickets under a contract.
    Contract(ContractName),
    /// Those about an organisation's tickets, and to its people.
    Organisation(OrganisationId),
}

impl WordingScope {
    /// The organisation, where it is one's.
    #[must_use]
    pub const fn organisation(&self) -> Option<OrganisationId> {
        match self {
            Self::Organisation(id) => Some(*id),
            Self::Desk | Self::Contract(_) => None,
        }
    }
}

impl fmt::Display for WordingScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Desk => f.write_str("desk"),
            Self::Contract(name) => write!(f, "contract:{name}"),
            Self::Organisation(id) => write!(f, "organisation:{id}"),
        }
    }
}

/// The text says not what letters a wording is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownScope;

impl fmt::Display for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a wording is for the desk, a contract or an organisation")
    }
}

impl std::error::Error for UnknownScope {}

impl FromStr for WordingScope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        match text.split_once(':') {
            None if text == "desk" => Ok(Self::Desk),
            Some(("contract", name)) => {
                let name = name.parse().map_err(|_| UnknownScope)?;
                Ok(Self::Contract(name))
            }
            Some(("organisation", id)) => {
                let id = id.parse().map_err(|_| UnknownScope)?;
                Ok(Self::Organisation(id))
            }
            _ => Err(UnknownScope),
        }
    }
}

impl TryFrom<String> for WordingScope {
    type Error = UnknownScope;

    fn try_from(text: String) -> Result<Self, UnknownScope> {
        text.parse()
    }
}

impl From<WordingScope> for String {
    fn from(scope: WordingScope) -> Self {
        scope.to_string()
    }
}

/// Which letters a wording is for, and in which language.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct WordingPlace {
    /// Whose.
    pub scope: WordingScope,
    /// Of what kind.
    pub kind: LetterKind,
    /// In which language.
    pub lang: Lang,
}

/// A part of a letter that can be worded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// What comes after the heading, in the place of Guichet's prose.
    Introduction,
    /// What comes before the table of facts: a greeting, a signature.
    Closing,
}

impl Part {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Introduction, Self::Closing];

    /// The name of the part in forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Introduction => "introduction",
            Self::Closing => "closing",
        }
    }

    /// The most characters.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Self::Introduction => 2_000,
            Self::Closing => 500,
        }
    }
}

/// The words of a letter; a part without any has those of the next wider scope, and in the end Guichet's.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Wording {
    /// In the place of Guichet's prose.
    pub introduction: Option<WordingText>,
    /// Before the table of facts.
    pub closing: Option<WordingText>,
}

impl Wording {
    /// Reads what was typed for letters of a kind.
    ///
    /// # Errors
    /// What is wrong with each part.
    pub fn parse(
        kind: LetterKind,
        introduction: &str,
        closing: &str,
    ) -> Result<Self, Vec<(Part, WordingError)>> {
        let introduction = WordingText::parse(introduction, Part::Introduction, kind);
        let closing = WordingText::parse(closing, Part::Closing, kind);
        match (introduction, closing) {
            (Ok(introduction), Ok(closing)) => Ok(Self {
                introduction,
                closing,
            }),
            (introduction, closing) => {
                let first = introduction.err().map(|why| (Part::Introduction, why));
                let second = closing.err().map(|why| (Part::Closing, why));
                Err(first.into_iter().chain(second).collect())
            }
        }
    }

    /// The text of a part, as it was written; empty where there is none.
    #[must_use]
    pub fn text(&self, part: Part) -> &str {
        let text = match part {
            Part::Introduction => &self.introduction,
            Part::Closing => &self.closing,
        };
        text.as_ref().map_or("", WordingText::as_str)
    }

    /// Whether it says nothing of its own.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.introduction.is_none() && self.closing.is_none()
    }

    /// This wording, with another one's parts where it has none.
    #[must_use]
    pub fn before(self, other: Self) -> Self {
        Self {
            introduction: self.introduction.or(other.introduction),
            closing: self.closing.or(other.closing),
        }
    }

    /// What a letter says of several wordings that are for it: part by part, the narrowest.
    #[must_use]
    pub fn of_all(mut wordings: Vec<(WordingScope, Self)>) -> Self {
        wordings.sort_by(|(one, _), (other, _)| other.cmp(one));
        wordings
            .into_iter()
            .fold(Self::default(), |said, (_, next)| said.before(next))
    }
}

/// A wording as it is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptWording {
    /// For which letters.
    pub place: WordingPlace,
    /// The words; blank since it was taken back.
    pub wording: Wording,
    /// How often it was changed: who changes it says which one they saw.
    pub version: i64,
    /// When it was last changed, UTC.
    pub changed_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(introduction: &str, closing: &str) -> Wording {
        Wording::parse(LetterKind::Received, introduction, closing).unwrap()
    }

    #[test]
    fn the_narrowest_scope_words_each_part() {
        let organisation = WordingScope::Organisation(OrganisationId::fresh());
        let contract = WordingScope::Contract("standard".parse().unwrap());
        let all = vec![
            (WordingScope::Desk, wording("du guichet", "guichet")),
            (organisation, wording("du client", "")),
            (contract, wording("du contrat", "contrat")),
        ];
        let said = Wording::of_all(all.clone());
        assert_eq!(said, wording("du client", "contrat"));
        assert_eq!(
            Wording::of_all(all[..1].to_vec()),
            wording("du guichet", "guichet")
        );
        assert!(Wording::of_all(Vec::new()).is_blank());
    }

    #[test]
    fn a_scope_is_read_as_it_is_written() {
        let id = OrganisationId::fresh();
        for scope in [
            WordingScope::Desk,
            WordingScope::Contract("jamespot".parse().unwrap()),
            WordingScope::Organisation(id),
        ] {
            assert_eq!(scope.to_string().parse(), Ok(scope));
        }
        for text in [
            "",
            "desk:",
            "contract:",
            "contract:A b",
            "organisation:x",
            "queue:1",
        ] {
            assert_eq!(text.parse::<WordingScope>(), Err(UnknownScope), "{text}");
        }
    }

    #[test]
    fn both_parts_say_what_is_wrong_with_them() {
        let refused = Wording::parse(LetterKind::Received, "{x}", "{").unwrap_err();
        assert_eq!(
            refused,
            [
                (Part::Introduction, WordingError::UnknownTag("x".to_owned())),
                (Part::Closing, WordingError::Brace)
            ]
        );
    }
}
