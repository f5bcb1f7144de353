//! The page on which a vendor's program is set: what is refused, the secret shown once, the trial.

use std::{sync::Arc, time::Duration};

use guichet::{domain::webhook::HookSecret, edges::caller::WebCaller, store::DatabaseUrl};

use super::{
    OPEN, Scene,
    mail::DESK,
    receiver::{Does, Receiver},
};
use crate::support::{
    app::{Answer, served_with},
    on_each_engine,
};

fn scene(url: &DatabaseUrl, anywhere: bool) -> Scene {
    let served = served_with(url, OPEN, |settings| {
        settings.hooks = Arc::new(WebCaller::within(anywhere, Duration::from_secs(5)));
    });
    Scene::on(url, served)
}

fn path(scene: &Scene) -> String {
    format!("/organisations/{}/vendor", scene.divalto.id)
}

fn set(scene: &Scene, address: &str, mail: &str) -> Answer {
    let fields = [
        ("vendor-contract", "divalto"),
        ("vendor-way", "hook"),
        ("vendor-mail", mail),
        ("vendor-url", address),
    ];
    let mut root = scene.served.signed_in(scene.root);
    root.post(&path(scene), &fields)
}

fn does(scene: &Scene, what: &str) -> Answer {
    let mut root = scene.served.signed_in(scene.root);
    root.post(&path(scene), &[("do", what)])
}

/// The secret that a page shows.
fn shown(answer: &Answer) -> HookSecret {
    let (_, rest) = answer.body.split_once("whsec_").unwrap();
    let (text, _) = rest.split_once('<').unwrap();
    // The sign for addition is escaped in a page.
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
        let too_long = format!("https://{}.example/", "a".repeat(64));
        for (address, mail, said) in [
            ("", DESK, "Écrivez une adresse comme https://"),
            (
                "http://desk.editeur.example/",
                DESK,
                "doit commencer par https",
            ),
            ("https://10.0.0.1/", DESK, "pas son numéro"),
            ("https://[::1]/", DESK, "pas son numéro"),
            ("https://localhost/", DESK, "n’est pas publique"),
            // No name has a part that is so long: nobody is asked for it (RFC 1035, 2.3.4).
            (&too_long, DESK, "ne mène à aucune adresse"),
            ("https://desk.editeur.example/", "", "est écrit en son nom"),
        ] {
            let refused = set(&scene, address, mail);
            assert_eq!(refused.status, 422, "{address}");
            assert!(refused.body.contains(said), "{address}: {}", refused.body);
        }
        let page = scene.served.desk.vendor_desk(scene.divalto.id).unwrap();
        assert!(page.hook.is_none());
    });
}

#[test]
fn the_secret_is_shown_once_and_the_trial_says_what_is_wrong() {
    on_each_engine(|url| {
        let scene = scene(url, true);
        let receiver = Receiver::start();
        let first = set(&scene, receiver.url().as_str(), DESK);
        assert_eq!(first.status, 200, "{}", first.body);
        let secret = shown(&first);
        assert!(first.body.contains("/vendor/hook/"), "{}", first.body);
        // Not again: by the same form, or on the page.
        assert_eq!(set(&scene, receiver.url().as_str(), DESK).status, 303);
        let page = scene.served.signed_in(scene.root).get(&path(&scene));
        assert!(!page.body.contains("whsec_"), "{}", page.body);
        assert!(page.body.contains("value=\"hook\" selected"));
        receiver.will([Does::Keeps(204, String::new()), Does::Refuses(401, "")]);
        let well = does(&scene, "try");
        assert!(
            well.body.contains("est arrivé et a été accepté"),
            "{}",
            well.body
        );
        let got = receiver.got().remove(0);
        assert!(got.is_signed(&secret));
        assert_eq!(got.kind(), "test");
        let ill = does(&scene, "try");
        assert!(ill.body.contains("refuse la signature"), "{}", ill.body);
        drop(receiver);
        let ill = does(&scene, "try");
        assert!(ill.body.contains("Rien n’écoute"), "{}", ill.body);
        let other = does(&scene, "secret");
        assert_ne!(shown(&other), secret);
        assert!(other.body.contains("Le secret précédent vaut aussi"));
        for what in ["try", "secret", "again"] {
            let refused = scene.as_agent().post(&path(&scene), &[("do", what)]);
            assert_eq!(refused.status, 403, "{what}");
        }
        let history = format!("/organisations/{}", scene.divalto.id);
        let history = scene.served.signed_in(scene.root).get(&history).body;
        assert!(
            history.contains("fait joindre l’éditeur par webhook"),
            "{history}"
        );
        assert!(history.contains("tire un nouveau secret"));
        assert!(!history.contains("whsec_"));
    });
}

#[test]
fn a_program_without_tls_is_told_so() {
    on_each_engine(|url| {
        let scene = scene(url, true);
        let receiver = Receiver::start();
        let plain = receiver.url().as_str().replace("http:", "https:");
        assert_eq!(set(&scene, &plain, DESK).status, 200);
        let ill = does(&scene, "try");
        assert!(ill.body.contains("pas de TLS"), "{}", ill.body);
        assert_eq!(receiver.kept(), [], "it was told nothing");
    });
}
