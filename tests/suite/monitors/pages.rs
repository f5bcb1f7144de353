//! Monitors as people meet them.

use chrono::TimeDelta;
use guichet::domain::monitor::LookFault;

use super::Watched;
use crate::support::on_each_engine;

/// The fields of a new monitor of an address.
fn fields<'a>(component: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("component", component),
        ("name", "Portail"),
        ("title", "Portail injoignable"),
        ("address", "https://portail.example/sante"),
        ("text", ""),
        ("method", "get"),
        ("least-status", "200"),
        ("most-status", "299"),
        ("limit", "10"),
        ("every", "60"),
        ("failures", "3"),
        ("successes", "2"),
        ("severity", "P1"),
        ("objective", "synchronous"),
    ];
    for (name, value) in changes {
        fields.retain(|(one, _)| one != name);
        fields.push((name, value));
    }
    fields
}

#[test]
fn a_monitor_is_entered_on_a_form_that_says_what_is_wrong() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        let mut root = watched.scene.served.signed_in(watched.scene.root);
        let component = watched.scene.shared.to_string();
        let here = "/monitors/new/http";
        assert!(root.get(here).body.contains("Jamespot, Application"));
        for (change, says) in [
            (
                ("address", "http://portail.example/"),
                "doit commencer par https://",
            ),
            (("address", "https://10.0.0.1/"), "pas un numéro"),
            (("every", "10"), "Au moins 30 secondes"),
            (("failures", "0"), "De 1 à 20"),
            (("limit", "31"), "De 1 à 30 secondes"),
            (("least-status", "400"), "le plus petit d’abord"),
            (("most-status", "70000"), "le plus petit d’abord"),
            (("title", ""), "Donnez un texte"),
            (("component", ""), "Choisissez un composant"),
            (("name", "application"), "Un autre moniteur porte ce nom"),
        ] {
            let refused = root.post(here, &fields(&component, &[change]));
            assert_eq!(refused.status, 422, "{change:?}");
            assert!(refused.body.contains(says), "{change:?}: {}", refused.body);
            assert!(change.0 == "name" || refused.body.contains("value=\"Portail\""));
        }
        let entered = root.post(here, &fields(&component, &[]));
        assert_eq!(entered.status, 303, "{}", entered.body);
        let page = root.get(&entered.location()).body;
        assert!(page.contains("https://portail.example/sante"), "{page}");
        let list = root.get("/monitors").body;
        assert!(list.contains("Portail") && list.contains("Aucune vérification encore"));
    });
}

#[test]
fn the_page_of_a_monitor_tells_its_looks_its_times_and_its_outage() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        watched.minutes("gbbb");
        watched.told.say(Some(LookFault::NoText));
        watched.desk().look_while(&watched.told, &|| true).unwrap();
        let (outage, _) = watched.outage();
        let here = format!("/monitors/{}", watched.monitor);
        let mut auditor = watched.scene.served.signed_in(watched.scene.auditor);
        let page = auditor.get(&here).body;
        for text in [
            "Ne fonctionne pas",
            "Code de réponse 503.",
            "Le texte attendu n’y est pas.",
            "Neuf sur dix",
            "30 secondes au plus",
            &format!("/operations/{}", outage.id),
        ] {
            assert!(page.contains(text), "{text}: {page}");
        }
        assert!(!page.contains("Vérifier maintenant"), "who may not act");
        assert_eq!(auditor.post(&format!("{here}/look"), &[]).status, 403);
        let told = auditor.get(&format!("/operations/{}", outage.id)).body;
        let maker = "Moniteur «\u{a0}Application\u{a0}»";
        assert!(told.contains("Ouverte par un moniteur"), "{told}");
        assert!(told.contains(maker), "{told}");
        let mut root = watched.scene.served.signed_in(watched.scene.root);
        let asked = root.post(&format!("{here}/look"), &[]);
        assert_eq!(asked.location(), format!("{here}?done=look"));
        assert!(root.get(&asked.location()).body.contains("est demandée"));
        watched.scene.served.clock.advance(TimeDelta::seconds(1));
        let made = watched.desk().look_while(&watched.told, &|| true).unwrap();
        assert_eq!(made, 1, "before its time");
        let register = format!("/organisations/{}/register.csv", watched.scene.marlaix.id);
        assert!(root.get(&register).body.contains(maker));
    });
}

#[test]
fn the_address_of_a_heartbeat_is_told_once() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        let mut root = watched.scene.served.signed_in(watched.scene.root);
        let component = watched.scene.shared.to_string();
        let told = root.post(
            "/monitors/new/heartbeat",
            &fields(&component, &[("every", "15"), ("successes", "1")]),
        );
        assert_eq!(told.status, 200, "{}", told.body);
        let address = told.body.split("/beats/").nth(1).unwrap();
        let secret = address.split('<').next().unwrap().to_owned();
        assert_eq!(secret.len(), 43);
        let mut stranger = watched.scene.served.browser();
        assert_eq!(stranger.get(&format!("/beats/{secret}")).status, 200);
        let page = watched.desk().monitors().unwrap();
        let (one, _) = page
            .monitors
            .iter()
            .find(|(one, _)| one.said.name.as_str() == "Portail")
            .unwrap();
        assert_eq!(one.said.every, 900);
        let here = format!("/monitors/{}", one.id);
        assert!(!root.get(&here).body.contains(&secret));
        let mut changed = fields(&component, &[("every", "30"), ("kind", "heartbeat")]);
        changed.push(("resting", "yes"));
        assert_eq!(root.post(&here, &changed).status, 303);
        assert!(root.get("/monitors").body.contains("En repos"));
        let renewed = root.post(&format!("{here}/secret"), &[]);
        assert!(renewed.body.contains("/beats/") && !renewed.body.contains(&secret));
        assert_eq!(stranger.get(&format!("/beats/{secret}")).status, 404);
    });
}
