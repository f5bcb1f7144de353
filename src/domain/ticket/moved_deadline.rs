//! What a history says of a deadline that moved.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ClockName;

/// A deadline that another version of the contract moved; none where nothing is promised.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MovedDeadline {
    /// Of which clock.
    pub clock: ClockName,
    /// When it was due before, UTC.
    pub from: Option<DateTime<Utc>>,
    /// When it is due since, UTC.
    pub to: Option<DateTime<Utc>>,
}
