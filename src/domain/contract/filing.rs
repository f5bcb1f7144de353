//! Who may file under a contract.

use super::ClauseRef;

/// Whose requests a contract takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Filers {
    /// Anybody's.
    Anyone,
    /// Those of organisations whose subscription includes support.
    Subscribers,
    /// Those of people whom their organisation named designated administrators.
    DesignatedAdministrators,
}

impl Filers {
    /// Every answer, with its word in contract files.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("anyone", Self::Anyone),
        ("subscribers", Self::Subscribers),
        ("designated-administrators", Self::DesignatedAdministrators),
    ];
}

/// Who may file, and where the contract says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilingRule {
    /// Who.
    pub who: Filers,
    /// The clause.
    pub clause: ClauseRef,
}
