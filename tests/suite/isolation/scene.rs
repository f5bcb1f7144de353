//! Two customers and all that belongs to them, and everybody who may try to see the one's.

use std::collections::BTreeMap;

use guichet::{
    desk::{Change, Desk, FileTicket, NewDraft, Secret, SubscriptionSaid, TicketPage},
    domain::{
        access::Scope,
        handed_draft::DraftBody,
        ids::{MessageId, PersonId, TicketId},
        incoming::{Arrival, Door, ReturnPath},
        people::{OrganisationKind, Role},
        ticket::{Act, DraftKind, Line, Minutes},
    },
    store::DatabaseUrl,
};

use crate::{
    attaching::send,
    desk_world::{blocked, request, text},
    intake::{Mime, reader},
    support::{
        app::{Browser, Served, served},
        customers::House,
        routes::Route,
        vendors::Vendor,
    },
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

/// What stands in every field of the other side, and may be read nowhere.
pub const CANARY: &str = "kanari7";

/// Nobody and nothing has this identity.
const NOTHING: &str = "01900000-0000-7000-8000-000000000000";

/// Whose things an address names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// The other customer's.
    Far,
    /// Those of the customer whose people try.
    Near,
    /// Nobody's: there is no such thing.
    Nowhere,
}

/// Somebody who tries.
pub struct Caller {
    pub name: &'static str,
    pub browser: Browser,
    /// The role at the desk; none for nobody and for customers.
    pub role: Option<Role>,
    /// Whether anybody is signed in.
    pub signed_in: bool,
    /// Whether the tickets of the other side are nothing to them.
    pub outside: bool,
    /// Whether they belong to the other side all the same, or serve it: its name stands on their
    /// pages.
    pub belongs: bool,
}

/// The things of a side by what an address calls them.
type Things = BTreeMap<&'static str, String>;

/// Two customers, the requests of the far one in a queue for members only.
pub struct Scene {
    pub served: Served,
    pub ticket: TicketId,
    far: Things,
    near: Things,
}

