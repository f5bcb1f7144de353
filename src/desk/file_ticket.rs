//! A request is filed: number, ticket, clocks with their next instants, history and the letter
//! owed to the requester, all in one write.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};

use crate::{
    domain::{
        contract::Contract,
        ids::{ContractVersionId, EventId, MessageId, PersonId, TicketId},
        lang::Lang,
        letter::Letter,
        link::LinkTo,
        notice::Notice,
        people::{EmailAddress, Organisation, Person, Role},
        services::Service,
        sla::{self, Clock},
        ticket::{
            Actor, Answers, Description, Event, Line, Message, Proposal, Reference, Status, Ticket,
            Visibility, What,
        },
    },
    kill_point::{KillPoint, pass},
    store::{
        Conn, clocks, events, letters, links, messages, organisations, people, services, tickets,
    },
};

use super::{Desk, Error, Field, FormKey, Found, Secret, attach, letters as facts, projection};

/// A request, as the form brings it. Every part is already valid.
#[derive(Clone, Debug)]
pub struct FileTicket {
    /// Drawn when the form was shown: it makes a form that is sent twice file once, and it is the
    /// secret of the requester's link.
    pub key: Secret,
    /// The requester's name.
    pub name: Line,
    /// Where the requester is written to.
    pub email: EmailAddress,
    /// The organisation as the requester writes it; may be empty.
    pub organisation_said: String,
    /// The chosen service, by its slug.
    pub service: String,
    /// What it is about.
    pub subject: Line,
    /// What happens.
    pub description: Description,
    /// The answers to the plain questions.
    pub answers: Answers,
    /// The language of the form.
    pub lang: Lang,
    /// Whether files came with the form.
    pub files: bool,
}

/// A filed request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Filed {
    /// Its ticket.
    pub ticket: TicketId,
    /// Whether this form had already filed it before.
    pub again: bool,
}

/// What a request would be promised if it were filed now.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The proposed priority and its clause.
    pub proposal: Proposal,
    /// The contract.
    pub contract: Arc<Contract>,
    /// Its clocks, as they would start.
    pub clocks: Vec<Clock>,
    /// The instant of filing that was assumed.
    pub at: DateTime<Utc>,
}

impl Desk {
    /// Files a request. The same form sent again finds the ticket that it filed before.
    ///
    /// # Errors
    /// When the service does not exist, or the database fails. [`Error::NotFound`] when the form's
    /// key belongs to somebody else's request.
    pub fn file_ticket(&self, request: FileTicket) -> Result<Filed, Error> {
        let now = self.clock.now();
        let service = self.service(&request.service)?;
        let (version, contract) = self.contracts.latest(&service.contract_name)?;
        let desk = self.clone();
        let attempt = request.clone();
        pass(KillPoint::FilingBegun);
        // What it reads, a key or the counter's row keeps true: two at once can only wait, or find
        // that the other one has filed it.
        let filed = self.store.add(move |tx| {
            if let Some(filed) = already_filed(tx, &attempt)? {
                return Ok(filed);
            }
            let under = Under {
                service: &service,
                version,
                contract: &contract,
            };
            desk.file(tx, &attempt, under, now)
        });
        let filed = match filed {
            // Lost a race against the same form: what the other one filed is there now.
            Err(Error::Store(crate::store::StoreError::Taken)) => self
                .store
                .read(move |conn| already_filed(conn, &request))?
                .ok_or(Error::NotFound)?,
            filed => filed?,
        };
        pass(KillPoint::FilingCommitted);
        self.bell.ring();
        Ok(filed)
    }

    /// Tells what would be promised, without filing anything.
    ///
    /// # Errors
    /// When the service does not exist, or the database fails.
    pub fn preview(&self, service: &str, answers: &Answers) -> Result<Preview, Error> {
        let now = self.clock.now();
        let service = self.service(service)?;
        let (_, contract) = self.contracts.latest(&service.contract_name)?;
        let proposal = contract.propose(answers);
        let filed = filed_event(
            TicketId::fresh(),
            PersonId::fresh(),
            MessageId::fresh(),
            &proposal,
            now,
        );
        let clocks = sla::replay(&[filed], &contract)?;
        Ok(Preview {
            proposal,
            contract,
            clocks,
            at: now,
        })
    }

    fn service(&self, slug: &str) -> Result<Service, Error> {
        let slug = slug.to_owned();
        self.store
            .read(move |conn| services::by_slug(conn, &slug))?
            .filter(|service| service.active)
            .ok_or_else(|| Error::fault(Field::Service, "unknown"))
    }

