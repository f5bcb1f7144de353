//! Availability and credits on the page of a report.

use std::collections::BTreeMap;

use crate::{
    desk::reports::{AvailableChangeTold, AvailableTold, ReportAvailability},
    domain::{
        availability::Ratio,
        credit::CreditState,
        ids::ContractVersionId,
        report::{Available, GivenDays},
    },
    edges::{
        pages::availability::credit_state,
        words::{
            Words,
            availability::{FormulaLine, formula, percent, reading, time},
            clauses, dates,
            money::euros,
        },
    },
};

/// How many lines are shown; the others are one line.
const SHOWN: usize = 100;

/// The availability of a service for an organisation.
#[derive(Debug)]
pub(super) struct AvailableRow {
    pub(super) organisation: String,
    pub(super) service: String,
    pub(super) href: String,
    pub(super) period: String,
    pub(super) rate: String,
    pub(super) target: String,
    /// The look and the word of what became of the promise; nothing where none was made.
    pub(super) outcome: Option<(&'static str, String)>,
    pub(super) counted: String,
    pub(super) lost: String,
    pub(super) credits: String,
    pub(super) contract: String,
}

/// How the version of a contract counts.
#[derive(Debug)]
pub(super) struct AvailableRule {
    pub(super) contract: String,
    pub(super) href: String,
    pub(super) lines: Vec<FormulaLine>,
    pub(super) reading: Option<String>,
}

/// The part of the page.
#[derive(Debug)]
pub(super) struct AvailablePart {
    /// What there is to say of all lines, or why there is none.
    pub(super) says: String,
    pub(super) rows: Vec<AvailableRow>,
    pub(super) others: Option<String>,
    pub(super) rules: Vec<AvailableRule>,
}

impl AvailablePart {
    pub(super) fn of(found: &ReportAvailability, words: Words) -> Self {
        let lines = &found.lines;
        let key = match (found.is_apart, lines.is_empty()) {
            (true, _) => "report-availability-apart",
            (false, true) => "report-availability-none",
            (false, false) if lines.iter().all(|one| one.is_kept) => "report-availability-kept",
            (false, false) => "report-availability-now",
        };
        let mut rules: BTreeMap<ContractVersionId, AvailableRule> = BTreeMap::new();
        for one in lines {
            let id = one.line.contract;
            rules.entry(id).or_insert_with(|| rule(one, words));
        }
        let left = lines.len().saturating_sub(SHOWN);
        Self {
            says: words.say(key),
            rows: lines
                .iter()
                .take(SHOWN)
                .map(|one| row(one, words))
                .collect(),
            others: (left > 0)
                .then(|| words.say_with("report-availability-others", &[("count", left.into())])),
            rules: rules.into_values().collect(),
        }
    }
}

fn rule(one: &AvailableTold, words: Words) -> AvailableRule {
    let rule = one.contract.availability();
    AvailableRule {
        contract: version_words(one, words),
        href: format!("/contracts/{}", one.contract.name()),
        lines: rule.map_or_else(Vec::new, |rule| formula(&one.contract, rule, words)),
        reading: rule.and_then(|rule| reading(rule, words)),
    }
}

/// « Jamespot, version 1, art. 7.2 »: the contract that counted a line, and its clause.
fn version_words(one: &AvailableTold, words: Words) -> String {
    let rule = one.contract.availability();
    let clause = rule.and_then(|rule| one.contract.clause(&rule.clause));
    words.say_with(
        "report-available-contract",
        &[
            ("contract", clauses::title(&one.contract, words).into()),
            ("version", one.version.into()),
            (
                "clause",
                clause
                    .map(|clause| clauses::reference(clause, words))
                    .unwrap_or_default()
                    .into(),
            ),
        ],
    )
}

fn row(one: &AvailableTold, words: Words) -> AvailableRow {
    let line = &one.line;
    AvailableRow {
        organisation: one.organisation.clone(),
        service: one.service.clone(),
        href: page_address(line),
        period: period_words(line, words),
        rate: rate_words(line, words),
        target: target_words(line, words),
        outcome: outcome(line).map(|(look, key)| (look, words.say(key))),
        counted: time(Ratio::whole(line.counted), words),
        lost: time(line.lost, words),
        credits: credit_words(line, words),
        contract: version_words(one, words),
    }
}

/// Where the figure of a line is read with all that is behind it.
fn page_address(line: &Available) -> String {
    format!(
        "/organisations/{}/availability?service={}&day={}",
        line.organisation, line.service, line.last_day
    )
}

fn period_words(line: &Available, words: Words) -> String {
    let civil = |day| dates::civil(day, words.lang());
    words.say_with(
        "report-days",
        &[
            ("first", civil(line.first_day).into()),
            ("last", civil(line.last_day).into()),
        ],
    )
}

/// The rate of a line in words.
pub(in crate::edges::pages) fn rate_words(line: &Available, words: Words) -> String {
    line.figure().rate().map_or_else(
        || words.say("availability-no-time"),
        |rate| percent(rate, words),
    )
}

/// What is promised, in words.
pub(in crate::edges::pages) fn target_words(line: &Available, words: Words) -> String {
    line.target.map_or_else(
        || words.say("formula-target-none"),
        |target| percent(target, words),
    )
}

/// The look and the key of what became of a promise; nothing where none was made.
pub(in crate::edges::pages) fn outcome(line: &Available) -> Option<(&'static str, &'static str)> {
    let is_kept = line.figure().is_kept()?;
    Some(match (is_kept, line.is_over) {
        (true, true) => ("tag-ok", "availability-kept"),
        (true, false) => ("tag-ok", "availability-kept-so-far"),
        (false, true) => ("tag-warn", "availability-missed"),
        (false, false) => ("tag-warn", "availability-missed-so-far"),
    })
}

/// The credits of a line, or what is owed and not proposed yet.
fn credit_words(line: &Available, words: Words) -> String {
    let given = |one: &GivenDays| {
        let state = words.say(credit_state(one.state));
        let values = [("days", one.days.into()), ("state", state.into())];
        let says = words.say_with("report-credit", &values);
        match one.worth {
            None => says,
            Some(worth) => words.say_with(
                "credit-worth",
                &[
                    ("says", says.into()),
                    ("amount", euros(worth, words).into()),
                ],
            ),
        }
    };
    let mut says: Vec<String> = line.credits.iter().map(given).collect();
    let is_open = line
        .credits
        .iter()
        .all(|one| one.state == CreditState::Dropped);
    if let Some(owed) = line.owed.filter(|_| is_open) {
        says.push(words.say_with("report-credit-owed", &[("days", owed.days.into())]));
    }
    if says.is_empty() {
        return "–".to_owned();
    }
    says.join(" · ")
}

/// What a revision changed of availability: « Marlaix, Jamespot, du … au … : 99,4 % · Tenu avant, … depuis ».
pub(super) fn change(told: &AvailableChangeTold, words: Words) -> String {
    let (before, after) = (told.change.before.as_ref(), told.change.after.as_ref());
    let says = |line: Option<&Available>| {
        let Some(line) = line else {
            return words.say("report-available-nothing");
        };
        let mut parts = vec![
            rate_words(line, words),
            words.say_with(
                "report-available-lost",
                &[("lost", time(line.lost, words).into())],
            ),
        ];
        parts.extend(outcome(line).map(|(_, key)| words.say(key)));
        parts.push(credit_words(line, words));
        parts.retain(|part| part != "–");
        parts.join(" · ")
    };
    let period = after.or(before).map(|line| period_words(line, words));
    let what = words.say_with(
        "report-available-of",
        &[
            ("organisation", told.organisation.as_str().into()),
            ("service", told.service.as_str().into()),
            ("period", period.unwrap_or_default().into()),
        ],
    );
    words.say_with(
        "report-change",
        &[
            ("what", what.into()),
            ("from", says(before).into()),
            ("to", says(after).into()),
        ],
    )
}

/// The lines for programs: whole microseconds, and a rate of three decimals, cut.
pub(super) fn as_json(found: &ReportAvailability) -> Vec<serde_json::Value> {
    let plain = |share: Ratio| {
        let (whole, rest) = share.percent(3);
        format!("{whole}.{rest:0<3}")
    };
    let line = |one: &AvailableTold| {
        let line = &one.line;
        let credits: Vec<serde_json::Value> = line
            .credits
            .iter()
            .map(|credit| {
                serde_json::json!({
                    "first_day": credit.first_day, "last_day": credit.last_day,
                    "days": credit.days, "state": credit.state,
                    "worth_cents": credit.worth,
                })
            })
            .collect();
        serde_json::json!({
            "organisation": line.organisation.to_string(), "name": one.organisation,
            "service": one.service, "contract": one.contract.name().as_str(),
            "version": one.version, "first_day": line.first_day, "last_day": line.last_day,
            "measured_until": line.until.to_rfc3339(), "over": line.is_over,
            "counted_microseconds": line.counted, "lost_microseconds": line.lost.floor(),
            "rate_percent": line.figure().rate().map(plain),
            "target_percent": line.target.map(plain), "kept": line.figure().is_kept(),
            "owed_days": line.owed.map(|owed| owed.days), "credits": credits,
            "closed": one.is_kept,
        })
    };
    found.lines.iter().map(line).collect()
}
