//! A vendor's program calls here: what it says is on the case once, and whoever is not it says nothing.

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    clock::Clock as _,
    domain::{
        access::Scope,
        ticket::Line,
        vendor::CaseState,
        webhook::{HookSecret, sign},
    },
    store::DatabaseUrl,
};
use serde_json::{Value, json};

use super::{
    Scene,
    hook::{by_hook, leaves, opened},
    mail::page,
    receiver::Receiver,
};
use crate::support::{
    app::Answer,
    digest::{changed, digest},
    on_each_engine,
};

/// A call, before it is signed.
struct Call {
    id: String,
    at: DateTime<Utc>,
    body: Vec<u8>,
}

fn call(scene: &Scene, id: &str, data: &Value) -> Call {
    let said = json!({ "type": "vendor.said", "timestamp": "x", "data": data });
    Call {
        id: id.to_owned(),
        at: scene.served.clock.now(),
        body: said.to_string().into_bytes(),
    }
}

fn door(scene: &Scene) -> String {
    let page = scene.served.desk.vendor_desk(scene.divalto.id).unwrap();
    format!("/vendor/hook/{}", page.hook.unwrap().hook.door)
}

/// Sends a call, signed with a secret.
fn sends(scene: &Scene, call: &Call, secret: &HookSecret) -> Answer {
    let signature = sign(std::slice::from_ref(secret), &call.id, call.at, &call.body);
    sends_as(scene, &door(scene), call, &signature)
}

fn sends_as(scene: &Scene, door: &str, call: &Call, signature: &str) -> Answer {
    let program = scene.served.browser();
    program
        .saying("Origin", "")
        .saying("Content-Type", "application/json")
        .saying("webhook-id", &call.id)
        .saying("webhook-timestamp", &call.at.timestamp().to_string())
        .saying("webhook-signature", signature)
        .post_raw(door, &call.body)
}

fn texts(scene: &Scene) -> Vec<String> {
    let page = page(scene);
    page.said.iter().map(|one| one.body.to_string()).collect()
}

/// A case at a vendor that is called; the secret.
fn hooked(scene: &Scene, receiver: &Receiver) -> HookSecret {
    let secret = by_hook(scene, receiver);
    opened(scene);
    leaves(scene);
    secret
}

#[test]
fn what_the_vendor_says_moves_the_case_as_if_it_were_pressed() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let secret = hooked(&scene, &receiver);
        let case = page(&scene).reference;
        for (rank, (status, text, state)) in [
            ("acknowledged", None, CaseState::Open),
            ("evidence-requested", Some("Le journal ?"), CaseState::Asked),
            (
                "workaround",
                Some("Relancez le spouleur."),
                CaseState::Asked,
            ),
            ("note", Some("Réunion demain."), CaseState::Asked),
            ("resolved", Some("Corrigé en 10.8.1."), CaseState::Settled),
            ("answered", Some("Merci."), CaseState::Settled),
        ]
        .into_iter()
        .enumerate()
        {
            let data = json!({ "case": case, "status": status, "text": text });
            let answer = sends(&scene, &call(&scene, &format!("m-{rank}"), &data), &secret);
            assert_eq!(answer.status, 200, "{status}: {}", answer.body);
            assert_eq!(page(&scene).case.state, state, "{status}");
            let said: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(
                said,
                json!({ "case": case, "state": state.word(), "again": false })
            );
            assert!(answer.header("set-cookie").is_none());
        }
        let number = json!({ "case": case.to_lowercase(), "reference": "DIV-99" });
        assert_eq!(
            sends(&scene, &call(&scene, "m-n", &number), &secret).status,
            200
        );
        assert_eq!(page(&scene).case.reference, Line::parse("DIV-99").ok());
        assert_eq!(texts(&scene).len(), 5);
        let shown = page(&scene);
        assert_eq!(shown.names[&shown.said[0].author.person], "Divalto");
        let closed = json!({ "case": case, "status": "acknowledged" });
        let answer = sends(&scene, &call(&scene, "m-c", &closed), &secret);
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert_eq!(scene.recipients("vendor-answered").len(), 6);
        // The customer reads nothing of it.
        let mut customer = scene.served.signed_in(scene.marlaix.clerk);
        let seen = customer.get(&format!("/portal/tickets/{}", scene.marlaix.ticket));
        assert!(!seen.body.contains("spouleur"), "{}", seen.body);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn the_same_call_again_is_one_message_and_its_id_is_nobody_elses() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let secret = hooked(&scene, &receiver);
        let case = page(&scene).reference;
        let first = call(&scene, "m-1", &json!({ "case": case, "text": "Vu." }));
        assert_eq!(sends(&scene, &first, &secret).status, 200);
        let before = digest(url);
        for again in [
            &first,
            &call(&scene, "m-1", &json!({ "case": case, "text": "Vu." })),
        ] {
            let answer = sends(&scene, again, &secret);
            assert_eq!(answer.status, 200);
            assert!(answer.body.contains("\"again\":true"), "{}", answer.body);
        }
        let other = call(&scene, "m-1", &json!({ "case": case, "text": "Autre." }));
        assert_eq!(sends(&scene, &other, &secret).status, 409);
        // Taken on the way and said again when its time is over.
        scene.served.clock.advance(TimeDelta::minutes(6));
        assert_eq!(sends(&scene, &first, &secret).status, 401);
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
        assert_eq!(texts(&scene), ["Vu."]);
    });
}

