//! A dossier is sent: exactly one case is opened at the vendor, whatever is tried again.
//!
//! # Why
//! The form carries the identity of the case that it will open, and the draft keeps it, so that the same
//! dossier sent twice, by two people or after a lost answer, finds the case. Besides, the database takes
//! no second open case of a ticket at a vendor.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        ids::VendorCaseId,
        people::Person,
        ticket::{Actor, Priority, Ticket, What},
        vendor::{
            CaseActor, CaseHappened, CaseSide, CaseState, Override, Point, VendorCase, Verdict,
            assess, verdict,
        },
    },
    store::{
        Conn,
        vendor::{cases, desks, dossiers, thread},
    },
};

use super::{
    super::{Desk, Error, Field, change_ticket::Open},
    event,
    keep_dossier::{DossierKept, NewDossier, keep},
    project, raced, runs_on,
    tell::CaseStep,
    worked_on,
};

/// A dossier that somebody sends.
#[derive(Clone, Debug)]
pub struct SendDossier {
    /// The dossier as it was written last.
    pub written: NewDossier,
    /// Why it is sent in spite of what it lacks.
    pub reason: Option<String>,
}

/// Why a dossier was not sent. What was written is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DossierNotSent {
    /// It lacks what who sends it may not leave out.
    Refused(Vec<Point>),
    /// It lacks what they may leave out with a reason, and they gave none.
    NeedsReason(Vec<Point>),
    /// A newer one was there.
    Overtaken,
    /// A case of the ticket is open at the vendor already.
    OpenAlready(VendorCaseId),
}

impl Desk {
    /// Sends a dossier; the case that it opened, now or when it was sent before.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to work on tickets, [`Error::NotFound`] when there is no
    /// such ticket for who sends, [`Error::Refused`] when the ticket is resolved.
    pub fn send_dossier(
        &self,
        sent: SendDossier,
    ) -> Result<Result<VendorCaseId, DossierNotSent>, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        let done = self.insist(move |tx| match keep(tx, &sent.written, now) {
            Ok(DossierKept::Sent) => Ok(Ok(sent.written.case)),
            Ok(DossierKept::Overtaken(_)) => Ok(Err(DossierNotSent::Overtaken)),
            Ok(DossierKept::Saved(_)) => desk.send(tx, &sent, now).map_err(raced),
            Err(error) => Err(raced(error)),
        });
        self.bell.ring();
        done
    }

    fn send(
        &self,
        tx: &mut Conn,
        sent: &SendDossier,
        now: DateTime<Utc>,
    ) -> Result<Result<VendorCaseId, DossierNotSent>, Error> {
        let NewDossier {
            ticket,
            by,
            vendor,
            dossier,
            case,
            ..
        } = &sent.written;
        let (worker, ticket) = worked_on(tx, *by, *ticket)?;
        let before = cases::of(tx, ticket.id, &Scope::Desk)?;
        let open = before
            .iter()
            .find(|one| one.vendor == *vendor && one.state.is_open());
        if let Some(open) = open {
            return Ok(Err(DossierNotSent::OpenAlready(open.id)));
        }
        let place = desks::find(tx, *vendor)?;
        let place = place.ok_or_else(|| Error::fault(Field::Organisation, "no-vendor"))?;
        let (version, contract) = self.contracts.in_force(tx, &place.contract, now)?;
        let runs_on = runs_on(tx, dossier.version, &contract, now)?;
        let assessed = assess(dossier, runs_on.as_ref(), &contract);
        let overridden = match verdict(&assessed, worker.role, sent.reason.as_deref()) {
            Verdict::Complete => None,
            Verdict::Overridden(left_out) => Some(left_out),
            Verdict::NeedsReason(points) => {
                return Ok(Err(DossierNotSent::NeedsReason(points)));
            }
            Verdict::Refused(points) => return Ok(Err(DossierNotSent::Refused(points))),
        };
        let now = self.noted_on_ticket(tx, ticket.clone(), &worker, *case, now)?;
        let rank = u32::try_from(before.len()).map_or(u32::MAX, |count| count.saturating_add(1));
        let mut opened = VendorCase {
            id: *case,
            ticket: ticket.id,
            rank,
            vendor: *vendor,
            contract: version,
            dossier: dossier.clone(),
            runs_on,
            state: CaseState::Sent,
            reference: None,
            opened_at: now,
            changed_at: now,
            due: None,
            watch_at: None,
            events: 0,
        };
        let first = opening(&opened, &worker, overridden);
        let history = [event(opened.id, 0, now, first.0, first.1)];
        project(&mut opened, &history, &contract, &[])?;
        cases::insert(tx, &opened)?;
        let [first] = history;
        thread::append(tx, &first)?;
        dossiers::forget(tx, ticket.id)?;
        self.tell_vendor(tx, (&ticket, &opened), &contract, CaseStep::Opened, now)?;
        Ok(Ok(opened.id))
    }

    /// Notes in the ticket's history that it was sent to the vendor; the instant since which this is so.
    fn noted_on_ticket(
        &self,
        tx: &mut Conn,
        ticket: Ticket,
        worker: &Person,
        case: VendorCaseId,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Error> {
        let contract = self.contracts.get(tx, ticket.contract)?;
        let seen = ticket.version;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        open.append(
            tx,
            Actor::Agent(worker.id),
            vec![What::SentToVendor { case }],
        )?;
        open.save(tx, seen)?;
        Ok(open.now)
    }
}

/// The first event of a case.
fn opening(
    case: &VendorCase,
    worker: &Person,
    overridden: Option<Override>,
) -> (CaseActor, CaseHappened) {
    let actor = CaseActor {
        side: CaseSide::Integrator,
        person: worker.id,
    };
    let severity = case.dossier.severity.unwrap_or(Priority::P3);
    (
        actor,
        CaseHappened::Opened {
            severity,
            overridden,
        },
    )
}
