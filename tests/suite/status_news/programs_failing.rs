//! Programs that do not take calls, or are taken away: what fails is said again under the same id, for five
//! days; who is removed hears nothing more; doors of our own are never knocked at.

use std::time::Duration;

use chrono::TimeDelta;
use guichet::{
    clock::Clock as _,
    desk::{CalledHooks, Error},
    domain::{
        operation::{Said, Step},
        webhook::{HookFault, HookUrl},
    },
    edges::{caller::WebCaller, hook_news::HookNews},
};

use super::programs::{BEGUN, added, kinds, leaves, program};
use crate::{
    availability::{Scene, outage},
    desk_world::{at, text},
    support::{on_each_engine, on_sqlite},
    vendor::receiver::{Does, Receiver},
};

fn later(scene: &Scene, by: TimeDelta) -> CalledHooks {
    scene.served.clock.advance(by);
    leaves(scene)
}

#[test]
fn what_fails_is_said_again_under_the_same_id_and_keeps_its_place() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let (_, secret) = added(&scene, &receiver);
        receiver.will([
            Does::Refuses(500, ""),
            Does::Closes,
            Does::Refuses(429, "Retry-After: 3600\r\n"),
        ]);
        let id = scene.enter(Said::Outage(outage(scene.shared, BEGUN, None)));
        let news = (Step::Identified, &text("Nous cherchons."));
        let desk = &scene.served.desk;
        desk.tell_of_operation(id, news, scene.agent).unwrap();
        assert_eq!(leaves(&scene).put_off, 1, "one try for both pieces of news");
        assert_eq!(
            later(&scene, TimeDelta::seconds(59)),
            CalledHooks::default()
        );
        assert_eq!(later(&scene, TimeDelta::minutes(1)).put_off, 1);
        assert_eq!(later(&scene, TimeDelta::minutes(5)).put_off, 1);
        let page = desk.status_hooks().unwrap();
        let (hook, owed) = &page.hooks[0];
        assert_eq!(*owed, 2);
        assert_eq!(hook.last.unwrap().1, Some(HookFault::Status(429)));
        assert_eq!(
            later(&scene, TimeDelta::minutes(59)),
            CalledHooks::default(),
            "as it asked"
        );
        assert_eq!(later(&scene, TimeDelta::minutes(1)).delivered, 2);
        let got = receiver.got();
        let all = ["outage.opened"; 4].into_iter().chain(["outage.updated"]);
        assert_eq!(kinds(&got), all.collect::<Vec<_>>());
        assert!(
            got[..4]
                .iter()
                .all(|one| one.id == got[0].id && one.body == got[0].body)
        );
        assert_ne!(got[0].id, got[4].id);
        assert_ne!(
            got[0].timestamp, got[3].timestamp,
            "each try is signed anew"
        );
        assert!(got.iter().all(|one| one.is_signed(&secret)));
        let hook = &desk.status_hooks().unwrap().hooks[0].0;
        assert_eq!((hook.failing_since, hook.last.unwrap().1), (None, None));
    });
}

