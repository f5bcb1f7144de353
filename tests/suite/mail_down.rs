//! The mail server gone for three days while ten thousand letters wait: it is not stormed, each
//! letter leaves once it is back, and none leaves twice.
//!
//! `GUICHET_TEST_LETTERS` says how many letters there are.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, VirtualClock},
    desk::{
        LETTERS_A_SECOND, LETTERS_AT_ONCE,
        ports::{Mailer, Outcome},
    },
    domain::{
        ids::LetterId,
        letter::{Letter, LetterState},
        notice::Notice,
    },
    store::{Engine, letters},
};

use crate::{
    desk_world::{MONDAY, Recorder, World, blocked, not_now, world},
    support::{memory, number, on_each_engine, on_sqlite, say},
};

/// Letters like the one of a ticket, owed now.
fn owe(world: &World, count: u64) {
    world.filed("standard", blocked());
    let like = world.letters(None).remove(0);
    let now = world.clock.now();
    let store = world.store();
    let mut rest = (1..count).collect::<Vec<_>>();
    while !rest.is_empty() {
        let some = rest.split_off(rest.len().saturating_sub(1_000));
        let like = like.clone();
        store
            .write(move |tx| {
                for _ in &some {
                    let id = LetterId::fresh();
                    let letter = Letter {
                        id,
                        message_id: format!("<{id}@desk.example>"),
                        next_try_at: now,
                        created_at: now,
                        ..like.clone()
                    };
                    letters::owe(tx, &letter)?;
                }
                Ok::<_, guichet::store::StoreError>(())
            })
            .unwrap();
    }
}

fn unreachable() -> Outcome {
    Outcome::Unreachable {
        why: "no mail server answers at mail.example, port 25".to_owned(),
    }
}

#[test]
fn three_days_without_a_mail_server_lose_and_double_no_letter_and_storm_nobody() {
    on_each_engine(|url| {
        let count = number("GUICHET_TEST_LETTERS").unwrap_or(500);
        let began = Instant::now();
        let world = world(url, MONDAY);
        owe(&world, count);
        let down = world.clock.now();
        // Three days are long where every write waits for the disk; once is enough for each build.
        let hours = match (url.engine(), number("GUICHET_TEST_LETTERS")) {
            (Engine::Sqlite, None) => 12,
            _ => 72,
        };
        let end = down + TimeDelta::hours(hours);
        let knocks = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&knocks);
        let mailer = Recorder::new(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            unreachable()
        });
        let (before, mut most) = (memory(), 0);
        // As the worker does: sleep until the instant that matters, deliver.
        while world.clock.now() < end {
            world.desk.deliver_while(&mailer, &|| true).unwrap();
            let next = world.desk.next_delivery().unwrap().unwrap();
            assert!(next > world.clock.now(), "the worker would not sleep");
            world.clock.set(next.min(end));
            most = most.max(memory());
        }
        let grew = most.saturating_sub(before) / 1_024;
        let knocks = knocks.load(Ordering::Relaxed);
        // Every five minutes at most, after the first few.
        let most = u64::try_from(hours).unwrap() * 12 + 10;
        assert!(knocks <= most, "{knocks} knocks");
        let waiting = world.letters(Some(LetterState::Owed));
        assert_eq!(waiting.len() as u64, count, "none was given up");

        let back = world.clock.now();
        let mut leaving: BTreeMap<i64, u64> = BTreeMap::new();
        mailer.answers(|_| Outcome::Sent);
        let before = mailer.tried().len();
        while let Some(next) = world.desk.next_delivery().unwrap() {
            world.clock.set(next.max(world.clock.now()));
            let done = world.desk.deliver_while(&mailer, &|| true).unwrap();
            let second = (world.clock.now() - back).num_seconds();
            *leaving.entry(second).or_default() += done.sent as u64;
        }
        let took = (world.clock.now() - back).num_seconds();
        let rate = u64::from(LETTERS_A_SECOND);
        let busiest = leaving.values().max().copied().unwrap_or_default();
        assert!(busiest <= rate + 1, "{busiest} letters in a second");
        let all = world.letters(None);
        assert_eq!(all.len() as u64, count);
        assert!(all.iter().all(|one| one.state == LetterState::Sent));
        let mut sent: BTreeMap<String, u32> = BTreeMap::new();
        for letter in mailer.tried().split_off(before) {
            *sent.entry(letter.message_id).or_default() += 1;
        }
        assert_eq!(sent.len() as u64, count);
        assert!(sent.values().all(|times| *times == 1));
        say(
            "mail down",
            &format!(
                "{count} letters on {}: {knocks} knocks in {hours} h; all left {took} s after the server was back, {busiest} in the busiest second; {grew} MB more memory; {:.1} s in all",
                url.engine(),
                began.elapsed().as_secs_f64()
            ),
        );
    });
}

