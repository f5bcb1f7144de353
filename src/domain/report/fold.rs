//! The figures of a period, added up from facts that come one after the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    fact::{FactKind, Noted},
    figure::{Age, Dimension, Figure, Group, Sought, hour_of},
    spread::Spread,
};
use crate::domain::{
    ids::ContractVersionId,
    ticket::{ClockName, Priority},
};

/// Promises kept and missed.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Kept.
    pub kept: u64,
    /// Missed.
    pub missed: u64,
}

impl Share {
    /// Kept and missed.
    #[must_use]
    pub const fn due(self) -> u64 {
        self.kept.saturating_add(self.missed)
    }

    /// The share that was kept, in tenths of a percent, rounded down so that what is not all kept never
    /// reads as all; none where nothing was due.
    #[must_use]
    pub fn per_mille(self) -> Option<u64> {
        self.kept.saturating_mul(1_000).checked_div(self.due())
    }

    fn join(&mut self, other: Self) {
        self.kept += other.kept;
        self.missed += other.missed;
    }
}

/// How long things took.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Took {
    /// By the clock.
    pub wall: Spread,
    /// In business time.
    pub business: Spread,
}

impl Took {
    fn join(&mut self, other: &Self) {
        self.wall.join(&other.wall);
        self.business.join(&other.business);
    }
}

/// What a part of a breakdown amounts to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct GroupLine {
    /// Filed.
    pub filed: u64,
    /// Resolved.
    pub resolved: u64,
    /// Promises.
    pub promises: Share,
    /// Open at the end.
    pub backlog: u64,
}

/// The figures of a period.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Requests filed, by priority.
    #[serde(with = "pairs")]
    pub filed: BTreeMap<Priority, u64>,
    /// Resolutions, by priority.
    #[serde(with = "pairs")]
    pub resolved: BTreeMap<Priority, u64>,
    /// Reopenings.
    pub reopened: u64,
    /// Corrections of priorities.
    pub requalified: u64,
    /// Promises by clock and priority.
    #[serde(with = "pairs")]
    pub promises: BTreeMap<(ClockName, Priority), Share>,
    /// How long first answers took, by priority.
    #[serde(with = "pairs")]
    pub answers: BTreeMap<Priority, Took>,
    /// How long resolutions took, by priority.
    #[serde(with = "pairs")]
    pub resolutions: BTreeMap<Priority, Took>,
    /// Open requests at the end, by priority and age.
    #[serde(with = "pairs")]
    pub backlog: BTreeMap<(Priority, Age), u64>,
    /// Requests filed by day of the week, from 0 for Monday, and hour, in Paris.
    #[serde(with = "pairs")]
    pub arrivals: BTreeMap<(u32, u32), u64>,
    /// For how long requests were open in the period, microseconds.
    pub open: i128,
    /// For how long vendors had them in hand, microseconds.
    pub vendor: i128,
    /// How many such waits there were.
    pub waits: u64,
    /// The parts of each breakdown.
    #[serde(with = "pairs")]
    pub groups: BTreeMap<(Dimension, Group), GroupLine>,
    /// The versions of contracts behind it.
    pub contracts: BTreeSet<ContractVersionId>,
}

impl Figures {
    /// Adds a fact, of the period between two instants. One that lies outside changes nothing.
    pub fn take(&mut self, noted: &Noted, (from, to): (DateTime<Utc>, DateTime<Utc>)) {
        let fact = &noted.fact;
        if fact.kind.lasts() {
            self.lasted(noted, (from, to));
            return;
        }
        if fact.at < from || fact.at >= to {
            return;
        }
        self.contracts.insert(fact.contract);
        match fact.kind {
            FactKind::Filed => {
                *self.filed.entry(fact.priority).or_default() += 1;
                *self.arrivals.entry(hour_of(fact.at)).or_default() += 1;
                self.in_groups(noted, |line| line.filed += 1);
            }
            FactKind::Clock => {
                let Some((clock, kept)) = fact.clock.zip(fact.kept) else {
                    return;
                };
                let share = Share {
                    kept: u64::from(kept),
                    missed: u64::from(!kept),
                };
                let key = (clock, fact.priority);
                self.promises.entry(key).or_default().join(share);
                self.in_groups(noted, |line| line.promises.join(share));
            }
            FactKind::Answered => took(self.answers.entry(fact.priority).or_default(), noted),
            FactKind::Resolved => {
                *self.resolved.entry(fact.priority).or_default() += 1;
                took(self.resolutions.entry(fact.priority).or_default(), noted);
                self.in_groups(noted, |line| line.resolved += 1);
            }
            FactKind::Reopened => self.reopened += 1,
            FactKind::Requalified => self.requalified += 1,
            FactKind::Open | FactKind::Vendor => {}
        }
    }

