//! What was wrong with a look.

use std::{fmt, str::FromStr};

/// What was wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LookFault {
    /// The name stands for no address.
    Name,
    /// The address is none that may be looked at.
    NotPublic,
    /// Nobody took the connection.
    Refused,
    /// No answer within the time limit.
    Silent,
    /// The certificate does not hold.
    Tls,
    /// The answer broke off, or could not be read.
    Cut,
    /// An answer with another status than expected.
    Status(u16),
    /// The answer lacks the text that must be there.
    NoText,
    /// The call that must come did not.
    NoBeat,
    /// This program did not do its part, or was not there to be called.
    NotMade,
}

impl LookFault {
    /// Those that are one word.
    const PLAIN: [Self; 9] = [
        Self::Name,
        Self::NotPublic,
        Self::Refused,
        Self::Silent,
        Self::Tls,
        Self::Cut,
        Self::NoText,
        Self::NoBeat,
        Self::NotMade,
    ];

    /// The word in the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NotPublic => "not-public",
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::Tls => "tls",
            Self::Cut => "cut",
            Self::Status(_) => "status",
            Self::NoText => "no-text",
            Self::NoBeat => "no-beat",
            Self::NotMade => "not-made",
        }
    }

    /// Whether it says anything of the component: what this program may not or could not do does not.
    #[must_use]
    pub const fn is_of_the_component(self) -> bool {
        !matches!(self, Self::NotPublic | Self::NotMade)
    }
}

impl fmt::Display for LookFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {status}"),
            plain => f.write_str(plain.word()),
        }
    }
}

/// The text names nothing that can be wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownLookFault;

impl fmt::Display for UnknownLookFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no such fault of a look")
    }
}

impl std::error::Error for UnknownLookFault {}

impl FromStr for LookFault {
    type Err = UnknownLookFault;

    fn from_str(text: &str) -> Result<Self, UnknownLookFault> {
        if let Some(status) = text.strip_prefix("status ") {
            return status
                .parse()
                .map(Self::Status)
                .map_err(|_| UnknownLookFault);
        }
        let found = Self::PLAIN.into_iter().find(|one| one.word() == text);
        found.ok_or(UnknownLookFault)
    }
}
