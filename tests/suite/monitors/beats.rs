//! Calls that must come in.

use chrono::TimeDelta;
use guichet::{
    desk::{Error, Secret},
    domain::{
        monitor::{LookFault, Outcome, Standing},
        operation::Said,
    },
};

use super::{Told, expecting, heartbeat};
use crate::{availability::Scene, support::on_each_engine};

/// Lets minutes pass, with a look at what is due in each: the worker looks more often.
fn pass(scene: &Scene, minutes: i64) {
    for _ in 0..minutes {
        scene.served.clock.advance(TimeDelta::minutes(1));
        let (desk, told) = (&scene.served.desk, Told::default());
        desk.look_while(&told, &|| true).unwrap();
        assert_eq!(told.looks.into_inner(), 0, "nobody is looked at");
    }
}

#[test]
fn a_call_that_does_not_come_opens_an_outage_from_when_it_was_due() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let told = Told::default();
        desk.look_while(&told, &|| true).unwrap();
        let (id, secret) = expecting(desk, scene.shared, scene.root);
        let start = desk.clock().now();
        pass(&scene, 14);
        desk.beat(&secret, None).unwrap();
        pass(&scene, 14);
        let outages = || desk.operations().unwrap().operations;
        assert!(outages().is_empty());
        pass(&scene, 1);
        let found = outages();
        let Said::Outage(said) = &found[0].said else {
            unreachable!("{found:?}")
        };
        let due = start + TimeDelta::minutes(29);
        assert_eq!((said.stages[0].from, said.ended), (due, None));
        pass(&scene, 20);
        assert_eq!(outages().len(), 1, "it is missed again, in the same outage");
        desk.beat(&secret, Some(31 * 60_000)).unwrap();
        let found = outages();
        let Said::Outage(said) = &found[0].said else {
            unreachable!("{found:?}")
        };
        assert_eq!(said.ended, Some(desk.clock().now()));
        let page = desk.monitor(id).unwrap();
        let faults: Vec<_> = page.looks.iter().map(|one| one.fault).collect();
        let missed = Some(LookFault::NoBeat);
        assert_eq!(faults, [None, missed, missed, None, None]);
        let day = page.days[0];
        assert_eq!((day.kept, day.missed), (1, 1), "what told how long it took");
        assert_eq!(page.times.longest, Some(31 * 60_000));
    });
}

#[test]
fn a_call_that_could_not_have_been_heard_is_not_missed() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, told) = (&scene.served.desk, Told::default());
        desk.look_while(&told, &|| true).unwrap();
        let (id, secret) = expecting(desk, scene.shared, scene.root);
        pass(&scene, 5);
        // Nobody was there for two minutes.
        scene.served.clock.advance(TimeDelta::minutes(2));
        pass(&scene, 10);
        assert!(desk.operations().unwrap().operations.is_empty());
        let page = desk.monitor(id).unwrap();
        assert_eq!(page.looks[0].outcome, Outcome::NotKnown);
        let rule = page.monitor.said.rule();
        let standing = page.monitor.watch.standing(rule, page.now);
        assert_eq!(standing, Standing::NotKnown);
        desk.beat(&secret, None).unwrap();
        pass(&scene, 16);
        assert_eq!(desk.operations().unwrap().operations.len(), 1);
    });
}

#[test]
fn whoever_has_the_address_is_heard_and_nobody_else() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let (id, secret) = expecting(desk, scene.shared, scene.root);
        let mut stranger = scene.served.browser();
        let address = format!("/beats/{}", secret.reveal());
        let looks = || desk.monitor(id).unwrap().looks.len();
        assert_eq!(looks(), 1);
        scene.served.clock.advance(TimeDelta::minutes(1));
        assert_eq!(stranger.get(&address).status, 200);
        scene.served.clock.advance(TimeDelta::minutes(1));
        let told = stranger.post_raw(&format!("{address}?took=250"), b"");
        assert_eq!(told.status, 200, "{}", told.body);
        assert_eq!(looks(), 3);
        assert_eq!(desk.monitor(id).unwrap().looks[0].took, Some(250));
        // A second call at once says nothing new.
        assert_eq!(stranger.get(&address).status, 200);
        assert_eq!(looks(), 3);
        for wrong in [
            format!("/beats/{}", Secret::draw().reveal()),
            "/beats/nobody".to_owned(),
        ] {
            assert_eq!(stranger.get(&wrong).status, 404);
        }
        let broken = stranger.get(&format!("{address}?took=long"));
        assert_eq!(broken.status, 400);
        let renewed = desk.renew_beat(id, scene.root).unwrap();
        assert!(matches!(desk.beat(&secret, None), Err(Error::NotFound)));
        desk.beat(&renewed, None).unwrap();
        let other = super::said("Adresse", "https://example.org/");
        let (other, none) = desk
            .enter_monitor(scene.shared, &other, scene.root)
            .unwrap();
        assert!(none.is_none());
        let refused = desk.renew_beat(other, scene.root);
        assert!(matches!(refused, Err(Error::NotFound)));
        let said = heartbeat("Autre");
        let refused = desk.enter_monitor(scene.shared, &said, scene.agent);
        assert!(matches!(refused, Err(Error::Forbidden)));
    });
}
