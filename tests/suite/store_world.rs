//! A small world for the tests of the tables: an organisation, people, a queue, a service.

use chrono::{DateTime, TimeDelta, Utc};
use guichet::{
    domain::{
        ids::{
            ClockId, EventId, LetterId, MessageId, OrganisationId, PersonId, QueueId, ServiceId,
            TicketId,
        },
        lang::Lang,
        letter::{Letter, LetterState},
        notice::{LevelFacts, LevelWhen, Notice, TicketFacts, Worded},
        people::{EmailAddress, Organisation, OrganisationKind, Person, Role},
        services::{ContractVersion, Queue, Service},
        stored_clock::{StoredClock, StoredState},
        ticket::{
            Actor, Answers, ClockName, DueRank, Event, Line, Nature, Priority, Proposal,
            QueuePlace, Reference, Status, Ticket, What,
        },
        wording::Wording,
    },
    store::{
        Conn, DatabaseUrl, Options, Store, StoreError, contract_versions, organisations, people,
        queues, services,
    },
};

/// Text that breaks what is glued together instead of bound.
pub const AWKWARD: &str = r#"L’« été » d'O'Brien; DROP TABLE tickets;-- "\" %_! 日本 🧯 é̀"#;

/// The instant that tests count from: 2026-03-02T09:00:00Z.
pub fn t0() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_772_442_000_000_000).unwrap()
}

pub fn minutes(count: i64) -> DateTime<Utc> {
    t0() + TimeDelta::minutes(count)
}

/// Everything a ticket refers to.
#[derive(Clone, Debug)]
pub struct World {
    pub organisation: Organisation,
    pub requester: Person,
    pub agent: Person,
    pub queue: Queue,
    pub service: Service,
    pub contract: ContractVersion,
}

pub fn person(role: Role, email: &str) -> Person {
    Person {
        id: PersonId::fresh(),
        name: format!("{AWKWARD} {email}"),
        email: EmailAddress::parse(email).unwrap(),
        role,
        organisation: None,
        lang: Lang::Fr,
        active: true,
    }
}

pub fn queue(slug: &str) -> Queue {
    Queue {
        members_only: false,
        id: QueueId::fresh(),
        slug: slug.to_owned(),
        name: format!("{AWKWARD} {slug}"),
        mail: Some(EmailAddress::parse("file@editeur.example").unwrap()),
        supervisor_mail: None,
    }
}

impl World {
    pub fn made(conn: &mut Conn) -> Result<Self, StoreError> {
        let organisation = Organisation {
            kind: OrganisationKind::Customer,
            id: OrganisationId::fresh(),
            name: AWKWARD.to_owned(),
            mail_domain: Some("marlaix.example".to_owned()),
        };
        organisations::insert(conn, &organisation)?;
        let requester = Person {
            organisation: Some(organisation.id),
            ..person(Role::Requester, "Odile@marlaix.example")
        };
        people::insert(conn, &requester, None, t0())?;
        let agent = person(Role::Agent, "camille@editeur.example");
        people::insert(conn, &agent, Some("$argon2id$x"), t0())?;
        let queue = queues::put(conn, &queue("support"))?;
        let contract = contract_versions::add_file(conn, "standard", AWKWARD, t0())?;
        let service = services::put(
            conn,
            &Service {
                id: ServiceId::fresh(),
                slug: "erp".to_owned(),
                name: AWKWARD.to_owned(),
                queue: queue.id,
                contract_name: "standard".to_owned(),
                active: true,
            },
        )?;
        Ok(Self {
            organisation,
            requester,
            agent,
            queue,
            service,
            contract,
        })
    }

    /// A new ticket of the world's requester.
    pub fn ticket(&self, rank: i64) -> Ticket {
        Ticket {
            platform: None,
            id: TicketId::fresh(),
            reference: Reference::new(2026, rank),
            subject: Line::parse(AWKWARD).unwrap(),
            requester: self.requester.id,
            organisation: Some(self.organisation.id),
            organisation_said: AWKWARD.to_owned(),
            service: self.service.id,
            queue: self.queue.id,
            contract: self.contract.id,
            lang: Lang::En,
            nature: Nature::Incident,
            priority: Priority::P2,
            priority_confirmed: false,
            status: Status::New,
            assignee: None,
            filed_at: t0(),
            changed_at: t0(),
            version: 1,
        }
    }
}

/// An open store, and a world in it.
pub fn opened(url: &DatabaseUrl) -> (Store, World) {
    let store = Store::open(url, Options::default()).unwrap();
    let world = store.write(World::made).unwrap();
    (store, world)
}

pub fn place(minute: i64) -> QueuePlace {
    QueuePlace {
        rank: DueRank::Running,
        due_at: minutes(minute),
        clock: Some(ClockName::Acknowledge),
        pause: None,
    }
}

pub fn filed(ticket: &Ticket) -> Event {
    Event {
        id: EventId::fresh(),
        ticket: ticket.id,
        seq: 1,
        at: ticket.filed_at,
        actor: Actor::Requester(ticket.requester),
        what: What::Filed {
            priority: ticket.priority,
            proposal: Proposal {
                priority: ticket.priority,
                answers: Answers::default(),
                rule: String::new(),
                clause: AWKWARD.to_owned(),
            },
            message: MessageId::fresh(),
            silent: false,
        },
    }
}

pub fn clock(ticket: &Ticket, name: ClockName) -> StoredClock {
    StoredClock {
        id: ClockId::fresh(),
        ticket: ticket.id,
        name,
        run: 1,
        priority: ticket.priority,
        state: StoredState::Running,
        started_at: ticket.filed_at,
        deadline: Some(minutes(240)),
        reached: 0,
        repeats_stopped: false,
        next_at: Some(minutes(120)),
    }
}

pub fn level(rank: u32) -> LevelFacts {
    LevelFacts {
        level: rank,
        when: LevelWhen::Share { percent: 75 },
        breached: false,
        due_at: minutes(180),
        fired_at: minutes(181),
        late: true,
        folded: vec![1],
        recipients: vec![AWKWARD.to_owned()],
        words: Worded {
            fr: AWKWARD.to_owned(),
            en: String::new(),
        },
    }
}

pub fn letter(name: &str, next_try: i64) -> Letter {
    let id = LetterId::fresh();
    let notice = Notice::Replied {
        ticket: TicketFacts {
            id: TicketId::fresh(),
            reference: "INC-2026-00001".to_owned(),
            subject: AWKWARD.to_owned(),
            organisation: String::new(),
            requester: AWKWARD.to_owned(),
            service: name.to_owned(),
            priority: Priority::P1,
            priority_word: "critique".to_owned(),
            assignee: None,
            filed_at: t0(),
        },
        author: AWKWARD.to_owned(),
        text: AWKWARD.to_owned(),
        resolved: false,
        files: Vec::new(),
        link: "a-secret".to_owned(),
    };
    Letter {
        id,
        ticket: None,
        kind: notice.word().to_owned(),
        recipient: EmailAddress::parse("odile@marlaix.example").unwrap(),
        lang: Lang::Fr,
        notice,
        message_id: format!("<{id}@guichet.example>"),
        state: LetterState::Owed,
        attempts: 0,
        next_try_at: minutes(next_try),
        lease_until: None,
        last_error: None,
        created_at: t0(),
        sent_at: None,
        reply_to: None,
        wording: Wording::default(),
        enclosed: Vec::new(),
    }
}
