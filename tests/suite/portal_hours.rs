//! What is left of the help that was paid for in advance.

use guichet::{desk::SubscriptionSaid, domain::people::Role};

use crate::{portal_scene::Scene, support::on_each_engine};

/// Ten hours of the ticket's service, from a day to a day.
fn buys(scene: &Scene, minutes: u32, first: &str, last: Option<&str>) {
    let desk = &scene.served.desk;
    let services = desk.services().unwrap();
    let service = services.iter().find(|one| one.slug == "portail").unwrap();
    let said = SubscriptionSaid {
        support: true,
        prepaid_minutes: Some(minutes),
        annual: None,
        first_day: first.parse().unwrap(),
        last_day: last.map(|day| day.parse().unwrap()),
    };
    let (organisation, by) = (scene.marlaix.id, scene.root);
    desk.subscribe(organisation, service.id, "standard", said, by)
        .unwrap();
}

fn plain(body: &str) -> String {
    body.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn both_sides_read_what_was_bought_spent_and_left_to_the_minute() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let organisation = format!("/organisations/{}", scene.marlaix.id);
        let mut root = scene.served.signed_in(scene.root);
        assert!(
            !root
                .get(&organisation)
                .body
                .contains("Heures payées d’avance")
        );
        assert!(
            scene
                .chief()
                .get("/portal/hours")
                .body
                .contains("Aucun contrat")
        );
        buys(&scene, 600, "2026-01-01", Some("2026-12-31"));
        scene.answer("Un.", false, 95);
        scene.answer("Deux.", false, 7);
        let page = plain(&scene.chief().get("/portal/hours").body);
        for words in [
            "10 h",
            "1 h 42",
            "Reste 8 h 18",
            "mars 2026",
            "Étiquettes Marlaix",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let page = plain(&root.get(&format!("{organisation}/hours")).body);
        assert!(page.contains("Reste 8 h 18") && page.contains("Étiquettes Marlaix"));
        assert!(plain(&root.get(&organisation).body).contains("Reste 8 h 18 sur 10 h"));
        let mut agent = scene.served.signed_in(scene.agent);
        let ticket = format!("/tickets/{}", scene.marlaix.ticket);
        let line = "jusqu’au 31 décembre 2026 : reste 8 h 18 sur 10 h";
        assert!(plain(&agent.get(&ticket).body).contains(line));
        scene.answer("Trois.", false, 600);
        let page = plain(&scene.chief().get("/portal/hours").body);
        assert!(
            page.contains("Dépassement : 1 h 42 de plus que ce qui est payé"),
            "{page}"
        );
        assert!(plain(&agent.get(&ticket).body).contains("dépassement de 1 h 42 sur 10 h"));
    });
}

#[test]
fn only_who_administrates_the_organisation_and_the_desk_may_know() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        buys(&scene, 600, "2026-01-01", None);
        let desk = &scene.served.desk;
        let (organisation, clerk) = (scene.marlaix.id, scene.marlaix.clerk);
        assert_eq!(scene.clerk().get("/portal/hours").status, 403);
        let platform = Some(scene.marlaix.platform);
        desk.designate(organisation, clerk, platform, scene.root)
            .unwrap();
        assert_eq!(
            scene.clerk().get("/portal/hours").status,
            403,
            "a platform is not the whole"
        );
        let mut agent = scene.served.signed_in(scene.agent);
        let page = format!("/organisations/{organisation}/hours");
        assert_eq!(
            agent.get(&page).status,
            403,
            "the line on the ticket is enough"
        );
        let ostrel = scene.served.customer(url, "Ostrel", scene.root);
        let other = scene
            .served
            .signed_in(ostrel.chief)
            .get("/portal/hours")
            .body;
        assert!(other.contains("Aucun contrat") && !other.contains("Marlaix"));
        assert!(desk.hours(organisation, ostrel.chief).is_err());
    });
}

#[test]
fn a_ticket_that_the_reader_does_not_see_counts_without_a_name() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        buys(&scene, 600, "2026-01-01", None);
        scene.answer("Un.", false, 30);
        let alix = scene
            .served
            .worker("Alix", "alix@desk.example", Role::Supervisor);
        let desk = &scene.served.desk;
        let queue = desk.queues().unwrap()[0].id;
        desk.set_queue_member(queue, scene.agent, true, scene.root)
            .unwrap();
        desk.close_queue(queue, true, scene.root).unwrap();
        let mut alix = scene.served.signed_in(alix);
        let page = format!("/organisations/{}/hours", scene.marlaix.id);
        let page = plain(&alix.get(&page).body);
        assert!(page.contains("Reste 9 h 30") && page.contains("Demandes que vous ne voyez pas"));
        assert!(!page.contains("Étiquettes"), "{page}");
    });
}

#[test]
fn an_agents_form_says_nothing_where_nothing_was_paid_for_today() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        buys(&scene, 600, "2025-01-01", Some("2025-12-31"));
        let mut agent = scene.served.signed_in(scene.agent);
        let ticket = format!("/tickets/{}", scene.marlaix.ticket);
        assert!(!agent.get(&ticket).body.contains("Heures payées d’avance"));
    });
}
