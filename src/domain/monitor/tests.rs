//! What looks amount to, against a slow reading of all of them.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    operation::MaintenanceSaid,
    ticket::{Line, Priority},
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn minute(number: i64) -> DateTime<Utc> {
    at("2026-11-30T09:00:00Z") + TimeDelta::minutes(number)
}

const RULE: Rule = Rule {
    every: 60,
    failures: 3,
    successes: 2,
};

/// Outages as `(from, to)`, from looks a minute apart: « b », « g », « ? », and « . » for none.
fn outages(rule: Rule, looks: &str) -> Vec<(i64, Option<i64>)> {
    let (mut watch, mut found) = (Watch::default(), Vec::new());
    for (number, look) in looks.chars().enumerate() {
        let outcome = match look {
            'g' => Outcome::Good,
            'b' => Outcome::Bad,
            '?' => Outcome::NotKnown,
            _ => continue,
        };
        let number = i64::try_from(number).unwrap();
        let seen = watch.see(rule, minute(number), outcome);
        watch = seen.watch;
        let minutes = |at: DateTime<Utc>| (at - minute(0)).num_minutes();
        match seen.turn {
            Some(Turn::Down(from)) => found.push((minutes(from), None)),
            Some(Turn::Up(to)) => found.last_mut().unwrap().1 = Some(minutes(to)),
            None => {}
        }
    }
    found
}

/// The same, read slowly: at each look, all that came before is gone through again.
fn read_slowly(rule: Rule, looks: &str) -> Vec<(i64, Option<i64>)> {
    let all: Vec<char> = looks.chars().collect();
    let mut found: Vec<(i64, Option<i64>)> = Vec::new();
    let mut settled = 0;
    for end in 0..all.len() {
        let is_down = found.last().is_some_and(|one| one.1.is_none());
        let (wanted, needed) = if is_down {
            ('g', rule.successes)
        } else {
            ('b', rule.failures)
        };
        if all[end] != wanted {
            continue;
        }
        // Back from here, through what is wanted and through silences of at most two minutes.
        let (mut count, mut first, mut silence) = (0, end, 0);
        for back in (settled..=end).rev() {
            if all[back] == wanted {
                (count, first, silence) = (count + 1, back, 0);
            } else if all[back] == '.' {
                silence += 1;
                if silence > 2 {
                    break;
                }
            } else {
                break;
            }
        }
        if count >= needed {
            settled = end + 1;
            let first = i64::try_from(first).unwrap();
            if is_down {
                found.last_mut().unwrap().1 = Some(first);
            } else {
                found.push((first, None));
            }
        }
    }
    found
}

#[test]
fn an_outage_begins_with_the_first_failed_look_and_ends_with_the_first_good_one() {
    assert_eq!(outages(RULE, "gbbbbggg"), [(1, Some(5))]);
    assert_eq!(outages(RULE, "gbbgbbg"), [], "never three in a row");
    assert_eq!(
        outages(RULE, "bbbgbgbg"),
        [(0, None)],
        "it flaps: one outage"
    );
    assert_eq!(outages(RULE, "bbbgg"), [(0, Some(3))]);
}

#[test]
fn what_nobody_saw_is_neither_an_outage_nor_its_end() {
    assert_eq!(outages(RULE, "bb?bb"), []);
    assert_eq!(outages(RULE, "bb?bbb"), [(3, None)]);
    assert_eq!(outages(RULE, "bbbg?gg"), [(0, Some(5))]);
    assert_eq!(outages(RULE, "bb...b"), [], "nobody looked for too long");
    assert_eq!(outages(RULE, "bb..b"), [(0, None)], "one look came late");
    assert_eq!(outages(RULE, "bbb????"), [(0, None)]);
    let never = Watch::default();
    assert_eq!(never.standing(RULE, minute(0)), Standing::NotKnown);
    let seen = never.see(RULE, minute(0), Outcome::Good).watch;
    assert_eq!(seen.standing(RULE, minute(3)), Standing::Up);
    assert_eq!(seen.standing(RULE, minute(4)), Standing::NotKnown);
    let unknown = seen.see(RULE, minute(1), Outcome::NotKnown).watch;
    assert_eq!(unknown.standing(RULE, minute(1)), Standing::NotKnown);
}

