//! Requests of another desk, by the command line: a real incident log comes in with its history, and the
//! reports count what the log itself says.

use std::{collections::BTreeMap, process::Command, sync::Arc};

use chrono::{DateTime, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Europe::Paris;
use guichet::{
    clock::VirtualClock,
    desk::{
        Desk,
        reports::{ReportAsked, ReportPage},
    },
    domain::{
        access::Scope,
        report::{Figure, ReportPeriod, ReportPeriodKind},
        ticket::{ClockName, Priority, What},
    },
    store::DatabaseUrl,
};
use tempfile::TempDir;

use crate::{
    desk_world::{MONDAY, at, desk},
    support::{
        digest::{changed, digest},
        on_each_engine,
    },
};

const LOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/uci-incidents.csv");

/// A map of a log that says what was asked, and by whom.
const MAP: &str = r#"
[log]
timezone = "Europe/Paris"
date_format = "%Y-%m-%d %H:%M"
delimiter = ";"

[columns]
ticket = "id"
state = "state"
priority = "priority"
opened_at = "opened"
changed_at = "changed"
subject = "title"
text = "text"
requester = "mail"
requester_name = "who"

[priorities]
P1 = ["1"]
P2 = ["2"]
P3 = ["3"]

[states]
new = ["new"]
open = ["open"]
resolved = ["closed"]
answered = ["closed"]
"#;

/// An old request that was settled, and one that is open and late, from two people of one domain.
const ROWS: &str = "id;state;priority;opened;changed;title;text;mail;who\n\
    A1;new;1;2026-02-02 09:00;2026-02-02 09:00;Factures;Rien ne part.;odile@marlaix.example;Odile Élan\n\
    A1;open;1;2026-02-02 09:00;2026-02-02 09:30;;;;\n\
    A1;closed;2;2026-02-02 09:00;2026-02-02 11:00;;;;\n\
    B7;new;1;2026-02-27 09:00;2026-02-27 09:00;Panne;Tout est arrêté.;nadia@marlaix.example;Nadia\n";

struct Ended {
    code: i32,
    out: String,
    err: String,
}

/// A database, and a folder with a log.
struct Place<'url> {
    url: &'url DatabaseUrl,
    folder: TempDir,
    clock: Arc<VirtualClock>,
}

