//! From one instant at which something changes to the next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{Cause, Downtime, Exclusion, Formula, Line, Ratio, Takes};
use crate::domain::{calendar::Calendar, ids::ComponentId, ticket::Priority};

/// A stretch of time, its end not included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: DateTime<Utc>,
    pub(super) to: DateTime<Utc>,
}

impl Span {
    fn holds(self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

/// What a downtime does at an instant.
#[derive(Clone, Copy)]
enum Does {
    /// It is excluded, and loses nothing.
    Nothing(Exclusion),
    /// It is excluded, and the time with it.
    TakesTime(Exclusion),
    /// It loses time of that severity.
    Loses(Priority),
}

/// The walk over a period.
pub(super) struct Sweep<'a> {
    formula: &'a Formula,
    downtimes: Vec<Downtime>,
    span: Span,
    /// Announced maintenance that takes the time out, with what it is done to.
    out: Vec<(Span, &'a BTreeSet<ComponentId>)>,
    pub(super) counted: i64,
    pub(super) taken_out: i64,
    pub(super) lines: Vec<Line>,
}

impl<'a> Sweep<'a> {
    /// Begins with what lasts in the span, the earliest first; what is not over lasts until `now`.
    pub(super) fn over(
        formula: &'a Formula,
        downtimes: Vec<Downtime>,
        span: Span,
        now: DateTime<Utc>,
    ) -> Self {
        let mut within: Vec<(DateTime<Utc>, Downtime)> = downtimes
            .into_iter()
            .filter_map(|one| {
                let (from, to) = (one.from()?, one.to.unwrap_or(now));
                (from < span.to && to > span.from && from < to).then_some((from, one))
            })
            .collect();
        within.sort_by_key(|(from, one)| (*from, one.source));
        let lines = within.iter().map(|(from, one)| Line {
            source: one.source,
            from: (*from).max(span.from),
            to: one.to.unwrap_or(now).min(span.to),
            by_severity: BTreeMap::new(),
            left_out: BTreeMap::new(),
            overlapped: 0,
            lost: Ratio::ZERO,
        });
        Self {
            formula,
            span,
            out: Vec::new(),
            counted: 0,
            taken_out: 0,
            lines: lines.collect(),
            downtimes: within.into_iter().map(|(_, one)| one).collect(),
        }
    }

    /// Takes stretches out of what is counted, as announced maintenance.
    pub(super) fn take_out(
        &mut self,
        works: impl Iterator<Item = (Span, &'a BTreeSet<ComponentId>)>,
    ) {
        self.out.extend(works);
    }

    /// Walks from one change to the next.
    pub(super) fn run(&mut self, calendar: &Calendar) {
        let cuts: Vec<DateTime<Utc>> = self.cuts().into_iter().collect();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            let micros = self.formula.counted_micros(calendar, *from, *to);
            self.step(*from, micros);
        }
    }

    /// Every instant at which something changes, and the two ends.
    fn cuts(&self) -> BTreeSet<DateTime<Utc>> {
        let mut cuts = BTreeSet::from([self.span.from, self.span.to]);
        let mut cut = |at: DateTime<Utc>| {
            if self.span.holds(at) {
                cuts.insert(at);
            }
        };
        for (span, _) in &self.out {
            cut(span.from);
            cut(span.to);
        }
        for one in &self.downtimes {
            one.stages.iter().for_each(|stage| cut(stage.from));
            one.to.into_iter().for_each(&mut cut);
            for pause in &one.pauses {
                cut(pause.from);
                cut(pause.to);
            }
        }
        cuts
    }

    /// Looks at a stretch in which nothing changes; `micros` of it count.
    fn step(&mut self, at: DateTime<Utc>, micros: i64) {
        let active: Vec<(usize, Does)> = self
            .downtimes
            .iter()
            .enumerate()
            .filter_map(|(place, one)| Some((place, self.does(one, at)?)))
            .collect();
        let maintenance = self.is_maintenance(&active, at);
        let taken = maintenance.then_some(Exclusion::Maintenance).or_else(|| {
            active.iter().find_map(|(_, does)| match does {
                Does::TakesTime(why) => Some(*why),
                Does::Nothing(_) | Does::Loses(_) => None,
            })
        });
        if taken.is_some() {
            self.taken_out += micros;
        } else {
            self.counted += micros;
        }
        // The heaviest loses it; of equals the first, as they are in the order of their beginnings.
        let mut loser: Option<(usize, Priority)> = None;
        for (place, does) in &active {
            if let Does::Loses(severity) = does
                && loser.is_none_or(|(_, other)| {
                    self.formula.weight(*severity) > self.formula.weight(other)
                })
            {
                loser = Some((*place, *severity));
            }
        }
        for (place, does) in active {
            let Some(line) = self.lines.get_mut(place) else {
                continue;
            };
            match (does, taken) {
                (Does::Nothing(why) | Does::TakesTime(why), _) | (Does::Loses(_), Some(why)) => {
                    *line.left_out.entry(why).or_default() += micros;
                }
                (Does::Loses(severity), None) if loser == Some((place, severity)) => {
                    *line.by_severity.entry(severity).or_default() += micros;
                    let weighted = self.formula.weight(severity).times(Ratio::whole(micros));
                    line.lost = line.lost.plus(weighted);
                }
                (Does::Loses(_), None) => line.overlapped += micros,
            }
        }
    }

    /// Whether announced maintenance takes the time out: not while something is lost of what it does not
    /// concern.
    fn is_maintenance(&self, active: &[(usize, Does)], at: DateTime<Utc>) -> bool {
        let mut works = self
            .out
            .iter()
            .filter(|(span, _)| span.holds(at))
            .peekable();
        if works.peek().is_none() {
            return false;
        }
        let concerned: BTreeSet<ComponentId> = works
            .flat_map(|(_, components)| components.iter().copied())
            .collect();
        active.iter().all(|(place, does)| match does {
            Does::Nothing(_) | Does::TakesTime(_) => true,
            Does::Loses(_) => self
                .downtimes
                .get(*place)
                .is_none_or(|one| one.components.is_subset(&concerned)),
        })
    }

    fn does(&self, one: &Downtime, at: DateTime<Utc>) -> Option<Does> {
        let severity = one.severity_at(at)?;
        let excluded = |why: Exclusion| {
            let rule = self.formula.excluded.get(&why)?;
            Some(match rule.takes {
                Takes::Loss => Does::Nothing(why),
                Takes::Time => Does::TakesTime(why),
            })
        };
        let cause = match one.cause {
            Cause::Outside(why) => excluded(why),
            Cause::Unknown | Cause::Ours => None,
        };
        let pause = || {
            let mut pauses = one.pauses.iter();
            pauses.find_map(|pause| {
                let holds = pause.from <= at && at < pause.to;
                holds.then(|| excluded(pause.reason)).flatten()
            })
        };
        Some(cause.or_else(pause).unwrap_or(Does::Loses(severity)))
    }
}
