//! A desk to test: people, a service under each contract, a clock that stands still, and a mailer
//! that remembers and fails as it is told.

use std::{
    fmt,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    clock::VirtualClock,
    desk::{
        Change, Changed, Desk, Entry, Error, FileTicket, NewWorker, Secret, Site, TicketPage,
        ports::{Mailer, Outcome},
    },
    domain::{
        access::Scope,
        escalation::Escalation,
        ids::{MessageId, PersonId, TicketId},
        incoming::InboundAddress,
        lang::Lang,
        letter::{Letter, LetterState},
        notice::Notice,
        people::{EmailAddress, Role},
        services::{QueueSetting, ServiceSetting},
        sla,
        stored_clock::{StoredClock, StoredState},
        ticket::{Act, Answers, Description, Line, Nature, Reach, Workable, Workaround},
    },
    store::{DatabaseUrl, Options, Store},
};

/// The six contracts; each has a service of the same name.
pub const CONTRACTS: [&str; 6] = [
    "standard",
    "callcenterrate",
    "jamespot",
    "divalto",
    "azprojet",
    "dataleon",
];

/// A Monday without holidays: 08:00 in Paris.
pub const MONDAY: &str = "2026-03-02T07:00:00Z";

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn text(words: &str) -> Description {
    Description::parse(words).unwrap()
}

/// A desk and everybody around it.
#[derive(Debug)]
pub struct World {
    pub desk: Desk,
    pub clock: Arc<VirtualClock>,
    pub url: DatabaseUrl,
    pub agent: PersonId,
    pub second: PersonId,
    pub supervisor: PersonId,
    pub administrator: PersonId,
    pub auditor: PersonId,
}

/// Opens a desk over a database, as another process would.
pub fn desk(url: &DatabaseUrl, clock: &Arc<VirtualClock>) -> Desk {
    let site = Site {
        mail_host: "desk.example".to_owned(),
        addresses: vec![
            inbound("support@desk.example", "standard"),
            inbound("jamespot@desk.example", "jamespot"),
            inbound("ccr@desk.example", "callcenterrate"),
            InboundAddress {
                organisation: Some("Fonderies Marlaix".to_owned()),
                ..inbound("marlaix@desk.example", "standard")
            },
            InboundAddress {
                nature: Nature::Question,
                ..inbound("questions@desk.example", "divalto")
            },
            InboundAddress {
                nature: Nature::Suggestion,
                ..inbound("suggestions@desk.example", "standard")
            },
            InboundAddress {
                nature: Nature::MajorEvolution,
                ..inbound("evolutions@desk.example", "azprojet")
            },
            inbound("divalto@desk.example", "divalto"),
        ],
        ..Site::default()
    };
    Desk::open(url, Arc::<VirtualClock>::clone(clock), site).unwrap()
}

/// An address at which letters are filed under a service.
pub fn inbound(at: &str, service: &str) -> InboundAddress {
    InboundAddress {
        address: address(at),
        service: service.to_owned(),
        strangers: None,
        lang: Lang::Fr,
        organisation: None,
        nature: Nature::Incident,
    }
}

/// The session of somebody who needs no code after the password.
pub fn let_in(entry: Entry) -> Secret {
    match entry {
        Entry::In(secret) => secret,
        Entry::Code(_) => panic!("a code is asked"),
    }
}

/// A world whose queue has addresses.
pub fn world(url: &DatabaseUrl, now: &str) -> World {
    world_with(
        url,
        now,
        Some("queue@desk.example"),
        Some("chief@desk.example"),
    )
}

/// A world whose queue has these addresses.
pub fn world_with(
    url: &DatabaseUrl,
    now: &str,
    mail: Option<&str>,
    supervisor_mail: Option<&str>,
) -> World {
    let clock = Arc::new(VirtualClock::stopped(at(now)));
    let desk = desk(url, &clock);
    let queue = QueueSetting {
        slug: "support".to_owned(),
        name: "Support".to_owned(),
        mail: mail.map(address),
        supervisor_mail: supervisor_mail.map(address),
    };
    let services = CONTRACTS.map(|name| ServiceSetting {
        slug: name.to_owned(),
        name: format!("Service {name}"),
        queue: "support".to_owned(),
        contract: name.to_owned(),
    });
    desk.keep_services(&[queue], &services).unwrap();
    let worker = |name: &str, role| {
        desk.add_worker(&NewWorker {
            name: Line::parse(name).unwrap(),
            email: address(&format!("{}@desk.example", name.to_lowercase())),
            role,
            lang: Lang::Fr,
        })
        .unwrap()
    };
    World {
        agent: worker("Camille", Role::Agent),
        second: worker("Sacha", Role::Agent),
        supervisor: worker("Alix", Role::Supervisor),
        administrator: worker("Dominique", Role::Administrator),
        auditor: worker("Claude", Role::Auditor),
        url: url.clone(),
        clock,
        desk,
    }
}

