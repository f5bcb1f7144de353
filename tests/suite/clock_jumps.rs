//! Clocks that jump, and processes that were not there: time does not fool the desk.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    clock::Clock as _,
    desk::ports::Outcome,
    domain::{
        ids::TicketId,
        letter::LetterState,
        ticket::{Act, PauseReason},
    },
    store::{DatabaseUrl, letters},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::{
    desk_world::{
        CONTRACTS, MONDAY, Recorder, World, at, blocked, degraded, desk, not_now, nuisance, world,
    },
    support::{number, on_each_engine, on_postgres, on_sqlite},
};

/// A level that fired: which ticket, clock, run and rank, when it was due, and who was told.
type Fired = BTreeSet<(usize, String, u32, u32, DateTime<Utc>, Vec<String>)>;

/// What fired; what was missed and folded into a higher level counts as that one does.
fn fired(world: &World, tickets: &[TicketId]) -> Fired {
    let mut all = Fired::new();
    for (number, ticket) in tickets.iter().enumerate() {
        for one in world.page(*ticket).escalations {
            let told = one.level.recipients.clone();
            let entry = (
                number,
                one.clock.to_string(),
                one.run,
                one.level.level,
                one.level.due_at,
                told,
            );
            assert!(all.insert(entry), "a level fired twice");
        }
    }
    all
}

/// The ranks that fired or were folded, with nothing twice.
fn ranks(world: &World, tickets: &[TicketId]) -> BTreeSet<(usize, String, u32, u32)> {
    let mut all = BTreeSet::new();
    for (number, ticket) in tickets.iter().enumerate() {
        for one in world.page(*ticket).escalations {
            for rank in one.level.folded.iter().chain([&one.level.level]) {
                let entry = (number, one.clock.to_string(), one.run, *rank);
                assert!(all.insert(entry), "level {rank} of {} twice", one.clock);
            }
        }
    }
    all
}

/// A ticket under each contract, of different priorities.
fn file_some(world: &World) -> Vec<TicketId> {
    let answers = [blocked(), degraded(), nuisance(), blocked()]
        .into_iter()
        .cycle();
    CONTRACTS
        .iter()
        .zip(answers)
        .map(|(contract, answers)| world.filed(contract, answers).0)
        .collect()
}

fn assert_sound(world: &World) {
    let mut told = Vec::new();
    let mut tell = |_: &_, found: &[guichet::desk::Finding]| {
        told.extend(found.iter().map(ToString::to_string))
    };
    world.desk.check(&mut tell).unwrap();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_clock_that_jumps_fires_no_level_twice_and_forgets_none() {
    on_postgres(|url| a_clock_jumps(url, MONDAY));
    // Around the nights of summer time, and a 29 February.
    for begin in [
        "2026-03-27T10:00:00Z",
        "2026-10-23T10:00:00Z",
        "2028-02-28T10:00:00Z",
    ] {
        on_sqlite(|url| a_clock_jumps(url, begin));
    }
}

fn a_clock_jumps(url: &DatabaseUrl, begin: &str) {
    let day = 24 * 60;
    let world = world(url, begin);
    let tickets = file_some(&world);
    let end = at(begin) + TimeDelta::days(5);
    for jump in [60, -60, day, -day] {
        world.live_until(world.clock.now() + TimeDelta::hours(7));
        let before = ranks(&world, &tickets);
        world.clock.advance(TimeDelta::minutes(jump));
        assert_eq!(world.desk.escalate().unwrap().failed, 0);
        let after = ranks(&world, &tickets);
        assert!(after.is_superset(&before));
        if jump < 0 {
            assert_eq!(after, before, "a clock that went back fires nothing");
        }
    }
    world.live_until(end);
    let twin = twin_of(begin, end, file_some);
    assert_eq!(ranks(&world, &tickets), twin);
    assert_sound(&world);
}

/// The levels of an uninterrupted twin in which the same was done.
fn twin_of(
    begin: &str,
    end: DateTime<Utc>,
    does: impl Fn(&World) -> Vec<TicketId>,
) -> BTreeSet<(usize, String, u32, u32)> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("twin.db");
    let url = DatabaseUrl::sqlite(file.to_str().unwrap()).unwrap();
    let twin = world(&url, begin);
    let tickets = does(&twin);
    twin.live_until(end);
    ranks(&twin, &tickets)
}

