//! Programs are told the news of the status page by signed calls: each piece once, in order, and nothing that
//! the public may not know.

use std::time::Duration;

use guichet::{
    desk::{CalledHooks, Error, NewStatusHook},
    domain::{
        access::Scope,
        availability::Stage,
        ids::{OperationId, StatusHookId},
        lang::Lang,
        operation::{Choice, OutageSaid, Said, Step},
        ticket::Priority,
        webhook::{HookSecret, HookUrl},
    },
    edges::{caller::WebCaller, hook_news::HookNews},
};

use super::correct;
use crate::{
    availability::{Scene, line, maintenance, outage, typed},
    desk_world::{at, at_once, text},
    support::on_each_engine,
    vendor::receiver::{Got, Receiver},
};

pub const BEGUN: &str = "2026-11-30T07:00:00Z";

/// A program as an administrator types it.
pub fn program(name: &str, url: HookUrl) -> NewStatusHook {
    NewStatusHook {
        name: line(name),
        url,
        lang: Lang::Fr,
        choice: Choice::default(),
    }
}

/// A program that is told everything.
pub fn added(scene: &Scene, receiver: &Receiver) -> (StatusHookId, HookSecret) {
    let new = program("Salon", receiver.url());
    scene.served.desk.add_status_hook(&new, scene.root).unwrap()
}

/// Everything that may leave does, on this machine too.
pub fn leaves(scene: &Scene) -> CalledHooks {
    let caller = WebCaller::within(true, Duration::from_millis(400));
    let writer = HookNews::at("https://guichet.example/");
    let desk = &scene.served.desk;
    desk.call_status_hooks_while(&caller, &writer, &|| true)
        .unwrap()
}

pub fn kinds(got: &[Got]) -> Vec<String> {
    got.iter().map(Got::kind).collect()
}

/// What it heard, once everything that may leave has left.
fn heard(scene: &Scene, receiver: &Receiver) -> Vec<String> {
    leaves(scene);
    kinds(&receiver.got())
}

/// Corrects an outage.
fn correct_outage(scene: &Scene, id: OperationId, change: impl FnOnce(&mut OutageSaid)) {
    let desk = &scene.served.desk;
    let page = desk.operation(id, &Scope::Desk).unwrap();
    let Said::Outage(mut said) = page.operation.said else {
        panic!("no outage");
    };
    change(&mut said);
    let seen = (id, page.operation.revision);
    let typed = typed(Said::Outage(said));
    let done = desk.correct_operation(seen, &typed, &line("Constat"), scene.agent, &Scope::Desk);
    assert!(done.unwrap());
}

#[test]
fn an_outage_is_told_from_its_opening_to_its_end_each_piece_once_signed_and_in_order() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let (_, secret) = added(&scene, &receiver);
        let id = scene.enter(Said::Outage(outage(scene.shared, BEGUN, None)));
        assert_eq!(receiver.got().len(), 0, "nothing leaves within the write");
        let desk = &scene.served.desk;
        let news = (Step::Identified, &text("Un câble est coupé."));
        desk.tell_of_operation(id, news, scene.agent).unwrap();
        correct_outage(&scene, id, |said| {
            said.stages.push(Stage {
                from: at("2026-11-30T08:00:00Z"),
                severity: Priority::P3,
            });
        });
        correct_outage(&scene, id, |said| said.title = line("Câble coupé"));
        correct_outage(&scene, id, |said| said.evidence = Some(line("Photo")));
        correct_outage(&scene, id, |said| {
            said.ended = Some(at("2026-11-30T08:30:00Z"))
        });
        correct_outage(&scene, id, |said| said.published = false);
        let expected = [
            "outage.opened",
            "outage.updated",
            "outage.reclassified",
            "outage.corrected",
            "outage.resolved",
            "outage.withdrawn",
        ];
        assert_eq!(heard(&scene, &receiver), expected);
        assert_eq!(heard(&scene, &receiver), expected, "once");
        let got = receiver.got();
        assert!(got.iter().all(|one| one.is_signed(&secret)));
        let told = got[1].json();
        assert_eq!(told["timestamp"], "2026-11-30T09:00:00Z");
        let data = &told["data"];
        assert_eq!(data["id"], id.to_string());
        assert_eq!(data["kind"], "outage");
        assert_eq!(data["state"], "major-outage");
        assert_eq!(data["state_word"], "Panne majeure");
        assert_eq!((&data["from"], data["to"].is_null()), (&BEGUN.into(), true));
        assert_eq!(data["components"][0]["name"], "Jamespot, Application");
        assert_eq!(data["step"], "identified");
        assert_eq!(data["message"], "Un câble est coupé.");
        let link = format!("https://guichet.example/status#o-{id}");
        assert_eq!(data["link"], link);
        let said = told["text"].as_str().unwrap();
        assert!(
            said.starts_with("Panne, des nouvelles\u{a0}: Plateforme injoignable\n"),
            "{said}"
        );
        assert!(
            said.contains("Cause identifiée. Un câble est coupé."),
            "{said}"
        );
        let over = got[4].json();
        assert_eq!(over["data"]["state"], "operational");
        assert_eq!(over["data"]["to"], "2026-11-30T08:30:00Z");
    });
}

