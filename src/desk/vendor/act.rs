//! Both sides work on a case: the vendor takes it in charge, answers, asks, settles it; the integrator
//! writes, says that it is not settled, takes it back.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{CaseFacts, Right, Scope, Thing, allows},
        ids::{PersonId, VendorCaseId},
        people::Person,
        ticket::{Description, Ticket},
        vendor::{CaseAct, CaseActor, CaseRefused, CaseSide, VendorCase, VendorMessage, decide},
    },
    store::{
        Conn, people, tickets,
        vendor::{cases, thread},
    },
};

use super::{
    super::{Desk, Error, Field, Found, standing},
    OpenCase, raced,
    tell::CaseStep,
    worked_on,
};

/// What somebody does with a case.
#[derive(Clone, Debug)]
pub struct CaseChange {
    /// The case.
    pub case: VendorCaseId,
    /// Who.
    pub by: PersonId,
    /// What. Its message, if it has one, is `text`.
    pub act: CaseAct,
    /// What is written.
    pub text: Option<Description>,
}

impl Desk {
    /// Does what somebody of the desk wants with a case.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case for them, [`Error::Forbidden`] without the right
    /// or when the act is the vendor's, [`Error::CaseRefused`] when its state does not allow it,
    /// [`Error::Invalid`] without a text where there must be one.
    pub fn act_on_case(&self, change: CaseChange) -> Result<(), Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.insist(move |tx| {
            if change.act.side() != CaseSide::Integrator {
                return Err(Error::Forbidden);
            }
            let case = cases::find(tx, change.case, &Scope::Desk).found()?;
            let (worker, ticket) = worked_on(tx, change.by, case.ticket)?;
            desk.do_on_case(tx, (&ticket, case), &worker, &change, now)
                .map_err(raced)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Does what somebody of the vendor wants with a case.
    ///
    /// # Errors
    /// As [`Desk::act_on_case`].
    pub fn act_on_case_as_vendor(&self, change: CaseChange) -> Result<(), Error> {
        let seen = self.scope_of_person(change.by)?;
        let id = change.case;
        // Behind the wall of who asks: what the server does not show them is not there.
        let behind = self.behind(&seen);
        let found = behind.store.read(|conn| cases::find(conn, id, &seen))?;
        if found.is_none() {
            return Err(Error::NotFound);
        }
        let (desk, now) = (self.behind(&Scope::Desk), self.clock.now());
        desk.clone().insist(move |tx| {
            let person = people::find(tx, change.by).found()?;
            let who = standing::who(tx, &person)?;
            let case = cases::find(tx, id, &Scope::of(&who)).found()?;
            let ticket = tickets::find(tx, case.ticket, &Scope::Desk).found()?;
            let thing = Thing::Case(CaseFacts {
                vendor: case.vendor,
                queue: ticket.queue,
            });
            let is_theirs = change.act.side() == CaseSide::Vendor;
            if !person.active || !is_theirs || !allows(&who, Right::AnswerCase, &thing) {
                return Err(Error::Forbidden);
            }
            desk.do_on_case(tx, (&ticket, case), &person, &change, now)
                .map_err(raced)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Does something with a case in the name of somebody who may.
    pub(in crate::desk) fn do_on_case(
        &self,
        tx: &mut Conn,
        (ticket, case): (&Ticket, VendorCase),
        person: &Person,
        change: &CaseChange,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let actor = CaseActor {
            side: change.act.side(),
            person: person.id,
        };
        if let Some(id) = change.act.message()
            && let Some(said) = thread::message(tx, id)?
        {
            return said_before(&said, &case, actor, change.text.as_ref());
        }
        let contract = self.contracts.get(tx, case.contract)?;
        let happened = match decide(case.state, change.act.clone()) {
            Ok(Some(happened)) => happened,
            Ok(None) => return Ok(()),
            Err(CaseRefused(state)) => return Err(Error::CaseRefused(state)),
        };
        let seen = case.events;
        let mut open = OpenCase::read(tx, case, &contract, now)?;
        let step = CaseStep::of(&happened);
        if let Some(id) = happened.message() {
            let text = change.text.clone();
            let text = text.ok_or_else(|| Error::fault(Field::Text, "blank"))?;
            let message = VendorMessage {
                id,
                case: open.case.id,
                author: actor,
                body: text,
                at: open.now,
            };
            thread::say(tx, &message)?;
        }
        open.append(tx, actor, happened)?;
        if !cases::change(tx, &open.case, seen)? {
            return Err(Error::Overtaken);
        }
        let Some(step) = step else {
            return Ok(());
        };
        let text = change.text.as_ref().map_or("", Description::as_str);
        match actor.side {
            CaseSide::Integrator => self.tell_vendor(
                tx,
                (ticket, &open.case),
                &contract,
                step.with(text),
                open.now,
            ),
            CaseSide::Vendor => {
                self.tell_integrator(tx, (ticket, &open.case), person, step.with(text), open.now)
            }
        }
    }
}

/// The same form, sent twice: what it says was done the first time.
fn said_before(
    said: &VendorMessage,
    case: &VendorCase,
    actor: CaseActor,
    text: Option<&Description>,
) -> Result<(), Error> {
    if said.case == case.id && said.author == actor && Some(&said.body) == text {
        Ok(())
    } else {
        Err(Error::Overtaken)
    }
}
