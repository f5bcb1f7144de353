//! Some clocks climb in one write: each table is asked and written once for all of them.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    owed,
    recipients::{Told, recipients},
    warn::{Warned, level_facts},
};
use crate::{
    desk::{
        Desk, Error, Found, change_ticket::Open, letters as facts, tell_progress::is_written_to,
    },
    domain::{
        contract::{Contract, Level, Recipient},
        escalation::Escalation,
        ids::{
            ContractVersionId, EscalationId, OrganisationId, PersonId, QueueId, ServiceId, TicketId,
        },
        letter::Letter,
        link::NewLink,
        notice::OwedFacts,
        people::Person,
        services::{Queue, Service},
        sla::{self, Clock, Fire, Step},
        stored_clock::StoredClock,
        ticket::{Actor, ClockName, Event, Ticket, What},
    },
    kill_point::{KillPoint, pass},
    store::{
        Conn,
        clocks::{self, Climb},
        designations, escalations, events, letters, links, organisations, people, queue_members,
        queues, services,
        tickets::{self, Touch},
    },
};

/// A clock that is due, what its history says of it, and what follows.
struct Planned<'a> {
    due: &'a StoredClock,
    clock: Clock,
    step: Step,
}

/// What is written beside the clocks themselves.
#[derive(Default)]
struct Written {
    fired: Vec<Escalation>,
    happened: Vec<Event>,
    given: Vec<NewLink>,
    owed: Vec<Letter>,
}

impl Desk {
    /// Climbs clocks, and says for each how many letters are owed because a level fired. `None` when
    /// nothing fired: somebody else was faster, or it only moved.
    pub(super) fn climb_all(
        &self,
        tx: &mut Conn,
        due: &[StoredClock],
        now: DateTime<Utc>,
    ) -> Result<Vec<Option<usize>>, Error> {
        let ids = distinct(due.iter().map(|one| one.ticket));
        let found = tickets::with_ids(tx, &ids)?;
        let contracts: HashMap<ContractVersionId, Arc<Contract>> =
            distinct(found.iter().map(|ticket| ticket.contract))
                .into_iter()
                .map(|id| Ok((id, self.contracts.get(tx, id)?)))
                .collect::<Result<_, Error>>()?;
        let mut histories = events::of_all(tx, &ids)?;
        let mut open: HashMap<TicketId, Open<'_>> = HashMap::new();
        for ticket in found {
            let contract = contracts.get(&ticket.contract).ok_or(Error::NotFound)?;
            let history = histories.remove(&ticket.id).unwrap_or_default();
            open.insert(ticket.id, Open::of(ticket, history, contract, now));
        }
        let planned = due
            .iter()
            .map(|due| planned(due, open.get(&due.ticket).ok_or(Error::NotFound)?, now))
            .collect::<Result<Vec<_>, Error>>()?;
        let steps: Vec<Climb> = planned.iter().map(Planned::climb).collect();
        let climbed = clocks::climb_all(tx, &steps)?;
        pass(KillPoint::SweepClockMoved);
        let fires = |one: &&Planned<'_>| one.step.fire.is_some() && climbed.contains(&one.due.id);
        let firing: HashSet<TicketId> = planned
            .iter()
            .filter(fires)
            .map(|one| one.due.ticket)
            .collect();
        open.retain(|id, _| firing.contains(id));
        if open.is_empty() {
            return Ok(vec![None; due.len()]);
        }
        let mut book = Book::read(tx, open.values().map(|one| &one.ticket))?;
        book.read_customers(tx, open.values())?;
        let tickets: Vec<TicketId> = open.keys().copied().collect();
        book.owed = self.owed_by_vendors(tx, &tickets)?;
        let before: HashMap<TicketId, i64> = open
            .iter()
            .map(|(id, open)| (*id, open.last_seq()))
            .collect();
        let mut written = Written::default();
        let mut letters = Vec::with_capacity(due.len());
        for one in &planned {
            letters.push(match &one.step.fire {
                Some(fire) if climbed.contains(&one.due.id) => {
                    let open = open.get_mut(&one.due.ticket).ok_or(Error::NotFound)?;
                    Some(self.fire(open, &book, one, fire, now, &mut written)?)
                }
                Some(_) | None => None,
            });
        }
        let mut touched = Vec::with_capacity(open.len());
        for (id, open) in &open {
            touched.push(Touch {
                id: *id,
                expected_events: before.get(id).copied().unwrap_or_default(),
                new_events: open.last_seq(),
                place: open.place()?,
            });
        }
        escalations::insert_all(tx, &written.fired)?;
        pass(KillPoint::SweepLevelWritten);
        events::append_all(tx, &written.happened)?;
        pass(KillPoint::ChangeHistoryWritten);
        if !tickets::touch_all(tx, &touched)? {
            return Err(Error::Overtaken);
        }
        pass(KillPoint::SweepTicketWritten);
        links::insert_all(tx, &written.given)?;
        letters::owe_all(tx, &written.owed)?;
        if !written.owed.is_empty() {
            pass(KillPoint::SweepLetterOwed);
        }
        Ok(letters)
    }

