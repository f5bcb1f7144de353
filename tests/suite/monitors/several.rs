//! Several processes, processes that die, and slow targets.

use std::{
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::TimeDelta;
use guichet::{
    desk::{Desk, Site, ports::Looker},
    domain::{
        access::{Customer, Scope},
        monitor::{LookFault, Target, Turn},
    },
    edges::worker::Worker,
    store::{Options, Store, StoreError, monitors},
};

use super::{Told, Watched, said, turn};
use crate::{
    availability::Scene,
    desk_world::{at_once, wait_until},
    support::{on_each_engine, on_postgres},
};

#[test]
fn a_process_that_dies_while_it_looks_opens_nothing_and_hides_nothing() {
    on_each_engine(|url| {
        let watched = Watched::new(url);
        watched.minutes("bb");
        let (desk, clock) = (watched.desk(), &watched.scene.served.clock);
        let first = watched.now() - TimeDelta::minutes(2);
        watched.told.say(Some(LookFault::Refused));
        let dead = desk.claim_look(true).unwrap().unwrap();
        assert!(desk.claim_look(true).unwrap().is_none(), "somebody looks");
        assert!(watched.outages().is_empty());
        clock.advance(TimeDelta::seconds(60));
        assert_eq!(turn(desk, &watched.told), Some(Turn::Down(first)));
        assert_eq!(watched.outage().1.stages[0].from, first);
        // It was only slow: what it saw is nobody's any more.
        watched.told.say(None);
        assert_eq!(desk.make_look(&watched.told, dead).unwrap(), None);
        let (outage, said) = watched.outage();
        assert_eq!((outage.revision, said.ended), (1, None));
        let page = desk.monitor(watched.monitor).unwrap();
        assert_eq!(page.looks.len(), 3);
    });
}

#[test]
fn three_processes_make_each_look_once_and_open_one_outage() {
    on_postgres(|url| {
        let watched = Watched::new(url);
        let clock = &watched.scene.served.clock;
        let others: Vec<Desk> = (0..3)
            .map(|_| Desk::open(url, clock.clone(), Site::default()).unwrap())
            .collect();
        watched.told.say(Some(LookFault::Silent));
        for round in 1..=4 {
            let made = at_once(others.len(), |rank| {
                others[rank].look_while(&watched.told, &|| true).unwrap()
            });
            assert_eq!(made.iter().sum::<usize>(), 1, "{made:?}");
            assert_eq!(watched.told.looks.load(Ordering::SeqCst), round);
            clock.advance(TimeDelta::minutes(1));
        }
        watched.outage();
        watched.told.say(None);
        for _ in 0..2 {
            at_once(others.len(), |rank| {
                others[rank].look_while(&watched.told, &|| true).unwrap()
            });
            clock.advance(TimeDelta::minutes(1));
        }
        let (outage, said) = watched.outage();
        assert_eq!(outage.revision, 2);
        assert!(said.ended.is_some());
    });
}

#[test]
fn a_look_that_panics_says_nothing_and_the_next_one_is_made() {
    #[derive(Debug)]
    struct Broken;
    impl Looker for Broken {
        fn looks_anywhere(&self) -> bool {
            true
        }
        #[expect(clippy::panic, reason = "what the desk does then is what is tested")]
        fn look(&self, _target: &Target) -> Result<(), LookFault> {
            panic!("the lens broke")
        }
    }
    on_each_engine(|url| {
        let watched = Watched::new(url);
        assert_eq!(watched.desk().look_while(&Broken, &|| true).unwrap(), 1);
        let page = watched.desk().monitor(watched.monitor).unwrap();
        assert_eq!(page.looks[0].fault, Some(LookFault::NotMade));
        assert_eq!(page.days[0].unknown, 1);
        watched.scene.served.clock.advance(TimeDelta::minutes(1));
        watched.minutes("g");
    });
}

/// Does not answer about slow targets until it is let.
#[derive(Debug, Default)]
struct Stuck {
    open: Mutex<bool>,
    opened: Condvar,
    waiting: AtomicUsize,
    quick: AtomicUsize,
}

impl Looker for Stuck {
    fn looks_anywhere(&self) -> bool {
        true
    }

    fn look(&self, target: &Target) -> Result<(), LookFault> {
        let Target::Http(http) = target else {
            return Ok(());
        };
        if http.address.as_str().contains("quick") {
            self.quick.fetch_add(1, Ordering::SeqCst);
            return Ok(());
        }
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut open = self.open.lock().unwrap();
        while !*open {
            open = self.opened.wait(open).unwrap();
        }
        Ok(())
    }
}

#[test]
fn slow_targets_delay_nobody() {
    on_each_engine(|url| {
        let scene = Scene::new(url);
        let (desk, root) = (&scene.served.desk, scene.root);
        for number in 0..20 {
            let slow = said(
                &format!("Lent {number}"),
                &format!("https://slow.example/{number}"),
            );
            desk.enter_monitor(scene.shared, &slow, root).unwrap();
        }
        // They are known to be slow.
        let told = Told::default();
        told.say(Some(LookFault::Silent));
        assert_eq!(desk.look_while(&told, &|| true).unwrap(), 20);
        scene.served.clock.advance(TimeDelta::seconds(61));
        let quick = said("Rapide", "https://quick.example/");
        desk.enter_monitor(scene.shared, &quick, root).unwrap();
        let stuck = Arc::new(Stuck::default());
        let looker: Arc<dyn Looker> = stuck.clone();
        let mut worker = Worker::start(desk, None).unwrap();
        worker.watches(&looker).unwrap();
        wait_until("a quick look", Duration::from_secs(30), || {
            stuck.quick.load(Ordering::SeqCst) == 1
        });
        assert!(stuck.waiting.load(Ordering::SeqCst) <= 8);
        *stuck.open.lock().unwrap() = true;
        stuck.opened.notify_all();
        wait_until("all the slow ones", Duration::from_secs(30), || {
            stuck.waiting.load(Ordering::SeqCst) == 20
        });
        worker.stop();
    });
}

#[test]
fn isolation_the_server_shows_a_customer_no_monitor() {
    on_postgres(|url| {
        let watched = Watched::new(url);
        watched.minutes("g");
        let house = &watched.scene.ostrel;
        let store = Store::open(url, Options::of(url.engine())).unwrap();
        let behind = store.behind(&Scope::Customer(Arc::new(Customer {
            person: house.chief,
            homes: [house.id].into(),
            organisations: [house.id].into(),
            platforms: [].into(),
        })));
        let monitor = watched.monitor;
        behind
            .read(|conn| {
                assert_eq!(monitors::all(conn)?, []);
                assert_eq!(monitors::looks(conn, monitor, 10)?, []);
                let from = "2026-01-01".parse().unwrap();
                assert_eq!(monitors::days(conn, monitor, from, 10)?, []);
                Ok::<_, StoreError>(())
            })
            .unwrap();
    });
}
