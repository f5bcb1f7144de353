//! The queue as it changes: whoever watches is told within two seconds, by this process or by
//! another, and no longer than the session lasts.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use guichet::{
    domain::{access::Scope, ids::PersonId, people::Role, ticket::Act},
    store::DatabaseUrl,
};

use crate::support::{
    app::{Browser, Served, raw, served},
    on_each_engine, on_postgres,
};

const OPEN: &str = "2026-03-03T09:00:00Z";
/// What is promised to those who watch.
const SOON: Duration = Duration::from_secs(2);
/// How many changes may be told late while the machine is busy with the tests beside. Whatever
/// holds a change back by its making holds all of them back.
const CHANGES: usize = 5;
/// How long the tests wait for what is promised without a number.
const LONG: Duration = Duration::from_secs(15);

/// A stream that is open, and all that it said so far.
struct Watching {
    stream: TcpStream,
    said: String,
}

impl Watching {
    fn from(browser: &Browser, path: &str) -> Self {
        let mut stream = TcpStream::connect(browser.address).unwrap();
        let cookie = browser.cookies.get("guichet").cloned().unwrap_or_default();
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: gzip\r\nAccept-Language: fr\r\n\
             Cookie: guichet={cookie}\r\n\r\n",
            browser.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        Self {
            stream,
            said: String::new(),
        }
    }

    /// Waits until all of `words` were said since the last time; how long that took.
    fn hears(&mut self, words: &str, patience: Duration) -> Duration {
        let begun = Instant::now();
        self.hears_all(&[words], patience);
        begun.elapsed()
    }

    /// As [`Self::hears`], for what may be said in whatever order.
    fn hears_all(&mut self, all: &[&str], patience: Duration) {
        let begun = Instant::now();
        let mut chunk = [0; 65_536];
        loop {
            let end = |words: &&str| self.said.find(words).map(|at| at + words.len());
            if let Some(ends) = all.iter().map(end).collect::<Option<Vec<usize>>>() {
                self.said.drain(..ends.into_iter().max().unwrap_or(0));
                return;
            }
            assert!(
                begun.elapsed() < patience,
                "{all:?} was not said: {}",
                self.said
            );
            match self.stream.read(&mut chunk) {
                Ok(0) => panic!("the stream ended without {all:?}: {}", self.said),
                Ok(count) => self
                    .said
                    .push_str(&String::from_utf8_lossy(&chunk[..count])),
                Err(_) => {}
            }
        }
    }

    /// Makes changes and waits for each, until one was told as soon as is promised.
    fn hears_soon(&mut self, change: impl Fn(&str)) {
        let took: Vec<Duration> = (1..=CHANGES)
            .map(|number| {
                let subject = format!("Changement {number} de {CHANGES}");
                change(&subject);
                self.hears(&subject, LONG)
            })
            .take_while(|took| *took > SOON)
            .collect();
        assert!(took.len() < CHANGES, "told after {took:?}");
    }

    /// Waits until the server ends the stream.
    fn ends(&mut self) {
        self.hears("\r\n0\r\n\r\n", LONG);
    }
}

struct Team {
    served: Served,
    agent: PersonId,
    camille: Browser,
}

fn team(url: &DatabaseUrl) -> Team {
    let served = served(url, OPEN);
    let agent = served.worker("Camille Aubry", "camille@desk.example", Role::Agent);
    let camille = served.signed_in(agent);
    Team {
        served,
        agent,
        camille,
    }
}

impl Team {
    fn watch(&self, query: &str) -> Watching {
        let since = self.served.desk.clock().now().timestamp_micros();
        let path = format!("/queue/live?{query}&since={since}");
        Watching::from(&self.camille, &path)
    }

    /// The one ticket is taken in charge.
    fn take(&self, served: &Served) {
        let desk = &served.desk;
        let (rank, scope) = ("INC-2026-00001".parse().unwrap(), &Scope::Desk);
        let id = desk.ticket_called(rank, scope).unwrap();
        let seen = desk.ticket(id, scope).unwrap().ticket.version;
        desk.change_ticket(guichet::desk::Change {
            files: false,
            spent: guichet::domain::ticket::Minutes::default(),
            ticket: id,
            seen,
            by: self.agent,
            act: Act::TakeCharge,
            text: None,
        })
        .unwrap();
    }
}

#[test]
fn a_change_is_told_within_two_seconds_and_nothing_holds_it_back() {
    on_each_engine(|url| {
        let team = team(url);
        team.served.filed(&[("subject", "La première")]);
        let mut watching = team.watch("");
        watching.hears("200 OK", LONG);
        watching.hears("content-type: text/event-stream", LONG);
        // Compressed, it would wait in the encoder for more to come.
        assert!(!watching.said.contains("gzip"), "{}", watching.said);
        // What is there already is no change: it is told as fast as the machine can, before the
        // first beat or after it.
        watching.hears_all(&["event: beat", "event: queue", "La première"], LONG);
        team.take(&team.served);
        watching.hears("En cours", LONG);
        watching.hears_soon(|subject| {
            team.served.filed(&[("subject", subject)]);
        });
    });
}

