//! The customer says whether the desk may enter their platform, and an agent notes each entry.
//!
//! # Why
//! Whoever enters somebody's platform without being asked in has no defence, and a consent that lies in a
//! mailbox is none. So it stands in the ticket's history: given by whom, when, for which account; taken
//! back in the same place; and every entry under it, which the customer reads. What is said leaves the
//! ticket as it is, so that nobody at work on it is overtaken.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, allows, may},
        ids::{EventId, OrganisationId, PersonId, TicketId},
        notice::Notice,
        ticket::{Actor, ConsentAct, Line, Ticket, What, consents, in_force},
    },
    store::{
        Conn,
        consents::{self as kept, Said},
        events, letters, organisations, people, tickets,
    },
};

use super::{
    Desk, Error, Field, Found, Secret, act_as_customer::seen_by, change_ticket::Open,
    letters as facts, reply_by_link::listener, standing,
};

/// How many rows a page of consents shows.
const LISTED: i64 = 50;
/// How many rows of a list are read at a time.
const SOME: i64 = 200;

/// Something that was said of consent, with who said it.
#[derive(Clone, Debug)]
pub struct ConsentLine {
    /// What was said, with its ticket.
    pub said: Said,
    /// The name of who said it.
    pub by: String,
}

/// The consents of an organisation.
#[derive(Clone, Debug)]
pub struct ConsentsPage {
    /// The organisation's name.
    pub organisation: String,
    /// What was said last, the last first.
    pub lines: Vec<ConsentLine>,
    /// The instant of reading, UTC.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// Somebody signed in on the customers' side says whether the desk may enter their platform. Who works
    /// on the ticket is told when they take it back.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket for them, [`Error::Forbidden`] when they may not
    /// say so, [`Error::NotInContract`] when the contract asks nobody.
    pub fn say_consent(
        &self,
        by: PersonId,
        ticket: TicketId,
        act: &ConsentAct,
    ) -> Result<(), Error> {
        let (desk, now, act) = (self.clone(), self.clock.now(), act.clone());
        self.insist(move |tx| {
            let seen = seen_by(tx, by, ticket)?;
            if !allows(&seen.who, Right::GiveConsent, &seen.thing) {
                return Err(Error::Forbidden);
            }
            desk.keep_consent(tx, seen.ticket, by, &act, now)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// As [`Desk::say_consent`], for the requester by the ticket's link.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link opens nothing; else as [`Desk::say_consent`].
    pub fn say_consent_by_link(&self, link: &Secret, act: &ConsentAct) -> Result<(), Error> {
        let scope = self.scope_of(link)?;
        let (Some(ticket), Some(requester)) = (scope.only(), scope.person()) else {
            return Err(Error::NotFound);
        };
        let (desk, now, act) = (self.behind(&scope), self.clock.now(), act.clone());
        desk.clone().insist(move |tx| {
            let ticket = tickets::find(tx, ticket, &scope).found()?;
            if ticket.requester != requester {
                return Err(Error::NotFound);
            }
            desk.keep_consent(tx, ticket, requester, &act, now)
        })?;
        self.bell.ring();
        Ok(())
    }

    fn keep_consent(
        &self,
        tx: &mut Conn,
        ticket: Ticket,
        by: PersonId,
        act: &ConsentAct,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let contract = self.contracts.get(tx, ticket.contract)?;
        if contract.consent().is_none() {
            return Err(Error::NotInContract);
        }
        let Some(what) = consents(&events::of(tx, ticket.id)?, act.clone()) else {
            return Ok(());
        };
        let taken_back = match &what {
            What::ConsentWithdrawn { account } => Some(account.to_string()),
            _ => None,
        };
        let actor = Actor::Requester(by);
        let open = Open::beside(tx, ticket, &contract, now, actor, vec![what])?;
        let Some(account) = taken_back else {
            return Ok(());
        };
        if let Some((mail, lang)) = listener(tx, &open.ticket)? {
            let notice = Notice::ConsentWithdrawn {
                ticket: facts::ticket_facts(tx, &open.ticket, &contract, lang)?,
                by: people::find(tx, by).found()?.name,
                account,
            };
            let letter = self.letter(Some(open.ticket.id), mail, lang, notice, open.now);
            letters::owe(tx, &letter)?;
        }
        Ok(())
    }

    /// An agent notes that they enter the customer's platform now, and why. The same said again at once
    /// changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket for them, [`Error::Forbidden`] without the right to
    /// work on it, [`Error::Invalid`] while no consent is in force.
    pub fn note_entry(&self, by: PersonId, ticket: TicketId, why: &Line) -> Result<(), Error> {
        let (desk, now, why) = (self.clone(), self.clock.now(), why.clone());
        self.insist(move |tx| {
            let agent = people::find(tx, by).found()?;
            if !agent.active || !may(agent.role, Right::WorkTickets) {
                return Err(Error::Forbidden);
            }
            let scope = Scope::of(&standing::who(tx, &agent)?);
            let ticket = tickets::find(tx, ticket, &scope).found()?;
            let contract = desk.contracts.get(tx, ticket.contract)?;
            let history = events::of(tx, ticket.id)?;
            let Some(account) = in_force(&history) else {
                return Err(Error::fault(Field::Consent, "none"));
            };
            let entered = What::PlatformEntered {
                account,
                reason: why.clone(),
            };
            if history
                .last()
                .is_some_and(|last| last.what == entered && last.actor == Actor::Agent(by))
            {
                return Ok(());
            }
            Open::beside(tx, ticket, &contract, now, Actor::Agent(by), vec![entered]).map(drop)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// What was said last of an organisation's consents, as `scope` sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such organisation for `scope`.
    pub fn consents(
        &self,
        organisation: OrganisationId,
        scope: &Scope,
    ) -> Result<ConsentsPage, Error> {
        let now = self.clock.now();
        self.store.read(|conn| {
            // To whom a queue is closed, an organisation is there where they see something of it.
            let known = if scope.closed().is_empty() {
                organisations::find(conn, organisation)
            } else {
                tickets::seen_organisation(conn, organisation, scope)
            };
            let known = known.found()?;
            let said = kept::of_organisation(conn, organisation, None, LISTED, scope)?;
            Ok(ConsentsPage {
                organisation: known.name,
                lines: named(conn, said)?,
                now,
            })
        })
    }

    /// Some of what was said of an organisation's consents, the last first, before `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn consent_rows(
        &self,
        organisation: OrganisationId,
        before: Option<(DateTime<Utc>, EventId)>,
        scope: &Scope,
    ) -> Result<Vec<ConsentLine>, Error> {
        self.store.read(|conn| {
            let said = kept::of_organisation(conn, organisation, before, SOME, scope)?;
            named(conn, said)
        })
    }
}

fn named(conn: &mut Conn, said: Vec<Said>) -> Result<Vec<ConsentLine>, Error> {
    let ids: Vec<PersonId> = said
        .iter()
        .filter_map(|one| one.event.actor.person())
        .collect();
    let names = people::with_ids(conn, &ids)?;
    Ok(said
        .into_iter()
        .map(|said| {
            let by = said.event.actor.person();
            let by = names.iter().find(|one| Some(one.id) == by);
            ConsentLine {
                by: by.map(|one| one.name.clone()).unwrap_or_default(),
                said,
            }
        })
        .collect())
}