proptest! {
    #[test]
    fn the_outages_are_those_of_a_slow_reading(
        looks in "[gb?.]{0,60}",
        failures in 1_u32..5,
        successes in 1_u32..5,
    ) {
        let rule = Rule { every: 60, failures, successes };
        prop_assert_eq!(outages(rule, &looks), read_slowly(rule, &looks));
    }

    #[test]
    fn outages_do_not_overlap_and_a_look_that_is_seen_again_changes_nothing(
        looks in "[gb?]{1,60}",
        again in 0_usize..60,
    ) {
        let found = outages(RULE, &looks);
        for (one, next) in found.iter().zip(found.iter().skip(1)) {
            prop_assert!(one.1.is_some_and(|end| one.0 < end && end < next.0));
        }
        let (mut watch, mut seen) = (Watch::default(), Vec::new());
        for (number, look) in looks.chars().enumerate() {
            let outcome = match look {
                'g' => Outcome::Good,
                'b' => Outcome::Bad,
                _ => Outcome::NotKnown,
            };
            let when = minute(i64::try_from(number).unwrap());
            watch = watch.see(RULE, when, outcome).watch;
            seen.push((when, outcome));
        }
        let (when, outcome) = seen[again % seen.len()];
        let after = watch.see(RULE, when, outcome);
        prop_assert_eq!((after.watch, after.turn), (watch, None));
    }
}

fn work(from: i64, to: i64) -> MaintenanceSaid {
    MaintenanceSaid {
        title: Line::parse("Mise à jour").unwrap(),
        reason: Line::parse("Correctifs").unwrap(),
        components: Vec::new(),
        from: minute(from),
        to: minute(to),
        ended: None,
        lasts: false,
        severity: Priority::P1,
        urgency: None,
        planned_at: minute(from - 1_000),
        called_off: false,
        published: true,
    }
}

#[test]
fn announced_maintenance_holds_an_outage_back_until_it_is_over() {
    let from = |since, now, works: &[MaintenanceSaid]| {
        let found = opens_from(minute(since), minute(now), works);
        found.map(|at| (at - minute(0)).num_minutes())
    };
    assert_eq!(from(5, 8, &[]), Some(5));
    assert_eq!(from(5, 8, &[work(0, 60)]), None, "it is held back");
    assert_eq!(from(5, 61, &[work(0, 60)]), Some(60), "from its end on");
    assert_eq!(from(5, 60, &[work(0, 60)]), Some(60));
    assert_eq!(from(5, 70, &[work(10, 60)]), Some(5), "it was out before");
    assert_eq!(
        from(5, 70, &[work(60, 90), work(0, 60)]),
        None,
        "one after the other"
    );
    let mut lasts = work(0, 60);
    lasts.lasts = true;
    assert_eq!(
        from(5, 90, &[lasts]),
        None,
        "what overruns counts by itself"
    );
    let mut off = work(0, 60);
    off.called_off = true;
    assert_eq!(from(5, 8, &[off]), Some(5));
    let mut late = work(0, 60);
    late.planned_at = minute(1);
    assert_eq!(from(5, 8, &[late]), Some(5), "nobody was told before");
}

#[test]
fn an_answer_at_the_limit_is_kept_and_ranks_are_exact() {
    let look = |took, outcome| Look {
        at: minute(0),
        outcome,
        took,
        fault: None,
    };
    let kept = |took, outcome| Objective::Synchronous.is_kept(&look(took, outcome));
    assert_eq!(kept(Some(30_000), Outcome::Good), Some(true));
    assert_eq!(kept(Some(30_001), Outcome::Good), Some(false));
    assert_eq!(kept(Some(10), Outcome::Bad), Some(false));
    assert_eq!(kept(None, Outcome::Good), None);
    assert_eq!(kept(Some(10), Outcome::NotKnown), None);
    for (count, half, nine) in [(0, 0, 0), (1, 1, 1), (2, 1, 2), (10, 5, 9), (11, 6, 10)] {
        assert_eq!((rank(count, 50), rank(count, 90)), (half, nine), "{count}");
    }
}

#[test]
fn only_what_the_setting_allows_is_looked_at() {
    for (text, public, any) in [
        ("https://example.org/health?full=1", true, true),
        ("http://example.org/", false, true),
        ("https://127.0.0.1/", false, true),
        ("https://user:word@example.org/", false, false),
        ("ftp://example.org/", false, false),
        ("example.org", false, false),
    ] {
        assert_eq!(WebAddress::parse(text, false).is_ok(), public, "{text}");
        assert_eq!(WebAddress::parse(text, true).is_ok(), any, "{text}");
    }
    for (text, public, any) in [
        ("db.example.org", true, true),
        ("169.254.169.254", false, true),
        ("[::1]", false, true),
        ("a b", false, false),
    ] {
        assert_eq!(HostName::parse(text, false).is_ok(), public, "{text}");
        assert_eq!(HostName::parse(text, true).is_ok(), any, "{text}");
    }
}

#[test]
fn a_fault_is_read_back_from_its_word() {
    for fault in [LookFault::Silent, LookFault::Status(503), LookFault::NoBeat] {
        assert_eq!(fault.to_string().parse(), Ok(fault));
    }
    assert!("status many".parse::<LookFault>().is_err());
}
