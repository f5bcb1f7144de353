//! A pause that was contested and lifted never was: worked examples.

use super::{
    Changed, Outcome, State, moved,
    scenes::{Story, at, paper, paused, replied},
};
use crate::domain::ticket::{ClockName, Line, MovedDeadline, PauseReason, Priority, What};

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn contested(pause: i64) -> What {
    What::PauseContested {
        pause,
        reason: line("le journal était joint"),
    }
}

fn lifted(pause: i64) -> What {
    What::PauseLifted {
        pause,
        reason: line("il l’était"),
        moved: Vec::new(),
    }
}

/// Filed on Monday 2 March 2026 at 8:00, severity 1: to be resolved within 8 open hours, at 16:00.
/// Answered at 9:00, and paused from 10:00 to 12:00: at 18:00.
fn waited() -> Story {
    Story::filed(at("2026-03-02T07:00:00Z"), Priority::P1)
        .tell("2026-03-02T08:00:00Z", replied())
        .tell(
            "2026-03-02T09:00:00Z",
            paused(PauseReason::WaitingForCustomer),
        )
        .tell("2026-03-02T11:00:00Z", What::Resumed)
}

#[test]
fn a_lifted_pause_gives_the_deadline_that_there_would_be_without_it() {
    let story = waited();
    let before = story.clocks(&paper());
    let resolve = story.clock(&paper(), ClockName::Resolve);
    assert_eq!(resolve.due_at, Some(at("2026-03-02T17:00:00Z")));
    let story = story
        .tell("2026-03-02T12:00:00Z", contested(3))
        .tell("2026-03-02T13:00:00Z", lifted(3));
    let resolve = story.clock(&paper(), ClockName::Resolve);
    assert_eq!(resolve.due_at, Some(at("2026-03-02T15:00:00Z")));
    assert_eq!(resolve.pauses, []);
    assert_eq!(resolve.changes.last().unwrap().what, Changed::PauseLifted);
    // News are owed again 2 open hours after the answer of 9:00: at 13:00, and at 11:00 since.
    let resolve = MovedDeadline {
        clock: ClockName::Resolve,
        run: 1,
        from: Some(at("2026-03-02T17:00:00Z")),
        to: Some(at("2026-03-02T15:00:00Z")),
    };
    let update = MovedDeadline {
        clock: ClockName::Update,
        run: 1,
        from: Some(at("2026-03-02T12:00:00Z")),
        to: Some(at("2026-03-02T10:00:00Z")),
    };
    assert_eq!(moved(&before, &story.clocks(&paper())), [update, resolve]);
}

#[test]
fn a_promise_that_was_kept_only_by_a_lifted_pause_was_missed() {
    // Resolved at 17:30: in time for 18:00, an hour and a half after 16:00.
    let story = waited().tell("2026-03-02T16:30:00Z", What::Resolved);
    let outcome = |story: &Story| match story.clock(&paper(), ClockName::Resolve).state {
        State::Stopped { outcome, .. } => outcome,
        state => panic!("{state:?}"),
    };
    assert_eq!(outcome(&story), Outcome::Kept);
    let spent = story.clock(&paper(), ClockName::Resolve).spent;
    assert_eq!(
        spent[&Priority::P1],
        chrono::TimeDelta::minutes(7 * 60 + 30)
    );
    let story = story
        .tell("2026-03-05T08:00:00Z", contested(3))
        .tell("2026-03-06T08:00:00Z", lifted(3));
    let by = chrono::TimeDelta::minutes(90);
    assert_eq!(outcome(&story), Outcome::Missed { by });
    // Its time is spent, and nothing after its end.
    let spent = story.clock(&paper(), ClockName::Resolve).spent;
    assert_eq!(
        spent[&Priority::P1],
        chrono::TimeDelta::minutes(9 * 60 + 30)
    );
}

#[test]
fn a_pause_is_lifted_once_and_only_where_there_was_one() {
    let refused = |story: Story| {
        let error = super::replay(&story.events, &paper()).unwrap_err();
        error.to_string()
    };
    let never = waited().tell("2026-03-02T12:00:00Z", lifted(2));
    assert_eq!(
        refused(never),
        "event 5 lifts the pause of event 2, and there is none to lift"
    );
    let twice = waited()
        .tell("2026-03-02T12:00:00Z", lifted(3))
        .tell("2026-03-02T13:00:00Z", lifted(3));
    assert_eq!(
        refused(twice),
        "event 6 lifts the pause of event 3, and there is none to lift"
    );
}
