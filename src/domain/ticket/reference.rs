//! The number that people say: `INC-2026-01042`.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

/// A ticket's public number: the year it was filed in, and its rank in that year.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Reference {
    year: i32,
    rank: i64,
}

impl Reference {
    /// The `rank`th ticket of `year` (the civil year at the desk, counted from 1).
    #[must_use]
    pub const fn new(year: i32, rank: i64) -> Self {
        Self { year, rank }
    }

    /// The civil year at the desk.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The rank in that year, from 1.
    #[must_use]
    pub const fn rank(self) -> i64 {
        self.rank
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "INC-{}-{:05}", self.year, self.rank)
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(self)
    }
}

/// The text is not a reference.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReferenceError(String);

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "« {} » is not a ticket's reference; it looks like INC-2026-01042",
            self.0
        )
    }
}

impl std::error::Error for ReferenceError {}

impl FromStr for Reference {
    type Err = ReferenceError;

    /// Reads what people type: any case, blanks around it, leading zeros or not.
    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let wrong = || ReferenceError(text.chars().take(40).collect());
        let upper = text.trim().to_uppercase();
        let rest = upper.strip_prefix("INC-").ok_or_else(wrong)?;
        let (year, rank) = rest.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(rank) {
            return Err(wrong());
        }
        Ok(Self {
            year: year.parse().map_err(|_| wrong())?,
            rank: rank.parse().map_err(|_| wrong())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_back_as_it_was_written() {
        let reference = Reference::new(2026, 1042);
        assert_eq!(reference.to_string(), "INC-2026-01042");
        assert_eq!("inc-2026-1042 ".parse(), Ok(reference));
        assert_eq!(
            Reference::new(2026, 123_456).to_string().parse(),
            Ok(Reference::new(2026, 123_456))
        );
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for text in [
            "",
            "INC-",
            "INC-2026-",
            "INC-2026-1a",
            "INC-26-1",
            "INC-2026--1",
            "INC-2026-99999999999999999999",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
    }
}
