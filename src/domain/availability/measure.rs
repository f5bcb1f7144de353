//! A formula, applied to what happened.

use chrono::{DateTime, Utc};

use super::{
    Exclusion, Facts, Figure, Formula, Period, Ratio, Takes,
    sweep::{Span, Sweep},
};
use crate::domain::calendar::Calendar;

/// What a period amounts to at `now`: all of it when it is over, else what has passed of it.
#[must_use]
pub fn measure(
    formula: &Formula,
    calendar: &Calendar,
    period: Period,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Figure {
    let (from, end) = period.bounds(calendar);
    let to = end.min(now).max(from);
    let maintenance = formula.excluded.get(&Exclusion::Maintenance);
    let covered = facts.works.iter().filter_map(|work| match maintenance {
        Some(rule) if rule.takes == Takes::Time => {
            let (from, to) = work.covered()?;
            Some((Span { from, to }, &work.components))
        }
        Some(_) | None => None,
    });
    let mut downtimes = facts.outages.clone();
    downtimes.extend(
        facts
            .works
            .iter()
            .filter_map(|work| work.overrun(maintenance.is_some())),
    );
    let mut sweep = Sweep::over(formula, downtimes, Span { from, to }, now);
    sweep.take_out(covered);
    sweep.run(calendar);
    let lines = sweep.lines;
    let exact_lost = lines
        .iter()
        .fold(Ratio::ZERO, |sum, line| sum.plus(line.lost));
    Figure {
        period,
        from,
        to,
        is_over: end <= now,
        counted: sweep.counted,
        taken_out: sweep.taken_out,
        exact_lost,
        lost: formula.rounding.of(exact_lost),
        target: formula.target,
        lines,
    }
}
