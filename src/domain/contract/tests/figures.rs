use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{ClauseRef, Recipient, When};
use super::contract;
use crate::domain::{
    calendar::{DueRule, FromRule, HolidayZone, Unit},
    lang::Lang,
    ticket::{ClockName, PauseReason, Priority},
};
use ClockName::{Acknowledge, Resolve, Respond, Update};
use PauseReason::{
    HelpOnRequest, OutsideCause, RestoreOnRequest, TheirOwnWork, WaitingForCustomer,
    WaitingForIntegrator,
};

const DEFAULT: [(u64, Unit); 3] = [
    (4, Unit::BusinessHours),
    (1, Unit::BusinessDays),
    (48, Unit::CalendarHours),
];

/// What the contract promises for a clock, from P1 to P3.
fn promised(name: &str, clock: ClockName) -> Vec<(u64, Unit)> {
    let contract = contract(name);
    Priority::ALL
        .into_iter()
        .filter_map(|priority| contract.promise(clock, priority))
        .map(|promise| {
            assert_eq!(promise.target.due, DueRule::SameTime);
            assert_eq!(promise.target.from, FromRule::Opening);
            (promise.target.amount, promise.target.unit)
        })
        .collect()
}

fn clocks(name: &str) -> Vec<ClockName> {
    contract(name).clocks().collect()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn the_default_contract_promises_4_business_hours_1_business_day_48_hours() {
    assert_eq!(promised("standard", Acknowledge), DEFAULT);
    assert_eq!(clocks("standard"), [Acknowledge]);
    let rules = contract("standard").calendar().rules().clone();
    assert_eq!(rules.timezone(), chrono_tz::Europe::Paris);
    assert_eq!(rules.zone(), HolidayZone::France);
}

#[test]
fn ccr_1_takes_in_charge_in_4_business_hours_1_and_3_business_days() {
    let figures = [
        (4, Unit::BusinessHours),
        (1, Unit::BusinessDays),
        (3, Unit::BusinessDays),
    ];
    assert_eq!(promised("callcenterrate", Acknowledge), figures);
    assert_eq!(clocks("callcenterrate"), [Acknowledge]);
}

#[test]
fn ccr_2_has_french_holidays_and_says_that_its_hours_are_a_setting() {
    let contract = contract("callcenterrate");
    assert_eq!(contract.calendar().rules().zone(), HolidayZone::France);
    let hours = contract
        .clause(contract.calendar_clause().unwrap())
        .unwrap();
    assert_eq!(hours.reference, "article 6");
    assert!(
        hours.text.contains("ne donne pas ces horaires"),
        "{}",
        hours.text
    );
    assert!(hours.text_in(Lang::En).contains("is a setting"));
}

#[test]
fn jam_1_takes_in_charge_and_answers_within_48_hours_by_the_clock() {
    let figures = [(48, Unit::CalendarHours); 3];
    assert_eq!(promised("jamespot", Acknowledge), figures);
    assert_eq!(promised("jamespot", Respond), figures);
    assert_eq!(clocks("jamespot"), [Acknowledge, Respond]);
    let jamespot = contract("jamespot");
    assert!(!jamespot.calendar().is_open(instant("2026-03-28T12:00:00Z")));
    assert!(jamespot.calendar().is_open(instant("2026-03-27T12:00:00Z")));
}

#[test]
fn div_3_works_8_to_18_without_the_holidays_of_alsace_moselle() {
    let divalto = contract("divalto");
    let rules = divalto.calendar().rules();
    assert_eq!(rules.zone(), HolidayZone::AlsaceMoselle);
    assert!(rules.good_friday());
    let open = |text| divalto.calendar().is_open(instant(text));
    assert!(open("2025-12-24T07:00:00Z") && open("2025-12-24T16:59:59Z"));
    assert!(!open("2025-12-24T06:59:59Z") && !open("2025-12-24T17:00:00Z"));
    assert!(!open("2025-12-26T10:00:00Z"), "26 December");
    assert!(!open("2026-04-03T10:00:00Z"), "Good Friday");
    assert!(
        contract("standard")
            .calendar()
            .is_open(instant("2025-12-26T10:00:00Z"))
    );
    assert_eq!(promised("divalto", Acknowledge), DEFAULT);
}

#[test]
fn each_contract_has_its_own_words_for_the_priorities() {
    for (name, words) in [
        ("standard", ["critique", "normale", "mineure"]),
        ("callcenterrate", ["critique", "élevée", "standard"]),
        ("divalto", ["sévérité 1", "sévérité 2", "sévérité 3"]),
        ("azprojet", ["critique", "normale", "mineure"]),
    ] {
        let said = Priority::ALL.map(|one| contract(name).priority_word(one, Lang::Fr).to_owned());
        assert_eq!(said, words, "{name}");
    }
    assert_eq!(
        contract("divalto").priority_word(Priority::P1, Lang::En),
        "severity 1"
    );
}

#[test]
fn div_6_knows_every_reason_to_wait_and_the_clause_of_each() {
    let divalto = contract("divalto");
    for (reason, word) in [
        (WaitingForCustomer, "attente"),
        (WaitingForIntegrator, "attente"),
        (TheirOwnWork, "travaux"),
        (RestoreOnRequest, "restauration"),
        (HelpOnRequest, "assistance"),
        (OutsideCause, "causes exclues"),
    ] {
        let clause = divalto
            .clause(&divalto.pause(reason).unwrap().clause)
            .unwrap();
        assert!(clause.reference.starts_with("chapitre 2.6"));
        assert!(
            clause.reference.contains(word),
            "{reason}: {}",
            clause.reference
        );
    }
}

#[test]
fn waiting_stops_every_clock_but_the_acknowledgement() {
    let stopped = BTreeSet::from([Respond, Update, Resolve]);
    for (name, _) in super::TEMPLATES {
        let contract = contract(name);
        assert!(contract.pause(WaitingForCustomer).is_some(), "{name}");
        for reason in contract.pause_reasons() {
            assert_eq!(
                contract.pause(reason).unwrap().clocks,
                stopped,
                "{name} {reason}"
            );
        }
    }
    assert!(contract("standard").pause(WaitingForIntegrator).is_none());
}

#[test]
fn azp_2_and_azp_3_take_the_default_figures_and_say_so() {
    for clock in [Acknowledge, Respond, Update] {
        assert_eq!(promised("azprojet", clock), DEFAULT, "{clock}");
    }
    assert_eq!(clocks("azprojet"), [Acknowledge, Respond, Update]);
}

#[test]
fn a_borrowed_figure_is_said_to_be_borrowed() {
    for name in ["azprojet", "dataleon", "divalto"] {
        let contract = contract(name);
        for clock in contract.clocks() {
            for priority in Priority::ALL {
                let promise = contract.promise(clock, priority).unwrap();
                let clause = contract.clause(&promise.clause).unwrap();
                let whole = format!("{} {}", clause.reference, clause.text);
                assert!(
                    whole.contains("contrat par défaut"),
                    "{name} {clock} {priority}"
                );
                assert!(
                    clause.text_in(Lang::En).contains("default contract's")
                        || clause.text_in(Lang::En).contains("of the default contract")
                );
            }
        }
    }
    assert_eq!(promised("dataleon", Acknowledge), DEFAULT);
}

#[test]
fn a_promise_and_its_clause_say_the_same_amount() {
    for (name, _) in super::TEMPLATES {
        let contract = contract(name);
        for clock in contract.clocks() {
            for priority in Priority::ALL {
                let promise = contract.promise(clock, priority).unwrap();
                let clause = contract.clause(&promise.clause).unwrap();
                for lang in Lang::ALL {
                    let words = promise.words(lang).replace('\u{a0}', " ");
                    let text = clause.text_in(lang);
                    assert!(
                        text.contains(&words),
                        "{name} {clock} {priority}: {words} / {text}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_text_that_people_read_is_in_both_languages() {
    for (name, _) in super::TEMPLATES {
        let contract = contract(name);
        assert!(contract.title.has_english(), "{name}");
        assert!(
            contract
                .clauses
                .values()
                .all(|clause| clause.english.is_some()),
            "{name}"
        );
        assert!(
            contract
                .words
                .values()
                .all(super::super::Wording::has_english)
        );
        for clock in ClockName::ALL {
            for level in &contract.ladder(clock).levels {
                assert!(
                    level.words.as_ref().unwrap().has_english(),
                    "{name} {clock}"
                );
            }
        }
    }
}

#[test]
fn the_default_ladder_warns_three_times_then_repeats_five_times() {
    let ladder = contract("standard").ladder(Acknowledge).clone();
    let share = |num| When::Share { num, den: 100 };
    let whens: Vec<_> = ladder.levels.iter().map(|level| level.when).collect();
    let repeats = When::RepeatAfter {
        every: TimeDelta::hours(2),
        most: 5,
    };
    assert_eq!(
        whens,
        [share(50), share(75), share(90), When::Breach, repeats]
    );
    assert_eq!(
        ladder.levels[3].recipients,
        [Recipient::Assignee, Recipient::Queue, Recipient::Supervisor]
    );
}

#[test]
fn a_clock_may_have_a_ladder_of_its_own() {
    let azprojet = contract("azprojet");
    assert_eq!(azprojet.ladder(Update).levels.len(), 2);
    assert_eq!(azprojet.ladder(Acknowledge).levels.len(), 5);
}

#[test]
fn clauses_are_found_by_name() {
    let standard = contract("standard");
    let name: ClauseRef = "hours".parse().unwrap();
    assert_eq!(standard.clause(&name), standard.clause_named("hours"));
    assert!(standard.clause_named("nowhere").is_none());
    assert!(standard.clause_named("not a name").is_none());
    assert_eq!(standard.title(), "Standard");
    assert_eq!(standard.title_in(Lang::En), "Standard");
}
