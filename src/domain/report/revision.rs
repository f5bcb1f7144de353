//! Months that are closed, and what a correction changed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{available::Available, figure::Figure, fold::Figures};
use crate::domain::ticket::{ClockName, Priority};

/// The form of stored figures. It grows when the same facts would give other figures.
pub const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), " (1)");

/// A revision of a closed month.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// The first day of the month.
    pub month: NaiveDate,
    /// From 1.
    pub revision: u32,
    /// When it was computed, UTC: facts are those known then.
    pub made_at: DateTime<Utc>,
    /// The program and the form of the figures.
    pub program: String,
    /// The contracts and the versions behind it, by name.
    pub contracts: Vec<(String, u32)>,
    /// The figures, of every queue.
    pub figures: Figures,
    /// The availability of every organisation; nothing where the month was closed before that was kept.
    pub availability: Option<Vec<Available>>,
    /// What changed since the revision before.
    pub changes: Vec<FigureChange>,
    /// Whether something was corrected since.
    pub stale: bool,
}

/// A figure that a correction changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct FigureChange {
    /// Which figure.
    pub figure: Figure,
    /// Of which promise.
    pub clock: Option<ClockName>,
    /// Of which priority.
    pub priority: Option<Priority>,
    /// What it was.
    pub from: u64,
    /// What it is.
    pub to: u64,
}

type Counts = BTreeMap<(Figure, Option<ClockName>, Option<Priority>), u64>;

/// The figures that differ, in their order.
#[must_use]
pub fn changes(before: &Figures, after: &Figures) -> Vec<FigureChange> {
    let (before, after) = (counts(before), counts(after));
    let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter_map(|key| {
            let of = |counts: &Counts| counts.get(key).copied().unwrap_or_default();
            let (figure, clock, priority) = *key;
            let (from, to) = (of(&before), of(&after));
            (from != to).then_some(FigureChange {
                figure,
                clock,
                priority,
                from,
                to,
            })
        })
        .collect()
}

fn counts(figures: &Figures) -> Counts {
    let mut counts = Counts::new();
    for (priority, count) in &figures.filed {
        counts.insert((Figure::Filed, None, Some(*priority)), *count);
    }
    for (priority, count) in &figures.resolved {
        counts.insert((Figure::Resolved, None, Some(*priority)), *count);
    }
    for ((clock, priority), share) in &figures.promises {
        let of = |figure| (figure, Some(*clock), Some(*priority));
        counts.insert(of(Figure::Kept), share.kept);
        counts.insert(of(Figure::Missed), share.missed);
    }
    for (priority, took) in &figures.answers {
        let of = (Figure::Answered, None, Some(*priority));
        counts.insert(of, took.wall.count());
    }
    for ((priority, _), count) in &figures.backlog {
        *counts
            .entry((Figure::Backlog, None, Some(*priority)))
            .or_default() += count;
    }
    for figure in [Figure::Reopened, Figure::Requalified, Figure::Vendor] {
        counts.insert((figure, None, None), figures.count(figure));
    }
    counts
}
