//! Whether the customer is asked for consent before the desk enters their platform.

use super::ClauseRef;

/// The customer is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConsentRule {
    /// Where the contract says so.
    pub clause: ClauseRef,
}
