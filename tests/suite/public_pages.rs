//! What a requester does in a browser without scripts, and what hostile clients try.

use std::{
    io::Write,
    net::TcpStream,
    time::{Duration, Instant},
};

use guichet::domain::{access::Scope, people::Role, ticket::Status};

use crate::support::{
    app::{Served, form, raw, read, served},
    on_each_engine, on_sqlite,
    routes::routes,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";
/// The Sunday before, at 21:14 in Paris.
const CLOSED: &str = "2026-03-01T20:14:00Z";
/// Addresses of the public and of the door that change something, to be tried with what a form
/// really holds; `doors::every_route` finds those of all pages by itself.
const WRITES: [&str; 6] = [
    "/",
    "/requests/{secret}/reply",
    "/sign-in",
    "/sign-out",
    "/set-up/{secret}",
    "/escalations/{secret}",
];

fn counted(served: &Served) -> usize {
    let worker = served.desk.workers().unwrap().first().map(|one| one.id);
    let reader = worker.unwrap_or_else(|| {
        served.worker(
            "Camille Aubry",
            &format!("c{}@desk.example", rank()),
            Role::Agent,
        )
    });
    (1..100)
        .take_while(|rank| {
            let reference = format!("INC-2026-{rank:05}").parse().unwrap();
            served
                .desk
                .ticket_called(reference, &Scope::worker(reader))
                .is_ok()
        })
        .count()
}

fn rank() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static RANK: AtomicU32 = AtomicU32::new(0);
    RANK.fetch_add(1, Ordering::Relaxed)
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_request_filed_by_the_form_is_confirmed_with_its_instant_and_its_clause() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let mut browser = served.browser();
        let page = browser.get("/");
        assert_eq!(page.status, 200);
        assert!(page.body.contains("name=\"key\""));
        let answer = browser.post("/", &form(&[]));
        assert_eq!(answer.status, 303);
        let page = browser.get(&answer.location());
        assert_eq!(page.status, 200);
        let body = plain(&page.body);
        for words in [
            "INC-2026-00001",
            "mercredi 4 mars 2026",
            "heure de Paris",
            "Pourquoi cette échéance ?",
        ] {
            assert!(body.contains(words), "{words}: {body}");
        }
        assert_eq!(
            browser.get(&answer.location()).body,
            page.body,
            "it can be opened again"
        );
        let english = browser.get(&format!("{}?lang=en", answer.location()));
        assert!(
            plain(&english.body).contains("Wednesday 4 March 2026"),
            "{}",
            english.body
        );
        assert!(
            browser.get("/").body.contains("<html lang=\"en\""),
            "the choice is kept"
        );
    });
}

#[test]
fn a_request_filed_on_sunday_says_from_when_it_counts() {
    on_sqlite(|url| {
        let served = served(url, CLOSED);
        let mut browser = served.browser();
        assert!(plain(&browser.get("/").body).contains("Le support est fermé en ce moment."));
        let answer = browser.post("/", &form(&[("service", "portail")]));
        let body = plain(&browser.get(&answer.location()).body);
        assert!(body.contains("lundi 2 mars à 8 h 00"), "{body}");
        assert!(body.contains("lundi 2 mars 2026 à 12 h 00"), "{body}");
        let follow = answer.location().replace("/filed", "");
        let proof = browser.get(&format!("{follow}/deadline/acknowledge"));
        let body = plain(&proof.body);
        assert!(
            body.contains("week-end") && body.contains("Total compté"),
            "{body}"
        );
    });
}

#[test]
fn the_same_form_sent_twice_files_once() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let page = served.browser().get("/");
        let key = page
            .body
            .split("name=\"key\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let fields = form(&[("key", key)]);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let sent: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| served.browser().post("/", &fields)))
                .collect();
            sent.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for answer in &answers {
            assert_eq!(
                (answer.status, answer.location()),
                (303, answers[0].location())
            );
        }
        assert_eq!(counted(&served), 1);
        let other = served
            .browser()
            .post("/", &form(&[("key", key), ("email", "x@y.example")]));
        assert_eq!(other.status, 303);
        assert_ne!(
            other.location(),
            answers[0].location(),
            "a key opens only its own request"
        );
        assert_eq!(counted(&served), 2);
    });
}

