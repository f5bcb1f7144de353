//! One request's history, as people of the desk would have made it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    Offer, Seeding,
    ages::{Ages, SOON},
    chance::Chance,
};
use crate::desk::seed::SeedTopic;
use crate::{
    desk::{Error, file_ticket::filed_event, projection},
    domain::{
        contract::Contract,
        ids::{EventId, MessageId, OrganisationId, PersonId, TicketId},
        lang::Lang,
        stored_clock::StoredClock,
        ticket::{
            Act, Actor, Description, Event, Message, PauseReason, Proposal, QueuePlace, Reference,
            Status, TextFormat, Ticket, Visibility, taken_in_charge,
        },
    },
};

/// How long ago the oldest request was filed that has been answered.
const LONGEST: u64 = 60 * 24 * 3_600;

/// How many topics are tried for a request that has not warned yet.
const TRIES: u32 = 40;

/// What has become of a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fate {
    /// Nobody has touched it, and it warns soon.
    AtRisk,
    /// It warns later.
    Running,
    /// It was answered.
    Answered,
    /// It was answered, and waits for its customer.
    Waiting,
}

/// A request to be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    fate: Fate,
    filed: DateTime<Utc>,
    mould: usize,
}

impl Scene {
    pub(super) const fn filed_at(&self) -> DateTime<Utc> {
        self.filed
    }
}

/// A request that was told.
pub(super) struct Story {
    pub(super) filed: (Ticket, QueuePlace, i64),
    pub(super) filed_on: NaiveDate,
    pub(super) messages: Vec<Message>,
    pub(super) events: Vec<Event>,
    pub(super) clocks: Vec<StoredClock>,
    pub(super) at_risk: bool,
}

/// A topic at a service: it has a priority there, and ages at which it still runs.
struct Mould {
    offer: usize,
    topic: usize,
    proposal: Proposal,
    ages: usize,
}

/// Who and what there is to choose from. No list in it is empty.
pub(super) struct Cast {
    offers: Vec<Offer>,
    topics: Vec<SeedTopic>,
    moulds: Vec<Mould>,
    ages: Vec<Ages>,
    requesters: Vec<(PersonId, OrganisationId)>,
    agents: Vec<PersonId>,
    replies: Vec<Description>,
    note: Description,
    awaited: String,
}

fn missing(what: &str) -> Error {
    Error::Inconsistent(format!("there is no {what} to fill the database with"))
}

impl Cast {
    pub(super) fn new(
        offers: Vec<Offer>,
        requesters: Vec<(PersonId, OrganisationId)>,
        agents: Vec<PersonId>,
        seeding: &Seeding,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        for (what, empty) in [
            ("service", offers.is_empty()),
            ("customer", requesters.is_empty()),
            ("agent", agents.is_empty()),
            ("topic", seeding.topics.is_empty()),
            ("reply", seeding.replies.is_empty()),
        ] {
            if empty {
                return Err(missing(what));
            }
        }
        let (mut moulds, mut ages) = (Vec::new(), Vec::new());
        for (number, offer) in offers.iter().enumerate() {
            let mut by_priority = Vec::new();
            for (topic, SeedTopic { answers, .. }) in seeding.topics.iter().enumerate() {
                let proposal = offer.contract.propose(answers);
                let known = by_priority
                    .iter()
                    .find(|(priority, _)| *priority == proposal.priority);
                let place = match known {
                    Some((_, place)) => *place,
                    None => {
                        ages.push(Ages::of(&offer.contract, &proposal, now)?);
                        let place = ages.len() - 1;
                        by_priority.push((proposal.priority, place));
                        place
                    }
                };
                moulds.push(Mould {
                    offer: number,
                    topic,
                    proposal,
                    ages: place,
                });
            }
        }
        Ok(Self {
            offers,
            topics: seeding.topics.clone(),
            moulds,
            ages,
            requesters,
            agents,
            replies: seeding.replies.clone(),
            note: seeding.note.clone(),
            awaited: seeding.awaited.clone(),
        })
    }

