//! The proof sheet of a case: what it says, and to whom.

use guichet::{
    desk::Ruling,
    domain::{ids::MessageId, ticket::Line, vendor::CaseAct},
};

use crate::{
    support::on_each_engine,
    vendor::{OPEN, Scene},
};

#[test]
fn the_sheet_tells_the_vendors_time_to_the_minute_and_nothing_of_the_customer() {
    on_each_engine(|url| {
        // The vendor owes a solution within 8 of its open hours; sent on Wednesday at 10:00.
        let scene = Scene::promising(url, OPEN);
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        scene.live_until("2026-03-04T11:00");
        scene.vendor_does(case, CaseAct::Ask(MessageId::fresh()), "Le journal ?");
        scene.live_until("2026-03-04T12:00");
        scene.agent_does(case, CaseAct::Tell(MessageId::fresh()), "Le voici.");
        // One hour did not count: due on Thursday at 9:00, and three open hours late at noon.
        scene.live_until("2026-03-05T12:00");
        let mut agent = scene.as_agent();
        let overview = agent.get("/overview");
        let sheet = format!("{}/{case}/proof", scene.here());
        assert!(overview.body.contains(&sheet), "{}", overview.body);
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        let overview = plain(&overview.body);
        assert!(overview.contains("en retard de 3 h ouvrées"), "{overview}");
        let page = agent.get(&sheet);
        assert_eq!(page.status, 200, "{}", page.body);
        let desk = plain(&page.body);
        for said in [
            "Résolution : en retard de 3 h ouvrées",
            "jeudi 5 mars 2026 à 9 h 00",
            "mercredi 4 mars 2026 à 11 h 00",
            "mercredi 4 mars 2026 à 12 h 00",
            "Europe/Paris",
            "attente intégrateur",
            "chapitre 2.6",
            "Divalto",
            "envoie le dossier",
            "alerte",
        ] {
            assert!(desk.contains(said), "{said}: {desk}");
        }
        // The vendor reads the same sheet, without a word of the customer.
        let theirs = scene
            .as_vendor()
            .get(&format!("/portal/cases/{case}/proof"));
        assert_eq!(theirs.status, 200);
        assert!(plain(&theirs.body).contains("en retard de 3 h ouvrées"));
        for hidden in ["Marlaix", "Odile", "Étiquettes"] {
            assert!(!theirs.body.contains(hidden), "{hidden}");
            assert!(!page.body.contains(hidden), "{hidden}");
        }
        // No other vendor reads it, nor the customer, nor by another ticket.
        let other = scene.served.vendor("Proche", None, scene.root);
        for person in [other.person, scene.marlaix.chief] {
            let mut browser = scene.served.signed_in(person);
            let answer = browser.get(&format!("/portal/cases/{case}/proof"));
            assert_eq!(answer.status, 404);
            assert_ne!(browser.get(&sheet).status, 200);
        }
        let elsewhere = scene.served.customer(url, "Ostrel", scene.root);
        let wrong = format!("/tickets/{}/vendor/{case}/proof", elsewhere.ticket);
        assert_eq!(agent.get(&wrong).status, 404);
        // What the vendor is late on leaves as a list, too.
        let list = agent.get("/overview/vendors.csv?which=late");
        assert!(plain(&list.body).contains("3 h ouvrées"), "{}", list.body);
        let list = agent.get("/overview/vendors.csv?which=waiting");
        assert!(!list.body.contains("Étiquettes Marlaix"), "{}", list.body);
    });
}

#[test]
fn a_lifted_wait_counts_on_the_sheet() {
    on_each_engine(|url| {
        let scene = Scene::promising(url, OPEN);
        let desk = &scene.served.desk;
        let case = scene
            .served
            .sent(&scene.divalto, scene.marlaix.ticket, scene.agent, "x");
        scene.vendor_does(case, CaseAct::Ask(MessageId::fresh()), "Le journal ?");
        let asked = scene.cases()[0].events;
        let line = |text: &str| Line::parse(text).unwrap();
        desk.contest_case_pause(scene.agent, case, asked, &line("Il y est."))
            .unwrap();
        let ruling = Ruling {
            lifts: true,
            why: line("Il y était."),
        };
        desk.rule_case_pause(scene.supervisor, case, asked, &ruling)
            .unwrap();
        let page = scene
            .as_agent()
            .get(&format!("{}/{case}/proof", scene.here()));
        assert!(page.body.contains("contestée, levée"), "{}", page.body);
        let due = page.body.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(due.contains("mercredi 4 mars 2026 à 18 h 00"), "{due}");
    });
}
