use clap::Parser;
use serde_json::Value;

use super::*;

const LOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/uci-incidents.csv");

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    args: Args,
}

fn simulate(contract: &str, log: &str, more: &[&str]) -> (ExitCode, String, String) {
    let words = [
        "simulate",
        "--map",
        "uci-incidents",
        "--contract",
        contract,
        "--log",
        log,
    ];
    let line = Line::try_parse_from(words.iter().chain(more)).unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(&line.args, &mut out, &mut err);
    (
        code,
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    )
}

fn written(rows: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let heading = "number,incident_state,sys_mod_count,opened_at,sys_updated_at,priority\n";
    file.write_all(heading.as_bytes()).unwrap();
    file.write_all(rows.as_bytes()).unwrap();
    file
}

fn counted(contract: &str, rows: &str) -> Value {
    let file = written(rows);
    let (_, out, err) = simulate(contract, file.path().to_str().unwrap(), &["--json"]);
    assert_eq!(err, "");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_real_log_replays_against_every_contract_and_every_ticket_is_counted_once() {
    for (name, _) in crate::domain::contract::TEMPLATES {
        let (_, out, err) = simulate(name, LOG, &["--json"]);
        assert_eq!(err, "", "{name}");
        let found: Value = serde_json::from_str(&out).unwrap();
        let of =
            |priority: &str, what: &str| found["acknowledge"][priority][what].as_u64().unwrap();
        for priority in ["P1", "P2", "P3"] {
            assert_eq!(
                of(priority, "tickets"),
                of(priority, "kept") + of(priority, "late") + of(priority, "open")
            );
        }
        let tickets: u64 = ["P1", "P2", "P3"]
            .iter()
            .map(|priority| of(priority, "tickets"))
            .sum();
        assert_eq!(tickets, 890, "{name}");
        assert_eq!(found["acknowledge"]["P1"].as_object().unwrap().len(), 4);
    }
}

#[test]
fn a_ticket_is_kept_late_or_open_by_its_first_row_that_is_not_new() {
    // Friday 4 March 2016; P1 has 4 business hours, so Monday 09:00 when filed at 15:00.
    let found = counted(
        "standard",
        "A,New,0,04-03-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         A,Active,1,04-03-2016 15:00,07-03-2016 09:00,1 - Critical\n\
         B,New,0,04-03-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         B,Resolved,1,04-03-2016 15:00,07-03-2016 09:01,1 - Critical\n\
         C,New,0,04-03-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         D,New,0,07-03-2016 09:00,07-03-2016 09:05,1 - Critical\n",
    );
    assert_eq!(
        found["acknowledge"]["P1"],
        serde_json::json!({"tickets": 4, "kept": 1, "late": 2, "open": 1})
    );
    assert_eq!(found["warned"]["acknowledge"]["P1"], 3);
}

#[test]
fn a_deadline_at_the_last_instant_of_the_log_is_late_and_the_last_row_gives_the_priority() {
    let found = counted(
        "standard",
        "A,New,1,07-03-2016 09:00,07-03-2016 10:00,4 - Low\n\
         A,New,2,07-03-2016 09:00,07-03-2016 10:00,1 - Critical\n\
         A,New,0,07-03-2016 09:00,07-03-2016 10:00,2 - High\n\
         B,New,0,07-03-2016 12:00,07-03-2016 13:00,3 - Moderate\n",
    );
    assert_eq!(
        found["acknowledge"]["P1"],
        serde_json::json!({"tickets": 1, "kept": 0, "late": 1, "open": 0})
    );
    assert_eq!(found["acknowledge"]["P2"]["tickets"], 0);
    assert_eq!(found["acknowledge"]["P3"]["open"], 1);
}

#[test]
fn wrong_rows_are_told_with_their_line_and_nothing_is_counted() {
    let file = written(
        "A,New,0,04-03-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         A,Nowhere,1,04-03-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         A,New,x,04-03-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         A,New,1,31-02-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         ,New,1,04-03-2016 15:00,04-03-2016 15:00,1 - Critical\n\
         A,New,1,04-03-2016 15:00,04-03-2016 15:00\n",
    );
    let (code, out, err) = simulate("standard", file.path().to_str().unwrap(), &[]);
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(65)));
    assert_eq!(out, "");
    for (line, words) in [
        (3, "Nowhere"),
        (4, "« x »"),
        (5, "31-02-2016"),
        (6, "no ticket"),
        (7, "5 cells"),
    ] {
        assert!(
            err.lines()
                .any(|told| told.contains(&format!(":{line}: ")) && told.contains(words)),
            "{line} {words} in {err}"
        );
    }
}

#[test]
fn a_log_that_is_not_there_or_lacks_a_column_is_refused() {
    let (code, _, err) = simulate("standard", "/nowhere.csv", &[]);
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(66)));
    assert!(err.contains("/nowhere.csv"));
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"number,incident_stat,priority\n\xff\xfe,,\n")
        .unwrap();
    let (code, _, err) = simulate("standard", file.path().to_str().unwrap(), &[]);
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(65)));
    assert!(err.contains("did you mean « incident_stat »?"), "{err}");
}

#[test]
fn the_table_is_written_in_the_language_asked_for() {
    let (_, french, _) = simulate("standard", LOG, &[]);
    assert!(
        french.contains("prise en charge") && french.contains(','),
        "{french}"
    );
    let (_, english, _) = simulate("standard", LOG, &["--lang", "en"]);
    assert!(english.contains("Share kept"), "{english}");
}

#[test]
fn a_clock_without_a_promise_is_measured_without_its_waits() {
    let found = counted(
        "standard",
        "A,New,0,07-03-2016 09:00,07-03-2016 09:00,1 - Critical\n\
         A,Awaiting User Info,1,07-03-2016 09:00,07-03-2016 10:00,1 - Critical\n\
         A,Active,2,07-03-2016 09:00,07-03-2016 12:00,1 - Critical\n\
         A,Resolved,3,07-03-2016 09:00,07-03-2016 13:00,1 - Critical\n\
         A,Active,4,07-03-2016 09:00,08-03-2016 09:00,1 - Critical\n\
         A,Closed,5,07-03-2016 09:00,08-03-2016 09:30,1 - Critical\n\
         B,New,0,07-03-2016 09:00,07-03-2016 09:00,1 - Critical\n",
    );
    assert_eq!(
        found["unpromised"]["resolve"]["P1"],
        serde_json::json!({"tickets": 2, "ended": 1, "open": 1, "median_open_seconds": 9000})
    );
    assert_eq!(
        found["unpromised"]["respond"]["P1"]["median_open_seconds"],
        3600
    );
}
