use chrono_tz::Europe;

use super::*;
use crate::domain::calendar::{CalendarRules, DayHours, HolidayZone, OpenInterval, WeeklyHours};

const OFFICE: &str = r#"{"timezone":"Europe/Paris","hours":{"mon":[["08:00","18:00"]],"tue":[["08:00","18:00"]],"wed":[["08:00","18:00"]],"thu":[["08:00","18:00"]],"fri":[["08:00","18:00"]]},"zone":"fr"}"#;

fn contract(name: &str) -> Option<Calendar> {
    let hours = DayHours::new(vec![OpenInterval::parse("08:00", "18:00").unwrap()]).unwrap();
    let week = WeeklyHours::monday_to_friday(&hours);
    (name == "divalto").then(|| {
        Calendar::compile(CalendarRules::new(
            Europe::Paris,
            week,
            HolidayZone::AlsaceMoselle,
        ))
    })
}

fn run_bytes(input: &[u8]) -> (String, bool) {
    let mut out = Vec::new();
    let code = run(Args {}, &mut &*input, &mut out, &contract).unwrap();
    (String::from_utf8(out).unwrap(), code == ExitCode::SUCCESS)
}

fn one(line: &str) -> String {
    let (out, _) = run_bytes(line.as_bytes());
    assert_eq!(out.lines().count(), 1, "{out}");
    out.trim_end().to_owned()
}

