//! What went wrong with a call of a program.

use std::{fmt, str::FromStr};

/// What went wrong; kept as a word, for a sentence in the reader's language.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HookFault {
    /// The name of the host stands for nothing.
    Name,
    /// The address is not one of the public network, or not under TLS.
    NotPublic,
    /// Nobody listens there.
    Refused,
    /// Its certificate is not trusted, or it does not speak TLS.
    Tls,
    /// It did not answer in time.
    Silent,
    /// The connection broke off.
    Cut,
    /// It leads elsewhere, and is not followed.
    Redirected,
    /// It does not take the signature.
    Unsigned,
    /// It wants nothing more.
    Gone,
    /// It answered with another status.
    Status(u16),
    /// What became of an earlier try could not be learned from it.
    LookUp,
    /// It is reached in another way since.
    NotCalled,
    /// The secret cannot be read: the key beside the files is another.
    Sealed,
}

/// Before a status, as it is kept.
const STATUS: &str = "status-";

impl HookFault {
    /// All but those with a status.
    pub const PLAIN: [Self; 12] = [
        Self::Name,
        Self::NotPublic,
        Self::Refused,
        Self::Tls,
        Self::Silent,
        Self::Cut,
        Self::Redirected,
        Self::Unsigned,
        Self::Gone,
        Self::LookUp,
        Self::NotCalled,
        Self::Sealed,
    ];

    /// The word of its sentence.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NotPublic => "not-public",
            Self::Refused => "refused",
            Self::Tls => "tls",
            Self::Silent => "silent",
            Self::Cut => "cut",
            Self::Redirected => "redirected",
            Self::Unsigned => "unsigned",
            Self::Gone => "gone",
            Self::Status(_) => "status",
            Self::LookUp => "look-up",
            Self::NotCalled => "not-called",
            Self::Sealed => "sealed",
        }
    }

    /// What a status that is no success says.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            300..=399 => Self::Redirected,
            401 | 403 => Self::Unsigned,
            410 => Self::Gone,
            status => Self::Status(status),
        }
    }
}

impl fmt::Display for HookFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{STATUS}{status}"),
            plain => f.write_str(plain.word()),
        }
    }
}

impl FromStr for HookFault {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        if let Some(status) = text.strip_prefix(STATUS) {
            return status.parse().map(Self::Status).map_err(|_| "no status");
        }
        let mut plain = Self::PLAIN.into_iter();
        plain
            .find(|one| one.word() == text)
            .ok_or("no fault of a call")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_back() {
        for fault in HookFault::PLAIN.into_iter().chain([HookFault::Status(500)]) {
            assert_eq!(fault.to_string().parse(), Ok(fault));
        }
        assert!("status-".parse::<HookFault>().is_err());
        assert!("lost".parse::<HookFault>().is_err());
        assert_eq!(HookFault::of_status(302), HookFault::Redirected);
        assert_eq!(HookFault::of_status(401), HookFault::Unsigned);
        assert_eq!(HookFault::of_status(429), HookFault::Status(429));
    }
}
