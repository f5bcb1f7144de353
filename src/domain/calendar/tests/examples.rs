//! Each rule of counting hours, by example.

use chrono::TimeDelta;
use chrono_tz::{America, Australia, Europe};

use super::*;

fn hours_after(calendar: &Calendar, start: &str, amount: u64) -> DateTime<Utc> {
    calendar
        .deadline(at(start), &Target::new(amount, Unit::BusinessHours), &[])
        .unwrap()
}

#[test]
fn filed_outside_opening_counts_from_the_next_opening() {
    // Saturday 11 July 2026, then Monday 13; Tuesday 14 is a holiday.
    assert_eq!(
        hours_after(&office(), "2026-07-11T10:00:00Z", 4),
        at("2026-07-13T10:00:00Z")
    );
    assert_eq!(
        hours_after(&office(), "2026-07-13T16:00:00Z", 4),
        at("2026-07-15T10:00:00Z")
    );
    assert_eq!(
        hours_after(&office(), "2026-07-13T03:00:00Z", 4),
        at("2026-07-13T10:00:00Z")
    );
}

#[test]
fn a_deadline_exactly_at_closing_stays_there() {
    assert_eq!(
        hours_after(&office(), "2026-07-13T12:00:00Z", 4),
        at("2026-07-13T16:00:00Z")
    );
    assert_eq!(
        hours_after(&with_lunch(), "2026-07-13T06:00:00Z", 4),
        at("2026-07-13T10:00:00Z")
    );
    assert_eq!(
        hours_after(&with_lunch(), "2026-07-13T10:00:00Z", 4),
        at("2026-07-13T16:00:00Z")
    );
}

#[test]
fn zero_of_anything_is_due_at_the_start() {
    let night = at("2026-07-14T01:02:03Z");
    let inside = pause("2026-07-13T00:00:00Z", "2026-07-15T00:00:00Z");
    let units = [
        Unit::BusinessSeconds,
        Unit::BusinessMinutes,
        Unit::BusinessHours,
        Unit::BusinessDays,
        Unit::CalendarMinutes,
        Unit::CalendarHours,
    ];
    for unit in units {
        for (due, from) in [
            (DueRule::EndOfDay, FromRule::FilingDate),
            (DueRule::SameTime, FromRule::Opening),
        ] {
            let target = Target {
                amount: 0,
                unit,
                due,
                from,
            };
            assert_eq!(
                office().deadline(night, &target, &[inside]),
                Ok(night),
                "{unit:?}"
            );
        }
    }
}

#[test]
fn hours_by_the_clock_are_real_hours_across_a_change_of_summer_time() {
    let target = Target::new(48, Unit::CalendarHours);
    let filed = at("2026-03-28T11:00:00Z");
    assert_eq!(
        office().deadline(filed, &target, &[]),
        Ok(at("2026-03-30T11:00:00Z"))
    );
    let paused = pause("2026-03-29T00:00:00Z", "2026-03-29T05:00:00Z");
    assert_eq!(
        office().deadline(filed, &target, &[paused]),
        Ok(at("2026-03-30T16:00:00Z"))
    );
}

#[test]
fn the_repeated_hour_may_be_open_twice_and_the_skipped_one_never() {
    let from_half_past = Calendar::compile(daily(Europe::Paris, "02:30-02:45"));
    let whole =
        |calendar: &Calendar, from, to| calendar.open_between(at(from), at(to)).num_minutes();
    assert_eq!(
        whole(
            &from_half_past,
            "2026-10-24T22:00:00Z",
            "2026-10-25T22:00:00Z"
        ),
        30
    );
    assert_eq!(
        whole(
            &from_half_past,
            "2026-03-28T23:00:00Z",
            "2026-03-29T21:00:00Z"
        ),
        0
    );
    let spanning = Calendar::compile(daily(Europe::Paris, "01:30-03:30"));
    assert_eq!(
        whole(&spanning, "2026-10-24T22:00:00Z", "2026-10-25T22:00:00Z"),
        180
    );
    assert_eq!(
        whole(&spanning, "2026-03-28T23:00:00Z", "2026-03-29T21:00:00Z"),
        60
    );
    let half_an_hour = Calendar::compile(daily(Australia::Lord_Howe, "01:45-02:00"));
    assert_eq!(
        whole(
            &half_an_hour,
            "2026-04-04T00:00:00Z",
            "2026-04-05T06:00:00Z"
        ),
        30
    );
}

#[test]
fn a_clock_put_back_across_midnight_shows_the_end_of_the_day_twice() {
    let night = Calendar::compile(daily(America::St_Johns, "23:30-24:00"));
    let twice = night.open_between(at("2009-10-31T20:00:00Z"), at("2009-11-01T20:00:00Z"));
    assert_eq!(twice, TimeDelta::minutes(60));
}

