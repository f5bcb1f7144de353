//! What may be asked under a contract besides reporting an incident.

use std::collections::BTreeMap;

use super::{ClauseRef, Promise};
use crate::domain::ticket::{ClockName, Document, Priority};

/// When a document must be there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DocumentWhen {
    /// When the request is filed.
    Filing,
    /// Before any work is done.
    Work,
}

impl DocumentWhen {
    /// Each with its word in contract files.
    pub const WORDS: [(&'static str, Self); 2] = [("filing", Self::Filing), ("work", Self::Work)];
}

/// What holds for requests of one nature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NatureRule {
    /// The clause that provides for them.
    pub clause: ClauseRef,
    /// The priority that all of them are proposed; none for incidents, of which the answers decide.
    pub priority: Option<Priority>,
    /// What is promised for them, whatever their priority; the contract's own targets, where the
    /// file gives none.
    pub(super) targets: Option<BTreeMap<ClockName, Promise>>,
    /// What must come with them in writing.
    pub documents: BTreeMap<Document, DocumentWhen>,
}
