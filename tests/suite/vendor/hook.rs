//! A vendor whose program is called: what is said leaves signed, in order and once, however the other side
//! behaves.

use std::time::Duration;

use chrono::TimeDelta;
use guichet::{
    clock::Clock as _,
    desk::CalledVendors,
    domain::{
        access::Scope,
        ids::VendorCaseId,
        ticket::Line,
        vendor::{CaseAct, Delivery},
        webhook::{DeliveryState, HookFault, HookSecret},
    },
    edges::caller::WebCaller,
};

use super::{
    Scene,
    mail::{DESK, page},
    message,
    receiver::{Does, Receiver},
};
use crate::{desk_world::address, support::on_each_engine};

/// The vendor of a scene is called from now on; the secret.
pub fn by_hook(scene: &Scene, receiver: &Receiver) -> HookSecret {
    let (desk, url) = (&scene.served.desk, receiver.url());
    let set = desk.set_hook_desk(scene.divalto.id, "divalto", address(DESK), url, scene.root);
    set.unwrap().unwrap()
}

/// A case that was sent by a call; it is owed.
pub fn opened(scene: &Scene) -> VendorCaseId {
    let ticket = scene.marlaix.ticket;
    scene
        .served
        .sent(&scene.divalto, ticket, scene.agent, "kanari")
}

/// Everything that may leave does, on this machine too.
pub fn leaves(scene: &Scene) -> CalledVendors {
    let caller = WebCaller::within(true, Duration::from_millis(400));
    scene
        .served
        .desk
        .call_vendors_while(&caller, &|| true)
        .unwrap()
}

pub fn later(scene: &Scene, by: TimeDelta) -> CalledVendors {
    scene.served.clock.advance(by);
    leaves(scene)
}

pub fn calls(scene: &Scene) -> Vec<Delivery> {
    page(scene).calls
}

pub const DELIVERED: CalledVendors = CalledVendors {
    delivered: 1,
    put_off: 0,
    dead: 0,
};
pub const PUT_OFF: CalledVendors = CalledVendors {
    delivered: 0,
    put_off: 1,
    dead: 0,
};

#[test]
fn the_case_leaves_signed_with_the_whole_dossier_and_brings_the_number_back() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let secret = by_hook(&scene, &receiver);
        let case = opened(&scene);
        assert_eq!(receiver.got().len(), 0, "nothing leaves within the write");
        assert_eq!(leaves(&scene), DELIVERED);
        let got = receiver.got().remove(0);
        assert_eq!(
            (got.method.as_str(), got.target.as_str()),
            ("POST", "/hook")
        );
        assert!(got.is_signed(&secret));
        assert!(!got.is_signed(&HookSecret::of(&[1; 32]).unwrap()));
        assert_eq!(
            got.timestamp,
            scene.served.clock.now().timestamp().to_string()
        );
        let said = got.json();
        assert_eq!(said["type"], "case.opened");
        let data = &said["data"];
        assert_eq!(data["case"], page(&scene).reference);
        assert_eq!(
            (&data["rank"], &data["severity"]),
            (&1.into(), &"P1".into())
        );
        assert!(data["severity_clause"].as_str().is_some(), "{data}");
        assert!(data["product"].as_str().unwrap().contains("10.8"));
        let (_, due) = page(&scene).case.due.unwrap();
        let deadlines = data["deadlines"].as_array().unwrap();
        assert!(
            deadlines.iter().any(|one| {
                let at = one["due"]
                    .as_str()
                    .map(str::parse::<chrono::DateTime<chrono::Utc>>);
                at == Some(Ok(due)) && one["clause"].is_string()
            }),
            "{data}"
        );
        assert_eq!(data["dossier"]["analysis"], "analysis kanari");
        let customer = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
        let customer = customer.unwrap();
        let text = String::from_utf8(got.body).unwrap();
        for hidden in [
            customer.requester.email.as_str(),
            customer.requester.name.as_str(),
            customer.messages[0].body.as_str(),
        ] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        assert_eq!(page(&scene).case.reference, Line::parse("DIV-7").ok());
        // No letter leaves to a vendor that is called.
        assert_eq!(scene.recipients("case-for-vendor"), [""; 0]);
        scene.agent_does(case, CaseAct::Tell(message()), "Voici le journal.");
        scene.agent_does(case, CaseAct::Withdraw(Line::parse("Trouvé.").unwrap()), "");
        assert_eq!(leaves(&scene).delivered, 2);
        let kinds: Vec<_> = receiver.kept().into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["case.opened", "case.written", "case.withdrawn"]);
        let written = receiver.got()[1].json();
        assert_eq!(written["data"]["text"], "Voici le journal.");
        assert_eq!(written["data"]["rank"], 2);
        assert_eq!(written["data"]["reference"], "DIV-7");
        assert!(written["data"]["dossier"].is_null(), "it was told before");
        let shown = scene.as_agent().get(&scene.here()).body;
        assert!(
            shown.contains("Envois au programme de l’éditeur"),
            "{shown}"
        );
        assert!(shown.contains("2. message"));
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn a_vendor_that_answers_late_or_not_at_all_has_one_case() {
    for first in [
        Does::KeepsAndWaits,
        Does::KeepsAndCloses,
        Does::Keeps(500, String::new()),
    ] {
        on_each_engine(|url| {
            let scene = Scene::new(url);
            let receiver = Receiver::start();
            let secret = by_hook(&scene, &receiver);
            receiver.will([first.clone()]);
            opened(&scene);
            assert_eq!(leaves(&scene), PUT_OFF, "{first:?}");
            assert!(calls(&scene)[0].unsure);
            assert_eq!(leaves(&scene), CalledVendors::default(), "before its time");
            assert_eq!(later(&scene, TimeDelta::minutes(2)), DELIVERED, "{first:?}");
            let got = receiver.got();
            let methods: Vec<_> = got.iter().map(|one| one.method.as_str()).collect();
            assert_eq!(methods, ["POST", "GET"], "it is asked, not told again");
            let reference = page(&scene).reference;
            let asked = format!("/hook?case={reference}&delivery={}", got[0].id);
            assert_eq!(got[1].target, asked);
            assert!(got[1].is_signed(&secret));
            assert_eq!(receiver.kept().len(), 1);
            assert_eq!(page(&scene).case.reference, Line::parse("DIV-7").ok());
            assert_eq!((scene.cases().len(), scene.times_sent()), (1, 1));
            assert_eq!(later(&scene, TimeDelta::hours(2)), CalledVendors::default());
            assert_eq!(scene.findings(), []);
        });
    }
}

