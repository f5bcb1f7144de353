//! Every request has a name: in the head of its answer, on the page when something goes wrong, and
//! in every line of the log that it causes.

use serde_json::Value;

use crate::support::{
    app::{form, served},
    on_sqlite,
    process::{Process, Start, get},
};

const NOW: &str = "2026-03-04T09:00:00Z";

/// The lines of the log that bear a request's name.
fn lines_of<'a>(log: &'a [Value], id: &str) -> Vec<&'a Value> {
    log.iter()
        .filter(|line| line["span"]["request"] == id)
        .collect()
}

#[test]
fn every_answer_bears_its_requests_name_and_an_error_page_shows_it() {
    on_sqlite(|url| {
        let served = served(url, NOW);
        let mut names = std::collections::BTreeSet::new();
        for (path, status, shown) in [
            ("/", 200, false),
            ("/healthz", 200, false),
            ("/queue", 303, false),
            ("/nowhere", 404, true),
            ("/requests/nobody-knows-this", 404, true),
            ("/panics/here", 500, true),
        ] {
            let answer = served.browser().get(path);
            assert_eq!(answer.status, status, "{path}");
            let name = answer.header("x-request-id").unwrap().to_owned();
            assert_eq!(name.len(), 32, "{path}");
            assert_eq!(
                answer.body.contains(&name),
                shown,
                "{path}: {}",
                answer.body
            );
            names.insert(name);
        }
        assert_eq!(names.len(), 6, "no two requests have the same name");
        let refused = served
            .browser()
            .saying("Host", "elsewhere.example")
            .get("/");
        assert_eq!(refused.status, 421);
        assert!(
            refused
                .body
                .contains(refused.header("x-request-id").unwrap())
        );
        let foreign = served
            .browser()
            .saying("Origin", "https://elsewhere.example")
            .post("/", &form(&[]));
        assert_eq!(foreign.status, 403);
        assert!(
            foreign
                .body
                .contains(foreign.header("x-request-id").unwrap())
        );
    });
}

#[test]
fn the_log_tells_each_answer_by_its_route_and_never_by_its_address() {
    on_sqlite(|url| {
        let start = Start {
            set: &[("GUICHET_LOG_FORMAT", "json"), ("GUICHET_LOG", "debug")],
            ..Start::default()
        };
        let process = Process::ready(url, &start);
        let secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";
        let path = format!("/requests/{secret}?q=line%0abreak%22quote");
        let forged = [
            ("X-Request-Id", "forged-by-anybody"),
            ("User-Agent", "a\"b\\c"),
        ];
        let answer = get(process.address, &path, &forged).unwrap();
        let id = answer.header("x-request-id").unwrap();
        assert_ne!(id, "forged-by-anybody");
        let log = process.log();
        let told: Vec<_> = lines_of(&log, id)
            .into_iter()
            .filter(|line| line["message"] == "answered")
            .collect();
        assert_eq!(told.len(), 1, "{log:?}");
        assert_eq!(told[0]["route"], "/requests/{secret}");
        assert_eq!(told[0]["method"], "GET");
        assert_eq!(told[0]["status"], 404);
        assert!(told[0]["seconds"].as_f64().unwrap() > 0.0);
        assert_eq!(told[0]["bytes"].as_u64().unwrap(), answer.body.len() as u64);
        for bad in [secret, "line", "forged", "127.0.0.1:"] {
            let lines = log.iter().map(ToString::to_string);
            let told: Vec<_> = lines.filter(|line| line.contains("answered")).collect();
            assert!(!told.concat().contains(bad), "{bad}: {told:?}");
        }
        let odd = b"BREW /\"pot\" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        let odd = crate::support::app::raw(process.address, odd);
        assert!(odd.status >= 400, "{odd:?}");
        // Every line is still one object.
        assert!(process.log().len() >= log.len());
    });
}

#[test]
fn what_is_logged_on_another_thread_bears_the_name_too() {
    on_sqlite(|url| {
        let start = Start {
            set: &[("GUICHET_LOG_FORMAT", "json"), ("GUICHET_LOG", "debug")],
            ..Start::default()
        };
        let process = Process::ready(url, &start);
        let answer = process.get("/").unwrap();
        let id = answer.header("x-request-id").unwrap();
        let log = process.log();
        let asked = |line: &&Value| line["message"] == "asked the desk";
        assert!(lines_of(&log, id).iter().any(asked), "{log:?}");
    });
}