#[test]
fn recalculating_promises_and_files_nothing() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let answer = served
            .browser()
            .post("/", &form(&[("do", "preview"), ("name", "")]));
        assert_eq!(answer.status, 200);
        let body = plain(&answer.body);
        assert!(
            body.contains("Prise en charge au plus tard") && body.contains("prio-1"),
            "{body}"
        );
        assert!(!body.contains("Il y a un problème"));
        assert_eq!(counted(&served), 0);
    });
}

#[test]
fn a_refused_form_says_what_to_do_and_loses_nothing() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let changes = [
            ("email", "nope"),
            ("subject", " "),
            ("reach", ""),
            ("flag", "regression"),
        ];
        let answer = served.browser().post("/", &form(&changes));
        assert_eq!(answer.status, 422);
        let body = plain(&answer.body);
        assert!(
            body.contains("<title>Erreur : Déposer une demande – Guichet</title>"),
            "{body}"
        );
        for words in [
            "href=\"#email\"",
            "href=\"#subject\"",
            "href=\"#reach-0\"",
            "aria-invalid=\"true\"",
            "aria-describedby=\"email-h email-e\"",
            "value=\"nope\"",
            "value=\"Léa Marchal\"",
            "Depuis 20 h 45, le bouton ne fait plus rien.",
            "value=\"no\" required checked",
            "value=\"regression\" checked",
        ] {
            assert!(body.contains(words), "{words}: {body}");
        }
        let words = "Saisissez en une phrase ce qui ne va pas";
        assert_eq!(
            body.matches(words).count(),
            2,
            "in the summary and beside the field"
        );
        assert_eq!(counted(&served), 0);
    });
}

#[test]
fn a_request_is_followed_and_answered_by_its_link() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let secret = served.filed(&[]);
        let here = format!("/requests/{}", secret.reveal());
        let mut browser = served.browser();
        let page = browser.get(&here);
        assert_eq!(page.status, 200);
        assert_eq!(page.header("x-robots-tag"), Some("noindex, nofollow"));
        let id = page
            .body
            .split("name=\"message\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let text = "Ligne 1\nligne 2 <script>alert(1)</script> & « fin »";
        for _ in 0..2 {
            let answer = browser.post(&format!("{here}/reply"), &[("message", id), ("text", text)]);
            assert_eq!(
                (answer.status, answer.location()),
                (303, format!("{here}#last"))
            );
        }
        let page = browser.get(&here);
        assert_eq!(
            page.body.matches("ligne 2").count(),
            1,
            "sent twice, kept once"
        );
        assert!(!page.body.contains("<script>alert"));
        let refused = browser.post(
            &format!("{here}/reply"),
            &[("message", id), ("text", " \n ")],
        );
        assert_eq!(refused.status, 422);
        assert!(
            refused
                .body
                .contains(&format!("name=\"message\" value=\"{id}\""))
        );
        assert_eq!(served.desk.request(&secret).unwrap().messages.len(), 2);
    });
}

#[test]
fn a_missed_promise_is_said_plainly_to_the_requester() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let secret = served.filed(&[("service", "portail")]);
        served.clock.advance(chrono::TimeDelta::hours(5));
        let page = served
            .browser()
            .get(&format!("/requests/{}", secret.reveal()));
        let body = plain(&page.body);
        assert!(
            body.contains("Nous n’avons pas tenu notre engagement : la prise en charge"),
            "{body}"
        );
        assert!(body.contains("chip-late"), "{body}");
    });
}