#[test]
fn what_happens_after_a_clock_went_back_is_counted_from_what_happened_before() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let (ticket, _) = world.filed("azprojet", blocked());
        world.reply(ticket, false);
        world.pass(24 * 60);
        let reason = PauseReason::WaitingForCustomer;
        let detail = String::new();
        world
            .act(
                ticket,
                Act::Pause {
                    reason,
                    detail,
                    evidence: guichet::domain::ticket::Evidence::default(),
                },
            )
            .unwrap();
        world.clock.advance(-TimeDelta::days(1));
        world.act(ticket, Act::Resume).unwrap();
        world.reply(ticket, true);
        let events = world.page(ticket).events;
        assert!(events.windows(2).all(|two| two[0].at <= two[1].at));
        world.assert_projection(ticket);
        assert_sound(&world);
    });
}

#[test]
fn a_clock_that_went_back_leaves_no_letter_waiting_for_the_time_it_showed() {
    for hours in [1, 24] {
        on_each_engine(|url| {
            let world = world(url, MONDAY);
            for _ in 0..3 {
                world.filed("standard", blocked());
            }
            let mailer = Recorder::new(|_| not_now());
            world.desk.deliver(&mailer).unwrap();
            world.clock.advance(-TimeDelta::hours(hours));
            mailer.answers(|_| Outcome::Sent);
            assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 3);
        });
    }
}

#[test]
fn a_clock_that_went_back_lengthens_no_lease_of_a_sender_who_died() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        world.desk.deliver(&Recorder::new(|_| not_now())).unwrap();
        world.pass(1);
        let (now, store) = (world.clock.now(), world.store());
        let until = now + TimeDelta::minutes(5);
        let dead = store
            .write(move |tx| letters::claim(tx, now, until, 9))
            .unwrap();
        assert_eq!(dead.len(), 1);
        world.clock.advance(-TimeDelta::days(1));
        let mailer = Recorder::taking();
        assert_eq!(
            world.desk.deliver(&mailer).unwrap().sent,
            0,
            "its lease is not over"
        );
        world.pass(5);
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 1);
        // A process that was not there when the clock went back sets it right, too.
        world.filed("standard", blocked());
        let (now, store) = (world.clock.now() + TimeDelta::days(1), world.store());
        let until = now + TimeDelta::minutes(5);
        let dead = store
            .write(move |tx| letters::claim(tx, now, until, 9))
            .unwrap();
        assert_eq!(dead.len(), 1);
        let fresh = desk(url, &world.clock);
        assert_eq!(fresh.deliver(&mailer).unwrap().sent, 0);
        world.pass(5);
        assert_eq!(fresh.deliver(&mailer).unwrap().sent, 1);
    });
}

#[test]
fn a_letter_on_its_way_is_not_sent_by_another_courier_because_the_clock_went_forward() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let (clock, inner) = (Arc::clone(&world.clock), world.desk.clone());
        let second = Arc::new(Recorder::taking());
        let other = Arc::clone(&second);
        let mailer = Recorder::new(move |_| {
            clock.advance(TimeDelta::hours(1));
            // The other courier of the same process looks for work just then.
            inner.deliver(&*other).unwrap();
            Outcome::Sent
        });
        assert_eq!(world.desk.deliver(&mailer).unwrap().sent, 1);
        assert_eq!(second.tried().len(), 0);
        assert_eq!(world.letters(Some(LetterState::Sent)).len(), 1);
    });
}

