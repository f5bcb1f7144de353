//! A ticket is qualified: a proposal is taken or not, a way round is recorded, the nature corrected,
//! a document named.
//!
//! # Why
//! What the rules conclude is a proposal until a person has decided (CallCenterRate, article 11). So
//! nothing here changes a priority but the act that says so, and each such act leaves one row that
//! supervisors count.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, may},
        contract::{Contract, DocumentWhen},
        ids::{MessageId, PersonId, TicketId},
        people::Person,
        ticket::{
            Act, Actor, Answers, Description, Document, Event, Line, Message, Nature, Priority,
            Proposal, Step, TextFormat, Ticket, Visibility, What, decisions, last_answers, pending,
        },
    },
    kill_point::{KillPoint, pass},
    store::{Conn, messages, people, priority_decisions, tickets},
};

use super::{
    Changed, Desk, Error, Field, Found,
    change_ticket::{Open, said_before},
    mention, standing,
    tell_answered::Answered,
};

/// What an agent says of a ticket's qualification, and on which version of it that was decided.
#[derive(Clone, Debug)]
pub struct Qualify {
    /// The ticket.
    pub ticket: TicketId,
    /// The version that the agent saw.
    pub seen: i64,
    /// The agent.
    pub by: PersonId,
    /// What they say.
    pub what: Qualification,
}

/// What an agent may say of a ticket's qualification.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Qualification {
    /// The priority that the rules propose since is right.
    Accept,
    /// It is not, and the priority stays.
    Keep {
        /// Why.
        reason: Line,
    },
    /// There is a way round the problem.
    Workaround {
        /// The message that describes it.
        message: MessageId,
        /// How it goes.
        text: Description,
        /// Whether the requester reads it, as an answer; else it is a note.
        public: bool,
    },
    /// The request is of another nature.
    Nature {
        /// Which.
        to: Nature,
        /// Why.
        reason: Line,
    },
    /// A document that the contract wants is there.
    Document {
        /// Which.
        document: Document,
        /// Where to find it.
        named: Line,
    },
}

impl Desk {
    /// Qualifies a ticket; nothing happens where it says what is so already.
    ///
    /// # Errors
    /// [`Error::Overtaken`] when the ticket changed since the agent saw it, [`Error::Refused`] when
    /// its state does not allow it, [`Error::Invalid`] when nothing is proposed, or the contract
    /// knows no such nature or document; [`Error::Forbidden`] without the right to work on tickets.
    pub fn qualify(&self, qualify: Qualify) -> Result<Changed, Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        pass(KillPoint::AnswerBegun);
        let changed = self
            .store
            .write(move |tx| desk.qualify_in(tx, &qualify, now))?;
        pass(KillPoint::AnswerCommitted);
        self.bell.ring();
        Ok(changed)
    }

    fn qualify_in(
        &self,
        tx: &mut Conn,
        qualify: &Qualify,
        now: DateTime<Utc>,
    ) -> Result<Changed, Error> {
        let agent = people::find(tx, qualify.by).found()?;
        if !agent.active || !may(agent.role, Right::WorkTickets) {
            return Err(Error::Forbidden);
        }
        let scope = Scope::of(&standing::who(tx, &agent)?);
        let ticket = tickets::find(tx, qualify.ticket, &scope).found()?;
        let as_it_is = Changed {
            version: ticket.version,
        };
        if let Qualification::Workaround { message, text, .. } = &qualify.what
            && messages::exists(tx, *message)?
        {
            said_before(tx, &ticket, *message, agent.id, Some(text))?;
            return Ok(as_it_is);
        }
        if ticket.version != qualify.seen {
            return Err(Error::Overtaken);
        }
        ticket.status.after(Step::Amend, true)?;
        let contract = self.contracts.get(tx, ticket.contract)?;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let mut whats = decided(&open, &qualify.what, &agent)?;
        if whats.is_empty() {
            return Ok(as_it_is);
        }
        let mut called = Vec::new();
        if let Qualification::Workaround {
            message,
            text,
            public,
        } = &qualify.what
        {
            if !public {
                called = mention::called_in(tx, &open.ticket, &agent, text)?;
            }
            if !called.is_empty() {
                whats.push(What::Mentioned {
                    message: *message,
                    people: called.iter().map(|person| person.id).collect(),
                });
            }
            messages::insert(tx, &described(&open, &agent, (*message, text), *public))?;
            pass(KillPoint::AnswerMessageWritten);
        }
        open.append(tx, Actor::Agent(agent.id), whats)?;
        open.save(tx, qualify.seen)?;
        if let Qualification::Workaround {
            message,
            text,
            public,
        } = &qualify.what
        {
            if *public {
                let answered = Answered::with(&agent, text, Vec::new(), false);
                self.tell_answered(tx, &open, &answered)?;
            }
            self.tell_called(tx, &open, &agent, (*message, text), &called)?;
        }
        pass(KillPoint::AnswerLetterOwed);
        Ok(Changed {
            version: open.ticket.version,
        })
    }
}

