//! A pause is contested by the side that is waited for, with a reason, and decided on by who answers for
//! the queue: it stays, or it never was.
//!
//! # Why
//! A pause makes a promise easier to keep for the one who pauses. So who is waited for may object, once,
//! and somebody who neither paused nor objected decides. A lifted pause is not erased: what happened
//! stays, an event says which deadlines moved, from when to when and why, and every replay counts the
//! time from then on.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, allows, may},
        contract::{Contract, Recipient},
        ids::{EventId, PersonId, TicketId},
        lang::Lang,
        notice::{ContestFacts, Notice},
        people::Person,
        sla,
        ticket::{
            Actor, Event, Evidence, Line, MovedDeadline, PauseTold, Refers, Ticket, Visibility,
            What, contestable, decidable, pauses_told,
        },
    },
    store::{Conn, attachments, letters, messages, people, queue_members, queues, tickets},
};

use super::{
    Desk, Error, Field, Found,
    act_as_customer::{Seen, seen_by},
    change_ticket::Open,
    escalate::recipients::recipients,
    letters as facts,
    reply_by_link::listener,
    standing,
};

/// What is decided on a contested pause.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// Whether the pause is lifted, as if it had never been.
    pub lifts: bool,
    /// Why.
    pub why: Line,
}

/// A contested pause, of a ticket or of a case at the vendor.
pub(super) struct Dispute<'a> {
    pub(super) ticket: &'a Ticket,
    pub(super) contract: &'a Contract,
    pub(super) pause: &'a PauseTold,
    /// What the case is called.
    pub(super) case: Option<String>,
    /// Whether it is about the end of a wait, not about its beginning.
    pub(super) end: bool,
}

impl Desk {
    /// Contests a pause of a ticket, for somebody signed in on the customers' side. Who answers for the
    /// queue and who works on the ticket are told. The same said again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket or pause for them, [`Error::Forbidden`] when they
    /// may not write on it, [`Error::PauseRefused`] when it was contested before.
    pub fn contest_pause(
        &self,
        by: PersonId,
        ticket: TicketId,
        pause: i64,
        why: &Line,
    ) -> Result<(), Error> {
        let (desk, now, why) = (self.clone(), self.clock.now(), why.clone());
        self.insist(move |tx| desk.contest(tx, by, (ticket, pause), &why, now))?;
        self.bell.ring();
        Ok(())
    }

    fn contest(
        &self,
        tx: &mut Conn,
        by: PersonId,
        (ticket, pause): (TicketId, i64),
        why: &Line,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Seen { who, ticket, thing } = seen_by(tx, by, ticket)?;
        if !allows(&who, Right::WriteToDesk, &thing) {
            return Err(Error::Forbidden);
        }
        let contract = self.contracts.get(tx, ticket.contract)?;
        let seen = ticket.version;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let pauses = pauses_told(&open.history);
        if said_before(&pauses, pause, by, why) {
            return Ok(());
        }
        let told = contestable(&pauses, pause)?;
        let what = What::PauseContested {
            pause,
            reason: why.clone(),
        };
        open.append(tx, Actor::Requester(by), vec![what])?;
        open.save(tx, seen)?;
        let dispute = Dispute {
            ticket: &open.ticket,
            contract: &contract,
            pause: told,
            case: None,
            end: false,
        };
        let person = people::find(tx, by).found()?;
        self.tell_contested(tx, &dispute, &person, why, open.now)
    }

    /// Decides on a contested pause. One that is lifted never was: the deadlines are counted anew, what
    /// moved is written down, and a pause that lasts is over. Who contested it and who works on the ticket
    /// are told.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket or pause for them, [`Error::Forbidden`] without the
    /// right or on one's own pause, [`Error::PauseRefused`] when nobody contests it or it was decided on
    /// before.
    pub fn rule_pause(
        &self,
        by: PersonId,
        ticket: TicketId,
        pause: i64,
        ruling: &Ruling,
    ) -> Result<(), Error> {
        let (desk, now, ruling) = (self.clone(), self.clock.now(), ruling.clone());
        self.insist(move |tx| desk.rule(tx, by, (ticket, pause), &ruling, now))?;
        self.bell.ring();
        Ok(())
    }

    fn rule(
        &self,
        tx: &mut Conn,
        by: PersonId,
        (ticket, pause): (TicketId, i64),
        ruling: &Ruling,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let judge = people::find(tx, by).found()?;
        if !judge.active || !may(judge.role, Right::RulePauses) {
            return Err(Error::Forbidden);
        }
        let scope = Scope::of(&standing::who(tx, &judge)?);
        let ticket = tickets::find(tx, ticket, &scope).found()?;
        let contract = self.contracts.get(tx, ticket.contract)?;
        let seen = ticket.version;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let pauses = pauses_told(&open.history);
        let told = decidable(&pauses, pause)?;
        // Nobody decides on a pause of their own.
        if told.by.person() == Some(by) {
            return Err(Error::Forbidden);
        }
        let actor = Actor::Agent(by);
        let moved = if ruling.lifts {
            if told.to.is_none() {
                open.append(tx, actor, vec![What::Resumed])?;
            }
            lift(tx, &mut open, actor, pause, &ruling.why)?
        } else {
            let upheld = What::PauseUpheld {
                pause,
                reason: ruling.why.clone(),
            };
            open.append(tx, actor, vec![upheld])?;
            Vec::new()
        };
        open.save(tx, seen)?;
        let dispute = Dispute {
            ticket: &open.ticket,
            contract: &contract,
            pause: told,
            case: None,
            end: false,
        };
        self.tell_ruled(tx, &dispute, &judge, ruling, &moved, open.now)
    }

