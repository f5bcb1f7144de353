//! Outages, figures, credits and the register as people meet them.

use guichet::domain::operation::Said;

use super::{Scene, outage};
use crate::support::on_each_engine;

/// The fields of a new outage.
fn fields<'a>(component: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", "Import arrêté"),
        ("component", component),
        ("stage-at-1", "2026-11-16T08:00"),
        ("stage-severity-1", "P1"),
        ("ended", "2026-11-16T10:15"),
        ("cause", "ours"),
    ];
    for (name, value) in changes {
        fields.retain(|(one, _)| one != name);
        fields.push((name, value));
    }
    fields
}

#[test]
fn an_outage_is_entered_and_corrected_and_its_history_is_shown() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut agent = scene.served.signed_in(scene.agent);
        let component = scene.shared.to_string();
        let form = agent.get("/operations/new/outage");
        assert!(form.body.contains("Jamespot, Application"), "{}", form.body);
        let refused = agent.post(
            "/operations/new/outage",
            &fields(&component, &[("ended", "2026-11-16T07:00")]),
        );
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("La fin vient après le début"));
        assert!(
            refused.body.contains("value=\"Import arrêté\""),
            "nothing is lost"
        );
        let blamed = fields(&component, &[("cause", "third-party")]);
        let refused = agent.post("/operations/new/outage", &blamed);
        assert!(refused.body.contains("Donnez la preuve de cette cause"));
        let ticket = scene
            .served
            .desk
            .ticket(scene.marlaix.ticket, &guichet::domain::access::Scope::Desk);
        let reference = ticket.unwrap().ticket.reference.to_string();
        let linked = fields(&component, &[("references", reference.as_str())]);
        let entered = agent.post("/operations/new/outage", &linked);
        assert_eq!(entered.status, 303, "{}", entered.body);
        let address = entered.location();
        let page = agent.get(&address).body;
        assert!(page.contains(&reference) && page.contains("Première saisie"));
        let mut corrected = fields(
            &component,
            &[
                ("stage-at-2", "2026-11-16T09:00"),
                ("stage-severity-2", "P2"),
                ("kind", "outage"),
                ("seen", "1"),
            ],
        );
        let refused = agent.post(&address, &corrected);
        assert!(refused.body.contains("Dites pourquoi vous corrigez"));
        corrected.push(("why", "Contournement trouvé"));
        assert_eq!(agent.post(&address, &corrected).status, 303);
        let late = agent.post(&address, &[&corrected[..], &[("title", "Autre")]].concat());
        assert!(late.body.contains("corrigé entre-temps"), "{}", late.body);
        let page = agent.get(&address).body;
        assert!(page.contains("Contournement trouvé") && page.contains("Première saisie"));
        let told = agent.post(
            &format!("{address}/news"),
            &[("step", "identified"), ("text", "Un verrou restait posé.")],
        );
        assert_eq!(told.status, 303);
        assert!(agent.get(&address).body.contains("Un verrou restait posé."));
        assert!(agent.get("/operations").body.contains("Import arrêté"));
    });
}

#[test]
fn the_figure_is_shown_with_its_minutes_its_clause_and_what_is_owed() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let said = outage(
            scene.shared,
            "2026-11-16T07:00:00Z",
            Some("2026-11-16T09:15:00Z"),
        );
        let operation = scene.enter(Said::Outage(said));
        let mut browser = scene.served.signed_in(scene.supervisor);
        let here = format!(
            "/organisations/{}/availability?service={}&day=2026-11-29",
            scene.marlaix.id, scene.service
        );
        let page = browser.get(&here).body;
        // 11,400 min counted, 135 lost: 98.8157… %.
        for text in [
            "98,815\u{202f}%",
            "Non tenu",
            "190\u{a0}h",
            "2\u{a0}h\u{a0}15",
            "57\u{a0}min",
            "7 minutes par jour",
            "« Qualité de Services »",
            "2 jours gratuits",
            "plafond",
        ] {
            let text = text.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
            assert!(page.contains(&text), "{text}: {page}");
        }
        assert!(page.contains(&format!("/operations/{operation}")));
        let (service, day) = (scene.service.to_string(), "2026-11-29");
        let period = [("service", service.as_str()), ("day", day)];
        let credits = format!("/organisations/{}/credits", scene.marlaix.id);
        let proposed = browser.post(&credits, &period);
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let again = browser.post(&credits, &period);
        assert!(again.body.contains("déjà crédité"), "{}", again.body);
        let page = browser.get(&here).body;
        let id = page.split(&format!("{credits}/")).nth(1).unwrap();
        let id = id.split('"').next().unwrap();
        let drop = [&period[..], &[("do", "drop"), ("why", "")]].concat();
        let refused = browser.post(&format!("{credits}/{id}"), &drop);
        assert!(refused.body.contains("Dites pourquoi vous écartez"));
        let confirm = [&period[..], &[("do", "confirm")]].concat();
        assert_eq!(
            browser.post(&format!("{credits}/{id}"), &confirm).status,
            303
        );
        assert!(browser.get(&here).body.contains("Confirmé"));
        let csv = browser.get(&format!("{credits}.csv")).body;
        assert!(csv.contains("Confirmé") && csv.contains("135"), "{csv}");
    });
}

