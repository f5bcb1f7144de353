//! What a monitoring system reads, read by a parser that knows the format and nothing of Guichet.

use std::{collections::BTreeMap, net::TcpListener};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock},
    store::DatabaseUrl,
};

use crate::{
    desk_world::{blocked, desk, request},
    support::{
        app::form,
        on_each_engine, on_sqlite,
        process::{Kept, Process, Start, free_address, get},
    },
};

/// The samples of a text, by name and labels; each family with its kind.
#[derive(Debug, Default)]
struct Read {
    kinds: BTreeMap<String, String>,
    samples: BTreeMap<(String, BTreeMap<String, String>), f64>,
}

impl Read {
    /// Reads a text of version 0.0.4, strictly.
    fn of(text: &str) -> Self {
        let mut read = Self::default();
        let mut helped = String::new();
        assert!(text.ends_with('\n'));
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                let (name, help) = rest.split_once(' ').unwrap();
                assert!(!help.is_empty(), "{line}");
                helped = name.to_owned();
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').unwrap();
                assert_eq!(name, helped, "help and type go together");
                assert!(["gauge", "counter", "histogram"].contains(&kind), "{line}");
                let before = read.kinds.insert(name.to_owned(), kind.to_owned());
                assert!(before.is_none(), "{name} is told twice");
            } else {
                read.sample(line, &helped);
            }
        }
        read
    }

    fn sample(&mut self, line: &str, family: &str) {
        let end = line.find(['{', ' ']).unwrap();
        let (name, mut rest) = line.split_at(end);
        let fine = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
        assert!(name.chars().all(fine), "{line}");
        let kind = self.kinds.get(family).unwrap();
        let plain = name == family;
        let part = ["_bucket", "_sum", "_count"]
            .iter()
            .any(|end| name.strip_suffix(end) == Some(family));
        assert!(if kind == "histogram" { part } else { plain }, "{line}");
        if kind == "counter" {
            assert!(name.ends_with("_total"), "{line}");
        }
        let mut labels = BTreeMap::new();
        if let Some(inside) = rest.strip_prefix('{') {
            let (inside, after) = inside.rsplit_once('}').unwrap();
            rest = after;
            let mut left = inside;
            while !left.is_empty() {
                let (label, value) = left.split_once("=\"").unwrap();
                let mut text = String::new();
                let mut chars = value.char_indices();
                let after = loop {
                    match chars.next().unwrap() {
                        (_, '\\') => match chars.next().unwrap().1 {
                            'n' => text.push('\n'),
                            other => text.push(other),
                        },
                        (at, '"') => break at + 1,
                        (_, one) => text.push(one),
                    }
                };
                assert!(labels.insert(label.to_owned(), text).is_none(), "{line}");
                let (_, more) = value.split_at(after);
                left = more.strip_prefix(',').unwrap_or(more);
            }
        }
        let value: f64 = rest.strip_prefix(' ').unwrap().parse().unwrap();
        let before = self.samples.insert((name.to_owned(), labels), value);
        assert!(before.is_none(), "{line} is there twice");
    }

    fn value(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let wanted: BTreeMap<String, String> = labels
            .iter()
            .map(|(label, value)| ((*label).to_owned(), (*value).to_owned()))
            .collect();
        let found = self.samples.get(&(name.to_owned(), wanted));
        *found.unwrap_or_else(|| panic!("no {name} {labels:?} in {self:#?}"))
    }

    fn sum(&self, name: &str) -> f64 {
        let of_name = self.samples.iter().filter(|((one, _), _)| one == name);
        of_name.map(|(_, value)| value).sum()
    }
}

/// A server with metrics, and how to read them.
fn watched(url: &DatabaseUrl) -> (Process, impl Fn() -> Read) {
    let address = free_address();
    let place = address.to_string();
    let start = Start {
        set: &[("GUICHET_METRICS_LISTEN", &place), ("GUICHET_LOG", "error")],
        ..Start::default()
    };
    let process = Process::ready(url, &start);
    let read = move || {
        let answer = get(address, "/metrics", &[]).unwrap();
        assert_eq!(answer.status, 200);
        let kind = answer.header("content-type").unwrap();
        assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
        Read::of(&answer.body)
    };
    (process, read)
}

