//! What people type into every field there is, shown on every page and in every letter: as it was
//! typed, and never as anything else.

use guichet::{
    domain::{ids::PersonId, people::Role},
    edges::mail::{Site, render},
};

use super::OPEN;
use crate::support::{
    app::{Browser, Served, served},
    on_each_engine,
    routes::routes,
};

/// What every field is filled with: markup, a template's tags, a letter's header, and signs that
/// nobody sees. `#` is the field's number.
const CANARY: &str = "k#\"'><img src=x onerror=alert(#)>{{7*7}}${7*7}<%= 7*7 %>\u{202e}\0\u{7}\
    \r\nBcc: x@y.example\u{2028}</textarea></title><script>alert(#)</script>&amp;";

fn canary(field: u8) -> String {
    CANARY.replace('#', &field.to_string())
}

/// What no page and no letter may hold: anything of the canary that a browser or a mail program
/// would act on.
fn harmless(text: &str, what: &str) {
    for live in [
        "<img src=x",
        "<script>alert",
        "onerror=alert(1)>{{",
        "</title><script",
        "&amp;amp;amp;",
        "{49}",
        "$49",
        ">49<",
        "= 49",
    ] {
        assert!(
            !text.contains(live),
            "{what} holds {live}: {}",
            around(text, live)
        );
    }
    for one in ['\u{202e}', '\0', '\u{7}', '\u{2028}', '\u{fffe}'] {
        assert!(!text.contains(one), "{what} holds {one:?}");
    }
}

fn around<'a>(text: &'a str, live: &str) -> &'a str {
    let at = text.find(live).unwrap_or(0);
    let start = (0..=at.saturating_sub(200))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    text.get(start.unwrap_or(0)..)
        .map_or(text, |rest| rest.get(..600).unwrap_or(rest))
}