    fn mould(&self, chance: &mut Chance) -> usize {
        let count = u64::try_from(self.moulds.len()).unwrap_or(u64::MAX);
        usize::try_from(chance.below(count)).unwrap_or_default()
    }

    /// A request of that fate; one that waits, where nothing that was tried can have it.
    pub(super) fn scene(
        &self,
        fate: Fate,
        chance: &mut Chance,
        now: DateTime<Utc>,
    ) -> Result<Scene, Error> {
        let mut mould = self.mould(chance);
        for _ in 0..TRIES {
            let ages = self
                .moulds
                .get(mould)
                .and_then(|one| self.ages.get(one.ages));
            let ages = ages.ok_or_else(|| missing("topic"))?;
            let running = match fate {
                Fate::AtRisk => ages.filed_at(true, chance),
                Fate::Running => ages.filed_at(false, chance),
                Fate::Answered | Fate::Waiting => break,
            };
            if let Some(filed) = running {
                return Ok(Scene { fate, filed, mould });
            }
            mould = self.mould(chance);
        }
        let back = i64::try_from(3_600 * 3 + chance.below(LONGEST)).unwrap_or_default();
        Ok(Scene {
            fate: match fate {
                Fate::Answered => Fate::Answered,
                Fate::AtRisk | Fate::Running | Fate::Waiting => Fate::Waiting,
            },
            filed: now - TimeDelta::seconds(back),
            mould,
        })
    }
}

/// Tells a request.
pub(super) fn tell(
    cast: &Cast,
    scene: &Scene,
    chance: &mut Chance,
    now: DateTime<Utc>,
) -> Result<Story, Error> {
    let mould = cast
        .moulds
        .get(scene.mould)
        .ok_or_else(|| missing("topic"))?;
    let offer = cast
        .offers
        .get(mould.offer)
        .ok_or_else(|| missing("service"))?;
    let topic = cast
        .topics
        .get(mould.topic)
        .ok_or_else(|| missing("topic"))?;
    let requester = chance
        .of_list(&cast.requesters)
        .ok_or_else(|| missing("customer"))?;
    let agent = *chance
        .of_list(&cast.agents)
        .ok_or_else(|| missing("agent"))?;
    let mut teller = Teller::begin(offer, mould, topic, *requester, scene.filed);
    let contract = &offer.contract;
    match scene.fate {
        Fate::AtRisk => {}
        Fate::Running if chance.below(2) == 0 => {}
        Fate::Running => {
            // Somebody has looked at it without taking it in charge.
            let seen = scene.filed + (now - scene.filed) / 3;
            teller.act(Act::Assign { to: Some(agent) }, None, agent, seen)?;
            let note = MessageId::fresh();
            let act = Act::Note { message: note };
            teller.act(act, Some((note, &cast.note)), agent, seen)?;
        }
        Fate::Answered | Fate::Waiting => {
            let reply = chance
                .of_list(&cast.replies)
                .ok_or_else(|| missing("reply"))?;
            answer(cast, &mut teller, contract, reply, agent, scene, now)?;
        }
    }
    teller.end(contract, now, scene.fate == Fate::AtRisk)
}

