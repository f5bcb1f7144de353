//! A letter is stored once, before anything is read of it, and never lost.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeDelta;
use guichet::{
    desk::ports::MailReader,
    domain::{
        access::Scope,
        incoming::{IncomingMail, IncomingState, Outcome},
    },
    store::incoming,
};

use super::{MORNING, Mime, later, letter, outcome, reader, taken};
use crate::{
    desk_world::{at_once, world},
    support::on_each_engine,
};

const SUPPORT: Option<&str> = Some("support@desk.example");

#[test]
fn the_same_letter_is_stored_once_however_often_it_comes() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let mime = Mime::from("a@b.example", "Une fois", "Bonjour");
        let ids = at_once(8, |_| taken(&world, SUPPORT, &mime));
        assert!(ids.iter().all(|one| *one == ids[0]), "{ids:?}");
        let (_, raw) = world.desk.incoming_letter(ids[0], &Scope::Desk).unwrap();
        assert_eq!(raw, mime.bytes());
        let counts = at_once(4, |_| {
            world.desk.read_mail_while(&reader(), &|| true).unwrap()
        });
        assert_eq!(counts.iter().sum::<usize>(), 1, "one of them reads it");
        let other = taken(&world, Some("jamespot@desk.example"), &mime);
        assert_ne!(other, ids[0], "each address has its own");
    });
}

/// Panics the first times.
#[derive(Debug, Default)]
struct Stumbling(AtomicU32, u32);

impl MailReader for Stumbling {
    fn read(&self, raw: &[u8]) -> IncomingMail {
        let tries = self.0.fetch_add(1, Ordering::SeqCst);
        assert!(tries >= self.1, "it stumbles");
        reader().read(raw)
    }
}

#[test]
fn a_letter_that_makes_its_reader_fail_is_in_nobodys_way_and_is_tried_again() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let bad = taken(&world, SUPPORT, &Mime::from("a@b.example", "1", "x"));
        let stumbling = Stumbling(AtomicU32::new(0), 1);
        world.desk.read_mail_while(&stumbling, &|| true).unwrap();
        assert_eq!(letter(&world, bad).state, IncomingState::Waiting);
        let good = taken(&world, SUPPORT, &Mime::from("c@d.example", "2", "x"));
        world.desk.read_mail_while(&stumbling, &|| true).unwrap();
        assert_eq!(outcome(&letter(&world, good)), Outcome::Filed);
        later(&world, 10);
        world.desk.read_mail_while(&stumbling, &|| true).unwrap();
        assert_eq!(outcome(&letter(&world, bad)), Outcome::Filed);
        let never = taken(&world, SUPPORT, &Mime::from("e@f.example", "3", "x"));
        let stumbling = Stumbling(AtomicU32::new(0), 99);
        for _ in 0..4 {
            world.desk.read_mail_while(&stumbling, &|| true).unwrap();
            later(&world, 10);
        }
        let held = letter(&world, never);
        assert_eq!(held.state, IncomingState::Held);
        assert_eq!(outcome(&held), Outcome::Failed);
        world.desk.release_mail(world.administrator, never).unwrap();
        world.desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(outcome(&letter(&world, never)), Outcome::Filed);
    });
}

#[test]
fn a_letter_that_somebody_died_over_holds_up_no_other() {
    on_each_engine(|url| {
        let world = world(url, MORNING);
        let first = taken(&world, SUPPORT, &Mime::from("a@b.example", "1", "x"));
        let now = world.desk.clock().now();
        let claimed = world
            .store()
            .write(move |tx| incoming::claim(tx, now, now + TimeDelta::minutes(2), 8))
            .unwrap();
        assert_eq!(claimed.len(), 1, "by somebody who dies then");
        let second = taken(&world, SUPPORT, &Mime::from("c@d.example", "2", "x"));
        world.desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(outcome(&letter(&world, second)), Outcome::Filed);
        assert_eq!(letter(&world, first).state, IncomingState::Waiting);
        later(&world, 3);
        world.desk.read_mail_while(&reader(), &|| true).unwrap();
        assert_eq!(outcome(&letter(&world, first)), Outcome::Filed);
    });
}
