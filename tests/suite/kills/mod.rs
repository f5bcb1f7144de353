//! The program killed again and again, at random moments and at every named point between two
//! steps, while requests, replies and answers come in, levels fire and letters leave: what was
//! acknowledged is there, whole, and nothing is doubled.
//!
//! `GUICHET_TEST_KILLS` says how often on each engine, `GUICHET_TEST_SEED` repeats a run's moments.

pub mod mail;
pub mod people;
pub mod server;

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
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
    desk::{Desk, NewWorker, Secret},
    domain::{
        access::Scope,
        ids::TicketId,
        lang::Lang,
        letter::{Letter, LetterState},
        notice::Notice,
        people::Role,
        ticket::Line,
    },
    edges::mail::Catcher,
    kill_point::KillPoint,
    store::DatabaseUrl,
};

use self::{
    people::{Acknowledged, Person},
    server::Program,
};
use crate::{
    desk_world::{Recorder, address, blocked, desk, request},
    support::{app::PASSWORD, on_postgres, on_sqlite},
};

/// How many requesters write at the same time; an agent answers them.
const REQUESTERS: usize = 4;

/// How many overdue tickets each start finds.
const OVERDUE: usize = 2;

/// Kills on one engine, unless the variable says otherwise: with those of the other, two hundred.
const KILLS: usize = 100;

/// After so many kills another database is begun: each kill is followed by a look at all of it.
const ROUND: usize = 20;

/// How long a point may take to be passed, and how long its second passage, which need not come.
const REACHED_WITHIN: Duration = Duration::from_secs(30);
const REACHED_AGAIN_WITHIN: Duration = Duration::from_millis(400);

/// The longest that the program runs before it is killed at no point.
const RANDOM_WITHIN: u64 = 120;

#[test]
fn nothing_acknowledged_is_lost_by_kills_on_sqlite() {
    killed_again_and_again(|round| on_sqlite(round));
}

#[test]
fn nothing_acknowledged_is_lost_by_kills_on_postgresql() {
    killed_again_and_again(|round| on_postgres(round));
}

pub fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Draws a number below `end` (SplitMix64, Steele and others 2014).
pub fn drawn(state: &mut u64, end: u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % end
}

/// Where the program is to die.
#[derive(Clone, Copy, Debug)]
enum Death {
    /// At the first passage of a point, which must come.
    At(KillPoint),
    /// At a later passage, if it comes.
    AtLater(KillPoint, u64),
    /// Whenever.
    AnyTime,
}

/// Every point once, then points and moments in turn.
fn deaths(kills: usize, dice: &mut u64) -> Vec<Death> {
    let all = KillPoint::ALL;
    let mut deaths: Vec<Death> = all.iter().map(|point| Death::At(*point)).collect();
    while deaths.len() < kills {
        let next = if deaths.len().is_multiple_of(2) {
            let point = all[usize::try_from(drawn(dice, all.len() as u64)).unwrap()];
            // The first writes are those of the start.
            let most = if point.name().starts_with("write.") {
                40
            } else {
                3
            };
            Death::AtLater(point, 2 + drawn(dice, most))
        } else {
            Death::AnyTime
        };
        deaths.push(next);
    }
    // Rounds differ in what they begin and end with.
    for last in (1..deaths.len()).rev() {
        deaths.swap(last, usize::try_from(drawn(dice, last as u64 + 1)).unwrap());
    }
    deaths
}

fn killed_again_and_again(on_a_new_database: impl Fn(&dyn Fn(&DatabaseUrl))) {
    let kills = number("GUICHET_TEST_KILLS").map_or(KILLS, |kills| usize::try_from(kills).unwrap());
    let seed = number("GUICHET_TEST_SEED")
        .unwrap_or_else(|| u64::try_from(SystemClock.now().timestamp_micros()).unwrap());
    let mut dice = seed;
    let deaths = deaths(kills, &mut dice);
    let (died, filed) = (Cell::new(0), Cell::new(0));
    for (rank, some) in deaths.chunks(ROUND).enumerate() {
        let dice = drawn(&mut dice, u64::MAX);
        on_a_new_database(&|url| {
            if rank == 0 {
                say(&format!(
                    "{} kills on {}, GUICHET_TEST_SEED={seed}",
                    deaths.len(),
                    url.engine()
                ));
            }
            filed.set(filed.get() + round(url, some, dice));
            died.set(died.get() + some.len());
        });
    }
    // Over all rounds: in one alone a machine that has other things to do may let few through.
    assert!(
        filed.get() >= died.get() / 2,
        "too little came through to prove anything: {filed:?} of {died:?}"
    );
}

