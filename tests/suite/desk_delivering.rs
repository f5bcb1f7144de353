//! Delivering: every letter leaves, once where the mail server lets us know, and none in silence.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::TimeDelta;
use guichet::{
    clock::Clock as _,
    desk::{Error, ports::Outcome},
    domain::{
        letter::{Letter, LetterState},
        notice::Notice,
    },
    edges::mail::{Catcher, Site, SmtpMailer, SmtpSettings},
    store::letters,
};

use crate::{
    desk_world::{MONDAY, Recorder, World, at_once, blocked, not_now, refused, request, world},
    support::on_each_engine,
};

fn only(world: &World) -> Letter {
    let all = world.letters(None);
    assert_eq!(all.len(), 1);
    all.into_iter().next().unwrap()
}

fn secret(letter: &Letter) -> String {
    match &letter.notice {
        Notice::Received { link, .. }
        | Notice::Replied { link, .. }
        | Notice::Escalated { link, .. } => link.clone(),
        _ => String::new(),
    }
}

#[test]
fn a_sender_who_died_is_replaced_when_the_lease_ends_with_the_same_message_id() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let owed = only(&world);
        // Somebody claims it, and is never heard of again.
        let (now, store) = (world.clock.now(), world.store());
        let until = now + TimeDelta::minutes(5);
        let dead = store
            .write(move |tx| letters::claim(tx, now, until, 9))
            .unwrap();
        assert_eq!(dead.len(), 1);
        let mailer = Recorder::taking();
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 0);
        assert_eq!(world.desk.next_delivery().unwrap(), Some(until));
        world.pass(5);
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 1);
        let tried = mailer.tried();
        assert_eq!(tried[0].message_id, owed.message_id);
        assert_eq!(secret(&tried[0]), secret(&owed));
        // The dead one comes back: its outcome counts no more.
        let late = dead[0].clone();
        let counted = store.write(move |tx| letters::refuse(tx, late.id, late.attempts, "late"));
        assert!(!counted.unwrap());
        assert_eq!(only(&world).state, LetterState::Sent);
    });
}

#[test]
fn what_is_put_off_is_tried_again_by_the_schedule_and_given_up_after_five_days() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let began = world.clock.now();
        let mailer = Recorder::new(|_| not_now());
        let mut tries = Vec::new();
        while let Some(next) = world.desk.next_delivery().unwrap() {
            world.clock.set(next.max(world.clock.now()));
            tries.push((world.clock.now() - began).num_minutes());
            let done = world.desk.deliver(&mailer).unwrap();
            assert_eq!(done.put_off + done.refused, 1);
        }
        assert_eq!(tries[..5], [0, 1, 6, 21, 51]);
        assert!(
            tries
                .windows(2)
                .skip(4)
                .all(|two| (30..=60).contains(&(two[1] - two[0])))
        );
        let last = *tries.last().unwrap();
        assert!(
            (4 * 1_440 + 1_380..=5 * 1_440).contains(&last),
            "{last} minutes"
        );
        let letter = only(&world);
        assert_eq!(letter.state, LetterState::Refused);
        assert!(letter.last_error.unwrap().contains("five days"));
        let ids: BTreeSet<_> = mailer
            .tried()
            .into_iter()
            .map(|one| one.message_id)
            .collect();
        assert_eq!(ids.len(), 1);
    });
}

#[test]
fn what_is_refused_is_listed_and_only_an_administrator_may_try_it_again() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let mailer = Recorder::new(|_| refused());
        assert_eq!(world.desk.deliver(&mailer).unwrap().refused, 1);
        let (listed, counts) = world
            .desk
            .letters(Some(LetterState::Refused), None)
            .unwrap();
        assert_eq!((listed.len(), counts.refused), (1, 1));
        assert_eq!(listed[0].last_error.as_deref(), Some("550 no such user"));
        world.pass(10_000);
        assert_eq!(
            world.desk.deliver(&mailer).unwrap().refused,
            0,
            "never by itself"
        );
        let id = listed[0].id;
        for by in [world.agent, world.supervisor, world.auditor] {
            assert!(matches!(
                world.desk.retry_letter(id, by),
                Err(Error::Forbidden)
            ));
        }
        world.desk.retry_letter(id, world.administrator).unwrap();
        mailer.answers(|_| Outcome::Sent);
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 1);
        let again = world.desk.retry_letter(id, world.administrator);
        assert!(matches!(again, Err(Error::NotFound)), "it has left");
    });
}

