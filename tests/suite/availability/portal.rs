//! What customers read of the availability of their services, and outages beside requests.

use guichet::{
    desk::PeriodAsked,
    domain::{
        access::Scope,
        operation::Said,
        ticket::{Line, Priority},
    },
};

use super::{Scene, outage, typed};
use crate::support::on_each_engine;

const HERE: &str = "/portal/availability";

/// An outage of 135 minutes in office hours.
fn down(component: guichet::domain::ids::ComponentId, title: &str) -> Said {
    let mut said = outage(
        component,
        "2026-11-16T07:00:00Z",
        Some("2026-11-16T09:15:00Z"),
    );
    said.title = Line::parse(title).unwrap();
    Said::Outage(said)
}

#[test]
fn customers_read_their_figure_with_its_clause_and_what_is_behind_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        scene.enter(down(scene.shared, "Réseau injoignable"));
        scene.enter(down(scene.ostrels, "Base d’Ostrel arrêtée"));
        let mut chief = scene.served.signed_in(scene.marlaix.chief);
        let here = format!("{HERE}?service={}&day=2026-11-29", scene.service);
        let page = chief.get(&here).body;
        for text in [
            "98,815\u{202f}%",
            "Non tenu",
            "2\u{a0}h\u{a0}15",
            "Réseau injoignable",
            "7 minutes par jour",
            "Qualité de Services",
            "Aucune journée offerte n’est accordée",
        ] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(!page.contains("Ostrel"), "{page}");
        assert!(!page.contains("/operations/") && !page.contains("/contracts/"));
        assert!(
            chief
                .get("/portal")
                .body
                .contains("href=\"/portal/availability\"")
        );
    });
}

#[test]
fn customers_read_of_credits_once_a_person_confirmed_them() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        scene.enter(down(scene.shared, "Réseau injoignable"));
        let (desk, by) = (&scene.served.desk, scene.supervisor);
        let day = "2026-11-29".parse().unwrap();
        let mut chief = scene.served.signed_in(scene.marlaix.chief);
        let here = format!("{HERE}?service={}&day=2026-11-29", scene.service);
        let id = desk
            .propose_credit(scene.marlaix.id, (scene.service, day), by)
            .unwrap();
        assert!(!chief.get(&here).body.contains("En tout"));
        desk.decide_credit(id, None, by).unwrap();
        let page = chief.get(&here).body;
        assert!(
            page.contains("En tout\u{a0}: 2 journées offertes"),
            "{page}"
        );
        let mut other = scene.served.signed_in(scene.ostrel.chief);
        assert!(!other.get(&here).body.contains("En tout"));
        let own = desk.availability(
            scene.ostrel.id,
            PeriodAsked {
                service: Some(scene.service),
                day: Some(day),
            },
        );
        assert_eq!(own.unwrap().credits, []);
    });
}

#[test]
fn isolation_a_request_shows_the_outages_that_name_it_to_whom_they_concern() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, ticket) = (&scene.served.desk, scene.marlaix.ticket);
        let reference = desk.ticket(ticket, &Scope::Desk).unwrap().ticket.reference;
        let entered = |said: Said| {
            let mut typed = typed(said);
            typed.references = vec![reference];
            desk.enter_operation(&typed, scene.agent, &Scope::Desk)
                .unwrap()
        };
        let shared = entered(down(scene.shared, "Réseau injoignable"));
        entered(down(scene.ostrels, "Base de la maison d’en face"));
        scene.enter(down(scene.shared, "Sans rapport"));
        let mut agent = scene.served.signed_in(scene.agent);
        let page = agent.get(&format!("/tickets/{ticket}")).body;
        assert!(page.contains(&format!("/operations/{shared}")), "{page}");
        assert!(page.contains("Base de la maison d’en face"));
        assert!(!page.contains("Sans rapport"));
        let mut chief = scene.served.signed_in(scene.marlaix.chief);
        let page = chief.get(&format!("/portal/tickets/{ticket}")).body;
        assert!(page.contains("Réseau injoignable"), "{page}");
        assert!(!page.contains("maison d’en face") && !page.contains("/operations/"));
        // A correction that names it no more takes it away.
        let operation = desk.operation(shared, &Scope::Desk).unwrap().operation;
        let Said::Outage(mut said) = operation.said else {
            unreachable!("{shared}")
        };
        said.stages[0].severity = Priority::P2;
        let why = Line::parse("Mauvaise demande").unwrap();
        let changed = desk.correct_operation(
            (shared, 1),
            &typed(Said::Outage(said)),
            &why,
            scene.agent,
            &Scope::Desk,
        );
        assert!(changed.unwrap());
        let page = agent.get(&format!("/tickets/{ticket}")).body;
        assert!(!page.contains(&format!("/operations/{shared}")));
    });
}
