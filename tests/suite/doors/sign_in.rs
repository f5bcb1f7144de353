//! The agents' door: who exists is told by neither words nor time, sessions are new at each
//! sign-in, and no flood of passwords takes more than its share.

use std::time::{Duration, Instant};

use guichet::{
    domain::people::Role,
    store::{DatabaseUrl, people},
};

use super::OPEN;
use crate::{
    desk_world::at_once,
    support::{
        app::{Answer, Browser, PASSWORD, Served, served, served_with},
        on_each_engine, on_sqlite,
    },
};

fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Answer {
    browser.post("/sign-in", &[("email", email), ("password", password)])
}

fn camille(served: &Served) -> guichet::domain::ids::PersonId {
    served.worker("Camille Aubry", "camille@desk.example", Role::Agent)
}

/// Everything of an answer but what repeats the typed address, and the date.
fn said(answer: &Answer, email: &str) -> (u16, Vec<(String, String)>, String) {
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| {
        // Of another length with another address, or of each request.
        !["date", "content-length", "x-request-id"].contains(&name.to_lowercase().as_str())
    });
    headers.sort();
    (answer.status, headers, answer.body.replace(email, "…"))
}

#[test]
fn known_and_unknown_addresses_get_the_same_answer_to_the_last_byte() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        camille(&served);
        let closed = served.worker("Sacha Rey", "sacha@desk.example", Role::Agent);
        let store = guichet::store::Store::open(url, guichet::store::Options::default()).unwrap();
        store
            .write(move |tx| people::set_active(tx, closed, false))
            .unwrap();
        served.filed(&[]);
        let huge = "x".repeat(100_000);
        let mut answers = Vec::new();
        for (email, password) in [
            ("camille@desk.example", "pas la bonne phrase"),
            ("nobody@desk.example", "pas la bonne phrase"),
            ("nobody@desk.example", PASSWORD),
            ("sacha@desk.example", PASSWORD),
            ("lea@marlaix.example", PASSWORD),
            ("camille@desk.example", huge.as_str()),
            ("camille@desk.example", "une phrase assez longue\0"),
            ("camille@desk.example", " une phrase assez longue"),
        ] {
            let answer = sign_in(&mut served.browser(), email, password);
            assert_eq!(answer.status, 422, "{email}");
            assert_eq!(answer.header("set-cookie"), None);
            answers.push(said(&answer, email));
        }
        for other in &answers[1..] {
            assert_eq!(other, &answers[0]);
        }
        assert_eq!(
            sign_in(&mut served.browser(), "Camille@Desk.example", PASSWORD).status,
            303
        );
    });
}

/// How many pairs are timed.
fn pairs() -> usize {
    let told = std::env::var("GUICHET_TEST_PAIRS").ok();
    told.and_then(|count| count.parse().ok()).unwrap_or(60)
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// How far the ranks of one sample are from those of the other, in standard deviations (the
/// rank-sum test of Wilcoxon, Mann and Whitney, for large samples).
fn rank_sum(one: &[f64], other: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = one.iter().map(|time| (*time, true)).collect();
    all.extend(other.iter().map(|time| (*time, false)));
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let sum: f64 = all
        .iter()
        .zip(1_u32..)
        .filter(|((_, mine), _)| *mine)
        .map(|(_, rank)| f64::from(rank))
        .sum();
    let (n, m) = (one.len() as f64, other.len() as f64);
    (sum - n * (n + m + 1.0) / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt()
}

/// Somebody who signs in with a wrong password waits as long as nobody does.
fn answers_as_late_as_for_nobody(account: fn(&Served, &DatabaseUrl) -> &'static str) {
    on_sqlite(|url| {
        // Each try comes from a place of its own, so that none has to wait.
        let served = served_with(url, OPEN, |settings| {
            settings.proxies = guichet::config::Network::list("127.0.0.1").unwrap();
        });
        let known_as = account(&served, url);
        let mut place = 0_u32;
        let mut time = |email: &str| {
            place += 1;
            let from = std::net::Ipv4Addr::from(0x0b00_0000 + place);
            let mut browser = served
                .browser()
                .saying("X-Forwarded-For", &from.to_string());
            let began = Instant::now();
            let answer = sign_in(&mut browser, email, "pas la bonne phrase");
            let took = began.elapsed().as_secs_f64() * 1_000.0;
            assert_eq!(answer.status, 422, "{}", answer.body);
            took
        };
        for _ in 0..3 {
            time(known_as);
            time("camillo@desk.example");
        }
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for pair in 0..pairs() {
            // The order changes, so that a machine that gets slower slows both.
            if pair % 2 == 0 {
                known.push(time(known_as));
                unknown.push(time("camillo@desk.example"));
            } else {
                unknown.push(time("camillo@desk.example"));
                known.push(time(known_as));
            }
        }
        let far = rank_sum(&known, &unknown);
        let (known, unknown) = (median(&mut known), median(&mut unknown));
        let gap = (known - unknown).abs();
        #[expect(clippy::print_stderr, reason = "the figures of a recorded run")]
        {
            eprintln!(
                "{} pairs: known {known:.2} ms, unknown {unknown:.2} ms, gap {gap:.3} ms, \
                 rank sum {far:.2} standard deviations",
                pairs()
            );
        }
        // Not told apart with 99 % confidence, or apart by less than two milliseconds.
        assert!(far.abs() < 2.58 || gap < 2.0, "{far:.2}, {gap:.2} ms");
        // And the work is there: without it, an unknown address is answered in no time.
        assert!(unknown > known / 2.0, "{known:.2} ms, {unknown:.2} ms");
    });
}

#[test]
fn the_time_of_an_answer_does_not_tell_who_works_here() {
    answers_as_late_as_for_nobody(|served, _| {
        camille(served);
        "camille@desk.example"
    });
}

#[test]
fn the_time_of_an_answer_does_not_tell_who_is_a_customer() {
    answers_as_late_as_for_nobody(|served, url| {
        let root = served.worker("Dominique", "boss@desk.example", Role::Administrator);
        served.customer(url, "Marlaix", root);
        "odile@marlaix.example"
    });
}

#[test]
fn each_sign_in_has_a_session_of_its_own_and_none_that_was_brought_along() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        camille(&served);
        let brought = guichet::desk::Secret::draw();
        let mut victim = served.browser();
        victim
            .cookies
            .insert("guichet".to_owned(), brought.reveal().to_owned());
        assert_eq!(
            sign_in(&mut victim, "camille@desk.example", PASSWORD).status,
            303
        );
        assert_ne!(victim.cookies["guichet"], brought.reveal());
        let mut attacker = served.browser();
        attacker
            .cookies
            .insert("guichet".to_owned(), brought.reveal().to_owned());
        assert_eq!(
            attacker.get("/queue").status,
            303,
            "what was brought opens nothing"
        );
        // A second tab signs in again: another session, and the first goes on.
        let first = victim.clone();
        victim.cookies.clear();
        assert_eq!(
            sign_in(&mut victim, "camille@desk.example", PASSWORD).status,
            303
        );
        assert_ne!(victim.cookies["guichet"], first.cookies["guichet"]);
        assert_eq!(first.clone().get("/queue").status, 200);
        // Signing out ends this one alone, for whoever still has its cookie.
        let copy = victim.clone();
        victim.post("/sign-out", &[]);
        assert_eq!(copy.clone().get("/queue").status, 303);
        assert_eq!(first.clone().get("/queue").status, 200);
        // Nothing of a session is ever in an address.
        let answer = sign_in(&mut served.browser(), "camille@desk.example", PASSWORD);
        assert_eq!(answer.location(), "/queue");
        for in_address in ["/queue?guichet=", "/queue;guichet="] {
            let path = format!("{in_address}{}", first.cookies["guichet"]);
            assert_ne!(served.browser().get(&path).status, 200);
        }
    });
}

