//! The calendar, the badge and the history of the status page.

use chrono::TimeDelta;
use guichet::domain::operation::{Said, Step};

use super::correct;
use crate::{
    availability::{Scene, line, maintenance, outage},
    desk_world::text,
    support::on_each_engine,
};

#[test]
fn the_calendar_holds_what_is_planned_for_the_public_and_forgets_what_is_called_off() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let said = maintenance(scene.shared, "2026-12-05T00:00:00Z", "2026-12-05T03:00:00Z");
        let id = scene.enter(Said::Maintenance(said.clone()));
        let mut inside = said;
        inside.published = false;
        let inside = scene.enter(Said::Maintenance(inside));
        let mut anybody = scene.served.browser();
        let feed = anybody.get("/status.ics");
        assert_eq!(
            feed.header("content-type"),
            Some("text/calendar; charset=utf-8")
        );
        assert_eq!(feed.header("cache-control"), Some("public, max-age=30"));
        for part in [
            &format!("UID:{id}\r\n"),
            "DTSTART:20261205T000000Z\r\n",
            "SEQUENCE:1\r\n",
            "BEGIN:VCALENDAR\r\n",
        ] {
            assert!(feed.body.contains(part), "{part}: {}", feed.body);
        }
        assert_eq!(feed.body.matches("BEGIN:VEVENT").count(), 1);
        assert!(!feed.body.contains(&inside.to_string()));
        assert!(!feed.body.contains("Correctifs"), "the reason stays inside");
        correct(&scene, id, |said| said.called_off = true);
        scene.served.clock.advance(TimeDelta::seconds(31));
        let feed = anybody.get("/status.ics").body;
        assert!(!feed.contains("BEGIN:VEVENT"), "{feed}");
    });
}

#[test]
fn the_badge_says_the_state_in_both_languages_and_may_stand_anywhere() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let mut anybody = scene.served.browser();
        let calm = anybody.get("/status/badge.svg");
        assert_eq!(calm.header("content-type"), Some("image/svg+xml"));
        let anywhere = calm.header("cross-origin-resource-policy");
        assert_eq!(anywhere, Some("cross-origin"));
        assert!(
            calm.body.contains("<title>État : Opérationnel</title>"),
            "{}",
            calm.body
        );
        assert!(calm.body.contains("role=\"img\""));
        let open = outage(scene.shared, "2026-11-30T07:00:00Z", None);
        scene.enter(Said::Outage(open));
        scene.served.clock.advance(TimeDelta::seconds(31));
        let down = anybody.get("/status/badge.svg?lang=en").body;
        assert!(
            down.contains("<title>Status : Major outage</title>"),
            "{down}"
        );
        assert!(down.len() < 2_000, "{} bytes", down.len());
    });
}

#[test]
fn a_month_of_the_history_says_what_began_in_it_with_its_news_and_nothing_unpublished() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let over = |title: &str, from: &str, to: &str, published| {
            let mut said = outage(scene.shared, from, Some(to));
            said.title = line(title);
            said.published = published;
            scene.enter(Said::Outage(said))
        };
        let told = over(
            "Panne d’octobre",
            "2026-10-12T07:00:00Z",
            "2026-10-12T08:00:00Z",
            true,
        );
        over(
            "Secrète",
            "2026-10-13T07:00:00Z",
            "2026-10-13T08:00:00Z",
            false,
        );
        over(
            "Panne de novembre",
            "2026-11-16T07:00:00Z",
            "2026-11-16T08:00:00Z",
            true,
        );
        let news = (Step::Resolved, &text("Le câble est réparé."));
        scene
            .served
            .desk
            .tell_of_operation(told, news, scene.agent)
            .unwrap();
        let mut anybody = scene.served.browser();
        let month = anybody.get("/status/history/2026-10");
        assert_eq!(month.status, 200);
        for said in ["Panne d’octobre", "Le câble est réparé.", "octobre"] {
            assert!(month.body.contains(said), "{said}: {}", month.body);
        }
        assert!(!month.body.contains("Panne de novembre") && !month.body.contains("Secrète"));
        let status = anybody.get("/status").body;
        assert!(status.contains("href=\"/status/history/2026-10\""));
        for never in ["2026-13", "2020-01", "2026-12", "x"] {
            let answer = anybody.get(&format!("/status/history/{never}"));
            assert_eq!(answer.status, 404, "{never}");
        }
    });
}
