//! The vendor's time stands still while it waits for the integrator: they may say that this is not right,
//! and who answers for the queue decides.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        contract::Contract,
        ids::{PersonId, VendorCaseId},
        people::Person,
        sla,
        ticket::{Line, PauseTold, Ticket, contestable, decidable},
        vendor::{self, CaseActor, CaseHappened, CaseSide},
    },
    store::{Conn, vendor::cases},
};

use super::{
    super::{
        Desk, Error, Found,
        contest_pause::{Dispute, Ruling},
    },
    OpenCase, event, raced,
    tell::CaseStep,
    worked_on,
};

impl Desk {
    /// Contests a pause of the vendor's time, for the integrator. Who answers for the queue is told, and
    /// so is the vendor. The same said again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case or pause for them, [`Error::Forbidden`] without the
    /// right to work on tickets, [`Error::PauseRefused`] when it was contested before.
    pub fn contest_case_pause(
        &self,
        by: PersonId,
        case: VendorCaseId,
        pause: i64,
        why: &Line,
    ) -> Result<(), Error> {
        let (desk, now, why) = (self.clone(), self.clock.now(), why.clone());
        self.insist(move |tx| {
            desk.contest_of_case(tx, by, (case, pause), &why, now)
                .map_err(raced)
        })?;
        self.bell.ring();
        Ok(())
    }

    fn contest_of_case(
        &self,
        tx: &mut Conn,
        by: PersonId,
        (case, pause): (VendorCaseId, i64),
        why: &Line,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let case = cases::find(tx, case, &Scope::Desk).found()?;
        let (worker, ticket) = worked_on(tx, by, case.ticket)?;
        let contract = self.contracts.get(tx, case.contract)?;
        let mut open = OpenCase::read(tx, case, &contract, now)?;
        let pauses = vendor::pauses(&open.history, &contract);
        if super::super::contest_pause::said_before(&pauses, pause, by, why) {
            return Ok(());
        }
        let told = contestable(&pauses, pause)?;
        let happened = CaseHappened::PauseContested {
            pause,
            reason: why.clone(),
        };
        self.goes_on(tx, (&ticket, &mut open), &worker, happened)?;
        let dispute = dispute(&ticket, &open, &contract, told);
        self.tell_contested(tx, &dispute, &worker, why, open.now)
    }

    /// Decides on a contested pause of the vendor's time. A pause that is lifted never was: the vendor's
    /// deadlines are counted anew, and what moved is written down.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case or pause for them, [`Error::Forbidden`] without the
    /// right or on what one contested oneself, [`Error::PauseRefused`] when nobody contests it or it was
    /// decided on before.
    pub fn rule_case_pause(
        &self,
        by: PersonId,
        case: VendorCaseId,
        pause: i64,
        ruling: &Ruling,
    ) -> Result<(), Error> {
        let (desk, now, ruling) = (self.clone(), self.clock.now(), ruling.clone());
        self.insist(move |tx| {
            desk.rule_of_case(tx, by, (case, pause), &ruling, now)
                .map_err(raced)
        })?;
        self.bell.ring();
        Ok(())
    }

    fn rule_of_case(
        &self,
        tx: &mut Conn,
        by: PersonId,
        (case, pause): (VendorCaseId, i64),
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
        let pauses = vendor::pauses(&open.history, &contract);
        let told = decidable(&pauses, pause)?;
        let contested_by = told.contested.as_ref().and_then(|one| one.by.person());
        if contested_by == Some(by) {
            return Err(Error::Forbidden);
        }
        let reason = ruling.why.clone();
        let happened = if ruling.lifts {
            let moved = moved(&open, &contract, pause, reason.clone(), by)?;
            CaseHappened::PauseLifted {
                pause,
                reason,
                moved,
            }
        } else {
            CaseHappened::PauseUpheld { pause, reason }
        };
        let moved = match &happened {
            CaseHappened::PauseLifted { moved, .. } => moved.clone(),
            _ => Vec::new(),
        };
        self.goes_on(tx, (&ticket, &mut open), &judge, happened)?;
        let dispute = dispute(&ticket, &open, &contract, told);
        self.tell_ruled(tx, &dispute, &judge, ruling, &moved, open.now)
    }

    /// Appends what happened to a case, stores what it amounts to, and tells the vendor.
    fn goes_on(
        &self,
        tx: &mut Conn,
        (ticket, open): (&Ticket, &mut OpenCase<'_>),
        by: &Person,
        happened: CaseHappened,
    ) -> Result<(), Error> {
        let seen = open.case.events;
        let step = CaseStep::of(&happened);
        open.append(tx, integrator(by.id), happened)?;
        if !cases::change(tx, &open.case, seen)? {
            return Err(Error::Overtaken);
        }
        match step {
            Some(step) => self.tell_vendor(tx, (ticket, &open.case), open.contract, step, open.now),
            None => Ok(()),
        }
    }
}

const fn integrator(person: PersonId) -> CaseActor {
    CaseActor {
        side: CaseSide::Integrator,
        person,
    }
}

/// Which of the vendor's deadlines move when a pause is lifted now: from where they would be had it
/// ended now.
fn moved(
    open: &OpenCase<'_>,
    contract: &Contract,
    pause: i64,
    reason: Line,
    by: PersonId,
) -> Result<Vec<crate::domain::ticket::MovedDeadline>, Error> {
    let lifted = CaseHappened::PauseLifted {
        pause,
        reason,
        moved: Vec::new(),
    };
    let mut history = open.history.clone();
    let last = event(
        open.case.id,
        history.len(),
        open.now,
        integrator(by),
        lifted,
    );
    history.push(last);
    let (before, after) = vendor::around_last(&history, contract)?;
    Ok(sla::moved(&before, &after))
}

fn dispute<'a>(
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
        end: false,
    }
}
