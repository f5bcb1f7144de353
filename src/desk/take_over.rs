//! Requests of another desk are taken over with their histories: first looked at, then written.
//!
//! # Why
//! Whoever changes desks wants the past in the reports and what is open in the queue. A request becomes
//! what it would be had it been handled here: events, clocks and place are replayed under the contract
//! of its service. Nobody is written to about the past. What is open and late tells whom its ladder
//! names, once for each clock, at the next sweep.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Datelike, Utc};

use crate::{
    domain::{
        contract::Contract,
        foreign::{ForeignTicket, NotTaken, Ready, ready},
        ids::{ContractVersionId, EventId, MessageId, OrganisationId, PersonId, TicketId},
        lang::Lang,
        people::{EmailAddress, Person, Role},
        people_history::{By, Done},
        services::Service,
        stored_clock::{StoredClock, StoredState},
        ticket::{
            Actor, Description, Event, Line, Message, Nature, Priority, QueuePlace, Reference,
            Status, TextFormat, Ticket, Visibility, What,
        },
    },
    store::{
        Conn, StoreError, clocks, events, messages, organisations, people, people_events,
        taken_over, tickets,
    },
};

use super::{Desk, Error, projection};

/// How many requests are written together.
const TOGETHER: usize = 1_000;

/// What is taken over, and how.
#[derive(Clone, Debug)]
pub struct TakeOver {
    /// The name of the desk that kept the requests: with its numbers it tells what was taken over.
    pub source: Line,
    /// The slug of the service that they are filed for; its contract gives the deadlines.
    pub service: String,
    /// Who asked, where the log names nobody.
    pub requester: Option<EmailAddress>,
    /// The language of those who asked and are not known yet.
    pub lang: Lang,
    /// What stands for an answer, whose words stayed there.
    pub answered: Description,
    /// What stands for a reason that the log does not give.
    pub reason: String,
    /// The requests.
    pub tickets: Vec<ForeignTicket>,
}

/// What becomes of a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TicketFate {
    /// It is taken over.
    Taken,
    /// It was taken over before.
    Known,
    /// It cannot be.
    Refused(NotTaken),
}

/// What became of the requests, or would.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TakenOver {
    /// Each request's number, in order, with what becomes of it.
    pub fates: Vec<(String, TicketFate)>,
    /// How many of those that are taken are open.
    pub open: usize,
    /// How many of these are late already.
    pub late: usize,
    /// Whether it was done: not when it was only tried, or one is refused.
    pub written: bool,
}

/// Where requests go.
#[derive(Clone)]
struct Place {
    service: Service,
    version: ContractVersionId,
    contract: Arc<Contract>,
}

/// A request as it is written; what people and numbers it has is known only then.
#[derive(Clone)]
struct Story {
    ready: Ready,
    ticket: Ticket,
    place: QueuePlace,
    messages: Vec<Message>,
    clocks: Vec<StoredClock>,
    /// The year of its reference: that of its filing, where the desk is.
    year: i32,
}

