//! The news of the status page by mail: only to addresses whose owner confirmed them, and no longer than
//! they want.

use chrono::TimeDelta;
use guichet::{
    desk::{Desk, Secret},
    domain::{
        ids::ComponentId,
        letter::Letter,
        notice::{MaintenanceTold, Notice},
        operation::{Choice, Said, Step},
        people::Role,
    },
};

use super::{announced, unfolded};
use crate::{
    availability::{Scene, maintenance, outage},
    desk_world::{Recorder, address, at, every_letter, text},
    support::on_each_engine,
};

const READER: &str = "lectrice@ailleurs.example";

/// The letters to confirm, the oldest first, with their secrets.
fn asked(desk: &Desk) -> Vec<(String, String)> {
    let letters = every_letter(desk).into_iter();
    letters
        .filter_map(|letter| match letter.notice {
            Notice::StatusConfirm { link, .. } => Some((letter.recipient.to_string(), link)),
            _ => None,
        })
        .collect()
}

/// The news to subscribers, the oldest first.
fn news(desk: &Desk) -> Vec<Letter> {
    let mut all = every_letter(desk);
    all.retain(|letter| letter.kind == "status-news");
    all
}

fn stop_of(letter: &Letter) -> String {
    match &letter.notice {
        Notice::StatusNews { link, .. } | Notice::Maintenance { link, .. } => link.clone(),
        other => panic!("{other:?}"),
    }
}

/// Subscribes an address, by its pages.
fn subscribes(scene: &Scene, email: &str, components: &[ComponentId]) {
    let mut browser = scene.served.browser();
    let ids: Vec<String> = components.iter().map(ToString::to_string).collect();
    let mut fields = vec![("email", email)];
    fields.extend(ids.iter().map(|id| ("components", id.as_str())));
    let answer = browser.post("/status/subscribe", &fields);
    assert_eq!(answer.location(), "/status/subscribe?asked=1");
    let (to, link) = asked(&scene.served.desk).pop().unwrap();
    assert_eq!(to, email);
    let page = format!("/status/confirm/{link}");
    assert_eq!(browser.get(&page).status, 200);
    let done = browser.post(&page, &[]);
    assert_eq!(done.location(), "/status/subscribe?confirmed=1");
}

/// An outage that is published, with news.
fn tells(scene: &Scene, said: &str) {
    let open = outage(scene.shared, "2026-11-30T07:00:00Z", None);
    let open = scene.enter(Said::Outage(open));
    let desk = &scene.served.desk;
    desk.tell_of_operation(open, (Step::Identified, &text(said)), scene.agent)
        .unwrap();
}

#[test]
fn nothing_is_sent_to_an_address_before_its_owner_pressed_the_button_of_the_letter() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let mut browser = scene.served.browser();
        assert!(browser.get("/status").body.contains("/status/subscribe"));
        assert!(
            browser
                .get("/status/subscribe")
                .body
                .contains("name=\"email\"")
        );
        let answer = browser.post("/status/subscribe", &[("email", READER)]);
        assert_eq!(answer.status, 303);
        let letters = asked(desk);
        assert_eq!(letters.len(), 1);
        let page = format!("/status/confirm/{}", letters[0].1);
        for _ in 0..2 {
            assert!(browser.get(&page).body.contains(READER));
        }
        tells(&scene, "Rien encore.");
        assert_eq!(news(desk), [], "opening the link confirms nothing");
        assert_eq!(browser.post(&page, &[]).status, 303);
        tells(&scene, "Un verrou restait posé.");
        let told = news(desk);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].recipient.as_str(), READER);
        assert_eq!(browser.post(&page, &[]).status, 410, "a link for one use");
        assert_eq!(browser.get(&page).status, 410);
    });
}

#[test]
fn a_link_works_for_a_day_and_the_address_is_then_forgotten() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        let mut browser = scene.served.browser();
        browser.post("/status/subscribe", &[("email", READER)]);
        let page = format!("/status/confirm/{}", asked(desk)[0].1);
        clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        assert_eq!(desk.sweep_unconfirmed().unwrap(), 0);
        assert_eq!(browser.get(&page).status, 200);
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(browser.post(&page, &[]).status, 410);
        assert_eq!(desk.sweep_unconfirmed().unwrap(), 1);
        assert_eq!(desk.status_subscribers().unwrap().subscribers, []);
    });
}

