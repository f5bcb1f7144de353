//! The last snapshot in a file: read by who lost its memory, and served while a start waits for its database.

use std::{thread, time::Duration};

use chrono::TimeDelta;
use guichet::{
    domain::operation::Said,
    edges::http::{App, Settings},
    store::DatabaseUrl,
};

use crate::{
    availability::{Scene, outage},
    support::{
        app::served_with,
        postgres::cluster_of_its_own,
        process::{Process, Start},
    },
};

#[test]
fn who_lost_its_memory_shows_the_snapshot_of_the_file_when_the_database_is_gone() {
    let Some(cluster) = cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let url = DatabaseUrl::parse(&database.url()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("status.json");
    let kept = |settings: &mut Settings| settings.status_snapshot = Some(path.clone());
    let scene = Scene::new(&url);
    let open = outage(scene.shared, "2026-11-30T07:00:00Z", None);
    scene.enter(Said::Outage(open));
    let before = served_with(&url, crate::availability::NOW, kept);
    assert!(
        before
            .browser()
            .get("/status")
            .body
            .contains("Plateforme injoignable")
    );
    assert!(path.exists());
    let whole = std::fs::read_to_string(&path).unwrap();
    for inside in ["Ostrel", "Marlaix", "Camille", "@"] {
        assert!(!whole.contains(inside), "{inside}: {whole}");
    }
    // Another process over the same database, with nothing in memory.
    let after = served_with(&url, crate::availability::NOW, kept);
    let damaged = served_with(&url, crate::availability::NOW, |settings| {
        let path = folder.path().join("damaged.json");
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        settings.status_snapshot = Some(path);
    });
    cluster.kill();
    after.clock.advance(TimeDelta::minutes(5));
    let gone = after.browser().get("/status");
    assert_eq!(gone.status, 200, "{}", gone.body);
    for said in [
        "Plateforme injoignable",
        "La base de données ne répond pas",
        "lundi 30",
    ] {
        assert!(gone.body.contains(said), "{said}: {}", gone.body);
    }
    assert!(
        damaged.browser().get("/status").status >= 500,
        "nothing to show"
    );
    let app: &App = &after.app;
    assert!(app.status.recall());
}

#[test]
fn a_start_serves_the_last_page_until_its_database_answers() {
    let Some(cluster) = cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let url = DatabaseUrl::parse(&database.url()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("status.json");
    let set = [("GUICHET_STATUS_SNAPSHOT", path.to_str().unwrap())];
    let how = Start {
        set: &set,
        socket: None,
    };
    let mut first = Process::ready(&url, &how);
    let seen = first.get("/status").unwrap();
    assert_eq!(seen.status, 200);
    assert!(path.exists());
    first.signal("TERM");
    assert!(first.ended_within(30).is_some());
    cluster.shut_down();
    let mut second = Process::start(&url, &how);
    let page = (0..600).find_map(|_| {
        thread::sleep(Duration::from_millis(50));
        second.get("/status").filter(|answer| answer.status == 200)
    });
    let page = page.unwrap_or_else(|| panic!("{}", second.said())).body;
    assert!(page.contains("La base de données ne répond pas"), "{page}");
    let style = page.split("href=\"/assets/app.").nth(1).unwrap();
    let style = format!("/assets/app.{}", style.split('"').next().unwrap());
    assert_eq!(second.get(&style).unwrap().status, 200);
    for (path, status) in [
        ("/status.json", 200),
        ("/status/badge.svg", 200),
        ("/", 503),
        ("/readyz", 503),
        ("/healthz", 200),
    ] {
        let answer = second.get(path).unwrap();
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header("content-security-policy").is_some(), "{path}");
    }
    cluster.start_again();
    second.until_ready();
    assert!(
        !second
            .get("/status")
            .unwrap()
            .body
            .contains("ne répond pas")
    );
    second.signal("TERM");
    assert!(second.ended_within(30).is_some());
}
