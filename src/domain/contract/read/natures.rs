//! `[natures.NATURE]`: what may be asked besides reporting an incident. Without it, nothing.

use std::collections::BTreeMap;

use super::{
    super::{DocumentWhen, Listed, NatureRule, Promise},
    part::Part,
    promises::{Switches, promise},
    report::Report,
};
use crate::domain::ticket::{ClockName, Document, Nature, Priority};

/// Reads what holds for each nature that the file names.
pub(super) fn natures(
    report: &mut Report<'_>,
    contract: &Part<'_>,
    switches: Switches,
) -> Option<BTreeMap<Nature, NatureRule>> {
    let Some(value) = contract.get("natures") else {
        return Some(BTreeMap::new());
    };
    let table = report.part("natures", value, "[natures]".to_owned())?;
    report.only(&table, &Nature::ALL.map(Nature::word));
    let mut natures = Some(BTreeMap::new());
    for nature in Nature::ALL {
        let Some(value) = table.get(nature.word()) else {
            continue;
        };
        let place = format!("[natures.{nature}]");
        let rule = report
            .part(nature.word(), value, place)
            .and_then(|part| rule(report, &part, nature, switches));
        natures = natures.zip(rule).map(|(mut natures, rule)| {
            natures.insert(nature, rule);
            natures
        });
    }
    natures
}

fn rule(
    report: &mut Report<'_>,
    part: &Part<'_>,
    nature: Nature,
    switches: Switches,
) -> Option<NatureRule> {
    if nature == Nature::Incident {
        // Of incidents the answers decide, and the contract's targets hold.
        report.only(part, &["clause"]);
        return Some(NatureRule {
            clause: report.clause_of(part)?,
            priority: None,
            targets: None,
            documents: BTreeMap::new(),
        });
    }
    report.only(part, &["clause", "priority", "targets", "documents"]);
    let clause = report.clause_of(part);
    let words = Priority::ALL.map(|priority| (priority.word(), priority));
    let priority = report
        .needed(part, "priority")
        .and_then(|value| report.word("priority", value, Listed::Priority, &words));
    let targets = match part.get("targets") {
        None => Some(None),
        Some(value) => {
            let place = format!("[natures.{nature}.targets]");
            report
                .part("targets", value, place)
                .and_then(|part| targets(report, &part, nature, switches))
                .map(Some)
        }
    };
    let documents = match part.get("documents") {
        None => Some(BTreeMap::new()),
        Some(value) => {
            let place = format!("[natures.{nature}.documents]");
            report
                .part("documents", value, place)
                .and_then(|part| documents(report, &part))
        }
    };
    Some(NatureRule {
        clause: clause?,
        priority: Some(priority?),
        targets: targets?,
        documents: documents?,
    })
}

fn targets(
    report: &mut Report<'_>,
    part: &Part<'_>,
    nature: Nature,
    switches: Switches,
) -> Option<BTreeMap<ClockName, Promise>> {
    report.only(part, &ClockName::ALL.map(ClockName::word));
    let mut targets = Some(BTreeMap::new());
    for clock in ClockName::ALL {
        let Some(value) = part.get(clock.word()) else {
            continue;
        };
        let place = format!("[natures.{nature}.targets] {clock}");
        let promise = report
            .part(clock.word(), value, place)
            .and_then(|part| promise(report, &part, switches));
        targets = targets.zip(promise).map(|(mut targets, promise)| {
            targets.insert(clock, promise);
            targets
        });
    }
    targets
}

fn documents(report: &mut Report<'_>, part: &Part<'_>) -> Option<BTreeMap<Document, DocumentWhen>> {
    report.only(part, &Document::ALL.map(Document::word));
    let mut documents = Some(BTreeMap::new());
    for document in Document::ALL {
        let Some(value) = part.get(document.word()) else {
            continue;
        };
        let when = report.word(
            document.word(),
            value,
            Listed::DocumentWhen,
            &DocumentWhen::WORDS,
        );
        documents = documents.zip(when).map(|(mut documents, when)| {
            documents.insert(document, when);
            documents
        });
    }
    documents
}
