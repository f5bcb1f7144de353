//! Laws: the sweep agrees with counting minutes, and its lines add up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::oracle::count;
use super::*;
use crate::domain::availability::{Excluded, Takes};

/// Days near which something happens to calendars: changes of summer time, Good Friday, the second
/// day of Christmas, new year, the end of a quarter, a leap day.
const DAYS: [&str; 8] = [
    "2026-03-29",
    "2026-10-25",
    "2026-04-03",
    "2026-12-26",
    "2027-01-01",
    "2026-06-30",
    "2028-02-29",
    "2026-05-14",
];

const NAMES: [&str; 5] = [
    "divalto",
    "jamespot",
    "callcenterrate",
    "azprojet",
    "dataleon",
];

fn any_cause() -> impl Strategy<Value = Cause> {
    prop_oneof![
        2 => Just(Cause::Ours),
        1 => Just(Cause::Unknown),
        2 => prop::sample::select(Exclusion::CAUSES.to_vec()).prop_map(Cause::Outside),
    ]
}

prop_compose! {
    /// Minutes from a day on, a severity that changes, pauses, perhaps without an end.
    fn any_outage()(
        start in -6_000_i64..40_000,
        stages in prop::collection::vec((0_i64..900, prop::sample::select(Priority::ALL.to_vec())), 1..4),
        length in prop::option::weighted(0.9, 1_i64..4_000),
        cause in any_cause(),
        pauses in prop::collection::vec(
            (0_i64..2_000, 1_i64..900, prop::sample::select(Exclusion::PAUSES.to_vec())), 0..3),
    ) -> (i64, Vec<(i64, Priority)>, Option<i64>, Cause, Vec<(i64, i64, Exclusion)>) {
        (start, stages, length, cause, pauses)
    }
}

prop_compose! {
    fn any_work()(
        start in -3_000_i64..40_000, planned in 1_i64..600,
        lasted in prop::option::weighted(0.9, 1_i64..900),
        announced in any::<bool>(), severity in prop::sample::select(Priority::ALL.to_vec()),
    ) -> (i64, i64, Option<i64>, bool, Priority) {
        (start, planned, lasted, announced, severity)
    }
}

prop_compose! {
    /// A contract, a day near which all happens, what happened, and how many minutes later it is now.
    fn any_scene()(
        name in prop::sample::select(NAMES.to_vec()),
        day in prop::sample::select(DAYS.to_vec()),
        outages in prop::collection::vec(any_outage(), 0..6),
        works in prop::collection::vec(any_work(), 0..3),
        now in prop_oneof![Just(200_000_i64), 0_i64..50_000],
        takes in prop::option::of(prop::sample::select(Exclusion::ALL.to_vec())),
    ) -> (&'static str, NaiveDate, Facts, DateTime<Utc>, Option<Exclusion>) {
        let date: NaiveDate = day.parse().unwrap();
        let zero = (date - Days::new(5)).and_hms_opt(0, 0, 0).unwrap().and_utc();
        let minute = |minutes: i64| zero + TimeDelta::minutes(minutes);
        let outages = outages.into_iter().map(|(start, stages, length, cause, pauses)| {
            let mut from = start;
            let stages = stages.into_iter().map(|(gap, severity)| {
                from += gap;
                Stage { from: minute(from), severity }
            }).collect::<Vec<_>>();
            let begin = stages[0].from;
            Downtime {
                source: Source::Outage(OperationId::fresh()),
                components: BTreeSet::new(),
                to: length.map(|length| begin + TimeDelta::minutes(length)),
                stages,
                cause,
                pauses: pauses.into_iter().map(|(after, length, reason)| Paused {
                    from: begin + TimeDelta::minutes(after),
                    to: begin + TimeDelta::minutes(after + length),
                    reason,
                }).collect(),
            }
        }).collect();
        let works = works.into_iter().map(|(start, planned, lasted, announced, severity)| Work {
            id: OperationId::fresh(),
            components: BTreeSet::new(),
            from: minute(start),
            to: minute(start + planned),
            ended: lasted.map(|lasted| minute(start + lasted)),
            announced,
            severity,
        }).collect();
        (name, date, Facts { outages, works }, minute(now), takes)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn the_figure_agrees_with_counting_minutes((name, day, facts, now, takes) in any_scene()) {
        let contract = contract(name);
        let mut formula = contract.availability().unwrap().clone();
        if let Some(exclusion) = takes {
            // Also with exclusions that take time, in contracts that have none such.
            let clause = formula.clause.clone();
            formula.excluded.insert(exclusion, Excluded { takes: Takes::Time, clause });
        }
        let period = Period::of(formula.period, day);
        let rules = contract.calendar().rules();
        let figure = measure(&formula, contract.calendar(), period, &facts, now);
        let oracle = count(&formula, rules, period, &facts, now);
        prop_assert_eq!(figure.counted, oracle.counted * MINUTE);
        prop_assert_eq!(figure.taken_out, oracle.taken_out * MINUTE);
        // Severities that weigh the same may share an instant either way: what is lost is compared.
        let weighted = |minutes: &BTreeMap<Priority, i64>| {
            minutes.iter().fold(Ratio::ZERO, |sum, (severity, minutes)| {
                sum.plus(formula.weight(*severity).times(Ratio::whole(*minutes)))
            })
        };
        prop_assert_eq!(lost(&figure), weighted(&oracle.lost));
        let fully = |figure: &Figure| -> i64 {
            figure.lines.iter().flat_map(|line| line.by_severity.values()).sum()
        };
        prop_assert_eq!(fully(&figure), oracle.lost.values().sum::<i64>() * MINUTE);
    }

    #[test]
    fn the_lines_add_up_and_none_is_lost_twice((name, day, facts, now, _) in any_scene()) {
        let contract = contract(name);
        let formula = contract.availability().unwrap();
        let period = Period::of(formula.period, day);
        let figure = measure(formula, contract.calendar(), period, &facts, now);
        let sum = figure.lines.iter().fold(Ratio::ZERO, |sum, line| sum.plus(line.lost));
        prop_assert_eq!(sum, figure.exact_lost);
        for line in &figure.lines {
            let counted = formula.counted_micros(contract.calendar(), line.from, line.to);
            let parts = line.by_severity.values().sum::<i64>()
                + line.left_out.values().sum::<i64>() + line.overlapped;
            prop_assert_eq!(parts, counted);
        }
        prop_assert!(figure.lost <= Ratio::whole(figure.counted));
        prop_assert!(figure.rate().is_none_or(|rate| rate >= Ratio::ZERO && rate <= Ratio::ONE));
    }

    #[test]
    fn an_outage_more_never_makes_a_period_better(
        (name, day, facts, now, _) in any_scene(), more in 0_i64..30_000,
    ) {
        let contract = contract(name);
        let formula = contract.availability().unwrap();
        let period = Period::of(formula.period, day);
        let before = measure(formula, contract.calendar(), period, &facts, now);
        let mut facts = facts;
        let from = period.bounds(contract.calendar()).0 + TimeDelta::minutes(more);
        facts.outages.push(Downtime {
            source: Source::Outage(OperationId::fresh()),
            components: BTreeSet::new(),
            stages: vec![Stage { from, severity: Priority::P1 }],
            to: Some(from + TimeDelta::hours(7)),
            cause: Cause::Ours,
            pauses: Vec::new(),
        });
        let after = measure(formula, contract.calendar(), period, &facts, now);
        prop_assert!(after.lost >= before.lost);
        prop_assert_eq!(after.counted, before.counted);
    }
}
