//! Fills a database with open requests, to see how the desk does with many.
//!
//! # Why
//! What is measured must be what the desk itself would have made: every request is a history, told
//! through the same life cycle, and its clocks and its place are replayed from it. Only the way
//! into the tables is another one: thousands of requests in one write. Nobody is written to, so no
//! letters are owed and no links exist. No level of a ladder has fired, and none is due yet.

mod ages;
mod chance;
mod story;

use std::{
    collections::BTreeMap,
    sync::{Arc, mpsc},
    thread,
};

use chrono::{DateTime, Datelike, Utc};

use crate::{
    domain::{
        contract::Contract,
        ids::{ContractVersionId, OrganisationId, PersonId},
        people::{Organisation, Person, Role},
        services::Service,
        ticket::{Answers, Description, Line, Reference},
    },
    store::{Conn, clocks, events, messages, organisations, people, tickets},
};

use super::{Desk, Error, NewWorker};
use chance::Chance;
use story::{Cast, Fate, Scene, Story};

/// How many requests are written together.
const TOGETHER: usize = 2_000;
/// Of a thousand requests: how many will warn within the hour, how many run on, how many wait for
/// their customer; the others have been answered.
const AT_RISK: u64 = 50;
const RUNNING: u64 = 450;
const WAITING: u64 = 250;

/// What a database is filled with.
#[derive(Clone, Debug)]
pub struct Seeding {
    /// How many open requests.
    pub open: usize,
    /// The customers.
    pub customers: Vec<SeedCustomer>,
    /// Who works at the desk, where nobody does yet.
    pub workers: Vec<NewWorker>,
    /// What customers write about.
    pub topics: Vec<SeedTopic>,
    /// What they are answered.
    pub replies: Vec<Description>,
    /// What an agent notes down.
    pub note: Description,
    /// What is awaited from a customer.
    pub awaited: String,
    /// Whether requests may be there already.
    pub more: bool,
}

/// A customer: an organisation, and those who write from it.
#[derive(Clone, Debug)]
pub struct SeedCustomer {
    /// The organisation. One that has its mail domain already stands for it.
    pub organisation: Organisation,
    /// Who writes. Those whose address is known already stand for them.
    pub requesters: Vec<Person>,
}

/// Something that customers write about.
#[derive(Clone, Debug)]
pub struct SeedTopic {
    /// The answers to the plain questions.
    pub answers: Answers,
    /// What it is about.
    pub subject: Line,
    /// What happens.
    pub text: Description,
}

/// What a filling made.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Seeded {
    /// Requests.
    pub tickets: usize,
    /// Events of their histories.
    pub events: usize,
    /// Their clocks.
    pub clocks: usize,
    /// Requests whose next warning falls due within the hour, or at the next opening.
    pub at_risk: usize,
}

/// A service, and the contract version that holds for it.
struct Offer {
    service: Service,
    version: ContractVersionId,
    contract: Arc<Contract>,
}

impl Desk {
    /// Fills the database; `progress` is told how many requests are in it so far.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] when there are requests already and `more` is not wanted, or when
    /// there is no service, customer, worker, topic or reply to choose from; and when the database
    /// fails. What was written by then stays.
    pub fn seed(
        &self,
        seeding: &Seeding,
        progress: &mut dyn FnMut(usize),
    ) -> Result<Seeded, Error> {
        if !seeding.more && self.store.read(tickets::any)? {
            return Err(Error::Inconsistent(
                "there are requests in this database already".to_owned(),
            ));
        }
        let cast = self.cast(seeding)?;
        let now = self.clock.now();
        let scenes = scenes(&cast, seeding.open, now)?;
        let mut seeded = Seeded::default();
        thread::scope(|scope| {
            // One batch is told while the one before is written.
            let (told, batches) = mpsc::sync_channel(1);
            scope.spawn(move || {
                let mut chance = Chance::of(1);
                for some in scenes.chunks(TOGETHER) {
                    let stories: Result<Vec<Story>, Error> = some
                        .iter()
                        .map(|scene| story::tell(&cast, scene, &mut chance, now))
                        .collect();
                    // Nobody listens any more after a failure.
                    if told.send(stories).is_err() {
                        return;
                    }
                }
            });
            for stories in batches {
                let stories = stories?;
                seeded.tickets += stories.len();
                for story in &stories {
                    seeded.events += story.events.len();
                    seeded.clocks += story.clocks.len();
                    seeded.at_risk += usize::from(story.at_risk);
                }
                self.store.write(batch(stories))?;
                progress(seeded.tickets);
            }
            Ok(seeded)
        })
    }