#[test]
fn the_answer_is_the_same_for_every_address_and_nobody_is_flooded() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        subscribes(&scene, READER, &[]);
        let mut answers = Vec::new();
        for email in [READER, "inconnu@ailleurs.example"] {
            let mut browser = scene.served.browser();
            let answer = browser.post("/status/subscribe", &[("email", email)]);
            let shown = browser.get(&answer.location());
            answers.push((answer.status, answer.location(), shown.body));
        }
        assert_eq!(answers[0], answers[1]);
        // Whoever asks, from wherever: three letters a day.
        for _ in 0..9 {
            desk.ask_for_status_news(
                &address(READER),
                guichet::domain::lang::Lang::Fr,
                &Choice::default(),
            )
            .unwrap();
        }
        let to_reader = asked(desk).into_iter().filter(|(to, _)| to == READER);
        assert_eq!(to_reader.count(), 1 + 3);
        // And one place asks for so many addresses.
        let mut browser = scene.served.browser();
        let statuses: Vec<u16> = (0..30)
            .map(|number| {
                let email = format!("a{number}@ailleurs.example");
                browser
                    .post("/status/subscribe", &[("email", &email)])
                    .status
            })
            .collect();
        assert!(
            statuses.contains(&303) && statuses.ends_with(&[429]),
            "{statuses:?}"
        );
        assert_eq!(
            browser.post("/status/subscribe", &[("email", "x")]).status,
            422
        );
        assert_eq!(
            browser
                .post(
                    "/status/subscribe",
                    &[("email", READER), ("components", "x")]
                )
                .status,
            400
        );
    });
}

#[test]
fn a_subscriber_hears_of_what_was_chosen_and_published_and_of_nothing_else() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        let other = guichet::desk::ComponentSaid {
            name: crate::availability::line("Import"),
            published: true,
            active: true,
        };
        let other = desk
            .enter_component(scene.service, None, &other, scene.root)
            .unwrap();
        subscribes(&scene, READER, &[other]);
        subscribes(&scene, "tout@ailleurs.example", &[]);
        let tell = |said: guichet::domain::operation::OutageSaid| {
            let before = news(desk).len();
            let id = scene.enter(Said::Outage(said));
            desk.tell_of_operation(id, (Step::Monitoring, &text("Voilà.")), scene.agent)
                .unwrap();
            let told = news(desk).split_off(before).into_iter();
            let mut told: Vec<String> = told.map(|one| one.recipient.to_string()).collect();
            told.sort();
            told
        };
        let begun = "2026-11-30T07:00:00Z";
        assert_eq!(
            tell(outage(scene.shared, begun, None)),
            ["tout@ailleurs.example"]
        );
        assert_eq!(
            tell(outage(other, begun, None)),
            [READER, "tout@ailleurs.example"]
        );
        let mut inside = outage(scene.shared, begun, None);
        inside.published = false;
        assert_eq!(tell(inside), Vec::<String>::new());
        // A customer's platform is nobody's to hear of, whoever ticks the box.
        assert_eq!(
            tell(outage(scene.ostrels, begun, None)),
            Vec::<String>::new()
        );
    });
}