fn answer(
    cast: &Cast,
    teller: &mut Teller,
    contract: &Contract,
    reply: &Description,
    agent: PersonId,
    scene: &Scene,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    // Within a fifth of an hour of being filed, and of being open.
    let soon = |at, minutes| -> Result<DateTime<Utc>, Error> {
        let open = contract.calendar().after(at, TimeDelta::minutes(minutes))?;
        Ok(open.min(now - TimeDelta::minutes(1)))
    };
    let taken = soon(scene.filed, 12)?;
    teller.act(Act::TakeCharge, None, agent, taken)?;
    let replied = soon(taken, 30)?;
    let message = MessageId::fresh();
    let act = Act::Reply {
        message,
        resolve: false,
    };
    teller.act(act, Some((message, reply)), agent, replied)?;
    let warns = teller
        .project(contract)?
        .stored
        .iter()
        .filter_map(|clock| clock.next_at)
        .any(|at| at <= now + SOON);
    let known = |reason: &PauseReason| contract.pause(*reason).is_some();
    let reason = Some(PauseReason::WaitingForCustomer).filter(known);
    let reason = reason.or_else(|| contract.pause_reasons().next());
    if let Some(reason) = reason.filter(|_| warns || scene.fate == Fate::Waiting) {
        let detail = cast.awaited.clone();
        teller.act(
            Act::Pause {
                reason,
                detail,
                evidence: crate::domain::ticket::Evidence::default(),
            },
            None,
            agent,
            replied,
        )?;
    }
    Ok(())
}

/// Tells a history, event by event.
struct Teller {
    ticket: Ticket,
    filed_on: NaiveDate,
    messages: Vec<Message>,
    events: Vec<Event>,
}

impl Teller {
    fn begin(
        offer: &Offer,
        mould: &Mould,
        topic: &SeedTopic,
        (requester, organisation): (PersonId, OrganisationId),
        at: DateTime<Utc>,
    ) -> Self {
        let id = TicketId::fresh();
        let message = Message {
            id: MessageId::fresh(),
            ticket: id,
            author: Some(requester),
            visibility: Visibility::Public,
            body: topic.text.clone(),
            format: TextFormat::Markdown,
            at,
        };
        Self {
            events: vec![filed_event(id, requester, message.id, &mould.proposal, at)],
            ticket: Ticket {
                id,
                // Given when it is written.
                reference: Reference::new(0, 0),
                subject: topic.subject.clone(),
                requester,
                organisation: Some(organisation),
                platform: None,
                organisation_said: String::new(),
                service: offer.service.id,
                queue: offer.service.queue,
                contract: offer.version,
                lang: Lang::Fr,
                nature: mould.proposal.answers.nature,
                priority: mould.proposal.priority,
                priority_confirmed: false,
                status: Status::New,
                assignee: None,
                filed_at: at,
                changed_at: at,
                version: 1,
            },
            filed_on: offer.contract.calendar().local_date(at),
            messages: vec![message],
        }
    }

    fn act(
        &mut self,
        act: Act,
        said: Option<(MessageId, &Description)>,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), Error> {
        let visibility = match act {
            Act::Note { .. } => Visibility::Internal,
            _ => Visibility::Public,
        };
        for what in self.ticket.decide(act, by)? {
            let event = Event {
                id: EventId::fresh(),
                ticket: self.ticket.id,
                seq: i64::try_from(self.events.len()).unwrap_or(i64::MAX - 1) + 1,
                at,
                actor: Actor::Agent(by),
                what,
            };
            self.ticket.apply(&event, taken_in_charge(&self.events))?;
            self.events.push(event);
        }
        self.ticket.version += 1;
        if let Some((id, body)) = said {
            self.messages.push(Message {
                id,
                ticket: self.ticket.id,
                author: Some(by),
                visibility,
                body: body.clone(),
                format: TextFormat::Markdown,
                at,
            });
        }
        Ok(())
    }

    fn project(&self, contract: &Contract) -> Result<projection::Projection, Error> {
        projection::project(&self.ticket, &self.events, contract, &[])
    }

    fn end(self, contract: &Contract, now: DateTime<Utc>, at_risk: bool) -> Result<Story, Error> {
        let projected = self.project(contract)?;
        let due = |clock: &StoredClock| clock.next_at.is_some_and(|at| at <= now);
        debug_assert!(!projected.stored.iter().any(due), "a level is due already");
        let count = i64::try_from(self.events.len()).unwrap_or(i64::MAX);
        Ok(Story {
            filed: (self.ticket, projected.place, count),
            filed_on: self.filed_on,
            messages: self.messages,
            events: self.events,
            clocks: projected.stored,
            at_risk,
        })
    }
}
