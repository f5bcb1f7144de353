//! What holds when a ticket goes on under another version of its contract.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    Clock, ReplayError, State, levels, moved_deadlines, plan, replay,
    scenes::{CONTRACTS, Story, at, contract, escalated, paper, paused, reopened, told},
    supposed,
};
use crate::domain::{
    contract::Contract,
    ids::ContractVersionId,
    ticket::{ClockName, Event, PauseReason, Priority, What},
};

fn version(number: u128) -> ContractVersionId {
    ContractVersionId::from(Uuid::from_u128(number))
}

fn moved() -> What {
    What::MovedToVersion {
        from: version(1),
        to: version(2),
        deadlines: Vec::new(),
        reason: "avenant".to_owned(),
    }
}

/// The second version, which follows the first.
fn then(first: &Contract, second: &Contract) -> Contract {
    second
        .clone()
        .following(version(1), Arc::new(first.clone()))
}

/// What of a clock a move to the same text must leave as it is.
fn told_of(clock: &Clock, contract: &Contract) -> impl PartialEq + std::fmt::Debug {
    (
        (clock.name, clock.run, clock.started_at, clock.due_at),
        (clock.state, clock.pauses.clone(), clock.reached),
        levels(clock, contract),
    )
}

fn histories() -> impl Strategy<Value = (&'static str, Story)> {
    let gap = prop_oneof![Just(0_i64), 0..3_600_i64, 0..36_000_i64, 0..400_000_i64,];
    (
        prop::sample::select(CONTRACTS.to_vec()),
        1_704_067_200_i64..1_924_992_000,
        prop::sample::select(Priority::ALL.to_vec()),
        prop::collection::vec((gap, any::<u8>()), 0..14),
    )
        .prop_map(|(name, start, priority, choices)| {
            let start = DateTime::<Utc>::from_timestamp(start, 0).unwrap();
            (name, told(&contract(name), start, priority, &choices))
        })
}

/// The history with a move after its first `place` events.
fn with_move(events: &[Event], place: usize) -> Vec<Event> {
    let (before, after) = events.split_at(place);
    let mut all = before.to_vec();
    let mut event = before.last().unwrap().clone();
    event.seq += 1;
    event.what = moved();
    all.push(event);
    all.extend(after.iter().cloned().map(|mut event| {
        event.seq += 1;
        event
    }));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_move_to_the_same_text_moves_nothing(
        (name, story) in histories(),
        place in any::<prop::sample::Index>(),
    ) {
        let one = contract(name);
        let two = then(&one, &one);
        let place = place.index(story.events.len()) + 1;
        let before = story.clocks(&one);
        match replay(&with_move(&story.events, place), &two) {
            // A resolved ticket is not moved.
            Err(ReplayError::Refused { .. }) => {}
            Err(why) => prop_assert!(false, "{}", why),
            Ok(after) => {
                prop_assert_eq!(moved_deadlines(&before, &after), []);
                prop_assert_eq!(before.len(), after.len());
                for (one_clock, two_clock) in before.iter().zip(&after) {
                    prop_assert!(
                        told_of(one_clock, &one) == told_of(two_clock, &two),
                        "{:?} then {:?}", one_clock, two_clock
                    );
                }
            }
        }
    }

    #[test]
    fn what_had_stopped_is_held_to_its_version_and_what_runs_is_counted_from_its_start(
        (name, story) in histories(),
        other in prop::sample::select(CONTRACTS.to_vec()),
    ) {
        let (one, other) = (contract(name), contract(other));
        let two = then(&one, &other);
        let before = story.clocks(&one);
        let events = with_move(&story.events, story.events.len());
        let Ok(after) = replay(&events, &two) else { return Ok(()) };
        let plain = supposed(&story.events, &other).unwrap();
        for clock in &before {
            let same = after.iter().find(|one| (one.name, one.run) == (clock.name, clock.run));
            let Some(same) = same else {
                prop_assert!(false, "{:?} is gone", clock);
                continue;
            };
            if matches!(clock.state, State::Stopped { .. }) {
                prop_assert!(told_of(clock, &one) == told_of(same, &two), "{:?} then {:?}", clock, same);
                prop_assert_eq!(
                    clock.sheet(&one, story.last_at()).unwrap().map(|sheet| sheet.proof),
                    same.sheet(&two, story.last_at()).unwrap().map(|sheet| sheet.proof)
                );
            } else if same.pauses.is_empty() {
                let wanted = plain.iter().find(|one| (one.name, one.run) == (clock.name, clock.run));
                if let Some(wanted) = wanted.filter(|wanted| wanted.pauses.is_empty()) {
                    prop_assert_eq!(same.due_at, wanted.due_at);
                }
            }
        }
    }
}