#[test]
fn the_sheet_of_a_late_deadline_adds_up_to_its_target() {
    on_sqlite(|url| {
        let served = served(url, CLOSED);
        let secret = served.filed(&[("service", "portail")]);
        served.clock.advance(chrono::TimeDelta::hours(17));
        let path = format!("/requests/{}/deadline/acknowledge", secret.reveal());
        let body = plain(&served.browser().get(&path).body);
        let total = body.split("Total compté = objectif").nth(1).unwrap();
        assert!(
            total.contains("4 h</td><td class=\"num\">4 h</td>"),
            "{total}"
        );
        assert!(body.contains("2 h 14, en retard"), "{body}");
        assert!(body.contains("même résultat"), "{body}");
    });
}

#[test]
fn whoever_has_no_link_sees_what_does_not_exist() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let secret = served.filed(&[]);
        let set_up = served.desk.set_up_link(None).unwrap();
        let other = guichet::desk::Secret::draw();
        let mut bodies = Vec::new();
        for guess in [
            other.reveal(),
            set_up.reveal(),
            "x",
            "%00",
            "..%2f..%2fetc",
            "%FF",
            "null",
        ] {
            for end in ["", "/filed", "/deadline/acknowledge"] {
                let answer = served.browser().get(&format!("/requests/{guess}{end}"));
                assert_eq!(answer.status, 404, "{guess}{end}");
                bodies.push(
                    answer
                        .body
                        .replace(guess, "")
                        .replace("/filed", "")
                        .replace("/deadline/acknowledge", ""),
                );
            }
            let reply = served
                .browser()
                .post(&format!("/requests/{guess}/reply"), &[("text", "x")]);
            assert_eq!(reply.status, 404, "{guess}");
        }
        let link = format!("/requests/{}", secret.reveal());
        assert_eq!(
            served
                .browser()
                .get(&format!("{link}/deadline/nothing"))
                .status,
            404
        );
        assert_eq!(
            served
                .browser()
                .get(&format!("/set-up/{}", secret.reveal()))
                .status,
            404
        );
        assert_eq!(
            served
                .browser()
                .get(&format!("/escalations/{}", secret.reveal()))
                .status,
            404
        );
    });
}

#[test]
fn hostile_values_in_every_field_are_shown_as_text_or_refused() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let long = "é".repeat(30_000);
        let hostile = [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "'; DROP TABLE tickets;--",
            "a\0b\u{202e}c\r\nBcc: x@y.z",
            "{{7*7}}{%raw%}${7*7}",
            "\u{e000}",
            long.as_str(),
        ];
        let fields = [
            "service",
            "name",
            "email",
            "organisation",
            "subject",
            "text",
            "workable",
            "reach",
            "workaround",
            "flag",
            "key",
            "do",
        ];
        for value in hostile {
            for field in fields {
                let answer = served.browser().post("/", &form(&[(field, value)]));
                assert!(
                    matches!(answer.status, 200 | 303 | 422),
                    "{field}: {}",
                    answer.status
                );
                let body = match answer.status {
                    303 => served.browser().get(&answer.location()).body,
                    _ => answer.body,
                };
                assert!(
                    !body.contains("<script>alert") && !body.contains("<img"),
                    "{field}: {body}"
                );
                assert!(
                    !body.contains('\u{202e}') || body.contains("value="),
                    "{field}"
                );
            }
            for path in ["/", "/help", "/sign-in", "/requests/x", "/nowhere"] {
                let query =
                    url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>();
                let query: String = query.chars().take(4_000).collect();
                for name in ["lang", "theme", "next", "service", "x"] {
                    let answer = served.browser().get(&format!("{path}?{name}={query}"));
                    assert!(answer.status < 500, "{path} {name}: {}", answer.status);
                    assert!(!answer.body.contains("<script>alert"), "{path} {name}");
                }
            }
        }
    });
}

