//! From the text of a contract file to a contract, or to everything that is wrong with it.

mod availability;
mod consent;
mod files;
mod filing;
mod hours;
mod meant;
mod natures;
mod part;
mod promises;
mod report;
mod rules;
mod rungs;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::{
    Clause, ClauseRef, Contract, ContractError, ContractName, Problem, Wording, error::shown,
};
use crate::domain::{lang::Lang, ticket::Priority};
use part::Part;
use report::Report;

/// Longer than any contract; a bound for hostile files.
const MOST_BYTES: usize = 256 * 1024;

/// More clauses than any contract refers to.
const MOST_CLAUSES: usize = 500;

/// The keys of the whole file.
const KEYS: [&str; 19] = [
    "name",
    "title",
    "calendar",
    "words",
    "business_day",
    "targets",
    "ladder",
    "ladders",
    "pauses",
    "classification",
    "otherwise",
    "natures",
    "filing",
    "consent",
    "files",
    "vendor",
    "availability",
    "maintenance",
    "clauses",
];

/// Reads a whole contract file.
pub(super) fn contract(file: &str, text: &str) -> Result<Contract, Vec<ContractError>> {
    let mut report = Report::new(file, text);
    if text.len() > MOST_BYTES {
        report.note(&(0..0), Problem::TooLong { most: MOST_BYTES });
        return Err(report.into_errors());
    }
    let (document, mistakes) = DeTable::parse_recoverable(text);
    if !mistakes.is_empty() {
        for mistake in mistakes {
            let span = mistake.span().unwrap_or(0..0);
            let problem = if mistake.message().starts_with("duplicate key") {
                Problem::DuplicateKey(shown(text.get(span.clone()).unwrap_or_default()))
            } else {
                Problem::Syntax(mistake.message().to_owned())
            };
            report.note(&span, problem);
        }
        return Err(report.into_errors());
    }
    let part = Part::whole(document.get_ref());
    let read = whole(&mut report, &part, text);
    let errors = report.into_errors();
    match read {
        Some(contract) if errors.is_empty() => Ok(contract),
        _ => Err(errors),
    }
}

/// Reads every part, even after one has failed, so that all problems are told at once.
fn whole(report: &mut Report<'_>, part: &Part<'_>, text: &str) -> Option<Contract> {
    report.only(part, &KEYS);
    let name = name(report, part);
    let title = report.needed(part, "title");
    let title = title.and_then(|value| report.wording("title", value, 200));
    let clauses = clauses(report, part);
    let calendar = hours::calendar(report, part);
    let words = words(report, part);
    let switches = promises::business_day(report, part);
    let promises = promises::promises(report, part, switches);
    let pauses = promises::pauses(report, part);
    let ladder = rungs::ladder(report, part);
    let ladders = rungs::ladders(report, part);
    let rules = rules::rules(report, part);
    let otherwise = rules::otherwise(report, part);
    let natures = natures::natures(report, part, switches);
    let filing = filing::filing(report, part);
    let consent = consent::consent(report, part);
    let files = files::files(report, part);
    let vendor = vendor::vendor(report, part);
    let availability = availability::availability(report, part);
    let zone = calendar.as_ref().map(|(calendar, _)| calendar.rules());
    let maintenance = availability::maintenance(report, part, zone);
    let (calendar, calendar_clause) = calendar?;
    Some(Contract {
        name: name?,
        title: title?,
        calendar,
        calendar_clause,
        words: words?,
        promises: promises?,
        clauses: clauses?,
        pauses: pauses?,
        ladder: ladder?,
        ladders: ladders?,
        rules: rules?,
        otherwise: otherwise?,
        natures: natures?,
        filing: filing?,
        consent: consent?,
        files: files?,
        vendor: vendor?,
        before: None,
        availability: availability?,
        maintenance: maintenance?,
        source: text.into(),
    })
}

fn name(report: &mut Report<'_>, part: &Part<'_>) -> Option<ContractName> {
    let value = report.needed(part, "name")?;
    let text = report.text("name", value)?;
    let name = text.parse().ok();
    if name.is_none() {
        report.note(&value.span(), Problem::NotAName(shown(text)));
    }
    name
}

/// `[words]`: what the contract calls the priorities; without it they are P1, P2 and P3.
fn words(report: &mut Report<'_>, part: &Part<'_>) -> Option<BTreeMap<Priority, Wording>> {
    let Some(value) = part.get("words") else {
        return Some(BTreeMap::new());
    };
    let table = report.part("words", value, "[words]".to_owned())?;
    report.only(&table, &Priority::ALL.map(Priority::word));
    let mut words = Some(BTreeMap::new());
    for priority in Priority::ALL {
        let word = report
            .needed(&table, priority.word())
            .and_then(|value| report.wording(priority.word(), value, 40));
        words = words.zip(word).map(|(mut words, word)| {
            words.insert(priority, word);
            words
        });
    }
    words
}

/// `[clauses.NAME]`: reference and text, each in French and perhaps in English. They are read
/// before all that refers to them.
fn clauses(report: &mut Report<'_>, part: &Part<'_>) -> Option<BTreeMap<ClauseRef, Clause>> {
    let value = report.needed(part, "clauses")?;
    let table = report.part("clauses", value, "[clauses]".to_owned())?;
    let entries = table.entries();
    if entries.len() > MOST_CLAUSES {
        let (key, most) = ("clauses".to_owned(), MOST_CLAUSES);
        report.note(&table.span, Problem::TooMany { key, most });
        return None;
    }
    let names: BTreeSet<String> = entries.iter().map(|entry| entry.key.to_owned()).collect();
    report.knows_clauses(names);
    let mut clauses = Some(BTreeMap::new());
    for entry in entries {
        let name = entry.key.parse::<ClauseRef>().ok();
        if name.is_none() {
            report.note(&entry.key_span, Problem::NotAName(shown(entry.key)));
        }
        let place = format!("[clauses.{}]", shown(entry.key));
        let clause = report
            .part(entry.key, entry.value, place)
            .and_then(|part| clause(report, &part));
        clauses = clauses
            .zip(name.zip(clause))
            .map(|(mut clauses, (name, clause))| {
                clauses.insert(name, clause);
                clauses
            });
    }
    clauses
}

fn clause(report: &mut Report<'_>, part: &Part<'_>) -> Option<Clause> {
    report.only(part, &["reference", "text"]);
    let reference = report
        .needed(part, "reference")
        .and_then(|value| report.wording("reference", value, 120));
    let text = report
        .needed(part, "text")
        .and_then(|value| report.wording("text", value, 2000));
    let (reference, text) = reference.zip(text)?;
    let english = text.has_english().then(|| {
        (
            reference.in_lang(Lang::En).to_owned(),
            text.in_lang(Lang::En).to_owned(),
        )
    });
    Some(Clause {
        reference: reference.to_string(),
        text: text.to_string(),
        english,
    })
}
