//! Regular information, worked out.

use super::{
    news_owed,
    scenes::{CONTRACTS, Story, at, contract, informed, paper, paused},
};
use crate::domain::{
    contract::{Level, Recipient, When},
    ticket::{
        ClockName::{Resolve, Respond, Update},
        PauseReason::WaitingForCustomer,
        Priority, What,
    },
};

#[test]
fn news_begin_another_run_of_regular_information_and_are_no_answer() {
    let paper = paper();
    let story = Story::filed(at("2025-12-24T13:20:00Z"), Priority::P1)
        .tell("2025-12-24T13:30:00Z", What::TakenInCharge);
    let clocks = story.clocks(&paper);
    let owed = news_owed(&clocks).unwrap();
    assert_eq!((owed.name, owed.run), (Update, 1));
    let story = story.tell("2025-12-24T14:00:00Z", informed());
    let clocks = story.clocks(&paper);
    let owed = news_owed(&clocks).unwrap();
    assert_eq!((owed.run, owed.started_at), (2, at("2025-12-24T14:00:00Z")));
    for name in [Respond, Resolve] {
        assert!(story.clock(&paper, name).is_running(), "{name}");
    }
    let waits = story.tell("2025-12-24T14:10:00Z", paused(WaitingForCustomer));
    assert_eq!(news_owed(&waits.clocks(&paper)), None, "it waits");
}

#[test]
fn every_contract_that_promises_regular_information_reminds_who_works_before_it_is_due() {
    let mut promising = Vec::new();
    for name in CONTRACTS {
        let contract = contract(name);
        let promises = |one: &Priority| contract.promise(Update, *one).is_some();
        if !Priority::ALL.iter().any(promises) {
            continue;
        }
        promising.push(name);
        let before = |level: &Level| {
            matches!(level.when, When::Share { .. } | When::Before { .. })
                && level.recipients.contains(&Recipient::Assignee)
                && level.words.is_some()
        };
        assert!(contract.ladder(Update).levels.iter().any(before), "{name}");
    }
    assert_eq!(promising, ["azprojet"]);
}
