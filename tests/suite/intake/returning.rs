//! Addresses that letters come back from: who works here sees it, and it ends.

use guichet::{
    desk::Error,
    domain::{
        access::Scope,
        ids::PersonId,
        incoming::{Arrival, Door, Outcome, ReturnPath},
        people::Role,
        people_history::{By, Done},
    },
    store::{DatabaseUrl, Options, Store, people_events},
};

use super::{
    Mime, reader,
    reports::{REPORTED, report},
};
use crate::{
    desk_world::Recorder,
    portal_scene::Scene,
    support::{app::Browser, on_each_engine},
};

const CLERK: &str = "odile@marlaix.example";

/// A customer whose clerk had a letter that came back.
fn returned(url: &DatabaseUrl) -> Scene {
    let scene = Scene::new(url);
    bounces(&scene, CLERK);
    scene
}

/// The last letter to an address comes back.
fn bounces(scene: &Scene, to: &str) {
    scene.served.desk.deliver(&Recorder::taking()).unwrap();
    let (letters, _) = scene.served.desk.letters(None, None).unwrap();
    let letter = letters.iter().find(|one| one.recipient.as_str() == to);
    let about = letter.unwrap().message_id.clone();
    scene.served.clock.advance(chrono::TimeDelta::minutes(5));
    let outcome = comes(scene, &report(&about, to, "5.1.1"));
    assert_eq!(outcome, Outcome::Reported);
    scene.served.clock.advance(chrono::TimeDelta::minutes(5));
}

/// What becomes of a letter that comes in.
fn comes(scene: &Scene, mime: &Mime) -> Outcome {
    let desk = &scene.served.desk;
    let arrival = Arrival {
        door: Door::Lmtp,
        return_path: ReturnPath::Unknown,
        delivered_to: Some("support@guichet.example".parse().unwrap()),
        raw: mime.bytes(),
    };
    let id = desk.take_in(arrival).unwrap().id;
    desk.read_mail_while(&reader(), &|| true).unwrap();
    let (letter, _) = desk.incoming_letter(id, &Scope::Desk).unwrap();
    letter.outcome.unwrap()
}

fn ticket_page(scene: &Scene, browser: &mut Browser) -> String {
    let answer = browser.get(&format!("/tickets/{}", scene.marlaix.ticket));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body.replace(['\u{a0}', '\u{202f}'], " ")
}

/// What was done about somebody.
fn done(url: &DatabaseUrl, person: PersonId) -> Vec<(By, Done)> {
    let store = Store::open(url, Options::of(url.engine())).unwrap();
    let events = store.read(|conn| people_events::of_person(conn, person, 100));
    events
        .unwrap()
        .into_iter()
        .filter(|one| one.what == Done::AddressWorks)
        .map(|one| (one.by, one.what))
        .collect()
}

const SAYS: &str = "Une lettre à Odile Marlaix (odile@marlaix.example) est revenue aujourd’hui à";

#[test]
fn who_works_on_a_ticket_sees_that_letters_to_its_requester_come_back_and_why() {
    on_each_engine(|url| {
        let scene = returned(url);
        let mut camille = scene.served.signed_in(scene.agent);
        let page = ticket_page(&scene, &mut camille);
        for part in [SAYS, REPORTED, "L’adresse fonctionne de nouveau"] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        let here = format!("/organisations/{}", scene.marlaix.id);
        let mut root = scene.served.signed_in(scene.root);
        let page = root.get(&here).body.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(page.contains(SAYS), "{page}");
        // The customer reads nothing of it.
        let page = scene.clerk().get(&scene.here()).body;
        assert!(!page.contains("est revenue"), "{page}");
        let claude = scene
            .served
            .worker("Claude Petit", "claude@desk.example", Role::Auditor);
        let mut claude = scene.served.signed_in(claude);
        let page = ticket_page(&scene, &mut claude);
        assert!(page.contains(SAYS), "an auditor reads");
        assert!(!page.contains("/address\""), "an auditor changes nothing");
    });
}

#[test]
fn a_follower_whose_letters_come_back_is_named_too() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        scene.colleague("Lea");
        let add = [("do", "add"), ("colleague", "lea@marlaix.example")];
        let followers = format!("{}/followers", scene.here());
        assert_eq!(scene.clerk().post(&followers, &add).status, 303);
        bounces(&scene, "lea@marlaix.example");
        let mut camille = scene.served.signed_in(scene.agent);
        let page = ticket_page(&scene, &mut camille);
        assert!(
            page.contains("Une lettre à Lea (lea@marlaix.example)"),
            "{page}"
        );
    });
}

