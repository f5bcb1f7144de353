//! `[[classification]]` and `[otherwise]`: from the answers of the form to a priority.

use std::collections::BTreeSet;

use super::{
    super::{Problem, Rule},
    report::{Part, Report},
};
use crate::domain::ticket::{Answers, Priority};

/// More rules than anybody would read.
const MOST_RULES: usize = 100;

/// Answers to one question, of which only one is given.
const EXCLUSIVE: [&[&str]; 3] = [
    &["unusable", "degraded", "nuisance"],
    &["for-me", "for-a-team", "for-everyone"],
    &["no-workaround", "workaround"],
];

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
        let first = read
            .iter()
            .find(|(earlier, _)| earlier.when.is_subset(&rule.when));
        if let Some((_, line)) = first {
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
    report.only(part, &["when", "priority", "clause"]);
    let facts = report
        .needed(part, "when")
        .and_then(|value| report.filled("when", value, Answers::FACTS.len()));
    let words = Answers::FACTS.map(|fact| (fact, fact));
    let hint = "the facts are unusable, degraded, nuisance, for-me, for-a-team, for-everyone, \
                no-workaround, workaround, random, regression, crossing and security";
    let mut when = Some(BTreeSet::new());
    for value in facts.unwrap_or_default() {
        let fact = report.word("when", value, "fact", hint, &words);
        let (Some(fact), Some(known)) = (fact, &mut when) else {
            when = None;
            continue;
        };
        let other = EXCLUSIVE
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
    let rule = conclusion(report, part, read);
    facts.and(when).and(rule)
}

fn conclusion(
    report: &mut Report<'_>,
    part: &Part<'_>,
    when: BTreeSet<&'static str>,
) -> Option<Rule> {
    let words = Priority::ALL.map(|priority| (priority.word(), priority));
    let priority = report.needed(part, "priority").and_then(|value| {
        let hint = "write P1, P2 or P3";
        report.word("priority", value, "priority", hint, &words)
    });
    let clause = report.clause_of(part);
    Some(Rule {
        when,
        priority: priority?,
        clause: clause?,
    })
}