#[test]
fn a_maintenance_is_told_when_it_is_announced_begins_overruns_and_ends_whatever_was_down_meanwhile()
{
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        added(&scene, &receiver);
        let (from, to) = ("2026-12-05T00:00:00Z", "2026-12-05T03:00:00Z");
        let id = scene.enter(Said::Maintenance(maintenance(scene.shared, from, to)));
        let worked = |now: &str| {
            clock.set(at(now));
            desk.announce_maintenance().unwrap();
            desk.tell_phases().unwrap();
            desk.tell_phases().unwrap();
            heard(&scene, &receiver)
        };
        assert_eq!(
            worked("2026-12-03T23:00:00Z"),
            Vec::<String>::new(),
            "too early"
        );
        assert_eq!(desk.next_phase().unwrap(), Some(at(from)));
        let mut expected = vec!["maintenance.announced".to_owned()];
        assert_eq!(worked("2026-12-04T00:00:00Z"), expected);
        expected.push("maintenance.begun".to_owned());
        assert_eq!(worked(from), expected);
        assert_eq!(receiver.got()[1].json()["data"]["state"], "maintenance");
        assert_eq!(desk.next_phase().unwrap(), Some(at(to)));
        expected.push("maintenance.ended".to_owned());
        assert_eq!(worked(to), expected, "as planned");
        clock.set(at("2026-12-05T03:30:00Z"));
        correct(&scene, id, |said| said.lasts = true);
        expected.push("maintenance.overrun".to_owned());
        assert_eq!(worked("2026-12-05T03:30:00Z"), expected);
        clock.set(at("2026-12-05T05:00:00Z"));
        correct(&scene, id, |said| {
            said.lasts = false;
            said.ended = Some(at("2026-12-05T04:00:00Z"));
        });
        assert_eq!(worked("2026-12-05T05:00:00Z").len(), 5);
        let last = receiver.got()[4].json();
        assert_eq!(last["type"], "maintenance.ended");
        assert_eq!(last["timestamp"], "2026-12-05T04:00:00Z", "when it ended");
        assert!(
            !last.to_string().contains("Correctifs"),
            "the reason stays inside"
        );
        // Nobody looked for longer than it is news.
        let old = maintenance(scene.shared, "2026-12-12T00:00:00Z", "2026-12-12T03:00:00Z");
        scene.enter(Said::Maintenance(old));
        assert_eq!(worked("2026-12-14T05:00:00Z").len(), 5);
    });
}

