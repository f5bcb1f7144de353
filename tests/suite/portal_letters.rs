//! The letters about who administrates what, about what a customer settles, and about what is at risk.

use chrono::TimeDelta;
use guichet::domain::{ids::PlatformId, notice::Notice, people::Role};

use crate::{
    portal_scene::Scene,
    support::{app::Browser, on_each_engine},
};

fn designates(chief: &mut Browser, who: &str, act: &str, platform: &str) {
    let fields = [("do", act), ("platform", platform), ("sure", "1")];
    let at = format!("/portal/people/{who}/designated");
    assert_eq!(chief.post(&at, &fields).status, 303);
}

#[test]
fn a_designation_and_its_end_are_told_to_the_person_and_to_the_others() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let paul = scene.colleague("Paul");
        let (desk, house) = (&scene.served.desk, scene.marlaix);
        desk.designate(house.id, paul, None, scene.root).unwrap();
        let before = scene.letters("designation").len();
        let clerk = house.clerk.to_string();
        let mut chief = scene.chief();
        let told = |from: usize| {
            let mut letters = scene.letters("designation");
            letters.truncate(letters.len() - from);
            let mut all: Vec<(String, bool, bool)> = letters
                .iter()
                .map(|letter| match &letter.notice {
                    Notice::Designation { own, ended, .. } => {
                        (letter.recipient.to_string(), *own, *ended)
                    }
                    other => panic!("{other:?}"),
                })
                .collect();
            all.sort();
            all
        };
        let both = |ended| {
            [
                ("odile@marlaix.example".to_owned(), true, ended),
                ("paul@marlaix.example".to_owned(), false, ended),
            ]
        };
        designates(&mut chief, &clerk, "name", "");
        assert_eq!(told(before), both(false), "not the one who decided it");
        designates(&mut chief, &clerk, "name", "");
        assert_eq!(told(before).len(), 2, "nothing changed: nothing is told");
        designates(&mut chief, &clerk, "end", "");
        assert_eq!(told(before + 2), both(true));
        // From the desk, everybody is told.
        let platform = Some(house.platform);
        desk.set_designation(house.id, house.clerk, platform, true, scene.root)
            .unwrap();
        assert_eq!(told(before + 4).len(), 3);
        let letters = scene.letters("designation");
        let named = letters.iter().find_map(|letter| match &letter.notice {
            Notice::Designation { platform, by, .. } => platform.clone().zip(by.clone()),
            _ => None,
        });
        let (platform, by) = named.unwrap();
        assert_eq!(
            (platform.as_str(), by.as_str()),
            ("Production Marlaix", "Dominique Roy")
        );
    });
}

#[test]
fn what_a_customer_settles_and_reopens_is_told_to_whoever_works_on_it() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let settle = format!("{}/settle", scene.here());
        let mut clerk = scene.clerk();
        for act in ["settle", "settle", "reopen"] {
            assert_eq!(clerk.post(&settle, &[("do", act)]).status, 303);
        }
        let queue = ["support@guichet.example"; 2];
        assert_eq!(
            scene.recipients("customer-settled"),
            queue,
            "nobody has it: the queue"
        );
        scene.answer("Je regarde.", false, 0);
        clerk.post(&settle, &[("do", "settle")]);
        let letters = scene.letters("customer-settled");
        assert_eq!(letters[0].recipient.to_string(), "camille@desk.example");
        let Notice::CustomerSettled { by, reopened, .. } = &letters[0].notice else {
            panic!("{:?}", letters[0]);
        };
        assert_eq!((by.as_str(), *reopened), ("Odile Marlaix", false));
        assert_eq!(scene.findings(), []);
    });
}

/// The standard contract, whose first level tells the customer's administrators alone.
fn told_first(standard: &str) -> String {
    let own = standard.replacen(
        "to = [\"assignee\", \"queue\"]",
        "to = [\"administrators\"]",
        1,
    );
    assert_ne!(own, standard);
    own
}

#[test]
fn a_level_for_the_customers_administrators_reaches_those_whom_the_ticket_concerns() {
    on_each_engine(|url| {
        let scene = Scene::under(url, Some(told_first));
        let (desk, house) = (&scene.served.desk, scene.marlaix);
        let paul = scene.colleague("Paul");
        let other = PlatformId::fresh();
        crate::support::customers::platform(url, house.id, other, "Une autre");
        desk.designate(house.id, paul, Some(other), scene.root)
            .unwrap();
        scene.served.clock.advance(TimeDelta::minutes(150));
        desk.escalate().unwrap();
        assert_eq!(
            scene.recipients("customer-warned"),
            ["chef@marlaix.example"]
        );
        assert_eq!(
            scene.recipients("escalated"),
            [""; 0],
            "who is told is told"
        );
        let letter = &scene.letters("customer-warned")[0];
        let Notice::CustomerWarned { level, .. } = &letter.notice else {
            panic!("{letter:?}");
        };
        assert_eq!(level.recipients, ["chef@marlaix.example"]);
        assert_eq!(scene.findings(), []);
    });
}

#[test]
fn where_nobody_administrates_the_level_falls_back_to_the_desk() {
    on_each_engine(|url| {
        let scene = Scene::under(url, Some(told_first));
        let (desk, house) = (&scene.served.desk, scene.marlaix);
        scene
            .served
            .worker("Alix", "alix@desk.example", Role::Supervisor);
        desk.end_designation(house.id, house.chief, (None, true), scene.root)
            .unwrap();
        scene.served.clock.advance(TimeDelta::minutes(150));
        desk.escalate().unwrap();
        assert_eq!(scene.letters("customer-warned").len(), 0);
        let desk = ["alix@desk.example", "root@desk.example"];
        assert_eq!(scene.recipients("escalated"), desk);
    });
}

#[test]
fn the_administrators_of_some_platforms_are_theirs_and_the_whole_organisations() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, house) = (&scene.served.desk, scene.marlaix);
        let (paul, lea) = (scene.colleague("Paul"), scene.colleague("Lea"));
        let ostrel = scene.served.customer(url, "Ostrel", scene.root);
        let other = PlatformId::fresh();
        crate::support::customers::platform(url, house.id, other, "Une autre");
        desk.designate(house.id, paul, Some(other), scene.root)
            .unwrap();
        desk.designate(house.id, lea, Some(house.platform), scene.root)
            .unwrap();
        let names = |platforms: &[PlatformId]| {
            let people = desk.administrators_of(platforms).unwrap();
            let mut names: Vec<String> = people.into_iter().map(|one| one.name).collect();
            names.sort();
            names
        };
        assert_eq!(names(&[house.platform]), ["Chef Marlaix", "Lea"]);
        assert_eq!(names(&[other]), ["Chef Marlaix", "Paul"]);
        let all = [other, house.platform, ostrel.platform, PlatformId::fresh()];
        assert_eq!(names(&all), ["Chef Marlaix", "Chef Ostrel", "Lea", "Paul"]);
        desk.set_member_active(house.id, lea, (false, true), scene.root)
            .unwrap();
        assert_eq!(names(&[house.platform]), ["Chef Marlaix"]);
        assert_eq!(names(&[]), [""; 0]);
    });
}