/// Something that happens to one of the tickets, so many minutes after what happened before.
#[derive(Clone, Debug)]
struct Happens {
    after: i64,
    ticket: usize,
    what: u8,
}

/// Does to a desk what happens, sweeping at each instant that matters.
fn lives(world: &World, history: &[Happens]) -> Vec<TicketId> {
    let tickets = file_some(world);
    for one in history {
        let then = world.clock.now() + TimeDelta::minutes(one.after);
        world.live_until(then);
        let ticket = tickets[one.ticket % tickets.len()];
        let act = match one.what % 5 {
            0 => Act::TakeCharge,
            1 => Act::Resolve,
            2 => Act::Reopen {
                reason: "Encore.".to_owned(),
            },
            3 => Act::Pause {
                reason: PauseReason::WaitingForCustomer,
                detail: String::new(),
                evidence: guichet::domain::ticket::Evidence::default(),
            },
            _ => Act::Resume,
        };
        // What its state does not allow is refused to both alike.
        let _ = world.act(ticket, act);
    }
    tickets
}

fn histories() -> impl Strategy<Value = Vec<Happens>> {
    let one = (0..600_i64, 0..18_usize, 0..5_u8);
    let one = one.prop_map(|(after, ticket, what)| Happens {
        after,
        ticket,
        what,
    });
    prop::collection::vec(one, 0..12)
}

/// After some history both stand still for three days: one sleeps, the other sweeps all the time.
fn down_for_three_days(url: &DatabaseUrl, begin: &str, history: &[Happens]) {
    let stopped = world(url, begin);
    let tickets = lives(&stopped, history);
    let down = stopped.clock.now();
    stopped.desk.escalate().unwrap();
    let before = fired(&stopped, &tickets);
    let end = down + TimeDelta::days(3);
    stopped.clock.set(end);
    stopped.desk.escalate().unwrap();

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("twin.db");
    let twin_url = DatabaseUrl::sqlite(file.to_str().unwrap()).unwrap();
    let twin = world(&twin_url, begin);
    let twins = lives(&twin, history);
    twin.live_until(end);

    assert_eq!(ranks(&stopped, &tickets), ranks(&twin, &twins));
    let (fired_late, fired_in_time) = (fired(&stopped, &tickets), fired(&twin, &twins));
    // Each level that fired late is one that the twin fired: the same instant at which it was due,
    // and the same people; nothing that was told in time is told again.
    assert!(fired_late.is_subset(&fired_in_time));
    assert!(fired_late.is_superset(&before));
    for ticket in &tickets {
        for one in stopped.page(*ticket).escalations {
            let known = before.iter().any(|(number, clock, run, rank, ..)| {
                tickets[*number] == *ticket
                    && (clock, *run, *rank) == (&one.clock.to_string(), one.run, one.level.level)
            });
            if !known {
                let waited = end - one.level.due_at;
                assert_eq!(one.level.late, waited > TimeDelta::minutes(1), "{one:?}");
            }
        }
        stopped.assert_projection(*ticket);
    }
}

#[test]
fn three_days_of_standstill_fire_what_an_uninterrupted_twin_fires() {
    // A weekend; both nights of summer time; a 29 February; the turn of a year.
    let begins = [
        "2026-03-06T09:00:00Z",
        "2026-03-27T09:00:00Z",
        "2026-10-23T09:00:00Z",
        "2028-02-28T09:00:00Z",
        "2026-12-31T09:00:00Z",
    ];
    let cases = u32::try_from(number("GUICHET_TEST_HISTORIES").unwrap_or(2)).unwrap();
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let case = (histories(), 0..begins.len());
    runner
        .run(&case, |(history, begin)| {
            // The twin is on SQLite: the engines agree, too.
            on_postgres(|url| down_for_three_days(url, begins[begin], &history));
            on_sqlite(|url| down_for_three_days(url, begins[begin], &history));
            Ok(())
        })
        .unwrap();
}
