//! How long things took: ranks in whole minutes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Amounts of time in whole minutes, each with how often it came.
///
/// The memory it takes grows with the number of different amounts, not with that of things.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Spread(BTreeMap<i64, u64>);

impl Spread {
    /// Adds one amount.
    pub fn add(&mut self, minutes: i64) {
        *self.0.entry(minutes).or_default() += 1;
    }

    /// Adds all amounts of another.
    pub fn join(&mut self, other: &Self) {
        for (minutes, count) in &other.0 {
            *self.0.entry(*minutes).or_default() += count;
        }
    }

    /// How many amounts there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The amount at a rank: the smallest of those that at least `percent` of a hundred do not exceed
    /// (nearest rank). None where there is nothing.
    ///
    /// ```
    /// use guichet::domain::report::Spread;
    ///
    /// let mut spread = Spread::default();
    /// for minutes in [15, 20, 35, 40, 50] {
    ///     spread.add(minutes);
    /// }
    /// assert_eq!((spread.rank(50), spread.rank(90)), (Some(35), Some(50)));
    /// ```
    #[must_use]
    pub fn rank(&self, percent: u64) -> Option<i64> {
        let wanted = self.count().saturating_mul(percent).div_ceil(100).max(1);
        let mut seen = 0;
        self.0.iter().find_map(|(minutes, count)| {
            seen += count;
            (seen >= wanted).then_some(*minutes)
        })
    }
}
