//! Filing by somebody who is signed in: for whom, about what, under which contract.

use guichet::{
    desk::{Behalf, Error, FileTicket, Secret},
    domain::{
        access::Scope,
        ids::{PersonId, SubscriptionId, TicketId},
        people::{OrganisationKind, Role},
        subscription::Subscription,
    },
    store::{DatabaseUrl, Options, Store, services, subscriptions},
};

use crate::{
    desk_world::{address, blocked, request},
    support::{
        app::{Answer, Browser, Served, form, served},
        customers::House,
        digest::{changed, digest},
        on_each_engine,
    },
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

struct Scene {
    served: Served,
    root: PersonId,
    marlaix: House,
    ostrel: House,
}

impl Scene {
    fn new(url: &DatabaseUrl) -> Self {
        let served = served(url, OPEN);
        let root = served.worker("Dominique Roy", "root@desk.example", Role::Administrator);
        Self {
            marlaix: served.customer(url, "Marlaix", root),
            ostrel: served.customer(url, "Ostrel", root),
            root,
            served,
        }
    }

    fn files(&self, browser: &mut Browser, whom: &House, changes: &[(&str, &str)]) -> Answer {
        let (customer, platform) = (whom.id.to_string(), whom.platform.to_string());
        let mut fields = form(&[
            ("service", "portail"),
            ("customer", &customer),
            ("platform", &platform),
            // Whatever is typed here, who files is who is signed in.
            ("name", "Pirate"),
            ("email", "pirate@ailleurs.example"),
        ]);
        for change in changes {
            fields.retain(|field| field.0 != change.0);
            fields.push(*change);
        }
        browser.post("/portal/new", &fields)
    }
}

fn ticket(answer: &Answer) -> TicketId {
    let path = answer.location();
    let id = path.strip_prefix("/portal/tickets/").unwrap();
    id.split('?').next().unwrap().parse().unwrap()
}

#[test]
fn a_request_of_somebody_signed_in_is_theirs_and_of_their_organisation() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut clerk = scene.served.signed_in(scene.marlaix.clerk);
        let shown = clerk.get("/portal/new").body;
        for part in [
            "Odile Marlaix",
            "odile@marlaix.example",
            "Production Marlaix",
        ] {
            assert!(shown.contains(part), "{part}");
        }
        assert!(!shown.contains("Ostrel") && !shown.contains("name=\"email\""));
        let preview = scene.files(&mut clerk, &scene.marlaix, &[("do", "preview")]);
        assert_eq!(preview.status, 200);
        assert!(preview.body.contains("Engagement") || preview.body.contains("prio"));
        let wrong = scene.files(&mut clerk, &scene.marlaix, &[("subject", "")]);
        assert_eq!(wrong.status, 422);
        let key = Secret::draw();
        let once = [("key", key.reveal())];
        let filed = scene.files(&mut clerk, &scene.marlaix, &once);
        assert_eq!(filed.status, 303, "{}", filed.body);
        let again = scene.files(&mut clerk, &scene.marlaix, &once);
        assert_eq!(ticket(&again), ticket(&filed), "one form, one ticket");
        let page = scene
            .served
            .desk
            .ticket(ticket(&filed), &Scope::Desk)
            .unwrap();
        assert_eq!(page.ticket.requester, scene.marlaix.clerk);
        assert_eq!(page.ticket.organisation, Some(scene.marlaix.id));
        assert_eq!(page.ticket.platform, Some(scene.marlaix.platform));
        let body = clerk.get(&filed.location()).body;
        assert!(body.contains("Votre demande est enregistrée."));
        let about = format!("/portal?platform={}", scene.marlaix.platform);
        assert!(
            clerk
                .get(&about)
                .body
                .contains(&page.ticket.reference.to_string())
        );
    });
}

#[test]
fn isolation_nobody_files_for_another_organisation_or_on_its_platform() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut clerk = scene.served.signed_in(scene.marlaix.clerk);
        let before = digest(url);
        let foreign = scene.ostrel.platform.to_string();
        for answer in [
            scene.files(&mut clerk, &scene.ostrel, &[]),
            scene.files(&mut clerk, &scene.marlaix, &[("platform", &foreign)]),
            clerk.get(&format!("/portal/new?organisation={}", scene.ostrel.id)),
        ] {
            assert_eq!(answer.status, 404);
            assert!(!answer.body.contains("Ostrel"));
        }
        // The same, past the pages: the write itself says no.
        for (by, email, organisation, platform) in [
            (
                scene.marlaix.clerk,
                "odile@marlaix.example",
                scene.ostrel.id,
                None,
            ),
            (
                scene.marlaix.clerk,
                "odile@marlaix.example",
                scene.marlaix.id,
                Some(scene.ostrel.platform),
            ),
            (
                scene.ostrel.clerk,
                "odile@marlaix.example",
                scene.ostrel.id,
                None,
            ),
            (scene.root, "root@desk.example", scene.ostrel.id, None),
        ] {
            let request = FileTicket {
                email: address(email),
                behalf: Some(Behalf {
                    by,
                    organisation,
                    platform,
                }),
                ..request("portail", blocked())
            };
            let refused = scene.served.desk.file_ticket(request);
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
    });
}

#[test]
fn an_integrator_says_for_whom_first_and_loses_it_with_the_mandate() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served;
        let integral = desk.organisation("Intégrale", OrganisationKind::Integrator);
        let ines = desk.member(integral, "Inès", "ines@integrale.example", scene.root);
        let mut browser = desk.signed_in(ines);
        assert_eq!(scene.files(&mut browser, &scene.marlaix, &[]).status, 404);
        desk.serves(url, integral, scene.marlaix.id);
        let choose = browser.get("/portal/new").body;
        assert!(choose.contains("Pour qui déposez-vous") && choose.contains("Marlaix"));
        assert!(!choose.contains("Ostrel"));
        let chosen = browser.get(&format!("/portal/new?organisation={}", scene.marlaix.id));
        assert!(chosen.body.contains("Production Marlaix"));
        let filed = scene.files(&mut browser, &scene.marlaix, &[]);
        let page = desk.desk.ticket(ticket(&filed), &Scope::Desk).unwrap();
        assert_eq!(page.ticket.requester, ines);
        assert_eq!(page.ticket.organisation, Some(scene.marlaix.id));
        let chief = desk.signed_in(scene.marlaix.chief).get("/portal").body;
        assert!(
            chief.contains("déposée par Inès"),
            "the customer sees what is filed for it"
        );
    });
}

#[test]
fn an_organisation_files_under_its_own_contract() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (store, organisation) = (
            Store::open(url, Options::of(url.engine())).unwrap(),
            scene.marlaix.id,
        );
        store
            .write(move |tx| {
                let service = services::by_slug(tx, "portail")?.unwrap();
                subscriptions::insert(
                    tx,
                    &Subscription {
                        id: SubscriptionId::fresh(),
                        organisation,
                        service: service.id,
                        contract_name: "divalto".to_owned(),
                        support: true,
                        prepaid_minutes: None,
                        annual: None,
                        first_day: "2026-01-01".parse().unwrap(),
                        last_day: None,
                    },
                )
            })
            .unwrap();
        for (whom, contract) in [(&scene.marlaix, "divalto"), (&scene.ostrel, "standard")] {
            let mut clerk = scene.served.signed_in(whom.clerk);
            let filed = scene.files(&mut clerk, whom, &[]);
            let page = scene.served.desk.ticket(ticket(&filed), &Scope::Desk);
            assert_eq!(page.unwrap().contract.name().to_string(), contract);
        }
    });
}