    fn lasted(&mut self, noted: &Noted, (from, to): (DateTime<Utc>, DateTime<Utc>)) {
        let fact = &noted.fact;
        let end = fact.ended_at.unwrap_or(to);
        if fact.at >= to || end <= from {
            return;
        }
        let length = (end.min(to) - fact.at.max(from)).max(TimeDelta::zero());
        let length = i128::from(length.num_microseconds().unwrap_or(i64::MAX));
        if fact.kind == FactKind::Vendor {
            self.vendor += length;
            self.waits += 1;
            return;
        }
        self.open += length;
        if Sought::of(Figure::Backlog).counts(noted, to) {
            let key = (fact.priority, Age::at(to, fact.since));
            *self.backlog.entry(key).or_default() += 1;
            self.in_groups(noted, |line| line.backlog += 1);
        }
    }

    fn in_groups(&mut self, noted: &Noted, change: impl Fn(&mut GroupLine)) {
        for by in Dimension::ALL {
            change(self.groups.entry((*by, by.group(noted))).or_default());
        }
    }

    /// Adds the figures of the time right after: what was open at the end is that of the later.
    pub fn follow(&mut self, next: &Self) {
        add(&mut self.filed, &next.filed);
        add(&mut self.resolved, &next.resolved);
        add(&mut self.arrivals, &next.arrivals);
        self.reopened += next.reopened;
        self.requalified += next.requalified;
        for (key, share) in &next.promises {
            self.promises.entry(*key).or_default().join(*share);
        }
        for (own, theirs) in [
            (&mut self.answers, &next.answers),
            (&mut self.resolutions, &next.resolutions),
        ] {
            for (priority, took) in theirs {
                own.entry(*priority).or_default().join(took);
            }
        }
        self.backlog.clone_from(&next.backlog);
        self.open += next.open;
        self.vendor += next.vendor;
        self.waits += next.waits;
        for line in self.groups.values_mut() {
            line.backlog = 0;
        }
        for (key, line) in &next.groups {
            let own = self.groups.entry(key.clone()).or_default();
            own.filed += line.filed;
            own.resolved += line.resolved;
            own.promises.join(line.promises);
            own.backlog = line.backlog;
        }
        self.contracts.extend(&next.contracts);
    }

    /// Promises of one clock or of all, of one priority or of all.
    #[must_use]
    pub fn share(&self, clock: Option<ClockName>, priority: Option<Priority>) -> Share {
        let mut all = Share::default();
        for ((name, of), share) in &self.promises {
            if clock.is_none_or(|one| one == *name) && priority.is_none_or(|one| one == *of) {
                all.join(*share);
            }
        }
        all
    }

    /// Open requests at the end, of one priority and age or of all.
    #[must_use]
    pub fn open_at_end(&self, priority: Option<Priority>, age: Option<Age>) -> u64 {
        let chosen = self.backlog.iter().filter(|((of, old), _)| {
            priority.is_none_or(|one| one == *of) && age.is_none_or(|one| one == *old)
        });
        chosen.map(|(_, count)| count).sum()
    }

    /// How long first answers, or resolutions, took, of one priority or of all.
    #[must_use]
    pub fn took(&self, figure: Figure, priority: Option<Priority>) -> Took {
        let all = match figure {
            Figure::Answered => &self.answers,
            _ => &self.resolutions,
        };
        let mut joined = Took::default();
        for (of, took) in all {
            if priority.is_none_or(|one| one == *of) {
                joined.join(took);
            }
        }
        joined
    }

    /// What a figure counts: how long the list behind it is.
    #[must_use]
    pub fn count(&self, figure: Figure) -> u64 {
        match figure {
            Figure::Filed => self.filed.values().sum(),
            Figure::Resolved => self.resolved.values().sum(),
            Figure::Reopened => self.reopened,
            Figure::Requalified => self.requalified,
            Figure::Due => self.share(None, None).due(),
            Figure::Kept => self.share(None, None).kept,
            Figure::Missed => self.share(None, None).missed,
            Figure::Answered => self.took(Figure::Answered, None).wall.count(),
            Figure::Backlog => self.open_at_end(None, None),
            Figure::Vendor => self.waits,
            Figure::Late | Figure::Risk => 0,
        }
    }
}

fn took(took: &mut Took, noted: &Noted) {
    if let Some(minutes) = noted.fact.wall {
        took.wall.add(minutes);
    }
    if let Some(minutes) = noted.fact.business {
        took.business.add(minutes);
    }
}

fn add<K: Ord + Copy>(own: &mut BTreeMap<K, u64>, theirs: &BTreeMap<K, u64>) {
    for (key, count) in theirs {
        *own.entry(*key).or_default() += count;
    }
}

/// Maps as lists of pairs: JSON takes only texts as keys.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
