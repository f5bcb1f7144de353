//! What holds for every address there is, whoever asks.

use guichet::{domain::people::Role, edges::pages::status::is_status};

use super::House;
use crate::support::{
    app::{Answer, Browser},
    digest::{changed, digest},
    on_each_engine, on_sqlite,
    routes::{Route, routes},
};

/// The addresses of every installation: all but the demonstration's.
fn ours() -> impl Iterator<Item = Route> {
    routes().into_iter().filter(|route| !route.demo)
}

/// The headers of every answer, whatever it is.
fn dressed(answer: &Answer, what: &str) {
    let header = |name: &str| {
        answer
            .header(name)
            .unwrap_or_else(|| panic!("{what} ({}) has no {name}", answer.status))
    };
    let policy = header("content-security-policy");
    // A letter of ours stands in a frame of our own page: its styles are in it, and nothing else of it
    // does anything.
    let shown = what.contains("/letters/preview/html") && answer.status == 200;
    if shown {
        assert_eq!(
            policy,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
             frame-ancestors 'self'; sandbox",
            "{what}"
        );
    }
    // A letter that somebody else wrote sends nothing at all.
    let forms = if policy.contains("form-action 'none'") {
        "form-action 'none'"
    } else {
        "form-action 'self'"
    };
    for part in [
        "default-src 'none'",
        "base-uri 'none'",
        forms,
        if shown {
            "frame-ancestors 'self'"
        } else {
            "frame-ancestors 'none'"
        },
    ] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(shown || !policy.contains("unsafe"), "{what}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        // The badge is for pages elsewhere, and says what everybody may read.
        (
            "cross-origin-resource-policy",
            if what.contains("/status/badge.svg") && answer.status == 200 {
                "cross-origin"
            } else {
                "same-origin"
            },
        ),
        ("referrer-policy", "same-origin"),
    ] {
        assert_eq!(header(name), value, "{what}");
    }
    assert!(header("permissions-policy").contains("camera=()"), "{what}");
    assert_eq!(answer.header("server"), None, "{what}");
    assert_eq!(answer.header("x-powered-by"), None, "{what}");
}

/// No shared or later reader is shown what this answer holds.
fn unkept(answer: &Answer, route: &Route, what: &str) {
    let kept = answer.header("cache-control").unwrap();
    if route.is_public_file() && answer.status == 200 {
        assert!(kept.contains("immutable"), "{what}: {kept}");
    } else if is_status(&route.path) && answer.status == 200 {
        // It is the same for everybody, and names nobody.
        assert_eq!(kept, "public, max-age=30", "{what}");
    } else {
        assert!(kept.contains("no-store"), "{what}: {kept}");
    }
}

#[test]
fn what_shows_something_changes_nothing_and_is_dressed_whoever_asks() {
    on_each_engine(|url| {
        let house = House::new(url);
        let mut everybody = house.everybody();
        let mut before = digest(url);
        for route in ours().filter(|route| route.reads) {
            let address = house.address(&route);
            for (who, browser) in &mut everybody {
                for query in ["", "lang=en&theme=dark&next=%2Fqueue&state=sent&view=all"] {
                    let join = if address.contains('?') { "&" } else { "?" };
                    let path = format!("{address}{join}{query}");
                    let what = format!("GET {path} for {who}");
                    let got = browser.get(&path);
                    // What a vendor sees is nobody else's on that side, and tickets are not a vendor's.
                    let others = [
                        "/portal/tickets/{id}",
                        "/portal/people/{id}",
                        "/portal/cases/{case}",
                    ];
                    let absent = got.status == 404
                        && (route.path.contains("{file}")
                            || others.iter().any(|one| route.path.starts_with(one)));
                    assert!(
                        matches!(got.status, 200 | 303 | 403) || absent,
                        "{what}: {} {}",
                        got.status,
                        got.body
                    );
                    dressed(&got, &what);
                    unkept(&got, &route, &what);
                    let head = browser.head(&path);
                    assert_eq!(
                        (head.status, head.body.as_str()),
                        (got.status, ""),
                        "{what}"
                    );
                    dressed(&head, &format!("HEAD of {what}"));
                }
            }
            let after = digest(url);
            assert_eq!(
                changed(&before, &after),
                [""; 0],
                "{} changed them",
                route.path
            );
            before = after;
        }
    });
}

