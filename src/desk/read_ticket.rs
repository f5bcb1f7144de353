//! A ticket with everything a page shows of it, read at one instant.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        attachment::Attachment,
        contract::Contract,
        escalation::Escalation,
        ids::{ComponentId, MessageId, PersonId, TicketId},
        incoming::IncomingLetter,
        link::LinkTo,
        operation::Operation,
        people::{Organisation, Person},
        services::{Queue, Service},
        sla::{self, Clock},
        stored_clock::StoredClock,
        ticket::{Event, Message, Rating, Reference, Ticket, What},
    },
    store::{
        Conn, StoreError, clocks, components, escalations, events, links, messages, operations,
        people, queue_members,
        tickets::{self, Customer, ratings},
    },
};

use super::{
    Desk, Error, Found, Secret, attach,
    receive_mail::{self, MailBeside},
};

/// How many other tickets of the same requester or organisation are shown beside one.
const BESIDE: i64 = 5;

/// A ticket and what belongs to it.
#[derive(Clone, Debug)]
pub struct TicketPage {
    /// The ticket.
    pub ticket: Ticket,
    /// Who filed it.
    pub requester: Person,
    /// Its tenant, when it is known.
    pub organisation: Option<Organisation>,
    /// The service chosen.
    pub service: Service,
    /// Its queue.
    pub queue: Queue,
    /// The contract version it was filed under.
    pub contract: Arc<Contract>,
    /// Its clocks, replayed.
    pub clocks: Vec<Clock>,
    /// Its clocks, as stored: which levels were climbed.
    pub stored: Vec<StoredClock>,
    /// Its history, in order.
    pub events: Vec<Event>,
    /// Its messages, in order; notes only for those who may see them.
    pub messages: Vec<Message>,
    /// The files of the messages, in order; those of notes only for those who may see them.
    pub attachments: Vec<Attachment>,
    /// The levels that fired.
    pub escalations: Vec<Escalation>,
    /// Everybody whom the history and the messages name.
    pub people: BTreeMap<PersonId, Person>,
    /// Who may be assigned, and called in a note: those who see the queue; empty for a requester.
    pub workers: Arc<Vec<Person>>,
    /// The last tickets of the same organisation or requester; empty for a requester.
    pub beside: Vec<Ticket>,
    /// What the requester said of what was done, for them and for the desk.
    pub rating: Option<Rating>,
    /// What is known of the letters that messages came in; empty for a requester.
    pub mail: HashMap<MessageId, MailBeside>,
    /// Letters about it that brought no message; empty for a requester.
    pub mail_aside: Vec<IncomingLetter>,
    /// Which of the things that most tickets have none of there are.
    pub(super) hanging: tickets::Hanging,
    /// The outages that name it, as far as the reader may know of them, the last to begin first.
    pub outages: Vec<Operation>,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// A ticket as `scope` may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or none for this scope.
    pub fn ticket(&self, id: TicketId, scope: &Scope) -> Result<TicketPage, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        let mut page = self.store.read(move |conn| {
            let ticket = tickets::find(conn, id, scope).found()?;
            desk.page(conn, ticket, scope, now)
        })?;
        // A wall hides whoever wrote or followed and is of no house of the reader's, such as an
        // integrator that serves it no longer: the history names them all the same.
        let hidden = strangers(&page.events, &page.messages, &page.ticket, &page.people);
        if !hidden.is_empty() {
            let store = self.store.behind(&Scope::Desk);
            let found = store.read(|conn| people::with_ids(conn, &hidden))?;
            page.people
                .extend(found.into_iter().map(|one| (one.id, one)));
        }
        Ok(page)
    }

    /// The identity of the ticket that people call by its reference.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, or none for this scope.
    pub fn ticket_called(&self, reference: Reference, scope: &Scope) -> Result<TicketId, Error> {
        let found = self
            .store
            .read(move |conn| tickets::by_reference(conn, &reference, scope))
            .found()?;
        Ok(found.id)
    }

    /// The ticket behind a requester's secret link, as the requester sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link opens nothing.
    pub fn request(&self, link: &Secret) -> Result<TicketPage, Error> {
        let scope = self.scope_of(link)?;
        match scope.only() {
            Some(ticket) => self.behind(&scope).ticket(ticket, &scope),
            None => Err(Error::NotFound),
        }
    }

    /// What the bearer of a ticket's link may see.
    pub(super) fn scope_of(&self, link: &Secret) -> Result<Scope, Error> {
        let hash = link.hash();
        let link = self
            .store
            .read(move |conn| links::find(conn, &hash))?
            .ok_or(Error::NotFound)?;
        match link.to {
            LinkTo::Ticket { ticket, requester } => Ok(Scope::Link { ticket, requester }),
            LinkTo::Escalation { .. } | LinkTo::SetUp { .. } => Err(Error::NotFound),
        }
    }

    fn page(
        &self,
        conn: &mut Conn,
        ticket: Ticket,
        scope: &Scope,
        now: DateTime<Utc>,
    ) -> Result<TicketPage, Error> {
        let contract = self.contracts.get(conn, ticket.contract)?;
        let events = events::of(conn, ticket.id)?;
        let messages = messages::of(conn, ticket.id, scope)?;
        let tickets::Around {
            requester,
            organisation,
            service,
            queue,
        } = tickets::around(conn, &ticket)?.ok_or(Error::NotFound)?;
        let hanging = tickets::hanging(conn, ticket.id, scope.person())?;
        let attachments = if self.takes_files() && hanging.files {
            attach::visible(conn, ticket.id, &messages)?
        } else {
            Vec::new()
        };
        let inside = scope.sees_notes();
        let workers = if inside {
            self.listed_workers(conn, now)?
        } else {
            Arc::default()
        };
        let beside = if inside {
            tickets::recent_of(conn, customer(&ticket), ticket.id, BESIDE, scope)?
        } else {
            Vec::new()
        };
        let is_rated = |event: &Event| matches!(event.what, What::Rated { .. });
        let may_read = inside || scope.person() == Some(ticket.requester);
        let rating = if may_read && events.iter().any(is_rated) {
            ratings::of(conn, ticket.id, scope)?
        } else {
            None
        };
        let mut known: BTreeMap<PersonId, Person> = workers
            .iter()
            .chain([&requester])
            .map(|person| (person.id, person.clone()))
            .collect();
        let missing = strangers(&events, &messages, &ticket, &known);
        if !missing.is_empty() {
            let found = people::with_ids(conn, &missing)?;
            known.extend(found.into_iter().map(|one| (one.id, one)));
        }
        let workers = assignable(conn, workers, &queue)?;
        let (mail, mail_aside) = if hanging.letters && !self.inbound_addresses().is_empty() {
            receive_mail::beside(conn, &ticket, scope)?
        } else {
            Default::default()
        };
        Ok(TicketPage {
            requester,
            organisation,
            service,
            queue,
            clocks: sla::replay(&events, &contract)?,
            stored: clocks::of(conn, ticket.id)?,
            attachments,
            escalations: if hanging.escalations {
                escalations::of(conn, ticket.id)?
            } else {
                Vec::new()
            },
            outages: if hanging.outages {
                outages(conn, ticket.id, scope)?
            } else {
                Vec::new()
            },
            contract,
            events,
            messages,
            people: known,
            workers,
            beside,
            rating,
            mail,
            mail_aside,
            hanging,
            now,
            ticket,
        })
    }
}