#[test]
fn all_day_every_day_is_open_without_a_seam() {
    let always = Calendar::compile(daily(Europe::Paris, "00:00-24:00"));
    assert_eq!(always.stretches(), 1);
    let (from, to) = (at("1950-01-01T00:00:00Z"), at("2100-12-31T23:59:59Z"));
    assert_eq!(always.open_between(from, to), to - from);
}

#[test]
fn a_holiday_wins_over_special_hours_and_a_closure_over_both() {
    let date = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let rules = weekdays(Europe::Paris, "08:00-18:00", HolidayZone::France)
        .with_special_hours(date("2026-12-24"), hours("08:00-12:00"))
        .and_then(|rules| rules.with_special_hours(date("2026-12-25"), hours("08:00-12:00")))
        .and_then(|rules| rules.with_special_hours(date("2026-12-26"), hours("09:00-10:00")))
        .and_then(|rules| rules.with_special_hours(date("2026-12-28"), hours("09:00-10:00")))
        .and_then(|rules| {
            rules.with_closure(
                date("2026-12-28"),
                Closure {
                    kind: ClosureKind::Bridge,
                    label: "Pont".to_owned(),
                },
            )
        })
        .unwrap();
    let calendar = Calendar::compile(rules.clone());
    let open_on = |day: &str| {
        let midnight = at(&format!("{day}T00:00:00Z"));
        calendar
            .open_between(midnight, midnight + TimeDelta::days(1))
            .num_hours()
    };
    assert_eq!(
        [24, 25, 26, 27, 28, 29].map(|day| open_on(&format!("2026-12-{day}"))),
        [4, 0, 1, 0, 0, 10]
    );
    assert_eq!(rules.hours_on(date("2026-12-26")).len(), 1);
    assert!(
        rules
            .clone()
            .with_special_hours(date("2026-12-24"), hours(""))
            .is_err()
    );
    assert!(rules.hours_on(date("2026-12-28")).is_empty());
}

#[test]
fn pauses_count_once_where_they_overlap_and_not_at_all_after_the_deadline() {
    let target = Target::new(4, Unit::BusinessHours);
    let filed = at("2026-07-13T06:00:00Z");
    let due = |pauses: &[Pause]| office().deadline(filed, &target, pauses).unwrap();
    let one = pause("2026-07-13T07:00:00Z", "2026-07-13T09:00:00Z");
    let other = pause("2026-07-13T08:00:00Z", "2026-07-13T10:00:00Z");
    assert_eq!(due(&[one, other]), at("2026-07-13T13:00:00Z"));
    assert_eq!(due(&[other, one]), at("2026-07-13T13:00:00Z"));
    assert_eq!(
        due(&[pause("2026-07-13T10:00:00Z", "2026-07-20T10:00:00Z")]),
        at("2026-07-13T10:00:00Z")
    );
    assert_eq!(
        due(&[pause("2026-07-13T09:00:00Z", "2026-07-13T09:00:00Z")]),
        at("2026-07-13T10:00:00Z")
    );
    assert_eq!(
        due(&[pause("2026-07-12T00:00:00Z", "2026-07-13T07:00:00Z")]),
        at("2026-07-13T11:00:00Z")
    );
}

#[test]
fn elapsed_is_open_time_outside_pauses_and_never_negative() {
    let (start, end) = (at("2026-07-13T06:00:00Z"), at("2026-07-15T16:00:00Z"));
    let one = pause("2026-07-13T07:00:00Z", "2026-07-13T09:00:00Z");
    assert_eq!(
        office().elapsed(start, end, &[one, one]),
        TimeDelta::hours(18)
    );
    assert_eq!(office().elapsed(end, start, &[one]), TimeDelta::zero());
    assert_eq!(
        office().elapsed(
            start,
            end,
            &[pause("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z")]
        ),
        TimeDelta::zero()
    );
}

#[test]
fn before_is_the_latest_instant_with_that_much_open_time_left() {
    let before = |end, hours| office().before(at(end), TimeDelta::hours(hours)).unwrap();
    assert_eq!(
        before("2026-07-15T08:00:00Z", 1),
        at("2026-07-15T07:00:00Z")
    );
    assert_eq!(
        before("2026-07-15T08:00:00Z", 2),
        at("2026-07-15T06:00:00Z")
    );
    assert_eq!(
        before("2026-07-15T08:00:00Z", 3),
        at("2026-07-13T15:00:00Z")
    );
    assert_eq!(
        before("2026-07-19T08:00:00Z", 1),
        at("2026-07-17T15:00:00Z")
    );
    let away = pause("2026-07-15T07:00:00Z", "2026-07-15T08:00:00Z");
    let led = office().before_outside(at("2026-07-15T08:00:00Z"), TimeDelta::hours(1), &[away]);
    assert_eq!(led, Ok(at("2026-07-15T06:00:00Z")));
}

