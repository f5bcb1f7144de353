//! Three processes on one PostgreSQL, one killed, one frozen and thawed after its leases are over:
//! nothing is doubled, and nothing waits longer than its lease.
//!
//! `GUICHET_TEST_ROUNDS` says how often, `GUICHET_TEST_SEED` repeats a run's moments.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::Desk,
    domain::{
        access::Scope,
        ids::TicketId,
        letter::{Letter, LetterState},
    },
    store::DatabaseUrl,
};

use crate::{
    desk_world::{blocked, desk, every_letter, request, wait_until},
    support::{
        number, on_postgres, on_sqlite,
        program::{Person, Program, all_there, command, drawn},
        say,
    },
};

/// How many people write at the same time.
const PEOPLE: usize = 6;
/// How many letters one process sends at the same moment.
const COURIERS: usize = 2;
/// How long the server keeps a hanging process's transaction open, and some room.
const UNLOCKED_WITHIN: Duration = Duration::from_secs(8);
/// How soon after its lease a letter leaves, on a machine that has much else to do: what is stuck waits
/// for another lease, which is five minutes.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(90);

/// A mail server that takes its time over each letter, and keeps the Message-IDs.
#[derive(Clone, Debug)]
struct Slow {
    port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Slow {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let slow = Self {
            port: listener.local_addr().unwrap().port(),
            taken: Arc::default(),
        };
        let taken = Arc::clone(&slow.taken);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let taken = Arc::clone(&taken);
                thread::spawn(move || converse(stream.unwrap(), &taken));
            }
        });
        slow
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }
}

/// Ends when the other side does.
fn converse(mut stream: TcpStream, taken: &Mutex<Vec<String>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut say = |answer: &str| stream.write_all(answer.as_bytes()).ok();
    say("220 slow\r\n")?;
    loop {
        let line = lines.next()?.ok()?;
        match line.split(' ').next()? {
            "EHLO" => say("250-slow\r\n250 8BITMIME\r\n")?,
            "DATA" => {
                say("354 go on\r\n")?;
                let mut id = String::new();
                loop {
                    let line = lines.next()?.ok()?;
                    if let Some(found) = line.strip_prefix("Message-ID: ") {
                        found.clone_into(&mut id);
                    }
                    if line == "." {
                        break;
                    }
                }
                thread::sleep(Duration::from_millis(10));
                taken.lock().unwrap().push(id);
                thread::sleep(Duration::from_millis(10));
                say("250 taken\r\n")?;
            }
            "QUIT" => return say("221 bye\r\n"),
            _ => say("250 yes\r\n")?,
        }
    }
}

/// The processes that answer, for those who write.
#[derive(Debug, Default)]
struct Doors {
    ports: Mutex<Vec<u16>>,
    yes: AtomicUsize,
    quiet: AtomicBool,
    stop: AtomicBool,
}

impl Doors {
    fn until_more(&self, count: usize, most: Duration) {
        let before = self.yes.load(Ordering::Acquire);
        wait_until(&format!("{count} more are taken"), most, || {
            self.yes.load(Ordering::Acquire) >= before + count
        });
    }
}

fn people(number: usize, doors: &Doors) -> Person {
    let mut person = Person::new(&format!("Client{number}"));
    let mut turn = number;
    while !doors.stop.load(Ordering::Acquire) {
        thread::sleep(Duration::from_millis(30));
        if doors.quiet.load(Ordering::Acquire) {
            continue;
        }
        turn += 1;
        let port = {
            let ports = doors.ports.lock().unwrap();
            ports[turn % ports.len()]
        };
        let answer = person.write(port, Duration::from_secs(10));
        if let Some(answer) = answer {
            assert!([303, 503].contains(&answer.status), "{}", answer.body);
            doors
                .yes
                .fetch_add(usize::from(answer.status == 303), Ordering::AcqRel);
        }
    }
    person
}

fn in_past(url: &DatabaseUrl) -> Desk {
    desk(
        url,
        &Arc::new(VirtualClock::stopped(
            SystemClock.now() - TimeDelta::days(14),
        )),
    )
}

#[test]
fn of_three_processes_one_is_killed_and_one_frozen_and_nothing_is_doubled_or_stuck() {
    on_postgres(three_processes);
}

/// Servers that share a database, and those who write to them.
struct Fleet<'a> {
    url: &'a DatabaseUrl,
    folder: tempfile::TempDir,
    /// By how many seconds the clocks of all are ahead.
    ahead: i64,
    servers: Vec<(Program, Slow)>,
    /// The mail servers of those who were frozen or killed.
    faulty: Vec<Slow>,
    doors: Arc<Doors>,
}

