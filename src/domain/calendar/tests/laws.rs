//! Laws of the engine: it agrees with the oracle, and with itself.

use chrono::{Days, NaiveDate, TimeDelta};
use chrono_tz::{Africa, America, Asia, Australia, Europe, Pacific};
use proptest::prelude::*;

use super::oracle::Oracle;
use super::*;

/// Zones with rules of their own, each with a day on which its clocks do something.
const ZONES: [(Tz, &str); 16] = [
    (Europe::Paris, "2026-03-29"),
    (Europe::Paris, "2026-10-25"),
    (Europe::Paris, "1976-03-28"),
    (Europe::Paris, "2099-10-25"),
    (America::Miquelon, "2026-03-08"),
    (America::Miquelon, "2026-11-01"),
    (Pacific::Noumea, "1996-12-01"),
    (Pacific::Noumea, "1950-01-01"),
    (Australia::Lord_Howe, "2026-04-05"),
    (Australia::Lord_Howe, "2026-10-04"),
    (America::Havana, "2026-03-08"),
    (America::St_Johns, "2009-11-01"),
    (America::Sao_Paulo, "2018-11-04"),
    (Pacific::Apia, "2011-12-30"),
    (Africa::Casablanca, "2026-02-15"),
    (Asia::Kathmandu, "1986-01-01"),
];

prop_compose! {
    /// Intervals of a day, often close to the hours in which clocks change.
    fn any_hours()(bounds in prop::collection::btree_set(
        prop_oneof![0_u32..=24 * 60, 0_u32..=4 * 60, 23 * 60..=24 * 60_u32, Just(24 * 60)], 0..6,
    )) -> DayHours {
        let bounds: Vec<TimeOfDay> =
            bounds.into_iter().map(|minutes| TimeOfDay::from_seconds(minutes * 60).unwrap()).collect();
        let intervals = bounds.chunks_exact(2).map(|pair| OpenInterval::new(pair[0], pair[1]).unwrap());
        DayHours::new(intervals.collect()).unwrap()
    }
}

fn day(text: &str, days: i64) -> NaiveDate {
    let date: NaiveDate = text.parse().unwrap();
    match u64::try_from(days) {
        Ok(days) => date + Days::new(days),
        Err(_) => date - Days::new(days.unsigned_abs()),
    }
}

prop_compose! {
    /// A calendar and a day around which something happens to it.
    fn any_rules()(
        (zone, date) in prop::sample::select(ZONES.to_vec()),
        week in prop::collection::vec(any_hours(), 7),
        holidays in prop::sample::select(HolidayZone::ALL.to_vec()),
        closed in prop::collection::btree_set(-3_i64..8, 0..3),
        special in prop::collection::btree_map(-3_i64..8, any_hours(), 0..3),
    ) -> (CalendarRules, DateTime<Utc>) {
        let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
        let hours = days.into_iter().zip(week).fold(WeeklyHours::closed(), |all, (day, hours)| all.with(day, hours));
        let mut rules = CalendarRules::new(zone, hours, holidays).with_good_friday(true);
        for days in closed {
            let closure = Closure { kind: ClosureKind::Closure, label: String::new() };
            rules = rules.with_closure(day(date, days), closure).unwrap();
        }
        for (days, hours) in special {
            rules = rules.with_special_hours(day(date, days), hours).unwrap();
        }
        (rules, day(date, 0).and_hms_opt(0, 0, 0).unwrap().and_utc())
    }
}

prop_compose! {
    /// Pauses in minutes from some instant on, empty ones and overlaps among them.
    fn any_pauses()(pauses in prop::collection::vec((-2_000_i64..8_000, 0_i64..2_000), 0..4)) -> Vec<(i64, i64)> {
        pauses
    }
}

fn at_minutes(middle: DateTime<Utc>, pauses: &[(i64, i64)]) -> Vec<Pause> {
    let minute = |minutes| middle + TimeDelta::minutes(minutes);
    pauses
        .iter()
        .map(|(from, length)| Pause {
            from: minute(*from),
            to: minute(from + length),
        })
        .collect()
}

