//! Many at once: each thing happens exactly once. Two stores stand for two processes.

use std::{collections::BTreeSet, sync::Mutex, thread};

use guichet::{
    domain::{
        access::Scope,
        ids::TicketId,
        link::{LinkTo, NewLink},
        ticket::{ClockName, Status},
    },
    store::{DatabaseUrl, Store, StoreError, clocks, letters, links, tickets},
};

use crate::{
    store_world::{clock, letter, minutes, opened, place, t0},
    support::on_each_engine,
};

const THREADS: usize = 8;

/// Runs `act` in many threads on two stores and returns what they said.
fn at_once<T: Send>(url: &DatabaseUrl, act: impl Fn(&Store, usize) -> T + Sync) -> Vec<T> {
    let stores = [0, 1].map(|_| Store::open(url, <_>::default()).unwrap());
    let (stores, act) = (&stores, &act);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|number| scope.spawn(move || act(&stores[number % 2], number)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

fn truths(said: &[bool]) -> usize {
    said.iter().filter(|one| **one).count()
}

#[test]
fn numbers_are_given_once_and_without_gaps() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        drop(store);
        at_once(url, |store, _| {
            for _ in 0..5 {
                let world = world.clone();
                let id = TicketId::fresh();
                store
                    .write(move |tx| {
                        let rank = tickets::next_rank(tx, 2026)?;
                        let mut ticket = world.ticket(rank);
                        ticket.id = id;
                        tickets::insert(tx, &ticket, &place(1), 1)
                    })
                    .unwrap();
            }
        });
        let store = Store::open(url, <_>::default()).unwrap();
        let last = i64::try_from(THREADS * 5).unwrap();
        store
            .write(move |tx| {
                assert_eq!(tickets::next_rank(tx, 2027)?, 1);
                assert_eq!(tickets::next_rank(tx, 2026)?, last + 1);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}

#[test]
fn of_many_changes_to_one_version_exactly_one_is_made() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = world.ticket(1);
        let kept = ticket.clone();
        store
            .write(move |tx| tickets::insert(tx, &kept, &place(1), 1))
            .unwrap();
        let said = at_once(url, |store, _| {
            let mut after = ticket.clone();
            after.status = Status::Open;
            store
                .write(move |tx| tickets::change(tx, &after, 1, &place(1), 2))
                .unwrap()
        });
        assert_eq!(truths(&said), 1);
        let kept = store
            .read(|conn| tickets::find(conn, ticket.id, &Scope::Desk))
            .unwrap()
            .unwrap();
        assert_eq!(kept.version, 2);
        let said = at_once(url, |store, _| {
            let id = ticket.id;
            store
                .write(move |tx| tickets::touch(tx, id, 2, 3, &place(2)))
                .unwrap()
        });
        assert_eq!(truths(&said), 1);
    });
}

#[test]
fn a_ladder_is_climbed_by_exactly_one() {
    on_each_engine(|url| {
        let (store, world) = opened(url);
        let ticket = world.ticket(1);
        let clock = clock(&ticket, ClockName::Resolve);
        let id = clock.id;
        store
            .write(move |tx| {
                tickets::insert(tx, &ticket, &place(1), 1)?;
                clocks::put(tx, &clock)
            })
            .unwrap();
        for from in 0..5 {
            let said = at_once(url, |store, _| {
                let next = Some(minutes(from.into()));
                store
                    .write(move |tx| clocks::climb(tx, id, 1, from, from + 1, next))
                    .unwrap()
            });
            assert_eq!(truths(&said), 1);
        }
    });
}

#[test]
fn letters_are_claimed_by_one_sender_each() {
    const LETTERS: usize = 60;
    on_each_engine(|url| {
        let (store, _) = opened(url);
        store
            .write(|tx| (0..LETTERS).try_for_each(|_| letters::owe(tx, &letter("x", 0))))
            .unwrap();
        let claimed = Mutex::new(Vec::new());
        at_once(url, |store, _| {
            loop {
                let mine = store
                    .write(|tx| letters::claim(tx, minutes(1), minutes(9), 4))
                    .unwrap();
                if mine.is_empty() {
                    break;
                }
                claimed
                    .lock()
                    .unwrap()
                    .extend(mine.into_iter().map(|letter| letter.id));
            }
        });
        let claimed = claimed.into_inner().unwrap();
        assert_eq!(claimed.len(), LETTERS);
        assert_eq!(claimed.iter().collect::<BTreeSet<_>>().len(), LETTERS);
    });
}

#[test]
fn a_link_for_one_use_is_used_by_one() {
    on_each_engine(|url| {
        let (store, _) = opened(url);
        store
            .write(|tx| {
                links::insert(
                    tx,
                    &NewLink {
                        token_hash: "h".to_owned(),
                        to: LinkTo::SetUp { person: None },
                        email_key: None,
                        created_at: t0(),
                        expires_at: None,
                    },
                )
            })
            .unwrap();
        let said = at_once(url, |store, _| {
            store
                .write(|tx| links::use_up(tx, "h", minutes(1)))
                .unwrap()
        });
        assert_eq!(truths(&said), 1);
    });
}