/// One database, and so many deaths; how many requests were acknowledged.
fn round(url: &DatabaseUrl, deaths: &[Death], mut dice: u64) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let catcher = Catcher::start().unwrap();
    let program = Program::over(url, folder.path(), &catcher);
    // The first start furnishes the database.
    let mut first = program.start(None);
    first.until_answered();
    first.kill();
    let mut told = Told {
        overdue: looked_at(url, "the first start"),
        ..Told::default()
    };
    let session = agent(url);
    let (yes, stop) = (Acknowledged::default(), AtomicBool::new(false));
    thread::scope(|people| {
        // Whatever fails here, the people must go home: the scope waits for them.
        let _home = GoHome(&stop);
        let front = mail::Front {
            port: program.mail_port,
            dice: drawn(&mut dice, u64::MAX),
            yes: &yes,
            stop: &stop,
        };
        people.spawn(move || front.hands_over());
        for name in 0..=REQUESTERS {
            let person = Person {
                port: program.port,
                dice: drawn(&mut dice, u64::MAX),
                yes: &yes,
                stop: &stop,
            };
            let session = session.clone();
            people.spawn(move || match name {
                REQUESTERS => person.answers(&session),
                name => person.files(name),
            });
        }
        for death in deaths {
            die(&program, *death, &yes, &mut dice);
            // Whoever opens the database first now has to mend what the dead one left.
            told.overdue.extend(looked_at(url, &format!("{death:?}")));
            told.gather(&catcher);
        }
    });
    told.gather(&catcher);
    mail::assert_all_in_their_place(url, &yes);
    assert_all_there(url, &yes);
    assert_each_level_once(url, &told.overdue);
    let again = assert_letters(url, &told.letters);
    let filed = yes.filed.lock().unwrap().len();
    say(&format!(
        "{} kills: {} sent, {filed} requests, {} replies, {} answers and {} letters acknowledged, {} letters caught, {} of them again",
        deaths.len(),
        yes.tried.load(Ordering::Relaxed),
        yes.replied.lock().unwrap().len(),
        yes.answered.lock().unwrap().len(),
        yes.mailed.lock().unwrap().len(),
        told.caught,
        told.caught - told.letters.len() + again,
    ));
    filed
}

/// The session of somebody who answers.
pub fn agent(url: &DatabaseUrl) -> Secret {
    let desk = desk_in(url, TimeDelta::zero());
    let worker = NewWorker {
        name: Line::parse("Camille").unwrap(),
        email: address("camille@desk.example"),
        role: Role::Agent,
        lang: Lang::Fr,
    };
    let agent = desk.add_worker(&worker).unwrap();
    let link = desk.set_up_link(Some(agent)).unwrap();
    desk.set_up(&link, None, PASSWORD).unwrap();
    desk.open_session(agent, "suite").unwrap()
}

/// Sends everybody home when dropped.
pub struct GoHome<'a>(pub &'a AtomicBool);

impl Drop for GoHome<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// One life of the program.
fn die(program: &Program, death: Death, yes: &Acknowledged, dice: &mut u64) {
    match death {
        Death::At(point) => {
            let server = program.start(Some(point.name()));
            let stood = server.until_it_stands(REACHED_WITHIN);
            assert_eq!(
                stood.as_deref(),
                Some(point.name()),
                "was never reached, with {} acknowledged: {}",
                yes.count(),
                server.log()
            );
            server.kill();
        }
        Death::AtLater(point, passage) => {
            let mut server = program.start(Some(&format!("{}:{passage}", point.name())));
            if server.until_it_stands_or_answers() {
                server.until_it_stands(REACHED_AGAIN_WITHIN);
            }
            server.kill();
        }
        Death::AnyTime => {
            let mut server = program.start(None);
            // One in four may die while it starts; the others have said yes to somebody since.
            if drawn(dice, 4) > 0 {
                let before = yes.count();
                server.until_answered();
                for _ in 0..1_000 {
                    if yes.count() > before {
                        break;
                    }
                    thread::sleep(Duration::from_millis(10));
                }
            }
            thread::sleep(Duration::from_millis(drawn(dice, RANDOM_WITHIN)));
            server.kill();
        }
    }
}

