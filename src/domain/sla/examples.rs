//! Worked examples, with real dates. Paris is one hour ahead of UTC in winter.
//!
//! Wednesday 24 December 2025, 14:20 is followed by Christmas, Saint Stephen's day (a holiday in
//! Alsace-Moselle) and a weekend: the next opening is Monday 29 December, 08:00.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Changed, Clock, Left, Outcome, PauseCause, ReplayError, State, due_first, levels, plan, replay,
    scenes::{
        Story, at, contract, escalated, escalation_acknowledged, paper, paused, reopened, replied,
        requalified,
    },
};
use crate::domain::ticket::{
    ClockName::{Acknowledge, Resolve, Respond, Update},
    PauseReason::{OutsideCause, WaitingForCustomer},
    Priority::{P1, P2, P3},
    What,
};

fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}

/// Wednesday 24 December 2025, 14:20 in Paris.
fn christmas_eve(priority: crate::domain::ticket::Priority) -> Story {
    Story::filed(at("2025-12-24T13:20:00Z"), priority)
}

/// The same, paused from 15:40 to 16:30 for the customer.
fn with_a_wait() -> Story {
    christmas_eve(P1)
        .tell("2025-12-24T14:00:00Z", What::TakenInCharge)
        .tell("2025-12-24T14:40:00Z", paused(WaitingForCustomer))
        .tell("2025-12-24T15:30:00Z", What::Resumed)
}

fn due(clock: &Clock) -> DateTime<Utc> {
    clock.deadline().unwrap()
}

#[test]
fn eight_hours_across_christmas_in_alsace_end_on_the_monday_without_the_wait() {
    let paper = paper();
    let clock = with_a_wait().clock(&paper, Resolve);
    assert_eq!(due(&clock), at("2025-12-29T12:10:00Z"));
    assert_eq!(
        clock.pauses[0].cause,
        PauseCause::Reason(WaitingForCustomer)
    );
    let now = at("2025-12-29T09:42:00Z");
    assert_eq!(
        clock.time_left(&paper, now),
        Some(Left {
            amount: minutes(148),
            late: false,
            business: true,
            resumes_at: None
        })
    );
    assert_eq!(clock.spent_at(&paper, now)[&P1], minutes(5 * 60 + 32));
}

#[test]
fn outside_opening_the_time_left_stands_still_and_says_when_it_goes_on() {
    let paper = paper();
    let left = with_a_wait()
        .clock(&paper, Resolve)
        .time_left(&paper, at("2025-12-26T12:00:00Z"))
        .unwrap();
    assert_eq!(left.amount, minutes(5 * 60 + 10));
    assert_eq!(left.resumes_at, Some(at("2025-12-29T07:00:00Z")));
}

#[test]
fn a_workaround_retargets_from_the_same_start_and_keeps_the_time_per_severity() {
    let paper = paper();
    let story = with_a_wait().tell("2025-12-29T09:00:00Z", requalified(P1, P2));
    let clock = story.clock(&paper, Resolve);
    // Three business days: Wednesday 31, 14:20, and the 50 minutes of the wait.
    assert_eq!(due(&clock), at("2025-12-31T14:10:00Z"));
    assert_eq!(clock.started_at, at("2025-12-24T13:20:00Z"));
    let spent = clock.spent_at(&paper, at("2025-12-29T10:00:00Z"));
    assert_eq!(spent[&P1], minutes(4 * 60 + 50));
    assert_eq!(spent[&P2], minutes(60));
    // Regular information is promised for P1 only: its clock runs on without a deadline.
    let update = story.clock(&paper, Update);
    assert_eq!((update.promise.as_ref(), update.deadline()), (None, None));
    assert!(update.is_running());
    assert_eq!(
        plan(&update, &paper, 0, false, at("2026-06-01T08:00:00Z")).fire,
        None
    );
}