impl<'url> Place<'url> {
    fn at(url: &'url DatabaseUrl) -> Self {
        let place = Self {
            url,
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(VirtualClock::stopped(at(MONDAY))),
        };
        place.write("map.toml", MAP);
        place.write("log.csv", ROWS);
        // The first command of all writes which queues and services there are.
        place.run(&["user", "list"]);
        place
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn desk(&self) -> Desk {
        desk(self.url, &self.clock)
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .args(arguments)
            .env_clear()
            .env("DATABASE_URL", self.url.masked())
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let ended = Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
        ended
    }

    /// Takes a log over, or tries it.
    fn takes(&self, log: &str, map: &str, more: &[&str]) -> Ended {
        let service = self.desk().services().unwrap()[0].slug.clone();
        let mut words = vec!["import", "tickets", log, "--map", map, "--from", "Ancien"];
        words.extend(["--service", &service, "--lang", "en"]);
        words.extend(more);
        self.run(&words)
    }

    fn report(&self, month: &str) -> ReportPage {
        let desk = self.desk();
        desk.catch_up_reports(&|| true).unwrap();
        let asked = ReportAsked {
            period: ReportPeriod::of(ReportPeriodKind::Month, month.parse().unwrap()),
            groups: Vec::new(),
            revision: None,
        };
        desk.report(&asked, &Scope::Desk).unwrap()
    }

    fn assert_checked(&self) {
        let mut told = Vec::new();
        self.desk()
            .check(&mut |_, found| told.extend(found.iter().map(ToString::to_string)))
            .unwrap();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}

/// What a log says of a month, counted row by row.
#[derive(Debug, Default, Eq, PartialEq)]
struct Counted {
    filed: BTreeMap<Priority, u64>,
    reopened: u64,
    requalified: u64,
    open_at_end: u64,
    /// Minutes from filing to settling, in order.
    settled: Vec<i64>,
}

fn instant(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%d-%m-%Y %H:%M").unwrap();
    Paris
        .from_local_datetime(&local)
        .earliest()
        .unwrap()
        .to_utc()
}

fn priority(word: &str) -> Priority {
    match word {
        "1 - Critical" => Priority::P1,
        "2 - High" => Priority::P2,
        _ => Priority::P3,
    }
}

/// Counts the log without anything of the program: state by state, as the map names them.
fn counted(from: DateTime<Utc>, to: DateTime<Utc>) -> Counted {
    let mut reader = csv::Reader::from_path(LOG).unwrap();
    let mut all: BTreeMap<String, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in reader.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        all.entry(row["number"].clone()).or_default().push(row);
    }
    let within = |at: DateTime<Utc>| u64::from(from <= at && at < to);
    let mut counted = Counted::default();
    for mut rows in all.into_values() {
        let order = |row: &BTreeMap<String, String>| row["sys_mod_count"].parse::<i64>().unwrap();
        rows.sort_by_key(|row| (instant(&row["sys_updated_at"]), order(row)));
        let filed = instant(&rows[0]["opened_at"]);
        let mut holds = priority(&rows[0]["priority"]);
        let (mut settled, mut open_at_end) = (false, filed < to);
        *counted.filed.entry(holds).or_default() += within(filed);
        for row in &rows {
            let at = instant(&row["sys_updated_at"]).max(filed);
            let settles = matches!(row["incident_state"].as_str(), "Resolved" | "Closed");
            let is = priority(&row["priority"]);
            if is != holds && !(settled && settles) {
                counted.requalified += within(at);
                holds = is;
            }
            if settles && !settled && within(at) == 1 {
                counted.settled.push((at - filed).num_minutes());
            }
            counted.reopened += u64::from(settled && !settles) * within(at);
            settled = settles;
            if at < to {
                open_at_end = !settles;
            }
        }
        counted.open_at_end += u64::from(open_at_end);
    }
    counted.settled.sort_unstable();
    counted
}

/// The amount at a rank of a sorted list, as the textbook has it.
fn nearest_rank(sorted: &[i64], percent: usize) -> Option<i64> {
    sorted
        .get((sorted.len() * percent).div_ceil(100).max(1) - 1)
        .copied()
}

#[test]
fn the_reports_of_a_real_log_that_was_taken_over_count_what_the_log_says() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let ended = place.takes(
            LOG,
            "uci-incidents",
            &["--requester", "before@desk.example", "--apply"],
        );
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        assert!(
            ended.out.contains("890 requests are taken over"),
            "{}",
            ended.out
        );
        let march = place.report("2016-03-01");
        let (from, to) = march.asked.period.bounds();
        let log = counted(from, to);
        let figures = &march.figures;
        let wall = figures.took(Figure::Resolved, None).wall;
        let told = Counted {
            filed: figures.filed.clone(),
            reopened: figures.reopened,
            requalified: figures.requalified,
            open_at_end: figures.count(Figure::Backlog),
            settled: log.settled.clone(),
        };
        assert_eq!(told, log);
        for percent in [1, 50, 90, 99, 100] {
            let rank = u64::try_from(percent).unwrap();
            assert_eq!(
                wall.rank(rank),
                nearest_rank(&log.settled, percent),
                "{percent}"
            );
        }
        // Counted once more by another program.
        assert_eq!(figures.count(Figure::Filed), 683);
        assert_eq!(figures.count(Figure::Resolved), 767);
        assert_eq!((figures.reopened, figures.requalified), (9, 37));
        assert_eq!(figures.count(Figure::Backlog), 88);
        assert_eq!((wall.rank(50), wall.rank(90)), (Some(3_115), Some(23_543)));
        // Each promise of the contract was kept or missed, no more often than there are clocks.
        let due = figures.share(Some(ClockName::Acknowledge), None).due();
        assert!(0 < due && due <= 890, "{due}");
        place.assert_checked();
        // Nobody is written to about the past.
        let stays = digest(url);
        let again = place.takes(
            LOG,
            "uci-incidents",
            &["--requester", "before@desk.example", "--apply"],
        );
        assert_eq!(again.code, 0, "{}", again.err);
        assert_eq!(changed(&stays, &digest(url)), [""; 0], "{}", again.out);
        assert_eq!(stays["letters"], "");
    });
}