#[test]
fn every_name_that_is_promised_is_there_and_means_what_it_says() {
    on_each_engine(|url| {
        // The first start furnishes the database.
        drop(Process::ready(url, &Start::default()));
        // Two were filed two weeks ago and nobody answered: both are late when the server starts.
        let clock = guichet::clock::VirtualClock::stopped(SystemClock.now() - TimeDelta::days(14));
        let before = desk(url, &std::sync::Arc::new(clock));
        for _ in 0..2 {
            before.file_ticket(request("support", blocked())).unwrap();
        }
        drop(before);
        let (process, read) = watched(url);
        let mut breached = 0.0;
        for _ in 0..1_000 {
            breached = read().sum("guichet_sla_breaches_total");
            if breached >= 2.0 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert!(breached >= 2.0, "the sweep saw no breach");
        let mut line = Kept::open(process.address).unwrap();
        assert_eq!(line.get("/", "").unwrap(), 200);
        assert_eq!(line.get("/requests/no-such-secret", "").unwrap(), 404);
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form(&[("service", "support")]))
            .finish();
        assert_eq!(line.post("/", &body).unwrap(), 303);
        // What the database knows is told again for some seconds.
        let mut found = read();
        for _ in 0..1_000 {
            if found.sum("guichet_tickets_open") > 2.0 {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
            found = read();
        }
        assert_eq!(found.sum("guichet_tickets_open"), 3.0);
        let new = [("severity", "P1"), ("state", "new")];
        assert!(found.value("guichet_tickets_open", &new) >= 2.0);
        assert_eq!(found.value("guichet_database_up", &[]), 1.0);
        assert_eq!(found.value("guichet_sse_clients", &[]), 0.0);
        assert!(found.value("guichet_sla_clock_lag_seconds", &[]) >= 0.0);
        found.value("guichet_sla_next_due_seconds", &[]);
        assert!(found.value("guichet_mail_outbox_oldest_seconds", &[]) >= 0.0);
        let owed = found.value("guichet_mail_outbox_letters", &[("state", "owed")]);
        assert!(owed >= 3.0, "no mail server is set: letters wait");
        for job in ["escalation", "courier"] {
            assert_eq!(
                found.value("guichet_jobs_failed_total", &[("job", job)]),
                0.0
            );
        }
        assert!(found.value("guichet_db_pool_max", &[]) >= 1.0);
        found.value("guichet_db_pool_in_use", &[]);
        found.value("guichet_db_writes_pending", &[]);
        assert!(found.value("guichet_http_connections_open", &[]) >= 1.0);
        let build = [("version", env!("CARGO_PKG_VERSION"))];
        assert_eq!(found.value("guichet_build_info", &build), 1.0);
        assert!(found.value("process_resident_memory_bytes", &[]) > 1e6);
        assert!(found.value("process_open_fds", &[]) > 3.0);
        let seconds = "guichet_http_request_duration_seconds";
        let missed = [
            ("route", "/requests/{secret}"),
            ("method", "GET"),
            ("status", "4xx"),
        ];
        assert_eq!(found.value(&format!("{seconds}_count"), &missed), 1.0);
        assert!(found.value(&format!("{seconds}_sum"), &missed) > 0.0);
        let whole = [missed[0], missed[1], missed[2], ("le", "+Inf")];
        assert_eq!(found.value(&format!("{seconds}_bucket"), &whole), 1.0);
        // No label holds what came from outside.
        let told = format!("{:?}", found.samples);
        assert!(!told.contains("no-such-secret"));
    });
}

#[test]
fn buckets_grow_with_their_bounds_and_end_with_the_count() {
    on_sqlite(|url| {
        let (process, read) = watched(url);
        for _ in 0..20 {
            assert_eq!(process.get("/").unwrap().status, 200);
        }
        let found = read();
        let mut series: BTreeMap<_, Vec<(f64, f64)>> = BTreeMap::new();
        for ((name, labels), value) in &found.samples {
            if name.ends_with("_bucket") {
                let mut labels = labels.clone();
                let bound = labels.remove("le").unwrap();
                let bound = bound.parse().unwrap();
                series.entry(labels).or_default().push((bound, *value));
            }
        }
        assert!(!series.is_empty());
        for (labels, mut buckets) in series {
            buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
            assert!(
                buckets.windows(2).all(|two| two[0].1 <= two[1].1),
                "{labels:?}"
            );
            let labels: Vec<_> = labels
                .iter()
                .map(|(a, b)| (a.as_str(), b.as_str()))
                .collect();
            let count = found.value("guichet_http_request_duration_seconds_count", &labels);
            assert_eq!(buckets.last().unwrap(), &(f64::INFINITY, count));
        }
    });
}

#[test]
fn metrics_are_on_no_address_of_the_site_and_nowhere_unless_asked() {
    on_sqlite(|url| {
        let process = Process::ready(url, &Start::default());
        assert_eq!(process.get("/metrics").unwrap().status, 404);
        drop(process);
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let place = taken.local_addr().unwrap().to_string();
        let start = Start {
            set: &[("GUICHET_METRICS_LISTEN", &place)],
            ..Start::default()
        };
        let mut process = Process::start(url, &start);
        let status = process.ended_within(30).unwrap();
        assert_eq!(status.code(), Some(69), "{}", process.said());
        assert!(process.said().contains(&place), "{}", process.said());
    });
}