#[test]
fn a_pause_stops_exactly_the_clocks_that_the_contract_names() {
    let paper = paper();
    let story = christmas_eve(P1).tell("2025-12-24T14:40:00Z", paused(WaitingForCustomer));
    assert_eq!(
        due(&story.clock(&paper, Acknowledge)),
        at("2025-12-29T07:20:00Z"),
        "taking in charge waits for nobody"
    );
    let clock = story.clock(&paper, Resolve);
    assert_eq!(
        clock.state,
        State::Paused {
            since: at("2025-12-24T14:40:00Z"),
            reason: WaitingForCustomer,
            remaining: Some(minutes(6 * 60 + 40)),
        }
    );
    // A year later it is neither late nor escalated.
    let now = at("2026-12-24T14:40:00Z");
    assert_eq!(plan(&clock, &paper, 0, false, now).fire, None);
    let left = clock.time_left(&paper, now).unwrap();
    assert_eq!((left.amount, left.late), (minutes(400), false));
    assert!(!clock.is_breached(now));
    let sheet = clock.sheet(&paper, now).unwrap().unwrap();
    assert!(sheet.provisional && sheet.deadline > now);
    assert_eq!(
        sheet.pauses[0].clause.as_ref().unwrap().reference,
        "article 1"
    );
}

#[test]
fn a_clock_that_breached_before_its_pause_stays_late() {
    let paper = paper();
    let story = christmas_eve(P1).tell("2025-12-29T13:00:00Z", paused(WaitingForCustomer));
    let clock = story.clock(&paper, Resolve);
    let left = clock.time_left(&paper, at("2026-01-05T09:00:00Z")).unwrap();
    assert_eq!((left.amount, left.late), (minutes(100), true));
    let story = story.tell("2025-12-30T13:00:00Z", What::Resolved);
    assert_eq!(
        story.clock(&paper, Resolve).state,
        State::Stopped {
            at: at("2025-12-30T13:00:00Z"),
            outcome: Outcome::Missed { by: minutes(100) }
        }
    );
}

#[test]
fn days_that_end_in_a_pause_over_closed_time_wait_for_its_end() {
    let paper = paper();
    // Filed on Monday 2 March 2026 at 22:00: counted from Tuesday 08:00.
    let story = Story::filed(at("2026-03-02T21:00:00Z"), P2);
    assert_eq!(
        due(&story.clock(&paper, Resolve)),
        at("2026-03-06T07:00:00Z")
    );
    // Three days: Friday 08:00. Paused from Thursday 20:00 to Friday 09:00.
    let story = story
        .tell("2026-03-05T19:00:00Z", paused(WaitingForCustomer))
        .tell("2026-03-06T08:00:00Z", What::Resumed);
    assert_eq!(
        due(&story.clock(&paper, Resolve)),
        at("2026-03-06T08:00:00Z")
    );
}

#[test]
fn reopening_runs_the_resolution_again_without_the_time_it_stood_resolved() {
    let paper = paper();
    let story = christmas_eve(P1)
        .tell("2025-12-24T13:30:00Z", What::TakenInCharge)
        .tell("2025-12-24T13:40:00Z", escalated(Resolve, 1))
        .tell("2025-12-24T16:00:00Z", What::Resolved)
        .tell("2025-12-29T08:00:00Z", reopened());
    let clocks = story.clocks(&paper);
    let runs: Vec<_> = clocks.iter().map(|clock| (clock.name, clock.run)).collect();
    assert_eq!(
        runs,
        [
            (Acknowledge, 1),
            (Respond, 1),
            (Update, 1),
            (Update, 2),
            (Resolve, 1),
            (Resolve, 2)
        ]
    );
    let (first, second) = (&clocks[4], &clocks[5]);
    assert!(matches!(
        first.state,
        State::Stopped {
            outcome: Outcome::Kept,
            ..
        }
    ));
    assert_eq!(
        (first.reached, second.reached),
        (1, 0),
        "levels fire again in the new run"
    );
    assert_eq!(second.started_at, first.started_at);
    // 2 h 40 before, 5 h 20 from Monday 09:00 on.
    assert_eq!(due(second), at("2025-12-29T13:20:00Z"));
    assert_eq!(second.pauses[0].cause, PauseCause::Resolved);
    assert_eq!(second.changes.last().unwrap().what, Changed::Reopened);
    assert!(!clocks[0].is_running() && !clocks[1].is_running());
}

