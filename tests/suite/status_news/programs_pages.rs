//! The pages on which programs are entered: what is refused, the secret shown once, the trial, the history.

use std::{sync::Arc, time::Duration};

use guichet::{domain::webhook::HookSecret, edges::caller::WebCaller, store::DatabaseUrl};

use crate::{
    availability::{NOW, Scene},
    support::{
        app::{Answer, served_with},
        on_each_engine,
    },
    vendor::receiver::{Does, Receiver},
};

fn scene(url: &DatabaseUrl, anywhere: bool) -> Scene {
    let served = served_with(url, NOW, |settings| {
        settings.hooks = Arc::new(WebCaller::within(anywhere, Duration::from_secs(5)));
    });
    Scene::on(url, served)
}

fn adds(scene: &Scene, name: &str, address: &str) -> Answer {
    let fields = [("name", name), ("url", address), ("lang", "en")];
    let mut root = scene.served.signed_in(scene.root);
    root.post("/subscribers/hooks/new", &fields)
}

/// The secret that a page shows.
fn shown(answer: &Answer) -> HookSecret {
    let (_, rest) = answer.body.split_once("whsec_").unwrap();
    let (text, _) = rest.split_once('<').unwrap();
    // Some signs are escaped in a page.
    let text = text
        .replace("&#43;", "+")
        .replace("&#61;", "=")
        .replace("&#x2F;", "/");
    HookSecret::parse(&format!("whsec_{text}")).unwrap()
}

#[test]
fn an_address_that_must_not_be_called_is_refused_with_the_reason() {
    on_each_engine(|url| {
        let scene = scene(url, false);
        for (name, address, said) in [
            ("", "https://chat.example/", "Donnez un nom"),
            ("Salon", "", "Écrivez une adresse entière"),
            (
                "Salon",
                "https://user:x@chat.example/",
                "Écrivez une adresse entière",
            ),
            ("Salon", "http://chat.example/", "doit commencer par https"),
            ("Salon", "https://10.0.0.1/", "pas son numéro"),
            ("Salon", "https://localhost/", "n’est pas publique"),
        ] {
            let refused = adds(&scene, name, address);
            assert_eq!(refused.status, 422, "{address}");
            assert!(refused.body.contains(said), "{address}: {}", refused.body);
        }
        assert_eq!(scene.served.desk.status_hooks().unwrap().hooks, []);
    });
}

#[test]
fn the_secret_is_shown_once_and_the_list_says_how_calls_go_and_who_did_what() {
    on_each_engine(|url| {
        let scene = scene(url, true);
        let receiver = Receiver::start();
        let address = format!("{}?cle=ouvre-toi", receiver.url());
        let first = adds(&scene, "Salon d’astreinte", &address);
        assert_eq!(first.status, 200, "{}", first.body);
        let secret = shown(&first);
        let again = adds(&scene, "salon d’ASTREINTE", &address);
        assert_eq!(again.status, 422);
        assert!(again.body.contains("a ce nom"), "{}", again.body);
        let mut root = scene.served.signed_in(scene.root);
        let page = root.get("/subscribers").body;
        for said in ["Salon d’astreinte", "Pas encore appelé", "127.0.0.1"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        for never in [
            "whsec_",
            "ouvre-toi",
            "/hook\"",
            &receiver.port().to_string(),
        ] {
            assert!(!page.contains(never), "{never}: {page}");
        }
        let id = scene.served.desk.status_hooks().unwrap().hooks[0].0.id;
        let press = |what: &str| {
            let mut root = scene.served.signed_in(scene.root);
            let done = root.post(&format!("/subscribers/hooks/{id}/{what}"), &[]);
            assert_eq!(done.status, 303, "{what}: {}", done.body);
            root.get("/subscribers").body
        };
        receiver.will([Does::Keeps(204, String::new()), Does::Refuses(401, "")]);
        assert!(press("test").contains("accepté"));
        let got = receiver.got().remove(0);
        assert!(got.is_signed(&secret));
        assert_eq!(got.kind(), "test");
        assert_eq!(got.target, "/hook?cle=ouvre-toi");
        assert!(
            got.json()["text"]
                .as_str()
                .unwrap()
                .contains("A test by Guichet")
        );
        let page = press("test");
        assert!(page.contains("refuse la signature"), "{page}");
        let page = press("remove");
        assert!(page.contains("Aucun programme n’est prévenu"), "{page}");
        for said in [
            "Dominique Roy ajoute le programme « Salon d’astreinte » (127.0.0.1).",
            "Dominique Roy retire le programme « Salon d’astreinte ».",
        ] {
            assert!(
                page.replace(['\u{a0}', '\u{202f}'], " ").contains(said),
                "{page}"
            );
        }
        let mut reader = scene.served.signed_in(scene.auditor);
        assert_eq!(reader.get("/subscribers").status, 200);
        assert_eq!(reader.get("/subscribers/hooks/new").status, 403);
    });
}