#[test]
fn who_says_nonsense_or_speaks_of_another_time_changes_nothing() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let secret = hooked(&scene, &receiver);
        let case = page(&scene).reference;
        let good = json!({ "case": case, "text": "Vu." });
        let theirs = anothers(&scene, url);
        let before = digest(url);
        let says = |data: Value| call(&scene, "m-1", &data);
        let said = |body: &[u8]| Call {
            body: body.to_vec(),
            ..says(good.clone())
        };
        let at = |minutes| Call {
            at: scene.served.clock.now() + TimeDelta::minutes(minutes),
            ..says(good.clone())
        };
        let spaced = Call {
            id: "a b".to_owned(),
            ..says(good.clone())
        };
        let ours = receiver.got()[0].body.clone();
        let large = vec![b' '; 300 * 1024];
        let (other, none) = (
            json!({ "case": theirs, "text": "x" }),
            json!({ "case": "INC-1999-00001-E1", "text": "x" }),
        );
        let (nothing, unknown) = (
            json!({ "case": case }),
            json!({ "case": case, "status": "lost" }),
        );
        for (what, call, status) in [
            ("another's case", says(other), 404),
            ("no case", says(none), 404),
            ("nothing", says(nothing), 422),
            ("an unknown act", says(unknown), 422),
            ("what we said", said(&ours), 422),
            ("no JSON", said(b"case=1"), 400),
            ("too much", said(&large), 413),
            ("an id with spaces", spaced, 401),
            ("old", at(-6), 401),
            ("to come", at(6), 401),
        ] {
            let answer = sends(&scene, &call, &secret);
            assert_eq!(answer.status, status, "{what}: {}", answer.body);
            let kind = answer.header("content-type");
            assert_eq!(kind, Some("application/problem+json"), "{what}");
            let problem: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(problem["status"], status, "{what}");
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
        let taken = sends(&scene, &says(good), &secret);
        assert_eq!(taken.status, 200, "none of it took the id");
    });
}

/// The case that another vendor has of another customer.
fn anothers(scene: &Scene, url: &DatabaseUrl) -> String {
    let (served, root) = (&scene.served, scene.root);
    let ostrel = served.vendor("Ostrel", Some("desk@ostrel.example"), root);
    let elsewhere = served.customer(url, "Zalto", root).ticket;
    served.sent(&ostrel, elsewhere, scene.agent, "x");
    let page = served.desk.vendor_page(elsewhere, &Scope::Desk);
    page.unwrap().cases.remove(0).reference
}

#[test]
fn who_is_not_the_vendor_changes_nothing() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let secret = hooked(&scene, &receiver);
        let before = digest(url);
        let good = json!({ "case": page(&scene).reference, "text": "Vu." });
        let call = call(&scene, "m-1", &good);
        let stranger = HookSecret::of(&[9; 32]).unwrap();
        let forged = sign(&[stranger], &call.id, call.at, &call.body);
        let door = door(&scene);
        for (what, door, signature, status) in [
            ("forged", door.as_str(), forged.as_str(), 401),
            ("unsigned", door.as_str(), "", 401),
            ("garbage", door.as_str(), "v1,zz v1", 401),
            ("another door", "/vendor/hook/nobody", forged.as_str(), 404),
        ] {
            let answer = sends_as(&scene, door, &call, signature);
            assert_eq!(answer.status, status, "{what}: {}", answer.body);
        }
        assert_eq!(changed(&before, &digest(url)), [""; 0]);
        assert_eq!(sends(&scene, &call, &secret).status, 200);
    });
}

#[test]
fn who_knocks_too_often_without_the_secret_waits() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let secret = hooked(&scene, &receiver);
        let call = call(
            &scene,
            "m-1",
            &json!({ "case": page(&scene).reference, "text": "Vu." }),
        );
        let door = door(&scene);
        let mut answers = (0..40).map(|_| sends_as(&scene, &door, &call, "v1,AAAA"));
        let slowed = answers.find(|one| one.status == 429).expect("a ration");
        assert!(slowed.header("retry-after").is_some());
        assert_eq!(sends(&scene, &call, &secret).status, 429, "from there");
        scene.served.clock.advance(TimeDelta::minutes(20));
        let call = Call {
            at: scene.served.clock.now(),
            ..call
        };
        assert_eq!(sends(&scene, &call, &secret).status, 200);
    });
}

#[test]
fn while_a_secret_is_replaced_the_old_one_is_heard_for_a_day() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let receiver = Receiver::start();
        let old = hooked(&scene, &receiver);
        let desk = &scene.served.desk;
        let new = desk.draw_hook_secret(scene.divalto.id, scene.root).unwrap();
        let data = json!({ "case": page(&scene).reference, "text": "Vu." });
        assert_eq!(sends(&scene, &call(&scene, "m-1", &data), &old).status, 200);
        assert_eq!(sends(&scene, &call(&scene, "m-2", &data), &new).status, 200);
        scene.served.clock.advance(TimeDelta::hours(25));
        assert_eq!(sends(&scene, &call(&scene, "m-3", &data), &old).status, 401);
        assert_eq!(sends(&scene, &call(&scene, "m-4", &data), &new).status, 200);
    });
}
