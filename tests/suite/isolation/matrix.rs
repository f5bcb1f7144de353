//! Every address in every role, with what belongs to others: the answer is that for something that
//! does not exist. The addresses, and who is let to each, are read from the sources.

use std::collections::BTreeMap;

use guichet::{
    desk::{FileTicket, Secret},
    domain::{
        access::{Right, may},
        ids::{OrganisationId, PersonId, TicketId},
        import::COLUMNS,
        people::{EmailAddress, Role},
        people_history::By,
        ticket::{Description, Line},
    },
    edges::table_in,
    store::DatabaseUrl,
};

use crate::{
    desk_world::{blocked, request},
    support::{
        app::{Answer, Browser, Served, served},
        on_each_engine,
        routes::{Route, routes},
        say,
    },
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

/// What stands in every field of the other side, and may be read nowhere.
const CANARY: &str = "kanari7";

/// Nobody and nothing has this identity.
const NOTHING: &str = "01900000-0000-7000-8000-000000000000";

const PEOPLE: &str = "organisation;kind;name;email;administrator\n\
    Fonderies kanari7;;Odile kanari7;odile@kanari7.example;\n\
    Fonderies kanari7;;Nadia kanari7;nadia@kanari7.example;\n\
    Fonderies kanari7;;Ada kanari7;ada@kanari7.example;oui\n\
    Cabinet Ostrel;;Solal;solal@ostrel.example;\n\
    Cabinet Ostrel;;Rose;rose@ostrel.example;oui\n\
    Autre Service;integrator;Ines;ines@autre.example;\n";

/// Somebody who tries.
struct Caller {
    name: &'static str,
    browser: Browser,
    /// The role at the desk; none for nobody and for customers.
    role: Option<Role>,
    /// Whether anybody is signed in.
    signed_in: bool,
    /// Whether the ticket of the other side is nothing to them.
    outside: bool,
    /// Whether they belong to the other side all the same, whose name stands on their pages.
    belongs: bool,
}

/// Two customers, a request of the first in a queue for members only, and everybody who may try.
struct Scene {
    _served: Served,
    ticket: TicketId,
    requester: PersonId,
    organisation: OrganisationId,
    link: Secret,
    queue: String,
}

impl Scene {
    fn at(url: &DatabaseUrl) -> (Self, Vec<Caller>) {
        let served = served(url, OPEN);
        let desk = &served.desk;
        let roles = [
            ("a member of the queue", "membre", Role::Agent),
            ("an agent out of the queue", "agent", Role::Agent),
            ("a supervisor", "responsable", Role::Supervisor),
            ("an administrator", "root", Role::Administrator),
            ("an auditor", "audit", Role::Auditor),
        ]
        .map(|(name, who, role)| {
            let email = format!("{who}@desk.example");
            (name, served.worker(who, &email, role), role)
        });
        let by = roles[3].1;
        let lines = table_in::read(PEOPLE.as_bytes(), &COLUMNS).unwrap();
        assert!(desk.import(lines, By::Person(by), false).unwrap().written);
        let organisation = desk.organisations(CANARY).unwrap().0[0].id;
        let link = Secret::draw();
        let text = |text: &str| Line::parse(text).unwrap();
        desk.file_ticket(FileTicket {
            key: link.clone(),
            name: text("Odile kanari7"),
            email: EmailAddress::parse("odile@kanari7.example").unwrap(),
            subject: text("Panne kanari7"),
            description: Description::parse("Le four kanari7 ne répond plus.").unwrap(),
            ..request("portail", blocked())
        })
        .unwrap();
        let page = desk.request(&link).unwrap();
        let queue = page.ticket.queue;
        desk.set_queue_member(queue, roles[0].1, true, by).unwrap();
        desk.close_queue(queue, true, by).unwrap();
        let callers = callers(&served, &roles);
        let scene = Self {
            ticket: page.ticket.id,
            requester: page.ticket.requester,
            organisation,
            queue: queue.to_string(),
            link,
            _served: served,
        };
        (scene, callers)
    }

    /// What is on the other side, in every place where an address may name it.
    fn queries(&self) -> Vec<String> {
        let values = [
            self.ticket.to_string(),
            self.organisation.to_string(),
            self.queue.clone(),
            "panne".to_owned(),
        ];
        ["q", "organisation", "ticket", "person", "queue", "platform"]
            .iter()
            .flat_map(|name| values.iter().map(move |value| format!("?{name}={value}")))
            .collect()
    }

    /// The address of a route, for what is there on the other side or for what is nowhere.
    fn address(&self, route: &Route, there: bool) -> String {
        let (ticket, person) = (self.ticket.to_string(), self.requester.to_string());
        let organisation = self.organisation.to_string();
        let nothing = "A".repeat(self.link.reveal().len());
        let first = route.path.split('/').nth(1).unwrap_or_default();
        route.with(|name| match (name, first, there) {
            ("secret" | "link", _, true) => self.link.reveal(),
            ("secret" | "link", _, false) => &nothing,
            ("clock", ..) => "acknowledge",
            ("act", ..) => "take",
            ("name", ..) => "app.css",
            ("rank" | "door", ..) => "1",
            ("id" | "ticket", "tickets", true) => &ticket,
            ("id", "organisations", true) => &organisation,
            ("id", "queues", true) => &self.queue,
            ("id", "people", true) => &person,
            ("id" | "ticket", "portal", true) if route.path.contains("tickets") => &ticket,
            ("id" | "person", "portal", true) => &person,
            _ => NOTHING,
        })
    }
}

/// Everybody who tries: nobody, those of the desk, and customers of both sides.
fn callers(served: &Served, roles: &[(&'static str, PersonId, Role)]) -> Vec<Caller> {
    let desk = &served.desk;
    let mut callers = vec![Caller {
        name: "nobody",
        browser: served.browser(),
        role: None,
        signed_in: false,
        outside: true,
        belongs: false,
    }];
    for (place, (name, person, role)) in roles.iter().enumerate() {
        callers.push(Caller {
            name,
            browser: served.signed_in(*person),
            role: Some(*role),
            signed_in: true,
            outside: place > 0,
            belongs: false,
        });
    }
    let called = |email: &str| {
        let all = desk.organisations("").unwrap().0;
        let mut people = all
            .iter()
            .flat_map(|one| desk.organisation(one.id).unwrap().people);
        people.find(|one| one.email.as_str() == email).unwrap().id
    };
    for (name, email, outside) in [
        ("the requester", "odile@kanari7.example", false),
        (
            "a colleague who was not added",
            "nadia@kanari7.example",
            true,
        ),
        ("the designated administrator", "ada@kanari7.example", false),
        (
            "a requester of another organisation",
            "solal@ostrel.example",
            true,
        ),
        (
            "an administrator of another organisation",
            "rose@ostrel.example",
            true,
        ),
        (
            "an integrator without a mandate",
            "ines@autre.example",
            true,
        ),
    ] {
        callers.push(Caller {
            name,
            browser: served.signed_in(called(email)),
            role: None,
            signed_in: true,
            outside,
            belongs: email.contains(CANARY),
        });
    }
    callers
}

/// The answer without what is another each time: identities of the address, of the request.
fn plain(answer: &Answer, address: &str) -> (u16, String) {
    let mut body = answer.body.replace(address, "ADDRESS");
    let encoded: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    body = body.replace(&encoded, "ADDRESS");
    if let Some(id) = answer.header("x-request-id") {
        body = body.replace(id, "REQUEST");
    }
    for part in address.split('/').filter(|part| part.len() > 20) {
        body = body.replace(part, "PART");
    }
    let place = answer.header("location").unwrap_or_default();
    let place = place
        .replace(address, "ADDRESS")
        .replace(&encoded, "ADDRESS");
    (answer.status, format!("{place}\n{body}"))
}

/// The right of a policy, `Desk(Right::ReadTickets)`, and its side.
fn right(policy: &str) -> Option<(&str, Right)> {
    let (side, right) = policy.split_once("(Right::")?;
    let right = right.trim_end_matches([')', ',']);
    let found = Right::ALL.iter().find(|one| format!("{one:?}") == right);
    Some((side, *found.unwrap_or_else(|| panic!("no right {right}"))))
}

/// Whether an address is about one ticket, or one organisation's things, so that others get what
/// they would get for nothing at all.
fn is_about_a_ticket(route: &Route) -> bool {
    route.path.starts_with("/tickets/{") || route.path.starts_with("/portal/tickets/{")
}

#[test]
fn isolation_every_address_in_every_role() {
    on_each_engine(|url| {
        let (scene, mut callers) = Scene::at(url);
        let mut probes: BTreeMap<&str, u32> = BTreeMap::new();
        for route in routes().into_iter().filter(|route| !route.demo) {
            for (policy, writes) in [(&route.read_policy, false), (&route.write_policy, true)] {
                let Some(policy) = policy else {
                    continue;
                };
                for caller in &mut callers {
                    probe(&scene, &route, policy, writes, caller, &mut probes);
                }
            }
        }
        let all: u32 = probes.values().sum();
        assert!(all > 800, "only {all} probes");
        say("isolation", &format!("{all} probes {probes:?}"));
    });
}

fn probe(
    scene: &Scene,
    route: &Route,
    policy: &str,
    writes: bool,
    caller: &mut Caller,
    probes: &mut BTreeMap<&str, u32>,
) {
    // A session that ends would end the caller's part in this.
    let ends = ["/sign-out", "/account/sessions/others/end"].contains(&route.path.as_str());
    if ends || route.path == "/queue/live" && caller.role.is_some() {
        return;
    }
    let mut ask = |there: bool, query: &str| {
        let address = scene.address(route, there);
        let answer = if writes {
            let fields = [
                ("person", scene.requester.to_string()),
                ("organisation", scene.organisation.to_string()),
                ("ticket", scene.ticket.to_string()),
                ("queue", scene.queue.clone()),
            ];
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            caller.browser.post(&address, &fields)
        } else {
            caller.browser.get(&format!("{address}{query}"))
        };
        *probes
            .entry(if writes { "POST" } else { "GET" })
            .or_default() += 1;
        (address, answer)
    };
    let verb = if writes { "POST" } else { "GET" };
    let (address, there) = ask(true, "");
    let what = format!(
        "{verb} {address} for {} ({policy}): {}",
        caller.name, there.status
    );
    assert!(there.status < 500, "{what}: {}", there.body);
    let Some((side, right)) = right(policy) else {
        // Public, a secret link, or about oneself.
        if policy == "SignedIn" && !caller.signed_in {
            assert_eq!(there.status, 303, "{what}");
        }
        return;
    };
    if !caller.signed_in {
        assert_eq!(there.status, 303, "{what}");
        assert!(there.location().starts_with("/sign-in"), "{what}");
        return;
    }
    as_the_policy_says(side, right, caller.role, &there, &what);
    // Who manages the set-up sees every organisation's: that is what the pages are for.
    if !caller.outside || matches!(right, Right::ReadSetUp | Right::ManageSetUp) {
        return;
    }
    // Who belongs to it reads its name, and their own, on every page of theirs.
    if caller.belongs && !is_about_a_ticket(route) {
        return;
    }
    let hears = |answer: &Answer| answer.body.contains(CANARY);
    assert!(!hears(&there), "{what} tells of the other side");
    if is_about_a_ticket(route) {
        let (nowhere, nothing) = ask(false, "");
        assert_eq!(
            plain(&there, &address),
            plain(&nothing, &nowhere),
            "{what} is not what is answered for nothing"
        );
    } else if !writes {
        for query in scene.queries() {
            let (address, answer) = ask(true, &query);
            let what = format!("GET {address}{query} for {}", caller.name);
            assert!(answer.status < 500, "{what}");
            assert!(!hears(&answer), "{what} tells of the other side");
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