#[test]
fn bodies_that_are_too_large_too_slow_or_no_form_are_refused_in_words() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let large = served.browser().post_raw("/", &vec![b'a'; 10_000_000]);
        assert_eq!(large.status, 413);
        assert!(large.body.contains("<h1>"), "{}", large.body);
        let json = served
            .browser()
            .saying("Content-Type", "application/json")
            .post_raw("/", b"{}");
        assert_eq!(json.status, 415);
        let text = served
            .browser()
            .saying("Content-Type", "text/plain")
            .post_raw("/", b"name=x");
        assert_eq!(text.status, 415);
        let many = "a=1&".repeat(500);
        assert_eq!(served.browser().post_raw("/", many.as_bytes()).status, 400);
        assert_eq!(counted(&served), 0);
    });
}

#[test]
fn a_body_that_drips_is_given_up() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let mut stream = TcpStream::connect(served.address).unwrap();
        let head = format!(
            "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: 1000\r\n\r\n",
            served.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        let began = Instant::now();
        let mut dripping = stream.try_clone().unwrap();
        let drip = std::thread::spawn(move || {
            while began.elapsed() < Duration::from_secs(5) && dripping.write_all(b"a").is_ok() {
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        let answer = read(&mut stream);
        assert_eq!(answer.status, 408, "{}", answer.body);
        assert!(
            began.elapsed() < Duration::from_secs(4),
            "{:?}",
            began.elapsed()
        );
        drop(stream);
        drip.join().unwrap();
    });
}

#[test]
fn what_another_site_sends_changes_nothing() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let person = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let secret = served.filed(&[]);
        for path in WRITES {
            let path = path.replace("{secret}", secret.reveal());
            for origin in [
                "https://evil.example",
                "null",
                "http://127.0.0.1:1",
                "https://localhost",
            ] {
                let mut browser = served.signed_in(person).saying("Origin", origin);
                let answer = browser.post(&path, &form(&[]));
                assert_eq!(answer.status, 403, "{path} from {origin}");
                assert!(
                    plain(&answer.body).contains("Ce formulaire vient d’un autre site"),
                    "{path}"
                );
            }
            let mut browser = served
                .signed_in(person)
                .saying("Origin", "")
                .saying("Sec-Fetch-Site", "cross-site");
            assert_eq!(browser.post(&path, &form(&[])).status, 403, "{path}");
        }
        assert_eq!(counted(&served), 1);
        assert_eq!(served.desk.request(&secret).unwrap().messages.len(), 1);
        let inside = served.signed_in(person).get("/sign-in");
        assert_eq!(inside.location(), "/queue", "nobody signed the agent out");
    });
}

/// An address without the names of what stands for its parts.
fn shape(path: &str) -> Vec<&str> {
    path.split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part })
        .collect()
}

#[test]
fn each_address_of_the_list_is_one_that_changes_something() {
    let all = routes();
    for path in WRITES {
        assert!(
            all.iter()
                .any(|route| route.writes && shape(&route.path) == shape(path)),
            "{path} is no longer written to"
        );
    }
}

#[test]
fn every_answer_carries_its_headers() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let secret = served.filed(&[]);
        let link = format!("/requests/{}", secret.reveal());
        for (path, status) in [
            ("/", 200),
            ("/help", 200),
            ("/sign-in", 200),
            ("/queue", 303),
            (link.as_str(), 200),
            ("/nowhere", 404),
            ("/healthz", 200),
            ("/readyz", 200),
            ("/robots.txt", 200),
            ("/sign-out", 405),
        ] {
            let answer = served.browser().get(path);
            if path != "/queue" {
                assert_eq!(answer.status, status, "{path}");
            }
            let policy = answer.header("content-security-policy").unwrap();
            assert!(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'")
            );
            assert!(!policy.contains("unsafe"));
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{path} {name}");
            }
            assert!(answer.header("permissions-policy").is_some());
            assert_eq!(answer.header("server"), None);
            assert!(
                !answer.body.contains(" style=") && !answer.body.contains("onclick"),
                "{path}"
            );
        }
        assert_eq!(
            served.browser().get("/sign-out").header("allow"),
            Some("POST")
        );
    });
}