/// Answers that lead to P1, P2 and P3 under every contract.
pub fn blocked() -> Answers {
    Answers {
        workable: Workable::No,
        reach: Reach::Everyone,
        workaround: Workaround::No,
        ..Answers::default()
    }
}

pub fn degraded() -> Answers {
    Answers {
        workable: Workable::Partly,
        reach: Reach::Team,
        workaround: Workaround::Yes,
        ..Answers::default()
    }
}

pub fn nuisance() -> Answers {
    Answers::default()
}

/// A request to a service, from a new form.
pub fn request(service: &str, answers: Answers) -> FileTicket {
    FileTicket {
        key: Secret::draw(),
        name: Line::parse("Léa Marchal").unwrap(),
        email: address("lea@marlaix.example"),
        organisation_said: "Fonderies Marlaix".to_owned(),
        service: service.to_owned(),
        subject: Line::parse("Les étiquettes ne s’impriment plus").unwrap(),
        description: text("Le bouton ne fait plus rien."),
        answers,
        lang: Lang::Fr,
        files: false,
        behalf: None,
    }
}

impl World {
    /// Files a request; its ticket and the secret of its link.
    pub fn filed(&self, service: &str, answers: Answers) -> (TicketId, Secret) {
        let request = request(service, answers);
        let key = request.key.clone();
        (self.desk.file_ticket(request).unwrap().ticket, key)
    }

    pub fn page(&self, ticket: TicketId) -> TicketPage {
        self.desk.ticket(ticket, &Scope::Desk).unwrap()
    }

    /// Does something as the agent, on the version that is there.
    pub fn act(&self, ticket: TicketId, act: Act) -> Result<Changed, Error> {
        self.act_as(self.agent, ticket, act)
    }

    pub fn act_as(&self, by: PersonId, ticket: TicketId, act: Act) -> Result<Changed, Error> {
        let seen = self.page(ticket).ticket.version;
        let text = matches!(act, Act::Reply { .. } | Act::Note { .. }).then(|| text("Bonjour."));
        self.desk.change_ticket(Change {
            ticket,
            seen,
            by,
            act,
            text,
            files: false,
            spent: guichet::domain::ticket::Minutes::default(),
        })
    }

    pub fn reply(&self, ticket: TicketId, resolve: bool) {
        let message = MessageId::fresh();
        self.act(ticket, Act::Reply { message, resolve }).unwrap();
    }

    pub fn pass(&self, minutes: i64) {
        use guichet::clock::Clock as _;
        self.clock
            .set(self.clock.now() + TimeDelta::minutes(minutes));
    }

    pub fn set(&self, instant: &str) {
        self.clock.set(at(instant));
    }

    /// A second way to the same database.
    pub fn store(&self) -> Store {
        Store::open(&self.url, Options::default()).unwrap()
    }

    /// Every letter, the oldest first.
    pub fn letters(&self, state: Option<LetterState>) -> Vec<Letter> {
        let mut all = every_letter(&self.desk);
        all.retain(|letter| state.is_none_or(|state| letter.state == state));
        all
    }

    /// The letters that tell of levels.
    pub fn warnings(&self) -> Vec<Letter> {
        let mut all = self.letters(None);
        all.retain(|letter| matches!(letter.notice, Notice::Escalated { .. }));
        all
    }

    /// Moves the clock to each instant that matters, up to `end`, and sweeps there.
    pub fn live_until(&self, end: DateTime<Utc>) {
        while let Some(next) = self
            .desk
            .next_escalation()
            .unwrap()
            .filter(|next| *next <= end)
        {
            self.clock.set(next);
            assert_eq!(self.desk.escalate().unwrap().failed, 0);
        }
        self.clock.set(end);
        self.desk.escalate().unwrap();
    }