#[test]
fn what_gathers_in_a_quiet_time_leaves_at_once_and_more_at_the_rate() {
    on_sqlite(|url| {
        let world = world(url, MONDAY);
        let (count, at_once) = (u64::from(LETTERS_AT_ONCE) + 100, LETTERS_AT_ONCE as usize);
        owe(&world, count);
        let mailer = Recorder::taking();
        let done = world.desk.deliver_while(&mailer, &|| true).unwrap();
        assert_eq!(done.sent, at_once);
        world.clock.advance(TimeDelta::seconds(2));
        let done = world.desk.deliver_while(&mailer, &|| true).unwrap();
        assert_eq!(done.sent, 2 * LETTERS_A_SECOND as usize);
        let done = world.desk.deliver(&mailer).unwrap();
        assert_eq!(
            done.sent,
            100 - 2 * LETTERS_A_SECOND as usize,
            "who asks for all gets all"
        );
    });
}

#[test]
fn one_knock_finds_the_server_back_and_an_administrator_need_not_wait_for_it() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        owe(&world, 5);
        let up = Arc::new(AtomicBool::new(false));
        let answers = Arc::clone(&up);
        let mailer = Recorder::new(move |_| {
            if answers.load(Ordering::Relaxed) {
                Outcome::Sent
            } else {
                unreachable()
            }
        });
        world.desk.deliver(&mailer).unwrap();
        assert_eq!(mailer.tried().len(), 1, "the others were left alone");
        let waiting = world.letters(Some(LetterState::Owed));
        assert!(waiting.iter().all(|one| one.lease_until.is_none()));
        up.store(true, Ordering::Relaxed);
        world.desk.deliver(&mailer).unwrap();
        assert_eq!(mailer.tried().len(), 1, "not yet");
        world
            .desk
            .retry_letter(waiting[0].id, world.administrator)
            .unwrap();
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 5);
    });
}

#[test]
fn letters_that_are_put_off_one_after_the_other_are_not_all_tried() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        owe(&world, 60);
        let mailer = Recorder::new(|_| not_now());
        world.desk.deliver(&mailer).unwrap();
        assert_eq!(mailer.tried().len(), 10);
    });
}

#[test]
fn a_sender_that_stood_still_beyond_its_lease_hands_nothing_over_and_overwrites_nothing() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let other = crate::desk_world::desk(url, &world.clock);
        let second = Arc::new(Recorder::taking());
        let (clock, taken_over) = (Arc::clone(&world.clock), Arc::clone(&second));
        // In the middle of the letter the process stands still, and another takes over.
        let first = Recorder::new(move |_| {
            clock.advance(TimeDelta::minutes(6));
            assert_eq!(other.deliver(&*taken_over).unwrap().sent, 1);
            not_now()
        });
        world.desk.deliver(&first).unwrap();
        assert_eq!(second.tried().len(), 1);
        let letter = world.letters(None).remove(0);
        assert_eq!(
            letter.state,
            LetterState::Sent,
            "what the first one noted does not count"
        );
        assert!(matches!(letter.notice, Notice::Received { .. }));
    });
}

/// A mailer whose process stands still before the last byte of a letter.
#[derive(Debug)]
struct StandsStill(Arc<VirtualClock>);

impl Mailer for StandsStill {
    fn send(&self, _: &Letter) -> Outcome {
        panic!("the desk must say until when the letter is its own")
    }

    fn send_while(&self, _: &Letter, ours: &dyn Fn() -> bool) -> Outcome {
        assert!(ours(), "it was leased a moment ago");
        self.0.advance(TimeDelta::minutes(6));
        if ours() { Outcome::Sent } else { not_now() }
    }
}

#[test]
fn a_mailer_that_asks_before_the_last_byte_is_told_that_the_lease_is_over() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let mailer = StandsStill(Arc::clone(&world.clock));
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 0);
        assert_eq!(world.letters(Some(LetterState::Owed)).len(), 1);
    });
}