#[test]
fn somebody_who_may_sees_every_page() {
    on_sqlite(|url| {
        let house = House::new(url);
        let mut administrator = house.as_role(Role::Administrator);
        let mut customer = house.as_customer();
        let mut vendor = house.as_vendor();
        let mut serving = crate::exports::lists::integrating(url, &house);
        for route in ours().filter(|route| route.reads && !route.path.contains("{file}")) {
            let somebody = match route.read_policy.as_deref() {
                Some("Customer(Right::ReadOverview)") => &mut serving,
                Some("Customer(Right::ReadCase)") => &mut vendor,
                Some(policy) if policy.starts_with("Customer") => &mut customer,
                _ => &mut administrator,
            };
            let answer = somebody.get(&house.address(&route));
            // Whoever is in is led on from there.
            let inside = route.path == "/sign-in" || route.path.starts_with("/sign-in/provider");
            assert_eq!(answer.status == 303, inside, "{}", route.path);
            assert_eq!(answer.status == 200, !inside, "{}", route.path);
        }
    });
}

/// How another site may speak for somebody's browser.
const FOREIGN: [(&str, &[(&str, &str)]); 7] = [
    ("a form elsewhere", &[("Origin", "https://evil.example")]),
    ("a page without an origin", &[("Origin", "null")]),
    ("another port", &[("Origin", "http://127.0.0.1:1")]),
    (
        "a browser that tells only this",
        &[("Origin", ""), ("Sec-Fetch-Site", "cross-site")],
    ),
    (
        "a neighbour of the same site",
        &[("Origin", ""), ("Sec-Fetch-Site", "same-site")],
    ),
    (
        "an old browser",
        &[("Origin", ""), ("Referer", "https://evil.example/")],
    ),
    (
        "a form that pretends to be text",
        &[
            ("Origin", "https://evil.example"),
            ("Content-Type", "text/plain"),
        ],
    ),
];

fn saying(browser: &Browser, said: &[(&str, &str)]) -> Browser {
    said.iter().fold(browser.clone(), |browser, (name, value)| {
        browser.saying(name, value)
    })
}

