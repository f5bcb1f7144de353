//! `[business_day]`, `[targets]` and `[pauses]`: what is promised, and what stops the clocks.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{ClauseRef, Listed, PauseClause, Problem, Promise},
    part::Part,
    report::Report,
};
use crate::domain::{
    calendar::{DueRule, FromRule, Target},
    ticket::{ClockName, PauseReason, Priority},
};

/// The two switches for targets in business days.
pub(super) type Switches = Option<(DueRule, FromRule)>;

/// Reads `[targets.CLOCK]`, with the two switches of `[business_day]`.
pub(super) fn promises(
    report: &mut Report<'_>,
    contract: &Part<'_>,
    switches: Switches,
) -> Option<BTreeMap<(ClockName, Priority), Promise>> {
    let value = report.needed(contract, "targets")?;
    let targets = report.part("targets", value, "[targets]".to_owned())?;
    report.only(&targets, &ClockName::ALL.map(ClockName::word));
    let mut promises = Some(BTreeMap::new());
    if targets.get(ClockName::Acknowledge.word()).is_none() {
        for priority in Priority::ALL {
            report.note(&targets.span, Problem::NoAcknowledge(priority));
        }
        promises = None;
    }
    for clock in ClockName::ALL {
        let Some(value) = targets.get(clock.word()) else {
            continue;
        };
        let place = format!("[targets.{clock}]");
        let Some(part) = report.part(clock.word(), value, place) else {
            promises = None;
            continue;
        };
        report.only(&part, &Priority::ALL.map(Priority::word));
        for priority in Priority::ALL {
            let Some(value) = part.get(priority.word()) else {
                if clock == ClockName::Acknowledge {
                    report.note(&part.span, Problem::NoAcknowledge(priority));
                    promises = None;
                }
                continue;
            };
            let place = format!("[targets.{clock}] {priority}");
            let promise = report
                .part(priority.word(), value, place)
                .and_then(|part| promise(report, &part, switches));
            promises = promises.zip(promise).map(|(mut promises, promise)| {
                promises.insert((clock, priority), promise);
                promises
            });
        }
    }
    promises
}

pub(super) fn promise(
    report: &mut Report<'_>,
    part: &Part<'_>,
    switches: Switches,
) -> Option<Promise> {
    report.only(part, &["target", "clause"]);
    let amount = report
        .needed(part, "target")
        .and_then(|value| report.amount("target", value));
    let clause = report.clause_of(part);
    let ((amount, unit), (due, from)) = amount.zip(switches)?;
    Some(Promise {
        target: Target {
            amount: u64::from(amount),
            unit,
            due,
            from,
        },
        clause: clause?,
    })
}

/// The two switches for targets in business days, « same-time » and « opening » by default.
pub(super) fn business_day(report: &mut Report<'_>, contract: &Part<'_>) -> Switches {
    let Some(value) = contract.get("business_day") else {
        return Some((DueRule::SameTime, FromRule::Opening));
    };
    let part = report.part("business_day", value, "[business_day]".to_owned())?;
    report.only(&part, &["due", "from"]);
    let due = part.get("due").map_or(Some(DueRule::SameTime), |value| {
        let words = [
            ("same-time", DueRule::SameTime),
            ("end-of-day", DueRule::EndOfDay),
        ];
        report.word("due", value, Listed::DaysEnd, &words)
    });
    let from = part.get("from").map_or(Some(FromRule::Opening), |value| {
        let words = [
            ("opening", FromRule::Opening),
            ("filing-date", FromRule::FilingDate),
        ];
        report.word("from", value, Listed::DaysBegin, &words)
    });
    due.zip(from)
}

/// Reads `[pauses]`: the reasons to wait that the contract knows; without it there are none.
pub(super) fn pauses(
    report: &mut Report<'_>,
    contract: &Part<'_>,
) -> Option<BTreeMap<PauseReason, PauseClause>> {
    let Some(value) = contract.get("pauses") else {
        return Some(BTreeMap::new());
    };
    let table = report.part("pauses", value, "[pauses]".to_owned())?;
    report.only(&table, &PauseReason::ALL.map(PauseReason::word));
    let mut pauses = Some(BTreeMap::new());
    for reason in PauseReason::ALL {
        let Some(value) = table.get(reason.word()) else {
            continue;
        };
        let pause = report
            .part(reason.word(), value, format!("[pauses] {reason}"))
            .and_then(|part| pause(report, &part));
        pauses = pauses.zip(pause).map(|(mut pauses, pause)| {
            pauses.insert(reason, pause);
            pauses
        });
    }
    pauses
}

fn pause(report: &mut Report<'_>, part: &Part<'_>) -> Option<PauseClause> {
    report.only(part, &["clocks", "clause"]);
    let clocks = report
        .needed(part, "clocks")
        .and_then(|value| report.filled("clocks", value, ClockName::ALL.len()));
    let words = ClockName::ALL.map(|clock| (clock.word(), clock));
    let mut read = Some(BTreeSet::new());
    for value in clocks.unwrap_or_default() {
        let clock = report.word("clocks", value, Listed::Clock, &words);
        if let (Some(clock), Some(read)) = (clock, &mut read) {
            if !read.insert(clock) {
                let (word, key) = (clock.to_string(), "clocks".to_owned());
                report.note(&value.span(), Problem::Twice { word, key });
            }
        } else {
            read = None;
        }
    }
    let clause: Option<ClauseRef> = report.clause_of(part);
    clocks?;
    Some(PauseClause {
        clocks: read?,
        clause: clause?,
    })
}