#[test]
fn after_five_days_a_program_is_stopped_until_somebody_resumes_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        let receiver = Receiver::start();
        let (id, _) = added(&scene, &receiver);
        receiver.will(std::iter::repeat_n(Does::Refuses(500, ""), 400));
        scene.enter(Said::Outage(outage(scene.shared, BEGUN, None)));
        let began = clock.now();
        while desk.status_hooks().unwrap().hooks[0].0.stopped.is_none() {
            assert!(
                clock.now() - began <= TimeDelta::days(5),
                "it goes on for ever"
            );
            later(&scene, TimeDelta::hours(1));
        }
        assert!(clock.now() - began > TimeDelta::days(4));
        let page = desk.status_hooks().unwrap();
        let (hook, owed) = &page.hooks[0];
        assert_eq!(
            (hook.stopped.unwrap().1, *owed),
            (HookFault::Status(500), 0)
        );
        let before = receiver.got().len();
        let missed = outage(scene.shared, "2026-12-05T07:00:00Z", None);
        clock.set(at("2026-12-05T09:00:00Z"));
        scene.enter(Said::Outage(missed));
        assert_eq!(
            leaves(&scene),
            CalledHooks::default(),
            "nothing is owed to it"
        );
        let refused = desk.resume_status_hook(id, scene.agent);
        assert!(matches!(refused, Err(Error::Forbidden)));
        desk.resume_status_hook(id, scene.root).unwrap();
        assert_eq!(
            leaves(&scene),
            CalledHooks::default(),
            "what it missed is not said"
        );
        assert_eq!(receiver.got().len(), before);
        drop(receiver);
        // It wants nothing more: it is stopped at once.
        let gone = Receiver::start();
        let new = program("Parti", gone.url());
        desk.add_status_hook(&new, scene.root).unwrap();
        desk.remove_status_hook(id, scene.root).unwrap();
        gone.will([Does::Refuses(410, "")]);
        scene.enter(Said::Outage(outage(
            scene.shared,
            "2026-12-05T08:00:00Z",
            None,
        )));
        assert_eq!(leaves(&scene).stopped, 1);
        let hook = &desk.status_hooks().unwrap().hooks[0].0;
        assert_eq!(hook.stopped.unwrap().1, HookFault::Gone);
    });
}

#[test]
fn who_is_removed_hears_nothing_more_and_only_administrators_add_try_and_remove() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let receiver = Receiver::start();
        let new = program("Salon", receiver.url());
        for by in [
            scene.agent,
            scene.supervisor,
            scene.auditor,
            scene.ostrel.chief,
        ] {
            let refused = desk.add_status_hook(&new, by);
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        let (id, _) = added(&scene, &receiver);
        let twice = desk.add_status_hook(&new, scene.root);
        assert!(matches!(twice, Err(Error::Invalid(_))), "its name is taken");
        let caller = WebCaller::within(true, Duration::from_secs(5));
        let writer = HookNews::at("https://guichet.example");
        let refused = desk.try_status_hook(id, (&caller, &writer), scene.agent);
        assert!(matches!(refused, Err(Error::Forbidden)));
        scene.enter(Said::Outage(outage(scene.shared, BEGUN, None)));
        let refused = desk.remove_status_hook(id, scene.agent);
        assert!(matches!(refused, Err(Error::Forbidden)));
        desk.remove_status_hook(id, scene.root).unwrap();
        assert_eq!(leaves(&scene), CalledHooks::default());
        assert_eq!(receiver.got().len(), 0);
        let again = desk.remove_status_hook(id, scene.root);
        assert!(matches!(again, Err(Error::NotFound)));
        let (_, secret) = added(&scene, &receiver);
        assert!(desk.status_hooks().unwrap().hooks[0].0.secret.is_empty());
        assert!(!format!("{secret:?}").contains("whsec"));
    });
}

#[test]
fn addresses_that_are_not_public_are_never_called() {
    on_sqlite(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let listener = Receiver::start();
        let caller = WebCaller::within(false, Duration::from_secs(5));
        let writer = HookNews::at("https://guichet.example");
        for (rank, host) in ["localhost", "127.0.0.1", "2130706433"]
            .into_iter()
            .enumerate()
        {
            for scheme in ["https", "http"] {
                let address = format!("{scheme}://{host}:{}/hook", listener.port());
                // It was added when anything was allowed, or its name came to stand for another address.
                let address = HookUrl::parse(&address, true).unwrap();
                let new = program(&format!("{scheme} {rank}"), address);
                let (id, _) = desk.add_status_hook(&new, scene.root).unwrap();
                let tried = desk.try_status_hook(id, (&caller, &writer), scene.root);
                assert_eq!(tried.unwrap(), Err(HookFault::NotPublic), "{scheme} {host}");
            }
        }
        scene.enter(Said::Outage(outage(scene.shared, BEGUN, None)));
        let called = desk.call_status_hooks_while(&caller, &writer, &|| true);
        assert_eq!(called.unwrap().put_off, 6);
        assert_eq!(listener.got().len(), 0, "nobody knocked");
    });
}
