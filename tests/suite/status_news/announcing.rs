//! Planned maintenance is announced a day ahead, to exactly the people concerned, once.

use chrono::TimeDelta;
use guichet::{
    domain::{
        notice::{MaintenanceTold, Notice},
        operation::Said,
    },
    store::DatabaseUrl,
};
use mail_parser::{MessageParser, MessagePart, MimeHeaders as _};

use super::{announced, correct, sorted, unfolded, wire};
use crate::{
    availability::{Scene, maintenance},
    desk_world::{at, at_once, every_letter},
    support::on_each_engine,
};

const CHIEF: &str = "chef@marlaix.example";
const OSTRELS: &str = "chef@ostrel.example";

fn planned(scene: &Scene) -> guichet::domain::ids::OperationId {
    let said = maintenance(scene.shared, "2026-12-05T00:00:00Z", "2026-12-05T03:00:00Z");
    scene.enter(Said::Maintenance(said))
}

fn scene(url: &DatabaseUrl) -> Scene {
    Scene::new(url)
}

#[test]
fn a_maintenance_is_announced_once_a_day_ahead_to_the_administrators_concerned() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        planned(&scene);
        assert_eq!(desk.announce_maintenance().unwrap(), 0, "five days ahead");
        assert_eq!(
            desk.next_announcement().unwrap(),
            Some(at("2026-12-04T00:00:00Z"))
        );
        clock.set(at("2026-12-03T23:59:59Z"));
        assert_eq!(desk.announce_maintenance().unwrap(), 0);
        clock.set(at("2026-12-04T00:00:00Z"));
        assert_eq!(desk.announce_maintenance().unwrap(), 2);
        let both = [
            (CHIEF.to_owned(), MaintenanceTold::Planned),
            (OSTRELS.to_owned(), MaintenanceTold::Planned),
        ];
        assert_eq!(sorted(desk), both, "not the clerks, whom nobody designated");
        assert_eq!(desk.announce_maintenance().unwrap(), 0, "once");
        assert_eq!(desk.next_announcement().unwrap(), None);
    });
}

#[test]
fn what_is_done_on_a_customers_platform_is_told_to_that_customer_alone() {
    on_each_engine(|url| {
        let scene = scene(url);
        let desk = &scene.served.desk;
        let said = maintenance(
            scene.ostrels,
            "2026-12-01T00:00:00Z",
            "2026-12-01T03:00:00Z",
        );
        scene.enter(Said::Maintenance(said));
        desk.announce_maintenance().unwrap();
        assert_eq!(
            sorted(desk),
            [(OSTRELS.to_owned(), MaintenanceTold::Planned)]
        );
        let letters = every_letter(desk);
        let Some(Notice::Maintenance {
            work,
            organisation,
            link,
            ..
        }) = letters
            .iter()
            .map(|letter| &letter.notice)
            .find(|notice| matches!(notice, Notice::Maintenance { .. }))
        else {
            panic!("no letter");
        };
        assert_eq!(
            work.components,
            ["Jamespot, Plateforme (Production Ostrel)"]
        );
        assert_eq!((organisation.as_str(), link.as_str()), ("Ostrel", ""));
        assert_eq!(work.reason, "Correctifs de sécurité");
    });
}

#[test]
fn where_nobody_administrates_the_requesters_of_the_organisation_are_told() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, house) = (&scene.served.desk, &scene.ostrel);
        desk.set_designation(house.id, house.chief, None, false, scene.root)
            .unwrap();
        let said = maintenance(
            scene.ostrels,
            "2026-12-01T00:00:00Z",
            "2026-12-01T03:00:00Z",
        );
        scene.enter(Said::Maintenance(said));
        desk.announce_maintenance().unwrap();
        let to: Vec<String> = sorted(desk).into_iter().map(|(to, _)| to).collect();
        assert_eq!(to, [OSTRELS, "odile@ostrel.example"]);
    });
}

#[test]
fn after_a_stop_it_is_announced_late_until_it_begins_and_never_after() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        planned(&scene);
        let second = maintenance(scene.shared, "2026-12-06T00:00:00Z", "2026-12-06T03:00:00Z");
        scene.enter(Said::Maintenance(second));
        // Nothing ran from before the first was to be announced until it had begun.
        clock.set(at("2026-12-05T00:00:00Z"));
        assert_eq!(desk.announce_maintenance().unwrap(), 2, "the second alone");
        let windows: Vec<_> = every_letter(desk)
            .into_iter()
            .filter_map(|letter| match letter.notice {
                Notice::Maintenance { work, .. } => Some(work.from),
                _ => None,
            })
            .collect();
        assert_eq!(windows, [at("2026-12-06T00:00:00Z"); 2]);
        clock.set(at("2026-12-05T23:59:59Z"));
        assert_eq!(desk.announce_maintenance().unwrap(), 0);
    });
}

