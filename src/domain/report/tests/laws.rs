//! Laws that hold for every set of histories, on each of the six contracts.

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;

use super::{
    super::{
        Age, Dimension, Figure, Figures, GroupLine, Noted, ReportPeriod, ReportPeriodKind, Sought,
        Spread, clipped,
    },
    added, noted,
    oracle::{Counted, count},
};
use crate::domain::{
    sla::{
        replay,
        scenes::{CONTRACTS, Story, contract, told},
    },
    ticket::{ClockName, Priority},
};

/// A history under a contract, in 2026 or about it.
fn story() -> impl Strategy<Value = (&'static str, Story)> {
    story_of(any::<u8>())
}

/// The same, made of certain choices.
fn story_of(choice: impl Strategy<Value = u8>) -> impl Strategy<Value = (&'static str, Story)> {
    let gap = prop_oneof![Just(0_i64), 0..3_600_i64, 0..36_000_i64, 0..4_000_000_i64];
    (
        prop::sample::select(CONTRACTS.to_vec()),
        1_764_547_200_i64..1_798_761_600,
        prop::sample::select(Priority::ALL.to_vec()),
        prop::collection::vec((gap, choice), 0..12),
    )
        .prop_map(|(name, start, priority, choices)| {
            let start = DateTime::from_timestamp(start, 0).unwrap();
            (name, told(&contract(name), start, priority, &choices))
        })
}

/// Choices that correct no priority.
fn uncorrected() -> impl Strategy<Value = u8> {
    let corrects = |choice: u8| (4..=6).contains(&(choice % 16));
    any::<u8>().prop_map(move |choice| if corrects(choice) { choice + 9 } else { choice })
}