/// The worst of all rounds.
#[derive(Debug, Default)]
struct Worst {
    blocked_for: Duration,
    taken_over: Duration,
    left_behind: usize,
}

impl Fleet<'_> {
    fn start_one(&mut self) {
        let slow = Slow::start();
        let program = Program::start(self.url, self.folder.path(), &slow.url());
        self.servers.push((program, slow));
        self.open_doors();
    }

    fn open_doors(&self) {
        *self.doors.ports.lock().unwrap() = self.servers.iter().map(|one| one.0.port).collect();
    }

    fn now(&self) -> Desk {
        let instant = SystemClock.now() + TimeDelta::seconds(self.ahead);
        desk(self.url, &Arc::new(VirtualClock::stopped(instant)))
    }

    /// One hangs in the middle of whatever it does, another dies, and the leases of both end.
    fn round(&mut self, dice: &mut u64, worst: &mut Worst) {
        thread::sleep(Duration::from_millis(drawn(dice, 600)));
        let (frozen, frozen_mail) = self.servers.remove(0);
        let (mut killed, killed_mail) = self.servers.remove(0);
        self.open_doors();
        frozen.freeze();
        let hung = Instant::now();
        thread::sleep(Duration::from_millis(drawn(dice, 100)));
        killed.kill();
        self.faulty.push(killed_mail);
        self.start_one();
        self.doors.until_more(20, UNLOCKED_WITHIN * 2);
        worst.blocked_for = worst.blocked_for.max(hung.elapsed());
        let unlocked = || hung.elapsed() > UNLOCKED_WITHIN;
        wait_until(
            "who hangs blocks nobody any more",
            UNLOCKED_WITHIN * 2,
            unlocked,
        );
        // What still can leave, leaves; the rest is in the hands of those who hang or are dead.
        self.doors.quiet.store(true, Ordering::Release);
        let looking = self.now();
        let owed = || -> Vec<Letter> {
            let mut all = every_letter(&looking);
            all.retain(|letter| letter.state == LetterState::Owed);
            all
        };
        wait_until(
            "all that can leave has left",
            Duration::from_secs(30),
            || owed().iter().all(|letter| letter.lease_until.is_some()),
        );
        worst.left_behind += owed().len();
        // Their leases end.
        self.ahead += 6 * 60;
        fs::write(self.folder.path().join("clock"), self.ahead.to_string()).unwrap();
        let over = Instant::now();
        loop {
            let left = owed();
            if left.is_empty() {
                break;
            }
            assert!(
                over.elapsed() < TAKEN_OVER_WITHIN,
                "what they left is not taken over at {}: {:?}",
                looking.clock().now(),
                left.iter()
                    .map(|one| {
                        let error = one.last_error.as_deref();
                        (one.attempts, one.next_try_at, one.lease_until, error)
                    })
                    .collect::<Vec<_>>()
            );
            thread::sleep(Duration::from_millis(10));
        }
        worst.taken_over = worst.taken_over.max(over.elapsed());
        frozen.thaw();
        self.doors.quiet.store(false, Ordering::Release);
        self.faulty.push(frozen_mail.clone());
        self.servers.push((frozen, frozen_mail));
        self.open_doors();
        self.doors.until_more(30, Duration::from_secs(60));
    }
}