#[test]
fn what_was_announced_is_changed_and_called_off_to_who_heard_it_alone() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        added(&scene, &receiver);
        let said = maintenance(scene.shared, "2026-12-05T00:00:00Z", "2026-12-05T03:00:00Z");
        let id = scene.enter(Said::Maintenance(said));
        clock.set(at("2026-12-04T00:00:00Z"));
        desk.announce_maintenance().unwrap();
        let late = Receiver::start();
        let new = program("Venu après", late.url());
        desk.add_status_hook(&new, scene.root).unwrap();
        correct(&scene, id, |said| said.called_off = true);
        desk.announce_maintenance().unwrap();
        desk.announce_maintenance().unwrap();
        let expected = ["maintenance.announced", "maintenance.called_off"];
        assert_eq!(heard(&scene, &receiver), expected);
        assert_eq!(late.got().len(), 0, "it heard of nothing");
        clock.set(at("2026-12-05T00:30:00Z"));
        desk.tell_phases().unwrap();
        assert_eq!(heard(&scene, &receiver).len(), 2, "it does not take place");
    });
}

#[test]
fn several_processes_tell_and_call_each_piece_once() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        added(&scene, &receiver);
        let said = maintenance(scene.shared, "2026-12-05T00:00:00Z", "2026-12-05T03:00:00Z");
        scene.enter(Said::Maintenance(said));
        scene.served.clock.set(at("2026-12-05T01:00:00Z"));
        let told = at_once(6, |_| scene.served.desk.tell_phases());
        let told: usize = told.into_iter().map(|one| one.unwrap_or(0)).sum();
        assert_eq!(told, 1);
        let called = at_once(6, |_| leaves(&scene));
        let delivered: usize = called.iter().map(|one| one.delivered).sum();
        assert_eq!(delivered, 1);
        assert_eq!(kinds(&receiver.got()), ["maintenance.begun"]);
    });
}

#[test]
fn isolation_a_program_is_told_of_what_is_public_and_chosen_and_of_nobodys_platform() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        added(&scene, &receiver);
        let elsewhere = Receiver::start();
        let mut new = program("Ailleurs", elsewhere.url());
        let said = guichet::desk::ComponentSaid {
            name: line("Messagerie"),
            published: true,
            active: true,
        };
        let desk = &scene.served.desk;
        let other = desk.enter_component(scene.service, None, &said, scene.root);
        new.choice.0.insert(other.unwrap());
        desk.add_status_hook(&new, scene.root).unwrap();
        let mut hidden = outage(scene.shared, BEGUN, None);
        hidden.published = false;
        hidden.title = line("Panne tue");
        let hidden = scene.enter(Said::Outage(hidden));
        let mut own = outage(scene.ostrels, BEGUN, None);
        own.title = line("Panne d’Ostrel");
        scene.enter(Said::Outage(own));
        let told = (Step::Identified, &text("Dit entre nous."));
        desk.tell_of_operation(hidden, told, scene.agent).unwrap();
        assert_eq!(leaves(&scene), CalledHooks::default());
        // Both parts fail: the program hears of the one that is public.
        let mut both = outage(scene.shared, BEGUN, None);
        both.components.push(scene.ostrels);
        scene.enter(Said::Outage(both));
        correct_outage(&scene, hidden, |said| said.published = true);
        assert_eq!(heard(&scene, &receiver), ["outage.opened", "outage.opened"]);
        for got in receiver.got() {
            let said = String::from_utf8(got.body.clone()).unwrap();
            for never in ["Ostrel", "Plateforme (", "entre nous"] {
                assert!(!said.contains(never), "{never}: {said}");
            }
            assert_eq!(
                got.json()["data"]["components"].as_array().unwrap().len(),
                1
            );
        }
        assert_eq!(elsewhere.got().len(), 0, "of other parts");
        let mut wrong = program("Faux", receiver.url());
        wrong.choice.0.insert(scene.ostrels);
        let refused = desk.add_status_hook(&wrong, scene.root);
        assert!(
            matches!(refused, Err(Error::Invalid(_))),
            "no customer's part"
        );
    });
}
