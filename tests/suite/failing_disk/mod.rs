//! The disk under the real program fails, at any write and any sync: nothing that was refused is
//! said to be kept, nothing that was acknowledged is lost, reading goes on, the page says what
//! happened, and all goes on by itself once the disk is well.
//!
//! `GUICHET_TEST_FAULTS=all` lets every single call fail, and repeats whatever is random more often.

mod full;
mod power;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::Secret,
    domain::{
        access::Scope,
        ids::{MessageId, TicketId},
    },
    edges::mail::Catcher,
    store::DatabaseUrl,
};

use crate::{
    desk_world::{blocked, desk, request},
    kills::{
        GoHome, Told, agent, assert_all_there, assert_each_level_once, assert_letters,
        assert_sound, desk_in, drawn, looked_at, number,
        people::{Acknowledged, Person, asked_in},
        say,
        server::{Program, Server},
    },
    support::{
        app::{Answer, form},
        disk::{Disk, EIO, ENOSPC, Fault, SYNCS, WRITES},
        on_sqlite,
    },
};

/// How a disk fails.
const FAULTS: [Fault; 5] = [
    Fault {
        kinds: WRITES,
        error: EIO,
        lasting: false,
        torn: true,
    },
    Fault {
        kinds: WRITES,
        error: ENOSPC,
        lasting: true,
        torn: false,
    },
    Fault {
        kinds: WRITES,
        error: ENOSPC,
        lasting: false,
        torn: true,
    },
    Fault {
        kinds: SYNCS,
        error: EIO,
        lasting: false,
        torn: false,
    },
    Fault {
        kinds: WRITES + SYNCS,
        error: EIO,
        lasting: true,
        torn: true,
    },
];

/// More calls than one filing, reply or sweep makes.
const MANY: i64 = 2_000;

/// Which calls are to fail, one after the other: each of them, or the first ones and every sixth.
fn calls(offset: usize) -> impl Iterator<Item = i64> {
    let offset = i64::try_from(offset % 6).unwrap();
    (1..MANY).filter(move |nth| all() || *nth < 4 || nth % 6 == offset)
}

/// Whether to be thorough rather than quick.
fn all() -> bool {
    std::env::var("GUICHET_TEST_FAULTS").is_ok_and(|how| how == "all")
}

/// The program on a disk that obeys, and everything it has acknowledged.
struct Scene<'a> {
    url: &'a DatabaseUrl,
    disk: &'a Disk,
    program: Program,
    server: Option<Server>,
    yes: Acknowledged,
    refused: usize,
    count: usize,
}

impl<'a> Scene<'a> {
    fn on(url: &'a DatabaseUrl, disk: &'a Disk, mut program: Program) -> Self {
        program.variables = disk.variables();
        let mut scene = Self {
            url,
            disk,
            program,
            server: None,
            yes: Acknowledged::default(),
            refused: 0,
            count: 0,
        };
        scene.start();
        // Without one, each start would write a link for the first one.
        agent(url);
        scene
    }

    fn start(&mut self) {
        let mut server = self.program.start(None);
        server.until_answered();
        self.server = Some(server);
    }

    fn kill(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
    }

