//! The door of the agents' side: signing in and out, the first account, the links of letters.

use guichet::domain::access::Scope;
use guichet::{desk::Secret, domain::people::Role};

use crate::support::{
    app::{PASSWORD, served},
    on_each_engine, on_sqlite,
};

/// A Wednesday at 10:00 in Paris, the desk open.
const OPEN: &str = "2026-03-04T09:00:00Z";

fn credentials(password: &str) -> [(&str, &str); 3] {
    [
        ("email", "camille@desk.example"),
        ("password", password),
        ("next", "/queue?view=mine"),
    ]
}

#[test]
fn signing_in_opens_a_session_that_signing_out_ends_at_once() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let mut browser = served.browser();
        let wrong = browser.post("/sign-in", &credentials("pas la bonne phrase"));
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("value=\"camille@desk.example\""));
        assert!(
            !wrong.body.contains("pas la bonne phrase"),
            "a password is never shown again"
        );
        let unknown = served.browser().post(
            "/sign-in",
            &[("email", "nobody@desk.example"), ("password", PASSWORD)],
        );
        assert_eq!(unknown.status, 422);
        assert_eq!(
            unknown
                .body
                .replace("nobody@", "camille@")
                .replace("value=\"/queue\"", ""),
            wrong.body.replace("value=\"/queue?view=mine\"", ""),
            "nobody learns who has an account"
        );
        let answer = browser.post("/sign-in", &credentials(PASSWORD));
        assert_eq!(
            (answer.status, answer.location().as_str()),
            (303, "/queue?view=mine")
        );
        let cookie = answer.header("set-cookie").unwrap();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        let stolen = browser.clone();
        assert_eq!(
            browser.get("/sign-in").location(),
            "/queue",
            "already inside"
        );
        assert_eq!(browser.post("/sign-out", &[]).location(), "/sign-in");
        assert!(
            browser.cookies.keys().all(|name| name != "guichet"),
            "the cookie is dropped"
        );
        assert_eq!(
            stolen.clone().get("/sign-in").status,
            200,
            "the session is dead"
        );
    });
}

#[test]
fn one_comes_back_to_pages_of_this_site_only() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        for next in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:x",
        ] {
            let fields = [
                ("email", "camille@desk.example"),
                ("password", PASSWORD),
                ("next", next),
            ];
            assert_eq!(
                served.browser().post("/sign-in", &fields).location(),
                "/queue",
                "{next}"
            );
        }
    });
}

#[test]
fn whoever_tries_passwords_waits_and_the_owner_does_not() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let mut browser = served.browser();
        for _ in 0..10 {
            assert_eq!(
                browser
                    .post("/sign-in", &credentials("une autre phrase"))
                    .status,
                422
            );
        }
        let waits = browser.post("/sign-in", &credentials(PASSWORD));
        assert_eq!(waits.status, 429);
        assert!(waits.body.contains("Trop d’essais"), "{}", waits.body);
        served.clock.advance(chrono::TimeDelta::seconds(11));
        assert_eq!(browser.post("/sign-in", &credentials(PASSWORD)).status, 303);
    });
}

#[test]
fn the_first_account_is_made_once_by_its_link() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let link = served.desk.set_up_link(None).unwrap();
        let path = format!("/set-up/{}", link.reveal());
        let mut browser = served.browser();
        assert_eq!(browser.get(&path).status, 200);
        assert_eq!(
            browser.get(&path).status,
            200,
            "opening the link does not use it up"
        );
        let fields = |password| {
            [
                ("name", "Sacha <Roy>"),
                ("email", "sacha@desk.example"),
                ("password", password),
            ]
        };
        let short = browser.post(&path, &fields("court"));
        assert_eq!(short.status, 422);
        assert!(short.body.contains("Sacha &#60;Roy&#62;"), "{}", short.body);
        assert!(!short.body.contains("value=\"court\""));
        let own = browser.post(&path, &fields("sacha@desk.example"));
        assert_eq!(own.status, 422, "one's own address is no password");
        let done = browser.post(&path, &fields(PASSWORD));
        assert_eq!(
            (done.status, done.location().as_str()),
            (303, "/queue"),
            "{}",
            done.body
        );
        assert!(browser.cookies.contains_key("guichet"), "and signed in");
        assert_eq!(served.browser().get(&path).status, 410);
        assert_eq!(served.browser().post(&path, &fields(PASSWORD)).status, 410);
        assert_eq!(served.desk.workers().unwrap().len(), 1);
        let never = format!("/set-up/{}", Secret::draw().reveal());
        assert_eq!(served.browser().get(&never).status, 404);
    });
}

#[test]
fn a_set_up_link_ends_after_a_day() {
    on_sqlite(|url| {
        let served = served(url, OPEN);
        let link = served.desk.set_up_link(None).unwrap();
        served.clock.advance(chrono::TimeDelta::hours(25));
        assert_eq!(
            served
                .browser()
                .get(&format!("/set-up/{}", link.reveal()))
                .status,
            410
        );
    });
}

#[test]
fn a_letters_link_acknowledges_by_its_button_and_not_by_being_opened() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let supervisor = served.worker("Zoé Marin", "zoe@desk.example", Role::Supervisor);
        served.filed(&[("service", "portail")]);
        served.clock.advance(chrono::TimeDelta::hours(5));
        served.desk.escalate().unwrap();
        let lines = served
            .desk
            .escalations(None, &Scope::worker(supervisor))
            .unwrap();
        assert!(!lines.is_empty());
        let link = served.escalation_link();
        let path = format!("/escalations/{}", link.reveal());
        let open = |served: &crate::support::app::Served| {
            let lines = served
                .desk
                .escalations(None, &Scope::worker(supervisor))
                .unwrap();
            lines
                .iter()
                .filter(|line| line.escalation.acknowledged_at.is_none())
                .count()
        };
        let before = open(&served);
        assert_eq!(served.browser().get(&path).status, 200);
        assert_eq!(open(&served), before, "mail scanners open links");
        for _ in 0..2 {
            let answer = served.browser().post(&path, &[]);
            assert_eq!((answer.status, answer.location()), (303, path.clone()));
        }
        assert_eq!(open(&served), before - 1);
        let page = served.browser().get(&path);
        assert!(page.body.contains("Réception accusée par"), "{}", page.body);
    });
}

#[test]
fn a_page_of_an_error_keeps_the_frame_of_whoever_reads_it() {
    on_each_engine(|url| {
        let served = served(url, OPEN);
        let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let mut browser = served.signed_in(agent);
        let rail = "<a class=\"go\" href=\"/queue?view=mine\">";
        assert_eq!(browser.get("/queue").status, 200);
        for (path, status) in [
            ("/nothing", 404),
            ("/tickets/nothing", 404),
            ("/letters", 403),
        ] {
            let answer = browser.get(path);
            assert_eq!(answer.status, status, "{path}");
            assert!(answer.body.contains(rail), "{path}: {}", answer.body);
            assert!(!answer.body.contains("Se connecter"), "{path}");
            assert!(
                answer.body.contains("href=\"/queue\">Aller à la file"),
                "{path}"
            );
        }
        let mut stranger = served.browser();
        for answer in [
            stranger.get("/nothing"),
            served
                .browser()
                .saying("Cookie", "guichet=invented")
                .get("/nothing"),
        ] {
            assert_eq!(answer.status, 404);
            assert!(!answer.body.contains(rail), "{}", answer.body);
            assert!(answer.body.contains("Se connecter"));
        }
    });
}