#[test]
fn a_version_that_the_contract_does_not_follow_is_no_ground_to_reckon_on() {
    let story = Story::filed(at("2026-03-02T07:00:00Z"), Priority::P1);
    let events = with_move(&story.events, 1);
    let wrong = replay(&events, &paper()).unwrap_err();
    assert_eq!(wrong, ReplayError::UnknownVersion { seq: 2 });
    assert!(supposed(&events, &paper()).is_ok());
}

#[test]
fn a_reopened_ticket_runs_under_the_version_it_is_under_then() {
    let one = paper();
    let source = one
        .source()
        .replacen("target = \"4h ouvrées\"", "target = \"5h ouvrées\"", 1);
    let two = then(&one, &Contract::parse("two.toml", &source).unwrap());
    let filed = at("2026-03-02T07:00:00Z");
    let story = Story::filed(filed, Priority::P1)
        .tell("2026-03-02T08:00:00Z", What::TakenInCharge)
        .tell("2026-03-02T08:30:00Z", moved())
        .tell("2026-03-02T09:00:00Z", What::Resolved)
        .tell("2026-03-02T09:30:00Z", reopened());
    let clocks = replay(&story.events, &two).unwrap();
    let acknowledge = &clocks[0];
    assert_eq!(acknowledge.held_to, Some(version(1)));
    let resolve: Vec<&Clock> = clocks
        .iter()
        .filter(|one| one.name == ClockName::Resolve)
        .collect();
    assert_eq!(resolve.len(), 2);
    assert!(resolve.iter().all(|one| one.held_to.is_none()));
}

#[test]
fn a_wait_that_the_other_version_does_not_know_ends_with_the_move() {
    let one = paper();
    let without: String = one
        .source()
        .lines()
        .filter(|line| !line.starts_with("waiting-for-customer"))
        .map(|line| format!("{line}\n"))
        .collect();
    let two = then(&one, &Contract::parse("two.toml", &without).unwrap());
    let reason = PauseReason::WaitingForCustomer;
    let story = Story::filed(at("2026-03-02T07:00:00Z"), Priority::P1)
        .tell("2026-03-02T08:00:00Z", What::TakenInCharge)
        .tell("2026-03-02T08:00:00Z", paused(reason))
        .tell("2026-03-02T09:00:00Z", moved());
    let clocks = replay(&story.events, &two).unwrap();
    let resolve = clocks
        .iter()
        .find(|one| one.name == ClockName::Resolve)
        .unwrap();
    assert!(resolve.is_running());
    assert_eq!(resolve.pauses.len(), 1);
    assert_eq!(resolve.pauses[0].to, at("2026-03-02T09:00:00Z"));
    let whole = supposed(&story.events, &one).unwrap();
    let whole = whole
        .iter()
        .find(|one| one.name == ClockName::Resolve)
        .unwrap();
    assert!(!whole.is_running(), "under the first alone it still stands");
}