impl Desk {
    /// Takes requests over, or tries to: nothing is written while one is refused. `progress` is told
    /// how many are written so far. What was written before a failure stays, and is known the next time.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such service; when the database fails.
    pub fn take_over(
        &self,
        asked: &TakeOver,
        dry: bool,
        progress: &mut dyn FnMut(usize),
    ) -> Result<TakenOver, Error> {
        let now = self.clock.now();
        let mut services = self.services()?.into_iter();
        let service = services
            .find(|one| one.active && one.slug == asked.service)
            .ok_or(Error::NotFound)?;
        let (version, contract) = self.in_force(&service.contract_name, now)?;
        let place = Place {
            service,
            version,
            contract,
        };
        let numbers = asked.tickets.iter().map(|one| one.number.as_str());
        // What is no line is refused, and no database need be asked for it.
        let numbers: Vec<&str> = numbers.filter(|one| Line::parse(one).is_ok()).collect();
        let known = self
            .store
            .read(|conn| taken_over::known(conn, &asked.source, &numbers))?;
        let mut taken = TakenOver {
            fates: Vec::new(),
            open: 0,
            late: 0,
            written: false,
        };
        let mut stories = Vec::new();
        for ticket in &asked.tickets {
            let fate = if known.contains(&ticket.number) {
                TicketFate::Known
            } else {
                match ready(ticket, asked.requester.as_ref(), &place.contract, now) {
                    Ok(ready) => {
                        let story = told(asked, &place, ready, now)?;
                        taken.open += usize::from(story.ticket.status != Status::Resolved);
                        taken.late += usize::from(is_late(&story, now));
                        stories.push(story);
                        TicketFate::Taken
                    }
                    Err(why) => TicketFate::Refused(why),
                }
            };
            taken.fates.push((ticket.number.clone(), fate));
        }
        let refused = |(_, fate): &(String, TicketFate)| matches!(fate, TicketFate::Refused(_));
        if dry || taken.fates.iter().any(refused) {
            return Ok(taken);
        }
        stories.sort_by_key(|story| story.ticket.filed_at);
        let mut written = 0;
        for some in stories.chunks(TOGETHER) {
            let (source, lang, some) = (asked.source.clone(), asked.lang, some.to_vec());
            written += some.len();
            self.store
                .write(move |tx| written_together(tx, &source, lang, some.clone(), now))?;
            progress(written);
        }
        self.bell.ring();
        taken.written = true;
        Ok(taken)
    }
}

fn is_late(story: &Story, now: DateTime<Utc>) -> bool {
    let runs = |clock: &&StoredClock| clock.state == StoredState::Running;
    let running = story.clocks.iter().filter(runs);
    running
        .filter_map(|clock| clock.deadline)
        .any(|due| due < now)
}

/// A request as it stands after its history, filed by nobody yet.
fn told(
    asked: &TakeOver,
    place: &Place,
    mut ready: Ready,
    now: DateTime<Utc>,
) -> Result<Story, Error> {
    let id = TicketId::fresh();
    let messages = worded(asked, id, &mut ready);
    let seq = i64::try_from(ready.events.len()).unwrap_or(i64::MAX - 1) + 1;
    ready.events.push(Event {
        id: EventId::fresh(),
        ticket: id,
        seq,
        at: now,
        actor: Actor::Desk,
        what: What::TakenOver {
            source: asked.source.clone(),
            number: ready.number.clone(),
        },
    });
    let filed_at = ready.events.first().map_or(now, |event| event.at);
    let mut ticket = Ticket {
        id,
        // Given when it is written.
        reference: Reference::new(0, 0),
        subject: ready.subject.clone(),
        requester: PersonId::fresh(),
        organisation: None,
        platform: None,
        organisation_said: String::new(),
        service: place.service.id,
        queue: place.service.queue,
        contract: place.version,
        lang: asked.lang,
        nature: Nature::default(),
        priority: Priority::P3,
        priority_confirmed: false,
        status: Status::New,
        assignee: None,
        filed_at,
        changed_at: filed_at,
        version: 0,
    };
    let (mut in_charge, mut answered) = (false, false);
    for event in &ready.events {
        ticket.apply(event, in_charge)?;
        in_charge |= event.what.takes_in_charge();
        // Each was a change of its own, but for an answer that settles the matter.
        let same = answered && matches!(event.what, What::Resolved);
        ticket.version += i64::from(!event.what.stands_beside() && !same);
        answered = matches!(event.what, What::Replied { .. });
    }
    let projected = projection::project(&ticket, &ready.events, &place.contract, &[])?;
    Ok(Story {
        messages,
        place: projected.place,
        year: place.contract.calendar().local_date(filed_at).year(),
        clocks: projected.stored,
        ticket,
        ready,
    })
}

/// Gives a history its ids, and words where the log has none; its messages, by nobody yet.
fn worded(asked: &TakeOver, ticket: TicketId, ready: &mut Ready) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut message = |body: &Description, at| {
        let id = MessageId::fresh();
        messages.push(Message {
            id,
            ticket,
            author: None,
            visibility: Visibility::Public,
            body: body.clone(),
            format: TextFormat::Plain,
            at,
        });
        id
    };
    for event in &mut ready.events {
        event.id = EventId::fresh();
        event.ticket = ticket;
        match &mut event.what {
            What::Filed {
                message: said,
                silent,
                ..
            } => {
                *said = message(&ready.text, event.at);
                *silent = true;
            }
            What::Replied { message: said } => *said = message(&asked.answered, event.at),
            What::Requalified { reason, .. }
            | What::Reopened { reason }
            | What::Paused { detail: reason, .. } => reason.clone_from(&asked.reason),
            _ => {}
        }
    }
    messages
}