#[test]
fn planned_maintenance_reaches_subscribers_and_each_address_once() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, clock) = (&scene.served.desk, &scene.served.clock);
        subscribes(&scene, READER, &[]);
        // Who administrates a customer and subscribed, too.
        subscribes(&scene, "chef@marlaix.example", &[]);
        let said = maintenance(scene.shared, "2026-12-05T00:00:00Z", "2026-12-05T03:00:00Z");
        scene.enter(Said::Maintenance(said.clone()));
        let mut inside = said;
        inside.published = false;
        inside.components.push(scene.ostrels);
        scene.enter(Said::Maintenance(inside));
        clock.set(at("2026-12-04T00:00:00Z"));
        desk.announce_maintenance().unwrap();
        let told = announced(desk);
        let to = |who: &str| told.iter().filter(|(to, _)| to == who).count();
        assert_eq!(to(READER), 1, "of what is published alone");
        assert_eq!(to("chef@marlaix.example"), 2);
        assert!(
            told.iter()
                .all(|(_, told)| *told == MaintenanceTold::Planned)
        );
        let letters = every_letter(desk);
        let theirs = letters
            .iter()
            .find(|one| one.recipient.as_str() == READER && one.kind == "maintenance")
            .unwrap();
        let wire = unfolded(theirs);
        assert!(!wire.contains("Correctifs"), "the reason is for customers");
        assert!(
            wire.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
            "{wire}"
        );
    });
}

#[test]
fn one_click_of_a_mail_program_ends_it_without_a_cookie_and_forgets_the_address() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        subscribes(&scene, READER, &[]);
        tells(&scene, "Un verrou restait posé.");
        let letter = news(desk).pop().unwrap();
        let stop = stop_of(&letter);
        let head = format!("List-Unsubscribe: <https://guichet.example/status/unsubscribe/{stop}>");
        let sent = unfolded(&letter);
        assert!(sent.contains(&head), "{sent}");
        let path = format!("/status/unsubscribe/{stop}");
        let mut browser = scene.served.browser();
        assert!(browser.get(&path).body.contains(READER));
        assert_eq!(
            desk.status_subscribers().unwrap().subscribers.len(),
            1,
            "opening it ends nothing"
        );
        // As RFC 8058 says: no cookie, no origin, a body that is no form of ours.
        let mut program = scene
            .served
            .browser()
            .saying("origin", "")
            .saying("content-type", "multipart/form-data; boundary=x");
        let body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        assert_eq!(program.post_raw(&path, body.as_bytes()).status, 303);
        assert_eq!(desk.status_subscribers().unwrap().subscribers, []);
        assert_eq!(browser.get(&path).status, 410);
        assert_eq!(
            program.post_raw(&path, body.as_bytes()).status,
            303,
            "again is no error"
        );
        let before = news(desk).len();
        tells(&scene, "C’est fini.");
        assert_eq!(news(desk).len(), before);
        // The link is kept no longer than it takes to send the letter.
        let mailer = Recorder::taking();
        desk.deliver(&mailer).unwrap();
        assert!(news(desk).iter().all(|letter| stop_of(letter).is_empty()));
    });
}

#[test]
fn who_asks_the_desk_is_deleted_by_an_administrator_alone() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        subscribes(&scene, READER, &[scene.shared]);
        let id = desk.status_subscribers().unwrap().subscribers[0].id;
        let mut agent = scene.served.signed_in(scene.agent);
        let path = format!("/subscribers/{id}");
        assert_eq!(agent.post(&path, &[]).status, 403);
        let mut root = scene.served.signed_in(scene.root);
        let page = root.get("/subscribers").body;
        assert!(
            page.contains(READER) && page.contains("Application"),
            "{page}"
        );
        assert_eq!(root.post(&path, &[]).location(), "/subscribers");
        assert_eq!(desk.status_subscribers().unwrap().subscribers, []);
        assert_eq!(root.post(&path, &[]).status, 404);
        let auditor = scene
            .served
            .worker("Aude Petit", "aude@desk.example", Role::Auditor);
        let refused = desk.delete_subscriber(id, auditor);
        assert!(matches!(refused, Err(guichet::desk::Error::Forbidden)));
        assert!(
            desk.stop_status_news(&Secret::draw())
                .is_ok_and(|ended| !ended)
        );
    });
}

#[test]
fn subscribing_again_changes_what_is_heard_and_makes_no_second_subscriber() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let desk = &scene.served.desk;
        subscribes(&scene, READER, &[]);
        subscribes(&scene, READER, &[scene.shared]);
        let found = desk.status_subscribers().unwrap().subscribers;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].choice, Choice([scene.shared].into()));
    });
}