impl Scene {
    /// The desk over an empty database, and everybody who may try, those first to whom the far side
    /// is nothing.
    pub fn at(url: &DatabaseUrl) -> (Self, Vec<Caller>) {
        let served = served(url, OPEN);
        let workers = [
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
        let (member, root) = (workers[0].1, workers[3].1);
        let far = served.customer(url, CANARY, root);
        let near = served.customer(url, "Ostrel", root);
        let colleague = served.member(far.id, "Nadia kanari7", "nadia@kanari7.example", root);
        let serving = served.organisation("Intégrale", OrganisationKind::Integrator);
        let other = served.organisation("Autre Service", OrganisationKind::Integrator);
        served.serves(url, serving, far.id);
        let integrator = served.member(serving, "Inès", "ines@integrale.example", root);
        let unserving = served.member(other, "Igor", "igor@autre.example", root);
        let (far_vendor, near_vendor) = (
            served.vendor("Lointain", Some("cas@lointain.example"), root),
            served.vendor("Proche", Some("cas@proche.example"), root),
        );
        let (far_things, near_things) = (
            things(&served, &far, &far_vendor, root, member),
            things(&served, &near, &near_vendor, root, member),
        );
        let queue = served.desk.ticket(far.ticket, &Scope::Desk).unwrap();
        let queue = queue.ticket.queue;
        served
            .desk
            .set_queue_member(queue, member, true, root)
            .unwrap();
        served.desk.close_queue(queue, true, root).unwrap();
        let scene = Self {
            ticket: far.ticket,
            far: far_things,
            near: near_things,
            served,
        };
        let mut callers = vec![scene.nobody()];
        for (place, (name, person, role)) in workers.iter().enumerate() {
            callers.push(Caller {
                role: Some(*role),
                outside: place > 0,
                ..scene.customer(name, *person)
            });
        }
        for (name, person, outside, belongs) in [
            ("the requester", far.clerk, false, true),
            ("a colleague who was not added", colleague, true, true),
            ("the designated administrator", far.chief, false, true),
            (
                "a requester of another organisation",
                near.clerk,
                true,
                false,
            ),
            (
                "an administrator of another organisation",
                near.chief,
                true,
                false,
            ),
            ("an integrator without a mandate", unserving, true, false),
            ("an integrator with the mandate", integrator, false, true),
            // What was sent to it is on its pages; the ticket behind is nothing to it.
            ("the vendor of the case", far_vendor.person, true, true),
            ("another vendor", near_vendor.person, true, false),
        ] {
            callers.push(Caller {
                outside,
                belongs,
                ..scene.customer(name, person)
            });
        }
        callers.sort_by_key(|one| !one.outside);
        (scene, callers)
    }

    fn nobody(&self) -> Caller {
        Caller {
            name: "nobody",
            browser: self.served.browser(),
            role: None,
            signed_in: false,
            outside: true,
            belongs: false,
        }
    }

    fn customer(&self, name: &'static str, person: PersonId) -> Caller {
        Caller {
            name,
            browser: self.served.signed_in(person),
            role: None,
            signed_in: true,
            outside: false,
            belongs: false,
        }
    }

    /// What is on the other side, in the words by which an address or a field may name it.
    pub fn values(&self) -> Vec<String> {
        let mut values: Vec<String> = self.far.values().cloned().collect();
        values.push("étiquettes".to_owned());
        values
    }

    /// The address of a route: each part of it that names a thing by the side that `side` gives for
    /// its place.
    pub fn address(&self, route: &Route, side: impl Fn(usize) -> Side) -> String {
        let mut place = 0;
        let mut parts = BTreeMap::new();
        for name in route.names() {
            let kind = kind(route, name);
            let value = match kind.strip_prefix('=') {
                Some(fixed) => fixed.to_owned(),
                None => {
                    place += 1;
                    let things = match side(place - 1) {
                        Side::Far => &self.far,
                        Side::Near => &self.near,
                        Side::Nowhere if kind == "link" => {
                            parts.insert(name, "A".repeat(self.far["link"].len()));
                            continue;
                        }
                        Side::Nowhere => {
                            parts.insert(name, NOTHING.to_owned());
                            continue;
                        }
                    };
                    things[kind].clone()
                }
            };
            parts.insert(name, value);
        }
        route.with(|name| parts[name].as_str())
    }
}

/// How many parts of a route name a thing of somebody's.
pub fn named(route: &Route) -> usize {
    let names = route.names();
    names
        .iter()
        .filter(|name| !kind(route, name).starts_with('='))
        .count()
}

/// What a part of a route names; after an equals sign, a word that is nobody's.
fn kind(route: &Route, name: &str) -> &'static str {
    let segments: Vec<&str> = route.path.split('/').collect();
    let before = segments
        .iter()
        .position(|segment| *segment == format!("{{{name}}}"))
        .map_or("", |place| segments[place - 1]);
    match (name, before) {
        // Nobody’s; what becomes of one that is there has its own tests.
        ("link", "confirm" | "unsubscribe") => "=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ("month", _) => "=2026-03",
        ("secret" | "link", _) => "link",
        ("form", _) => "=csv",
        ("letter", "incoming") => "incoming",
        ("message", "letter") => "message",
        ("clock", _) => "=acknowledge",
        ("act", _) => "=take",
        ("name", _) => "=app.css",
        ("contract", _) => "=standard",
        ("job", _) => "=01900000-0000-7000-8000-000000000000",
        ("rank" | "door", _) => "=1",
        ("file", _) => "file",
        ("case", _) => "case",
        ("platform", _) => "platform",
        ("subscription", _) => "subscription",
        ("person", _) | ("id", "people") => "person",
        ("ticket", _) | ("id", "tickets") => "ticket",
        ("organisation", _) | ("id", "organisations") => "organisation",
        ("id", "queues") => "queue",
        ("kind", _) if route.path.starts_with("/monitors/") => "=http",
        ("kind", _) => "=outage",
        ("beat", _) => "=nobody",
        ("id", "operations" | "components" | "monitors" | "subscribers" | "hooks")
        | ("credit", _) => "=01900000-0000-7000-8000-000000000000",
        ("id", "products") => "=01900000-0000-7000-8000-000000000000",
        ("id", "letters") => "letter",
        ("id", "escalations") => "escalation",
        ("id", "sessions") => "session",
        _ => panic!(
            "{}: what does {{{name}}} name? Tell tests/suite/isolation/scene.rs",
            route.path
        ),
    }
}

