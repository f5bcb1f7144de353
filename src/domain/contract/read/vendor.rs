//! `[vendor]`: what the vendor demands of a dossier. Without it, the contract is none with a vendor.

use std::collections::BTreeSet;

use super::{
    super::{Demand, Listed, Problem, VendorRule},
    part::{Part, Value},
    report::Report,
};
use crate::domain::{people::Role, ticket::Nature, vendor::Point};

/// More demands than anybody would read.
const MOST_DEMANDS: usize = 100;

/// Reads the rule; the outer `None` tells that something is wrong with it.
#[expect(
    clippy::option_option,
    reason = "whether it could be read, and whether it is there"
)]
pub(super) fn vendor(report: &mut Report<'_>, contract: &Part<'_>) -> Option<Option<VendorRule>> {
    let Some(value) = contract.get("vendor") else {
        return Some(None);
    };
    let part = report.part("vendor", value, "[vendor]".to_owned())?;
    report.only(&part, &["clause", "demands"]);
    let clause = report.clause_of(&part);
    let list = report
        .needed(&part, "demands")
        .and_then(|value| report.filled("demands", value, MOST_DEMANDS))?;
    let (mut demands, mut whole) = (Vec::new(), true);
    for value in list {
        let place = "[[vendor.demands]]".to_owned();
        let read = report
            .part("demands", value, place)
            .and_then(|part| demand(report, &part));
        let Some(read) = read else {
            whole = false;
            continue;
        };
        let before = |one: &Demand| one.point == read.point && !one.of.is_disjoint(&read.of);
        if demands.iter().any(before) {
            let (word, key) = (read.point.word().to_owned(), "demands".to_owned());
            report.note(&value.span(), Problem::Twice { word, key });
            whole = false;
        }
        demands.push(read);
    }
    let clause = clause?;
    whole.then_some(Some(VendorRule { clause, demands }))
}

fn demand(report: &mut Report<'_>, part: &Part<'_>) -> Option<Demand> {
    report.only(part, &["of", "point", "clause", "override"]);
    let natures = Nature::OF_VENDORS.map(|one| (one.word(), one));
    let of = report
        .needed(part, "of")
        .and_then(|value| several(report, ("of", value), Listed::Nature, &natures));
    let points = Point::ALL.map(|one| (one.word(), one));
    let point = report
        .needed(part, "point")
        .and_then(|value| report.word("point", value, Listed::Point, &points));
    let clause = report.clause_of(part);
    // Those who work on tickets: an auditor changes nothing, a requester sends nothing.
    let roles = [Role::Agent, Role::Supervisor, Role::Administrator].map(|one| (one.word(), one));
    let overridden_by = match part.get("override") {
        None => Some(BTreeSet::new()),
        Some(value) => several(report, ("override", value), Listed::Role, &roles),
    };
    Some(Demand {
        of: of?,
        point: point?,
        clause: clause?,
        overridden_by: overridden_by?,
    })
}

/// Words of a fixed list, each once.
fn several<T: Copy + Ord>(
    report: &mut Report<'_>,
    (key, value): (&str, &Value<'_>),
    list: Listed,
    words: &[(&'static str, T)],
) -> Option<BTreeSet<T>> {
    let entries = report.filled(key, value, words.len())?;
    let mut found = Some(BTreeSet::new());
    for value in entries {
        let word = report.word(key, value, list, words);
        let (Some(word), Some(known)) = (word, &mut found) else {
            found = None;
            continue;
        };
        if !known.insert(word) {
            let word = report.text(key, value).unwrap_or_default().to_owned();
            let key = key.to_owned();
            report.note(&value.span(), Problem::Twice { word, key });
        }
    }
    found
}
