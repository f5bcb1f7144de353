//! The integrator calls on the vendor: a dossier is written, sent, and becomes a case that both sides
//! work on. No customer sees any of it.
//!
//! # Why
//! A vendor's people are signed in on the customers' side and see no ticket: what they may read is in
//! the case itself, and every act of theirs finds the case behind their own wall first. Only then is it
//! written with the desk's own rights, as it owes letters to people whom a vendor does not see.

mod act;
mod enclose;
mod ends;
mod hook;
mod keep_dossier;
mod lend_files;
mod pauses;
mod prove;
mod quote;
mod read;
mod record;
mod send;
mod set_up;
mod tell;

pub use act::CaseChange;
pub use hook::{CalledVendors, HeardCall, HeardCase, HookRefused};
pub use keep_dossier::{DossierKept, NewDossier};
pub use prove::CaseProof;
pub use read::{CaseForVendor, CasePage, VendorChoice, VendorPage, VersionChoice};
pub use send::{DossierNotSent, SendDossier};
pub use set_up::{HookPage, VendorDeskPage, VendorReach};

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        contract::Contract,
        ids::{PersonId, ProductVersionId, TicketId, VendorCaseId, VendorEventId},
        people::Person,
        ticket::Ticket,
        vendor::{self, CaseActor, CaseEvent, CaseHappened, Fired, RunsOn, VendorCase},
    },
    store::{
        Conn, StoreError, people, products, tickets,
        vendor::{thread, warnings},
    },
};

use super::{Desk, Error, Found, standing};

/// Who works on a ticket at the desk, and the ticket as they see it at this very moment.
fn worked_on(tx: &mut Conn, by: PersonId, ticket: TicketId) -> Result<(Person, Ticket), Error> {
    let worker = people::find(tx, by).found()?;
    if !worker.active || !may(worker.role, Right::WorkTickets) {
        return Err(Error::Forbidden);
    }
    let scope = Scope::of(&standing::who(tx, &worker)?);
    let ticket = tickets::find(tx, ticket, &scope).found()?;
    Ok((worker, ticket))
}

/// What is there already was put there by somebody faster: what they did is found at the next try.
fn raced(error: Error) -> Error {
    match error {
        Error::Store(StoreError::Taken) => Error::Overtaken,
        error => error,
    }
}

/// A version by name, as the vendor's list has it at an instant; nothing for one that is not there.
fn runs_on(
    conn: &mut Conn,
    version: Option<ProductVersionId>,
    contract: &Contract,
    now: DateTime<Utc>,
) -> Result<Option<RunsOn>, Error> {
    let Some(version) = version else {
        return Ok(None);
    };
    let today = contract.calendar().local_date(now);
    let found = products::versions_with_ids(conn, &[version])?;
    Ok(found.into_iter().next().map(|(version, product)| RunsOn {
        name: format!("{product} {}", version.name),
        maintained: version.is_maintained_on(today),
        until: version.maintained_until,
    }))
}

/// A case that is being changed inside one write.
struct OpenCase<'a> {
    case: VendorCase,
    history: Vec<CaseEvent>,
    fired: Vec<Fired>,
    contract: &'a Contract,
    now: DateTime<Utc>,
}

impl<'a> OpenCase<'a> {
    /// Reads the history of a case that is about to change. Time never runs backwards in it.
    fn read(
        tx: &mut Conn,
        case: VendorCase,
        contract: &'a Contract,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let history = thread::history(tx, case.id)?;
        let fired = fired(tx, case.id)?;
        let now = history.last().map_or(now, |last| last.at.max(now));
        Ok(Self {
            case,
            history,
            fired,
            contract,
            now,
        })
    }

    /// Appends what happened, and moves the case along.
    fn append(&mut self, tx: &mut Conn, actor: CaseActor, what: CaseHappened) -> Result<(), Error> {
        let event = event(self.case.id, self.history.len(), self.now, actor, what);
        thread::append(tx, &event)?;
        self.history.push(event);
        project(&mut self.case, &self.history, self.contract, &self.fired)
    }
}

/// The next event of a case that has had some.
fn event(
    case: VendorCaseId,
    before: usize,
    at: DateTime<Utc>,
    actor: CaseActor,
    what: CaseHappened,
) -> CaseEvent {
    CaseEvent {
        id: VendorEventId::fresh(),
        case,
        seq: i64::try_from(before).map_or(i64::MAX, |before| before + 1),
        at,
        actor,
        what,
    }
}

/// What a history amounts to, into what is stored of its case.
pub(super) fn project(
    case: &mut VendorCase,
    history: &[CaseEvent],
    contract: &Contract,
    fired: &[Fired],
) -> Result<(), Error> {
    let clocks = vendor::clocks(history, contract)?;
    case.state = vendor::state_of(history);
    case.due = vendor::due(&clocks);
    case.watch_at = vendor::watch_at(&clocks, contract, fired);
    case.events = history.last().map_or(0, |last| last.seq);
    if let Some(last) = history.last() {
        case.changed_at = last.at;
    }
    case.reference = history.iter().rev().find_map(|event| match &event.what {
        CaseHappened::Referred { reference } => Some(reference.clone()),
        _ => None,
    });
    Ok(())
}

/// How far the ladders of a case's clocks have been climbed.
pub(super) fn fired(conn: &mut Conn, case: VendorCaseId) -> Result<Vec<Fired>, Error> {
    let fired = warnings::of(conn, case)?;
    Ok(fired
        .into_iter()
        .map(|one| (one.clock, one.run, one.level.level))
        .collect())
}

impl Desk {
    /// What a case is called: the ticket's reference, and its rank where the ticket has several.
    pub(super) fn case_reference(ticket: &Ticket, case: &VendorCase) -> String {
        format!("{}-E{}", ticket.reference, case.rank)
    }
}
