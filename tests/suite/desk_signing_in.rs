//! Signing in: one answer for every failure, sessions that end when they must, and set-up links
//! that open one door once.

use chrono::TimeDelta;
use guichet::{
    desk::{Error, Field, NewWorker, Secret, SignInError},
    domain::{ids::PersonId, lang::Lang, people::Role, ticket::Line},
    store::people,
};

use crate::{
    desk_world::{MONDAY, World, address, at_once, blocked, desk, let_in, world},
    support::on_each_engine,
};

const PASSWORD: &str = "une phrase assez longue";

fn with_password(world: &World, person: PersonId) {
    let link = world.desk.set_up_link(Some(person)).unwrap();
    assert_eq!(world.desk.set_up(&link, None, PASSWORD).unwrap(), person);
}

fn session(world: &World) -> Secret {
    let entry = world
        .desk
        .sign_in("camille@desk.example", PASSWORD, "suite");
    let_in(entry.unwrap())
}

fn active(world: &World, person: PersonId, active: bool) {
    world
        .store()
        .write(move |tx| people::set_active(tx, person, active))
        .unwrap();
}

#[test]
fn every_failure_to_sign_in_has_the_same_answer() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        with_password(&world, world.agent);
        with_password(&world, world.second);
        active(&world, world.second, false);
        world.filed("standard", blocked());
        let endless = "x".repeat(10_000_000);
        let mut answers = std::collections::BTreeSet::new();
        for (email, password) in [
            ("camille@desk.example", "une phrase assez longuE"),
            ("camille@desk.example", ""),
            ("camille@desk.example", endless.as_str()),
            ("nobody@desk.example", PASSWORD),
            ("sacha@desk.example", PASSWORD),
            ("alix@desk.example", PASSWORD),
            ("lea@marlaix.example", PASSWORD),
            ("' OR 1=1 --", PASSWORD),
            ("", ""),
        ] {
            let error = world.desk.sign_in(email, password, "suite").unwrap_err();
            assert!(matches!(error, SignInError::Wrong), "{email}");
            answers.insert(error.to_string());
        }
        assert_eq!(answers.len(), 1);
        assert!(
            world
                .desk
                .sign_in("CAMILLE@desk.example", PASSWORD, "suite")
                .is_ok()
        );
    });
}

#[test]
fn a_session_ends_at_once_by_signing_out_a_new_password_or_a_closed_account() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        with_password(&world, world.agent);
        let (here, there) = (session(&world), session(&world));
        assert_ne!(here, there);
        let signed_in = world.desk.signed_in(&here).unwrap().unwrap();
        assert_eq!(signed_in.person.id, world.agent);
        world.desk.sign_out(signed_in.session).unwrap();
        assert!(world.desk.signed_in(&here).unwrap().is_none());
        assert!(world.desk.signed_in(&there).unwrap().is_some());
        with_password(&world, world.agent);
        assert!(world.desk.signed_in(&there).unwrap().is_none());
        let again = session(&world);
        // Another process closes the account.
        active(&world, world.agent, false);
        assert!(world.desk.signed_in(&again).unwrap().is_none());
        assert!(world.desk.signed_in(&Secret::draw()).unwrap().is_none());
        active(&world, world.agent, true);
    });
}

#[test]
fn a_session_ends_when_it_was_not_used_for_twelve_hours_and_after_fourteen_days() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        with_password(&world, world.agent);
        let idle = session(&world);
        world.clock.advance(TimeDelta::hours(12));
        assert!(world.desk.signed_in(&idle).unwrap().is_some());
        world
            .clock
            .advance(TimeDelta::hours(12) + TimeDelta::seconds(1));
        assert!(world.desk.signed_in(&idle).unwrap().is_none());
        let busy = session(&world);
        for hour in 0..14 * 24 {
            assert!(
                world.desk.signed_in(&busy).unwrap().is_some(),
                "hour {hour}"
            );
            world.clock.advance(TimeDelta::hours(1));
        }
        assert!(world.desk.signed_in(&busy).unwrap().is_none());
    });
}

#[test]
fn a_set_up_link_is_for_one_use_within_a_day_and_reading_it_uses_nothing_up() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let link = world.desk.set_up_link(Some(world.agent)).unwrap();
        let other = world.desk.set_up_link(Some(world.agent)).unwrap();
        let of_second = world.desk.set_up_link(Some(world.second)).unwrap();
        for _ in 0..3 {
            let seen = world.desk.set_up_by_link(&link).unwrap();
            assert_eq!(seen.unwrap().id, world.agent);
        }
        for wrong in ["short", &"x".repeat(1_025)] {
            let Err(Error::Invalid(faults)) = world.desk.set_up(&link, None, wrong) else {
                panic!("{wrong} was taken")
            };
            assert_eq!(faults[0].field, Field::Password);
        }
        let outcomes = at_once(4, |_| world.desk.set_up(&link, None, PASSWORD));
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1);
        for spent in [&link, &other] {
            let again = world.desk.set_up(spent, None, PASSWORD);
            assert!(matches!(again, Err(Error::LinkSpent)), "{again:?}");
            assert!(matches!(
                world.desk.set_up_by_link(spent),
                Err(Error::LinkSpent)
            ));
        }
        world
            .clock
            .advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        assert!(world.desk.set_up_by_link(&of_second).is_ok());
        world.clock.advance(TimeDelta::seconds(1));
        let late = world.desk.set_up(&of_second, None, PASSWORD);
        assert!(matches!(late, Err(Error::LinkSpent)));
        let unknown = world.desk.set_up(&Secret::draw(), None, PASSWORD);
        assert!(matches!(unknown, Err(Error::NotFound)));
    });
}

#[test]
fn there_is_one_first_administrator_even_when_eight_try_at_once() {
    on_each_engine(|url| {
        let clock = std::sync::Arc::new(guichet::clock::VirtualClock::stopped(
            MONDAY.parse().unwrap(),
        ));
        let desks = [desk(url, &clock), desk(url, &clock)];
        assert!(!desks[0].anyone_works().unwrap());
        let links: Vec<_> = (0..8)
            .map(|_| desks[0].set_up_link(None).unwrap())
            .collect();
        assert!(desks[0].set_up_by_link(&links[0]).unwrap().is_none());
        let outcomes = at_once(8, |number| {
            let worker = NewWorker {
                name: Line::parse("Dominique").unwrap(),
                email: address(&format!("dominique{number}@desk.example")),
                role: Role::Administrator,
                lang: Lang::Fr,
            };
            desks[number % 2].set_up(&links[number], Some(worker), PASSWORD)
        });
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1);
        for lost in outcomes.iter().filter_map(|one| one.as_ref().err()) {
            assert!(matches!(lost, Error::LinkSpent), "{lost}");
        }
        assert_eq!(desks[1].workers().unwrap().len(), 1);
        for link in &links {
            assert!(matches!(
                desks[1].set_up_by_link(link),
                Err(Error::LinkSpent)
            ));
        }
    });
}
