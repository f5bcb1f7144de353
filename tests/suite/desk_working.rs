//! The worker: in time, ended promptly, and alive whatever happens to it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    clock::{Clock, VirtualClock},
    desk::{
        Desk, Site,
        ports::{Mailer, Outcome},
    },
    domain::{notice::Notice, ticket::Act},
    edges::worker::Worker,
    store::StoreError,
};

use crate::{
    desk_world::{MONDAY, Recorder, World, at, blocked, desk, nuisance, wait_until, world},
    support::{on_each_engine, on_sqlite},
};

fn warnings(mailer: &Recorder) -> usize {
    let warning = |notice: &Notice| matches!(notice, Notice::Escalated { .. });
    mailer
        .tried()
        .iter()
        .filter(|one| warning(&one.notice))
        .count()
}

fn shared(mailer: &Arc<Recorder>) -> Arc<dyn Mailer> {
    Arc::<Recorder>::clone(mailer)
}

/// Lets the clock run from just before an instant; how long after it the warning had left.
fn latency(world: &World, worker_of: &Desk, instant: &str, before: i64) -> TimeDelta {
    let clock = Arc::clone(&world.clock);
    let left_at = Arc::new(std::sync::Mutex::new(None));
    let noted = Arc::clone(&left_at);
    let mailer = Arc::new(Recorder::new(move |letter| {
        if matches!(letter.notice, Notice::Escalated { .. }) {
            noted.lock().unwrap().get_or_insert(clock.now());
        }
        Outcome::Sent
    }));
    world
        .clock
        .set(at(instant) - TimeDelta::milliseconds(before));
    world.clock.run();
    let worker = Worker::start(worker_of, Some(&shared(&mailer))).unwrap();
    wait_until("a warning leaves", Duration::from_secs(30), || {
        left_at.lock().unwrap().is_some()
    });
    worker.stop();
    let left_at: DateTime<Utc> = left_at.lock().unwrap().unwrap();
    left_at - at(instant)
}

#[test]
fn a_warning_leaves_within_one_second_of_its_time() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let late = latency(&world, &world.desk, "2026-03-02T09:00:00Z", 1_300);
        #[expect(
            clippy::print_stderr,
            reason = "the harness shows it with a failure, or on demand"
        )]
        {
            eprintln!(
                "a warning left {} ms after its time",
                late.num_milliseconds()
            );
        }
        assert!(late >= TimeDelta::zero(), "before its time");
        assert!(late <= TimeDelta::seconds(1), "{late}");
    });
}

#[test]
fn what_another_process_files_is_noticed_too() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        let other = desk(url, &world.clock);
        world.filed("standard", blocked());
        let late = latency(&world, &other, "2026-03-02T09:00:00Z", 300);
        assert!(late <= TimeDelta::seconds(2), "{late}");
    });
}

#[test]
fn the_worker_ends_promptly_whatever_is_left_to_do() {
    on_each_engine(|url| {
        let world = world(url, MONDAY);
        for _ in 0..40 {
            world.filed("standard", blocked());
        }
        let mailer = Arc::new(Recorder::new(|_| {
            std::thread::sleep(Duration::from_millis(200));
            Outcome::Sent
        }));
        let idle = Worker::start(&world.desk, None).unwrap();
        let began = Instant::now();
        idle.stop();
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{:?}",
            began.elapsed()
        );
        let worker = Worker::start(&world.desk, Some(&shared(&mailer))).unwrap();
        wait_until(
            "two letters are on their way",
            Duration::from_secs(20),
            || mailer.tried().len() >= 2,
        );
        let began = Instant::now();
        worker.stop();
        let ended = began.elapsed();
        assert!(ended < Duration::from_secs(3), "{ended:?}");
        let tried = mailer.tried().len();
        assert!(tried < 40, "it went on to the end");
        let rest = Recorder::taking();
        assert_eq!(world.desk.deliver(&rest).unwrap().sent, 40 - tried);
    });
}

