//! The letters that tell a requester how far the request is, and those that stay away.

use chrono::TimeDelta;
use guichet::{
    desk::Change,
    domain::{
        access::Scope,
        ids::{PersonId, TicketId},
        letter::Letter,
        notice::Notice,
        ticket::{Act, ClockName, Minutes, PauseReason, Priority},
    },
    store::DatabaseUrl,
};

use crate::{
    portal_scene::Scene,
    support::{app::Served, on_each_engine},
};

/// Somebody of the desk acts on a ticket, without a text.
pub fn acts(served: &Served, by: PersonId, ticket: TicketId, act: Act) {
    let page = served.desk.ticket(ticket, &Scope::Desk).unwrap();
    let change = Change {
        ticket,
        seen: page.ticket.version,
        by,
        act,
        text: None,
        files: false,
        spent: Minutes::default(),
    };
    served.desk.change_ticket(change).unwrap();
}

fn does(scene: &Scene, act: Act) {
    acts(&scene.served, scene.agent, scene.marlaix.ticket, act);
}

fn pause(reason: PauseReason, detail: &str) -> Act {
    Act::Pause {
        reason,
        detail: detail.to_owned(),
        evidence: guichet::domain::ticket::Evidence::default(),
    }
}

fn only(scene: &Scene, kind: &str) -> Letter {
    let mut letters = scene.letters(kind);
    assert_eq!(letters.len(), 1, "{kind}: {letters:?}");
    letters.remove(0)
}

/// The standard contract, which promises an end as well.
fn promises_an_end(standard: &str) -> String {
    let end = "[targets.resolve]\nP1 = { target = \"8h ouvrées\", clause = \"acknowledge-p1\" }\n";
    let missing = "P2 = { target = \"2 jours ouvrés\", clause = \"acknowledge-p2\" }\n\
        P3 = { target = \"96h\", clause = \"acknowledge-p3\" }\n\n";
    standard.replacen(
        "[targets.acknowledge]",
        &format!("{end}{missing}[targets.acknowledge]"),
        1,
    )
}

/// A request for which the contract promises more than that somebody takes it in charge.
fn urgent(url: &DatabaseUrl) -> Scene {
    let scene = Scene::under(url, Some(promises_an_end));
    let (to, reason) = (Priority::P1, "toute l’usine est arrêtée".to_owned());
    does(&scene, Act::Requalify { to, reason });
    scene
}

#[test]
fn who_takes_a_request_in_charge_is_told_with_what_is_promised_next() {
    on_each_engine(|url| {
        let scene = urgent(url);
        does(&scene, Act::TakeCharge);
        let letter = only(&scene, "taken-in-charge");
        assert_eq!(letter.recipient.to_string(), "odile@marlaix.example");
        let Notice::TakenInCharge {
            by, promise, link, ..
        } = &letter.notice
        else {
            panic!("{letter:?}");
        };
        assert_eq!(by, "Camille Aubry");
        let promise = promise.as_ref().unwrap();
        assert_ne!(promise.clock, ClockName::Acknowledge, "that one is kept");
        assert!(!promise.clause.is_empty() && !link.is_empty());
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_answer_that_takes_the_request_in_charge_is_one_letter() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        scene.answer("Je regarde.", false, 0);
        assert_eq!(scene.letters("taken-in-charge").len(), 0);
        assert_eq!(scene.letters("replied").len(), 1);
    });
}

#[test]
fn a_pause_says_what_is_awaited_of_the_requester_and_which_clocks_stand_still() {
    on_each_engine(|url| {
        let scene = urgent(url);
        does(&scene, Act::TakeCharge);
        does(
            &scene,
            pause(PauseReason::WaitingForCustomer, "le journal du serveur"),
        );
        let letter = only(&scene, "paused");
        let Notice::Paused { pause: told, .. } = &letter.notice else {
            panic!("{letter:?}");
        };
        assert_eq!(told.awaited, "le journal du serveur");
        assert!(told.clocks.contains(&ClockName::Resolve), "{told:?}");
        assert!(!told.clause.is_empty(), "{told:?}");
        does(&scene, Act::Resume);
        does(
            &scene,
            pause(PauseReason::OutsideCause, "entre nous : leur opérateur"),
        );
        let letters = scene.letters("paused");
        assert_eq!(letters.len(), 2);
        for letter in letters {
            let whole = format!("{:?}", letter.notice);
            assert!(!whole.contains("entre nous"), "{whole}");
        }
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn a_request_resolved_without_a_text_is_told_too() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        does(&scene, Act::Resolve);
        let letter = only(&scene, "replied");
        let Notice::Replied { text, resolved, .. } = &letter.notice else {
            panic!("{letter:?}");
        };
        assert_eq!((text.as_str(), *resolved), ("", true));
        assert_eq!(scene.findings(), []);
    });
}

/// The standard contract, which tells the requester too once the deadline has passed.
fn tells_the_requester(standard: &str) -> String {
    let (before, after) = standard.split_once("at = \"breach\"").unwrap();
    let after = after.replacen("to = [", "to = [\"requester\", ", 1);
    format!("{before}at = \"breach\"{after}")
}

#[test]
fn a_missed_deadline_is_told_to_the_requester_where_the_contract_says_so() {
    for (change, told) in [(None, 0), (Some(tells_the_requester as fn(&str) -> _), 1)] {
        on_each_engine(|url| {
            let scene = Scene::under(url, change);
            scene.served.clock.advance(TimeDelta::hours(5));
            scene.served.desk.escalate().unwrap();
            let letters = scene.letters("deadline-missed");
            assert_eq!(letters.len(), told);
            assert!(!scene.letters("escalated").is_empty(), "the desk as well");
            for letter in letters {
                assert_eq!(letter.recipient.to_string(), "odile@marlaix.example");
                let Notice::DeadlineMissed { promise, link, .. } = &letter.notice else {
                    panic!("{letter:?}");
                };
                assert!(promise.seconds_left <= 0 && !promise.clause.is_empty());
                let secret = guichet::desk::Secret::read(link).unwrap();
                let page = scene.served.desk.request(&secret).unwrap();
                assert_eq!(page.ticket.id, scene.marlaix.ticket);
            }
            assert_eq!(scene.findings(), []);
        });
    }
}