#[test]
fn a_log_is_tried_first_and_a_request_that_cannot_be_taken_keeps_all_from_being_written() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let before = digest(url);
        let tried = place.takes("log.csv", "map.toml", &[]);
        assert_eq!(tried.code, 0, "{}{}", tried.out, tried.err);
        for said in [
            "2 requests would be taken over",
            "Open: 1, late among them: 1",
            "--apply",
        ] {
            assert!(tried.out.contains(said), "{said}: {}", tried.out);
        }
        let nobody = place.takes(LOG, "uci-incidents", &["--apply"]);
        assert_eq!(nobody.code, 65);
        assert!(
            nobody
                .out
                .contains("INC0000045  The log does not say who asked"),
            "{}",
            nobody.out
        );
        let wrong = ROWS
            .replace("nadia@marlaix.example", "nadia")
            .replace("A1;open;1;2026", "A1;open;1;2996");
        place.write("wrong.csv", &wrong);
        let refused = place.takes("wrong.csv", "map.toml", &["--apply", "--json"]);
        assert_eq!(refused.code, 65, "{}", refused.err);
        let lines: Vec<serde_json::Value> = refused
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert!(
            lines[0]["says"].as_str().unwrap().contains("2996"),
            "{}",
            refused.out
        );
        assert!(
            lines[1]["says"]
                .as_str()
                .unwrap()
                .contains("“nadia” is no address"),
            "{}",
            refused.out
        );
        assert_eq!(lines[2]["written"], false);
        let elsewhere = place.run(&[
            "import",
            "tickets",
            "log.csv",
            "--map",
            "map.toml",
            "--from",
            "X",
            "--service",
            "nowhere",
        ]);
        assert_eq!(elsewhere.code, 65);
        assert!(
            elsewhere
                .err
                .contains("there is no service « nowhere »; there are: "),
            "{}",
            elsewhere.err
        );
        let unknown = place.takes("log.csv", "uci-incidents", &["--apply"]);
        assert!(
            unknown
                .err
                .contains("log.csv:1: there is no column « number »"),
            "{}",
            unknown.err
        );
        assert_eq!(
            changed(&before, &digest(url)),
            [""; 0],
            "trying wrote something"
        );
    });
}

#[test]
fn what_is_taken_over_is_worked_on_like_any_request_and_what_is_late_is_told_once() {
    on_each_engine(|url| {
        let place = Place::at(url);
        let ended = place.takes("log.csv", "map.toml", &["--apply"]);
        assert!(
            ended.out.contains("2 requests are taken over"),
            "{}{}",
            ended.out,
            ended.err
        );
        place.assert_checked();
        let desk = place.desk();
        let seen = |reference: &str| {
            let id = desk.ticket_called(reference.parse().unwrap(), &Scope::Desk);
            desk.ticket(id.unwrap(), &Scope::Desk).unwrap()
        };
        // In the order in which they were filed, in the year in which they were.
        let (settled, open) = (seen("INC-2026-00001"), seen("INC-2026-00002"));
        assert_eq!(settled.ticket.subject.as_str(), "Factures");
        assert_eq!(
            (settled.ticket.priority, open.ticket.priority),
            (Priority::P2, Priority::P1)
        );
        assert_eq!(settled.ticket.organisation, open.ticket.organisation);
        let last = settled.events.last().unwrap();
        assert!(matches!(&last.what, What::TakenOver { number, .. } if number.as_str() == "A1"));
        let answered = settled.messages.last().unwrap();
        assert_eq!(
            answered.body.as_str(),
            "Answer given in Ancien, where its text stayed."
        );
        // Both clocks of the open one are late: each tells once, of its highest level.
        let swept = desk.escalate().unwrap();
        assert_eq!(swept.failed, 0);
        assert!(swept.fired > 0, "{swept:?}");
        assert_eq!(desk.escalate().unwrap().fired, 0);
        place.assert_checked();
        // One more row of the same log brings the new request alone.
        let more = "C  2;new;3;2026-03-01 10:00;2026-03-01 10:00;Question;Comment ?;odile@marlaix.example;\n";
        place.write("log.csv", &format!("{ROWS}{more}"));
        let again = place.takes("log.csv", "map.toml", &["--apply"]);
        assert!(
            again.out.contains("1 request is taken over"),
            "{}",
            again.out
        );
        // One number, however its blanks are written.
        let stays = place.takes("log.csv", "map.toml", &["--apply"]);
        assert!(
            stays.out.contains("nothing changed"),
            "{}{}",
            stays.out,
            stays.err
        );
        assert_eq!(
            seen("INC-2026-00003").ticket.requester,
            settled.ticket.requester
        );
    });
}