fn any_target() -> impl Strategy<Value = Target> {
    let amounts = prop_oneof![
        (0_u64..3_000, Just(Unit::BusinessMinutes)),
        (0_u64..5_000, Just(Unit::CalendarMinutes)),
        (0_u64..72, Just(Unit::CalendarHours)),
        (0_u64..30, Just(Unit::BusinessHours)),
        (0_u64..6, Just(Unit::BusinessDays)),
        (0_u64..6, Just(Unit::BusinessDays)),
    ];
    let due = prop::sample::select(vec![DueRule::SameTime, DueRule::EndOfDay]);
    let from = prop::sample::select(vec![FromRule::Opening, FromRule::FilingDate]);
    (amounts, due, from).prop_map(|((amount, unit), due, from)| Target {
        amount,
        unit,
        due,
        from,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn open_and_closed_agree_with_the_wall_at_each_minute((rules, middle) in any_rules()) {
        let (calendar, oracle) = (Calendar::compile(rules.clone()), Oracle::of(&rules));
        for minutes in -2_000..2_000 {
            let at = middle + TimeDelta::minutes(minutes);
            prop_assert_eq!(calendar.is_open(at), oracle.is_open(at), "{}", at);
        }
    }

    #[test]
    fn elapsed_agrees_with_counting_minutes(
        (rules, middle) in any_rules(),
        spans in prop::collection::vec((-3_000_i64..3_000, 0_i64..6_000, any_pauses()), 4),
    ) {
        let (calendar, oracle) = (Calendar::compile(rules.clone()), Oracle::of(&rules));
        for (start, length, pauses) in spans {
            let start = middle + TimeDelta::minutes(start);
            let (end, pauses) = (start + TimeDelta::minutes(length), at_minutes(start, &pauses));
            let minutes = calendar.elapsed(start, end, &pauses).num_minutes();
            prop_assert_eq!(u64::try_from(minutes), Ok(oracle.minutes(start, end, &pauses)));
        }
    }

    #[test]
    fn deadlines_agree_with_walking_minute_by_minute(
        (rules, middle) in any_rules(),
        cases in prop::collection::vec((-4_000_i64..2_000, any_target(), any_pauses()), 4),
    ) {
        let (calendar, oracle) = (Calendar::compile(rules.clone()), Oracle::of(&rules));
        for (start, target, pauses) in cases {
            let start = middle + TimeDelta::minutes(start);
            for pauses in [at_minutes(start, &pauses), Vec::new()] {
                if let Some(expected) = oracle.deadline(start, &target, &pauses) {
                    prop_assert_eq!(calendar.deadline(start, &target, &pauses), Ok(expected), "{} {:?}", start, target);
                }
            }
        }
    }

    #[test]
    fn between_undoes_after_and_before(
        (rules, middle) in any_rules(),
        start in -10_000_000_000_i64..10_000_000_000,
        open in 1_i64..1_000_000_000_000,
    ) {
        let calendar = Calendar::compile(rules);
        let (start, open) = (middle + TimeDelta::microseconds(start), TimeDelta::microseconds(open));
        if let Ok(end) = calendar.after(start, open) {
            prop_assert_eq!(calendar.open_between(start, end), open);
            prop_assert!(calendar.is_open(end - TimeDelta::microseconds(1)), "the earliest such instant");
        }
        if let Ok(earlier) = calendar.before(start, open) {
            prop_assert_eq!(calendar.open_between(earlier, start), open);
            prop_assert!(calendar.is_open(earlier), "the latest such instant");
        }
    }

    #[test]
    fn more_work_and_more_pauses_are_never_due_earlier(
        (rules, middle) in any_rules(),
        start in -4_000_i64..4_000,
        target in any_target(),
        pauses in any_pauses(),
    ) {
        let calendar = Calendar::compile(rules);
        let start = middle + TimeDelta::minutes(start);
        let pauses = at_minutes(start, &pauses);
        let due = |target: &Target, pauses: &[Pause]| calendar.deadline(start, target, pauses);
        let more = Target { amount: target.amount + 1, ..target };
        if let (Ok(due), Ok(later)) = (due(&target, &pauses), due(&more, &pauses)) {
            prop_assert!(start <= due && due <= later);
        }
        for fewer in 0..pauses.len() {
            if let (Ok(earlier), Ok(later)) = (due(&target, &pauses[..fewer]), due(&target, &pauses)) {
                prop_assert!(earlier <= later);
            }
        }
        let mut turned = pauses.clone();
        turned.reverse();
        prop_assert_eq!(due(&target, &pauses), due(&target, &turned));
    }

    #[test]
    fn shares_are_ordered_and_lie_between_start_and_deadline(
        (rules, middle) in any_rules(),
        start in -4_000_i64..4_000,
        target in any_target(),
        pauses in any_pauses(),
    ) {
        let calendar = Calendar::compile(rules);
        let start = middle + TimeDelta::minutes(start);
        let pauses = at_minutes(start, &pauses);
        let Ok(deadline) = calendar.deadline(start, &target, &pauses) else { return Ok(()) };
        let mut last = start;
        for percent in (0..=100).step_by(25) {
            let share = Share::percent(percent).unwrap();
            let reached = calendar.share_of_target(start, &target, &pauses, share).unwrap();
            prop_assert!(last <= reached && reached <= deadline);
            let whole = calendar.elapsed(start, deadline, &pauses).num_microseconds().unwrap();
            let used = calendar.elapsed(start, reached, &pauses).num_microseconds().unwrap();
            prop_assert_eq!(used, whole * i64::from(percent) / 100);
            last = reached;
        }
    }

    #[test]
    fn counted_segments_add_up_to_the_budget_and_leave_no_hole(
        (rules, middle) in any_rules(),
        start in -4_000_000_000_i64..4_000_000_000,
        target in any_target(),
        pauses in any_pauses(),
    ) {
        let calendar = Calendar::compile(rules);
        let start = middle + TimeDelta::microseconds(start);
        let pauses = at_minutes(start, &pauses);
        let Ok(proof) = calendar.proof(start, &target, &pauses) else { return Ok(()) };
        prop_assert_eq!(Ok(proof.deadline), calendar.deadline(start, &target, &pauses));
        prop_assert_eq!(proof.counted(), proof.budget);
        prop_assert_eq!(Ok(proof.budget), calendar.budget(start, &target));
        let mut at = start;
        for segment in &proof.segments {
            prop_assert_eq!(segment.from, at);
            prop_assert!(segment.from < segment.to);
            let inside = segment.from + segment.length() / 2;
            let paused = pauses.iter().any(|pause| pause.from <= inside && inside < pause.to);
            let counts = !paused && (target.runs_by_the_clock() || calendar.is_open(inside));
            prop_assert_eq!(segment.kind == Kind::Counted, counts);
            at = segment.to;
        }
        prop_assert_eq!(at, proof.deadline);
        for pair in proof.segments.windows(2) {
            prop_assert_ne!(&pair[0].kind, &pair[1].kind);
        }
    }
}
