//! Rules, natures and documents: what the contracts say, and what no file may say.

use std::collections::BTreeSet;

use super::{TEMPLATES, anywhere, contract, standard};
use crate::domain::{
    contract::{Contract, DocumentWhen, Rule},
    platform::Environment,
    ticket::{Answers, ClockName, Document, Line, Nature, Priority, Reach, Workable, Workaround},
};
use Priority::{P1, P2, P3};

pub(super) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

/// The default contract with these rules in place of its own.
pub(super) fn with_rules(rules: &str) -> String {
    let text = standard();
    let first = text
        .find("[[classification]]\nwhen = [\"crossing\"]")
        .unwrap();
    let last = text.find("# For all that the rules leave").unwrap();
    format!("{}{rules}\n{}", &text[..first], &text[last..])
}

pub(super) fn rule(when: &[&str], since: &[&str], priority: Priority) -> String {
    let list = |words: &[&str]| {
        let quoted: Vec<_> = words.iter().map(|one| format!("\"{one}\"")).collect();
        quoted.join(", ")
    };
    let since = if since.is_empty() {
        String::new()
    } else {
        format!("since = [{}]\n", list(since))
    };
    let when = list(when);
    format!(
        "[[classification]]\nwhen = [{when}]\n{since}priority = \"{priority}\"\nclause = \"priority-p1\"\n"
    )
}

fn messages(text: &str) -> Vec<String> {
    Contract::parse("a.toml", text)
        .map(|_| Vec::new())
        .unwrap_or_else(|errors| errors.iter().map(ToString::to_string).collect())
}

#[test]
fn every_rule_of_the_six_contracts_answers_something_and_says_its_name_and_clause() {
    for (name, _) in TEMPLATES {
        let contract = contract(name);
        let mut names = BTreeSet::new();
        for rule in contract.rules() {
            assert!(names.insert(rule.name()), "{name}: {}", rule.name());
            let answers = established(&rule.when);
            let proposal = contract.propose(&answers);
            assert_eq!(proposal.rule, rule.name(), "{name}");
            assert_eq!(proposal.priority, rule.priority);
            assert!(contract.clause(&rule.clause).is_some());
        }
        assert!(names.contains(Rule::OTHERWISE));
    }
}

/// Answers that establish exactly these facts.
pub(super) fn established(facts: &BTreeSet<&'static str>) -> Answers {
    let has = |fact: &str| facts.contains(fact);
    let first = |words: &[(&'static str, usize)]| {
        words.iter().find(|(fact, _)| has(fact)).map(|(_, at)| *at)
    };
    Answers {
        workable: match first(&[("unusable", 0), ("degraded", 1), ("nuisance", 2)]) {
            Some(0) => Workable::No,
            Some(1) => Workable::Partly,
            Some(_) => Workable::Yes,
            None => Workable::Unknown,
        },
        reach: match first(&[("for-me", 0), ("for-a-team", 1), ("for-everyone", 2)]) {
            Some(0) => Reach::Me,
            Some(1) => Reach::Team,
            Some(_) => Reach::Everyone,
            None => Reach::Unknown,
        },
        workaround: match first(&[("no-workaround", 0), ("workaround", 1)]) {
            Some(0) => Workaround::No,
            Some(_) => Workaround::Yes,
            None => Workaround::Unknown,
        },
        random: has("random"),
        regression: has("regression"),
        lost: has("data-loss"),
        crossing: has("crossing"),
        security: has("security"),
        environment: Environment::ALL.into_iter().find(|one| has(one.word())),
        ..Answers::default()
    }
}

#[test]
fn azp_1_data_that_was_damaged_is_critical() {
    let lost = Answers {
        lost: true,
        workable: Workable::Yes,
        ..Answers::default()
    };
    let proposal = contract("azprojet").propose(&lost);
    assert_eq!(
        (proposal.priority, proposal.rule.as_str()),
        (P1, "data-loss")
    );
    assert_eq!(contract("standard").propose(&lost).priority, P3);
}

#[test]
fn the_form_asks_random_and_regression_where_a_rule_uses_them() {
    assert!(contract("divalto").asks("random") && !contract("divalto").asks("regression"));
    assert!(contract("azprojet").asks("regression") && !contract("azprojet").asks("random"));
    assert!(!contract("standard").asks("random") && !contract("standard").asks("regression"));
}

#[test]
fn div_2_knows_the_four_service_requests_and_no_severity_of_theirs() {
    let divalto = contract("divalto");
    let natures: Vec<_> = divalto.natures().collect();
    assert_eq!(natures, Nature::ALL[..5]);
    for nature in &natures[1..] {
        let blocked = Answers {
            nature: *nature,
            workable: Workable::No,
            security: true,
            ..Answers::default()
        };
        let proposal = divalto.propose(&blocked);
        assert_eq!(
            (proposal.priority, proposal.rule.as_str()),
            (P3, nature.word())
        );
        assert!(proposal.clause.starts_with("art-2-5-"));
        let promise = divalto.promise_for(*nature, ClockName::Acknowledge, P3);
        assert_eq!(promise, divalto.promise(ClockName::Acknowledge, P3));
    }
}

#[test]
fn azp_a_major_evolution_needs_its_specification_at_filing_and_its_order_before_work() {
    let azprojet = contract("azprojet");
    let documents: Vec<_> = azprojet.documents(Nature::MajorEvolution).collect();
    assert_eq!(
        documents,
        [
            (Document::Specification, DocumentWhen::Filing),
            (Document::Order, DocumentWhen::Work)
        ]
    );
    assert_eq!(azprojet.documents(Nature::Question).count(), 0);
    let promised = |nature, clock| azprojet.promise_for(nature, clock, P1).is_some();
    for clock in [ClockName::Respond, ClockName::Update] {
        assert!(promised(Nature::Incident, clock) && promised(Nature::Question, clock));
        assert!(!promised(Nature::MajorEvolution, clock));
    }
    assert!(promised(Nature::MajorEvolution, ClockName::Acknowledge));
}

#[test]
fn contracts_that_name_no_nature_take_incidents_only() {
    for name in ["standard", "dataleon"] {
        let natures: Vec<_> = contract(name).natures().collect();
        assert_eq!(natures, [Nature::Incident], "{name}");
    }
}

#[test]
fn a_rule_may_ask_for_the_version_in_which_it_last_worked() {
    let rules = rule(&["regression"], &["10.8", "Été 26"], P1) + &rule(&["regression"], &[], P2);
    let contract = Contract::parse("a.toml", &with_rules(&rules)).unwrap();
    let since = |version: &str| Answers {
        regression: true,
        since: (!version.is_empty()).then(|| line(version)),
        ..Answers::default()
    };
    let told = |version| {
        let proposal = contract.propose(&since(version));
        (proposal.priority, proposal.rule)
    };
    assert_eq!(
        told("10.8"),
        (P1, "regression since 10.8, été 26".to_owned())
    );
    assert_eq!(told("ÉTÉ 26").0, P1);
    assert_eq!(told("10.7"), (P2, "regression".to_owned()));
    assert_eq!(told(""), (P2, "regression".to_owned()));
}

#[test]
fn a_rule_that_earlier_ones_always_answer_first_is_refused_with_its_line() {
    let shadowed = [
        rule(&["regression"], &[], P1) + &rule(&["regression"], &["10.8"], P2),
        rule(&["unusable"], &[], P1) + &rule(&["unusable", "test"], &[], P3),
        // Two rules that leave nothing between them.
        rule(&["regression"], &["10.8"], P1)
            + &rule(&["regression"], &["10.9"], P1)
            + &rule(&["regression", "random"], &["10.9", "10.8"], P2),
    ];
    for rules in shadowed {
        let found = messages(&with_rules(&rules));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("this rule is never reached"), "{found:?}");
    }
    let reached = [
        rule(&["regression"], &["10.8"], P1) + &rule(&["regression"], &["10.8", "10.9"], P2),
        rule(&["unusable", "test"], &[], P3) + &rule(&["unusable"], &[], P1),
    ];
    for rules in reached {
        assert_eq!(messages(&with_rules(&rules)), Vec::<String>::new());
    }
}