    /// What is stored of a ticket's clocks is what its history says, no more and no less.
    pub fn assert_projection(&self, ticket: TicketId) {
        let page = self.page(ticket);
        let clocks = sla::replay(&page.events, &page.contract).unwrap();
        let mut expected: Vec<_> = sla::last_runs(&clocks).collect();
        expected.sort_by_key(|clock| clock.name);
        assert_eq!(page.stored.len(), expected.len());
        for (stored, clock) in page.stored.iter().zip(expected) {
            let StoredClock {
                id: _,
                ticket: of,
                name,
                run,
                priority,
                state,
                started_at,
                deadline,
                reached,
                repeats_stopped,
                next_at,
            } = stored.clone();
            assert_eq!(
                (of, name, run, priority, started_at),
                (
                    ticket,
                    clock.name,
                    clock.run,
                    clock.priority,
                    clock.started_at
                )
            );
            assert_eq!(
                (reached, repeats_stopped),
                (clock.reached, clock.repeats_stopped),
                "{name} run {run}"
            );
            let due = match (state, &clock.state) {
                (StoredState::Running, sla::State::Running { deadline }) => *deadline,
                (
                    StoredState::Paused { since, reason },
                    sla::State::Paused {
                        since: s,
                        reason: r,
                        ..
                    },
                ) => {
                    assert_eq!((since, reason), (*s, *r));
                    None
                }
                (StoredState::Stopped { at, kept }, sla::State::Stopped { at: a, outcome }) => {
                    assert_eq!(at, *a);
                    assert_eq!(
                        kept,
                        match outcome {
                            sla::Outcome::Kept => Some(true),
                            sla::Outcome::Missed { .. } => Some(false),
                            sla::Outcome::Unpromised => None,
                        }
                    );
                    clock.due_at
                }
                (stored, replayed) => panic!("{name}: {stored:?} is stored, {replayed:?} is true"),
            };
            assert_eq!(deadline, due, "{name} run {run}");
            let step = sla::plan(
                clock,
                &page.contract,
                clock.reached,
                clock.repeats_stopped,
                DateTime::<Utc>::MIN_UTC,
            );
            assert_eq!(next_at, step.next_at, "{name} run {run}");
        }
    }
}

/// Every letter of a desk, the oldest first.
pub fn every_letter(desk: &Desk) -> Vec<Letter> {
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let (page, _) = desk.letters(None, before).unwrap();
        let Some(last) = page.last() else {
            all.reverse();
            return all;
        };
        before = Some((last.created_at, last.id));
        all.extend(page);
    }
}

/// One level that fired: clock, run, rank, and the ranks folded into it.
pub fn fired(escalations: &[Escalation]) -> Vec<(String, u32, u32, Vec<u32>)> {
    escalations
        .iter()
        .map(|one| {
            let level = &one.level;
            (
                one.clock.to_string(),
                one.run,
                level.level,
                level.folded.clone(),
            )
        })
        .collect()
}

type Answer = Box<dyn Fn(&Letter) -> Outcome + Send + Sync>;

/// A mailer that remembers what it was given and answers as it is told.
pub struct Recorder {
    answer: Mutex<Answer>,
    tried: Mutex<Vec<Letter>>,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl Recorder {
    pub fn new(answer: impl Fn(&Letter) -> Outcome + Send + Sync + 'static) -> Self {
        Self {
            answer: Mutex::new(Box::new(answer)),
            tried: Mutex::default(),
        }
    }

    /// One that takes everything.
    pub fn taking() -> Self {
        Self::new(|_| Outcome::Sent)
    }

    pub fn answers(&self, answer: impl Fn(&Letter) -> Outcome + Send + Sync + 'static) {
        *self.answer.lock().unwrap() = Box::new(answer);
    }

    /// Every letter it was given, in order.
    pub fn tried(&self) -> Vec<Letter> {
        self.tried.lock().unwrap().clone()
    }
}

impl Mailer for Recorder {
    fn send(&self, letter: &Letter) -> Outcome {
        self.tried.lock().unwrap().push(letter.clone());
        let answer = self
            .answer
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        answer(letter)
    }
}

pub fn not_now() -> Outcome {
    Outcome::NotNow {
        why: "451 later".to_owned(),
    }
}

pub fn refused() -> Outcome {
    Outcome::Refused {
        why: "550 no such user".to_owned(),
    }
}

/// Waits until something holds, with an end.
pub fn wait_until(what: &str, most: Duration, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(
            began.elapsed() < most,
            "in {most:?} it did not happen: {what}"
        );
        thread::sleep(Duration::from_millis(2));
    }
}

/// Runs one closure in each of `count` threads, all begun at the same moment.
pub fn at_once<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = std::sync::Barrier::new(count);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|number| {
                let (start, work) = (&start, &work);
                scope.spawn(move || {
                    start.wait();
                    work(number)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}