/// The events that an agent's word makes; none when it says what is so already.
fn decided(open: &Open<'_>, what: &Qualification, agent: &Person) -> Result<Vec<What>, Error> {
    let (ticket, contract) = (&open.ticket, open.contract);
    Ok(match what {
        Qualification::Accept => {
            let to = proposed(open)?;
            vec![What::Requalified {
                from: ticket.priority,
                to,
                reason: String::new(),
            }]
        }
        Qualification::Keep { reason } => vec![What::PriorityKept {
            proposed: proposed(open)?,
            reason: reason.clone(),
        }],
        Qualification::Workaround {
            message, public, ..
        } => worked_round(open, agent, *message, *public)?,
        Qualification::Nature { to, .. } if *to == ticket.nature => Vec::new(),
        Qualification::Nature { to, reason } => {
            if !contract.takes(*to) {
                return Err(Error::fault(Field::Nature, "unknown"));
            }
            let mut answers = last_answers(&open.history).unwrap_or_default();
            answers.nature = *to;
            let proposal = contract.propose(&answers);
            vec![What::NatureCorrected {
                from: ticket.nature,
                to: *to,
                reason: reason.clone(),
                proposal: (proposal.priority != ticket.priority).then_some(proposal),
            }]
        }
        Qualification::Document { document, named } => {
            let mut wanted = contract.documents(ticket.nature);
            if !wanted.any(|(one, _)| one == *document) {
                return Err(Error::fault(Field::Document, "unknown"));
            }
            vec![What::DocumentNamed {
                document: *document,
                named: named.clone(),
            }]
        }
    })
}

/// The priority that waits to be decided on, where it is another than the ticket's. One that is the
/// same is confirmed.
fn proposed(open: &Open<'_>) -> Result<Priority, Error> {
    pending(&open.history)
        .map(|pending| pending.proposal.priority)
        .filter(|proposed| *proposed != open.ticket.priority)
        .ok_or_else(|| Error::fault(Field::Priority, "nothing-proposed"))
}

/// A way round is told of in an answer or in a note. Where the rules then give less weight, that is
/// proposed: never more, for a workaround makes nothing worse.
fn worked_round(
    open: &Open<'_>,
    agent: &Person,
    message: MessageId,
    public: bool,
) -> Result<Vec<What>, Error> {
    let ticket = &open.ticket;
    let act = if public {
        Act::Reply {
            message,
            resolve: false,
        }
    } else {
        Act::Note { message }
    };
    let mut whats = ticket.decide(act, agent.id)?;
    let answers = last_answers(&open.history).unwrap_or_default();
    let proposal: Proposal = open.contract.propose(&answers.with_workaround());
    whats.push(What::WorkaroundRecorded {
        message,
        proposal: (proposal.priority > ticket.priority).then_some(proposal),
    });
    Ok(whats)
}

fn described(
    open: &Open<'_>,
    agent: &Person,
    (id, text): (MessageId, &Description),
    public: bool,
) -> Message {
    Message {
        id,
        ticket: open.ticket.id,
        author: Some(agent.id),
        visibility: if public {
            Visibility::Public
        } else {
            Visibility::Internal
        },
        body: text.clone(),
        format: TextFormat::Markdown,
        at: open.now,
    }
}

/// What an agent's plain act on the priority means while another one is proposed: whoever leaves it
/// as it is says why.
///
/// # Errors
/// [`Error::Invalid`] when the reason is missing.
pub(super) fn settled(
    ticket: &Ticket,
    history: &[Event],
    act: &Act,
    whats: Vec<What>,
) -> Result<Vec<What>, Error> {
    let reason = match act {
        Act::ConfirmPriority => "",
        Act::Requalify { to, reason } if *to == ticket.priority => reason,
        Act::Requalify { reason, .. } => {
            Line::parse(reason).map_err(|_| Error::fault(Field::Reason, "blank"))?;
            return Ok(whats);
        }
        _ => return Ok(whats),
    };
    let proposed = pending(history)
        .map(|pending| pending.proposal.priority)
        .filter(|proposed| *proposed != ticket.priority);
    let Some(proposed) = proposed else {
        return Ok(whats);
    };
    let reason = Line::parse(reason).map_err(|_| Error::fault(Field::Reason, "blank"))?;
    Ok(vec![What::PriorityKept { proposed, reason }])
}

/// Keeps what was decided on a proposal by the events that were just appended to `history`.
pub(super) fn note(tx: &mut Conn, history: &[Event], fresh: &[Event]) -> Result<(), Error> {
    let is_one = |event: &Event| {
        matches!(
            event.what,
            What::PriorityConfirmed | What::PriorityKept { .. } | What::Requalified { .. }
        )
    };
    if !fresh.iter().any(is_one) {
        return Ok(());
    }
    for decision in decisions(history) {
        if fresh.iter().any(|event| event.id == decision.id) {
            priority_decisions::insert(tx, &decision)?;
        }
    }
    Ok(())
}

/// What of a request's nature and documents its contract does not take.
///
/// # Errors
/// [`Error::Invalid`] with what must be corrected.
pub(super) fn takes(contract: &Contract, answers: &Answers) -> Result<(), Error> {
    if !contract.takes(answers.nature) {
        return Err(Error::fault(Field::Nature, "unknown"));
    }
    let missing = contract
        .documents(answers.nature)
        .find(|(one, when)| *when == DocumentWhen::Filing && !answers.documents.contains_key(one));
    match missing {
        Some((document, _)) => Err(Error::fault(Field::Document, document.word())),
        None => Ok(()),
    }
}

/// Whether a contract takes what was answered on a form. A form asks for consent where the contract says
/// so; a letter that files has nowhere to ask.
pub(super) fn takes_form(contract: &Contract, answers: &Answers) -> Result<(), Error> {
    takes(contract, answers)?;
    if contract.consent().is_some() && answers.consent.is_none() {
        return Err(Error::fault(Field::Consent, "missing"));
    }
    Ok(())
}
