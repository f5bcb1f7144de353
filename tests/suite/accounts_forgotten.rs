//! A forgotten password: the same answer for everybody, a letter for who has an account, and a link
//! that opens one door once.

use chrono::TimeDelta;
use diesel::RunQueryDsl as _;
use guichet::{
    desk::{Desk, Error, Secret, SignInError},
    domain::{lang::Lang, letter::Letter, notice::Notice, people::Role},
    edges::mail::{Site, letters::render},
    store::{people, reset_requests},
};

use crate::{
    desk_world::{MONDAY, World, address, at_once, blocked, desk, let_in, world},
    support::{
        app::{served, served_with},
        on_each_engine, on_sqlite,
    },
};

const OLD: &str = "une phrase assez longue";
const NEW: &str = "quatre cyprès devant la gare";

/// What was typed into the page, and looked at by the worker.
fn asked(world: &World, email: &str) -> u64 {
    world.desk.forgot_password(&address(email)).unwrap();
    world.desk.answer_reset_requests().unwrap()
}

/// The secrets of the links in the letters that leave, the last first.
fn links(letters: &[Letter]) -> Vec<Secret> {
    let secret = |letter: &Letter| match &letter.notice {
        Notice::PasswordReset { link, .. } | Notice::Invited { link, .. } => Secret::read(link),
        _ => None,
    };
    letters.iter().filter_map(secret).collect()
}

fn spent(desk: &Desk, link: &Secret) -> bool {
    let read = desk.set_up_by_link(link);
    let used = desk.set_up(link, None, NEW);
    matches!((read, used), (Err(Error::LinkSpent), Err(Error::LinkSpent)))
}

#[test]
fn a_forgotten_password_is_answered_by_a_link_that_works_once_for_an_hour() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world
            .desk
            .forgot_password(&address("CAMILLE@desk.example"))
            .unwrap();
        assert!(world.letters(None).is_empty(), "nothing is looked up yet");
        assert_eq!(world.desk.answer_reset_requests().unwrap(), 1);
        assert_eq!(world.desk.answer_reset_requests().unwrap(), 0);
        let letters = world.letters(None);
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].recipient, address("camille@desk.example"));
        let link = links(&letters).remove(0);
        for _ in 0..3 {
            let seen = world.desk.set_up_by_link(&link).unwrap();
            assert_eq!(seen.unwrap().id, world.agent, "reading uses nothing up");
        }
        let outcomes = at_once(4, |_| world.desk.set_up(&link, None, NEW));
        assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1);
        assert!(spent(&world.desk, &link));
        assert!(world.desk.sign_in("camille@desk.example", NEW, "").is_ok());
        assert_eq!(asked(&world, "sacha@desk.example"), 1);
        let mut letters = world.letters(None);
        letters.retain(|letter| letter.recipient == address("sacha@desk.example"));
        let late = links(&letters).remove(0);
        world.clock.advance(TimeDelta::seconds(3_599));
        assert!(world.desk.set_up_by_link(&late).is_ok());
        world.clock.advance(TimeDelta::seconds(1));
        assert!(spent(&world.desk, &late), "an hour has passed");
    });
}

#[test]
fn nobody_is_written_to_who_has_no_account_here() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let second = world.second;
        world
            .store()
            .write(move |tx| people::set_active(tx, second, false))
            .unwrap();
        let before = world.letters(None).len();
        for email in [
            "nobody@desk.example",
            "lea@marlaix.example",
            "sacha@desk.example",
            "camille_@desk.example",
            "%@desk.example",
        ] {
            assert_eq!(asked(&world, email), 0, "{email}");
        }
        assert_eq!(world.letters(None).len(), before);
        let waiting = world.store().read(|conn| reset_requests::waiting(conn, 10));
        assert!(waiting.unwrap().is_empty(), "nothing is kept of it");
        // A request that nobody looked at in time is too old to be answered.
        world
            .desk
            .forgot_password(&address("camille@desk.example"))
            .unwrap();
        world.clock.advance(TimeDelta::hours(2));
        assert_eq!(world.desk.answer_reset_requests().unwrap(), 0);
    });
}

