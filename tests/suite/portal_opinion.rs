//! What a requester thinks of what was done: asked once, of nobody else, and read by the desk.

use guichet::domain::{
    people::Role,
    ticket::{Satisfaction, What},
};

use crate::{portal_scene::Scene, support::on_each_engine};

const GOOD: [(&str, &str); 2] = [("level", "content"), ("comment", "Vite et bien <b>!")];

#[test]
fn a_requester_is_asked_once_when_the_request_is_resolved() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (mut clerk, here) = (scene.clerk(), scene.here());
        let at = format!("{here}/rate");
        assert!(!clerk.get(&here).body.contains("name=\"level\""), "not yet");
        let early = clerk.post(&at, &GOOD);
        assert_eq!(early.status, 409);
        assert!(early.body.contains("La demande n’est pas résolue"));
        scene.answer("Réparé.", true, 0);
        let page = clerk.get(&here).body;
        assert_eq!(page.matches("name=\"level\"").count(), 3);
        assert!(!page.contains(" checked"), "no answer is given beforehand");
        let none = clerk.post(&at, &[("comment", "Vite")]);
        assert_eq!(none.status, 422);
        assert!(none.body.contains("Choisissez une des trois réponses"));
        assert!(
            none.body.contains(">\nVite</textarea>"),
            "nothing typed is lost"
        );
        for _ in 0..2 {
            let given = clerk.post(&at, &GOOD);
            assert_eq!(given.location(), format!("{here}?done=rated#opinion"));
        }
        let again = clerk.post(&at, &[("level", "unhappy")]);
        assert_eq!(again.status, 409);
        assert!(again.body.contains("il n’est demandé qu’une fois"));
        let page = clerk.get(&here).body;
        assert!(page.contains("Vite et bien &#60;b&#62;!") && !page.contains("name=\"level\""));
        let level = Satisfaction::Content;
        assert_eq!(scene.happened().last(), Some(&What::Rated { level }));
        // It stays as it is when the request goes on.
        clerk.post(&format!("{here}/settle"), &[("do", "reopen")]);
        scene.answer("Réparé encore.", true, 0);
        assert!(!clerk.get(&here).body.contains("name=\"level\""));
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn the_link_of_the_letter_asks_and_only_a_form_that_is_sent_answers() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        scene.answer("Réparé.", true, 0);
        let here = format!("/requests/{}", scene.link());
        let mut anybody = scene.served.browser();
        for _ in 0..2 {
            assert!(anybody.get(&here).body.contains("name=\"level\""));
        }
        assert_eq!(
            anybody.get(&format!("{here}/rate?level=content")).status,
            405
        );
        let at = format!("{here}/rate");
        let given = anybody.post(&at, &[("level", "partly")]);
        assert_eq!(given.location(), format!("{here}#opinion"));
        assert_eq!(anybody.post(&at, &GOOD).status, 409);
        assert!(anybody.get(&here).body.contains("Plus ou moins satisfait"));
        let nowhere = format!("/requests/{}/rate", "A".repeat(scene.link().len()));
        assert_eq!(anybody.post(&nowhere, &GOOD).status, 404);
        assert_eq!(anybody.post(&nowhere, &[]).status, 404);
    });
}

#[test]
fn nobody_but_the_requester_is_asked() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let lea = scene.colleague("Lea");
        let email = "lea@marlaix.example".parse().unwrap();
        let (ticket, clerk) = (scene.marlaix.ticket, scene.marlaix.clerk);
        scene
            .served
            .desk
            .add_follower(ticket, &email, clerk)
            .unwrap();
        scene.answer("Réparé.", true, 0);
        for person in [lea, scene.marlaix.chief] {
            let mut browser = scene.served.signed_in(person);
            let page = browser.get(&scene.here());
            assert_eq!(page.status, 200);
            assert!(!page.body.contains("name=\"level\""));
            let at = format!("{}/rate", scene.here());
            assert_eq!(browser.post(&at, &GOOD).status, 403);
            assert_eq!(browser.post(&at, &[]).status, 403);
        }
        scene.clerk().post(&format!("{}/rate", scene.here()), &GOOD);
        for person in [lea, scene.marlaix.chief] {
            let page = scene.served.signed_in(person).get(&scene.here()).body;
            assert!(!page.contains("Vite et bien"), "it is for the desk");
        }
    });
}

#[test]
fn the_desk_reads_it_on_the_ticket_and_supervisors_counted() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let alix = scene
            .served
            .worker("Alix", "alix@desk.example", Role::Supervisor);
        let mut alix = scene.served.signed_in(alix);
        assert!(
            alix.get("/satisfaction")
                .body
                .contains("Aucun avis pour l’instant")
        );
        scene.answer("Réparé.", true, 0);
        scene.clerk().post(&format!("{}/rate", scene.here()), &GOOD);
        let mut agent = scene.served.signed_in(scene.agent);
        let page = agent
            .get(&format!("/tickets/{}", scene.marlaix.ticket))
            .body;
        assert!(page.contains("Avis du demandeur") && page.contains("Vite et bien &#60;b&#62;!"));
        let page = page.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(page.contains("Odile Marlaix donne son avis : « Satisfait »"));
        assert_eq!(agent.get("/satisfaction").status, 403);
        let page = alix.get("/satisfaction").body;
        let page = page.replace(['\u{a0}', '\u{202f}'], " ");
        let counted = "Satisfaits : 1 · plus ou moins : 0 · pas satisfaits : 0";
        assert_eq!(
            page.matches(counted).count(),
            3,
            "all, the queue, the customer: {page}"
        );
        assert!(page.contains("Support") && page.contains("Vite et bien &#60;b&#62;!"));
        // A queue of members only is counted for its members only.
        let desk = &scene.served.desk;
        let queue = desk.queues().unwrap()[0].id;
        desk.set_queue_member(queue, scene.agent, true, scene.root)
            .unwrap();
        desk.close_queue(queue, true, scene.root).unwrap();
        let page = alix.get("/satisfaction").body;
        assert!(page.contains("Aucun avis pour l’instant"), "{page}");
        assert!(!page.contains("Vite et bien"));
    });
}
