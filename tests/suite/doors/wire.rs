//! What clients send that are no browsers: requests that two servers would read in two ways, and
//! addresses that lead out of the house.

use std::time::{Duration, Instant};

use super::OPEN;
use crate::support::{
    app::{raw, served},
    digest::{changed, digest},
    on_sqlite,
};

#[test]
fn a_request_that_can_be_read_in_two_ways_is_read_in_none() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let host = format!("Host: {}\r\n", served.address);
        let body = "name=x";
        let before = digest(url);
        for (what, head, statuses) in [
            (
                "two hosts",
                format!("{host}{host}Content-Length: 6\r\n"),
                &[400, 421][..],
            ),
            ("no host", "Content-Length: 6\r\n".to_owned(), &[400, 421]),
            (
                "two lengths",
                format!("{host}Content-Length: 6\r\nContent-Length: 60\r\n"),
                &[400],
            ),
            (
                "a list of lengths",
                format!("{host}Content-Length: 6, 60\r\n"),
                &[400],
            ),
            (
                "a signed length",
                format!("{host}Content-Length: +6\r\n"),
                &[400],
            ),
            (
                "a negative length",
                format!("{host}Content-Length: -6\r\n"),
                &[400],
            ),
            (
                "a length and chunks",
                format!("{host}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n"),
                &[400, 411],
            ),
            (
                "chunks",
                format!("{host}Transfer-Encoding: chunked\r\n"),
                &[411],
            ),
            (
                "an encoding that nobody knows",
                format!("{host}Transfer-Encoding: xchunked\r\n"),
                &[400, 411],
            ),
            (
                "a name with a blank",
                format!("{host}Content-Length : 6\r\n"),
                &[400],
            ),
            (
                "a folded header",
                format!("{host}X-A: b\r\n Content-Length: 60\r\nContent-Length: 6\r\n"),
                &[400],
            ),
        ] {
            let sent = format!(
                "POST / HTTP/1.1\r\n{head}Content-Type: application/x-www-form-urlencoded\r\n\
                 Connection: close\r\n\r\n{body}"
            );
            let answer = raw(served.address, sent.as_bytes());
            assert!(
                statuses.contains(&answer.status),
                "{what}: {}",
                answer.status
            );
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}

#[test]
fn a_head_without_end_and_a_body_that_is_announced_too_large_are_refused_at_once() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let host = format!("Host: {}\r\nConnection: close\r\n", served.address);
        let many: String = (0..200).map(|n| format!("X-{n}: a\r\n")).collect();
        let began = Instant::now();
        let answer = raw(
            served.address,
            format!("GET / HTTP/1.1\r\n{host}{many}\r\n").as_bytes(),
        );
        assert_eq!(answer.status, 431);
        let long = "a".repeat(2_000_000);
        let answer = raw(
            served.address,
            format!("GET / HTTP/1.1\r\n{host}X-Long: {long}\r\n\r\n").as_bytes(),
        );
        assert!(matches!(answer.status, 0 | 400 | 431), "{}", answer.status);
        let answer = raw(
            served.address,
            format!("GET /{long} HTTP/1.1\r\n{host}\r\n").as_bytes(),
        );
        assert!(
            matches!(answer.status, 0 | 400 | 414 | 431),
            "{}",
            answer.status
        );
        for length in ["262145", "9999999999", "99999999999999999999999"] {
            let head = format!(
                "POST / HTTP/1.1\r\n{host}Content-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: {length}\r\n\r\n"
            );
            let answer = raw(served.address, head.as_bytes());
            assert!(
                matches!(answer.status, 400 | 413),
                "{length}: {}",
                answer.status
            );
        }
        assert!(
            began.elapsed() < Duration::from_secs(15),
            "{:?}",
            began.elapsed()
        );
        assert_eq!(served.browser().get("/").status, 200);
    });
}

#[test]
fn no_address_leads_out_of_the_house() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let person = served.worker(
            "Camille Aubry",
            "camille@desk.example",
            guichet::domain::people::Role::Agent,
        );
        let mut agent = served.signed_in(person);
        let before = digest(url);
        for start in [
            "/assets/",
            "/requests/",
            "/set-up/",
            "/escalations/",
            "/tickets/",
            "/",
        ] {
            for end in [
                "..%2f..%2f..%2fetc%2fpasswd",
                "../../../etc/passwd",
                "%2e%2e/%2e%2e/Cargo.toml",
                "..%5c..%5cetc",
                "....//....//etc",
                "%00",
                "a%00.css",
                "%ff%fe",
                "%c0%ae%c0%ae/",
                "%e2%80%ae",
                "app.css%20",
                ".",
                "%",
                "%zz",
                "[]",
                "%5b%5d",
                ";id=1",
                "con",
                "-1",
                "1e999",
                "%0d%0aSet-Cookie:%20a=b",
            ] {
                for tail in ["", "/deadline/acknowledge"] {
                    let path = format!("{start}{end}{tail}");
                    let answer = agent.get(&path);
                    assert!(
                        matches!(answer.status, 400 | 404 | 405),
                        "{path}: {}",
                        answer.status
                    );
                    assert!(!answer.body.contains("root:"), "{path}");
                    assert_eq!(answer.header("set-cookie"), None, "{path}");
                }
            }
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}
