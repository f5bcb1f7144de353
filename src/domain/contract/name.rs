//! The names of contracts and of their clauses.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::error::shown;

/// The name under which a contract is chosen: `[a-z0-9-]+`, 64 characters at most.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContractName(String);

/// The name by which a contract file refers to one of its clauses: `[a-z0-9-]+`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClauseRef(String);

/// The text is not the name of a contract or of a clause.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotAName(String);

impl fmt::Display for NotAName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "« {} » is not a name; write small letters a to z, figures and hyphens, 64 at most",
            shown(&self.0)
        )
    }
}

impl std::error::Error for NotAName {}

/// `[a-z0-9-]+`, 64 characters at most.
fn name(text: &str) -> Result<String, NotAName> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && (1..=64).contains(&text.len()) {
        Ok(text.to_owned())
    } else {
        Err(NotAName(text.to_owned()))
    }
}

impl ContractName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ClauseRef {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ContractName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        name(text).map(Self)
    }
}

impl FromStr for ClauseRef {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        name(text).map(Self)
    }
}

impl TryFrom<String> for ContractName {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        text.parse()
    }
}

impl TryFrom<String> for ClauseRef {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        text.parse()
    }
}

impl From<ContractName> for String {
    fn from(name: ContractName) -> Self {
        name.0
    }
}

impl From<ClauseRef> for String {
    fn from(name: ClauseRef) -> Self {
        name.0
    }
}

impl fmt::Display for ContractName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
