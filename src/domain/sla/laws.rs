//! Laws that hold for every history, on each of the six contracts.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{
    Clock, State,
    clock::bare,
    levels, plan, replay,
    scenes::{CONTRACTS, Story, contract, paused, told},
};
use crate::domain::{
    calendar::Kind,
    contract::When,
    ticket::{ClockName, Priority, Status, What},
};

/// A contract and a history under it.
fn histories() -> impl Strategy<Value = (&'static str, Story)> {
    let gap = prop_oneof![Just(0_i64), 0..3_600_i64, 0..36_000_i64, 0..400_000_i64,];
    (
        prop::sample::select(CONTRACTS.to_vec()),
        // 2024 to 2031.
        1_704_067_200_i64..1_924_992_000,
        prop::sample::select(Priority::ALL.to_vec()),
        prop::collection::vec((gap, any::<u8>()), 0..14),
    )
        .prop_map(|(name, start, priority, choices)| {
            let start = DateTime::from_timestamp(start, 0).unwrap();
            (name, told(&contract(name), start, priority, &choices))
        })
}

fn is_warning(when: &When) -> bool {
    matches!(when, When::Share { .. } | When::Before { .. })
}

/// Calls `plan` at each instant, and gives the levels that fired and those that were folded.
fn walk(
    clock: &Clock,
    contract_name: &str,
    instants: impl IntoIterator<Item = DateTime<Utc>>,
) -> (Vec<u32>, Vec<u32>) {
    let contract = contract(contract_name);
    let (mut fired, mut folded, mut reached) = (Vec::new(), Vec::new(), 0);
    for now in instants {
        let step = plan(clock, &contract, reached, false, now);
        reached = step.reached;
        if let Some(fire) = step.fire {
            fired.push(fire.level);
            folded.extend(fire.folded);
        }
        assert!(step.next_at.is_none_or(|next| next > now));
    }
    (fired, folded)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_history_gives_the_same_clocks_each_time_and_never_rewrites_a_stopped_one(
        (name, story) in histories(),
    ) {
        let contract = contract(name);
        let whole = story.clocks(&contract);
        prop_assert_eq!(&whole, &story.clocks(&contract));
        for length in 1..=story.events.len() {
            let before = replay(&story.events[..length], &contract).unwrap();
            for clock in before.iter().filter(|clock| matches!(clock.state, State::Stopped { .. })) {
                prop_assert!(whole.contains(clock), "{:?}", clock);
            }
        }
    }

    #[test]
    fn a_pause_never_moves_a_deadline_earlier(
        (name, mut story) in histories(),
        gap in 0..200_000_i64,
        length in 0..400_000_i64,
    ) {
        let contract = contract(name);
        prop_assume!(matches!(story.status, Status::New | Status::Open));
        let Some(reason) = contract.pause_reasons().next() else { return Ok(()) };
        let before = story.clocks(&contract);
        let from = story.last_at() + TimeDelta::seconds(gap);
        story.add(from, paused(reason));
        story.add(from + TimeDelta::seconds(length), What::Resumed);
        for (clock, paused) in before.iter().zip(story.clocks(&contract)) {
            prop_assert!(clock.due_at <= paused.due_at, "{:?} then {:?}", clock, paused);
            if clock.due_at.is_some_and(|due| due <= from) {
                prop_assert_eq!(clock.due_at, paused.due_at);
            } else if paused.pauses.len() > clock.pauses.len() {
                // It cannot breach before the pause is over.
                prop_assert!(paused.due_at.is_none_or(|due| due >= from + TimeDelta::seconds(length)));
            }
        }
    }

    #[test]
    fn a_clock_that_does_not_run_fires_nothing((name, story) in histories(), after in 0..9_000_000_i64) {
        let contract = contract(name);
        let now = story.last_at() + TimeDelta::seconds(after);
        for clock in story.clocks(&contract).iter().filter(|clock| !clock.is_running()) {
            let step = plan(clock, &contract, 0, false, now);
            prop_assert_eq!((step.fire, step.next_at, step.reached), (None, None, 0));
        }
    }

    #[test]
    fn each_level_fires_once_however_long_the_service_stood_still(
        (name, story) in histories(),
        gaps in prop::collection::vec(0..300_000_i64, 1..30),
    ) {
        let contract = contract(name);
        for clock in story.clocks(&contract).iter().filter(|clock| clock.is_running()) {
            let mut now = clock.started_at;
            let instants: Vec<_> = gaps.iter().map(|gap| { now += TimeDelta::seconds(*gap); now }).collect();
            let (fired, folded) = walk(clock, name, instants);
            prop_assert!(fired.is_sorted_by(|a, b| a < b), "{:?}", fired);
            let told: BTreeSet<_> = fired.iter().chain(&folded).copied().collect();
            prop_assert_eq!(told.len(), fired.len() + folded.len());
            // The twin that was never interrupted told exactly the same levels, each in its time.
            let ladder = levels(clock, &contract);
            let twin = ladder.iter().map(|(_, _, at)| *at).filter(|at| *at <= now);
            let (twin_fired, twin_folded) = walk(clock, name, twin);
            let twin: BTreeSet<_> = twin_fired.into_iter().chain(twin_folded).collect();
            let passed: BTreeSet<_> = ladder.iter().filter(|(_, _, at)| *at <= now).map(|(rank, _, _)| *rank).collect();
            prop_assert_eq!(&told, &twin);
            prop_assert_eq!(told, passed);
        }
    }

    #[test]
    fn warnings_lie_in_open_time_before_the_deadline_whenever_there_is_any((name, story) in histories()) {
        let contract = contract(name);
        let calendar = contract.calendar();
        for clock in story.clocks(&contract).iter().filter(|clock| clock.is_running()) {
            let ladder = levels(clock, &contract);
            prop_assert!(ladder.is_sorted_by_key(|(_, _, at)| *at));
            let Some(deadline) = clock.deadline() else { continue };
            let workable = calendar.elapsed(clock.started_at, deadline, &bare(&clock.pauses));
            for (_, _, at) in ladder.iter().filter(|(_, when, _)| is_warning(when)) {
                prop_assert!(clock.started_at <= *at && *at <= deadline);
                if workable > TimeDelta::zero() {
                    let open = calendar.is_open(*at) || calendar.is_open(*at - TimeDelta::microseconds(1));
                    prop_assert!(open, "{} for {}", at, deadline);
                }
            }
            for (_, when, at) in &ladder {
                if matches!(when, When::Breach) {
                    prop_assert_eq!(*at, deadline);
                }
            }
        }
    }

    #[test]
    fn the_time_spent_under_each_priority_adds_up((name, story) in histories(), more in 0..500_000_i64) {
        let contract = contract(name);
        let now = story.last_at() + TimeDelta::seconds(more);
        for clock in story.clocks(&contract) {
            let (until, mut pauses) = (clock.spent_until.max(now), bare(&clock.pauses));
            let until = match clock.state {
                State::Running { .. } => until,
                State::Paused { since, .. } => since,
                State::Stopped { at, .. } => at,
            };
            pauses.retain(|pause| pause.from < until);
            let sum = clock
                .spent_at(&contract, now)
                .values()
                .fold(TimeDelta::zero(), |sum, part| sum + *part);
            prop_assert_eq!(sum, contract.calendar().elapsed(clock.started_at, until, &pauses));
        }
    }

    #[test]
    fn the_counted_segments_of_a_proof_add_up_to_the_budget(
        (name, story) in histories(),
        more in 0..500_000_i64,
    ) {
        let contract = contract(name);
        let now = story.last_at() + TimeDelta::seconds(more);
        for clock in story.clocks(&contract) {
            let Some(sheet) = clock.sheet(&contract, now).unwrap() else {
                prop_assert!(clock.promise.is_none());
                continue;
            };
            let counted = sheet
                .proof
                .segments
                .iter()
                .filter(|segment| matches!(segment.kind, Kind::Counted))
                .fold(TimeDelta::zero(), |sum, segment| sum + (segment.to - segment.from));
            prop_assert_eq!(counted, sheet.proof.budget);
            for segment in &sheet.proof.segments {
                if let Kind::Paused(index) = segment.kind {
                    prop_assert!(sheet.pauses[index].from <= segment.from);
                }
            }
            if !sheet.provisional {
                prop_assert_eq!(Some(sheet.deadline), clock.due_at);
            }
        }
    }

    #[test]
    fn acknowledging_stops_once_and_for_all((name, story) in histories()) {
        let clocks = story.clocks(&contract(name));
        for name in [ClockName::Acknowledge, ClockName::Respond] {
            prop_assert!(clocks.iter().filter(|clock| clock.name == name).count() <= 1);
        }
    }
}
