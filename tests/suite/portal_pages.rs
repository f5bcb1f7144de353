//! What customers see and do once they are signed in.

use guichet::{
    domain::{
        access::Scope,
        people::{OrganisationKind, Role},
        ticket::{Act, Actor, PauseReason, Status, What},
    },
    store::DatabaseUrl,
};

use crate::support::{
    app::{Browser, PASSWORD, Served, served},
    customers::House,
    on_each_engine, on_sqlite,
    routes::routes,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

/// A desk with a customer.
struct Scene {
    served: Served,
    agent: guichet::domain::ids::PersonId,
    root: guichet::domain::ids::PersonId,
    marlaix: House,
}

impl Scene {
    fn new(url: &DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        Self {
            marlaix: served.customer(url, "Marlaix", root),
            agent,
            root,
            served,
        }
    }

    fn clerk(&self) -> Browser {
        self.served.signed_in(self.marlaix.clerk)
    }

    fn chief(&self) -> Browser {
        self.served.signed_in(self.marlaix.chief)
    }

    fn act(&self, act: Act) {
        let page = self.served.desk.ticket(self.marlaix.ticket, &Scope::Desk);
        self.served
            .desk
            .change_ticket(guichet::desk::Change {
                ticket: self.marlaix.ticket,
                seen: page.unwrap().ticket.version,
                by: self.agent,
                act,
                text: None,
                files: false,
                spent: guichet::domain::ticket::Minutes::default(),
            })
            .unwrap();
    }

    fn status(&self) -> Status {
        let page = self.served.desk.ticket(self.marlaix.ticket, &Scope::Desk);
        page.unwrap().ticket.status
    }

    fn here(&self) -> String {
        format!("/portal/tickets/{}", self.marlaix.ticket)
    }
}

#[test]
fn both_sides_sign_in_at_one_door_and_land_on_their_own_side() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        for (next, lands) in [
            ("/queue", "/portal"),
            ("/portal?view=all", "/portal?view=all"),
        ] {
            let mut browser = scene.served.browser();
            let fields = [
                ("email", "odile@marlaix.example"),
                ("password", PASSWORD),
                ("next", next),
            ];
            assert_eq!(browser.post("/sign-in", &fields).location(), lands);
            assert_eq!(browser.get("/sign-in").location(), "/portal");
            assert_eq!(browser.get("/portal").status, 200);
            let account = browser.get("/account");
            assert!(account.body.contains("odile@marlaix.example"));
            assert!(account.body.contains("href=\"/portal\""));
            assert!(!account.body.contains("href=\"/queue"));
            assert!(browser.get("/help").body.contains("href=\"/portal/new\""));
            assert_eq!(browser.post("/sign-out", &[]).location(), "/sign-in");
            assert_eq!(
                browser.get("/portal?view=all").location(),
                "/sign-in?next=%2Fportal%3Fview%3Dall"
            );
        }
    });
}

#[test]
fn each_side_keeps_to_its_own_pages() {
    on_sqlite(|url| {
        let scene = Scene::new(url);
        let (mut agent, mut clerk) = (scene.served.signed_in(scene.agent), scene.clerk());
        let nothing = "00000000-0000-0000-0000-000000000000";
        for route in routes().into_iter().filter(|route| !route.demo) {
            let policy = |policy: &Option<String>| {
                let policy = policy.as_deref().unwrap_or_default();
                (policy.starts_with("Customer"), policy.starts_with("Desk"))
            };
            let address = route.with(|_| nothing);
            for (browser, of_other, expected) in
                [(&mut agent, 0, Some("/queue")), (&mut clerk, 1, None)]
            {
                let is_other = |(customer, desk)| [customer, desk][of_other];
                let mut answers = Vec::new();
                if route.reads && is_other(policy(&route.read_policy)) {
                    answers.push(browser.get(&address));
                }
                if route.writes && is_other(policy(&route.write_policy)) {
                    answers.push(browser.post(&address, &[]));
                }
                for answer in answers {
                    match expected {
                        Some(path) => assert_eq!(answer.location(), path, "{address}"),
                        None => assert_eq!(answer.status, 403, "{address}"),
                    }
                }
            }
        }
    });
}

#[test]
fn who_filed_by_the_form_alone_has_no_account_to_reset() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        scene
            .served
            .filed(&[("email", "passante@ailleurs.example")]);
        for (email, letters) in [
            ("passante@ailleurs.example", 0),
            ("odile@marlaix.example", 1),
        ] {
            let email = email.parse().unwrap();
            scene.served.desk.forgot_password(&email).unwrap();
            assert_eq!(scene.served.desk.answer_reset_requests().unwrap(), letters);
        }
    });
}