fn facts(stories: &[(&'static str, Story)]) -> Vec<Noted> {
    let each = stories.iter().enumerate();
    each.flat_map(|(number, (name, story))| noted(story, &contract(name), number))
        .collect()
}

fn period(kind: ReportPeriodKind, day: &str) -> ReportPeriod {
    ReportPeriod::of(kind, day.parse().unwrap())
}

/// Lines in which nothing is counted say nothing.
fn without_empty(mut figures: Figures) -> Figures {
    figures
        .groups
        .retain(|_, line| *line != GroupLine::default());
    figures
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_months_of_a_year_and_of_its_quarters_add_up_to_them(
        stories in prop::collection::vec(story(), 1..8),
    ) {
        let facts = facts(&stories);
        let year = period(ReportPeriodKind::Year, "2026-01-01");
        let sum = |parts: Vec<ReportPeriod>| {
            let mut sum = Figures::default();
            for part in parts {
                sum.follow(&added(&facts, part.bounds()));
            }
            without_empty(sum)
        };
        let months: Vec<ReportPeriod> = year.months().into_iter().map(|(_, part)| part).collect();
        prop_assert_eq!(months.len(), 12);
        let quarters: Vec<ReportPeriod> = ["01-01", "04-01", "07-01", "10-01"]
            .into_iter()
            .map(|day| period(ReportPeriodKind::Quarter, &format!("2026-{day}")))
            .collect();
        let whole = without_empty(added(&facts, year.bounds()));
        prop_assert_eq!(&sum(months), &whole);
        prop_assert_eq!(&sum(quarters), &whole);
    }

    #[test]
    fn the_parts_of_each_breakdown_add_up_to_the_whole(
        stories in prop::collection::vec(story(), 1..8),
    ) {
        let facts = facts(&stories);
        let figures = added(&facts, period(ReportPeriodKind::Quarter, "2026-05-01").bounds());
        for by in Dimension::ALL {
            let mut sum = (0, 0, 0, 0, 0);
            for ((of, _), line) in &figures.groups {
                if of == by {
                    sum.0 += line.filed;
                    sum.1 += line.resolved;
                    sum.2 += line.promises.kept;
                    sum.3 += line.promises.missed;
                    sum.4 += line.backlog;
                }
            }
            let all = [Figure::Filed, Figure::Resolved, Figure::Kept, Figure::Missed, Figure::Backlog]
                .map(|figure| figures.count(figure));
            prop_assert_eq!([sum.0, sum.1, sum.2, sum.3, sum.4], all, "{}", by);
        }
        let by_clock: u64 = ClockName::ALL.iter().map(|one| figures.share(Some(*one), None).due()).sum();
        prop_assert_eq!(by_clock, figures.count(Figure::Due));
    }

    #[test]
    fn the_figures_are_those_that_counting_instant_by_instant_gives(
        stories in prop::collection::vec(story(), 1..8),
        month in 1_u32..13,
    ) {
        let day = NaiveDate::from_ymd_opt(2026, month, 9).unwrap();
        let bounds = ReportPeriod::of(ReportPeriodKind::Month, day).bounds();
        let figures = added(&facts(&stories), bounds);
        let mut slow = Counted::default();
        for (name, story) in &stories {
            count(&mut slow, story, &contract(name), bounds);
        }
        slow.resolutions.sort_unstable();
        let quick = Counted {
            filed: figures.count(Figure::Filed),
            resolved: figures.count(Figure::Resolved),
            reopened: figures.reopened,
            requalified: figures.requalified,
            kept: figures.count(Figure::Kept),
            missed: figures.count(Figure::Missed),
            open_at_end: figures.count(Figure::Backlog),
            open_seconds: i64::try_from(figures.open / 1_000_000).unwrap(),
            resolutions: slow.resolutions.clone(),
        };
        prop_assert_eq!(&quick, &slow);
        let wall = figures.took(Figure::Resolved, None).wall;
        for percent in [1, 50, 90, 100] {
            prop_assert_eq!(wall.rank(percent), nearest_rank(&slow.resolutions, percent));
        }
    }

    #[test]
    fn every_figure_counts_as_many_facts_as_its_list_has(
        stories in prop::collection::vec(story(), 1..8),
    ) {
        let facts = facts(&stories);
        let bounds = period(ReportPeriodKind::Quarter, "2026-05-01").bounds();
        let figures = added(&facts, bounds);
        let listed = |sought: &Sought| {
            let within = |one: &&Noted| {
                let fact = &one.fact;
                let begins = fact.kind.lasts() || bounds.0 <= fact.at;
                begins && fact.at < bounds.1 && sought.counts(one, bounds.1)
            };
            u64::try_from(facts.iter().filter(within).count()).unwrap()
        };
        for figure in [Figure::Filed, Figure::Resolved, Figure::Reopened, Figure::Requalified,
            Figure::Due, Figure::Kept, Figure::Missed, Figure::Answered, Figure::Backlog] {
            prop_assert_eq!(listed(&Sought::of(figure)), figures.count(figure), "{}", figure);
        }
        for priority in Priority::ALL {
            for age in Age::ALL {
                let sought = Sought { priority: Some(priority), age: Some(*age), ..Sought::of(Figure::Backlog) };
                let open = figures.open_at_end(Some(priority), Some(*age));
                prop_assert_eq!(listed(&sought), open);
            }
            for clock in ClockName::ALL {
                let sought = |figure| Sought { priority: Some(priority), clock: Some(clock), ..Sought::of(figure) };
                let share = figures.share(Some(clock), Some(priority));
                prop_assert_eq!(listed(&sought(Figure::Kept)), share.kept);
                prop_assert_eq!(listed(&sought(Figure::Missed)), share.missed);
            }
        }
        for (hour, arrived) in &figures.arrivals {
            let sought = Sought { hour: Some(*hour), ..Sought::of(Figure::Filed) };
            prop_assert_eq!(listed(&sought), *arrived);
        }
    }

    #[test]
    fn what_happens_later_changes_nothing_of_before_unless_it_corrects(
        (name, story) in story_of(uncorrected()),
    ) {
        let contract = contract(name);
        let whole = noted(&story, &contract, 1);
        for length in 1..story.events.len() {
            let next = story.events[length].at;
            let mut earlier = story.clone();
            earlier.events.truncate(length);
            prop_assert!(replay(&earlier.events, &contract).is_ok());
            let before = |all: &[Noted]| -> Vec<_> {
                all.iter().filter_map(|one| clipped(&one.fact, next)).collect()
            };
            let (then, now) = (before(&noted(&earlier, &contract, 1)), before(&whole));
            for fact in &then {
                prop_assert!(now.contains(fact), "{:?}", fact);
            }
            prop_assert_eq!(then.len(), now.len());
        }
    }

    #[test]
    fn a_rank_is_that_of_the_sorted_amounts(
        amounts in prop::collection::vec(0_i64..500, 0..200),
        percent in 1_u64..101,
    ) {
        let mut spread = Spread::default();
        for amount in &amounts {
            spread.add(*amount);
        }
        let mut sorted = amounts.clone();
        sorted.sort_unstable();
        prop_assert_eq!(spread.rank(percent), nearest_rank(&sorted, percent));
    }
}

/// The amount at a rank of a sorted list, as the textbook has it.
fn nearest_rank(sorted: &[i64], percent: u64) -> Option<i64> {
    let wanted = (sorted.len() * usize::try_from(percent).unwrap()).div_ceil(100);
    sorted.get(wanted.max(1) - 1).copied()
}

#[test]
fn months_follow_each_other_without_gap_or_overlap() {
    let year = period(ReportPeriodKind::Year, "2026-06-01");
    let mut end: Option<DateTime<Utc>> = None;
    for (_, month) in year.months() {
        let (from, to) = month.bounds();
        assert!(end.is_none_or(|end| end == from), "{month:?}");
        end = Some(to);
    }
    assert_eq!(end, Some(year.bounds().1));
}