    /// Owes their letters to who answers for the queue and to who works on the ticket.
    pub(super) fn tell_contested(
        &self,
        tx: &mut Conn,
        dispute: &Dispute<'_>,
        by: &Person,
        why: &Line,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let ticket = dispute.ticket;
        let queue = queues::find(tx, ticket.queue).found()?;
        let mut workers = people::workers(tx, 1_000)?;
        workers.retain(|one| one.active);
        if queue.members_only {
            let members = queue_members::of(tx, queue.id)?;
            workers.retain(|one| members.contains(&one.id));
        }
        let workers: Vec<&Person> = workers.iter().collect();
        let wanted = [Recipient::Supervisor, Recipient::Assignee];
        let mut all = recipients(ticket, &queue, (&workers, &[], None), &wanted);
        // Who contests it knows that they do.
        all.retain(|told| told.person != Some(by.id));
        for told in all {
            let notice = Notice::PauseContested {
                ticket: self.about(tx, ticket, told.lang)?,
                pause: dispute.facts(told.lang),
                by: by.name.clone(),
                text: why.as_str().to_owned(),
            };
            let letter = self.letter(Some(ticket.id), told.mail, told.lang, notice, now);
            letters::owe(tx, &letter)?;
        }
        Ok(())
    }

    /// Owes their letters to who contested a pause and to who works on the ticket.
    pub(super) fn tell_ruled(
        &self,
        tx: &mut Conn,
        dispute: &Dispute<'_>,
        judge: &Person,
        ruling: &Ruling,
        moved: &[MovedDeadline],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let ticket = dispute.ticket;
        let contested = dispute.pause.contested.as_ref();
        let mut told = Vec::new();
        if let Some(person) = contested.and_then(|one| one.by.person()) {
            let person = people::find(tx, person).found()?;
            if person.active {
                let customer = !person.role.works_at_the_desk();
                told.push((person.email, person.lang, customer));
            }
        }
        told.extend(listener(tx, ticket)?.map(|(mail, lang)| (mail, lang, false)));
        let mut seen = std::collections::BTreeSet::new();
        told.retain(|(mail, _, _)| seen.insert(mail.key()));
        for (mail, lang, customer) in told {
            let notice = Notice::PauseRuled {
                ticket: self.about(tx, ticket, lang)?,
                pause: dispute.facts(lang),
                by: judge.name.clone(),
                text: ruling.why.as_str().to_owned(),
                lifted: ruling.lifts,
                moved: moved.to_vec(),
                customer,
            };
            let letter = self.letter(Some(ticket.id), mail, lang, notice, now);
            letters::owe(tx, &letter)?;
        }
        Ok(())
    }

    /// A ticket as its letters show it, under the contract with its customer.
    fn about(
        &self,
        tx: &mut Conn,
        ticket: &Ticket,
        lang: Lang,
    ) -> Result<crate::domain::notice::TicketFacts, Error> {
        let contract = self.contracts.get(tx, ticket.contract)?;
        facts::ticket_facts(tx, ticket, &contract, lang)
    }
}

impl Dispute<'_> {
    fn facts(&self, lang: Lang) -> ContestFacts {
        let clause = self
            .contract
            .pause(self.pause.reason)
            .and_then(|pause| self.contract.clause(&pause.clause));
        ContestFacts {
            reason: self.pause.reason,
            since: self.pause.from,
            case: self.case.clone(),
            end: self.end,
            contract: self.contract.title_in(lang).to_owned(),
            clause: clause.map_or_else(String::new, |one| one.reference_in(lang).to_owned()),
            timezone: self
                .contract
                .calendar()
                .rules()
                .timezone()
                .name()
                .to_owned(),
        }
    }
}

/// Whether somebody contested a pause before with the same words: their form came twice.
pub(super) fn said_before(pauses: &[PauseTold], pause: i64, by: PersonId, why: &Line) -> bool {
    pauses
        .iter()
        .filter(|one| one.seq == pause)
        .filter_map(|one| one.contested.as_ref())
        .any(|one| one.by.person() == Some(by) && one.why == *why)
}

/// Lifts a pause that has ended; the deadlines that moved.
fn lift(
    tx: &mut Conn,
    open: &mut Open<'_>,
    actor: Actor,
    pause: i64,
    why: &Line,
) -> Result<Vec<MovedDeadline>, Error> {
    let lifted = |moved| What::PauseLifted {
        pause,
        reason: why.clone(),
        moved,
    };
    let before = sla::replay(&open.history, open.contract)?;
    let mut history = open.history.clone();
    history.push(Event {
        id: EventId::fresh(),
        ticket: open.ticket.id,
        seq: open.last_seq() + 1,
        at: open.now,
        actor,
        what: lifted(Vec::new()),
    });
    let moved = sla::moved(&before, &sla::replay(&history, open.contract)?);
    open.append(tx, actor, vec![lifted(moved.clone())])?;
    Ok(moved)
}

/// What shows that a pause is right is read by both sides: a message of the ticket that its customer
/// reads, or a file of one.
pub(super) fn evidence_is_theirs(
    tx: &mut Conn,
    evidence: &Evidence,
    ticket: &Ticket,
) -> Result<(), Error> {
    let message = match evidence.refers {
        None => return Ok(()),
        Some(Refers::Message(message)) => Some(message),
        Some(Refers::File(file)) => attachments::of(tx, ticket.id)?
            .into_iter()
            .find(|one| one.id == file)
            .and_then(|one| one.of)
            .map(|(_, message)| message),
    };
    let known = messages::of(tx, ticket.id, &Scope::Desk)?
        .into_iter()
        .any(|one| Some(one.id) == message && one.visibility == Visibility::Public);
    if known {
        Ok(())
    } else {
        Err(Error::fault(Field::Document, "unknown"))
    }
}
