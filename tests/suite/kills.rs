//! The program killed at random moments, again and again, while requests and replies come in,
//! levels fire and letters leave: what was acknowledged is there, whole, and nothing is doubled.
//!
//! `GUICHET_TEST_KILLS` says how often, `GUICHET_TEST_SEED` repeats a run's moments.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use chrono::TimeDelta;
use guichet::{
    clock::{Clock as _, SystemClock, VirtualClock},
    desk::{Desk, Secret},
    domain::{
        ids::{MessageId, TicketId},
        letter::{Letter, LetterState},
        notice::Notice,
    },
    edges::mail::Catcher,
    store::DatabaseUrl,
};

use crate::{
    desk_world::{Recorder, blocked, desk, request},
    support::{
        app::{Answer, form, read},
        on_postgres, on_sqlite,
    },
};

/// How many people write at the same time.
const CLIENTS: usize = 8;

/// How many overdue tickets each start finds.
const OVERDUE: usize = 3;

const SETTINGS: &str = "[[queue]]\nslug = \"support\"\nname = \"Support\"\nmail = \"queue@desk.example\"\n\
    [[service]]\nslug = \"support\"\nname = \"Support\"\nqueue = \"support\"\ncontract = \"standard\"\n";

/// What the server has said yes to.
#[derive(Debug, Default)]
struct Acknowledged {
    /// The keys of requests, with the subject of each.
    filed: Mutex<Vec<(Secret, String)>>,
    /// Replies, with the key of their request.
    replied: Mutex<Vec<(Secret, MessageId)>>,
    /// Tried, whatever came of it.
    tried: AtomicU64,
}

impl Acknowledged {
    fn count(&self) -> usize {
        self.filed.lock().unwrap().len() + self.replied.lock().unwrap().len()
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_kills_on_sqlite() {
    on_sqlite(killed_again_and_again);
}

#[test]
fn nothing_acknowledged_is_lost_by_kills_on_postgresql() {
    on_postgres(killed_again_and_again);
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Draws a number below `end` (SplitMix64, Steele and others 2014).
fn drawn(state: &mut u64, end: u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % end
}

fn killed_again_and_again(url: &DatabaseUrl) {
    let kills = number("GUICHET_TEST_KILLS").unwrap_or(20);
    let seed = number("GUICHET_TEST_SEED")
        .unwrap_or_else(|| u64::try_from(SystemClock.now().timestamp_micros()).unwrap());
    say(&format!(
        "{kills} kills on {}, GUICHET_TEST_SEED={seed}",
        url.engine()
    ));
    let mut dice = seed;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("guichet.toml"), SETTINGS).unwrap();
    let port = free_port();
    let catcher = Catcher::start().unwrap();
    let program = || start(url, folder.path(), port, &catcher);
    // The first start furnishes the database.
    let mut first = program();
    until_answered(&mut first, port);
    kill(first);
    let yes = Arc::new(Acknowledged::default());
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (yes, stop) = (Arc::clone(&yes), Arc::clone(&stop));
            let draw = drawn(&mut dice, u64::MAX);
            thread::spawn(move || people(client, port, draw, &yes, &stop))
        })
        .collect();
    let mut caught = Vec::new();
    let mut overdue = Vec::new();
    let mut seen = 0;
    for _ in 0..kills {
        overdue.extend(plant(url));
        let mut server = program();
        // One in four may die while it starts; the others have said yes to somebody since.
        if drawn(&mut dice, 4) > 0 {
            let before = yes.count();
            until_answered(&mut server, port);
            for _ in 0..1_000 {
                if yes.count() > before {
                    break;
                }
                thread::sleep(Duration::from_millis(10));
            }
        }
        thread::sleep(Duration::from_millis(drawn(&mut dice, 600)));
        kill(server);
        assert_sound(url);
        seen = gather(&catcher, seen, &mut caught);
    }
    stop.store(true, Ordering::Release);
    for client in clients {
        client.join().unwrap();
    }
    gather(&catcher, seen, &mut caught);
    assert_all_there(url, &yes);
    assert_each_level_once(url, &overdue);
    assert_letters(url, &caught);
    let filed = yes.filed.lock().unwrap().len();
    let replied = yes.replied.lock().unwrap().len();
    say(&format!(
        "{} sent, {filed} requests and {replied} replies acknowledged, {} letters caught",
        yes.tried.load(Ordering::Relaxed),
        caught.len()
    ));
    assert!(
        u64::try_from(filed).unwrap() >= kills / 2,
        "too little came through to prove anything"
    );
}

