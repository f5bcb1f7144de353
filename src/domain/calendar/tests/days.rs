//! Targets in business days: the four combinations of their two switches, by example.

use chrono::TimeDelta;
use chrono_tz::Europe;

use super::*;

const DUE: [DueRule; 2] = [DueRule::SameTime, DueRule::EndOfDay];

fn due(
    calendar: &Calendar,
    start: &str,
    amount: u64,
    due: DueRule,
    from: FromRule,
) -> DateTime<Utc> {
    let target = Target {
        amount,
        unit: Unit::BusinessDays,
        due,
        from,
    };
    calendar.deadline(at(start), &target, &[]).unwrap()
}

#[test]
fn filed_in_opening_hours_is_due_at_the_same_time_or_the_closing_of_the_nth_day() {
    // Friday 10 July 2026, 11:30; Tuesday 14 is a holiday.
    for from in [FromRule::Opening, FromRule::FilingDate] {
        let filed = "2026-07-10T09:30:00Z";
        assert_eq!(
            due(&office(), filed, 1, DueRule::SameTime, from),
            at("2026-07-13T09:30:00Z")
        );
        assert_eq!(
            due(&office(), filed, 2, DueRule::SameTime, from),
            at("2026-07-15T09:30:00Z")
        );
        assert_eq!(
            due(&office(), filed, 1, DueRule::EndOfDay, from),
            at("2026-07-13T16:00:00Z")
        );
        assert_eq!(
            due(&office(), filed, 3, DueRule::EndOfDay, from),
            at("2026-07-16T16:00:00Z")
        );
    }
}

#[test]
fn filed_outside_opening_the_switch_decides_from_when_days_count() {
    // Saturday 11 July 2026 at 09:30: the next opening is on Monday 13, a business day itself.
    let filed = "2026-07-11T07:30:00Z";
    assert_eq!(
        due(&office(), filed, 1, DueRule::SameTime, FromRule::Opening),
        at("2026-07-15T06:00:00Z")
    );
    assert_eq!(
        due(&office(), filed, 1, DueRule::EndOfDay, FromRule::Opening),
        at("2026-07-15T16:00:00Z")
    );
    assert_eq!(
        due(&office(), filed, 1, DueRule::SameTime, FromRule::FilingDate),
        at("2026-07-13T07:30:00Z")
    );
    assert_eq!(
        due(&office(), filed, 1, DueRule::EndOfDay, FromRule::FilingDate),
        at("2026-07-13T16:00:00Z")
    );
}

#[test]
fn exactly_at_closing_is_outside_opening() {
    let filed = "2026-07-10T16:00:00Z";
    assert_eq!(
        due(&office(), filed, 1, DueRule::SameTime, FromRule::Opening),
        at("2026-07-15T06:00:00Z")
    );
    assert_eq!(
        due(&office(), filed, 1, DueRule::SameTime, FromRule::FilingDate),
        at("2026-07-15T06:00:00Z")
    );
}

#[test]
fn from_the_filing_date_a_result_outside_opening_moves_to_the_next_open_instant() {
    // In the night of a Thursday, at 22:00 and at 06:00; in the lunch break of the next.
    assert_eq!(
        due(
            &with_lunch(),
            "2026-07-16T20:00:00Z",
            1,
            DueRule::SameTime,
            FromRule::FilingDate
        ),
        at("2026-07-20T06:00:00Z")
    );
    assert_eq!(
        due(
            &with_lunch(),
            "2026-07-16T04:00:00Z",
            1,
            DueRule::SameTime,
            FromRule::FilingDate
        ),
        at("2026-07-17T06:00:00Z")
    );
    assert_eq!(
        due(
            &with_lunch(),
            "2026-07-16T11:00:00Z",
            1,
            DueRule::SameTime,
            FromRule::FilingDate
        ),
        at("2026-07-17T12:00:00Z")
    );
}

#[test]
fn from_opening_a_result_outside_opening_stays() {
    let short_friday = WeeklyHours::monday_to_friday(&hours("08:00-18:00"))
        .with(Weekday::Fri, hours("08:00-12:00"));
    let calendar = Calendar::compile(CalendarRules::new(
        Europe::Paris,
        short_friday,
        HolidayZone::France,
    ));
    let filed = "2026-07-16T13:30:00Z";
    assert_eq!(
        due(&calendar, filed, 1, DueRule::SameTime, FromRule::Opening),
        at("2026-07-17T13:30:00Z")
    );
    assert_eq!(
        due(&calendar, filed, 1, DueRule::SameTime, FromRule::FilingDate),
        at("2026-07-20T06:00:00Z")
    );
    assert_eq!(
        due(&calendar, filed, 1, DueRule::EndOfDay, FromRule::Opening),
        at("2026-07-17T10:00:00Z")
    );
}

