//! The public status page: what it says, what it never says, and that it answers without a database.

use chrono::TimeDelta;
use guichet::{
    domain::{
        access::Scope,
        availability::Stage,
        operation::{Said, Step},
        ticket::Priority,
    },
    store::DatabaseUrl,
};

use crate::{
    availability::{Scene, line, maintenance, outage, typed},
    desk_world::{at, text},
    support::{on_each_engine, postgres::cluster_of_its_own},
};

/// Something of every kind: an outage under way with its news, one that is over, one that nobody
/// published, one of a customer's platform, and a maintenance to come.
fn busy(scene: &Scene) {
    let desk = &scene.served.desk;
    let mut open = outage(scene.shared, "2026-11-30T07:00:00Z", None);
    open.title = line("Imports ralentis");
    open.stages = vec![Stage {
        from: at("2026-11-30T07:00:00Z"),
        severity: Priority::P3,
    }];
    let open = scene.enter(Said::Outage(open));
    let news = text("Un verrou restait <b>posé</b>.");
    desk.tell_of_operation(open, (Step::Identified, &news), scene.agent)
        .unwrap();
    let mut over = outage(
        scene.shared,
        "2026-11-16T07:00:00Z",
        Some("2026-11-16T09:15:00Z"),
    );
    over.title = line("Réseau injoignable");
    over.components.push(scene.ostrels);
    scene.enter(Said::Outage(over.clone()));
    over.title = line("Secret de la maison");
    over.published = false;
    scene.enter(Said::Outage(over.clone()));
    over.title = line("Rien chez Ostrel");
    over.published = true;
    over.components = vec![scene.ostrels];
    scene.enter(Said::Outage(over));
    let planned = maintenance(scene.shared, "2026-12-05T00:00:00Z", "2026-12-05T03:00:00Z");
    scene.enter(Said::Maintenance(planned));
}

#[test]
fn the_status_page_says_how_things_are_and_names_no_organisation() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut anybody = scene.served.browser();
        let calm = anybody.get("/status").body;
        assert!(calm.contains("Tous les services fonctionnent."), "{calm}");
        busy(&scene);
        scene.served.clock.advance(TimeDelta::seconds(31));
        let page = anybody.get("/status");
        assert_eq!(page.status, 200);
        for said in [
            "Le service est perturbé.",
            "Imports ralentis",
            "Cause identifiée",
            "Un verrou restait &#60;b&#62;posé",
            "Mise à jour de la base",
            "Réseau injoignable",
            "Perturbé",
            "novembre\u{a0}2026",
            "2\u{a0}h\u{a0}15",
        ] {
            assert!(page.body.contains(said), "{said}: {}", page.body);
        }
        let json = anybody.get("/status.json").body;
        let atom = anybody.get("/status.atom").body;
        for answer in [&page.body, &json, &atom] {
            for hidden in ["Ostrel", "Marlaix", "Secret", "Camille", "Plateforme<"] {
                assert!(!answer.contains(hidden), "{hidden}: {answer}");
            }
        }
        assert!(!page.body.contains("<script"), "no script");
        assert!(page.body.len() < 20_000, "{} bytes", page.body.len());
        let told: serde_json::Value = serde_json::from_str(&json).unwrap();
        let part = &told["services"][0]["components"][0];
        assert_eq!(part["state"], "degraded");
        assert_eq!(part["days"].as_array().unwrap().len(), 90);
        assert_eq!(part["days"][75]["down_seconds"], 135 * 60);
        assert_eq!(told["open"][0]["news"][0]["step"], "identified");
        assert!(!json.contains(&scene.ostrels.to_string()), "{json}");
        assert!(atom.contains("<title>Imports ralentis</title>"), "{atom}");
        // The days concerned are told above the history, whatever its month.
        let mut history = |month: &str| {
            let page = anybody.get(&format!("/status?month={month}")).body;
            page.split("id=\"h-past\"").nth(1).unwrap().to_owned()
        };
        assert!(history("2026-11").contains("Réseau injoignable"));
        assert!(!history("2026-10").contains("Réseau injoignable"));
        assert_eq!(anybody.get("/status?month=never").status, 404);
    });
}

#[test]
fn an_outage_that_nobody_published_disturbs_its_component_and_is_told_by_nothing() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let mut said = outage(scene.shared, "2026-11-30T07:00:00Z", None);
        said.title = line("Base en panne");
        said.published = false;
        let id = scene.enter(Said::Outage(said.clone()));
        let inside = text("Chez un client, la base ne répond plus.");
        desk.tell_of_operation(id, (Step::Investigating, &inside), scene.agent)
            .unwrap();
        let mut anybody = scene.served.browser();
        let page = anybody.get("/status").body;
        assert!(page.contains("Le service est perturbé."), "{page}");
        assert!(!page.contains("Base en panne") && !page.contains("Chez un client"));
        // Once it is published, what was told inside stays inside.
        said.published = true;
        scene.served.clock.advance(TimeDelta::minutes(1));
        let typed = typed(Said::Outage(said));
        desk.correct_operation((id, 1), &typed, &line("Publiée"), scene.agent, &Scope::Desk)
            .unwrap();
        desk.tell_of_operation(
            id,
            (Step::Identified, &text("Un disque est plein.")),
            scene.agent,
        )
        .unwrap();
        scene.served.clock.advance(TimeDelta::seconds(31));
        let answers = ["/status", "/status.json", "/status.atom"];
        for answer in answers.map(|address| anybody.get(address).body) {
            assert!(answer.contains("Un disque est plein."), "{answer}");
            assert!(!answer.contains("Chez un client"), "{answer}");
        }
    });
}

#[test]
fn the_status_page_is_kept_by_caches_and_read_at_most_twice_a_minute() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut anybody = scene.served.browser();
        let first = anybody.get("/status");
        assert_eq!(first.header("cache-control"), Some("public, max-age=30"));
        let tag = first.header("etag").unwrap().to_owned();
        let mut knowing = scene.served.browser().saying("if-none-match", &tag);
        let known = knowing.get("/status");
        assert_eq!((known.status, known.body.as_str()), (304, ""));
        busy(&scene);
        assert_eq!(
            knowing.get("/status").status,
            304,
            "the snapshot still serves"
        );
        scene.served.clock.advance(TimeDelta::seconds(31));
        assert_eq!(knowing.get("/status").status, 200);
    });
}

#[test]
fn the_status_page_answers_in_full_without_its_database() {
    let Some(cluster) = cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let scene = Scene::new(&DatabaseUrl::parse(&database.url()).unwrap());
    busy(&scene);
    let mut anybody = scene.served.browser();
    let before = anybody.get("/status").body;
    assert!(before.contains("Imports ralentis"));
    cluster.kill();
    assert_eq!(anybody.get("/readyz").status, 503, "the database is gone");
    scene.served.clock.advance(TimeDelta::minutes(5));
    let gone = anybody.get("/status");
    assert_eq!(gone.status, 200, "{}", gone.body);
    assert!(
        gone.body.contains("La base de données ne répond pas"),
        "{}",
        gone.body
    );
    for said in ["Imports ralentis", "Réseau injoignable", "lundi 30"] {
        assert!(gone.body.contains(said), "{said}: {}", gone.body);
    }
    let json: serde_json::Value = serde_json::from_str(&anybody.get("/status.json").body).unwrap();
    assert_eq!(json["fresh"], false);
    assert_eq!(json["at"], "2026-11-30T09:00:00Z");
}