#[test]
fn a_letter_that_makes_the_mailer_panic_keeps_no_other_from_leaving() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for _ in 0..3 {
            world.filed("standard", blocked());
        }
        let poison = world.letters(None)[0].id;
        let mailer = Recorder::new(move |letter| {
            assert!(letter.id != poison, "this one breaks the composer");
            Outcome::Sent
        });
        let done = world.desk.deliver(&mailer).unwrap();
        assert_eq!((done.sent, done.refused), (2, 1));
        let (listed, _) = world
            .desk
            .letters(Some(LetterState::Refused), None)
            .unwrap();
        assert_eq!(listed[0].id, poison);
    });
}

#[test]
fn the_secret_of_a_letter_is_forgotten_once_it_has_left() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, key) = world.filed("standard", blocked());
        world.reply(ticket, false);
        assert!(
            world
                .letters(None)
                .iter()
                .all(|letter| secret(letter).len() == 43)
        );
        world.desk.deliver(&Recorder::taking()).unwrap();
        let all = world.letters(Some(LetterState::Sent));
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|letter| secret(letter).is_empty()));
        assert!(!format!("{all:?}").contains(key.reveal()));
        assert!(
            world.desk.request(&key).is_ok(),
            "what was sent goes on working"
        );
    });
}

#[test]
fn three_couriers_send_two_hundred_letters_once_each() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        at_once(4, |_| {
            for _ in 0..50 {
                world.filed("standard", blocked());
            }
        });
        let mailer = Arc::new(Recorder::taking());
        let done = at_once(3, |_| world.desk.deliver(&*mailer).unwrap());
        assert_eq!(done.iter().map(|one| one.sent).sum::<usize>(), 200);
        let mut sent = BTreeMap::new();
        for letter in mailer.tried() {
            *sent.entry(letter.message_id).or_insert(0) += 1;
        }
        assert_eq!(sent.len(), 200);
        assert!(sent.values().all(|times| *times == 1));
    });
}

#[test]
fn what_was_not_begun_when_the_courier_stops_is_free_at_once() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for _ in 0..5 {
            world.filed("standard", blocked());
        }
        let mailer = Arc::new(Recorder::taking());
        let (looking, go_on) = (Arc::clone(&mailer), 2);
        let done = world
            .desk
            .deliver_while(&*mailer, &|| looking.tried().len() < go_on)
            .unwrap();
        assert_eq!(done.sent, 2);
        assert_eq!(world.desk.next_delivery().unwrap(), Some(world.clock.now()));
        assert_eq!(world.desk.deliver(&*mailer).unwrap().sent, 3);
        assert!(
            world
                .letters(None)
                .iter()
                .all(|one| one.last_error.is_none())
        );
    });
}

#[test]
fn a_letter_whose_lease_is_nearly_over_is_not_begun() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for _ in 0..6 {
            world.filed("standard", blocked());
        }
        // Each takes two minutes: a slow mail server would outlive the lease of a whole batch.
        let clock = Arc::clone(&world.clock);
        let mailer = Recorder::new(move |_| {
            clock.advance(TimeDelta::minutes(2));
            Outcome::Sent
        });
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 6);
        let leases: Vec<_> = mailer
            .tried()
            .iter()
            .map(|one| one.lease_until.unwrap())
            .collect();
        for (number, until) in leases.into_iter().enumerate() {
            let sent_at = MONDAY.parse::<chrono::DateTime<chrono::Utc>>().unwrap()
                + TimeDelta::minutes(2 * i64::try_from(number + 1).unwrap());
            assert!(sent_at < until, "letter {number} was sent after its lease");
        }
    });
}

#[test]
fn a_real_mail_server_gets_each_letter_and_its_answers_count() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let catcher = Catcher::start().unwrap();
        let settings =
            SmtpSettings::parse(&catcher.url(), "Support <support@desk.example>", None).unwrap();
        let site = Site::new("https://desk.example", "Support", chrono_tz::Europe::Paris);
        let mailer = SmtpMailer::new(settings, site);
        for name in ["lea", "paul", "eve"] {
            let mut form = request("standard", blocked());
            form.email = format!("{name}@marlaix.example").parse().unwrap();
            world.desk.file_ticket(form).unwrap();
        }
        catcher.refuse("paul@marlaix.example");
        catcher.put_off("eve@marlaix.example");
        let done = world.desk.deliver(&mailer).unwrap();
        assert_eq!((done.sent, done.refused, done.put_off), (1, 1, 1));
        catcher.accept_all();
        world.pass(1);
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 1);
        let caught = catcher.letters();
        assert_eq!(caught.len(), 2);
        let owed: BTreeSet<_> = world
            .letters(None)
            .into_iter()
            .map(|one| one.message_id)
            .collect();
        for letter in caught {
            assert!(owed.contains(letter.header("Message-ID").unwrap()));
        }
        catcher.set_down(true);
        world.filed("standard", blocked());
        assert_eq!(world.desk.deliver(&mailer).unwrap().put_off, 1);
    });
}
