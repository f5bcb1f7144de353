//! Worked examples.

use super::{
    super::{FactKind, Figure, Figures, ReportPeriod, ReportPeriodKind, Share, changes, hour_of},
    added, count_by_kind, noted,
};
use crate::domain::{
    sla::scenes::{Story, at, paper, paused, reopened, replied},
    ticket::{ClockName, PauseReason, Priority, What},
};

fn month(day: &str) -> ReportPeriod {
    ReportPeriod::of(ReportPeriodKind::Month, day.parse().unwrap())
}

/// Filed on Monday 30 March 2026 at 17:00 in Paris, severity 1: to be resolved within 8 open hours, on the
/// 31st at 15:00. It is resolved on 1 April at 9:00.
fn over_the_end_of_march() -> Story {
    Story::filed(at("2026-03-30T15:00:00Z"), Priority::P1)
        .tell("2026-03-30T15:10:00Z", replied())
        .tell("2026-04-01T07:00:00Z", What::Resolved)
}

#[test]
fn a_promise_that_falls_due_unkept_is_missed_in_that_month_however_late_it_is_ended() {
    let facts = noted(&over_the_end_of_march(), &paper(), 1);
    let resolve = |period: ReportPeriod| {
        let figures = added(&facts, period.bounds());
        figures.share(Some(ClockName::Resolve), None)
    };
    assert_eq!(resolve(month("2026-03-01")), Share { kept: 0, missed: 1 });
    assert_eq!(resolve(month("2026-04-01")), Share::default());
    // How long it took counts when it was resolved.
    let april = added(&facts, month("2026-04-01").bounds());
    let took = april.took(Figure::Resolved, Some(Priority::P1));
    assert_eq!(took.wall.rank(50), Some(40 * 60));
    // An hour on Monday, ten on Tuesday, one on Wednesday.
    assert_eq!(took.business.rank(50), Some(12 * 60));
}

#[test]
fn what_is_open_at_the_end_counts_in_that_month_and_no_more_once_it_is_resolved() {
    let facts = noted(&over_the_end_of_march(), &paper(), 1);
    let open = |day| added(&facts, month(day).bounds()).count(Figure::Backlog);
    assert_eq!(
        (open("2026-02-01"), open("2026-03-01"), open("2026-04-01")),
        (0, 1, 0)
    );
}

#[test]
fn a_first_answer_counts_once_and_a_reopened_request_is_resolved_twice() {
    let story = over_the_end_of_march()
        .tell("2026-04-02T07:00:00Z", reopened())
        .tell("2026-04-02T08:00:00Z", replied())
        .tell("2026-04-03T07:00:00Z", What::Resolved);
    let counts = count_by_kind(&noted(&story, &paper(), 1));
    assert_eq!(counts[&FactKind::Answered], 1);
    assert_eq!(counts[&FactKind::Resolved], 2);
    assert_eq!(counts[&FactKind::Reopened], 1);
    assert_eq!(counts[&FactKind::Open], 2);
}

#[test]
fn a_promise_that_was_missed_is_not_missed_again_when_its_request_is_reopened() {
    let late = over_the_end_of_march();
    let march = |story: &Story| added(&noted(story, &paper(), 1), month("2026-03-01").bounds());
    let promises = |figures: &Figures| figures.share(Some(ClockName::Resolve), None);
    let before = promises(&march(&late));
    assert_eq!((before.kept, before.missed), (0, 1));
    let story = late
        .tell("2026-04-02T07:00:00Z", reopened())
        .tell("2026-04-03T07:00:00Z", What::Resolved);
    assert_eq!(promises(&march(&story)), before);
    let april = added(&noted(&story, &paper(), 1), month("2026-04-01").bounds());
    assert_eq!(promises(&april), Share::default());
}

#[test]
fn a_promise_that_stands_still_before_its_deadline_is_neither_kept_nor_missed() {
    let story = Story::filed(at("2026-03-02T07:00:00Z"), Priority::P1)
        .tell("2026-03-02T08:00:00Z", replied())
        .tell(
            "2026-03-02T09:00:00Z",
            paused(PauseReason::WaitingForCustomer),
        );
    let figures = added(&noted(&story, &paper(), 1), month("2026-03-01").bounds());
    assert_eq!(
        figures.share(Some(ClockName::Resolve), None),
        Share::default()
    );
}

#[test]
fn hours_are_those_of_paris_in_both_nights_of_summer_time() {
    // 29 March 2026: at 2:00 it is 3:00. 25 October 2026: at 3:00 it is 2:00 again.
    for (instant, hour) in [
        ("2026-03-29T00:30:00Z", (6, 1)),
        ("2026-03-29T01:30:00Z", (6, 3)),
        ("2026-10-25T00:30:00Z", (6, 2)),
        ("2026-10-25T01:30:00Z", (6, 2)),
        ("2026-10-25T02:30:00Z", (6, 3)),
        ("2026-03-01T23:30:00Z", (0, 0)),
    ] {
        assert_eq!(hour_of(at(instant)), hour, "{instant}");
    }
}

#[test]
fn a_revision_says_which_figures_changed_and_only_those() {
    let bounds = month("2026-03-01").bounds();
    let before = added(&noted(&over_the_end_of_march(), &paper(), 1), bounds);
    let early = Story::filed(at("2026-03-30T15:00:00Z"), Priority::P1)
        .tell("2026-03-30T15:10:00Z", replied())
        .tell("2026-03-31T07:00:00Z", What::Resolved);
    let after = added(&noted(&early, &paper(), 1), bounds);
    let found: Vec<_> = changes(&before, &after)
        .into_iter()
        .filter(|one| one.clock.is_none() || one.clock == Some(ClockName::Resolve))
        .map(|one| (one.figure, one.from, one.to))
        .collect();
    let expected = [
        (Figure::Resolved, 0, 1),
        (Figure::Kept, 0, 1),
        (Figure::Missed, 1, 0),
        (Figure::Backlog, 1, 0),
    ];
    assert_eq!(found, expected);
    assert_eq!(changes(&after, &after), []);
}

#[test]
fn figures_come_back_from_json_as_they_were() {
    let figures = added(
        &noted(&over_the_end_of_march(), &paper(), 1),
        month("2026-03-01").bounds(),
    );
    let json = serde_json::to_string(&figures).unwrap();
    let back: Figures = serde_json::from_str(&json).unwrap();
    assert_eq!(back, figures);
}