#[test]
fn levels_that_were_told_keep_their_ranks_and_the_others_follow() {
    let one = contract("standard");
    let (head, rest) = one.source().split_once("[[ladder]]").unwrap();
    let tail = rest.split_once("[pauses]").unwrap().1;
    let ladder = |levels: &[&str]| {
        let levels: String = levels
            .iter()
            .map(|level| format!("[[ladder]]\n{level}\nto = [\"queue\"]\n\n"))
            .collect();
        let text = format!("{head}{levels}[pauses]{tail}");
        then(
            &one,
            &Contract::parse("two.toml", &text).unwrap_or_else(|why| panic!("{why:?}")),
        )
    };
    let told = |reached: u32, two: &Contract| {
        let mut story = Story::filed(at("2026-03-02T07:00:00Z"), Priority::P1);
        for level in 1..=reached {
            story = story.tell(
                "2026-03-02T10:36:00Z",
                escalated(ClockName::Acknowledge, level),
            );
        }
        let story = story.tell("2026-03-02T10:40:00Z", moved());
        let clock = replay(&story.events, two).unwrap().remove(0);
        let ahead: Vec<u32> = levels(&clock, two)
            .into_iter()
            .map(|(rank, _, _)| rank)
            .filter(|rank| *rank > clock.reached)
            .collect();
        (clock, ahead)
    };
    // Three of four hours' levels are told: the shorter ladder has its breach left, as the next rank.
    let shorter = ladder(&["at = \"80 %\"", "at = \"breach\""]);
    let (clock, ahead) = told(3, &shorter);
    assert_eq!(ahead, [4]);
    let level = clock.level(&shorter, 4).unwrap();
    assert_eq!(level.when, crate::domain::contract::When::Breach);
    // A finer one counts as told up to the same share.
    let finer = ladder(&[
        "at = \"25 %\"",
        "at = \"50 %\"",
        "at = \"60 %\"",
        "at = \"breach\"",
    ]);
    assert_eq!(told(1, &finer).1, [2, 3]);
    // Nothing was told: the other ladder begins at its first.
    assert_eq!(told(0, &shorter).1, [1, 2]);
    // A warning that was told never stands for the breach.
    let late = ladder(&["at = \"99 %\"", "at = \"breach\""]);
    let (clock, _) = told(3, &late);
    let step = plan(
        &clock,
        &late,
        clock.reached,
        false,
        clock.due_at.unwrap() + TimeDelta::hours(9),
    );
    assert_eq!(
        step.fire.unwrap().when,
        crate::domain::contract::When::Breach
    );
}

#[test]
fn a_breach_that_was_told_is_not_told_again_after_a_version_that_had_no_place_for_it() {
    let one = contract("standard");
    let (head, rest) = one.source().split_once("[[ladder]]").unwrap();
    let tail = rest.split_once("[pauses]").unwrap().1;
    let warns = "[[ladder]]\nat = \"50 %\"\nto = [\"queue\"]\n\n";
    let text = format!("{head}{warns}[pauses]{tail}");
    let two = then(&one, &Contract::parse("two.toml", &text).unwrap());
    let three = Contract::clone(&one).following(version(2), Arc::new(two));
    let mut story = Story::filed(at("2026-03-02T07:00:00Z"), Priority::P1);
    let told = levels(&story.clocks(&one)[0], &one);
    let breach = told
        .iter()
        .find(|(_, when, _)| *when == crate::domain::contract::When::Breach)
        .unwrap()
        .0;
    for level in 1..=breach {
        story = story.tell(
            "2026-03-02T11:30:00Z",
            escalated(ClockName::Acknowledge, level),
        );
    }
    let back = What::MovedToVersion {
        from: version(2),
        to: version(3),
        deadlines: Vec::new(),
        reason: "retour".to_owned(),
    };
    let story = story
        .tell("2026-03-02T11:31:00Z", moved())
        .tell("2026-03-02T11:32:00Z", back);
    let clock = replay(&story.events, &three).unwrap().remove(0);
    assert_eq!((clock.reached, clock.ladder_shift), (breach, 0));
}