    fn file(
        &self,
        tx: &mut Conn,
        request: &FileTicket,
        under: Under<'_>,
        now: DateTime<Utc>,
    ) -> Result<Filed, Error> {
        let Under {
            service,
            version,
            contract,
        } = under;
        let (requester, organisation) = requester(tx, request, now)?;
        let proposal = contract.propose(&request.answers);
        let year = contract.calendar().local_date(now).year();
        let rank = tickets::next_rank(tx, year)?;
        pass(KillPoint::FilingNumbered);
        let ticket = Ticket {
            id: TicketId::fresh(),
            reference: Reference::new(year, rank),
            subject: request.subject.clone(),
            requester: requester.id,
            organisation: organisation.as_ref().map(|one| one.id),
            organisation_said: request.organisation_said.clone(),
            service: service.id,
            queue: service.queue,
            contract: version,
            lang: request.lang,
            priority: proposal.priority,
            priority_confirmed: false,
            status: Status::New,
            assignee: None,
            filed_at: now,
            changed_at: now,
            version: 1,
        };
        let message = first_message(&ticket, &request.description);
        let history = [filed_event(
            ticket.id,
            requester.id,
            message.id,
            &proposal,
            now,
        )];
        let projected = projection::project(&ticket, &history, contract, &[])?;
        tickets::insert(tx, &ticket, &projected.place, 1)?;
        pass(KillPoint::FilingTicketWritten);
        messages::insert(tx, &message)?;
        if request.files {
            let form = FormKey::filing(&request.key);
            attach::accept(tx, &form, ticket.id, message.id)?;
        }
        pass(KillPoint::FilingMessageWritten);
        events::append(tx, &history)?;
        pass(KillPoint::FilingHistoryWritten);
        for clock in &projected.stored {
            clocks::insert(tx, clock)?;
        }
        pass(KillPoint::FilingClocksWritten);
        links::insert(tx, &facts::ticket_link(&request.key, &ticket, now))?;
        pass(KillPoint::FilingLinkWritten);
        let names = facts::Names {
            organisation: organisation
                .map_or_else(|| request.organisation_said.clone(), |one| one.name),
            requester: requester.name,
            service: service.name.clone(),
            assignee: None,
        };
        let facts = facts::facts_with(&ticket, names, contract, ticket.lang);
        let notice = Notice::Received {
            promise: facts::first_promise(contract, &projected.clocks, ticket.lang, now)?,
            ticket: facts,
            link: request.key.reveal().to_owned(),
        };
        letters::owe(
            tx,
            &self.letter(
                Some(ticket.id),
                request.email.clone(),
                ticket.lang,
                notice,
                now,
            ),
        )?;
        pass(KillPoint::FilingLetterOwed);
        Ok(Filed {
            ticket: ticket.id,
            again: false,
        })
    }

    /// A letter to one address, owed now, with the Message-ID that it keeps whatever is retried.
    pub(super) fn letter(
        &self,
        ticket: Option<TicketId>,
        recipient: EmailAddress,
        lang: Lang,
        notice: Notice,
        now: DateTime<Utc>,
    ) -> Letter {
        Letter::owed(ticket, recipient, lang, notice, &self.site.mail_host, now)
    }
}

/// The service, and the contract version that holds for it.
struct Under<'a> {
    service: &'a Service,
    version: ContractVersionId,
    contract: &'a Contract,
}

/// The ticket that this very form has filed before, if it has.
fn already_filed(conn: &mut Conn, request: &FileTicket) -> Result<Option<Filed>, Error> {
    let Some(link) = links::find(conn, &request.key.hash())? else {
        return Ok(None);
    };
    let LinkTo::Ticket { ticket, requester } = link.to else {
        return Err(Error::NotFound);
    };
    // The key must have come back from the same requester: it opens what it finds.
    if people::find(conn, requester).found()?.email.key() == request.email.key() {
        Ok(Some(Filed {
            ticket,
            again: true,
        }))
    } else {
        Err(Error::NotFound)
    }
}

/// The person behind the address, and whose they are; a new one is remembered with the name that
/// was typed.
fn requester(
    tx: &mut Conn,
    request: &FileTicket,
    now: DateTime<Utc>,
) -> Result<(Person, Option<Organisation>), Error> {
    let known = people::by_email(tx, &request.email)?;
    let organisation = match known.as_ref().and_then(|person| person.organisation) {
        Some(organisation) => Some(organisations::find(tx, organisation).found()?),
        None => organisations::by_mail_domain(tx, request.email.domain())?,
    };
    if let Some(person) = known {
        return Ok((person, organisation));
    }
    let person = Person {
        id: PersonId::fresh(),
        name: request.name.as_str().to_owned(),
        email: request.email.clone(),
        role: Role::Requester,
        organisation: organisation.as_ref().map(|one| one.id),
        lang: request.lang,
        active: true,
    };
    people::insert(tx, &person, None, now)?;
    Ok((person, organisation))
}

/// What the requester says, as the first message of the ticket.
fn first_message(ticket: &Ticket, said: &Description) -> Message {
    Message {
        id: MessageId::fresh(),
        ticket: ticket.id,
        author: Some(ticket.requester),
        visibility: Visibility::Public,
        body: said.clone(),
        at: ticket.filed_at,
    }
}

pub(super) fn filed_event(
    ticket: TicketId,
    requester: PersonId,
    message: MessageId,
    proposal: &Proposal,
    at: DateTime<Utc>,
) -> Event {
    Event {
        id: EventId::fresh(),
        ticket,
        seq: 1,
        at,
        actor: Actor::Requester(requester),
        what: What::Filed {
            priority: proposal.priority,
            proposal: proposal.clone(),
            message,
        },
    }
}
