//! Laws of the rules: every answer leads to a priority, the first rule that fits decides, and none is
//! there that never does.

use proptest::prelude::*;

use super::{
    TEMPLATES, contract,
    qualification::{established, line, rule, with_rules},
};
use crate::domain::{
    contract::Contract,
    platform::Environment,
    ticket::{Answers, Nature, Priority, Reach, Workable, Workaround},
};
use Priority::P3;

fn some_answers() -> impl Strategy<Value = Answers> {
    let workable = prop::sample::select(vec![
        Workable::No,
        Workable::Partly,
        Workable::Yes,
        Workable::Unknown,
    ]);
    let reach = prop::sample::select(vec![
        Reach::Me,
        Reach::Team,
        Reach::Everyone,
        Reach::Unknown,
    ]);
    let workaround =
        prop::sample::select(vec![Workaround::No, Workaround::Yes, Workaround::Unknown]);
    let environment = prop::option::of(prop::sample::select(Environment::ALL.to_vec()));
    let since = prop::option::of(prop::sample::select(vec!["10.8", "10.9", "9"]));
    let nature = prop::sample::select(Nature::ALL.to_vec());
    (
        (workable, reach, workaround, environment, since, nature),
        any::<[bool; 5]>(),
    )
        .prop_map(
            |((workable, reach, workaround, environment, since, nature), flags)| {
                let [random, regression, lost, crossing, security] = flags;
                Answers {
                    nature,
                    workable,
                    reach,
                    workaround,
                    random,
                    regression,
                    since: since.filter(|_| regression).map(line),
                    lost,
                    crossing,
                    security,
                    environment,
                    ..Answers::default()
                }
            },
        )
}

/// Facts, at most one of each question, and versions.
fn some_rule() -> impl Strategy<Value = (Vec<&'static str>, Vec<&'static str>, Priority)> {
    let facts = prop::sample::subsequence(Answers::FACTS.to_vec(), 1..4).prop_map(|facts| {
        let mut kept: Vec<&'static str> = Vec::new();
        for fact in facts {
            let excluded = Answers::EXCLUSIVE.iter().any(|question| {
                question.contains(&fact) && kept.iter().any(|one| question.contains(one))
            });
            if !excluded {
                kept.push(fact);
            }
        }
        kept
    });
    let versions = prop::sample::subsequence(vec!["10.8", "10.9"], 0..3);
    let priority = prop::sample::select(Priority::ALL.to_vec());
    (facts, versions, priority).prop_map(|(facts, versions, priority)| {
        let versions = if facts.contains(&"regression") {
            versions
        } else {
            Vec::new()
        };
        (facts, versions, priority)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_rules_of_every_contract_answer_everything_with_a_clause(answers in some_answers()) {
        for (name, _) in TEMPLATES {
            let contract = contract(name);
            let proposal = contract.propose(&answers);
            prop_assert!(contract.clause_named(&proposal.clause).is_some());
            prop_assert!(!proposal.rule.is_empty());
            prop_assert_eq!(&contract.propose(&proposal.answers), &proposal);
        }
    }

    #[test]
    fn a_workaround_never_makes_a_request_weigh_more_under_the_six_contracts(
        answers in some_answers(),
    ) {
        for (name, _) in TEMPLATES {
            let contract = contract(name);
            let without = Answers { workaround: Workaround::No, ..answers.clone() };
            let before = contract.propose(&without).priority;
            prop_assert!(contract.propose(&without.with_workaround()).priority >= before);
        }
    }

    #[test]
    fn the_first_rule_that_fits_answers_and_an_accepted_file_has_no_rule_that_never_does(
        rules in prop::collection::vec(some_rule(), 1..6),
        answers in some_answers(),
    ) {
        let text: String = rules
            .iter()
            .map(|(when, since, priority)| rule(when, since, *priority))
            .collect();
        let fits = |(when, since, _): &(Vec<&'static str>, Vec<&'static str>, Priority), answers: &Answers| {
            let facts = answers.facts();
            when.iter().all(|fact| facts.contains(fact))
                && (since.is_empty()
                    || answers.since.as_ref().is_some_and(|at| since.contains(&at.as_str())))
        };
        match Contract::parse("a.toml", &with_rules(&text)) {
            Ok(contract) => {
                let expected = rules.iter().find(|rule| fits(rule, &answers));
                let expected = expected.map_or(P3, |(_, _, priority)| *priority);
                prop_assert_eq!(contract.propose(&answers).priority, expected);
                for (at, (when, since, _)) in rules.iter().enumerate() {
                    let mut exact = established(&when.iter().copied().collect());
                    let versions = if since.is_empty() { vec![""] } else { since.clone() };
                    let answered = versions.into_iter().any(|version| {
                        exact.since = (!version.is_empty()).then(|| line(version));
                        rules.iter().position(|rule| fits(rule, &exact)) == Some(at)
                    });
                    prop_assert!(answered, "rule {} never answers", at);
                }
            }
            Err(errors) => {
                for error in errors {
                    prop_assert!(error.to_string().contains("never reached"), "{}", error);
                }
            }
        }
    }
}