#[test]
fn who_works_on_tickets_says_that_the_address_works_again_and_the_history_tells() {
    on_each_engine(|url| {
        let scene = returned(url);
        let (clerk, ticket) = (scene.marlaix.clerk, scene.marlaix.ticket);
        let mut camille = scene.served.signed_in(scene.agent);
        let here = format!("/tickets/{ticket}/address");
        let person = clerk.to_string();
        for _ in 0..2 {
            let answer = camille.post(&here, &[("person", &person)]);
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        assert!(!ticket_page(&scene, &mut camille).contains("est revenue"));
        let by = By::Person(scene.agent);
        assert_eq!(done(url, clerk), [(by, Done::AddressWorks)], "once");
        bounces(&scene, CLERK);
        assert!(ticket_page(&scene, &mut camille).contains(SAYS), "again");
    });
}

#[test]
fn nobody_else_takes_a_mark_off() {
    on_each_engine(|url| {
        let scene = returned(url);
        let (clerk, ticket) = (scene.marlaix.clerk, scene.marlaix.ticket);
        let desk = &scene.served.desk;
        let claude = scene
            .served
            .worker("Claude Petit", "claude@desk.example", Role::Auditor);
        for (by, person) in [(claude, clerk), (clerk, clerk)] {
            let refused = desk.lift_bounce_of_ticket(ticket, person, by);
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        // Of whom no letter of the ticket is.
        let refused = desk.lift_bounce_of_ticket(ticket, scene.marlaix.chief, scene.agent);
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let refused = desk.lift_bounce_of_colleague(clerk, scene.root);
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let mut camille = scene.served.signed_in(scene.agent);
        assert!(ticket_page(&scene, &mut camille).contains(SAYS));
        assert_eq!(done(url, clerk), []);
    });
}

#[test]
fn a_letter_that_a_person_writes_from_the_address_takes_the_mark_off() {
    on_each_engine(|url| {
        let scene = returned(url);
        let mut camille = scene.served.signed_in(scene.agent);
        let away =
            Mime::from(CLERK, "Absente", "De retour lundi.").with("Auto-Submitted", "auto-replied");
        let forged = Mime::from(CLERK, "Une question", "Bonjour.").told("fail");
        for (why, mime) in [("a program", away), ("a forger", forged)] {
            comes(&scene, &mime);
            assert!(ticket_page(&scene, &mut camille).contains(SAYS), "{why}");
        }
        let mime = Mime::from(CLERK, "Ma nouvelle adresse marche", "Bonjour.");
        assert_eq!(comes(&scene, &mime), Outcome::Filed);
        assert!(!ticket_page(&scene, &mut camille).contains("est revenue"));
    });
}

#[test]
fn a_colleague_whose_letters_come_back_is_marked_on_their_page() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let colleague = scene.agent;
        // The customer writes: whoever works on it is told.
        crate::desk_telling::acts(
            &scene.served,
            colleague,
            scene.marlaix.ticket,
            guichet::domain::ticket::Act::TakeCharge,
        );
        let reply = [("message", ""), ("text", "Et alors ?")];
        let answer = scene
            .clerk()
            .post(&format!("{}/reply", scene.here()), &reply);
        assert_eq!(answer.status, 303, "{}", answer.body);
        bounces(&scene, "camille@desk.example");
        let mut root = scene.served.signed_in(scene.root);
        let here = format!("/people/{colleague}");
        let page = root.get(&here).body.replace(['\u{a0}', '\u{202f}'], " ");
        let says = "Une lettre à Camille Aubry (camille@desk.example) est revenue";
        assert!(page.contains(says), "{page}");
        let mut camille = scene.served.signed_in(colleague);
        assert_eq!(camille.post(&format!("{here}/address"), &[]).status, 403);
        let answer = root.post(&format!("{here}/address"), &[]);
        assert_eq!(answer.location(), format!("{here}?done=address"));
        let page = root.get(&format!("{here}?done=address")).body;
        assert!(!page.contains("est revenue"), "{page}");
        assert!(page.contains("L’adresse n’est plus signalée"), "{page}");
        assert!(
            page.contains("fonctionne de nouveau"),
            "the history: {page}"
        );
    });
}
