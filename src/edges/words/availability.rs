//! Formulas of availability in words, and their figures.

use super::{Lang, Words, clauses, durations::exact_amount};
use crate::domain::{
    availability::{Counted, Excluded, Exclusion, Formula, PeriodKind, Ratio, Rounding, Takes},
    contract::{ClauseRef, Contract},
    ticket::Priority,
};

/// Microseconds of a second.
const SECOND: i64 = 1_000_000;

/// A part of a formula, and where the contract says so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FormulaLine {
    /// What it is about.
    pub what: String,
    /// What the contract says of it.
    pub says: String,
    /// The clause, by its name in the file and as people are shown it.
    pub clause: Option<(ClauseRef, String)>,
}

/// « 99,397 % »: three decimals at most, cut and never rounded up.
#[must_use]
pub fn percent(share: Ratio, words: Words) -> String {
    let (whole, rest) = share.percent(3);
    let number = if rest.is_empty() {
        whole
    } else {
        format!("{whole}{}{rest}", words.lang().decimal_point())
    };
    words.say_with("availability-percent", &[("number", number.into())])
}

/// An amount of time that adds up: « 1 h 30 », « 212 min 30,5 s » as far as microseconds go.
#[must_use]
pub fn time(micros: Ratio, words: Words) -> String {
    let micros = micros.floor();
    let (seconds, rest) = (micros.div_euclid(SECOND), micros.rem_euclid(SECOND));
    if rest == 0 {
        return exact_amount(seconds, words);
    }
    let rest = format!("{rest:06}");
    let (seconds, rest) = (words.lang().number_of(seconds), rest.trim_end_matches('0'));
    let number = format!("{seconds}{}{rest}", words.lang().decimal_point());
    words.say_with("amount-seconds", &[("seconds", number.into())])
}

/// A formula, part by part, in the order in which one computes it.
#[must_use]
pub fn formula(contract: &Contract, formula: &Formula, words: Words) -> Vec<FormulaLine> {
    let cite = |name: &ClauseRef| {
        let clause = contract.clause(name)?;
        Some((name.clone(), clauses::reference(clause, words)))
    };
    let line = |what: &str, says: String, clause: &ClauseRef| FormulaLine {
        what: words.say(what),
        says,
        clause: cite(clause),
    };
    let own = &formula.clause;
    let mut lines = vec![
        line("formula-rate", words.say("formula-rate-is"), own),
        line("formula-target", target(formula, words), own),
        line("formula-period", words.say(period(formula.period)), own),
        line("formula-counted", words.say(counted(formula.counted)), own),
        line("formula-lost", weights(contract, formula, words), own),
    ];
    for (exclusion, rule) in &formula.excluded {
        lines.push(line(
            "formula-excluded",
            excluded(*exclusion, rule, words),
            &rule.clause,
        ));
    }
    if formula.excluded.is_empty() {
        let nothing = words.say("formula-excluded-nothing");
        lines.push(line("formula-excluded", nothing, own));
    }
    lines.push(line(
        "formula-rounding",
        words.say(rounding(formula.rounding)),
        own,
    ));
    if let Some(credit) = &formula.credit {
        let values = [
            ("days", credit.days.into()),
            ("minutes", credit.minutes.into()),
        ];
        let says = words.say_with("formula-credit-is", &values);
        lines.push(line("formula-credit", says, &credit.clause));
        let says = words.say_with("formula-cap-is", &[("days", credit.most_days.into())]);
        lines.push(line("formula-cap", says, &credit.cap_clause));
    }
    lines
}

/// Which reading is used, where the contract has several.
#[must_use]
pub fn reading(formula: &Formula, words: Words) -> Option<String> {
    let reading = formula.reading.as_ref()?;
    let lang = if reading.has_english() {
        words.lang()
    } else {
        Lang::Fr
    };
    Some(clauses::spaced(reading.in_lang(lang), lang))
}

fn target(formula: &Formula, words: Words) -> String {
    match formula.target {
        Some(target) => percent(target, words),
        None => words.say("formula-target-none"),
    }
}

const fn period(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "formula-period-month",
        PeriodKind::ThirtyDays => "formula-period-30-days",
        PeriodKind::Quarter => "formula-period-quarter",
    }
}

const fn counted(counted: Counted) -> &'static str {
    match counted {
        Counted::Always => "formula-counted-always",
        Counted::OfficeHours => "formula-counted-office-hours",
        Counted::GuaranteedPeriod => "formula-counted-guaranteed",
    }
}

const fn rounding(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::Exact => "formula-rounding-exact",
        Rounding::Up => "formula-rounding-up",
        Rounding::Down => "formula-rounding-down",
        Rounding::Nearest => "formula-rounding-nearest",
    }
}

/// « sévérité 1 : tout ; sévérité 2 : 1/2 ; sévérité 3 : rien ».
fn weights(contract: &Contract, formula: &Formula, words: Words) -> String {
    let each = Priority::ALL.map(|priority| {
        let weight = match formula.weight(priority) {
            Ratio::ZERO => words.say("formula-weight-nothing"),
            Ratio::ONE => words.say("formula-weight-all"),
            weight => {
                let (top, bottom) = weight.parts();
                format!("{top}/{bottom}")
            }
        };
        words.say_with(
            "formula-weight",
            &[
                (
                    "severity",
                    contract.priority_word(priority, words.lang()).into(),
                ),
                ("weight", weight.into()),
            ],
        )
    });
    each.join(" · ")
}

fn excluded(exclusion: Exclusion, rule: &Excluded, words: Words) -> String {
    let key = match rule.takes {
        Takes::Loss => "formula-excluded-loss",
        Takes::Time => "formula-excluded-time",
    };
    let what = words.say(&format!("exclusion-{exclusion}"));
    words.say_with(key, &[("what", what.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contract::template;

    #[test]
    fn a_formula_is_said_with_its_clauses_in_both_languages() {
        for (name, _) in crate::domain::contract::TEMPLATES {
            let contract = template(name).unwrap();
            let Some(rule) = contract.availability() else {
                continue;
            };
            for lang in [Lang::Fr, Lang::En] {
                let words = lang.words();
                let lines = formula(&contract, rule, words);
                assert!(lines.iter().all(|line| line.clause.is_some()), "{name}");
                let all = lines.iter().flat_map(|line| [&line.what, &line.says]);
                for said in all {
                    assert!(!said.starts_with("formula-"), "{name}: {said}");
                    assert!(!said.contains("exclusion-"), "{name}: {said}");
                }
            }
        }
        let divalto = template("divalto").unwrap();
        let lines = formula(&divalto, divalto.availability().unwrap(), Lang::Fr.words());
        let of = |what: &str| {
            let found = lines.iter().find(|line| line.what == what).unwrap();
            (found.says.clone(), found.clause.clone().unwrap().1)
        };
        assert_eq!(of("Engagement").0, "99,4\u{202f}%");
        assert!(
            of("Temps perdu").0.contains("sévérité 2\u{a0}: 1/2"),
            "{lines:?}"
        );
        assert!(of("Temps perdu").1.contains("2.6"));
    }

    #[test]
    fn time_keeps_what_is_less_than_a_second() {
        let micros = |top, bottom| Ratio::new(top, bottom).unwrap();
        let words = Lang::Fr.words();
        assert_eq!(time(micros(90 * 60 * SECOND, 1), words), "1\u{a0}h\u{a0}30");
        assert_eq!(
            time(micros(150 * SECOND + SECOND / 2, 1), words),
            "150,5\u{a0}s"
        );
        assert_eq!(percent(micros(99_397, 100_000), words), "99,397\u{202f}%");
    }
}
