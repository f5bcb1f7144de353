//! The proof sheet, by example: what it names, where it parts, what it joins.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Europe;

use super::*;

fn kinds(proof: &Proof) -> Vec<(Kind, i64)> {
    proof
        .segments
        .iter()
        .map(|segment| (segment.kind.clone(), segment.length().num_minutes()))
        .collect()
}

#[test]
fn each_stretch_is_named_and_a_weekend_is_one() {
    // Friday 10 July 2026, 16:00; Tuesday 14 is a holiday.
    let proof = office()
        .proof(
            at("2026-07-10T14:00:00Z"),
            &Target::new(13, Unit::BusinessHours),
            &[],
        )
        .unwrap();
    assert_eq!(proof.deadline, at("2026-07-15T07:00:00Z"));
    assert_eq!(proof.budget, TimeDelta::hours(13));
    let night = |hours: i64| (Kind::Closed(Why::OutsideHours), hours * 60);
    assert_eq!(
        kinds(&proof),
        [
            (Kind::Counted, 120),
            night(6),
            (Kind::Closed(Why::NoOpeningThatDay), 48 * 60),
            night(8),
            (Kind::Counted, 600),
            night(6),
            (
                Kind::Closed(Why::Holiday(HolidayName::NationalDay)),
                24 * 60
            ),
            night(8),
            (Kind::Counted, 60),
        ]
    );
}

#[test]
fn closures_bridges_and_added_holidays_have_their_labels() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let kinds_of = [
        ClosureKind::Bridge,
        ClosureKind::Closure,
        ClosureKind::Holiday,
    ];
    let dates = ["2026-07-13", "2026-07-15", "2026-07-16"];
    let rules = dates.iter().zip(kinds_of).fold(
        weekdays(Europe::Paris, "08:00-18:00", HolidayZone::France),
        |rules, (day, kind)| {
            rules
                .with_closure(
                    date(day),
                    Closure {
                        kind,
                        label: day.to_string(),
                    },
                )
                .unwrap()
        },
    );
    let calendar = Calendar::compile(rules);
    let why = |day: &str| calendar.why_closed(date(day));
    assert_eq!(why("2026-07-13"), Why::Bridge("2026-07-13".to_owned()));
    assert_eq!(why("2026-07-14"), Why::Holiday(HolidayName::NationalDay));
    assert_eq!(why("2026-07-15"), Why::Closure("2026-07-15".to_owned()));
    assert_eq!(
        why("2026-07-16"),
        Why::AddedHoliday("2026-07-16".to_owned())
    );
    assert_eq!(why("2026-07-17"), Why::OutsideHours);
    assert_eq!(why("2026-07-18"), Why::NoOpeningThatDay);
    assert_eq!(
        why("2026-08-15"),
        Why::NoOpeningThatDay,
        "a holiday on a Saturday shuts nothing"
    );
}

#[test]
fn a_pause_is_named_by_its_place_in_the_list_and_covers_the_night() {
    let pauses = [
        pause("2026-07-15T15:00:00Z", "2026-07-16T07:00:00Z"),
        pause("2026-07-15T07:00:00Z", "2026-07-15T08:00:00Z"),
    ];
    let proof = office()
        .proof(
            at("2026-07-15T06:00:00Z"),
            &Target::new(9, Unit::BusinessHours),
            &pauses,
        )
        .unwrap();
    assert_eq!(
        kinds(&proof),
        [
            (Kind::Counted, 60),
            (Kind::Paused(1), 60),
            (Kind::Counted, 420),
            (Kind::Paused(0), 960),
            (Kind::Counted, 60)
        ]
    );
    assert_eq!(proof.counted(), proof.budget);
}

#[test]
fn a_proof_names_the_instant_from_which_it_counts() {
    let from = |start: &str, unit| {
        office()
            .proof(at(start), &Target::new(1, unit), &[])
            .unwrap()
            .counted_from
    };
    assert_eq!(
        from("2026-07-11T06:00:00Z", Unit::BusinessHours),
        at("2026-07-13T06:00:00Z")
    );
    assert_eq!(
        from("2026-07-13T16:00:00Z", Unit::BusinessDays),
        at("2026-07-15T06:00:00Z")
    );
    assert_eq!(
        from("2026-07-15T09:00:00Z", Unit::BusinessHours),
        at("2026-07-15T09:00:00Z")
    );
    assert_eq!(
        from("2026-07-11T06:00:00Z", Unit::CalendarHours),
        at("2026-07-11T06:00:00Z")
    );
}

#[test]
fn a_proof_can_end_before_or_after_the_deadline() {
    let (start, target) = (
        at("2026-07-15T06:00:00Z"),
        Target::new(4, Unit::BusinessHours),
    );
    let until = |end: &str| office().proof_until(start, &target, &[], at(end)).unwrap();
    assert_eq!(kinds(&until("2026-07-15T07:00:00Z")), [(Kind::Counted, 60)]);
    assert_eq!(
        until("2026-07-15T17:00:00Z").counted(),
        TimeDelta::hours(10)
    );
    assert_eq!(
        until("2026-07-15T17:00:00Z").deadline,
        at("2026-07-15T10:00:00Z")
    );
    assert!(until("2026-07-15T05:00:00Z").segments.is_empty());
}

#[test]
fn hours_by_the_clock_count_nights_and_weekends() {
    let proof = office()
        .proof(
            at("2026-07-17T14:00:00Z"),
            &Target::new(48, Unit::CalendarHours),
            &[],
        )
        .unwrap();
    assert_eq!(kinds(&proof), [(Kind::Counted, 48 * 60)]);
}
