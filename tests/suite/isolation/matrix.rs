//! Every address in every role, with what belongs to others: the answer is that for something that
//! does not exist. The addresses, who is let to each, and the names that each reads, are read from
//! the sources.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};

use guichet::{
    domain::{
        access::{Right, may},
        people::Role,
    },
    store::DatabaseUrl,
};

use super::scene::{CANARY, Caller, Scene, Side, named};
use crate::support::{
    app::Answer,
    digest::digest,
    on_postgres, on_sqlite,
    routes::{Route, routes},
    say,
};

/// What was tried, by how.
type Probes = BTreeMap<&'static str, u32>;

/// The answer without what is another each time: identities of the address, of the request.
fn plain(answer: &Answer, address: &str) -> (u16, String) {
    let encoded: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    let unnamed = |text: &str| {
        let mut text = text
            .replace(address, "ADDRESS")
            .replace(&encoded, "ADDRESS");
        for part in address.split('/').filter(|part| part.len() > 20) {
            text = text.replace(part, "PART");
        }
        text
    };
    let mut body = unnamed(&answer.body);
    if let Some(id) = answer.header("x-request-id") {
        body = body.replace(id, "REQUEST");
    }
    let place = unnamed(answer.header("location").unwrap_or_default());
    (answer.status, format!("{place}\n{}", unstamped(&body)))
}

/// A page without the secrets that a form draws each time.
fn unstamped(page: &str) -> String {
    let mut rest = page;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("name=\"key\" value=\"") {
        out.push_str(before);
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// The right of a policy, `Desk(Right::ReadTickets)`, and its side.
fn right(policy: &str) -> Option<(&str, Right)> {
    let (side, right) = policy.split_once("(Right::")?;
    let right = right.trim_end_matches([')', ',']);
    let found = Right::ALL.iter().find(|one| format!("{one:?}") == right);
    Some((side, *found.unwrap_or_else(|| panic!("no right {right}"))))
}

/// A page, the head of an answer, or a cell of a workbook tells of the other side.
fn tells(answer: &Answer) -> bool {
    let is_workbook = answer
        .header("content-type")
        .is_some_and(|kind| kind.contains("spreadsheetml"));
    if is_workbook {
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.bytes.clone())).unwrap();
        let told = |cell: &Data| cell.to_string().contains(CANARY);
        for (_, sheet) in book.worksheets() {
            if sheet.cells().any(|(_, _, cell)| told(cell)) {
                return true;
            }
        }
    }
    answer.body.contains(CANARY)
        || answer
            .headers
            .iter()
            .any(|(_, value)| value.contains(CANARY))
}

#[test]
fn isolation_every_address_in_every_role_on_sqlite() {
    on_sqlite(matrix);
}

#[test]
fn isolation_every_address_in_every_role_on_postgresql() {
    on_postgres(matrix);
}

fn matrix(url: &DatabaseUrl) {
    let (scene, mut callers) = Scene::at(url);
    let routes: Vec<Route> = routes().into_iter().filter(|route| !route.demo).collect();
    let mut probes = Probes::new();
    let before = far_rows(url, &scene);
    assert!(before.len() > 20, "{before:?}");
    let (outside, inside): (Vec<_>, Vec<_>) = callers
        .iter_mut()
        .partition(|one| one.outside && one.role != Some(Role::Administrator));
    for caller in outside {
        try_all(&scene, &routes, caller, &mut probes);
    }
    let after = far_rows(url, &scene);
    for row in &before {
        assert!(after.contains(row), "changed from outside: {row:?}");
    }
    for caller in inside {
        try_all(&scene, &routes, caller, &mut probes);
    }
    told_nobody_else(&scene);
    let all: u32 = probes.values().sum();
    assert!(all > 5_000, "only {all} probes");
    say("isolation", &format!("{all} probes {probes:?}"));
}