#[test]
fn a_closed_account_is_out_at_the_very_next_request() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let person = camille(&served);
        served.filed(&[]);
        let mut agent = served.signed_in(person);
        assert_eq!(agent.get("/queue").status, 200);
        let store = guichet::store::Store::open(url, guichet::store::Options::default()).unwrap();
        store
            .write(move |tx| people::set_active(tx, person, false))
            .unwrap();
        for path in ["/queue", "/queue/live?since=0", "/escalations"] {
            assert_eq!(agent.get(path).status, 303, "{path}");
        }
        assert_eq!(
            sign_in(&mut served.browser(), "camille@desk.example", PASSWORD).status,
            422
        );
    });
}

#[test]
fn an_endless_password_is_refused_before_anything_is_computed() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let person = camille(&served);
        let body = format!(
            "email=camille%40desk.example&password={}",
            "x".repeat(10_000_000)
        );
        let began = Instant::now();
        let answer = served.browser().post_raw("/sign-in", body.as_bytes());
        assert_eq!(answer.status, 413);
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "{:?}",
            began.elapsed()
        );
        let link = served.desk.set_up_link(Some(person)).unwrap();
        let path = format!("/set-up/{}", link.reveal());
        let answer = served.browser().post_raw(&path, body.as_bytes());
        assert_eq!(answer.status, 413);
        assert_eq!(
            served.browser().get(&path).status,
            200,
            "the link is not spent"
        );
    });
}

/// The memory of this process, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().strip_suffix(" kB"))
        .and_then(|number| number.trim().parse::<u64>().ok())
        .unwrap_or_default()
        / 1_024
}

#[test]
fn a_thousand_sign_ins_at_once_share_two_places_and_the_rest_of_the_desk_goes_on() {
    on_sqlite(|url| {
        let served = served_with(url, OPEN, |settings| {
            settings.proxies = guichet::config::Network::list("127.0.0.1").unwrap();
        });
        camille(&served);
        let before = resident();
        let statuses = at_once(1_001, |number| {
            if number == 1_000 {
                // Somebody who needs help, in the middle of it.
                std::thread::sleep(Duration::from_millis(50));
                let began = Instant::now();
                let answer = served.browser().get("/");
                assert_eq!(answer.status, 200, "{:?}", began.elapsed());
                return 0;
            }
            let from = format!("198.18.{}.{}", number / 250, number % 250);
            let mut browser = served.browser().saying("X-Forwarded-For", &from);
            sign_in(&mut browser, "camille@desk.example", "pas la bonne phrase").status
        });
        let after = resident();
        for status in &statuses {
            assert!(matches!(status, 0 | 422 | 429 | 503), "{status}");
        }
        assert!(statuses.contains(&422), "some are answered");
        // A thousand of them would take 19 GiB. What there is besides is taken by the threads of this
        // test and by the tests beside it.
        assert!(
            after < before + 4_000,
            "{before} MiB before, {after} MiB after"
        );
    });
}
