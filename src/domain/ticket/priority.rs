//! The three priorities that every contract's words are mapped to.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How much a request weighs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Priority {
    /// Blocked without a realistic workaround, data crossing, security, general unavailability.
    P1,
    /// An essential function degraded, with a workaround.
    P2,
    /// The rest, and the default when the answers decide nothing.
    P3,
}

impl Priority {
    /// All three, the weightiest first.
    pub const ALL: [Self; 3] = [Self::P1, Self::P2, Self::P3];

    /// `P1`, `P2` or `P3`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
        }
    }
}

impl fmt::Display for Priority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text is not a priority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownPriority(String);

impl fmt::Display for UnknownPriority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "« {} » is not a priority; write P1, P2 or P3", self.0)
    }
}

impl std::error::Error for UnknownPriority {}

impl FromStr for Priority {
    type Err = UnknownPriority;

    fn from_str(text: &str) -> Result<Self, UnknownPriority> {
        Self::ALL
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or_else(|| UnknownPriority(text.to_owned()))
    }
}