#[test]
fn the_list_says_what_is_expected_of_whom_and_waits_for_the_customer_first() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut clerk = scene.clerk();
        scene.served.filed(&[
            ("email", "odile@marlaix.example"),
            ("subject", "Une seconde demande"),
        ]);
        let list = clerk.get("/portal").body;
        assert!(list.contains("Étiquettes Marlaix") && list.contains("Une seconde demande"));
        assert!(list.contains("Nous allons la prendre en charge."));
        scene.act(Act::Pause {
            reason: PauseReason::WaitingForCustomer,
            detail: "le journal".to_owned(),
            evidence: guichet::domain::ticket::Evidence::default(),
        });
        let list = clerk.get("/portal").body;
        let (waiting, other) = (
            list.find("Étiquettes Marlaix").unwrap(),
            list.find("Une seconde demande").unwrap(),
        );
        assert!(waiting < other, "what waits for the customer comes first");
        assert!(list.contains("Nous attendons votre réponse"));
        let only = clerk.get("/portal?view=waiting").body;
        assert!(only.contains("Étiquettes Marlaix") && !only.contains("Une seconde demande"));
        let none = clerk.get("/portal?view=resolved").body;
        assert!(none.contains("Rien n’est encore résolu."));
        let found = clerk.get("/portal?q=seconde").body;
        assert!(found.contains("Une seconde demande") && !found.contains("Étiquettes Marlaix"));
        let chief = scene.chief().get("/portal").body;
        assert!(chief.contains("déposée par Odile Marlaix"));
        let mine = scene.chief().get("/portal?of=mine").body;
        assert!(mine.contains("Aucune demande ne répond à ce choix."));
        let about = format!("/portal?platform={}", scene.marlaix.platform);
        assert!(clerk.get(&about).body.contains("Aucune demande"));
    });
}

#[test]
fn every_ticket_is_on_exactly_one_page_of_the_list() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        for rank in 0..60 {
            let subject = format!("Demande {rank}");
            scene.served.clock.advance(chrono::TimeDelta::minutes(1));
            let mut request = crate::desk_world::request("portail", crate::desk_world::blocked());
            request.email = crate::desk_world::address("odile@marlaix.example");
            request.subject = guichet::domain::ticket::Line::parse(&subject).unwrap();
            scene.served.desk.file_ticket(request).unwrap();
        }
        for view in ["open", "all"] {
            let mut chief = scene.chief();
            let (mut path, mut seen) = (format!("/portal?view={view}"), Vec::new());
            loop {
                let body = chief.get(&path).body;
                let links = body
                    .split("class=\"subject\" href=\"/portal/tickets/")
                    .skip(1);
                seen.extend(links.map(|rest| rest[..36].to_owned()));
                let Some(next) = body
                    .split("href=\"")
                    .find(|part| part.contains("rel=\"next\""))
                else {
                    break;
                };
                path = next.split('"').next().unwrap().replace("&#38;", "&");
            }
            let all = seen.len();
            seen.sort();
            seen.dedup();
            assert_eq!((all, seen.len()), (61, 61), "{view}");
        }
    });
}

#[test]
fn a_customer_reads_writes_settles_and_opens_again_under_their_own_name() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (mut clerk, here) = (scene.clerk(), scene.here());
        let page = clerk.get(&here);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Vous (Odile Marlaix)"));
        assert!(clerk.get(&format!("{here}/deadline/acknowledge")).status == 200);
        let blank = clerk.post(&format!("{here}/reply"), &[("text", " ")]);
        assert_eq!(blank.status, 422);
        let message = guichet::domain::ids::MessageId::fresh().to_string();
        let fields = [("text", "Le journal est joint."), ("message", &message)];
        for _ in 0..2 {
            let sent = clerk.post(&format!("{here}/reply"), &fields);
            assert_eq!(sent.location(), format!("{here}#last"));
        }
        let body = clerk.get(&here).body;
        assert_eq!(body.matches("Le journal est joint.").count(), 1);
        let settle = format!("{here}/settle");
        for _ in 0..2 {
            assert_eq!(clerk.post(&settle, &[("do", "settle")]).status, 303);
        }
        assert_eq!(scene.status(), Status::Resolved);
        assert!(
            clerk
                .get("/portal?view=resolved")
                .body
                .contains("Étiquettes Marlaix")
        );
        let mut chief = scene.chief();
        assert_eq!(chief.post(&settle, &[("do", "reopen")]).status, 303);
        assert_eq!(scene.status(), Status::New);
        let page = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
        let events = page.unwrap().events;
        let by = |what: fn(&What) -> bool| {
            let event = events.iter().find(|event| what(&event.what));
            event.unwrap().actor
        };
        assert_eq!(
            by(|what| *what == What::Resolved),
            Actor::Requester(scene.marlaix.clerk)
        );
        assert_eq!(
            by(|what| matches!(what, What::Reopened { .. })),
            Actor::Requester(scene.marlaix.chief)
        );
        assert_eq!(clerk.post(&settle, &[("do", "burn")]).status, 400);
    });
}

#[test]
fn what_a_role_does_not_allow_is_forbidden_and_not_offered() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let helper = scene.served.member(
            scene.marlaix.id,
            "Léon Marlaix",
            "leon@marlaix.example",
            scene.root,
        );
        let mut browser = scene.served.signed_in(helper);
        let here = scene.here();
        assert_eq!(
            browser.get(&here).status,
            404,
            "a colleague who was not added"
        );
        let integral = scene
            .served
            .organisation("Intégrale", OrganisationKind::Integrator);
        let ines = scene
            .served
            .member(integral, "Inès", "ines@integrale.example", scene.root);
        assert_eq!(scene.served.signed_in(ines).get(&here).status, 404);
        scene.served.serves(url, integral, scene.marlaix.id);
        let mut served = scene.served.signed_in(ines);
        let page = served.get(&here);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("C’est réglé pour nous"));
        assert!(
            served
                .get("/portal")
                .body
                .contains("déposée par Odile Marlaix, Marlaix")
        );
        drop(browser.get("/portal"));
    });
}