    /// Every second reader reads English.
    fn lang(&self) -> &'static str {
        if self.count.is_multiple_of(2) {
            "fr"
        } else {
            "en"
        }
    }

    fn ask(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        asked_in(self.program.port, self.lang(), method, path, "", fields)
            .unwrap_or_else(|| panic!("{method} {path} was not answered"))
    }

    /// Files a request; the same again is the same form.
    fn file(&self, key: &Secret) -> Answer {
        let subject = subject(key);
        let email = format!("c{}@marlaix.example", self.count);
        let fields = form(&[
            ("key", key.reveal()),
            ("service", "support"),
            ("subject", &subject),
            ("email", &email),
        ]);
        self.ask("POST", "/", &fields)
    }

    fn reply(&self, key: &Secret, message: MessageId) -> Answer {
        let id = message.to_string();
        let words = format!("Encore la même chose, {id}.");
        let fields = [("message", id.as_str()), ("text", words.as_str())];
        self.ask(
            "POST",
            &format!("/requests/{}/reply", key.reveal()),
            &fields,
        )
    }

    /// Files one more request while the disk fails at its `nth` call, and again once it is well.
    /// Whether the disk came to fail.
    fn file_through(&mut self, fault: Fault, nth: i64) -> bool {
        self.count += 1;
        let key = Secret::draw();
        self.disk.fail(fault, nth);
        let answer = self.file(&key);
        let failed = self.look_around(&answer, fault, nth);
        if answer.status != 303 {
            self.refused += 1;
            let again = self.file(&key);
            assert_eq!(again.status, 303, "{fault:?} at {nth}: {}", again.body);
        }
        self.remember(key);
        failed
    }

    fn reply_through(&mut self, to: &Secret, fault: Fault, nth: i64) -> bool {
        self.count += 1;
        let message = MessageId::fresh();
        self.disk.fail(fault, nth);
        let answer = self.reply(to, message);
        let failed = self.look_around(&answer, fault, nth);
        if answer.status != 303 {
            self.refused += 1;
            let again = self.reply(to, message);
            assert_eq!(again.status, 303, "{fault:?} at {nth}: {}", again.body);
        }
        self.yes.replied.lock().unwrap().push((to.clone(), message));
        failed
    }

    /// After an answer: what it says is what happened, and reading goes on. Heals the disk.
    fn look_around(&self, answer: &Answer, fault: Fault, nth: i64) -> bool {
        let failed = self.disk.failed() > 0;
        let what = format!("{fault:?} at {nth}");
        if answer.status != 303 {
            assert!(failed, "{what}: {} {}", answer.status, answer.body);
            self.assert_clear(answer, &what);
        }
        if failed && fault.lasting {
            let known = self.yes.filed.lock().unwrap().last().cloned();
            assert_eq!(self.ask("GET", "/", &[]).status, 200, "{what}");
            if let Some((key, subject)) = known {
                let page = self.ask("GET", &format!("/requests/{}", key.reveal()), &[]);
                assert_eq!(page.status, 200, "{what}");
                assert!(page.body.contains(&subject), "{what}");
            }
            let ready = self.ask("GET", "/readyz", &[]);
            if answer.status != 303 {
                assert_eq!(ready.status, 503, "{what}: {}", ready.body);
                assert!(ready.body.contains("disk"), "{what}: {}", ready.body);
            }
        }
        self.disk.heal();
        if failed {
            let ready = self.ask("GET", "/readyz", &[]);
            assert_eq!(ready.status, 200, "{what}: {}", ready.body);
        }
        failed
    }

    /// The page says what happened, that nothing is lost, and what to do.
    fn assert_clear(&self, answer: &Answer, what: &str) {
        assert_eq!(answer.status, 503, "{what}: {}", answer.body);
        assert!(answer.header("retry-after").is_some(), "{what}");
        let body = answer.body.replace(['\u{a0}', '\u{202f}'], " ");
        let told = match self.lang() {
            "fr" => [
                "Guichet ne peut pas enregistrer pour le moment",
                "Guichet n’a plus de place pour enregistrer",
                "Rien de ce qui était enregistré n’est perdu",
                "revenez en arrière et envoyez de nouveau",
            ],
            _ => [
                "Guichet cannot record anything at the moment",
                "Guichet has no room left to record anything",
                "Nothing that was recorded is lost",
                "go back and send",
            ],
        };
        let says = |part: usize| body.contains(told[part]);
        assert!(says(0) != says(1), "{what}: {body}");
        assert!(says(2) && says(3), "{what}: {body}");
    }

    fn remember(&self, key: Secret) {
        let subject = subject(&key);
        self.yes.filed.lock().unwrap().push((key, subject));
    }

    /// Ends the program: all that was acknowledged is there, whole, once.
    fn end(mut self) -> Acknowledged {
        self.kill();
        assert_sound(&desk_in(self.url, TimeDelta::zero()), "the last fault");
        assert_all_there(self.url, &self.yes);
        self.yes
    }
}

fn subject(key: &Secret) -> String {
    format!("Panne {}", &key.reveal()[..16])
}

