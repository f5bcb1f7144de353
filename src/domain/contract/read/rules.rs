//! `[[classification]]` and `[otherwise]`: from the answers of the form to a priority.

use std::collections::BTreeSet;

use super::{
    super::{Listed, Problem, Rule, error::shown},
    part::Part,
    report::Report,
};
use crate::domain::ticket::{Answers, Line, Priority};

/// More rules than anybody would read.
const MOST_RULES: usize = 100;

/// The most versions of one rule.
const MOST_VERSIONS: usize = 50;

/// Reads the rules in their order; without any, « otherwise » always applies.
pub(super) fn rules(report: &mut Report<'_>, contract: &Part<'_>) -> Option<Vec<Rule>> {
    let Some(value) = contract.get("classification") else {
        return Some(Vec::new());
    };
    let list = report.filled("classification", value, MOST_RULES)?;
    let mut read: Vec<(Rule, usize)> = Vec::new();
    let mut whole = true;
    for value in list {
        let place = "[[classification]]".to_owned();
        let rule = report
            .part("classification", value, place)
            .and_then(|part| rule(report, &part).zip(Some(part)));
        let Some((rule, part)) = rule else {
            whole = false;
            continue;
        };
        if let Some(line) = rule.shadow(&read) {
            report.note(&part.span, Problem::NeverReached { line: *line });
            whole = false;
        }
        let line = report.line(&part.span);
        read.push((rule, line));
    }
    whole.then(|| read.into_iter().map(|(rule, _)| rule).collect())
}

/// Reads the rule for all that the others leave.
pub(super) fn otherwise(report: &mut Report<'_>, contract: &Part<'_>) -> Option<Rule> {
    let value = report.needed(contract, "otherwise")?;
    let part = report.part("otherwise", value, "[otherwise]".to_owned())?;
    report.only(&part, &["priority", "clause"]);
    conclusion(report, &part, BTreeSet::new())
}

fn rule(report: &mut Report<'_>, part: &Part<'_>) -> Option<Rule> {
    report.only(part, &["when", "since", "priority", "clause"]);
    let facts = report
        .needed(part, "when")
        .and_then(|value| report.filled("when", value, Answers::FACTS.len()));
    let words = Answers::FACTS.map(|fact| (fact, fact));
    let mut when = Some(BTreeSet::new());
    for value in facts.unwrap_or_default() {
        let fact = report.word("when", value, Listed::Fact, &words);
        let (Some(fact), Some(known)) = (fact, &mut when) else {
            when = None;
            continue;
        };
        let other = Answers::EXCLUSIVE
            .iter()
            .filter(|question| question.contains(&fact))
            .flat_map(|question| question.iter().copied())
            .find(|other| *other != fact && known.contains(other));
        if let Some(other) = other {
            let (one, other) = (other, fact);
            report.note(&value.span(), Problem::Contradiction { one, other });
        }
        if !known.insert(fact) {
            let (word, key) = (fact.to_owned(), "when".to_owned());
            report.note(&value.span(), Problem::Twice { word, key });
        }
    }
    let read = when.clone().unwrap_or_default();
    let since = since(report, part, &read);
    let rule = conclusion(report, part, read);
    facts
        .and(when)
        .and(rule)
        .zip(since)
        .map(|(mut rule, since)| {
            rule.since = since;
            rule
        })
}

/// The versions of which one must be the last in which it worked; none where any will do.
fn since(
    report: &mut Report<'_>,
    part: &Part<'_>,
    when: &BTreeSet<&'static str>,
) -> Option<BTreeSet<String>> {
    let Some(value) = part.get("since") else {
        return Some(BTreeSet::new());
    };
    if !when.contains("regression") {
        report.note(&value.span(), Problem::SinceWithoutRegression);
    }
    let list = report.filled("since", value, MOST_VERSIONS)?;
    let mut read = Some(BTreeSet::new());
    for value in list {
        let version = report.sentence("since", value, Line::MOST);
        let (Some(version), Some(known)) = (version, &mut read) else {
            read = None;
            continue;
        };
        if !known.insert(version.to_lowercase()) {
            let (word, key) = (shown(&version), "since".to_owned());
            report.note(&value.span(), Problem::Twice { word, key });
        }
    }
    read
}

fn conclusion(
    report: &mut Report<'_>,
    part: &Part<'_>,
    when: BTreeSet<&'static str>,
) -> Option<Rule> {
    let words = Priority::ALL.map(|priority| (priority.word(), priority));
    let priority = report
        .needed(part, "priority")
        .and_then(|value| report.word("priority", value, Listed::Priority, &words));
    let clause = report.clause_of(part);
    Some(Rule {
        when,
        since: BTreeSet::new(),
        priority: priority?,
        clause: clause?,
    })
}