#[test]
fn another_site_changes_nothing_at_any_address_whoever_is_signed_in() {
    on_sqlite(|url| {
        let house = House::new(url);
        let everybody = house.everybody();
        let before = digest(url);
        let version = house.version().to_string();
        let fields = [
            ("seen", version.as_str()),
            ("service", "portail"),
            ("text", "x"),
            ("password", crate::support::app::PASSWORD),
            ("name", "x"),
            ("email", "x@y.example"),
        ];
        for route in ours() {
            let address = house.address(&route);
            for (who, browser) in &everybody {
                for (how, said) in FOREIGN {
                    let answer = saying(browser, said).post(&address, &fields);
                    assert_eq!(answer.status, 403, "POST {address} for {who}, {how}");
                    dressed(&answer, &format!("POST {address}, {how}"));
                }
                for method in ["PUT", "PATCH", "DELETE"] {
                    let mut browser = browser.clone().saying("Origin", "https://evil.example");
                    let answer = browser.with_method(method, &address);
                    assert_eq!(answer.status, 403, "{method} {address} for {who}");
                }
            }
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}

#[test]
fn an_address_takes_the_methods_it_declares_and_no_others() {
    on_sqlite(|url| {
        let house = House::new(url);
        let mut administrator = house.as_role(Role::Administrator);
        for route in ours() {
            let address = house.address(&route);
            let mut methods = vec!["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"];
            if !route.writes {
                methods.push("POST");
            }
            if !route.reads {
                methods.extend(["GET", "HEAD"]);
            }
            for method in methods {
                let answer = administrator.with_method(method, &address);
                assert_eq!(answer.status, 405, "{method} {address}");
                let allow = answer.header("allow").unwrap();
                assert_eq!(allow.contains("POST"), route.writes, "{address}: {allow}");
                assert_eq!(allow.contains("GET"), route.reads, "{address}: {allow}");
                dressed(&answer, &format!("{method} {address}"));
            }
        }
    });
}

#[test]
fn over_https_every_answer_says_so_and_cookies_never_leave_it() {
    on_sqlite(|url| {
        let house = House::with(url, |settings| {
            settings.base_url = "https://support.example.org".parse().unwrap();
        });
        let browser = house.served.browser().saying("Host", "support.example.org");
        for route in ours().filter(|route| route.reads) {
            let answer = browser.clone().get(&house.address(&route));
            assert_eq!(
                answer.header("strict-transport-security"),
                Some("max-age=63072000; includeSubDomains"),
                "{}",
                route.path
            );
        }
        let fields = [
            ("email", "agent@desk.example"),
            ("password", crate::support::app::PASSWORD),
        ];
        let mut signing = browser.saying("Origin", "https://support.example.org");
        let answer = signing.post("/sign-in?lang=en", &fields);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let cookies: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(cookies.len(), 2, "{cookies:?}");
        for cookie in &cookies {
            assert!(
                cookie.contains("Secure") && cookie.contains("SameSite=Lax"),
                "{cookie}"
            );
            assert!(
                cookie.contains("Path=/") && !cookie.contains("Domain"),
                "{cookie}"
            );
        }
        let session = cookies.iter().find(|one| one.contains("guichet")).unwrap();
        assert!(session.starts_with("__Host-guichet="), "{session}");
        assert!(session.contains("HttpOnly"), "{session}");
        let plain = house.served.browser().get("/");
        assert_eq!(plain.status, 421, "the desk has one name");
    });
}

#[test]
fn a_page_behind_a_secret_is_listed_by_nobody_and_its_address_goes_nowhere() {
    on_sqlite(|url| {
        let house = House::new(url);
        for route in ours().filter(|route| route.reads) {
            let secret = ["{secret}", "{link}"]
                .iter()
                .any(|part| route.path.contains(part));
            let answer = house.served.browser().get(&house.address(&route));
            assert_eq!(
                answer
                    .header("x-robots-tag")
                    .is_some_and(|tag| tag.contains("noindex")),
                secret,
                "{}",
                route.path
            );
            // With `same-origin` no other site is told the address, by links or by pictures.
            assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
            for outside in [
                "href=\"http",
                "src=\"http",
                "action=\"http",
                "href=\"//",
                "src=\"//",
                "url(h",
                "url(/",
            ] {
                assert!(
                    !answer.body.contains(outside),
                    "{} leads out: {outside}",
                    route.path
                );
            }
        }
    });
}

#[test]
fn no_address_answers_to_another_name_and_no_page_repeats_one() {
    on_sqlite(|url| {
        let house = House::new(url);
        let address = house.served.address;
        let before = digest(url);
        for route in ours() {
            let path = house.address(&route);
            let probe = ["/healthz", "/readyz"].contains(&route.path.as_str());
            let method = if route.reads { "GET" } else { "POST" };
            for host in [
                "Host: evil.example\r\n".to_owned(),
                format!("Host: {address}.evil.example\r\n"),
                format!("Host: evil.example\r\nX-Forwarded-Host: {address}\r\n"),
                format!("Host: evil.example\r\nForwarded: host={address}\r\n"),
                "Host: 127.0.0.1\r\n".to_owned(),
                "Host: \r\n".to_owned(),
            ] {
                let sent = format!(
                    "{method} {path} HTTP/1.1\r\n{host}Content-Length: 0\r\nConnection: close\r\n\r\n"
                );
                let answer = crate::support::app::raw(address, sent.as_bytes());
                let refused = matches!(answer.status, 400 | 421);
                assert!(
                    refused || probe,
                    "{method} {path}: {} to {host}",
                    answer.status
                );
                assert!(!answer.body.contains("evil.example"), "{path}");
            }
            for (host, target) in [
                (
                    format!("Host: {address}\r\nHost: evil.example\r\n"),
                    path.clone(),
                ),
                (
                    format!("Host: {address}\r\n"),
                    format!("http://evil.example{path}"),
                ),
            ] {
                let sent = format!(
                    "{method} {target} HTTP/1.1\r\n{host}Content-Length: 0\r\nConnection: close\r\n\r\n"
                );
                let answer = crate::support::app::raw(address, sent.as_bytes());
                assert!(
                    matches!(answer.status, 400 | 421) || (probe && answer.status < 500),
                    "{method} {target}: {}",
                    answer.status
                );
            }
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}