#[test]
fn a_database_that_is_busy_for_a_while_does_not_end_the_worker() {
    on_sqlite(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", nuisance());
        let mailer = Arc::new(Recorder::taking());
        let worker = Worker::start(&world.desk, Some(&shared(&mailer))).unwrap();
        wait_until("the first letter leaves", Duration::from_secs(20), || {
            mailer.tried().len() == 1
        });
        // Another process holds the file longer than anybody waits for it.
        let store = world.store();
        let held = std::thread::spawn(move || {
            store.write(|_| -> Result<(), StoreError> {
                std::thread::sleep(Duration::from_secs(7));
                Ok(())
            })
        });
        let (before, clock) = (mailer.tried().len(), Arc::clone(&world.clock));
        std::thread::sleep(Duration::from_millis(200));
        clock.set(at("2026-03-09T09:00:00Z"));
        world.desk.bell().ring();
        held.join().unwrap().unwrap();
        wait_until("warnings leave again", Duration::from_secs(30), || {
            warnings(&mailer) > 0
        });
        assert!(mailer.tried().len() > before);
        worker.stop();
    });
}

#[test]
fn a_postgres_that_goes_away_and_comes_back_finds_the_worker_at_work() {
    let Some(cluster) = crate::support::postgres::cluster() else {
        return;
    };
    let database = cluster.database();
    let url = guichet::store::DatabaseUrl::parse(&database.url()).unwrap();
    let world = world(&url, MONDAY);
    let (ticket, _) = world.filed("standard", blocked());
    world.act(ticket, Act::TakeCharge).unwrap();
    world.filed("standard", blocked());
    let mailer = Arc::new(Recorder::taking());
    let worker = Worker::start(&world.desk, Some(&shared(&mailer))).unwrap();
    wait_until("the letters leave", Duration::from_secs(20), || {
        mailer.tried().len() == 3
    });
    let name = database.name();
    cluster.run(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    cluster.run(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ));
    world.clock.set(at("2026-03-02T09:00:00Z"));
    world.desk.bell().ring();
    wait_until("the database is missed", Duration::from_secs(20), || {
        world.desk.next_escalation().is_err()
    });
    cluster.run(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    wait_until("warnings leave again", Duration::from_secs(30), || {
        warnings(&mailer) == 1
    });
    worker.stop();
}

/// A clock that panics when it is told to.
#[derive(Debug)]
struct Moody {
    clock: Arc<VirtualClock>,
    panics: AtomicBool,
}

impl Clock for Moody {
    fn now(&self) -> DateTime<Utc> {
        assert!(
            !self.panics.load(Ordering::SeqCst),
            "the clock panics on purpose"
        );
        self.clock.now()
    }

    fn steady(&self) -> Duration {
        self.clock.steady()
    }
}

#[test]
fn a_panic_in_the_worker_takes_no_later_warning_with_it() {
    on_sqlite(|url| {
        let world = world(url, MONDAY);
        world.filed("standard", blocked());
        let moody = Arc::new(Moody {
            clock: Arc::clone(&world.clock),
            panics: AtomicBool::new(false),
        });
        let clock: Arc<dyn Clock> = Arc::<Moody>::clone(&moody);
        let desk = Desk::open(url, clock, Site::default()).unwrap();
        let mailer = Arc::new(Recorder::taking());
        let worker = Worker::start(&desk, Some(&shared(&mailer))).unwrap();
        wait_until("the letter leaves", Duration::from_secs(20), || {
            mailer.tried().len() == 1
        });
        moody.panics.store(true, Ordering::SeqCst);
        world.clock.set(at("2026-03-02T09:00:00Z"));
        std::thread::sleep(Duration::from_millis(700));
        assert_eq!(warnings(&mailer), 0);
        moody.panics.store(false, Ordering::SeqCst);
        wait_until("the warning leaves", Duration::from_secs(20), || {
            warnings(&mailer) == 1
        });
        worker.stop();
    });
}
