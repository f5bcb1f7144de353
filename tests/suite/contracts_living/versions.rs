//! Versions are added, whole or not at all, and are in force from their day on.

use std::sync::Arc;

use guichet::{
    clock::VirtualClock,
    desk::{Desk, Error, Site},
    domain::{contract::template, services::VersionOrigin},
};

use super::{added, said, with_p1};
use crate::{
    desk_world::{MONDAY, World, at, blocked, desk, world},
    support::on_each_engine,
};

fn in_force(desk: &Desk) -> String {
    desk.contract("standard").unwrap().source().to_owned()
}

/// Another process, whose settings name a file of its own.
fn with_file(world: &World, text: &str) -> Desk {
    let mut site = Site::default();
    site.contracts
        .insert("standard".to_owned(), text.to_owned());
    Desk::open(&world.url, Arc::<VirtualClock>::clone(&world.clock), site).unwrap()
}

#[test]
fn a_version_of_a_page_stays_in_force_when_the_service_starts_again() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (two, three) = (with_p1("2h ouvrées"), with_p1("3h ouvrées"));
        assert_eq!(added(&world, &two), 2);
        assert_eq!(in_force(&world.desk), two);
        assert_eq!(in_force(&desk(url, &world.clock)), two, "after a start");
        // A file that the settings name anew is another version; the same file is none, not even after
        // somebody has written one since.
        assert_eq!(in_force(&with_file(&world, &three)), three);
        world.pass(1);
        assert_eq!(added(&world, &two), 4);
        assert_eq!(in_force(&with_file(&world, &three)), two);
        // Whoever copies the page's text into the file changes nothing either.
        assert_eq!(in_force(&with_file(&world, &two)), two);
        let page = world.desk.contract_page("standard", None).unwrap();
        assert_eq!(page.versions.len(), 4);
        let origins: Vec<_> = page.versions.iter().map(|one| one.origin).collect();
        let (file, written) = (VersionOrigin::File, VersionOrigin::Page);
        assert_eq!(origins, [written, file, written, file]);
        assert_eq!(page.shown.note, "avenant");
        assert_eq!(page.people[&world.administrator], "Dominique");
    });
}

#[test]
fn a_version_for_a_later_day_takes_force_on_that_day_in_every_process() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let other = desk(url, &world.clock);
        let one = template("standard").unwrap().source().to_owned();
        let two = with_p1("2h ouvrées");
        let mut version = said(&two, world.administrator);
        version.from = Some(at("2026-03-04T00:00:00Z"));
        world.desk.add_version(version).unwrap();
        let (before, _) = world.filed("standard", blocked());
        for desk in [&world.desk, &other] {
            assert_eq!(in_force(desk), one);
            let page = desk.contract_page("standard", None).unwrap();
            assert_eq!((page.shown.version, page.last()), (1, 2));
        }
        world.set("2026-03-04T00:00:00Z");
        for desk in [&world.desk, &other] {
            assert_eq!(in_force(desk), two);
            assert_eq!(
                desk.contract_page("standard", None).unwrap().shown.version,
                2
            );
        }
        let (since, _) = world.filed("standard", blocked());
        assert_eq!(world.page(before).contract.source(), one);
        assert_eq!(world.page(since).contract.source(), two);
    });
}

#[test]
fn only_an_administrator_adds_versions_and_nobody_over_one_not_seen() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let two = with_p1("2h ouvrées");
        for by in [world.agent, world.supervisor, world.auditor] {
            let refused = world.desk.add_version(said(&two, by));
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        let mut version = said(&two, world.administrator);
        version.seen = Some(1);
        assert_eq!(world.desk.add_version(version.clone()).unwrap(), 2);
        // The form that is sent twice finds what it did.
        assert_eq!(world.desk.add_version(version.clone()).unwrap(), 2);
        version.contract = said(&with_p1("3h ouvrées"), world.administrator).contract;
        let overtaken = world.desk.add_version(version);
        assert!(matches!(overtaken, Err(Error::Overtaken)), "{overtaken:?}");
        let page = world.desk.contract_page("standard", None).unwrap();
        assert_eq!(page.versions.len(), 2);
    });
}

#[test]
fn the_same_text_again_gives_a_version_no_other_day() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let mut version = said(&with_p1("2h ouvrées"), world.administrator);
        version.from = Some(at("2026-03-04T00:00:00Z"));
        assert_eq!(world.desk.add_version(version.clone()).unwrap(), 2);
        assert_eq!(world.desk.add_version(version.clone()).unwrap(), 2);
        let days = [None, Some(at("2026-03-05T00:00:00Z"))];
        for from in days {
            version.from = from;
            let refused = world.desk.add_version(version.clone());
            assert!(
                matches!(&refused, Err(Error::Invalid(faults)) if faults[0].problem == "same-text"),
                "{refused:?}"
            );
        }
        // Once it is in force, nothing is different any more between at once and then.
        world.set("2026-03-04T00:00:00Z");
        version.from = None;
        assert_eq!(world.desk.add_version(version).unwrap(), 2);
    });
}
