//! What a history says of a deadline that moved.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ClockName;

/// A deadline that another version of the contract, or a decision on a pause, moved.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct MovedDeadline {
    /// The clock.
    pub clock: ClockName,
    /// Its run, from 1.
    pub run: u32,
    /// When it was due before, UTC; none where nothing was promised.
    pub from: Option<DateTime<Utc>>,
    /// When it is due since, UTC; none where nothing is promised.
    pub to: Option<DateTime<Utc>>,
}