#[test]
fn several_processes_announce_a_window_once() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        planned(&scene);
        clock.set(at("2026-12-04T06:00:00Z"));
        let owed = at_once(6, |_| desk.announce_maintenance());
        let made: usize = owed.into_iter().map(|one| one.unwrap_or(0)).sum();
        assert_eq!(made, 2);
        desk.announce_maintenance().unwrap();
        assert_eq!(announced(desk).len(), 2);
    });
}

#[test]
fn who_was_told_of_a_window_is_told_at_once_when_it_moves_and_when_it_is_called_off() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        let id = planned(&scene);
        clock.set(at("2026-12-04T00:00:00Z"));
        desk.announce_maintenance().unwrap();
        clock.advance(TimeDelta::hours(1));
        correct(&scene, id, |said| {
            said.title = crate::availability::line("Autre titre")
        });
        assert_eq!(desk.announce_maintenance().unwrap(), 0, "its title alone");
        correct(&scene, id, |said| {
            said.from = at("2026-12-12T00:00:00Z");
            said.to = at("2026-12-12T02:00:00Z");
        });
        assert_eq!(desk.announce_maintenance().unwrap(), 2, "a week ahead");
        let last = every_letter(desk).pop().unwrap();
        let Notice::Maintenance { work, told, .. } = &last.notice else {
            panic!("{:?}", last.notice);
        };
        assert_eq!((*told, work.revision), (MaintenanceTold::Changed, 3));
        let earlier = (at("2026-12-05T00:00:00Z"), at("2026-12-05T03:00:00Z"));
        assert_eq!(work.earlier, Some(earlier));
        clock.set(at("2026-12-11T06:00:00Z"));
        assert_eq!(desk.announce_maintenance().unwrap(), 0, "told already");
        correct(&scene, id, |said| said.called_off = true);
        assert_eq!(desk.announce_maintenance().unwrap(), 2);
        assert_eq!(announced(desk)[4].1, MaintenanceTold::CalledOff);
        clock.set(at("2026-12-12T06:00:00Z"));
        assert_eq!(desk.announce_maintenance().unwrap(), 0);
    });
}

#[test]
fn who_is_not_concerned_any_more_hears_it_and_who_is_from_now_on_hears_of_it() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        let id = planned(&scene);
        clock.set(at("2026-12-04T00:00:00Z"));
        desk.announce_maintenance().unwrap();
        correct(&scene, id, |said| said.components = vec![scene.ostrels]);
        assert_eq!(desk.announce_maintenance().unwrap(), 2);
        let mut last = announced(desk).split_off(2);
        last.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(
            last,
            [
                (CHIEF.to_owned(), MaintenanceTold::Elsewhere),
                (OSTRELS.to_owned(), MaintenanceTold::Changed)
            ]
        );
        correct(&scene, id, |said| said.components = vec![scene.shared]);
        assert_eq!(desk.announce_maintenance().unwrap(), 2);
        let again = announced(desk).split_off(4);
        assert!(again.contains(&(CHIEF.to_owned(), MaintenanceTold::Planned)));
    });
}

#[test]
fn what_was_called_off_before_it_was_announced_is_told_to_nobody() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        let id = planned(&scene);
        correct(&scene, id, |said| said.called_off = true);
        clock.set(at("2026-12-04T12:00:00Z"));
        assert_eq!(desk.announce_maintenance().unwrap(), 0);
    });
}

#[test]
fn the_letter_carries_a_calendar_that_later_ones_replace() {
    on_each_engine(|url| {
        let scene = scene(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        let id = planned(&scene);
        clock.set(at("2026-12-04T00:00:00Z"));
        desk.announce_maintenance().unwrap();
        correct(&scene, id, |said| said.called_off = true);
        desk.announce_maintenance().unwrap();
        let letters: Vec<_> = every_letter(desk)
            .into_iter()
            .filter(|letter| letter.kind == "maintenance")
            .collect();
        for (letter, method, sequence) in [(&letters[0], "PUBLISH", 1), (&letters[2], "CANCEL", 2)]
        {
            assert!(
                !unfolded(letter).contains("List-Unsubscribe"),
                "nobody subscribed"
            );
            let wire = wire(letter);
            let read = MessageParser::default().parse(&wire).unwrap();
            let is_calendar = |part: &&MessagePart<'_>| {
                let kind = part.content_type();
                kind.is_some_and(|kind| kind.subtype() == Some("calendar"))
            };
            let file = read.attachments().find(is_calendar).unwrap();
            let kind = file.content_type().unwrap();
            assert_eq!(kind.attribute("method"), Some(method));
            let place = file.content_disposition().unwrap();
            assert_eq!(place.attribute("filename"), Some("maintenance.ics"));
            let text = file.text_contents().unwrap();
            for line in [
                format!("METHOD:{method}"),
                format!("UID:{id}"),
                format!("SEQUENCE:{sequence}"),
                "DTSTART:20261205T000000Z".to_owned(),
                "DTEND:20261205T030000Z".to_owned(),
                "ORGANIZER:mailto:support@guichet.example".to_owned(),
            ] {
                assert!(text.lines().any(|one| one == line), "{line}: {text}");
            }
        }
    });
}
