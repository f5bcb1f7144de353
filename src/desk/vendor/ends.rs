//! The integrator's message ended a wait of the vendor: the vendor may say that it did not bring what was
//! asked for, and who answers for the queue decides.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{CaseFacts, Right, Scope, Thing, allows, may},
        contract::Contract,
        ids::{PersonId, VendorCaseId},
        ticket::{Line, PauseTold, Ticket},
        vendor::{
            self, CaseActor, CaseHappened, CaseSide, WaitEnd, contestable_end, decidable_end,
        },
    },
    store::{Conn, people, tickets, vendor::cases},
};

use super::{
    super::{
        Desk, Error, Found,
        contest_pause::{Dispute, Ruling},
        standing,
    },
    OpenCase, event, raced,
    tell::CaseStep,
    worked_on,
};

impl Desk {
    /// Contests that a message of the integrator ended the vendor's wait, for somebody of the vendor. Who
    /// answers for the queue and who works on the ticket are told. The same said again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case for them, [`Error::Forbidden`] without the right to
    /// answer it, [`Error::PauseRefused`] when no wait ended there, or it was contested before.
    pub fn contest_case_end(
        &self,
        by: PersonId,
        case: VendorCaseId,
        told: i64,
        why: &Line,
    ) -> Result<(), Error> {
        let seen = self.scope_of_person(by)?;
        // Behind the wall of who asks: what the server does not show them is not there.
        let behind = self.behind(&seen);
        behind
            .store
            .read(|conn| cases::find(conn, case, &seen))
            .found()?;
        let (desk, now) = (self.behind(&Scope::Desk), self.clock.now());
        let why = why.clone();
        desk.clone().insist(move |tx| {
            desk.contest_end(tx, by, (case, told), &why, now)
                .map_err(raced)
        })?;
        self.bell.ring();
        Ok(())
    }

    fn contest_end(
        &self,
        tx: &mut Conn,
        by: PersonId,
        (case, told): (VendorCaseId, i64),
        why: &Line,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let person = people::find(tx, by).found()?;
        let who = standing::who(tx, &person)?;
        let case = cases::find(tx, case, &Scope::of(&who)).found()?;
        let ticket = tickets::find(tx, case.ticket, &Scope::Desk).found()?;
        let thing = Thing::Case(CaseFacts {
            vendor: case.vendor,
            queue: ticket.queue,
        });
        if !person.active || !allows(&who, Right::AnswerCase, &thing) {
            return Err(Error::Forbidden);
        }
        let contract = self.contracts.get(tx, case.contract)?;
        let mut open = OpenCase::read(tx, case, &contract, now)?;
        let ends = vendor::ends(&open.history, &contract);
        let again = ends.iter().filter(|end| end.told == told).any(|end| {
            let said = end.contested.as_ref();
            said.is_some_and(|one| one.by.person() == Some(by) && one.why == *why)
        });
        if again {
            return Ok(());
        }
        let end = contestable_end(&ends, told)?;
        let happened = CaseHappened::EndContested {
            told,
            reason: why.clone(),
        };
        let actor = CaseActor {
            side: CaseSide::Vendor,
            person: by,
        };
        let seen = open.case.events;
        open.append(tx, actor, happened)?;
        if !cases::change(tx, &open.case, seen)? {
            return Err(Error::Overtaken);
        }
        let pause = ended(&open, &contract, end)?;
        let dispute = about(&ticket, &open, &contract, &pause);
        self.tell_contested(tx, &dispute, &person, why, open.now)
    }

    /// Decides whether a message of the integrator ended the vendor's wait. Where it did not, the vendor's
    /// time stood still further on: its deadlines are counted anew, and what moved is written down. The
    /// vendor and who works on the ticket are told.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case for them, [`Error::Forbidden`] without the right or
    /// on what one wrote oneself, [`Error::PauseRefused`] when nobody contests it or it was decided on
    /// before.
    pub fn rule_case_end(
        &self,
        by: PersonId,
        case: VendorCaseId,
        told: i64,
        ruling: &Ruling,
    ) -> Result<(), Error> {
        let (desk, now, ruling) = (self.clone(), self.clock.now(), ruling.clone());
        self.insist(move |tx| {
            desk.rule_end(tx, by, (case, told), &ruling, now)
                .map_err(raced)
        })?;
        self.bell.ring();
        Ok(())
    }

    fn rule_end(
        &self,
        tx: &mut Conn,
        by: PersonId,
        (case, told): (VendorCaseId, i64),
        ruling: &Ruling,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let case = cases::find(tx, case, &Scope::Desk).found()?;
        let (judge, ticket) = worked_on(tx, by, case.ticket)?;
        if !may(judge.role, Right::RulePauses) {
            return Err(Error::Forbidden);
        }
        let contract = self.contracts.get(tx, case.contract)?;
        let mut open = OpenCase::read(tx, case, &contract, now)?;
        let ends = vendor::ends(&open.history, &contract);
        let end = decidable_end(&ends, told)?;
        // Nobody decides on what they wrote themselves.
        if end.by == by {
            return Err(Error::Forbidden);
        }
        let pause = ended(&open, &contract, end)?;
        let actor = CaseActor {
            side: CaseSide::Integrator,
            person: by,
        };
        let reason = ruling.why.clone();
        let (happened, moved) = if ruling.lifts {
            let lifted = |moved| CaseHappened::EndLifted {
                told,
                reason: reason.clone(),
                moved,
            };
            let mut history = open.history.clone();
            let (id, before) = (open.case.id, history.len());
            history.push(event(id, before, open.now, actor, lifted(Vec::new())));
            let moved = vendor::moved_by_last(&history, &contract)?;
            (lifted(moved.clone()), moved)
        } else {
            (CaseHappened::EndUpheld { told, reason }, Vec::new())
        };
        let seen = open.case.events;
        let step = CaseStep::of(&happened);
        open.append(tx, actor, happened)?;
        if !cases::change(tx, &open.case, seen)? {
            return Err(Error::Overtaken);
        }
        if let Some(step) = step {
            self.tell_vendor(tx, (&ticket, &open.case), &contract, step, open.now)?;
        }
        let dispute = about(&ticket, &open, &contract, &pause);
        self.tell_ruled(tx, &dispute, &judge, ruling, &moved, open.now)
    }
}

/// The wait that ended, as letters tell of it. Nobody of the vendor stands in it: what they read of the
/// decision is told on their case, and nothing of the ticket.
fn ended(open: &OpenCase<'_>, contract: &Contract, end: &WaitEnd) -> Result<PauseTold, Error> {
    let all = vendor::pauses(&open.history, contract);
    let pause = all.into_iter().find(|pause| pause.seq == end.asked);
    let mut pause = pause.ok_or(Error::NotFound)?;
    pause.contested = None;
    Ok(pause)
}

fn about<'a>(
    ticket: &'a Ticket,
    open: &OpenCase<'a>,
    contract: &'a Contract,
    pause: &'a PauseTold,
) -> Dispute<'a> {
    Dispute {
        ticket,
        contract,
        pause,
        case: Some(Desk::case_reference(ticket, &open.case)),
        end: true,
    }
}