#[test]
fn an_address_is_sent_three_links_an_hour_and_two_workers_send_each_once() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let other = desk(url, &world.clock);
        for _ in 0..6 {
            world
                .desk
                .forgot_password(&address("camille@desk.example"))
                .unwrap();
        }
        let made = at_once(2, |number| {
            let desk = if number == 0 { &world.desk } else { &other };
            desk.answer_reset_requests().unwrap()
        });
        assert_eq!(made.iter().sum::<u64>(), 3);
        assert_eq!(world.letters(None).len(), 3);
        world.clock.advance(TimeDelta::minutes(61));
        assert_eq!(asked(&world, "camille@desk.example"), 1);
    });
}

#[test]
fn using_a_link_ends_every_session_and_every_other_link_and_tells_the_owner() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let first = world.desk.set_up_link(Some(world.agent)).unwrap();
        world.desk.set_up(&first, None, OLD).unwrap();
        assert!(
            world.letters(None).is_empty(),
            "a first password alarms nobody"
        );
        let sessions = [(); 2].map(|()| {
            let session = world.desk.sign_in("camille@desk.example", OLD, "suite");
            let_in(session.unwrap())
        });
        let by_hand = world
            .desk
            .reset_link(&address("camille@desk.example"))
            .unwrap();
        assert_eq!(asked(&world, "camille@desk.example"), 1);
        let link = links(&world.letters(None)).remove(0);
        for weak in [
            "court",
            "Camille Camille 26",
            "motdepasse123456",
            &"x".repeat(1_025),
        ] {
            let refused = world.desk.set_up(&link, None, weak);
            assert!(matches!(refused, Err(Error::Invalid(_))), "{weak}");
        }
        assert!(world.desk.signed_in(&sessions[0]).unwrap().is_some());
        world.desk.set_up(&link, None, NEW).unwrap();
        for session in &sessions {
            assert!(world.desk.signed_in(session).unwrap().is_none());
        }
        assert!(spent(&world.desk, &by_hand), "the others die with it");
        let old = world.desk.sign_in("camille@desk.example", OLD, "suite");
        assert!(matches!(old, Err(SignInError::Wrong)));
        let told = world.letters(None);
        let changed = |letter: &&Letter| matches!(letter.notice, Notice::PasswordChanged { .. });
        assert_eq!(told.iter().filter(changed).count(), 1);
    });
}

#[test]
fn a_link_is_bound_to_the_address_and_dies_with_the_account() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let agent = world.agent;
        let link = world
            .desk
            .reset_link(&address("camille@desk.example"))
            .unwrap();
        let moved = "UPDATE people SET email = 'other@desk.example', \
            email_key = 'other@desk.example' WHERE email_key = 'camille@desk.example'";
        let changed = world
            .store()
            .write(move |tx| -> Result<usize, guichet::store::StoreError> {
                Ok(diesel::sql_query(moved).execute(tx)?)
            });
        assert_eq!(changed.unwrap(), 1);
        assert!(spent(&world.desk, &link), "it was sent to another address");
        let link = world
            .desk
            .reset_link(&address("other@desk.example"))
            .unwrap();
        assert!(world.desk.set_up_by_link(&link).is_ok());
        world
            .store()
            .write(move |tx| people::set_active(tx, agent, false))
            .unwrap();
        assert!(spent(&world.desk, &link));
        let closed = world.desk.reset_link(&address("other@desk.example"));
        assert!(matches!(closed, Err(Error::NotFound)));
    });
}

#[test]
fn a_letter_about_an_account_leads_to_the_base_url_and_keeps_no_secret() {
    on_sqlite(|url| {
        let world = world(url, MONDAY);
        assert_eq!(asked(&world, "camille@desk.example"), 1);
        let mut letter = world.letters(None).remove(0);
        let secret = links(std::slice::from_ref(&letter)).remove(0);
        let site = Site::new(
            "https://desk.example",
            "Cobalt Mésange",
            chrono_tz::Europe::Paris,
        );
        for lang in [Lang::Fr, Lang::En] {
            letter.lang = lang;
            let parts = render(&letter, &site).unwrap();
            let link = format!("https://desk.example/set-up/{}", secret.reveal());
            assert!(parts.text.contains(&link), "{}", parts.text);
            assert!(parts.html.contains(&format!("href=\"{link}\"")));
            assert!(!parts.subject.contains(secret.reveal()));
            for part in [&parts.text, &parts.html] {
                let hosts = part.matches("://").count();
                assert_eq!(
                    part.matches("https://desk.example").count(),
                    hosts,
                    "{part}"
                );
            }
        }
        letter.notice = letter.notice.without_secret();
        let parts = render(&letter, &site).unwrap();
        assert!(!parts.text.contains("/set-up/"), "{}", parts.text);
    });
}