/// An agent does each thing that has a field, with the canary in it.
fn worked_on(served: &Served, agent: &mut Browser, id: &str, other: PersonId) {
    let other = other.to_string();
    let acts: [(&str, Vec<(&str, String)>); 9] = [
        ("take", vec![]),
        (
            "requalify",
            vec![("priority", "P2".to_owned()), ("why", canary(11))],
        ),
        (
            "reply",
            vec![
                ("mode", "public".to_owned()),
                ("do", "send".to_owned()),
                ("text", canary(12)),
            ],
        ),
        (
            "reply",
            vec![
                ("mode", "internal".to_owned()),
                ("do", "note".to_owned()),
                ("note", canary(13)),
            ],
        ),
        (
            "pause",
            vec![
                ("pause", "waiting-for-customer".to_owned()),
                ("awaited", canary(14)),
            ],
        ),
        ("resume", vec![]),
        ("assign", vec![("assignee", other)]),
        ("resolve", vec![]),
        ("reopen", vec![("reopen", canary(15))]),
    ];
    for (act, fields) in acts {
        let page = served
            .desk
            .ticket(id.parse().unwrap(), &guichet::domain::access::Scope::Desk)
            .unwrap();
        let (seen, after) = (
            page.ticket.version.to_string(),
            page.events.len().to_string(),
        );
        let mut all = vec![("seen", seen.as_str()), ("after", after.as_str())];
        all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
        let answer = agent.post(&format!("/tickets/{id}/{act}"), &all);
        assert_eq!(answer.status, 303, "{act}: {}", answer.body);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn what_is_typed_anywhere_is_text_everywhere() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let agent = served.worker(&canary(1), "camille@desk.example", Role::Administrator);
        let other = served.worker(&canary(2), "sacha@desk.example", Role::Agent);
        let (name, organisation) = (canary(3), canary(4));
        let (subject, text) = (canary(5), canary(6));
        let fields = [
            ("service", "portail"),
            ("name", name.as_str()),
            ("organisation", organisation.as_str()),
            ("subject", subject.as_str()),
            ("text", text.as_str()),
            ("email", "o'neill+{{7*7}}${7*7}@evil.example"),
        ];
        let secret = served.filed(&fields);
        let request = format!("/requests/{}", secret.reveal());
        let id = served.desk.request(&secret).unwrap().ticket.id.to_string();
        served.clock.advance(chrono::TimeDelta::hours(5));
        served.desk.escalate().unwrap();
        let mut browser = served.signed_in(agent);
        browser = browser.saying("User-Agent", "<img src=x onerror=alert(1)>");
        worked_on(&served, &mut browser, &id, other);
        let reply = canary(7);
        let answer = browser.post(&format!("{request}/reply"), &[("text", reply.as_str())]);
        assert_eq!(answer.status, 303);
        served.desk.escalate().unwrap();
        let escalation = served.escalation_link();
        let values = |name: &str, path: &str| match (name, path.split('/').nth(1)) {
            ("secret", Some("requests")) => secret.reveal().to_owned(),
            ("link", _) => escalation.reveal().to_owned(),
            ("clock", _) => "acknowledge".to_owned(),
            ("id", _) => id.clone(),
            _ => "x".to_owned(),
        };
        let evil = url::form_urlencoded::byte_serialize(canary(8).as_bytes()).collect::<String>();
        for route in routes()
            .into_iter()
            .filter(|route| route.reads && !route.demo)
        {
            let mut address = route.path.clone();
            for name in ["secret", "link", "clock", "id", "name", "file"] {
                address = address.replace(&format!("{{{name}}}"), &values(name, &route.path));
            }
            for query in [
                String::new(),
                "?lang=en&view=all&state=sent".to_owned(),
                format!(
                    "?q={evil}&view={evil}&queue={evil}&next={evil}&service={evil}&state={evil}"
                ),
            ] {
                let answer = browser.get(&format!("{address}{query}"));
                assert!(answer.status < 500, "{address}{query}: {}", answer.status);
                harmless(&answer.body, &format!("{address}{query}"));
            }
        }
        let page = browser.get(&format!("/tickets/{id}")).body;
        for field in [1, 3, 5, 6, 7, 11, 12, 13, 14, 15] {
            assert!(
                page.contains(&format!("k{field}&#34;")),
                "field {field} is not on the page"
            );
        }
        refused_forms(&mut browser, &request, &id);
        let (letters, _) = served.desk.letters(None, None).unwrap();
        assert!(letters.len() >= 4, "{}", letters.len());
        let site = Site::new(
            "https://support.example.org",
            "Support",
            chrono_tz::Europe::Paris,
        );
        for letter in letters {
            let parts = render(&letter, &site).unwrap();
            harmless(&parts.html, &format!("the HTML of « {} »", letter.kind));
            for one in ['\u{202e}', '\0', '\u{7}', '\u{2028}'] {
                assert!(
                    !parts.text.contains(one),
                    "« {} » holds {one:?}",
                    letter.kind
                );
            }
            assert!(
                !parts.subject.contains(['\r', '\n', '\0', '\u{202e}']),
                "{}",
                parts.subject
            );
            assert!(
                !parts.text.contains("{{49}}") && !parts.text.contains("$49"),
                "{}",
                parts.text
            );
        }
    });
}

/// Forms that come back with what was typed.
fn refused_forms(browser: &mut Browser, request: &str, id: &str) {
    let long = format!("{}{}", canary(9), "x".repeat(21_000));
    let typed = canary(9);
    let cases: [(String, Vec<(&str, &str)>); 6] = [
        (
            "/".to_owned(),
            [
                "service",
                "name",
                "email",
                "organisation",
                "subject",
                "text",
                "reach",
                "key",
                "stamp",
            ]
            .map(|name| (name, typed.as_str()))
            .to_vec(),
        ),
        (
            "/".to_owned(),
            vec![
                ("text", long.as_str()),
                ("name", long.as_str()),
                ("do", "preview"),
            ],
        ),
        (
            "/sign-in".to_owned(),
            vec![("email", typed.as_str()), ("next", typed.as_str())],
        ),
        (
            format!("{request}/reply"),
            vec![("text", long.as_str()), ("message", typed.as_str())],
        ),
        (
            format!("/tickets/{id}/reply"),
            vec![
                ("text", long.as_str()),
                ("mode", typed.as_str()),
                ("seen", typed.as_str()),
            ],
        ),
        (
            format!("/tickets/{id}/requalify"),
            vec![
                ("why", typed.as_str()),
                ("priority", typed.as_str()),
                ("after", typed.as_str()),
            ],
        ),
    ];
    for (path, fields) in cases {
        let answer = browser.post(&path, &fields);
        assert!(
            matches!(answer.status, 200 | 400 | 409 | 422),
            "{path}: {}",
            answer.status
        );
        for live in ["<img src=x", "<script>alert", "</title><script"] {
            assert!(
                !answer.body.contains(live),
                "{path}: {}",
                around(&answer.body, live)
            );
        }
    }
}