/// What is kept of the far side: every row with the name of one of its things, but those that say who
/// is signed in.
fn far_rows(url: &DatabaseUrl, scene: &Scene) -> Vec<(String, String)> {
    let values = scene.values();
    let mut rows = Vec::new();
    for (table, text) in digest(url) {
        if ["sessions", "people", "links"].contains(&table.as_str()) {
            continue;
        }
        for row in text.lines() {
            if row.contains(CANARY) || values.iter().any(|value| row.contains(value.as_str())) {
                rows.push((table.clone(), row.to_owned()));
            }
        }
    }
    rows
}

/// No letter to anybody else tells of the far side: its own people, those who serve it, and the
/// members of its queue are who may read of it.
fn told_nobody_else(scene: &Scene) {
    let mut before = None;
    loop {
        let (letters, _) = scene.served.desk.letters(None, before).unwrap();
        let Some(last) = letters.last() else {
            return;
        };
        before = Some((last.created_at, last.id));
        for letter in &letters {
            let to = letter.recipient.as_str();
            let may = [CANARY, "integrale", "membre@", "support@", "lointain"];
            if !may.iter().any(|part| to.contains(part)) {
                let text = format!("{:?}", letter.notice);
                assert!(!text.contains(CANARY), "a letter to {to}: {text}");
            }
        }
    }
}

fn try_all(scene: &Scene, routes: &[Route], caller: &mut Caller, probes: &mut Probes) {
    for route in routes {
        for (policy, writes) in [(&route.read_policy, false), (&route.write_policy, true)] {
            let Some(policy) = policy else {
                continue;
            };
            // A session that ends would end the caller's part in this.
            let ends = ["/sign-out", "/account/sessions/others/end"].contains(&route.path.as_str());
            if ends || route.path == "/queue/live" && caller.role.is_some() {
                continue;
            }
            Tried {
                scene,
                route,
                policy,
                writes,
                caller,
                probes,
            }
            .all();
        }
    }
}

/// One route, one way of asking, one caller.
struct Tried<'a> {
    scene: &'a Scene,
    route: &'a Route,
    policy: &'a str,
    writes: bool,
    caller: &'a mut Caller,
    probes: &'a mut Probes,
}

