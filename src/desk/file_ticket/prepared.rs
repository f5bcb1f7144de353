//! A request with everything that can be found out before the write that files it.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};

use super::{FileTicket, filed_event};
use crate::{
    desk::{
        Error,
        greet::TypedBy,
        letters as facts,
        projection::{self, Projection},
        qualify,
    },
    domain::{
        attachment::FileLimits,
        contract::Contract,
        ids::{ContractVersionId, MessageId, PersonId, TicketId},
        link::NewLink,
        notice::{Notice, PromiseFacts},
        people::{Organisation, Person, Role},
        services::Service,
        ticket::{Actor, Event, Message, Reference, Status, TextFormat, Ticket, Visibility, What},
    },
};

/// A request that is ready to be filed. What is still missing only the database knows: who the
/// requester is, and the next number.
#[derive(Debug)]
pub(in crate::desk) struct Prepared {
    pub(super) request: FileTicket,
    pub(super) typed: TypedBy,
    pub(super) hash: String,
    pub(super) at: DateTime<Utc>,
    /// The year of its reference: that of its filing, where the desk is.
    pub(super) year: i32,
    pub(super) service: Service,
    pub(super) contract: Arc<Contract>,
    ticket: Ticket,
    event: Event,
    message: MessageId,
    /// How its text is written.
    format: TextFormat,
    pub(super) projected: Projection,
    promise: Option<PromiseFacts>,
}

/// What is written of a request.
pub(super) struct Rows {
    pub(super) ticket: Ticket,
    pub(super) message: Message,
    pub(super) event: Event,
    pub(super) link: NewLink,
    pub(super) received: Notice,
}

impl Prepared {
    pub(in crate::desk) fn of(
        mut request: FileTicket,
        typed: TypedBy,
        service: Service,
        version: ContractVersionId,
        contract: Arc<Contract>,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        // What the contract has nobody asked is not kept.
        if contract.consent().is_none() {
            request.answers.consent = None;
        }
        qualify::takes(&contract, &request.answers)?;
        let proposal = contract.propose(&request.answers);
        let year = contract.calendar().local_date(now).year();
        let (requester, message) = (PersonId::fresh(), MessageId::fresh());
        let ticket = Ticket {
            id: TicketId::fresh(),
            // Given when it is written.
            reference: Reference::new(year, 0),
            subject: request.subject.clone(),
            requester,
            organisation: None,
            platform: None,
            organisation_said: request.organisation_said.clone(),
            service: service.id,
            queue: service.queue,
            contract: version,
            lang: request.lang,
            nature: request.answers.nature,
            priority: proposal.priority,
            priority_confirmed: false,
            status: Status::New,
            assignee: None,
            filed_at: now,
            changed_at: now,
            version: 1,
        };
        let event = filed_event(ticket.id, requester, message, &proposal, now);
        let history = std::slice::from_ref(&event);
        let projected = projection::project(&ticket, history, &contract, &[])?;
        let promise = facts::first_promise(&contract, &projected.clocks, ticket.lang, now)?;
        Ok(Self {
            hash: request.key.hash(),
            at: now,
            year,
            service,
            contract,
            ticket,
            event,
            message,
            format: TextFormat::Markdown,
            projected,
            promise,
            request,
            typed,
        })
    }

    /// The ticket's identity.
    pub(in crate::desk) const fn id(&self) -> TicketId {
        self.ticket.id
    }

    /// The contract under which it is filed.
    pub(in crate::desk) fn contract(&self) -> &Contract {
        &self.contract
    }

    /// The service that is asked.
    pub(in crate::desk) const fn service(&self) -> &Service {
        &self.service
    }

    /// The same request, whose text is no Markdown.
    pub(in crate::desk) fn in_plain_text(mut self) -> Self {
        self.format = TextFormat::Plain;
        self
    }

    /// The same request, with or without files that wait under its key.
    pub(in crate::desk) fn with_files(mut self, files: bool) -> Self {
        self.request.files = files;
        self
    }

    /// How many files its contract takes.
    pub(in crate::desk) fn file_limits(&self) -> FileLimits {
        self.contract.file_limits()
    }

    /// The message that its text becomes.
    pub(in crate::desk) const fn message(&self) -> MessageId {
        self.message
    }

    /// Who asks, when nobody is known by that address: remembered with the name that was typed.
    pub(super) fn stranger(&self, organisation: Option<&Organisation>) -> Person {
        Person {
            id: self.ticket.requester,
            name: self.request.name.as_str().to_owned(),
            email: self.request.email.clone(),
            role: Role::Requester,
            organisation: organisation.map(|one| one.id),
            lang: self.request.lang,
            active: true,
        }
    }

    /// What is written, now that it is known who asks, which number comes next, and whether no
    /// letter acknowledges it.
    pub(super) fn rows(
        &self,
        requester: &Person,
        organisation: Option<&Organisation>,
        rank: i64,
        is_silent: bool,
    ) -> Rows {
        let ticket = Ticket {
            reference: Reference::new(self.year, rank),
            requester: requester.id,
            organisation: organisation.map(|one| one.id),
            platform: self.request.behalf.and_then(|behalf| behalf.platform),
            ..self.ticket.clone()
        };
        let message = Message {
            id: self.message,
            ticket: ticket.id,
            author: Some(requester.id),
            visibility: Visibility::Public,
            body: self.request.description.clone(),
            format: self.format,
            at: self.at,
        };
        let mut event = Event {
            actor: Actor::Requester(requester.id),
            ..self.event.clone()
        };
        if let What::Filed { silent, .. } = &mut event.what {
            *silent = is_silent;
        }
        let said = &self.request.organisation_said;
        let names = facts::Names {
            organisation: organisation.map_or_else(|| said.clone(), |one| one.name.clone()),
            requester: requester.name.clone(),
            service: self.service.name.clone(),
            assignee: None,
        };
        Rows {
            link: facts::ticket_link(&self.request.key, &ticket, self.at),
            received: Notice::Received {
                promise: self.promise.clone(),
                ticket: facts::facts_with(&ticket, names, &self.contract, ticket.lang),
                link: self.request.key.reveal().to_owned(),
            },
            ticket,
            message,
            event,
        }
    }
}