#[test]
fn a_deadline_on_a_sunday_warns_on_the_friday() {
    // Filed on Friday 17 July 2026 at 10:00, due on the Sunday at 10:00: eight open hours.
    let target = Target::new(48, Unit::CalendarHours);
    let warn = |percent| {
        let share = Share::percent(percent).unwrap();
        office()
            .share_of_target(at("2026-07-17T08:00:00Z"), &target, &[], share)
            .unwrap()
    };
    assert_eq!(warn(0), at("2026-07-17T08:00:00Z"));
    assert_eq!(warn(50), at("2026-07-17T12:00:00Z"));
    assert_eq!(warn(75), at("2026-07-17T14:00:00Z"));
    assert_eq!(warn(100), at("2026-07-17T16:00:00Z"));
    let weekend = office().share_of_target(
        at("2026-07-18T08:00:00Z"),
        &Target::new(2, Unit::CalendarHours),
        &[],
        Share::percent(75).unwrap(),
    );
    assert_eq!(weekend, Ok(at("2026-07-18T08:00:00Z")));
}

#[test]
fn a_calendar_that_never_opens_refuses_business_time_only() {
    let shut = Calendar::compile(CalendarRules::new(
        Europe::Paris,
        WeeklyHours::closed(),
        HolidayZone::France,
    ));
    let start = at("2026-07-13T06:00:00Z");
    for unit in [
        Unit::BusinessSeconds,
        Unit::BusinessMinutes,
        Unit::BusinessHours,
        Unit::BusinessDays,
    ] {
        assert_eq!(
            shut.deadline(start, &Target::new(1, unit), &[]),
            Err(CalendarError::NeverOpens)
        );
    }
    assert_eq!(
        shut.deadline(start, &Target::new(1, Unit::CalendarHours), &[]),
        Ok(start + TimeDelta::hours(1))
    );
    assert_eq!(shut.next_opening(start), None);
    assert!(!shut.is_open(start));
}

#[test]
fn hostile_amounts_and_instants_are_errors() {
    let start = at("2026-07-13T06:00:00Z");
    let calendar = office();
    let pauses = [
        Pause {
            from: DateTime::<Utc>::MIN_UTC,
            to: at("2026-07-13T07:00:00Z"),
        },
        Pause {
            from: at("2026-07-14T06:00:00Z"),
            to: DateTime::<Utc>::MAX_UTC,
        },
    ];
    for amount in [1_000_000_000, 1_000_000_000_000_000_000, u64::MAX] {
        for unit in [
            Unit::BusinessSeconds,
            Unit::BusinessMinutes,
            Unit::BusinessDays,
            Unit::CalendarMinutes,
            Unit::CalendarHours,
        ] {
            if (amount, unit) == (1_000_000_000, Unit::BusinessSeconds) {
                continue;
            }
            assert_eq!(
                calendar.deadline(start, &Target::new(amount, unit), &[]),
                Err(CalendarError::TooFar),
                "{amount} {unit:?}"
            );
            assert!(
                calendar
                    .deadline(start, &Target::new(amount, unit), &pauses)
                    .is_err(),
                "{amount} {unit:?}"
            );
        }
    }
    let one = Target::new(1, Unit::BusinessHours);
    for outside in [
        at("1948-12-31T23:59:59Z"),
        at("2111-01-02T00:00:00Z"),
        DateTime::<Utc>::MIN_UTC,
        DateTime::<Utc>::MAX_UTC,
    ] {
        assert_eq!(
            calendar.deadline(outside, &one, &pauses),
            Err(CalendarError::OutOfRange)
        );
        assert_eq!(
            calendar.before(outside, TimeDelta::hours(1)),
            Err(CalendarError::OutOfRange)
        );
        assert!(!calendar.is_open(outside));
        assert!(calendar.elapsed(start, outside, &pauses) >= TimeDelta::zero());
        assert!(calendar.elapsed(outside, start, &pauses) >= TimeDelta::zero());
    }
    assert_eq!(
        calendar.after(start, TimeDelta::MAX),
        Err(CalendarError::TooFar)
    );
    assert_eq!(
        calendar.before(start, TimeDelta::MAX),
        Err(CalendarError::TooFar)
    );
    assert_eq!(calendar.after(start, TimeDelta::MIN), Ok(start));
}

#[test]
fn the_first_and_last_years_are_counted() {
    assert_eq!(
        hours_after(&office(), "1950-01-02T06:00:00Z", 4),
        at("1950-01-02T11:00:00Z")
    );
    assert_eq!(
        hours_after(&office(), "2100-07-15T05:00:00Z", 4),
        at("2100-07-15T10:00:00Z")
    );
    assert_eq!(
        hours_after(&office(), "2100-12-31T16:00:00Z", 4),
        at("2101-01-03T10:00:00Z")
    );
}