impl Tried<'_> {
    fn ask(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let browser = &mut self.caller.browser;
        let (how, answer) = if self.writes {
            ("POST", browser.post(address, fields))
        } else if fields.is_empty() {
            ("GET", browser.get(address))
        } else {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            (
                "GET with a query",
                browser.get(&format!("{address}?{query}")),
            )
        };
        *self.probes.entry(how).or_default() += 1;
        let what = self.what(address, fields);
        assert!(answer.status < 500, "{what}: {}", answer.body);
        answer
    }

    fn what(&self, address: &str, fields: &[(&str, &str)]) -> String {
        let verb = if self.writes { "POST" } else { "GET" };
        format!(
            "{verb} {address} {fields:?} for {} ({})",
            self.caller.name, self.policy
        )
    }

    fn all(&mut self) {
        let far = self.scene.address(self.route, |_| Side::Far);
        let there = self.ask(&far, &[]);
        let what = format!("{}: {}", self.what(&far, &[]), there.status);
        let Some((side, right)) = right(self.policy) else {
            // Public, a secret link, or about oneself.
            if self.policy == "SignedIn" && !self.caller.signed_in {
                assert_eq!(there.status, 303, "{what}");
            } else if self.policy == "SignedIn" && named(self.route) > 0 && self.caller.outside {
                self.as_for_nothing(&there, &far);
            }
            return;
        };
        if !self.caller.signed_in {
            assert_eq!(there.status, 303, "{what}");
            assert!(there.location().starts_with("/sign-in"), "{what}");
            return;
        }
        as_the_policy_says(side, right, self.caller.role, &there, &what);
        // Who manages the set-up sees every organisation's, and who confirms credits too: that is what
        // the pages are for.
        let set_up = matches!(
            right,
            Right::ReadSetUp | Right::ManageSetUp | Right::WordLetters | Right::ConfirmCredits
        );
        if !self.caller.outside || set_up {
            return;
        }
        // Who belongs to it reads its name, and their own, on every page of theirs.
        let about_a_ticket = self.route.path.contains("/tickets/{");
        if self.caller.belongs && !about_a_ticket {
            return;
        }
        assert!(!tells(&there), "{what} tells of the other side");
        if named(self.route) > 0 {
            self.as_for_nothing(&there, &far);
        }
        self.with_values(&what);
    }

    /// The answer is that for nothing, also where only one of two parts names what is there.
    fn as_for_nothing(&mut self, there: &Answer, far: &str) {
        let nowhere = self.scene.address(self.route, |_| Side::Nowhere);
        let nothing = self.ask(&nowhere, &[]);
        let what = self.what(far, &[]);
        assert_eq!(
            plain(there, far),
            plain(&nothing, &nowhere),
            "{what} is not what is answered for nothing"
        );
        for odd in 0..named(self.route) {
            if named(self.route) < 2 {
                break;
            }
            let own_but = |other| {
                self.scene.address(
                    self.route,
                    move |place| {
                        if place == odd { other } else { Side::Near }
                    },
                )
            };
            let (mixed, blank) = (own_but(Side::Far), own_but(Side::Nowhere));
            let (got, none) = (self.ask(&mixed, &[]), self.ask(&blank, &[]));
            let what = self.what(&mixed, &[]);
            assert!(!tells(&got), "{what} tells of the other side");
            assert_eq!(plain(&got, &mixed), plain(&none, &blank), "{what}");
        }
    }

    /// No field or question that names something of the other side brings it out, on an address that
    /// is nobody's or one's own.
    fn with_values(&mut self, what: &str) {
        let address = self.scene.address(self.route, |_| Side::Near);
        let names = self.route.fields.clone();
        let mut asked: Vec<Vec<(&str, &str)>> = Vec::new();
        let values = self.scene.values();
        for value in &values {
            asked.push(
                names
                    .iter()
                    .map(|name| (name.as_str(), value.as_str()))
                    .collect(),
            );
            // Each by itself, where the file that declares the route reads it.
            if !self.writes {
                let own = self.route.own_fields.iter();
                asked.extend(own.map(|name| vec![(name.as_str(), value.as_str())]));
            }
        }
        for fields in asked {
            let answer = self.ask(&address, &fields);
            assert!(
                !tells(&answer),
                "{} tells of the other side; {what}",
                self.what(&address, &fields)
            );
        }
    }
}

/// The answer to somebody signed in is that of the policy of the address.
fn as_the_policy_says(side: &str, right: Right, role: Option<Role>, there: &Answer, what: &str) {
    match (side, role) {
        ("Desk", None) => assert_eq!(there.status, 403, "{what}"),
        ("Desk", Some(role)) if !may(role, right) => assert_eq!(there.status, 403, "{what}"),
        ("Desk", Some(_)) => assert_ne!(there.status, 403, "{what}"),
        ("Customer", Some(_)) => {
            assert!(matches!(there.status, 303 | 403 | 404), "{what}");
        }
        ("Customer", None) => {}
        _ => panic!("{what}: no such side"),
    }
}

#[test]
fn isolation_those_to_whom_it_belongs_do_see_it() {
    on_sqlite(|url| {
        let (scene, mut callers) = Scene::at(url);
        for caller in callers.iter_mut().filter(|one| !one.outside) {
            let side = if caller.role.is_some() { "" } else { "/portal" };
            let page = caller
                .browser
                .get(&format!("{side}/tickets/{}", scene.ticket));
            assert_eq!(page.status, 200, "{}", caller.name);
            assert!(tells(&page), "{}", caller.name);
        }
    });
}