#[test]
fn only_our_own_host_is_answered_and_forwarded_headers_are_nothing() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        for host in [
            "evil.example",
            "127.0.0.1",
            "127.0.0.1.evil.example",
            "a@127.0.0.1",
        ] {
            assert_eq!(
                served.browser().saying("Host", host).get("/").status,
                421,
                "{host}"
            );
        }
        let two = format!(
            "GET / HTTP/1.1\r\nHost: {0}\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
            served.address
        );
        assert!(raw(served.address, two.as_bytes()).status >= 400);
        let absolute = format!(
            "GET http://evil.example/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            served.address
        );
        assert_eq!(raw(served.address, absolute.as_bytes()).status, 421);
        let mut browser = served
            .browser()
            .saying("Forwarded", "host=evil.example;for=192.0.2.1")
            .saying("X-Forwarded-Host", "evil.example");
        let answer = browser.get("/");
        assert_eq!(answer.status, 200);
        assert!(!answer.body.contains("evil.example"));
        let port = format!("localhost:{}", served.address.port());
        assert_eq!(served.browser().saying("Host", &port).get("/").status, 200);
    });
}

#[test]
fn a_program_that_fills_every_field_files_nothing() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let answer = served
            .browser()
            .post("/", &form(&[("website", "https://spam.example")]));
        assert_eq!(answer.status, 400);
        assert_eq!(counted(&served), 0);
        assert_eq!(served.desk.workers().unwrap().len(), 1);
    });
}

#[test]
fn a_ticket_that_was_resolved_says_so_to_its_requester() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let person = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let secret = served.filed(&[]);
        let page = served.desk.request(&secret).unwrap();
        served
            .desk
            .change_ticket(guichet::desk::Change {
                files: false,
                spent: guichet::domain::ticket::Minutes::default(),
                ticket: page.ticket.id,
                seen: page.ticket.version,
                by: person,
                act: guichet::domain::ticket::Act::Resolve,
                text: None,
            })
            .unwrap();
        assert_eq!(
            served.desk.request(&secret).unwrap().ticket.status,
            Status::Resolved
        );
        let page = served
            .browser()
            .get(&format!("/requests/{}", secret.reveal()));
        assert!(plain(&page.body).contains("Résolue"), "{}", page.body);
    });
}

#[test]
fn a_page_that_panics_says_nothing_of_it_and_the_server_goes_on() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let answer = served.browser().get("/panics/here?secret=x");
        assert_eq!(answer.status, 500);
        assert!(
            plain(&answer.body).contains("Un problème est survenu"),
            "{}",
            answer.body
        );
        assert!(!answer.body.contains("boiler"), "{}", answer.body);
        assert!(answer.header("content-security-policy").is_some());
        assert_eq!(served.browser().get("/").status, 200);
    });
}

#[test]
fn a_body_that_nobody_reads_holds_no_connection() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        for (framing, status) in [
            ("Content-Length: 1000", 404),
            ("Transfer-Encoding: chunked", 411),
        ] {
            let mut stream = TcpStream::connect(served.address).unwrap();
            let head = format!(
                "POST /nowhere HTTP/1.1\r\nHost: {}\r\n{framing}\r\n\r\n",
                served.address
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream
                .set_read_timeout(Some(Duration::from_secs(30)))
                .unwrap();
            let began = Instant::now();
            let mut dripping = stream.try_clone().unwrap();
            let drip = std::thread::spawn(move || {
                while began.elapsed() < Duration::from_secs(12)
                    && dripping.write_all(b"1\r\na\r\n").is_ok()
                {
                    std::thread::sleep(Duration::from_millis(200));
                }
            });
            let answer = read(&mut stream);
            assert_eq!(answer.status, status, "{framing}");
            assert!(
                began.elapsed() < Duration::from_secs(8),
                "{framing}: {:?}",
                began.elapsed()
            );
            drop(stream);
            drip.join().unwrap();
        }
    });
}