/// Writes some requests, giving them the next references of their years.
fn written_together(
    tx: &mut Conn,
    source: &Line,
    lang: Lang,
    mut stories: Vec<Story>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let requesters = requesters(tx, &stories, lang, now)?;
    let mut years: BTreeMap<i32, i64> = BTreeMap::new();
    for story in &stories {
        *years.entry(story.year).or_default() += 1;
    }
    for (number, count) in years {
        let ranks = tickets::next_ranks(tx, number, count)?..;
        let filed = stories.iter_mut().filter(|story| story.year == number);
        for (rank, story) in ranks.zip(filed) {
            story.ticket.reference = Reference::new(number, rank);
        }
    }
    for story in &mut stories {
        let (person, organisation) = requesters
            .get(&story.ready.requester.key())
            .copied()
            .ok_or(Error::NotFound)?;
        story.ticket.requester = person;
        story.ticket.organisation = organisation;
        if let Some(filed) = story.ready.events.first_mut() {
            filed.actor = Actor::Requester(person);
        }
        if let Some(asked) = story.messages.first_mut() {
            asked.author = Some(person);
        }
    }
    let filed: Vec<_> = stories
        .iter()
        .map(|story| {
            let count = i64::try_from(story.ready.events.len()).unwrap_or(i64::MAX);
            (story.ticket.clone(), story.place, count)
        })
        .collect();
    tickets::insert_all(tx, &filed)?;
    messages::insert_all(tx, &gathered(&stories, |one| &one.messages))?;
    events::append_all(tx, &gathered(&stories, |one| &one.ready.events))?;
    clocks::insert_all(tx, &gathered(&stories, |one| &one.clocks))?;
    let noted: Vec<_> = stories
        .iter()
        .map(|one| (one.ready.number.as_str().to_owned(), one.ticket.id))
        .collect();
    Ok(taken_over::note(tx, source, &noted)?)
}

fn gathered<T: Clone>(stories: &[Story], part: impl Fn(&Story) -> &Vec<T>) -> Vec<T> {
    stories.iter().flat_map(part).cloned().collect()
}

/// Who asked, by address, with their organisations; who is not known yet becomes a requester of the
/// organisation of their mail domain.
fn requesters(
    tx: &mut Conn,
    stories: &[Story],
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<HashMap<String, (PersonId, Option<OrganisationId>)>, StoreError> {
    let asking: BTreeMap<String, &Ready> = stories
        .iter()
        .map(|story| (story.ready.requester.key(), &story.ready))
        .collect();
    let mut known = HashMap::new();
    for person in people::by_emails(tx, asking.keys().cloned().collect())? {
        known.insert(person.email.key(), (person.id, person.organisation));
    }
    let strangers = || asking.iter().filter(|(key, _)| !known.contains_key(*key));
    let domains: BTreeSet<String> = strangers()
        .map(|(_, ready)| ready.requester.domain().to_lowercase())
        .collect();
    let mut owners = HashMap::new();
    for one in organisations::by_mail_domains(tx, domains.into_iter().collect())? {
        if let Some(domain) = &one.mail_domain {
            owners.insert(domain.to_lowercase(), one.id);
        }
    }
    let mut met = Vec::new();
    for (_, ready) in strangers() {
        let domain = ready.requester.domain().to_lowercase();
        let person = Person {
            id: PersonId::fresh(),
            name: ready.requester_name.as_str().to_owned(),
            email: ready.requester.clone(),
            role: Role::Requester,
            organisation: owners.get(&domain).copied(),
            lang,
            active: true,
        };
        met.push((person, now));
    }
    people::insert_all(tx, &met)?;
    for (person, _) in met {
        let role = person.role;
        people_events::append(tx, person.id, now, By::CommandLine, &Done::Added { role })?;
        known.insert(person.email.key(), (person.id, person.organisation));
    }
    Ok(known)
}
