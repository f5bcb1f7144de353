use super::contract;
use crate::domain::ticket::{Answers, Priority, Reach, Workable, Workaround};
use Priority::{P1, P2, P3};

fn proposed(name: &str, answers: &Answers) -> (Priority, String) {
    let contract = contract(name);
    let proposal = contract.propose(answers);
    assert_eq!(&proposal.answers, answers);
    assert!(contract.clause_named(&proposal.clause).is_some());
    (proposal.priority, proposal.clause)
}

fn priority(name: &str, answers: &Answers) -> Priority {
    proposed(name, answers).0
}

fn blocked() -> Answers {
    Answers {
        workable: Workable::No,
        workaround: Workaround::No,
        ..Answers::default()
    }
}

fn every_contract() -> impl Iterator<Item = &'static str> {
    super::TEMPLATES.into_iter().map(|(name, _)| name)
}

#[test]
fn answers_that_decide_nothing_propose_p3_with_its_clause() {
    for (name, clause) in [
        ("standard", "priority-p3"),
        ("callcenterrate", "art-5-p3"),
        ("jamespot", "default-priority-p3"),
        ("divalto", "art-2-6-severity-3"),
        ("azprojet", "minor"),
        ("dataleon", "default-priority-p3"),
    ] {
        assert_eq!(proposed(name, &Answers::default()), (P3, clause.to_owned()));
    }
}

#[test]
fn blocked_without_a_workaround_is_p1_everywhere() {
    assert!(every_contract().all(|name| priority(name, &blocked()) == P1));
}

#[test]
fn data_of_another_organisation_or_a_security_matter_is_p1_everywhere() {
    let crossing = Answers {
        crossing: true,
        ..Answers::default()
    };
    let security = Answers {
        security: true,
        workable: Workable::Yes,
        ..Answers::default()
    };
    for name in every_contract() {
        assert_eq!(priority(name, &crossing), P1, "{name}");
        assert_eq!(priority(name, &security), P1, "{name}");
    }
}

#[test]
fn a_workaround_lowers_a_blocking_request_everywhere() {
    let answers = Answers {
        workaround: Workaround::Yes,
        ..blocked()
    };
    assert!(every_contract().all(|name| priority(name, &answers) == P2));
}

#[test]
fn an_essential_function_missing_is_p2_where_nothing_else_is_said() {
    let answers = Answers {
        workable: Workable::Partly,
        ..Answers::default()
    };
    assert!(every_contract().all(|name| priority(name, &answers) == P2));
}

#[test]
fn div_4_a_random_blocking_incident_is_severity_2() {
    let answers = Answers {
        random: true,
        ..blocked()
    };
    assert_eq!(
        proposed("divalto", &answers),
        (P2, "art-2-6-severity-2".to_owned())
    );
    assert_eq!(priority("standard", &answers), P1);
}

#[test]
fn azp_1_a_regression_is_critical_where_it_is_essential_and_normal_elsewhere() {
    let essential = Answers {
        workable: Workable::Partly,
        workaround: Workaround::Yes,
        regression: true,
        ..Answers::default()
    };
    let other = Answers {
        workable: Workable::Yes,
        ..essential.clone()
    };
    assert_eq!(
        proposed("azprojet", &essential),
        (P1, "critical".to_owned())
    );
    assert_eq!(proposed("azprojet", &other), (P2, "normal".to_owned()));
    assert_eq!(priority("standard", &other), P3);
}

#[test]
fn azp_1_a_planned_function_that_cannot_be_used_is_critical_without_a_workaround() {
    let answers = Answers {
        workable: Workable::Partly,
        ..blocked()
    };
    assert_eq!(priority("azprojet", &answers), P1);
    assert_eq!(priority("standard", &answers), P2);
}

#[test]
fn ccr_a_standstill_of_one_person_is_no_general_impossibility() {
    let alone = Answers {
        reach: Reach::Me,
        ..blocked()
    };
    let everyone = Answers {
        reach: Reach::Everyone,
        ..blocked()
    };
    assert_eq!(priority("callcenterrate", &alone), P2);
    assert_eq!(priority("callcenterrate", &everyone), P1);
    assert_eq!(priority("standard", &alone), P1);
}