/// Everything that a customer has, and the words for it.
fn things(
    served: &Served,
    house: &House,
    vendor: &Vendor,
    root: PersonId,
    member: PersonId,
) -> Things {
    let desk = &served.desk;
    let mark = desk.organisation(house.id).unwrap().organisation.name;
    let link = Secret::draw();
    desk.file_ticket(FileTicket {
        key: link.clone(),
        email: format!("odile@{}.example", mark.to_lowercase())
            .parse()
            .unwrap(),
        subject: Line::parse(&format!("Étiquettes {mark} encore")).unwrap(),
        ..request("portail", blocked())
    })
    .unwrap();
    let session = talked(served, house, member, &mark);
    let services = desk.services().unwrap();
    let subscription = desk
        .subscribe(
            house.id,
            services[0].id,
            "standard",
            SubscriptionSaid {
                support: true,
                prepaid_minutes: Some(600),
                annual: None,
                first_day: "2026-01-01".parse().unwrap(),
                last_day: None,
            },
            root,
        )
        .unwrap();
    let body = DraftBody {
        subject: format!("À déposer {mark}"),
        ..DraftBody::default()
    };
    desk.hand_draft(house.clerk, house.id, house.chief, body)
        .unwrap();
    let page = desk.ticket(house.ticket, &Scope::Desk).unwrap();
    let (letters, _) = desk.letters(None, None).unwrap();
    let letter = letters
        .iter()
        .find(|one| one.ticket == Some(house.ticket))
        .unwrap();
    let (incoming, message) = written(desk, house, &page, &mark);
    let case = served.sent(vendor, house.ticket, member, &mark);
    Things::from([
        ("incoming", incoming),
        ("case", case.to_string()),
        ("message", message),
        ("link", link.reveal().to_owned()),
        ("ticket", house.ticket.to_string()),
        ("reference", page.ticket.reference.to_string()),
        ("organisation", house.id.to_string()),
        ("platform", house.platform.to_string()),
        ("person", house.clerk.to_string()),
        ("queue", page.ticket.queue.to_string()),
        ("file", page.attachments[0].id.to_string()),
        ("subscription", subscription.to_string()),
        ("letter", letter.id.to_string()),
        ("escalation", NOTHING.to_owned()),
        ("session", session),
    ])
}

/// A letter that names a customer's ticket, from somebody of the customer, which waits as a note.
fn written(desk: &Desk, house: &House, page: &TicketPage, mark: &str) -> (String, String) {
    let clerk = page.requester.email.to_string();
    let subject = format!("Re: {} {mark}", page.ticket.reference);
    let html = format!("<p>Bonjour <b>{mark}</b></p>");
    let mime = Mime::from(&clerk, &subject, &html).with("Content-Type", "text/html; charset=utf-8");
    let arrival = Arrival {
        door: Door::Lmtp,
        return_path: ReturnPath::Unknown,
        delivered_to: Some("support@guichet.example".parse().unwrap()),
        raw: mime.bytes(),
    };
    let id = desk.take_in(arrival).unwrap().id;
    desk.read_mail_while(&reader(), &|| true).unwrap();
    let (letter, _) = desk.incoming_letter(id, &Scope::Desk).unwrap();
    let (ticket, message) = letter.belongs_to.unwrap();
    assert_eq!(ticket, house.ticket);
    (id.to_string(), message.unwrap().to_string())
}

/// What is said on a customer's ticket by both sides, with a file, a note and a draft. The session in
/// which the requester wrote.
fn talked(served: &Served, house: &House, member: PersonId, mark: &str) -> String {
    let desk = &served.desk;
    let mut browser = served.signed_in(house.clerk);
    let reply = format!("/portal/tickets/{}/reply", house.ticket);
    let name = format!("{mark}.txt");
    let message = MessageId::fresh().to_string();
    let said = [("message", message.as_str()), ("text", "Voir le fichier.")];
    let sent = send(&browser, &reply, &said, &[(&name, mark.as_bytes())]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    for (act, words) in [
        (
            Act::Reply {
                message: MessageId::fresh(),
                resolve: false,
            },
            format!("Bonjour {mark}"),
        ),
        (
            Act::Note {
                message: MessageId::fresh(),
            },
            format!("Note sur {mark}"),
        ),
    ] {
        let seen = desk.ticket(house.ticket, &Scope::Desk).unwrap();
        desk.change_ticket(Change {
            ticket: house.ticket,
            seen: seen.ticket.version,
            by: member,
            act,
            text: Some(text(&words)),
            files: false,
            spent: Minutes::new(5).unwrap(),
        })
        .unwrap();
    }
    desk.keep_draft(NewDraft {
        ticket: house.ticket,
        by: member,
        kind: DraftKind::Note,
        text: format!("Brouillon {mark}"),
        rests_on: 0,
        message: MessageId::fresh(),
    })
    .unwrap();
    let account = browser.get("/account");
    between(&account.body, "/account/sessions/", "/end")
}

/// What stands between two texts of a page; nothing where they do not.
fn between(page: &str, before: &str, after: &str) -> String {
    let found = page
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after));
    found.map_or(NOTHING, |(found, _)| found).to_owned()
}