pub fn say(line: &str) {
    #[expect(
        clippy::explicit_write,
        reason = "the harness would hide what the macro prints"
    )]
    writeln!(std::io::stderr(), "kills: {line}").unwrap();
}

pub fn desk_in(url: &DatabaseUrl, from_now: TimeDelta) -> Desk {
    desk(
        url,
        &Arc::new(VirtualClock::stopped(SystemClock.now() + from_now)),
    )
}

/// Finds all as it must be, and leaves tickets whose deadlines passed while nobody was there.
pub fn looked_at(url: &DatabaseUrl, after: &str) -> Vec<TicketId> {
    let now = SystemClock.now();
    let clock = Arc::new(VirtualClock::stopped(now));
    let desk = desk(url, &clock);
    assert_sound(&desk, after);
    clock.set(now - TimeDelta::days(14));
    (0..OVERDUE)
        .map(|_| {
            desk.file_ticket(request("support", blocked()))
                .unwrap()
                .ticket
        })
        .collect()
}

pub fn assert_sound(desk: &Desk, after: &str) {
    let mut told = Vec::new();
    desk.check(&mut |_, found| told.extend(found.iter().map(ToString::to_string)))
        .unwrap();
    assert!(told.is_empty(), "after {after}: {}", told.join("\n"));
}

/// What was told, and to whom.
#[derive(Debug, Default)]
pub struct Told {
    /// Tickets that were overdue.
    pub overdue: Vec<TicketId>,
    /// The letters caught, by their Message-ID: to whom, and all of it.
    pub letters: BTreeMap<String, (Vec<String>, String)>,
    caught: usize,
    seen: u64,
}

impl Told {
    /// Adds the letters caught since the last time. What comes twice is the same letter.
    pub fn gather(&mut self, catcher: &Catcher) {
        let seen = self.seen;
        for letter in catcher.letters() {
            if letter.index > seen {
                self.seen = letter.index;
                self.caught += 1;
                let id = letter.header("message-id").unwrap().to_owned();
                let (to, text) = (letter.to, letter.raw);
                let known = self
                    .letters
                    .entry(id.clone())
                    .or_insert_with(|| (to.clone(), text.clone()));
                assert_eq!(known.0, to, "{id} went to two");
                assert_eq!(known.1, text, "{id} is two letters");
            }
        }
    }
}

/// Every request, reply and answer that was acknowledged is there, whole, and once.
pub fn assert_all_there(url: &DatabaseUrl, yes: &Acknowledged) {
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
    for (ticket, message) in yes.answered.lock().unwrap().iter() {
        let page = desk.ticket(*ticket, &Scope::Desk).unwrap();
        let there = page
            .messages
            .iter()
            .filter(|one| one.id == *message)
            .count();
        assert_eq!(there, 1, "{message} of {}", page.ticket.reference);
    }
}

/// What was overdue is told of, and a last sweep leaves nothing.
pub fn assert_each_level_once(url: &DatabaseUrl, overdue: &[TicketId]) {
    let desk = desk_in(url, TimeDelta::zero());
    assert_eq!(desk.escalate().unwrap().failed, 0);
    assert_eq!(desk.escalate().unwrap().fired, 0);
    for ticket in overdue {
        let page = desk.ticket(*ticket, &Scope::Desk).unwrap();
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
        // An agent may have been faster than the first sweep: then there was nothing to tell.
        let answered = page
            .messages
            .iter()
            .any(|one| one.author != Some(page.ticket.requester));
        assert!(
            !levels.is_empty() || answered,
            "{} told nobody",
            page.ticket.reference
        );
    }
    assert_sound(&desk, "everything");
}

/// Every letter leaves, and none that the desk does not know. How many of those that were caught
/// have left again, because nobody noted it the first time.
pub fn assert_letters(
    url: &DatabaseUrl,
    caught: &BTreeMap<String, (Vec<String>, String)>,
) -> usize {
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
    for (id, (to, text)) in caught {
        let letter = known.get(id.as_str());
        let letter = letter.unwrap_or_else(|| panic!("{id} is no letter of the desk: {text}"));
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
    again
        .iter()
        .filter(|letter| caught.contains_key(&letter.message_id))
        .count()
}

pub fn letters(desk: &Desk) -> Vec<Letter> {
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