#[test]
fn a_skipped_time_moves_forward_and_a_repeated_one_is_the_first() {
    let calendar = Calendar::compile(daily(Europe::Paris, "00:00-24:00"));
    for from in [FromRule::Opening, FromRule::FilingDate] {
        assert_eq!(
            due(
                &calendar,
                "2026-03-28T01:30:00Z",
                1,
                DueRule::SameTime,
                from
            ),
            at("2026-03-29T01:30:00Z")
        );
        assert_eq!(
            due(
                &calendar,
                "2026-10-24T00:30:00Z",
                1,
                DueRule::SameTime,
                from
            ),
            at("2026-10-25T00:30:00Z")
        );
        assert_eq!(
            due(
                &calendar,
                "2026-10-25T01:30:00Z",
                1,
                DueRule::SameTime,
                from
            ),
            at("2026-10-26T01:30:00Z")
        );
        assert_eq!(
            due(
                &calendar,
                "2026-10-25T00:30:00Z",
                0,
                DueRule::SameTime,
                from
            ),
            at("2026-10-25T00:30:00Z")
        );
    }
}

#[test]
fn a_closing_at_24_00_is_the_midnight_that_follows() {
    let calendar = Calendar::compile(daily(Europe::Paris, "08:00-24:00"));
    assert_eq!(
        due(
            &calendar,
            "2026-07-16T10:00:00Z",
            1,
            DueRule::EndOfDay,
            FromRule::Opening
        ),
        at("2026-07-17T22:00:00Z")
    );
}

#[test]
fn pauses_push_a_day_target_back_by_the_open_time_they_take() {
    let filed = at("2026-07-15T08:00:00Z");
    let target = Target::new(1, Unit::BusinessDays);
    let paused = |from, to| {
        office()
            .deadline(filed, &target, &[pause(from, to)])
            .unwrap()
    };
    assert_eq!(office().budget(filed, &target), Ok(TimeDelta::hours(10)));
    assert_eq!(
        paused("2026-07-15T09:00:00Z", "2026-07-15T11:00:00Z"),
        at("2026-07-16T10:00:00Z")
    );
    assert_eq!(
        paused("2026-07-15T09:00:00Z", "2026-07-16T06:00:00Z"),
        at("2026-07-16T15:00:00Z")
    );
    // Beginning at the deadline, or at night: nothing changes.
    assert_eq!(
        paused("2026-07-16T08:00:00Z", "2026-07-20T08:00:00Z"),
        at("2026-07-16T08:00:00Z")
    );
    assert_eq!(
        paused("2026-07-15T18:00:00Z", "2026-07-15T19:00:00Z"),
        at("2026-07-16T08:00:00Z")
    );
}

#[test]
fn a_pause_that_takes_no_open_time_leaves_a_deadline_at_an_opening_where_it_was() {
    // Filed on Monday night: counts from Tuesday 08:00, due on Wednesday 08:00.
    let filed = at("2026-07-20T20:00:00Z");
    let target = Target::new(1, Unit::BusinessDays);
    let unpaused = office().deadline(filed, &target, &[]).unwrap();
    assert_eq!(unpaused, at("2026-07-22T06:00:00Z"));
    let night = pause("2026-07-21T18:00:00Z", "2026-07-21T20:00:00Z");
    assert_eq!(office().deadline(filed, &target, &[night]), Ok(unpaused));
    let minute = pause("2026-07-21T15:00:00Z", "2026-07-21T15:01:00Z");
    assert_eq!(
        office().deadline(filed, &target, &[minute]),
        Ok(at("2026-07-22T06:01:00Z"))
    );
}

#[test]
fn the_last_day_known_is_an_error_not_a_panic() {
    for due in DUE {
        for from in [FromRule::Opening, FromRule::FilingDate] {
            let target = Target {
                amount: 20_000,
                unit: Unit::BusinessDays,
                due,
                from,
            };
            assert!(
                office()
                    .deadline(at("2026-07-20T20:00:00Z"), &target, &[])
                    .is_ok()
            );
            let target = Target {
                amount: 30_000,
                unit: Unit::BusinessDays,
                due,
                from,
            };
            assert_eq!(
                office().deadline(at("2026-07-20T20:00:00Z"), &target, &[]),
                Err(CalendarError::TooFar)
            );
            assert!(
                office()
                    .deadline(at("2110-12-31T23:00:00Z"), &target, &[])
                    .is_err()
            );
        }
    }
}