#[test]
fn only_what_changed_is_told_again() {
    on_each_engine(|url| {
        let team = team(url);
        for subject in ["La première", "La deuxième"] {
            team.served.filed(&[("subject", subject)]);
        }
        let mut watching = team.watch("");
        watching.hears("event: queue", LONG);
        watching.hears("\n\n", LONG);
        team.take(&team.served);
        watching.hears("event: queue", LONG);
        watching.hears("\n\n", LONG);
        let told = watching.said.clone();
        team.served.filed(&[("subject", "La troisième")]);
        watching.hears("La troisième", LONG);
        assert!(!told.contains("La deuxième"), "{told}");
        assert!(!watching.said.contains("La première"));
    });
}

#[test]
fn a_page_that_comes_back_is_told_what_it_missed() {
    on_each_engine(|url| {
        let team = team(url);
        let gone = team.watch("");
        drop(gone);
        let since = team.served.desk.clock().now().timestamp_micros();
        team.served
            .clock
            .advance(chrono::TimeDelta::try_hours(2).unwrap());
        team.served.filed(&[("subject", "Pendant l’absence")]);
        let path = format!("/queue/live?since={since}");
        let mut back = Watching::from(&team.camille, &path);
        back.hears("Pendant l’absence", LONG);
    });
}

#[test]
fn what_another_process_changes_is_told_within_two_seconds() {
    on_postgres(|url| {
        let team = team(url);
        let other = served(url, OPEN);
        let mut watching = team.watch("");
        watching.hears("event: queue", LONG);
        other.filed(&[("subject", "Par l’autre processus")]);
        watching.hears("Par l’autre processus", LONG);
        team.take(&other);
        watching.hears("En cours", LONG);
        watching.hears_soon(|subject| {
            other.filed(&[("subject", subject)]);
        });
    });
}

#[test]
fn each_is_told_of_the_page_that_was_asked_for() {
    on_each_engine(|url| {
        let team = team(url);
        team.served.filed(&[("subject", "À personne")]);
        let mut mine = team.watch("view=mine");
        let mut all = team.watch("");
        all.hears("À personne", LONG);
        mine.hears("\"rail\"", LONG);
        assert!(!mine.said.contains("À personne"), "{}", mine.said);
        team.take(&team.served);
        mine.hears("À personne", LONG);
    });
}

#[test]
fn a_stream_ends_with_its_session() {
    on_each_engine(|url| {
        let mut team = team(url);
        let mut watching = team.watch("");
        watching.hears("event: queue", LONG);
        let secret = team.camille.cookies["guichet"].clone();
        assert_eq!(team.camille.post("/sign-out", &[]).status, 303);
        watching.hears("event: end\ndata: signed-out", LONG);
        watching.ends();
        team.camille.cookies.insert("guichet".to_owned(), secret);
        let answer = team.camille.get("/queue/live?since=0");
        assert_eq!(answer.status, 303, "{}", answer.body);
    });
}

#[test]
fn whoever_only_asks_for_the_head_of_a_stream_is_not_kept() {
    on_each_engine(|url| {
        let team = team(url);
        let cookie = &team.camille.cookies["guichet"];
        let asked = format!(
            "HEAD /queue/live?since=0 HTTP/1.1\r\nHost: {}\r\nCookie: guichet={cookie}\r\n\
             Connection: close\r\n\r\n",
            team.camille.address
        );
        let begun = Instant::now();
        let answer = raw(team.camille.address, asked.as_bytes());
        assert_eq!(answer.header("content-type"), Some("text/event-stream"));
        assert!(begun.elapsed() < LONG && answer.body.is_empty());
    });
}

#[test]
fn a_window_too_many_ends_the_oldest_and_says_so() {
    on_each_engine(|url| {
        let team = team(url);
        let mut all: Vec<Watching> = (0..9)
            .map(|_| {
                let mut one = team.watch("");
                one.hears("event: beat", LONG);
                one
            })
            .collect();
        all[0].hears("event: end\ndata: elsewhere", LONG);
        all[0].ends();
        team.served.filed(&[("subject", "Pour les huit autres")]);
        for watching in &mut all[1..] {
            watching.hears("Pour les huit autres", LONG);
        }
    });
}

#[test]
fn a_server_that_stops_does_not_wait_for_those_who_watch() {
    on_each_engine(|url| {
        let team = team(url);
        let mut watching = team.watch("");
        watching.hears("event: queue", LONG);
        let address: SocketAddr = team.served.address;
        let begun = Instant::now();
        drop(team);
        assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
        watching.hears("event: end\ndata: stopping", LONG);
        assert!(TcpStream::connect(address).is_err());
    });
}

#[test]
fn more_may_watch_than_there_are_threads_and_pages_are_still_shown() {
    on_each_engine(|url| {
        let mut team = team(url);
        let people: Vec<Browser> = (0..20)
            .map(|number| {
                let email = format!("agent{number}@desk.example");
                let person = team.served.worker("Sacha Marin", &email, Role::Agent);
                team.served.signed_in(person)
            })
            .collect();
        let since = team.served.desk.clock().now().timestamp_micros();
        let mut all: Vec<Watching> = people
            .iter()
            .flat_map(|person| {
                let path = format!("/queue/live?since={since}");
                (0..5).map(move |_| {
                    let mut one = Watching::from(person, &path);
                    one.hears("event: queue", LONG);
                    one
                })
            })
            .collect();
        // The desk is asked on 64 threads, and answers.
        assert_eq!(team.camille.get("/queue").status, 200);
        let filing = Instant::now();
        team.served.filed(&[("subject", "À tous")]);
        for watching in &mut all {
            watching.hears("À tous", LONG);
        }
        assert!(filing.elapsed() < LONG, "{:?}", filing.elapsed());
    });
}
