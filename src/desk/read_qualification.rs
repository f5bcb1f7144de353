//! How the contracts' rules fare: how often people took what they propose, by rule.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        contract::Contract,
        ids::{EventId, PersonId},
        people::Person,
        ticket::{Cause, Priority},
    },
    store::{
        Conn, people,
        priority_decisions::{self, Decided},
    },
};

use super::{Desk, Error, counted_since};

/// How many of the last changes are shown.
const RECENT: i64 = 20;
/// How many rows of the list are read at a time.
const SOME: i64 = 500;

/// What became of the proposals of a rule.
#[derive(Clone, Debug)]
pub struct RuleCount {
    /// A contract that holds the rule: of those versions that do, the one whose ticket came last.
    pub contract: Arc<Contract>,
    /// What led to the proposals.
    pub cause: Cause,
    /// The rule.
    pub rule: String,
    /// Its clause, as the contract file names it.
    pub clause: String,
    /// What it proposes.
    pub proposed: Priority,
    /// How often each priority came of it.
    pub decided: BTreeMap<Priority, u64>,
}

impl RuleCount {
    /// How often somebody decided on a proposal of the rule.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.decided.values().sum()
    }

    /// How often it became something else than was proposed.
    #[must_use]
    pub fn changed(&self) -> u64 {
        let other = |(decided, _): &(&Priority, &u64)| **decided != self.proposed;
        self.decided
            .iter()
            .filter(other)
            .map(|(_, count)| count)
            .sum()
    }
}

/// A decision with the names that its row needs.
#[derive(Clone, Debug)]
pub struct DecidedLine {
    /// The decision, with its ticket.
    pub decided: Decided,
    /// The ticket's contract.
    pub contract: Arc<Contract>,
    /// Who decided, by name; empty for nobody.
    pub by: String,
}

/// How the rules fared within a year.
#[derive(Clone, Debug)]
pub struct QualificationPage {
    /// Since when, UTC.
    pub since: DateTime<Utc>,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
    /// What became of the proposals, by contract and rule; what was changed most often first.
    pub rules: Vec<RuleCount>,
    /// The last proposals that became something else, the last first.
    pub changed: Vec<DecidedLine>,
}

impl Desk {
    /// How the rules fared within a year, on the tickets that `scope` sees.
    ///
    /// # Errors
    /// When the database fails.
    pub fn qualification(&self, scope: &Scope) -> Result<QualificationPage, Error> {
        let now = self.clock.now();
        let since = counted_since(now);
        self.store.read(|conn| {
            let recent = (since, true);
            let changed = priority_decisions::recent(conn, recent, None, RECENT, scope)?;
            Ok(QualificationPage {
                since,
                now,
                rules: self.by_rule(conn, since, scope)?,
                changed: self.named_decisions(conn, changed)?,
            })
        })
    }

    /// Some of what was decided since `since` on the tickets that `scope` sees, the last first, before
    /// `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn decision_rows(
        &self,
        since: DateTime<Utc>,
        before: Option<(DateTime<Utc>, EventId)>,
        scope: &Scope,
    ) -> Result<Vec<DecidedLine>, Error> {
        self.store.read(|conn| {
            let found = priority_decisions::recent(conn, (since, false), before, SOME, scope)?;
            self.named_decisions(conn, found)
        })
    }

    fn by_rule(
        &self,
        conn: &mut Conn,
        since: DateTime<Utc>,
        scope: &Scope,
    ) -> Result<Vec<RuleCount>, Error> {
        // Versions of a contract share the rules that did not change between them.
        let mut counted: BTreeMap<_, RuleCount> = BTreeMap::new();
        for share in priority_decisions::shares(conn, since, scope)? {
            let contract = self.contracts.get(conn, share.contract)?;
            let key = (
                contract.name().clone(),
                share.cause,
                share.rule.clone(),
                share.clause.clone(),
                share.proposed,
            );
            let one = counted.entry(key).or_insert_with(|| RuleCount {
                contract,
                cause: share.cause,
                rule: share.rule,
                clause: share.clause,
                proposed: share.proposed,
                decided: BTreeMap::new(),
            });
            *one.decided.entry(share.decided).or_default() += share.count;
        }
        let mut rules: Vec<_> = counted.into_values().collect();
        rules.sort_by_key(|one| std::cmp::Reverse((one.changed(), one.all())));
        Ok(rules)
    }

    fn named_decisions(
        &self,
        conn: &mut Conn,
        found: Vec<Decided>,
    ) -> Result<Vec<DecidedLine>, Error> {
        let ids: Vec<PersonId> = found.iter().filter_map(|one| one.decision.by).collect();
        let names: BTreeMap<PersonId, Person> = people::with_ids(conn, &ids)?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
        found
            .into_iter()
            .map(|decided| {
                let by = decided.decision.by.and_then(|id| names.get(&id));
                Ok(DecidedLine {
                    contract: self.contracts.get(conn, decided.contract)?,
                    by: by.map(|person| person.name.clone()).unwrap_or_default(),
                    decided,
                })
            })
            .collect()
    }
}