/// Adds the letters caught after the rank `seen`, and gives the last rank.
fn gather(catcher: &Catcher, seen: u64, caught: &mut Vec<(String, Vec<String>, String)>) -> u64 {
    let mut last = seen;
    for letter in catcher.letters() {
        if letter.index > seen {
            last = letter.index;
            let id = letter.header("message-id").unwrap().to_owned();
            caught.push((id, letter.to, letter.subject));
        }
    }
    last
}

fn say(line: &str) {
    #[expect(
        clippy::explicit_write,
        reason = "the harness would hide what the macro prints"
    )]
    writeln!(std::io::stderr(), "kills: {line}").unwrap();
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn start(url: &DatabaseUrl, folder: &Path, port: u16, catcher: &Catcher) -> Child {
    let said = fs::File::create(folder.join("said.txt")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_guichet"))
        .arg("serve")
        .env_clear()
        .env("GUICHET_CONFIG", folder.join("guichet.toml"))
        .env("DATABASE_URL", address(url))
        .env("GUICHET_LISTEN", format!("127.0.0.1:{port}"))
        .env("GUICHET_BASE_URL", format!("http://127.0.0.1:{port}"))
        .env("GUICHET_SMTP_URL", catcher.url())
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(said)
        .spawn()
        .unwrap()
}

/// Where the database is; it has no password.
fn address(url: &DatabaseUrl) -> String {
    url.masked()
}

fn until_answered(server: &mut Child, port: u16) {
    for _ in 0..3_000 {
        assert!(server.try_wait().unwrap().is_none(), "the server ended");
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("the server does not answer");
}

/// Kills without a warning. It must not have ended by itself before.
fn kill(mut server: Child) {
    assert!(
        server.try_wait().unwrap().is_none(),
        "the server ended by itself"
    );
    server.kill().unwrap();
    server.wait().unwrap();
}

/// Somebody who files and replies until told to stop, and remembers every yes. What got no answer
/// is sometimes sent again, as people do.
fn people(client: usize, port: u16, seed: u64, yes: &Acknowledged, stop: &AtomicBool) {
    let mut dice = seed;
    let mut mine: Vec<Secret> = Vec::new();
    let mut count = 0;
    while !stop.load(Ordering::Acquire) {
        count += 1;
        if !mine.is_empty() && drawn(&mut dice, 3) == 0 {
            let pick = usize::try_from(drawn(&mut dice, mine.len() as u64)).unwrap();
            let key = mine[pick].clone();
            let message = MessageId::fresh();
            let id = message.to_string();
            let words = format!("Encore la même chose, {id}.");
            let fields = [("message", id.as_str()), ("text", words.as_str())];
            let path = format!("/requests/{}/reply", key.reveal());
            if sent(port, &path, &fields, &mut dice, yes, stop) {
                yes.replied.lock().unwrap().push((key, message));
            }
        } else {
            let key = Secret::draw();
            let subject = format!("Panne {client}-{count}");
            let email = format!("client{client}@marlaix.example");
            let fields = form(&[
                ("key", key.reveal()),
                ("service", "support"),
                ("subject", &subject),
                ("email", &email),
            ]);
            if sent(port, "/", &fields, &mut dice, yes, stop) {
                mine.push(key.clone());
                yes.filed.lock().unwrap().push((key, subject.clone()));
            }
        }
        thread::sleep(Duration::from_millis(drawn(&mut dice, 20)));
    }
}

/// Whether the server said yes.
fn sent(
    port: u16,
    path: &str,
    fields: &[(&str, &str)],
    dice: &mut u64,
    yes: &Acknowledged,
    stop: &AtomicBool,
) -> bool {
    loop {
        yes.tried.fetch_add(1, Ordering::Relaxed);
        match posted(port, path, fields) {
            Some(answer) if answer.status == 303 => return true,
            Some(answer) if answer.status > 0 => {
                // Too much at once is a fair answer; that the form is wrong is not.
                assert!(
                    answer.status >= 500 || answer.status == 429,
                    "{path}: {} {}",
                    answer.status,
                    answer.body
                );
            }
            _ => {}
        }
        if stop.load(Ordering::Acquire) || drawn(dice, 3) == 0 {
            return false;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Sends a form, whoever listens.
fn posted(port: u16, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let site = format!("127.0.0.1:{port}");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {site}\r\nOrigin: http://{site}\r\nConnection: close\r\n\
         Accept-Language: fr\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(&site).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    stream.write_all(head.as_bytes()).ok()?;
    Some(read(&mut stream))
}

fn desk_in(url: &DatabaseUrl, from_now: TimeDelta) -> Desk {
    desk(
        url,
        &Arc::new(VirtualClock::stopped(SystemClock.now() + from_now)),
    )
}

/// Tickets whose deadlines passed while nobody was there.
fn plant(url: &DatabaseUrl) -> Vec<TicketId> {
    let desk = desk_in(url, -TimeDelta::days(14));
    (0..OVERDUE)
        .map(|_| {
            desk.file_ticket(request("support", blocked()))
                .unwrap()
                .ticket
        })
        .collect()
}

fn assert_sound(url: &DatabaseUrl) {
    let mut told = Vec::new();
    desk_in(url, TimeDelta::zero())
        .check(&mut |_, found| told.extend(found.iter().map(ToString::to_string)))
        .unwrap();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// Every request and reply that was acknowledged is there, whole, and once.
fn assert_all_there(url: &DatabaseUrl, yes: &Acknowledged) {
    let desk = desk_in(url, TimeDelta::zero());
    let letters = letters(&desk);
    let mut confirmed: BTreeMap<TicketId, usize> = BTreeMap::new();
    for letter in &letters {
        if let Notice::Received { ticket, .. } = &letter.notice {
            *confirmed.entry(ticket.id).or_default() += 1;
        }
    }
    let mut tickets = BTreeSet::new();
    for (key, subject) in yes.filed.lock().unwrap().iter() {
        let page = desk.request(key).unwrap();
        assert_eq!(page.ticket.subject.as_str(), subject);
        assert!(
            !page.stored.is_empty() && !page.messages.is_empty(),
            "{subject}"
        );
        assert_eq!(confirmed.get(&page.ticket.id), Some(&1), "{subject}");
        assert!(tickets.insert(page.ticket.id), "{subject} is two requests");
    }
    for (key, message) in yes.replied.lock().unwrap().iter() {
        let page = desk.request(key).unwrap();
        let there = page
            .messages
            .iter()
            .filter(|one| one.id == *message)
            .count();
        assert_eq!(there, 1, "{message} of {}", page.ticket.reference);
    }
}

/// What was overdue is told of, and a last sweep leaves nothing.
fn assert_each_level_once(url: &DatabaseUrl, overdue: &[TicketId]) {
    let desk = desk_in(url, TimeDelta::zero());
    assert_eq!(desk.escalate().unwrap().failed, 0);
    assert_eq!(desk.escalate().unwrap().fired, 0);
    for ticket in overdue {
        let page = desk
            .ticket(*ticket, guichet::domain::access::Scope::Desk)
            .unwrap();
        let mut levels = BTreeSet::new();
        for one in &page.escalations {
            for level in one.level.folded.iter().chain([&one.level.level]) {
                assert!(
                    levels.insert((one.clock, one.run, *level)),
                    "{}: level {level} of {} twice",
                    page.ticket.reference,
                    one.clock
                );
            }
        }
        assert!(!levels.is_empty(), "{} told nobody", page.ticket.reference);
    }
    assert_sound(url);
}

/// Every letter leaves, and whatever came twice is the same letter.
fn assert_letters(url: &DatabaseUrl, caught: &[(String, Vec<String>, String)]) {
    // Those who were killed held leases: they end.
    let desk = desk_in(url, TimeDelta::minutes(10));
    let late = Recorder::taking();
    desk.deliver(&late).unwrap();
    let letters = letters(&desk);
    let known: BTreeMap<&str, &Letter> = letters
        .iter()
        .map(|letter| (letter.message_id.as_str(), letter))
        .collect();
    let mut left: BTreeSet<&str> = BTreeSet::new();
    for (id, to, subject) in caught {
        let letter = known.get(id.as_str());
        let letter = letter.unwrap_or_else(|| panic!("{id} is no letter of the desk: {subject}"));
        assert_eq!(to, &[letter.recipient.to_string()]);
        left.insert(id);
    }
    let again: Vec<Letter> = late.tried();
    left.extend(again.iter().map(|letter| letter.message_id.as_str()));
    for letter in &letters {
        assert_eq!(letter.state, LetterState::Sent, "{}", letter.message_id);
        assert!(
            left.contains(letter.message_id.as_str()),
            "{} never left",
            letter.message_id
        );
    }
}

fn letters(desk: &Desk) -> Vec<Letter> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let (page, _) = desk.letters(None, before).unwrap();
        let Some(last) = page.last() else {
            return all;
        };
        before = Some((last.created_at, last.id));
        all.extend(page);
    }
}
