//! How long answers take, against what DAT-5 gives them: exact counts and ranks, no averages.

use serde::{Deserialize, Serialize};

use super::{Look, Outcome};
use crate::domain::words::words;

/// How long an answer may take (Dataleon: 30 seconds while one waits, 30 minutes otherwise).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// While one waits.
    Synchronous,
    /// By a job.
    Asynchronous,
}

words!(Objective {
    Synchronous => "synchronous",
    Asynchronous => "asynchronous",
});

impl Objective {
    /// The longest time, in milliseconds.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Synchronous => 30_000,
            Self::Asynchronous => 30 * 60_000,
        }
    }

    /// Whether a look kept it; nothing where it measured nothing. Under is kept, and so is exactly.
    #[must_use]
    pub fn is_kept(self, look: &Look) -> Option<bool> {
        let took = look.took?;
        match look.outcome {
            Outcome::Good => Some(took <= self.most()),
            Outcome::Bad => Some(false),
            Outcome::NotKnown => None,
        }
    }
}

/// The times of a period's answers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Times {
    /// Good answers that were measured.
    pub answers: u32,
    /// Half of them took at most so many milliseconds.
    pub median: Option<u32>,
    /// Nine in ten took at most so many.
    pub nine_in_ten: Option<u32>,
    /// The longest.
    pub longest: Option<u32>,
}

/// The rank, from 1, of the answer that `percent` of `count` do not exceed (nearest rank); 0 without any.
#[must_use]
pub const fn rank(count: u64, percent: u64) -> u64 {
    (count * percent).div_ceil(100)
}
