//! What somebody of another customer gets on every address of the portal: what is answered for
//! something that does not exist.

use guichet::domain::{
    ids::TicketId,
    people::{OrganisationKind, Role},
};

use crate::support::{
    app::{Answer, Browser, PASSWORD, served},
    digest::{changed, digest},
    on_each_engine,
    routes::{Route, routes},
    say,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

/// What is typed into every form.
const FIELDS: [(&str, &str); 10] = [
    ("text", "x"),
    ("name", "x"),
    ("letters", "fr"),
    ("do", "settle"),
    ("platform", ""),
    ("sure", "1"),
    ("password", PASSWORD),
    ("email", "x@y.example"),
    ("level", "content"),
    ("colleague", "x@y.example"),
];

/// A page without the name that its request was given, which is another one each time.
fn unnamed(body: &str) -> String {
    match body.split_once("<code>") {
        Some((before, rest)) => {
            let after = rest.split_once("</code>").map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => body.to_owned(),
    }
}

fn tried(browser: &mut Browser, route: &Route, address: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    if route.reads {
        answers.push(browser.get(address));
    }
    if route.writes {
        answers.push(browser.post(address, &[]));
        answers.push(browser.post(address, &FIELDS));
        let settling = FIELDS.map(|(name, value)| match name {
            "do" => (name, "close"),
            _ => (name, value),
        });
        answers.push(browser.post(address, &settling));
        let adding = FIELDS.map(|(name, value)| match name {
            "do" => (name, "add"),
            _ => (name, value),
        });
        answers.push(browser.post(address, &adding));
    }
    answers
}

#[test]
fn isolation_the_portal_answers_for_what_is_anothers_as_for_nothing() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        let ours = served.customer(url, "Marlaix", root);
        let theirs = served.customer(url, "Ostrel", root);
        let integral = served.organisation("Intégrale", OrganisationKind::Integrator);
        let ines = served.member(integral, "Inès", "ines@integrale.example", root);
        let nothing = TicketId::fresh().to_string();
        let strangers = [
            ("a clerk of another", ours.clerk),
            ("a chief of another", ours.chief),
            ("an integrator without the mandate", ines),
        ];
        let before = digest(url);
        let mut probes = 0;
        for route in routes() {
            if !route.path.starts_with("/portal/") || !route.path.contains('{') {
                continue;
            }
            let ids = [
                theirs.ticket.to_string(),
                theirs.chief.to_string(),
                theirs.clerk.to_string(),
                theirs.platform.to_string(),
                theirs.id.to_string(),
            ];
            for (who, person) in strangers {
                let mut browser = served.signed_in(person);
                let at = |id: &str| {
                    route
                        .with(|name| match name {
                            "clock" => "acknowledge",
                            _ => "{}",
                        })
                        .replace("{}", id)
                };
                let absent = tried(&mut browser, &route, &at(&nothing));
                for id in &ids {
                    for (got, none) in tried(&mut browser, &route, &at(id)).iter().zip(&absent) {
                        assert_eq!(got.status, none.status, "{} for {who}", route.path);
                        assert_eq!(
                            unnamed(&got.body.replace(id.as_str(), &nothing)),
                            unnamed(&none.body),
                            "{} for {who}",
                            route.path
                        );
                        assert!(!got.body.contains("Ostrel"), "{} for {who}", route.path);
                        probes += 1;
                    }
                }
                assert!(
                    absent
                        .iter()
                        .all(|one| one.status == 404 || one.status == 403),
                    "{} for {who}",
                    route.path
                );
            }
        }
        let others = |name: &String| name != "sessions" && name != "people";
        let mut after = changed(&before, &digest(url));
        after.retain(others);
        assert_eq!(after, [""; 0]);
        say("isolation", &format!("{probes} probes of the portal"));
        assert!(probes > 100);
    });
}

#[test]
fn isolation_no_list_of_the_portal_names_what_is_anothers() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        let ours = served.customer(url, "Marlaix", root);
        let theirs = served.customer(url, "Ostrel", root);
        let mut probes = 0;
        for person in [ours.clerk, ours.chief] {
            let mut browser = served.signed_in(person);
            for route in routes() {
                let plain = route.path.starts_with("/portal") && !route.path.contains('{');
                if !plain || !route.reads {
                    continue;
                }
                let queries = [
                    "view=all".to_owned(),
                    "view=all&of=all&q=Étiquettes".to_owned(),
                    "view=all&q=INC-2026-00002".to_owned(),
                    format!("view=all&platform={}", theirs.platform),
                    format!("organisation={}&platform={}", theirs.id, theirs.platform),
                    format!("view=all&after=0.0.{}", theirs.ticket),
                ];
                for query in queries {
                    let query = query.replace('É', "%C3%89");
                    let body = browser.get(&format!("{}?{query}", route.path)).body;
                    assert!(!body.contains("Ostrel"), "{}?{query}", route.path);
                    probes += 1;
                }
            }
        }
        say(
            "isolation",
            &format!("{probes} probes of the portal's lists"),
        );
    });
}