fn three_processes(url: &DatabaseUrl) {
    let rounds = number("GUICHET_TEST_ROUNDS").unwrap_or(1);
    let mut dice = number("GUICHET_TEST_SEED")
        .unwrap_or_else(|| u64::try_from(SystemClock.now().timestamp_micros()).unwrap());
    say(
        "fleet",
        &format!("{rounds} rounds, GUICHET_TEST_SEED={dice}"),
    );
    let mut fleet = Fleet {
        url,
        folder: tempfile::tempdir().unwrap(),
        ahead: 0,
        servers: Vec::new(),
        faulty: Vec::new(),
        doors: Arc::default(),
    };
    (0..3).for_each(|_| fleet.start_one());
    let writers: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let doors = Arc::clone(&fleet.doors);
            thread::spawn(move || people(number, &doors))
        })
        .collect();
    let mut overdue: Vec<TicketId> = Vec::new();
    let mut worst = Worst::default();
    for _ in 0..rounds {
        fleet.doors.until_more(20, Duration::from_secs(60));
        let past = in_past(url);
        let late = |_| {
            past.file_ticket(request("support", blocked()))
                .unwrap()
                .ticket
        };
        overdue.extend((0..20).map(late));
        fleet.round(&mut dice, &mut worst);
    }
    fleet.doors.stop.store(true, Ordering::Release);
    let people: Vec<Person> = writers.into_iter().map(|one| one.join().unwrap()).collect();
    let looking = fleet.now();
    wait_until("every letter has left", Duration::from_secs(60), || {
        every_letter(&looking)
            .iter()
            .all(|one| one.state == LetterState::Sent)
    });
    let (filed, replied) = all_there(&looking, &people);
    let fired = assert_each_level_once(&looking, &overdue);
    let well = fleet.servers.iter().map(|(_, mail)| (mail.clone(), false));
    let mail: Vec<_> = fleet
        .faulty
        .iter()
        .map(|mail| (mail.clone(), true))
        .chain(well)
        .collect();
    let doubled = assert_letters(&looking, &mail, rounds);
    say(
        "fleet",
        &format!(
            "{filed} requests and {replied} replies acknowledged, {fired} levels, each once; after a process hung 20 more were taken within {:.1} s; {} letters were left behind and gone {:.2} s after their leases; {doubled} letters sent twice, by who hung or died",
            worst.blocked_for.as_secs_f64(),
            worst.left_behind,
            worst.taken_over.as_secs_f64(),
        ),
    );
}

fn assert_each_level_once(desk: &Desk, overdue: &[TicketId]) -> usize {
    let mut all = 0;
    for ticket in overdue {
        let page = desk.ticket(*ticket, &Scope::Desk).unwrap();
        let mut levels = BTreeSet::new();
        for one in &page.escalations {
            all += 1;
            for level in one.level.folded.iter().chain([&one.level.level]) {
                assert!(
                    levels.insert((one.clock, one.run, *level)),
                    "level {level} twice"
                );
            }
        }
        assert!(!levels.is_empty(), "{} told nobody", page.ticket.reference);
    }
    let mut told = Vec::new();
    desk.check(&mut |_, found| told.extend(found.iter().map(ToString::to_string)))
        .unwrap();
    assert!(told.is_empty(), "{}", told.join("\n"));
    all
}

/// Every letter left; one that left twice did so by a process that hung or died on the way, and
/// there are no more of these than such a process carries at a moment.
fn assert_letters(desk: &Desk, mail: &[(Slow, bool)], rounds: u64) -> usize {
    let mut copies: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (slow, faulty) in mail {
        if seen.insert(slow.port) {
            for id in slow.taken.lock().unwrap().iter() {
                copies.entry(id.clone()).or_default().push(*faulty);
            }
        }
    }
    let known = every_letter(desk);
    for letter in &known {
        assert!(
            copies.contains_key(&letter.message_id),
            "{} never left",
            letter.message_id
        );
    }
    assert_eq!(copies.len(), known.len(), "a letter that nobody owes");
    let twice: Vec<_> = copies.values().filter(|one| one.len() > 1).collect();
    for by in &twice {
        assert!(
            by.len() == 2 && by.contains(&true),
            "sent twice by those who were well"
        );
    }
    let most = COURIERS * 2 * usize::try_from(rounds).unwrap();
    assert!(
        twice.len() <= most,
        "{} letters were sent twice",
        twice.len()
    );
    twice.len()
}

#[test]
fn a_second_server_on_an_sqlite_file_waits_for_the_first_to_end() {
    on_sqlite(|url| {
        let folder = tempfile::tempdir().unwrap();
        let smtp = Slow::start();
        let mut first = Program::start(url, folder.path(), &smtp.url());
        let log = folder.path().join("second.log");
        let port = {
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            free.local_addr().unwrap().port()
        };
        let mut second = command(url, folder.path(), &smtp.url(), port);
        let mut second = second
            .stderr(fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        wait_until(
            "the second one says that it waits",
            Duration::from_secs(20),
            || {
                fs::read_to_string(&log)
                    .unwrap()
                    .contains("waiting for it to end")
            },
        );
        assert!(second.try_wait().unwrap().is_none());
        first.kill();
        wait_until("the second one serves", Duration::from_secs(20), || {
            let held = fs::read_to_string(format!("{}-serve", path_of(url))).unwrap();
            held.trim() == second.id().to_string()
        });
        second.kill().unwrap();
        second.wait().unwrap();
    });
}

fn path_of(url: &DatabaseUrl) -> String {
    url.masked().trim_start_matches("sqlite:").to_owned()
}
