//! Who follows a ticket: added by whoever may, told by letter, gone when they like or when they leave.

use guichet::{
    desk::Error,
    domain::{
        access::Scope,
        people::{OrganisationKind, Role},
        ticket::What,
    },
    store::{Options, Store, watchers},
};

use crate::{
    portal_scene::Scene,
    support::{on_each_engine, on_sqlite},
};

const ADD: [(&str, &str); 2] = [("do", "add"), ("colleague", "lea@marlaix.example")];

#[test]
fn a_requester_adds_a_colleague_who_reads_writes_is_told_and_leaves() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let lea = scene.colleague("Lea");
        let (mut clerk, here) = (scene.clerk(), scene.here());
        let mut colleague = scene.served.signed_in(lea);
        assert_eq!(colleague.get(&here).status, 404);
        let page = clerk.get(&here).body;
        assert!(page.contains("Qui suit cette demande"));
        assert!(
            !page.contains("lea@marlaix.example"),
            "a clerk sees no list"
        );
        for _ in 0..2 {
            let added = clerk.post(&format!("{here}/followers"), &ADD);
            assert_eq!(added.location(), format!("{here}?done=followed"));
        }
        assert!(clerk.get(&here).body.contains("<span>Lea</span>"));
        let page = colleague.get(&here);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Ne plus suivre"));
        assert!(!page.body.contains("name=\"colleague\""), "adds nobody");
        assert!(colleague.get("/portal").body.contains("Étiquettes Marlaix"));
        assert_eq!(scene.recipients("follower-added"), ["lea@marlaix.example"]);
        // The answer reaches both, the colleague without the requester's secret.
        scene.answer("C’est le tiroir du bas.", false, 0);
        assert_eq!(scene.recipients("replied"), ["odile@marlaix.example"]);
        assert_eq!(scene.recipients("followed-answer"), ["lea@marlaix.example"]);
        let told = format!("{:?}", scene.letters("followed-answer")[0].notice);
        assert!(!told.contains(&scene.link()), "{told}");
        let left = colleague.post(&format!("{here}/leave"), &[]);
        assert_eq!(left.location(), "/portal?done=left");
        assert!(
            colleague
                .get("/portal?done=left")
                .body
                .contains("ne suivez plus")
        );
        assert_eq!(colleague.get(&here).status, 404);
        scene.answer("Et voilà.", false, 0);
        assert_eq!(scene.letters("followed-answer").len(), 1);
        let beside: Vec<What> = scene
            .happened()
            .into_iter()
            .filter(What::stands_beside)
            .collect();
        assert_eq!(
            beside,
            [
                What::FollowerAdded { person: lea },
                What::FollowerRemoved { person: lea }
            ]
        );
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn whoever_may_adds_and_takes_off_on_either_side_and_nobody_else() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (lea, paul) = (scene.colleague("Lea"), scene.colleague("Paul"));
        let here = scene.here();
        let mut chief = scene.chief();
        assert!(
            chief
                .get(&here)
                .body
                .contains("value=\"lea@marlaix.example\"")
        );
        let form = |email| [("do", "add"), ("colleague", email)];
        let at = format!("{here}/followers");
        assert_eq!(chief.post(&at, &form("lea@marlaix.example")).status, 303);
        // A follower adds nobody and takes nobody off.
        let mut colleague = scene.served.signed_in(lea);
        let refused = colleague.post(&at, &form("paul@marlaix.example"));
        assert_eq!(refused.status, 403);
        assert_eq!(colleague.post(&at, &form("nonsense")).status, 403);
        let remove =
            |who: &str| [("do", "remove"), ("person", who)].map(|(a, b)| (a, b.to_owned()));
        let chiefs = remove(&scene.marlaix.chief.to_string());
        let fields: Vec<(&str, &str)> = chiefs.iter().map(|(a, b)| (*a, b.as_str())).collect();
        assert_eq!(colleague.post(&at, &fields).status, 403);
        // The desk does both, without being overtaken while it writes.
        let mut agent = scene.served.signed_in(scene.agent);
        let desk = format!("/tickets/{}", scene.marlaix.ticket);
        let before = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
        let before = before.unwrap().ticket;
        assert!(
            agent
                .get(&desk)
                .body
                .contains("value=\"paul@marlaix.example\"")
        );
        let added = agent.post(&format!("{desk}/followers"), &form("paul@marlaix.example"));
        assert_eq!(added.location(), format!("{desk}#followers"));
        let person = paul.to_string();
        let off = [("do", "remove"), ("person", person.as_str())];
        assert_eq!(agent.post(&format!("{desk}/followers"), &off).status, 303);
        for odd in [
            [("do", "remove"), ("person", "x")],
            [("do", ""), ("colleague", "paul@marlaix.example")],
        ] {
            let followers = format!("{desk}/followers");
            assert_eq!(agent.post(&followers, &odd).status, 400, "{odd:?}");
        }
        let after = scene.served.desk.ticket(scene.marlaix.ticket, &Scope::Desk);
        assert_eq!(after.unwrap().ticket, before, "the ticket stays as it was");
        let page = agent.get(&desk).body;
        assert!(page.contains("Camille Aubry ajoute Paul aux personnes"));
        assert!(page.contains("Camille Aubry retire Paul des personnes"));
        let auditor = scene
            .served
            .worker("Claude", "audit@desk.example", Role::Auditor);
        let mut auditor = scene.served.signed_in(auditor);
        let page = auditor.get(&desk).body;
        assert!(page.contains("<span>Lea</span>") && !page.contains("name=\"colleague\""));
        assert_eq!(auditor.post(&format!("{desk}/followers"), &off).status, 403);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn an_address_of_another_organisation_is_answered_like_one_that_nobody_has() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        scene.served.customer(url, "Ostrel", scene.root);
        scene.colleague("Close");
        let closed = scene.colleague("Ferme");
        let desk = &scene.served.desk;
        desk.set_member_active(scene.marlaix.id, closed, (false, true), scene.root)
            .unwrap();
        let at = format!("{}/followers", scene.here());
        for (mut browser, who) in [(scene.clerk(), "clerk"), (scene.chief(), "chief")] {
            let mut bodies = Vec::new();
            for email in [
                "nobody@nowhere.example",
                "odile@ostrel.example",
                "camille@desk.example",
                "ferme@marlaix.example",
                "nonsense",
            ] {
                let form = [("do", "add"), ("colleague", email)];
                let answer = browser.post(&at, &form);
                assert_eq!(answer.status, 422, "{who} {email}");
                let same = crate::portal_scene::lasting(&answer.body).replace(email, "ADDRESS");
                bodies.push(same);
            }
            bodies.dedup();
            assert_eq!(bodies.len(), 1, "{who}: {bodies:?}");
        }
        assert_eq!(scene.letters("follower-added").len(), 0);
        let own = [("do", "add"), ("colleague", "odile@marlaix.example")];
        let answer = scene.chief().post(&at, &own);
        assert!(
            answer.body.contains("elle la suit déjà"),
            "{}",
            answer.status
        );
    });
}