#[test]
fn what_never_arrived_is_sent_again_as_the_same() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        by_hook(&scene, &receiver);
        // It breaks off without having kept anything, and then cannot be asked.
        receiver.will([Does::Closes, Does::Refuses(503, "Retry-After: 7200\r\n")]);
        opened(&scene);
        assert_eq!(leaves(&scene), PUT_OFF);
        assert_eq!(
            later(&scene, TimeDelta::minutes(2)),
            PUT_OFF,
            "not to be asked"
        );
        assert_eq!(receiver.kept(), [], "so it is not sent");
        let asked_to_wait = calls(&scene)[0].next_try_at - scene.served.clock.now();
        assert_eq!(asked_to_wait, TimeDelta::hours(2), "Retry-After");
        assert_eq!(later(&scene, TimeDelta::hours(3)), DELIVERED);
        let got = receiver.got();
        let methods: Vec<_> = got.iter().map(|one| one.method.as_str()).collect();
        assert_eq!(methods, ["POST", "GET", "GET", "POST"]);
        assert!(got.iter().all(|one| one.id == got[0].id), "one id");
        assert_ne!(got[0].timestamp, got[3].timestamp, "signed anew");
        assert_eq!(receiver.kept().len(), 1);
    });
}

#[test]
fn only_a_success_is_one_and_410_ends_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let elsewhere = Receiver::start();
        by_hook(&scene, &receiver);
        let leads = format!("Location: http://127.0.0.1:{}/hook\r\n", elsewhere.port());
        let leads: &'static str = Box::leak(leads.into_boxed_str());
        receiver.will([
            Does::Refuses(301, leads),
            Does::Refuses(307, leads),
            Does::Refuses(429, "Retry-After: 5400\r\n"),
            Does::Refuses(401, ""),
            Does::Refuses(404, ""),
        ]);
        let case = opened(&scene);
        for fault in [
            HookFault::Redirected,
            HookFault::Redirected,
            HookFault::Status(429),
            HookFault::Unsigned,
            HookFault::Status(404),
        ] {
            assert_eq!(later(&scene, TimeDelta::hours(2)), PUT_OFF, "{fault}");
            let call = calls(&scene).remove(0);
            assert_eq!((call.fault, call.unsure), (Some(fault), false));
        }
        assert_eq!(elsewhere.got().len(), 0, "nothing is followed");
        receiver.will([Does::Refuses(410, "")]);
        scene.agent_does(case, CaseAct::Tell(message()), "Encore.");
        assert_eq!(later(&scene, TimeDelta::hours(2)).dead, 1);
        let states: Vec<_> = calls(&scene).iter().map(|one| one.state).collect();
        assert_eq!(states, [DeliveryState::Dead, DeliveryState::Owed]);
        let before = receiver.got().len();
        let nothing = CalledVendors::default();
        assert_eq!(
            later(&scene, TimeDelta::hours(20)),
            nothing,
            "it wants nothing more"
        );
        assert_eq!(receiver.got().len(), before);
        let path = format!("/organisations/{}/vendor", scene.divalto.id);
        let mut root = scene.served.signed_in(scene.root);
        let shown = root.get(&path).body;
        assert!(shown.contains("ne veut plus d’appels"), "{shown}");
        assert_eq!(root.post(&path, &[("do", "again")]).status, 303);
        assert_eq!(leaves(&scene).delivered, 2);
        let kinds: Vec<_> = receiver.kept().into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["case.opened", "case.written"], "in their order");
    });
}

#[test]
fn what_stands_behind_another_waits_for_it_and_after_five_days_it_is_given_up() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        by_hook(&scene, &receiver);
        receiver.will(std::iter::repeat_n(Does::Refuses(400, ""), 500));
        let case = opened(&scene);
        scene.agent_does(case, CaseAct::Tell(message()), "Encore.");
        let mut dead = 0;
        for _ in 0..130 {
            dead += later(&scene, TimeDelta::hours(1)).dead;
        }
        assert_eq!(dead, 1);
        let tried: std::collections::BTreeSet<_> =
            receiver.got().into_iter().map(|one| one.id).collect();
        assert_eq!(tried.len(), 1, "the second was never tried");
        let (first, second) = (calls(&scene).remove(0), calls(&scene).remove(1));
        assert_eq!(first.state, DeliveryState::Dead);
        assert_eq!((second.state, second.attempts), (DeliveryState::Owed, 0));
        let shown = scene.as_agent().get(&scene.here()).body;
        assert!(shown.contains("abandonné"), "{shown}");
        assert!(shown.contains("Réponse 400 au lieu d’un succès"), "{shown}");
    });
}
