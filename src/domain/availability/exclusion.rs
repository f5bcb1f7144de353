//! What a contract leaves out of the count: causes, waiting, announced maintenance.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::domain::contract::ClauseRef;

macro_rules! exclusions {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// Something that a contract may leave out.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Exclusion {
            $($(#[$doc])* $name),+
        }

        impl Exclusion {
            /// All of them, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word of contract files, of the database and of forms.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word),+
                }
            }
        }
    };
}

exclusions! {
    /// Work that was planned, and entered before it began.
    Maintenance = "maintenance",
    /// The service of somebody else failed.
    ThirdParty = "third-party",
    /// Force majeure.
    ForceMajeure = "force-majeure",
    /// The customer's doing, equipment or connection.
    Customer = "customer",
    /// The integrator's doing: settings, modified programs.
    Integrator = "integrator",
    /// Something else beyond reasonable control, such as an attack from outside.
    OutsideControl = "outside-control",
    /// Waiting for what the customer or the integrator must tell.
    WaitingForInformation = "waiting-for-information",
    /// The customer or the integrator works on what is theirs.
    TheirOwnWork = "their-own-work",
    /// A restore that they asked for.
    RestoreOnRequest = "restore-on-request",
    /// Help that they asked for, outside the promise.
    HelpOnRequest = "help-on-request",
}

impl Exclusion {
    /// The causes of an outage that a contract may exclude.
    pub const CAUSES: [Self; 5] = [
        Self::ThirdParty,
        Self::ForceMajeure,
        Self::Customer,
        Self::Integrator,
        Self::OutsideControl,
    ];

    /// What an outage may be paused for.
    pub const PAUSES: [Self; 4] = [
        Self::WaitingForInformation,
        Self::TheirOwnWork,
        Self::RestoreOnRequest,
        Self::HelpOnRequest,
    ];
}

impl fmt::Display for Exclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names no cause and no exclusion.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownCause(String);

impl fmt::Display for UnknownCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no cause « {} »", self.0)
    }
}

impl std::error::Error for UnknownCause {}

impl FromStr for Exclusion {
    type Err = UnknownCause;

    fn from_str(text: &str) -> Result<Self, UnknownCause> {
        Self::ALL
            .iter()
            .find(|one| one.word() == text)
            .copied()
            .ok_or_else(|| UnknownCause(text.to_owned()))
    }
}

/// Why something did not work.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Nobody knows yet: it counts.
    Unknown,
    /// The publisher's own: it counts.
    Ours,
    /// One that contracts may exclude.
    Outside(Exclusion),
}

impl Cause {
    /// The word of the database and of forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Ours => "ours",
            Self::Outside(exclusion) => exclusion.word(),
        }
    }
}

impl FromStr for Cause {
    type Err = UnknownCause;

    fn from_str(text: &str) -> Result<Self, UnknownCause> {
        match text {
            "unknown" => Ok(Self::Unknown),
            "ours" => Ok(Self::Ours),
            other => match other.parse::<Exclusion>()? {
                cause if Exclusion::CAUSES.contains(&cause) => Ok(Self::Outside(cause)),
                _ => Err(UnknownCause(other.to_owned())),
            },
        }
    }
}

/// What an exclusion takes out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Takes {
    /// The loss: the time stays counted, as time in which the service worked.
    Loss,
    /// The time: it is not counted at all.
    Time,
}

/// An exclusion of a contract.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Excluded {
    /// What it takes out.
    pub takes: Takes,
    /// The clause.
    pub clause: ClauseRef,
}
