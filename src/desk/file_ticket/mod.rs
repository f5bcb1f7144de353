//! A request is filed: number, ticket, clocks with their next instants, history and the letter
//! owed to the requester, all in one write. Requests that arrive together are filed together.

mod batch;
mod behalf;
mod prepared;

use std::sync::{Arc, mpsc};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        contract::Contract,
        ids::{EventId, MessageId, OrganisationId, PersonId, PlatformId, TicketId},
        lang::Lang,
        letter::Letter,
        link::LinkTo,
        notice::Notice,
        people::EmailAddress,
        platform::Environment,
        services::Service,
        sla::{self, Clock},
        ticket::{Actor, Answers, Description, Event, Line, Proposal, What},
    },
    kill_point::{KillPoint, pass},
    store::{Conn, StoreError, links, people, platforms},
};

use super::{
    Desk, Error, Field, Found, Secret,
    greet::{Greeting, TypedBy},
};

pub use behalf::Behalf;
pub(super) use behalf::{Refusal, refusal, stranger_may_file};
pub(super) use prepared::Prepared;

/// How many requests are filed in one write at most: as many as may be asked of the desk at once.
const TOGETHER: usize = 64;

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
    /// For whom it is filed, where somebody signed in says so.
    pub behalf: Option<Behalf>,
}

/// A filed request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Filed {
    /// Its ticket.
    pub ticket: TicketId,
    /// Whether this form had already filed it before.
    pub again: bool,
    /// Who is written to about it.
    pub letter: Greeting,
}

/// A request whose filing was begun.
#[derive(Debug)]
pub struct Begun(Arc<Prepared>);

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
    /// key belongs to somebody else's request, or when it is filed for an organisation or about a
    /// platform for which its requester may not ask.
    pub fn file_ticket(&self, request: FileTicket) -> Result<Filed, Error> {
        let (tell, told) = mpsc::sync_channel(1);
        let begun = self.begin_filing(request, TypedBy::Vouched, move |filed| {
            // Whoever asked is waiting.
            let _: Result<(), mpsc::SendError<_>> = tell.send(filed);
        })?;
        self.end_filing(begun, told.recv().ok().flatten())
    }

    /// Begins to file a request, together with those that others have begun, and calls `told` once
    /// it is filed, or with nothing when it could not be filed with them. Either way the caller
    /// then goes on to [`Desk::end_filing`].
    ///
    /// It waits for the disk only where nobody else works: for all who come meanwhile.
    ///
    /// # Errors
    /// When the service does not exist, or the database fails; [`Error::NotEntitled`] when anybody may
    /// have filled in the form and the contract takes the requests of people that it knows only.
    pub fn begin_filing(
        &self,
        mut request: FileTicket,
        typed: TypedBy,
        told: impl FnOnce(Option<Filed>) + Send + 'static,
    ) -> Result<Begun, Error> {
        let now = self.clock.now();
        let service = self.service(&request.service)?;
        let whose = request.behalf.map(|behalf| behalf.organisation);
        let (version, contract) = self.terms(&service, whose, now)?;
        let about = request.behalf.and_then(|behalf| behalf.platform);
        request.answers.environment = self.environment_of(whose, about)?;
        if matches!(typed, TypedBy::Anybody { .. }) {
            stranger_may_file(&contract)?;
        }
        let prepared = Prepared::of(request, typed, service, version, contract, now)?;
        let prepared = Arc::new(prepared);
        pass(KillPoint::FilingBegun);
        self.filing.have_done(
            Arc::clone(&prepared),
            TOGETHER,
            |filed| told(filed.flatten()),
            |all| self.file_together(all),
        );
        Ok(Begun(prepared))
    }

    /// Ends what [`Desk::begin_filing`] began. `told` is what that was told; without it the request
    /// is filed now, by itself, and only then does this wait for the database.
    ///
    /// # Errors
    /// As [`Desk::file_ticket`].
    pub fn end_filing(&self, begun: Begun, told: Option<Filed>) -> Result<Filed, Error> {
        let filed = match told {
            Some(filed) => filed,
            // What went wrong for one of them may not go wrong for the others.
            None => self.file_alone(begun.0)?,
        };
        pass(KillPoint::FilingCommitted);
        Ok(filed)
    }

    /// Files requests in one write. Those that are not answered were not filed: each is to be tried
    /// by itself.
    fn file_together(&self, all: Vec<Arc<Prepared>>) -> Vec<Option<Filed>> {
        // They are of several people: no wall of one of them.
        let (desk, count) = (self.behind(&Scope::Desk), all.len());
        // What it reads, a key or the counter's row keeps true: two at once can only wait, or find
        // that the other one has filed it.
        match desk.clone().store.add(move |tx| desk.file_all(tx, &all)) {
            Ok(filed) => {
                self.bell.ring();
                filed
            }
            Err(error) => {
                tracing::debug!(%error, count, "requests could not be filed together");
                vec![None; count]
            }
        }
    }

    fn file_alone(&self, prepared: Arc<Prepared>) -> Result<Filed, Error> {
        let (desk, request) = (self.behind(&Scope::Desk), prepared.request.clone());
        let store = desk.store.clone();
        let filed = store.add(move |tx| {
            if let Some(filed) = already_filed(tx, &prepared.request)? {
                return Ok(filed);
            }
            behalf::allowed(tx, &prepared)?;
            let filed = desk.file_all(tx, std::slice::from_ref(&prepared))?;
            filed
                .into_iter()
                .next()
                .flatten()
                .ok_or_else(|| StoreError::Taken.into())
        });
        match filed {
            // Lost a race against the same form: what the other one filed is there now.
            Err(Error::Store(StoreError::Taken)) => store
                .read(move |conn| already_filed(conn, &request))?
                .ok_or(Error::NotFound),
            filed => {
                self.bell.ring();
                filed
            }
        }
    }

    /// Tells what would be promised, without filing anything.
    ///
    /// # Errors
    /// When the service does not exist, or the database fails.
    pub fn preview(&self, service: &str, answers: &Answers) -> Result<Preview, Error> {
        self.preview_for((None, None), service, answers)
    }

    /// As [`Desk::preview`], under the contract that an organisation has for the service, about one of
    /// its platforms.
    ///
    /// # Errors
    /// As [`Desk::preview`].
    pub fn preview_for(
        &self,
        (organisation, platform): (Option<OrganisationId>, Option<PlatformId>),
        service: &str,
        answers: &Answers,
    ) -> Result<Preview, Error> {
        let now = self.clock.now();
        let service = self.service(service)?;
        let (_, contract) = self.terms(&service, organisation, now)?;
        let answers = Answers {
            environment: self.environment_of(organisation, platform)?,
            ..answers.clone()
        };
        let proposal = contract.propose(&answers);
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

    /// What a platform of an organisation is for; nothing where none is named, or none such.
    fn environment_of(
        &self,
        organisation: Option<OrganisationId>,
        platform: Option<PlatformId>,
    ) -> Result<Option<Environment>, Error> {
        let (Some(organisation), Some(platform)) = (organisation, platform) else {
            return Ok(None);
        };
        let found = self
            .store
            .read(move |conn| platforms::find(conn, organisation, platform))?;
        Ok(found.map(|platform| platform.environment))
    }

    pub(super) fn service(&self, slug: &str) -> Result<Service, Error> {
        self.services()?
            .into_iter()
            .find(|service| service.slug == slug)
            .ok_or_else(|| Error::fault(Field::Service, "unknown"))
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
            letter: Greeting::Silent,
        }))
    } else {
        Err(Error::NotFound)
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
            silent: false,
        },
    }
}