#[test]
fn the_register_has_every_revision_and_no_other_customers() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut agent = scene.served.signed_in(scene.agent);
        let (shared, ostrels) = (scene.shared.to_string(), scene.ostrels.to_string());
        let entered = agent.post("/operations/new/outage", &fields(&shared, &[]));
        let corrected = fields(
            &shared,
            &[
                ("title", "Import ralenti"),
                ("kind", "outage"),
                ("seen", "1"),
                ("why", "Moins grave"),
            ],
        );
        assert_eq!(agent.post(&entered.location(), &corrected).status, 303);
        let other = fields(&ostrels, &[("title", "Rien chez Ostrel")]);
        assert_eq!(agent.post("/operations/new/outage", &other).status, 303);
        let mut browser = scene.served.signed_in(scene.supervisor);
        let here = format!("/organisations/{}/register", scene.marlaix.id);
        let page = browser.get(&here).body;
        assert!(page.contains("Import ralenti") && !page.contains("Rien chez Ostrel"));
        let csv = browser.get(&format!("{here}.csv")).body;
        assert!(
            csv.contains("Import arrêté") && csv.contains("Import ralenti"),
            "{csv}"
        );
        assert!(csv.contains("Moins grave") && !csv.contains("Rien chez Ostrel"));
        assert_eq!(browser.get(&format!("{here}.xlsx")).status, 200);
        let mut customer = scene.served.signed_in(scene.marlaix.clerk);
        for address in ["/portal/register", "/portal/register.csv"] {
            let ours = customer.get(address).body;
            assert!(ours.contains("Import ralenti"), "{address}: {ours}");
            for hidden in [
                "Rien chez Ostrel",
                "Camille",
                "Moins grave",
                "Import arrêté",
            ] {
                assert!(!ours.contains(hidden), "{address} tells {hidden}: {ours}");
            }
        }
        let ostrel = format!("/organisations/{}/register", scene.ostrel.id);
        let both = browser.get(&ostrel).body;
        assert!(both.contains("Import ralenti") && both.contains("Rien chez Ostrel"));
    });
}

#[test]
fn components_are_entered_by_administrators_and_a_platform_is_never_published() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut root = scene.served.signed_in(scene.root);
        let service = scene.service.to_string();
        let platform = scene.ostrel.platform.to_string();
        let named = |name, platform| {
            [
                ("name", name),
                ("service", service.as_str()),
                ("platform", platform),
                ("published", "yes"),
            ]
        };
        assert_eq!(
            root.post("/components", &named("Recherche", "")).status,
            303
        );
        let taken = root.post("/components", &named("recherche", ""));
        assert!(
            taken.body.contains("déjà un composant de ce nom"),
            "{}",
            taken.body
        );
        let own = named("Recherche", platform.as_str());
        assert_eq!(root.post("/components", &own).status, 303);
        let page = scene.served.desk.components().unwrap();
        let of = |is_platform: bool| {
            let mut all = page.components.iter();
            all.find(|one| one.name == "Recherche" && one.platform.is_some() == is_platform)
                .unwrap()
                .clone()
        };
        assert!(of(false).is_public() && !of(true).is_public() && !of(true).published);
        let gone = [("name", "Recherche"), ("gone", "yes")];
        let change = format!("/components/{}", of(false).id);
        assert_eq!(root.post(&change, &gone).status, 303);
        let mut agent = scene.served.signed_in(scene.agent);
        assert_eq!(agent.post(&change, &gone).status, 403);
        let form = agent.get("/operations/new/outage").body;
        assert!(
            !form.contains("Jamespot, Recherche<"),
            "what is gone is not offered"
        );
    });
}