    /// A level fires; how many letters are owed because of it.
    fn fire(
        &self,
        open: &mut Open<'_>,
        book: &Book,
        planned: &Planned<'_>,
        fire: &Fire,
        now: DateTime<Utc>,
        written: &mut Written,
    ) -> Result<usize, Error> {
        let Planned { due, clock, .. } = planned;
        let contract = open.contract;
        let level = clock.level(contract, fire.level);
        let queue = book.queues.get(&open.ticket.queue).ok_or(Error::NotFound)?;
        let wanted = level.map_or(&[][..], |level| level.recipients.as_slice());
        let workers = book.workers_of(queue);
        let administrators = book.administrators_of(&open.ticket);
        let requester = book.requester_of(&open.ticket);
        let theirs = (workers.as_slice(), administrators, requester);
        let told = recipients(&open.ticket, queue, theirs, wanted);
        let escalation = Escalation {
            id: EscalationId::fresh(),
            ticket: open.ticket.id,
            clock_id: due.id,
            clock: due.name,
            run: due.run,
            level: level_facts(clock, fire, level, &told, now),
            fired_at: now,
            acknowledged_at: None,
            acknowledged_by: None,
        };
        let what = What::Escalated {
            escalation: escalation.id,
            clock: due.name,
            level: escalation.level.level,
        };
        written
            .happened
            .extend(open.happen(Actor::Desk, vec![what])?);
        for one in &told {
            let Told {
                mail,
                lang,
                person,
                reads,
            } = one;
            let Some(promise) = facts::promise_facts(contract, clock, *lang, now)? else {
                continue;
            };
            let names = book.names(&open.ticket)?;
            let warned = Warned {
                ticket: &open.ticket,
                shown: facts::facts_with(&open.ticket, names, contract, *lang),
                promise,
                escalation: &escalation,
                vendor: owed::after(&book.owed, open.ticket.id, clock),
            };
            let (notice, link) = warned.notice(*reads, *person, now);
            written.given.extend(link);
            let letter = self.letter(Some(open.ticket.id), mail.clone(), *lang, notice, now);
            written.owed.push(letter);
        }
        written.fired.push(escalation);
        Ok(told.len())
    }
}

impl Planned<'_> {
    const fn climb(&self) -> Climb {
        Climb {
            id: self.due.id,
            run: self.due.run,
            from: self.due.reached,
            to: self.step.reached,
            next_at: self.step.next_at,
        }
    }
}

fn planned<'a>(
    due: &'a StoredClock,
    open: &Open<'_>,
    now: DateTime<Utc>,
) -> Result<Planned<'a>, Error> {
    let clock = sla::replay(&open.history, open.contract)?
        .into_iter()
        .find(|one| one.name == due.name && one.run == due.run)
        .ok_or_else(|| {
            Error::Inconsistent(format!("clock {} is not in its ticket's history", due.id))
        })?;
    // Somebody may have answered since the clock was found due: its history knows.
    let answered = due.repeats_stopped || clock.repeats_stopped;
    let step = sla::plan(&clock, open.contract, due.reached, answered, now);
    Ok(Planned { due, clock, step })
}

/// Who and what the letters name.
struct Book {
    /// Who works here now.
    workers: Vec<Person>,
    queues: HashMap<QueueId, Queue>,
    /// The members of those queues that only their members see.
    members: HashMap<QueueId, Vec<PersonId>>,
    services: HashMap<ServiceId, Service>,
    people: HashMap<PersonId, Person>,
    organisations: HashMap<OrganisationId, String>,
    /// The customer's administrators whom a ticket concerns, where a ladder tells them.
    administrators: HashMap<TicketId, Vec<Person>>,
    /// The tickets whose ladder tells their requester, who may be written to.
    requesters: HashSet<TicketId>,
    /// What vendors owe on the tickets.
    owed: Vec<(TicketId, OwedFacts)>,
}