fn folder_of(url: &DatabaseUrl) -> std::path::PathBuf {
    let masked = url.masked();
    Path::new(masked.trim_start_matches("sqlite:"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Runs `test` on a disk that obeys, with settings elsewhere.
fn on_a_failing_disk(test: impl Fn(&DatabaseUrl, &Disk, &Path, &Catcher)) {
    on_sqlite(|url| {
        let Some(disk) = Disk::under(&folder_of(url)) else {
            return;
        };
        let settings = tempfile::tempdir().unwrap();
        let catcher = Catcher::start().unwrap();
        test(url, &disk, settings.path(), &catcher);
    });
}

#[test]
fn no_filing_and_no_reply_is_acknowledged_whose_write_or_sync_fails() {
    on_a_failing_disk(|url, disk, settings, catcher| {
        let program = Program::over(url, settings, catcher).without_mail();
        let mut scene = Scene::on(url, disk, program);
        let first = Secret::draw();
        assert_eq!(scene.file(&first).status, 303);
        scene.remember(first.clone());
        let (mut filings, mut replies) = (0, 0);
        for fault in FAULTS {
            filings += calls(scene.refused)
                .take_while(|nth| scene.file_through(fault, *nth))
                .count();
            replies += calls(scene.refused)
                .take_while(|nth| scene.reply_through(&first, fault, *nth))
                .count();
        }
        let (refused, worked) = (scene.refused, disk.worked());
        assert!(
            filings > 20 && replies > 20 && refused > 40,
            "{filings} {replies} {refused}"
        );
        let yes = scene.end();
        say(&format!(
            "{filings} filings and {replies} replies through a failing disk: {refused} refused and sent again, \
             {} acknowledged, of {} writes and {} syncs",
            yes.count(),
            worked.0,
            worked.1
        ));
    });
}

#[test]
fn a_commit_whose_sync_failed_is_whole_or_nowhere_after_a_kill() {
    on_a_failing_disk(|url, disk, settings, catcher| {
        let program = Program::over(url, settings, catcher).without_mail();
        let mut scene = Scene::on(url, disk, program);
        for fault in FAULTS {
            for nth in 1..MANY {
                scene.count += 1;
                let key = Secret::draw();
                // All syncs; of the writes, those that are more than half way through a commit.
                let nth = if fault.kinds == SYNCS { nth } else { nth * 7 };
                disk.fail(fault, nth);
                let answer = scene.file(&key);
                let failed = disk.failed() > 0;
                scene.kill();
                disk.heal();
                scene.start();
                if answer.status != 303 {
                    scene.assert_clear(&answer, &format!("{fault:?} at {nth}"));
                    assert_eq!(scene.file(&key).status, 303);
                }
                scene.remember(key);
                if !failed {
                    break;
                }
            }
        }
        scene.end();
    });
}

#[test]
fn a_sweep_whose_write_fails_is_made_again_by_itself() {
    on_a_failing_disk(|url, disk, settings, catcher| {
        let program = Program::over(url, settings, catcher).without_mail();
        let mut scene = Scene::on(url, disk, program);
        let now = SystemClock.now();
        let clock = Arc::new(VirtualClock::stopped(now));
        let desk = desk(url, &clock);
        let mut overdue: Vec<TicketId> = Vec::new();
        for (rank, fault) in FAULTS.into_iter().enumerate() {
            let mut nth = 1;
            loop {
                scene.count += 1;
                disk.fail(fault, nth);
                clock.set(now - TimeDelta::days(14));
                let ticket = desk.file_ticket(request("support", blocked())).unwrap();
                clock.set(now);
                let ticket = ticket.ticket;
                overdue.push(ticket);
                let told = || {
                    let page = desk.ticket(ticket, &Scope::Desk).unwrap();
                    !page.escalations.is_empty()
                };
                until("the sweep began", || disk.failed() > 0 || told());
                let failed = disk.failed() > 0;
                if failed && fault.lasting {
                    assert_eq!(scene.ask("GET", "/", &[]).status, 200);
                }
                disk.heal();
                until("the sweep was made again", told);
                if !failed {
                    break;
                }
                nth += if all() {
                    1
                } else {
                    11 + i64::try_from(rank).unwrap()
                };
            }
        }
        drop(desk);
        scene.end();
        assert_each_level_once(url, &overdue);
    });
}

#[test]
fn what_people_sent_while_the_disk_failed_at_random_is_kept_if_it_was_acknowledged() {
    let rounds = if all() { 40 } else { 4 };
    let seed = number("GUICHET_TEST_SEED")
        .unwrap_or_else(|| u64::try_from(SystemClock.now().timestamp_micros()).unwrap());
    say(&format!(
        "the disk fails at random, GUICHET_TEST_SEED={seed}"
    ));
    on_a_failing_disk(|url, disk, settings, catcher| {
        let mut dice = seed;
        let mut program = Program::over(url, settings, catcher);
        program.variables = disk.variables();
        let mut first = program.start(None);
        first.until_answered();
        first.kill();
        let session = agent(url);
        let mut told = Told::default();
        let (yes, stop) = (Acknowledged::default(), AtomicBool::new(false));
        let mut faults = 0;
        thread::scope(|people| {
            let _home = GoHome(&stop);
            for name in 0..4 {
                let person = Person {
                    port: program.port,
                    dice: drawn(&mut dice, u64::MAX),
                    yes: &yes,
                    stop: &stop,
                };
                let session = session.clone();
                people.spawn(move || match name {
                    3 => person.answers(&session),
                    name => person.files(name),
                });
            }
            for round in 0..rounds {
                told.overdue
                    .extend(looked_at(url, &format!("round {round}")));
                let mut server = program.start(None);
                server.until_answered();
                for _ in 0..12 {
                    let fault = FAULTS[usize::try_from(drawn(&mut dice, 5)).unwrap()];
                    disk.fail(fault, 1 + i64::try_from(drawn(&mut dice, 60)).unwrap());
                    for _ in 0..100 {
                        if disk.failed() > 0 {
                            faults += 1;
                            break;
                        }
                        thread::sleep(Duration::from_millis(2));
                    }
                    thread::sleep(Duration::from_millis(drawn(&mut dice, 20)));
                    disk.heal();
                    thread::sleep(Duration::from_millis(drawn(&mut dice, 60)));
                }
                server.kill();
                told.gather(catcher);
            }
            stop.store(true, Ordering::Release);
        });
        told.gather(catcher);
        assert_all_there(url, &yes);
        assert_each_level_once(url, &told.overdue);
        assert_letters(url, &told.letters);
        say(&format!(
            "{faults} faults at random: {} sent, {} acknowledged",
            yes.tried.load(Ordering::Relaxed),
            yes.count()
        ));
        assert!(faults > 0 && yes.count() > 0);
    });
}

/// Waits for something that comes by itself, half a minute at most.
fn until(what: &str, there: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if there() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("in vain: {what}");
}