    /// Who and what there is to choose from; what is missing of it is added.
    fn cast(&self, seeding: &Seeding) -> Result<Cast, Error> {
        let now = self.clock.now();
        let mut offers = Vec::new();
        for service in self.services()? {
            let (version, contract) = self.in_force(&service.contract_name, now)?;
            offers.push(Offer {
                service,
                version,
                contract,
            });
        }
        let customers = seeding.customers.clone();
        let mut workers = seeding.workers.clone();
        let (requesters, agents) = self.store.write(move |tx| -> Result<_, Error> {
            let mut requesters = Vec::new();
            for customer in &customers {
                let organisation = kept_organisation(tx, &customer.organisation)?;
                for person in &customer.requesters {
                    requesters.push((kept_person(tx, person, organisation, now)?, organisation));
                }
            }
            let mut agents = agents(tx)?;
            if agents.is_empty() {
                for worker in workers.drain(..) {
                    people::insert(tx, &worker.person(), None, now)?;
                }
                agents = self::agents(tx)?;
            }
            Ok((requesters, agents))
        })?;
        Cast::new(offers, requesters, agents, seeding, now)
    }
}

/// Those who work on requests.
fn agents(conn: &mut Conn) -> Result<Vec<PersonId>, Error> {
    Ok(people::workers(conn, 1_000)?
        .into_iter()
        .filter(|person| person.active && person.role == Role::Agent)
        .map(|person| person.id)
        .collect())
}

fn kept_organisation(tx: &mut Conn, organisation: &Organisation) -> Result<OrganisationId, Error> {
    let domain = organisation.mail_domain.as_deref().unwrap_or_default();
    if let Some(known) = organisations::by_mail_domain(tx, domain)? {
        return Ok(known.id);
    }
    organisations::insert(tx, organisation)?;
    Ok(organisation.id)
}

fn kept_person(
    tx: &mut Conn,
    person: &Person,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<PersonId, Error> {
    if let Some(known) = people::by_email(tx, &person.email)? {
        return Ok(known.id);
    }
    let person = Person {
        organisation: Some(organisation),
        ..person.clone()
    };
    people::insert(tx, &person, None, now)?;
    Ok(person.id)
}

/// What will be told, the oldest request first, as their references go.
fn scenes(cast: &Cast, open: usize, now: DateTime<Utc>) -> Result<Vec<Scene>, Error> {
    let mut chance = Chance::of(2);
    let mut scenes = (0..open)
        .map(|_| {
            let fate = match chance.below(1_000) {
                share if share < AT_RISK => Fate::AtRisk,
                share if share < AT_RISK + RUNNING => Fate::Running,
                share if share < AT_RISK + RUNNING + WAITING => Fate::Waiting,
                _ => Fate::Answered,
            };
            cast.scene(fate, &mut chance, now)
        })
        .collect::<Result<Vec<_>, Error>>()?;
    scenes.sort_by_key(Scene::filed_at);
    Ok(scenes)
}

/// Writes stories, giving them the next references of their years.
fn batch(mut stories: Vec<Story>) -> impl FnMut(&mut Conn) -> Result<(), Error> + Send {
    move |tx| {
        let mut years: BTreeMap<i32, i64> = BTreeMap::new();
        for story in &stories {
            *years.entry(story.year()).or_default() += 1;
        }
        for (year, count) in years {
            let ranks = tickets::next_ranks(tx, year, count)?..;
            let filed = stories.iter_mut().filter(|story| story.year() == year);
            for (rank, story) in ranks.zip(filed) {
                story.filed.0.reference = Reference::new(year, rank);
            }
        }
        let filed: Vec<_> = stories.iter().map(|story| story.filed.clone()).collect();
        tickets::insert_all(tx, &filed)?;
        messages::insert_all(tx, &gathered(&stories, |story| &story.messages))?;
        events::append_all(tx, &gathered(&stories, |story| &story.events))?;
        Ok(clocks::insert_all(
            tx,
            &gathered(&stories, |story| &story.clocks),
        )?)
    }
}

fn gathered<T: Clone>(stories: &[Story], part: impl Fn(&Story) -> &Vec<T>) -> Vec<T> {
    stories.iter().flat_map(part).cloned().collect()
}

impl Story {
    /// The year of its reference: that of its filing, where the desk is.
    fn year(&self) -> i32 {
        self.filed_on.year()
    }
}
