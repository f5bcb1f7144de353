//! Knocks, pauses, alarms and the rate, on a clock that the test moves.

use super::*;

const fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Takes all the room there is at an instant.
fn taken(relay: &Relay, now: Duration, pace: Pace) -> u32 {
    relay.room(now, pace).map_or(0, |mut room| {
        let letters = room.letters();
        room.take(usize::MAX);
        letters
    })
}

#[test]
fn a_server_that_does_not_answer_is_tried_by_one_letter_at_growing_intervals() {
    let relay = Relay::default();
    assert_eq!(taken(&relay, at(0), Pace::Free), AT_A_TIME);
    assert_eq!(relay.silent(at(0)), Tell::Down);
    let (mut now, mut knocks) = (0, Vec::new());
    while now < 3_600 {
        if let Some(room) = relay.room(at(now), Pace::Free) {
            assert_eq!(room.letters(), 1);
            assert!(
                relay.room(at(now), Pace::Free).is_none(),
                "one knocks at a time"
            );
            relay.silent(at(now));
            knocks.push(now);
        }
        now += 1;
    }
    assert_eq!(knocks[..6], [10, 30, 70, 150, 310, 610]);
    assert!(knocks.windows(2).all(|two| two[1] - two[0] <= 300));
}

#[test]
fn a_knock_that_nobody_made_is_made_by_the_next() {
    let relay = Relay::default();
    relay.silent(at(0));
    drop(relay.room(at(10), Pace::Free).unwrap());
    assert_eq!(taken(&relay, at(10), Pace::Free), 1);
}

#[test]
fn an_administrator_is_told_after_a_quarter_of_an_hour_and_then_hourly() {
    let relay = Relay::default();
    let mut told = Vec::new();
    for minute in 0..200 {
        match relay.silent(at(minute * 60)) {
            Tell::Down => assert_eq!(minute, 0),
            Tell::StillDown(since) => told.push(since.as_secs() / 60),
            Tell::Nothing => {}
            Tell::Back(_) => panic!("it is not back"),
        }
    }
    assert_eq!(told, [15, 75, 135, 195]);
    assert_eq!(relay.answered(at(12_000)), Tell::Back(at(12_000)));
}

#[test]
fn what_waited_leaves_at_a_bounded_rate_once_the_server_is_back() {
    let relay = Relay::default();
    relay.silent(at(0));
    relay.answered(at(86_400));
    let mut left = 0;
    for tick in 0..600_u64 {
        let now = at(86_400) + Duration::from_millis(tick * 100);
        left += taken(&relay, now, Pace::Bounded);
    }
    assert!(
        (RATE * 59..=RATE * 61).contains(&left),
        "{left} in a minute"
    );
}

#[test]
fn after_a_quiet_time_many_may_leave_at_once_but_not_without_end() {
    let relay = Relay::default();
    let mut left = 0;
    while relay.room(at(5), Pace::Bounded).is_some() {
        left += taken(&relay, at(5), Pace::Bounded);
    }
    assert_eq!(left, SAVED_UP);
    assert!(relay.wait(at(5)) > Duration::ZERO);
}

#[test]
fn letters_put_off_one_after_the_other_mean_that_the_server_is_at_fault() {
    let relay = Relay::default();
    for _ in 1..IN_A_ROW {
        assert_eq!(relay.put_off(at(1)), Tell::Nothing);
    }
    relay.answered(at(1));
    for _ in 1..IN_A_ROW {
        assert_eq!(relay.put_off(at(1)), Tell::Nothing);
    }
    assert_eq!(relay.put_off(at(1)), Tell::Down);
    assert!(relay.room(at(1), Pace::Free).is_none());
}

#[test]
fn a_clock_that_was_put_back_is_noticed_and_one_that_was_corrected_is_not() {
    let relay = Relay::default();
    let noon: DateTime<Utc> = "2026-03-02T12:00:00Z".parse().unwrap();
    let looks = [
        (noon, 0, Some(false)),
        (noon + TimeDelta::seconds(8), 10, None),
        (noon + TimeDelta::days(1), 20, None),
        (noon, 30, Some(true)),
        (noon + TimeDelta::seconds(10), 40, None),
    ];
    for (shown, steady, expected) in looks {
        assert_eq!(relay.went_back(shown, at(steady)), expected, "{shown}");
    }
}
