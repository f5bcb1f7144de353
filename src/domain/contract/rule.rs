//! The rules that lead from the answers of the form to a priority.

use std::collections::BTreeSet;

use super::ClauseRef;
use crate::domain::ticket::{Answers, Priority};

/// Facts that lead to a priority.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rule {
    /// What must be established, all of it.
    pub(super) when: BTreeSet<&'static str>,
    /// The versions of which one must be the last in which it worked; none where any will do.
    pub(super) since: BTreeSet<String>,
    /// What it leads to.
    pub(super) priority: Priority,
    /// The clause behind it.
    pub(super) clause: ClauseRef,
}

impl Rule {
    /// The name of the rule for all that the others leave.
    pub const OTHERWISE: &'static str = "otherwise";

    /// Between the facts and the versions of a rule's name.
    pub const SINCE: &'static str = " since ";

    /// What identifies it from one version of the contract to the next: what it asks for.
    #[must_use]
    pub fn name(&self) -> String {
        if self.when.is_empty() {
            return Self::OTHERWISE.to_owned();
        }
        let facts: Vec<_> = Answers::FACTS
            .into_iter()
            .filter(|fact| self.when.contains(fact))
            .collect();
        let mut name = facts.join(" ");
        if !self.since.is_empty() {
            let versions: Vec<_> = self.since.iter().map(String::as_str).collect();
            name.push_str(Self::SINCE);
            name.push_str(&versions.join(", "));
        }
        name
    }

    /// Whether it answers what is established. Versions are compared without regard to case.
    pub(super) fn answers(&self, facts: &BTreeSet<&'static str>, since: Option<&str>) -> bool {
        self.when.is_subset(facts)
            && (self.since.is_empty()
                || since.is_some_and(|since| self.since.contains(&since.to_lowercase())))
    }

    /// Of earlier rules, the first of those that together leave it nothing to answer; none when it
    /// answers something.
    ///
    /// Whoever gives exactly its facts establishes no other: the answers to each question may all be
    /// « I don't know ». So it is enough to look at these, for each of its versions.
    pub(super) fn shadow<'a, T>(&self, earlier: &'a [(Self, T)]) -> Option<&'a T> {
        let versions: Vec<Option<&str>> = if self.since.is_empty() {
            vec![None]
        } else {
            self.since.iter().map(|one| Some(one.as_str())).collect()
        };
        let mut first = None;
        for since in versions {
            let (_, before) = earlier
                .iter()
                .find(|(rule, _)| rule.answers(&self.when, since))?;
            first = first.or(Some(before));
        }
        first
    }
}