/// Of those who work here, who sees a queue.
fn assignable(
    conn: &mut Conn,
    workers: Arc<Vec<Person>>,
    queue: &Queue,
) -> Result<Arc<Vec<Person>>, StoreError> {
    if !queue.members_only || workers.is_empty() {
        return Ok(workers);
    }
    let members = queue_members::of(conn, queue.id)?;
    let sees = |person: &&Person| members.contains(&person.id);
    Ok(Arc::new(workers.iter().filter(sees).cloned().collect()))
}

/// Those whom a ticket, its history and its messages name and who are not known yet.
fn strangers(
    events: &[Event],
    messages: &[Message],
    ticket: &Ticket,
    known: &BTreeMap<PersonId, Person>,
) -> Vec<PersonId> {
    let mut missing: Vec<PersonId> = named(events, messages, ticket)
        .filter(|id| !known.contains_key(id))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// The outages that name a ticket. Customers know of those of what everybody has, and of their own
/// platforms; whoever has only a link reads the status page.
fn outages(conn: &mut Conn, ticket: TicketId, scope: &Scope) -> Result<Vec<Operation>, StoreError> {
    let mut found = match scope {
        Scope::Link { .. } => Vec::new(),
        Scope::Desk | Scope::Worker { .. } | Scope::Customer(_) => {
            operations::naming(conn, ticket)?
        }
    };
    if let Scope::Customer(customer) = scope
        && !found.is_empty()
    {
        let mut parts = components::all(conn)?;
        parts.retain(|one| {
            let owner = one.platform.map(|(owner, _)| owner);
            owner.is_none_or(|owner| customer.homes.contains(&owner))
        });
        let known: Vec<ComponentId> = parts.iter().map(|one| one.id).collect();
        found.retain(|one| one.concerns(&known));
    }
    Ok(found)
}

/// Everybody whom a ticket, its history and its messages name.
fn named<'a>(
    events: &'a [Event],
    messages: &'a [Message],
    ticket: &'a Ticket,
) -> impl Iterator<Item = PersonId> + 'a {
    events
        .iter()
        .filter_map(|event| event.actor.person())
        .chain(events.iter().flat_map(|event| event.what.names()).copied())
        .chain(messages.iter().filter_map(|message| message.author))
        .chain([ticket.requester])
        .chain(ticket.assignee)
}

/// Whose other tickets are of interest: everybody's of the organisation, if it is known.
const fn customer(ticket: &Ticket) -> Customer {
    match ticket.organisation {
        Some(organisation) => Customer::Organisation(organisation),
        None => Customer::Requester(ticket.requester),
    }
}