#[test]
fn each_regular_information_begins_another_run() {
    let paper = paper();
    let story = christmas_eve(P1)
        .tell("2025-12-24T13:30:00Z", What::TakenInCharge)
        .tell("2025-12-24T15:00:00Z", replied())
        .tell("2025-12-29T08:30:00Z", replied());
    let runs: Vec<_> = story
        .clocks(&paper)
        .into_iter()
        .filter(|clock| clock.name == Update)
        .collect();
    assert_eq!(runs.len(), 3);
    assert!(matches!(
        runs[0].state,
        State::Stopped {
            outcome: Outcome::Kept,
            ..
        }
    ));
    // Two hours from 16:00 are used up exactly at closing, and due then.
    assert_eq!(runs[1].due_at, Some(at("2025-12-24T17:00:00Z")));
    assert_eq!(
        runs[1].state,
        State::Stopped {
            at: at("2025-12-29T08:30:00Z"),
            outcome: Outcome::Missed { by: minutes(90) }
        }
    );
    assert_eq!(due(&runs[2]), at("2025-12-29T10:30:00Z"));
}

#[test]
fn the_first_answer_acknowledges_too_and_begins_the_regular_information() {
    let paper = paper();
    let story = christmas_eve(P2).tell("2025-12-24T14:00:00Z", replied());
    let clocks = story.clocks(&paper);
    let stopped: Vec<_> = clocks
        .iter()
        .filter(|clock| !clock.is_running())
        .map(|clock| (clock.name, clock.state))
        .collect();
    let stop = at("2025-12-24T14:00:00Z");
    assert_eq!(
        stopped,
        [
            (
                Acknowledge,
                State::Stopped {
                    at: stop,
                    outcome: Outcome::Kept
                }
            ),
            (
                Respond,
                State::Stopped {
                    at: stop,
                    outcome: Outcome::Unpromised
                }
            ),
        ]
    );
    assert_eq!(clocks[2].name, Update);
    assert_eq!(clocks[2].run, 1);
}

#[test]
fn a_deadline_on_a_sunday_warns_on_the_friday() {
    let standard = contract("standard");
    // Friday 6 March 2026, 16:00: 48 hours end on Sunday, two of them are open.
    let story = Story::filed(at("2026-03-06T15:00:00Z"), P3);
    let clock = story.clock(&standard, Acknowledge);
    assert_eq!(due(&clock), at("2026-03-08T15:00:00Z"));
    let instants: Vec<_> = levels(&clock, &standard)
        .iter()
        .map(|(_, _, at)| at.to_rfc3339())
        .collect();
    assert_eq!(
        instants[..5],
        [
            "2026-03-06T16:00:00+00:00",
            "2026-03-06T16:30:00+00:00",
            "2026-03-06T16:48:00+00:00",
            "2026-03-08T15:00:00+00:00",
            "2026-03-09T09:00:00+00:00",
        ]
    );
    assert_eq!(
        instants.len(),
        9,
        "five repeats, each with a rank of its own"
    );
}