#[test]
fn mistakes_of_rules_and_natures_are_named_with_what_is_allowed() {
    let when = "when = [\"degraded\"]";
    anywhere(
        when,
        "when = [\"degraded\"]\nsince = [\"10.8\"]",
        "« since » asks since which version something fails; add « regression » to « when »",
    );
    anywhere(
        when,
        "when = [\"regression\"]\nsince = [\"10.8\", \"10.8\"]",
        "« 10.8 » is twice in « since »; keep one of the two",
    );
    anywhere(
        when,
        "when = [\"regression\"]\nsince = []",
        "« since » is empty; name at least one",
    );
    anywhere(
        when,
        "when = [\"production\", \"test\"]",
        "« production » and « test » exclude each other, so this rule never applies; keep one of the two",
    );
    let nature = |table: &str| format!("[natures.{table}\n\n[otherwise]");
    for (table, message) in [
        (
            "questions]\npriority = \"P3\"\nclause = \"hours\"",
            "unknown key « questions » in [natures]; did you mean « question »?",
        ),
        (
            "wish]\npriority = \"P3\"\nclause = \"hours\"",
            "unknown key « wish » in [natures]; its keys are incident, question, assistance, suggestion, subscription-change, major-evolution",
        ),
        (
            "question]\nclause = \"hours\"",
            "« priority » is missing in [natures.question]",
        ),
        (
            "question]\npriority = \"P3\"",
            "« clause » is missing in [natures.question]",
        ),
        (
            "incident]\npriority = \"P3\"\nclause = \"hours\"",
            "unknown key « priority » in [natures.incident]; its keys are clause",
        ),
        (
            "question]\npriority = \"P4\"\nclause = \"hours\"",
            "unknown priority « P4 »; did you mean « P1 »?",
        ),
        (
            "question]\npriority = \"P3\"\nclause = \"hours\"\ndocuments = { order = \"later\" }",
            "unknown moment « later »; write « filing » for what must come with the request, « work » for what must be there before any work",
        ),
        (
            "question]\npriority = \"P3\"\nclause = \"hours\"\ndocuments = { invoice = \"work\" }",
            "unknown key « invoice » in [natures.question.documents]; its keys are specification, order",
        ),
        (
            "question]\npriority = \"P3\"\nclause = \"hours\"\ntargets.respond = { target = \"48h\" }",
            "« clause » is missing in [natures.question.targets] respond",
        ),
    ] {
        anywhere("[otherwise]", &nature(table), message);
    }
}