/// What tells one answer from another, besides the date.
fn seen(answer: &crate::support::app::Answer) -> (u16, Vec<(String, String)>, String) {
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("date"));
    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("x-request-id"));
    headers.sort();
    (answer.status, headers, answer.body.clone())
}

#[test]
fn the_page_answers_alike_whoever_has_the_address_in_words_and_in_time() {
    on_each_engine(|url| {
        let served = served(url, "2026-03-04T09:00:00Z");
        served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let ask = |email: &str, from: u32| {
            // Each from a place of its own: places are slowed down.
            served
                .clock
                .advance(TimeDelta::minutes(i64::from(from > 0)));
            let begun = std::time::Instant::now();
            let answer = served
                .browser()
                .post("/sign-in/forgotten", &[("email", email)]);
            (seen(&answer), begun.elapsed())
        };
        let known = ask("camille@desk.example", 0).0;
        let unknown = ask("nobody@desk.example", 0).0;
        assert_eq!(known, unknown);
        assert_eq!(known.0, 303);
        let no_address = served
            .browser()
            .post("/sign-in/forgotten", &[("email", "camille")]);
        assert_eq!(no_address.status, 422);
        let page = served.browser().get("/sign-in/forgotten?asked=1");
        assert!(
            page.body.contains("Regardez vos courriels"),
            "{}",
            page.body
        );
        let pairs = std::env::var("GUICHET_TEST_TIMED")
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(25);
        let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
        for number in 0..pairs {
            served.clock.advance(TimeDelta::hours(3));
            of_known.push(ask("camille@desk.example", number).1);
            of_unknown.push(ask("nobody@desk.example", number).1);
            served.desk.answer_reset_requests().unwrap();
        }
        of_known.sort_unstable();
        of_unknown.sort_unstable();
        let (one, other) = (
            of_known[of_known.len() / 2],
            of_unknown[of_unknown.len() / 2],
        );
        let gap = one.abs_diff(other);
        #[expect(
            clippy::print_stderr,
            reason = "the harness shows it where it is asked"
        )]
        {
            eprintln!("{pairs} pairs: medians {one:?} and {other:?}, {gap:?} apart");
        }
        // Between tests that run side by side, a median of so few moves by as much by itself.
        let noise = (one.max(other) / 2).max(std::time::Duration::from_millis(2));
        assert!(gap < noise, "{one:?} {other:?}");
    });
}

#[test]
fn whoever_asks_for_many_links_waits_whether_the_accounts_exist_or_not() {
    on_sqlite(|url| {
        let served = served(url, "2026-03-04T09:00:00Z");
        let mut browser = served.browser();
        for number in 0..20 {
            let email = format!("{number}@desk.example");
            let answer = browser.post("/sign-in/forgotten", &[("email", &email)]);
            assert_eq!(answer.status, 303);
        }
        let waits = browser.post("/sign-in/forgotten", &[("email", "x@desk.example")]);
        assert_eq!(waits.status, 429);
        assert!(waits.body.contains("value=\"x@desk.example\""));
        served.clock.advance(TimeDelta::seconds(11));
        let again = browser.post("/sign-in/forgotten", &[("email", "x@desk.example")]);
        assert_eq!(again.status, 303);
    });
}

#[test]
fn a_spent_link_offers_another_and_without_mail_the_page_says_whom_to_ask() {
    on_sqlite(|url| {
        let served = served_with(url, "2026-03-04T09:00:00Z", |settings| {
            settings.letters_leave = false;
        });
        let person = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
        let page = served.browser().get("/sign-in/forgotten");
        assert!(page.body.contains("guichet user reset"), "{}", page.body);
        assert!(!page.body.contains("<form action=\"/sign-in/forgotten\""));
        let asked = served
            .browser()
            .post("/sign-in/forgotten", &[("email", "camille@desk.example")]);
        assert_eq!(asked.status, 200);
        assert_eq!(served.desk.answer_reset_requests().unwrap(), 0);
        let link = served.desk.set_up_link(Some(person)).unwrap();
        served.desk.set_up(&link, None, NEW).unwrap();
        let path = format!("/set-up/{}", link.reveal());
        for answer in [
            served.browser().get(&path),
            served.browser().post(&path, &[("password", NEW)]),
        ] {
            assert_eq!(answer.status, 410);
            assert!(
                answer.body.contains("Ce lien a déjà servi"),
                "{}",
                answer.body
            );
        }
    });
}
