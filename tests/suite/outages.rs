//! PostgreSQL paused, killed and shut down under a server at work: nothing acknowledged is lost,
//! nobody waits long for a no, and the server is back with its database, by itself.
//!
//! `GUICHET_TEST_PAUSE` says for how many seconds the database stands still.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::Desk,
    domain::{access::Scope, ids::TicketId, letter::LetterState},
    edges::mail::Catcher,
    store::{DatabaseUrl, Options, Store, StoreError},
};

use crate::{
    desk_world::{blocked, desk, every_letter, request, wait_until},
    support::{
        number,
        postgres::{Cluster, cluster_of_its_own},
        program::{Person, Program, all_there, got},
        say,
    },
};

/// How soon whoever asks is told no: two seconds, and what the tests beside this one take.
const NO_WITHIN: Duration = Duration::from_secs(6);
/// How soon all is well again.
const BACK_WITHIN: Duration = Duration::from_secs(5);
/// How many people write at the same time.
const PEOPLE: usize = 4;

/// One request and its answer.
#[derive(Clone, Copy, Debug)]
struct Asked {
    at: Instant,
    took: Duration,
    status: u16,
    says_when: bool,
}

/// A server under light load, and what it answered.
struct Scene {
    url: DatabaseUrl,
    program: Program,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Scene {
    /// The requests that were begun since an instant.
    fn since(&self, instant: Instant) -> Vec<Asked> {
        let asked = self.asked.lock().unwrap();
        asked
            .iter()
            .filter(|one| one.at >= instant)
            .copied()
            .collect()
    }

    /// Waits until so many requests begun since then were answered yes, or no.
    fn until_answered(&self, since: Instant, count: usize, yes: bool, most: Duration) {
        wait_until(&format!("{count} answers, yes: {yes}"), most, || {
            let asked = self.since(since);
            asked
                .iter()
                .filter(|one| (one.status == 303) == yes)
                .count()
                >= count
        });
    }

    /// A ticket whose deadline passed long ago.
    fn plant(&self) -> TicketId {
        let past = SystemClock.now() - TimeDelta::days(14);
        let desk = desk(&self.url, &Arc::new(VirtualClock::stopped(past)));
        desk.file_ticket(request("support", blocked()))
            .unwrap()
            .ticket
    }

    fn now(&self) -> Desk {
        desk(
            &self.url,
            &Arc::new(VirtualClock::stopped(SystemClock.now())),
        )
    }

    /// While `gone`: everybody is told no, soon, and why. Afterwards all goes on by itself.
    fn survives(&self, what: &str, gone: impl Fn(), until: impl Fn(), back: impl Fn()) {
        let calm = Instant::now();
        self.until_answered(calm, 8, true, Duration::from_secs(20));
        let began = Instant::now();
        gone();
        let is_gone = Instant::now();
        self.until_answered(is_gone, 8, false, Duration::from_secs(20));
        let ready = got(self.program.port, "/readyz", NO_WITHIN).unwrap();
        assert_eq!(ready.status, 503, "{what}");
        assert!(ready.body.contains("PostgreSQL is gone"), "{}", ready.body);
        let alive = got(self.program.port, "/healthz", NO_WITHIN).unwrap();
        assert_eq!(alive.status, 200, "{what}");
        until();
        let no: Vec<_> = self.since(began);
        back();
        let returned = Instant::now();
        self.until_answered(returned, 1, true, BACK_WITHIN);
        let again = self
            .since(returned)
            .iter()
            .find(|one| one.status == 303)
            .map(|one| one.at + one.took);
        let ticket = self.plant();
        let worker = Instant::now();
        wait_until(&format!("{what}: the worker is back"), BACK_WITHIN, || {
            let page = self.now().ticket(ticket, &Scope::Desk).unwrap();
            !page.escalations.is_empty()
        });
        let longest = no.iter().map(|one| one.took).max().unwrap();
        let refused = no.iter().filter(|one| one.status != 303);
        for one in refused.clone() {
            assert_eq!((one.status, one.says_when), (503, true), "{what}");
        }
        say(
            "outages",
            &format!(
                "{what}: gone for {:.1} s, {} refused, the longest wait {:.2} s, back after {:.2} s, the worker after {:.2} s",
                is_gone
                    .elapsed()
                    .saturating_sub(returned.elapsed())
                    .as_secs_f64(),
                refused.count(),
                longest.as_secs_f64(),
                again.unwrap().duration_since(returned).as_secs_f64(),
                worker.elapsed().as_secs_f64(),
            ),
        );
        assert!(longest <= NO_WITHIN, "{what}: somebody waited {longest:?}");
    }
}

/// Writes until told to stop.
fn people(number: usize, port: u16, asked: &Mutex<Vec<Asked>>, stop: &AtomicBool) -> Person {
    let mut person = Person::new(&format!("Client{number}"));
    while !stop.load(Ordering::Acquire) {
        let at = Instant::now();
        let answer = person.write(port, Duration::from_secs(60));
        // The server itself never goes away.
        let answer = answer.unwrap();
        asked.lock().unwrap().push(Asked {
            at,
            took: at.elapsed(),
            status: answer.status,
            says_when: answer.header("retry-after").is_some(),
        });
        thread::sleep(Duration::from_millis(60));
    }
    person
}

#[test]
fn a_database_that_goes_away_costs_no_acknowledgement_and_nobody_waits_long_for_a_no() {
    let Some(cluster) = cluster_of_its_own() else {
        return;
    };
    let database = cluster.database();
    let url = DatabaseUrl::parse(&database.url()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let catcher = Catcher::start().unwrap();
    let scene = Scene {
        program: Program::start(&url, folder.path(), &catcher.url()),
        asked: Arc::default(),
        url,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let (asked, stop) = (Arc::clone(&scene.asked), Arc::clone(&stop));
            let port = scene.program.port;
            thread::spawn(move || people(number, port, &asked, &stop))
        })
        .collect();
    let pause = Duration::from_secs(number("GUICHET_TEST_PAUSE").unwrap_or(4));
    let listening = heard_after_a_restart(&scene.url);
    let stand_still = || {
        let began = Instant::now();
        wait_until("the pause is over", pause * 2, || began.elapsed() >= pause);
    };
    scene.survives(
        "paused",
        || cluster.pause(),
        stand_still,
        || cluster.resume(),
    );
    scene.survives("killed", || cluster.kill(), || {}, || cluster.start_again());
    scene.survives(
        "shut down",
        || cluster.shut_down(),
        || {},
        || cluster.start_again(),
    );
    listening(cluster);
    stop.store(true, Ordering::Release);
    let people: Vec<Person> = writers.into_iter().map(|one| one.join().unwrap()).collect();
    assert_nothing_lost(&scene, &people, &catcher);
}

/// Somebody who listens hears of the end of the server, and listens again.
fn heard_after_a_restart(url: &DatabaseUrl) -> impl FnOnce(&Cluster) + use<> {
    let options = Options {
        migrate: false,
        ..Options::default()
    };
    let store = Store::open(url, options).unwrap();
    let mut listener = store.listen().unwrap().unwrap();
    move |_| {
        wait_until("who listens hears of the end", BACK_WITHIN, || true);
        assert!(matches!(
            std::iter::repeat_with(|| listener.wait(Duration::from_millis(100)))
                .take(50)
                .find(Result::is_err),
            Some(Err(StoreError::Unavailable(_)))
        ));
        let mut listener = store.listen().unwrap().unwrap();
        listener.announce().unwrap();
        assert!(listener.wait(BACK_WITHIN).unwrap());
    }
}

fn assert_nothing_lost(scene: &Scene, people: &[Person], catcher: &Catcher) {
    let desk = scene.now();
    let (filed, replied) = all_there(&desk, people);
    let mut told = Vec::new();
    desk.check(&mut |_, found| told.extend(found.iter().map(ToString::to_string)))
        .unwrap();
    assert!(told.is_empty(), "{}", told.join("\n"));
    wait_until("every letter has left", Duration::from_secs(30), || {
        every_letter(&desk)
            .iter()
            .all(|letter| letter.state == LetterState::Sent)
    });
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for letter in catcher.letters() {
        *times
            .entry(letter.header("message-id").unwrap().to_owned())
            .or_default() += 1;
    }
    let letters = every_letter(&desk);
    say(
        "outages",
        &format!(
            "{filed} requests and {replied} replies acknowledged, all there; {} letters, each once",
            letters.len()
        ),
    );
    for letter in letters {
        assert_eq!(
            times.get(&letter.message_id),
            Some(&1),
            "{}",
            letter.message_id
        );
    }
}
