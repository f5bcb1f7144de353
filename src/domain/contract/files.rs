//! How many files a message may bring under a contract, and how large.

use super::ClauseRef;
use crate::domain::attachment::FileLimits;

/// The limits of a contract for the files of a message, and where it says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FileRule {
    /// The limits; never above [`FileLimits::HOUSE`].
    pub limits: FileLimits,
    /// The clause.
    pub clause: ClauseRef,
}