#[test]
fn whoever_leaves_follows_no_more() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let (lea, ticket) = (scene.colleague("Lea"), scene.marlaix.ticket);
        let integral = scene
            .served
            .organisation("Intégrale", OrganisationKind::Integrator);
        let ines = scene
            .served
            .member(integral, "Inès", "ines@integrale.example", scene.root);
        let add =
            |email: &str| desk.add_follower(ticket, &email.parse().unwrap(), scene.marlaix.clerk);
        assert!(matches!(
            add("ines@integrale.example"),
            Err(Error::Invalid(_))
        ));
        scene.served.serves(url, integral, scene.marlaix.id);
        add("ines@integrale.example").unwrap();
        add("lea@marlaix.example").unwrap();
        let names = || {
            let following = desk.following(ticket, scene.marlaix.clerk).unwrap();
            let names = following.followers.into_iter().map(|one| one.name);
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(), ["Inès", "Lea"]);
        desk.withdraw_mandate(integral, scene.marlaix.id, scene.root)
            .unwrap();
        assert_eq!(names(), ["Lea"]);
        assert_eq!(scene.served.signed_in(ines).get(&scene.here()).status, 404);
        let chief = scene.marlaix.chief;
        desk.set_member_active(scene.marlaix.id, lea, (false, false), chief)
            .unwrap();
        assert_eq!(names(), [""; 0]);
        scene.answer("Toujours là ?", false, 0);
        assert_eq!(scene.letters("followed-answer").len(), 0);
        let beside = scene
            .happened()
            .iter()
            .filter(|one| one.stands_beside())
            .count();
        assert_eq!(beside, 4);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn who_may_follow_is_asked_again_when_something_is_told() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let ticket = scene.marlaix.ticket;
        let lea = scene.colleague("Lea");
        let stranger = scene
            .served
            .organisation("Ailleurs", OrganisationKind::Customer);
        let stranger = scene
            .served
            .member(stranger, "Inès", "ines@ailleurs.example", scene.root);
        let now = scene.served.desk.clock().now();
        // As a row stands that was left behind by somebody's change of house.
        Store::open(url, Options::default())
            .unwrap()
            .write(move |tx| {
                watchers::add(tx, ticket, lea, now)?;
                watchers::add(tx, ticket, stranger, now)
            })
            .unwrap();
        scene.answer("Nous regardons.", false, 0);
        let told = scene.letters("followed-answer");
        let told: Vec<_> = told.iter().map(|one| one.recipient.as_str()).collect();
        assert_eq!(told, ["lea@marlaix.example"]);
    });
}