impl Book {
    fn read<'a>(
        tx: &mut Conn,
        tickets: impl Iterator<Item = &'a Ticket> + Clone,
    ) -> Result<Self, Error> {
        let mut workers = people::workers(tx, 1_000)?;
        workers.retain(|person| person.active);
        let named = tickets
            .clone()
            .flat_map(|ticket| [Some(ticket.requester), ticket.assignee])
            .flatten();
        let theirs = tickets.clone().filter_map(|ticket| ticket.organisation);
        let mut queues = HashMap::new();
        let mut members = HashMap::new();
        for id in distinct(tickets.clone().map(|ticket| ticket.queue)) {
            let queue = queues::find(tx, id).found()?;
            if queue.members_only {
                members.insert(id, queue_members::of(tx, id)?);
            }
            queues.insert(id, queue);
        }
        Ok(Self {
            workers,
            queues,
            members,
            services: distinct(tickets.map(|ticket| ticket.service))
                .into_iter()
                .map(|id| Ok((id, services::find(tx, id).found()?)))
                .collect::<Result<_, Error>>()?,
            people: people::with_ids(tx, &distinct(named))?
                .into_iter()
                .map(|person| (person.id, person))
                .collect(),
            organisations: organisations::with_ids(tx, &distinct(theirs))?
                .into_iter()
                .map(|one| (one.id, one.name))
                .collect(),
            administrators: HashMap::new(),
            requesters: HashSet::new(),
            owed: Vec::new(),
        })
    }

    /// Reads whom of the customers the ladders of these tickets tell; most tell nobody.
    fn read_customers<'a>(
        &mut self,
        tx: &mut Conn,
        open: impl Iterator<Item = &'a Open<'a>>,
    ) -> Result<(), Error> {
        for one in open {
            let ladders = ClockName::ALL.map(|clock| one.contract.ladder(clock));
            let tells = |whom: &Recipient| {
                let tells = |level: &Level| level.recipients.contains(whom);
                ladders.iter().any(|one| one.levels.iter().any(tells))
            };
            if tells(&Recipient::Requester) && is_written_to(tx, &one.ticket)? {
                self.requesters.insert(one.ticket.id);
            }
            let administrators = tells(&Recipient::Administrators);
            if let (true, Some(organisation)) = (administrators, one.ticket.organisation) {
                let theirs = designations::concerned(tx, organisation, one.ticket.platform)?;
                self.administrators.insert(one.ticket.id, theirs);
            }
        }
        Ok(())
    }

    /// Whose ticket it is, where the ladder tells them.
    fn requester_of(&self, ticket: &Ticket) -> Option<&Person> {
        let told = self.requesters.contains(&ticket.id);
        told.then(|| self.people.get(&ticket.requester)).flatten()
    }

    fn administrators_of(&self, ticket: &Ticket) -> &[Person] {
        self.administrators
            .get(&ticket.id)
            .map_or(&[], Vec::as_slice)
    }

    /// Those who work here now and may see a queue.
    fn workers_of(&self, queue: &Queue) -> Vec<&Person> {
        let members = self.members.get(&queue.id);
        let sees = |person: &&Person| members.is_none_or(|members| members.contains(&person.id));
        self.workers.iter().filter(sees).collect()
    }

    fn names(&self, ticket: &Ticket) -> Result<facts::Names, Error> {
        let person = |id| self.people.get(id).map(|one| one.name.clone());
        let service = self.services.get(&ticket.service);
        Ok(facts::Names {
            organisation: match ticket.organisation {
                Some(id) => self
                    .organisations
                    .get(&id)
                    .cloned()
                    .ok_or(Error::NotFound)?,
                None => ticket.organisation_said.clone(),
            },
            requester: person(&ticket.requester).ok_or(Error::NotFound)?,
            service: service.ok_or(Error::NotFound)?.name.clone(),
            assignee: match &ticket.assignee {
                Some(id) => Some(person(id).ok_or(Error::NotFound)?),
                None => None,
            },
        })
    }
}

/// Each once.
fn distinct<T: Copy + Eq + Hash + Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<_>>().into_iter().collect()
}
