//! A vendor whose desk is elsewhere: how it is reached, and how its own number is found in what it sends.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{OrganisationId, PersonId},
    ticket::Line,
    words::words,
};

/// How a vendor is reached.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Its people work on cases here.
    #[default]
    Here,
    /// Its desk has the cases in letters, and answers them.
    Mail,
    /// Its program is called, and calls here.
    Hook,
}

words!(Way {
    Here => "here",
    Mail => "mail",
    Hook => "hook",
});

/// A vendor's desk that is reached by mail, or whose program is called.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutsideDesk {
    /// The vendor.
    pub vendor: OrganisationId,
    /// In whose name what it says is written into a thread: somebody of the vendor with the address of
    /// its desk.
    pub speaker: PersonId,
    /// How it writes its own number; none where nobody said.
    pub numbering: Option<Numbering>,
}

/// How a vendor writes its own number in what it sends: a text with [`Numbering::MARK`] in the place of
/// the number. No pattern language: what an administrator types is looked for as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Numbering {
    before: String,
    after: String,
}

/// Why a text says nothing of a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NumberingError {
    /// The mark is not there, or several times.
    NotOneMark,
    /// Nothing stands before the mark: anything would be a number.
    NothingBefore,
    /// Longer than any subject.
    TooLong,
}

impl fmt::Display for NumberingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOneMark => "say once where the number stands",
            Self::NothingBefore => "say what stands before the number",
            Self::TooLong => "the text is too long",
        })
    }
}

impl std::error::Error for NumberingError {}

impl Numbering {
    /// What stands for the number.
    pub const MARK: &'static str = "{number}";
    /// The longest text, and the longest number, in signs.
    const MOST: usize = 80;
    const MOST_OF_NUMBER: usize = 40;

    /// Reads what an administrator typed.
    ///
    /// # Errors
    /// When the mark is not there exactly once, or nothing stands before it.
    pub fn parse(text: &str) -> Result<Self, NumberingError> {
        let text = text.trim();
        if text.chars().count() > Self::MOST {
            return Err(NumberingError::TooLong);
        }
        let (before, after) = text
            .split_once(Self::MARK)
            .ok_or(NumberingError::NotOneMark)?;
        if after.contains(Self::MARK) {
            return Err(NumberingError::NotOneMark);
        }
        if before.trim().is_empty() {
            return Err(NumberingError::NothingBefore);
        }
        Ok(Self {
            before: before.to_owned(),
            after: after.to_owned(),
        })
    }

    /// The number that a text names; the first one where it names several. A number has a digit.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Line> {
        let mut rest = text;
        while let Some((_, from)) = rest.split_once(&self.before) {
            let end = from
                .find(|sign: char| !is_of_number(sign))
                .unwrap_or(from.len());
            let (number, behind) = from.split_at(end);
            // What ends a sentence is no part of the number, unless the text says so.
            let number = if self.after.is_empty() {
                number.trim_end_matches(['.', '-', '/', '_'])
            } else {
                number
            };
            let fits = behind.starts_with(&self.after)
                && number.chars().count() <= Self::MOST_OF_NUMBER
                && number.chars().any(|sign| sign.is_ascii_digit());
            if fits {
                return Line::parse(number).ok();
            }
            rest = from;
        }
        None
    }
}

impl fmt::Display for Numbering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.before, Self::MARK, self.after)
    }
}

/// Whether a sign may stand in a number.
fn is_of_number(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '/' | '.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(numbering: &str, text: &str) -> Option<String> {
        let numbering = Numbering::parse(numbering).unwrap();
        numbering.find(text).map(|line| line.to_string())
    }

    #[test]
    fn a_number_is_found_where_the_text_says() {
        for (numbering, text, number) in [
            (
                "Ticket n° {number}",
                "Re: Ticket n° 48213 ouvert",
                Some("48213"),
            ),
            (
                "[DIV#{number}]",
                "Re: [INC-2026-00001-E1] [DIV#A-77/2] x",
                Some("A-77/2"),
            ),
            ("Dossier {number}", "Votre Dossier CAS-9.", Some("CAS-9")),
            (
                "Dossier {number}",
                "Votre Dossier bien reçu, Dossier 12",
                Some("12"),
            ),
            ("[DIV#{number}]", "[DIV#77", None),
            ("Dossier {number}", "Votre Dossier est ouvert", None),
            ("Dossier {number}", "", None),
        ] {
            assert_eq!(
                found(numbering, text).as_deref(),
                number,
                "{numbering}: {text}"
            );
        }
        let long = format!("Dossier {}", "1".repeat(41));
        assert_eq!(found("Dossier {number}", &long), None);
    }

    #[test]
    fn the_mark_stands_once_behind_something() {
        for (text, error) in [
            ("Ticket", NumberingError::NotOneMark),
            ("a {number} {number}", NumberingError::NotOneMark),
            ("{number}", NumberingError::NothingBefore),
            ("  {number}]", NumberingError::NothingBefore),
        ] {
            assert_eq!(Numbering::parse(text), Err(error), "{text}");
        }
        let long = format!("{}{{number}}", "x".repeat(80));
        assert_eq!(Numbering::parse(&long), Err(NumberingError::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_written_is_found_and_nothing_panics(
            before in "[^{}\\s]{1,10}",
            number in "[A-Z]{0,3}[0-9]{1,9}",
            noise in "\\PC{0,60}",
        ) {
            let numbering = Numbering::parse(&format!("{before} {{number}}")).unwrap();
            prop_assert_eq!(Numbering::parse(&numbering.to_string()), Ok(numbering.clone()));
            let _ = numbering.find(&noise);
            let found = numbering.find(&format!("{before} {number} fin"));
            prop_assert_eq!(found.map(|line| line.to_string()), Some(number));
        }
    }
}