fn case(rest: &str) -> String {
    one(&format!(r#"{{"id":1,"calendar":{OFFICE},{rest}}}"#))
}

#[test]
fn a_target_gets_its_deadline_and_an_end_its_elapsed_seconds() {
    let asked =
        r#""start":"2026-12-24T16:00:00+01:00","target":{"unit":"business_minutes","amount":240}"#;
    assert_eq!(case(asked), r#"{"id":1,"deadline":"2026-12-28T09:00:00Z"}"#);
    let asked = r#""start":"2026-12-24T16:00:00+01:00","end":"2026-12-28T10:00:00+01:00""#;
    assert_eq!(case(asked), r#"{"id":1,"elapsed_seconds":14400}"#);
    let asked = r#""start":"2026-12-24T16:00:00+01:00","end":"2026-12-20T10:00:00+01:00""#;
    assert_eq!(case(asked), r#"{"id":1,"elapsed_seconds":0}"#);
}

#[test]
fn a_fraction_of_a_second_is_written_only_when_there_is_one() {
    let asked =
        r#""start":"2026-12-22T08:00:00.5Z","target":{"unit":"business_seconds","amount":1}"#;
    assert_eq!(
        case(asked),
        r#"{"id":1,"deadline":"2026-12-22T08:00:01.500Z"}"#
    );
    let asked = r#""start":"2026-12-22T08:00:00.25Z","end":"2026-12-22T08:00:01Z""#;
    assert_eq!(case(asked), r#"{"id":1,"elapsed_seconds":0.75}"#);
}

#[test]
fn a_contract_is_found_by_its_name() {
    let line = |name: &str| {
        one(&format!(
            r#"{{"id":"a","calendar":"{name}","start":"2026-12-24T17:00:00Z","target":{{"unit":"business_days","amount":1}}}}"#
        ))
    };
    assert_eq!(
        line("divalto"),
        r#"{"id":"a","deadline":"2026-12-29T07:00:00Z"}"#
    );
    assert!(line("nobody").contains("there is no contract"));
}

#[test]
fn pauses_come_in_any_order() {
    let asked = r#""start":"2026-12-22T08:00:00+01:00","pauses":[["2026-12-22T11:00:00+01:00","2026-12-22T12:00:00+01:00"],["2026-12-22T09:00:00+01:00","2026-12-22T10:00:00+01:00"]],"target":{"unit":"business_minutes","amount":180}"#;
    assert_eq!(case(asked), r#"{"id":1,"deadline":"2026-12-22T12:00:00Z"}"#);
}

#[test]
fn an_id_is_echoed_as_it_was() {
    for id in [
        "\"é\\u00e9\"",
        "123456789012345678901234567890",
        "-0.10e5",
        "null",
        "[1, {\"a\":\"}\"}]",
        "{\"deadline\":1}",
    ] {
        let line = format!(
            r#"{{"end":"2026-12-22T09:00:00Z","id": {id} ,"calendar":{OFFICE},"start":"2026-12-22T08:00:00Z"}}"#
        );
        assert_eq!(
            one(&line),
            format!(r#"{{"id":{id},"elapsed_seconds":3600}}"#)
        );
        let line = format!(
            r#"{{"id":{id},"calendar":{OFFICE},"start":"yesterday","end":"2026-12-22T09:00:00Z"}}"#
        );
        assert!(one(&line).starts_with(&format!(r#"{{"id":{id},"error":"start: "#)));
    }
}

#[test]
fn a_bad_line_is_answered_in_its_place_and_the_others_go_on() {
    let good = format!(
        r#"{{"id":7,"calendar":{OFFICE},"start":"2026-12-22T08:00:00Z","end":"2026-12-22T09:00:00Z"}}"#
    );
    let mut input = Vec::new();
    let bad: [&[u8]; 9] = [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{\"id\":1}",
        b"{\"id\":1,\"id\":2}",
        b"{\"id\":\"\\ud800\"}",
        b"{\"id\":1}}",
    ];
    for line in bad {
        input.extend_from_slice(line);
        input.push(b'\n');
        input.extend_from_slice(good.as_bytes());
        input.extend_from_slice(b"\r\n");
    }
    input.extend_from_slice(good.as_bytes());
    let (out, success) = run_bytes(&input);
    assert!(!success);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), bad.len() * 2 + 1);
    for (i, line) in lines.iter().enumerate() {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        if i % 2 == 0 && i < bad.len() * 2 {
            assert!(line.contains("\"error\":\""), "{line}");
        } else {
            assert_eq!(answer["elapsed_seconds"], 3600, "{line}");
        }
    }
    assert!(run_bytes(good.as_bytes()).1);
    assert!(run_bytes(b"").1);
}

#[test]
fn hostile_values_are_errors_not_panics() {
    let deep = "[".repeat(100_000);
    assert!(one(&format!(r#"{{"id":{deep}"#)).contains("error"));
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(one(&format!(r#"{{"id":1,"calendar":{nested}}}"#)).contains("error"));
    for target in [
        r#"{"unit":"business_minutes","amount":1000000000000000000}"#,
        r#"{"unit":"business_days","amount":1000000000000000000}"#,
        r#"{"unit":"calendar_hours","amount":18446744073709551615}"#,
        r#"{"unit":"calendar_minutes","amount":99999999999999999999999}"#,
        r#"{"unit":"business_minutes","amount":-1}"#,
        r#"{"unit":"business_minutes","amount":1.5}"#,
        r#"{"unit":"business_minutes","amount":"4"}"#,
        r#"{"unit":"business_minuts","amount":1}"#,
        r#"{"unit":"business_minutes","amount":1,"due":"noon"}"#,
        r#"{"unit":"business_minutes","amount":1,"amount":1}"#,
        r#"{"unit":"business_minutes","amount":1,"Amount":1}"#,
        r#"{"unit":"business_minutes"}"#,
        r#"4"#,
    ] {
        let answer = case(&format!(
            r#""start":"2026-12-22T08:00:00Z","target":{target}"#
        ));
        assert!(
            answer.starts_with(r#"{"id":1,"error":""#),
            "{target}: {answer}"
        );
    }
    for start in [
        "2026-12-22T08:00:00",
        "2026-12-22",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-02-30T00:00:00Z",
        "now",
    ] {
        let answer = case(&format!(
            r#""start":"{start}","end":"2026-12-22T08:00:00Z""#
        ));
        assert!(
            answer.starts_with(r#"{"id":1,"error":"start: "#),
            "{start}: {answer}"
        );
    }
}

#[test]
fn what_was_probably_meant_is_proposed() {
    let near =
        case(r#""start":"2026-12-22T08:00:00Z","target":{"unit":"bussiness_days","amount":1}"#);
    assert!(
        near.contains(r#"did you mean \"business_days\"?"#),
        "{near}"
    );
    let near = case(r#""strat":"2026-12-22T08:00:00Z""#);
    assert!(near.contains(r#"did you mean \"start\"?"#), "{near}");
    let calendar = |change: (&str, &str)| {
        let calendar = OFFICE.replace(change.0, change.1);
        one(&format!(
            r#"{{"id":1,"calendar":{calendar},"start":"2026-12-22T08:00:00Z","end":"2026-12-22T08:00:00Z"}}"#
        ))
    };
    let near = calendar(("Europe/Paris", "Europe/Pari"));
    assert!(near.contains(r#"did you mean \"Europe/Paris\"?"#), "{near}");
    let near = calendar((r#""fr"}"#, r#""fr-mayote"}"#));
    assert!(near.contains(r#"did you mean \"fr-mayotte\"?"#), "{near}");
    let near = calendar(("\"mon\"", "\"lun\""));
    assert!(near.contains("unknown key"), "{near}");
    let near = calendar((r#"[["08:00","18:00"]]"#, r#"[["18:00","08:00"]]"#));
    assert!(near.contains("ends before it begins"), "{near}");
}

#[test]
fn a_calendar_that_never_opens_says_so() {
    let line = r#"{"id":1,"calendar":{"timezone":"Europe/Paris","hours":{},"zone":"none"},"start":"2026-12-22T08:00:00Z","target":{"unit":"business_minutes","amount":1}}"#;
    assert!(one(line).contains("never opens"));
}