#[test]
fn a_follower_adds_nothing_to_what_others_of_the_organisation_see() {
    on_sqlite(|url| {
        let scene = Scene::new(url);
        scene.colleague("Lea");
        let paul = scene.colleague("Paul");
        let desk = &scene.served.desk;
        let email = "lea@marlaix.example".parse().unwrap();
        desk.add_follower(scene.marlaix.ticket, &email, scene.marlaix.chief)
            .unwrap();
        let mut paul = scene.served.signed_in(paul);
        assert_eq!(paul.get(&scene.here()).status, 404);
        let at = format!("{}/followers", scene.here());
        assert_eq!(paul.post(&at, &ADD).status, 404);
        assert_eq!(
            paul.post(&format!("{}/leave", scene.here()), &[]).status,
            404
        );
    });
}

#[test]
fn the_history_names_whom_the_readers_house_does_not_know_any_more() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, house) = (&scene.served.desk, scene.marlaix);
        let integral = scene
            .served
            .organisation("Intégrale", OrganisationKind::Integrator);
        let ines = scene
            .served
            .member(integral, "Inès", "ines@integrale.example", scene.root);
        scene.served.serves(url, integral, house.id);
        let add = [("do", "add"), ("colleague", "ines@integrale.example")];
        let mut clerk = scene.clerk();
        let added = clerk.post(&format!("{}/followers", scene.here()), &add);
        assert_eq!(added.status, 303, "{}", added.body);
        let mut integrator = scene.served.signed_in(ines);
        let written = [("text", "Nous regardons avec vous.")];
        integrator.post(&format!("{}/reply", scene.here()), &written);
        let page = clerk.get(&scene.here());
        assert!(page.body.contains("<span>Inès</span>"), "{}", page.status);
        desk.withdraw_mandate(integral, house.id, scene.root)
            .unwrap();
        let page = clerk.get(&scene.here());
        assert_eq!(page.status, 200);
        assert!(page.body.contains("<strong>Inès</strong>"), "{}", page.body);
        assert!(!page.body.contains("<span>Inès</span>"));
    });
}
