//! The requester is told how far the request is: taken in charge, paused, resolved without a text,
//! late. None of these letters holds anything that was typed into a form.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        ids::PersonId,
        link::NewLink,
        notice::{Notice, PauseFacts, PromiseFacts, TicketFacts},
        people::Person,
        sla::{self, State},
        ticket::{Act, Evidence, PauseReason, Ticket},
    },
    store::{Conn, letters, links, people, strangers},
};

use super::{
    Desk, Error, Found, Secret, change_ticket::Open, letters as facts, tell_answered::Answered,
};

impl Desk {
    /// Owes the letter that an act of the desk brings its requester, where it has no text that would
    /// be sent as an answer.
    pub(super) fn tell_progress(
        &self,
        tx: &mut Conn,
        open: &Open<'_>,
        agent: &Person,
        act: &Act,
    ) -> Result<(), Error> {
        if !is_written_to(tx, &open.ticket)? {
            return Ok(());
        }
        match act {
            Act::TakeCharge => {
                let clocks = sla::replay(&open.history, open.contract)?;
                let lang = open.ticket.lang;
                let promise = facts::first_promise(open.contract, &clocks, lang, open.now)?;
                self.owe_requester(tx, open, |ticket, link| Notice::TakenInCharge {
                    ticket,
                    by: agent.name.clone(),
                    promise,
                    link,
                })
            }
            Act::Pause {
                reason,
                detail,
                evidence,
            } => {
                let pause = pause_facts(open, agent, *reason, (detail, evidence))?;
                self.owe_requester(tx, open, |ticket, link| Notice::Paused {
                    ticket,
                    pause,
                    link,
                })
            }
            Act::Resolve => {
                let settled = Answered {
                    agent,
                    text: "",
                    files: Vec::new(),
                    resolved: true,
                };
                self.tell_answered(tx, open, &settled)
            }
            Act::Reply { .. }
            | Act::Inform { .. }
            | Act::Note { .. }
            | Act::ConfirmPriority
            | Act::Requalify { .. }
            | Act::Resume
            | Act::Reopen { .. }
            | Act::Assign { .. } => Ok(()),
        }
    }

    fn owe_requester(
        &self,
        tx: &mut Conn,
        open: &Open<'_>,
        notice: impl FnOnce(TicketFacts, String) -> Notice,
    ) -> Result<(), Error> {
        let ticket = &open.ticket;
        let secret = Secret::draw();
        links::insert(tx, &facts::ticket_link(&secret, ticket, open.now))?;
        let shown = facts::ticket_facts(tx, ticket, open.contract, ticket.lang)?;
        let notice = notice(shown, secret.reveal().to_owned());
        let to = people::find(tx, ticket.requester).found()?.email;
        let letter = self.letter(Some(ticket.id), to, ticket.lang, notice, open.now);
        letters::owe(tx, &letter)?;
        Ok(())
    }
}

/// The letter about a missed deadline, and the link that it brings.
pub(super) fn missed(
    ticket: &Ticket,
    shown: TicketFacts,
    promise: PromiseFacts,
    now: DateTime<Utc>,
) -> (Notice, NewLink) {
    let secret = Secret::draw();
    let link = facts::ticket_link(&secret, ticket, now);
    let notice = Notice::DeadlineMissed {
        ticket: shown,
        promise,
        at: now,
        link: secret.reveal().to_owned(),
    };
    (notice, link)
}

/// Whether letters about a ticket go to its requester. Who has typed somebody else's address into the
/// public form must not have letters sent there by filing often: where the request itself brought no
/// letter, none follows until a person answers.
pub(super) fn is_written_to(tx: &mut Conn, ticket: &Ticket) -> Result<bool, Error> {
    if ticket.organisation.is_some() {
        return Ok(true);
    }
    let requester: PersonId = ticket.requester;
    Ok(strangers::was_told(tx, ticket.id)?
        || strangers::was_answered(tx, requester)?
        || people::find(tx, requester)
            .found()?
            .role
            .works_at_the_desk())
}

fn pause_facts(
    open: &Open<'_>,
    agent: &Person,
    reason: PauseReason,
    (detail, evidence): (&str, &Evidence),
) -> Result<PauseFacts, Error> {
    let (contract, lang) = (open.contract, open.ticket.lang);
    let clause = contract
        .pause(reason)
        .and_then(|pause| contract.clause(&pause.clause));
    let clocks = sla::replay(&open.history, contract)?;
    let still = clocks
        .iter()
        .filter(|clock| clock.promise.is_some() && matches!(clock.state, State::Paused { .. }));
    // What is awaited from others may be the desk's own business.
    let awaited = match reason {
        PauseReason::WaitingForCustomer => detail.to_owned(),
        _ => String::new(),
    };
    Ok(PauseFacts {
        by: agent.name.clone(),
        reason,
        awaited,
        note: evidence
            .note
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        clocks: still.map(|clock| clock.name).collect(),
        contract: contract.title_in(lang).to_owned(),
        clause: clause.map_or_else(String::new, |one| one.reference_in(lang).to_owned()),
    })
}