#[test]
fn missed_levels_fold_into_the_highest_and_are_marked_late() {
    let paper = paper();
    let clock = christmas_eve(P1).clock(&paper, Resolve);
    // 50 % on Monday 08:20, one hour before at 11:20, breach at 12:20, then 13:20, 15:20, 17:20, …
    let step = plan(&clock, &paper, 1, false, at("2025-12-29T12:21:00Z"));
    let fire = step.fire.unwrap();
    assert_eq!((fire.level, fire.late, fire.folded), (4, false, vec![2, 3]));
    assert_eq!(fire.due_at, at("2025-12-29T12:20:00Z"));
    assert_eq!(
        (step.reached, step.next_at),
        (4, Some(at("2025-12-29T14:20:00Z")))
    );
    let step = plan(&clock, &paper, 0, false, at("2025-12-29T12:21:01Z"));
    assert!(
        step.fire
            .is_some_and(|fire| fire.late && fire.folded == [1, 2, 3])
    );
}

#[test]
fn an_acknowledged_escalation_stops_the_repeats_and_only_them() {
    let paper = paper();
    let story = christmas_eve(P1)
        .tell("2025-12-29T12:20:00Z", escalated(Resolve, 4))
        .tell("2025-12-29T12:30:00Z", escalation_acknowledged(Resolve));
    let clock = story.clock(&paper, Resolve);
    assert_eq!((clock.reached, clock.repeats_stopped), (4, true));
    let step = plan(&clock, &paper, 4, true, at("2026-02-01T12:00:00Z"));
    assert_eq!((step.fire, step.next_at), (None, None));
    let step = plan(&clock, &paper, 2, true, at("2025-12-29T11:20:00Z"));
    assert_eq!(
        step.fire.map(|fire| fire.level),
        Some(3),
        "the breach is still told"
    );
    assert_eq!(step.next_at, Some(at("2025-12-29T12:20:00Z")));
}

#[test]
fn a_level_that_a_change_of_priority_makes_due_is_not_late() {
    let paper = paper();
    let clock = christmas_eve(P3)
        .tell("2025-12-29T09:30:00Z", requalified(P3, P1))
        .clock(&paper, Resolve);
    let step = plan(&clock, &paper, 0, false, at("2025-12-29T09:30:05Z"));
    assert!(step.fire.is_some_and(|fire| !fire.late && fire.level == 1));
}

#[test]
fn a_queue_is_ordered_by_the_earliest_running_deadline() {
    let paper = paper();
    // The answer after the wait begins a run of regular information that is not paused.
    let story = with_a_wait().tell("2025-12-24T15:45:00Z", replied());
    let clocks = story.clocks(&paper);
    let (clock, deadline) = due_first(&clocks).unwrap();
    assert_eq!((clock.name, deadline), (Update, at("2025-12-29T07:45:00Z")));
    assert_eq!(due_first(&[]), None);
}

#[test]
fn a_history_that_cannot_be_is_refused_in_plain_words() {
    let paper = paper();
    let refused = |story: &Story| replay(&story.events, &paper).unwrap_err().to_string();
    assert_eq!(replay(&[], &paper), Err(ReplayError::Empty));
    let mut gap = christmas_eve(P1).tell("2025-12-24T14:00:00Z", What::TakenInCharge);
    gap.events[1].seq = 3;
    assert_eq!(
        refused(&gap),
        "event 2 is missing from the history: event 3 stands in its place"
    );
    for (what, words) in [
        (What::Resumed, "event 2 cannot be: it is not paused"),
        (
            paused(OutsideCause),
            "event 2 pauses the ticket as « outside-cause », which its contract does not name",
        ),
        (
            requalified(P3, P2),
            "event 2 changes another priority than P1, which the ticket had",
        ),
    ] {
        assert_eq!(
            refused(&christmas_eve(P1).tell("2025-12-24T14:00:00Z", what)),
            words
        );
    }
    let backwards = christmas_eve(P1).tell("2025-12-24T13:00:00Z", What::TakenInCharge);
    assert_eq!(
        refused(&backwards),
        "event 2 is dated before the one that precedes it"
    );
    let far = Story::filed(at("2400-01-01T00:00:00Z"), P1);
    assert!(refused(&far).starts_with("the clock « acknowledge » has no deadline: "));
}
