//! An agent changes a ticket: what happened is appended, clocks are replayed, letters are owed,
//! and nobody else's change is overwritten.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, Thing, allows, may},
        contract::Contract,
        ids::{EventId, MessageId, PersonId, TicketId},
        notice::FileFacts,
        people::Person,
        ticket::{
            Act, Actor, Description, DraftKind, Event, Message, Minutes, QueuePlace, TextFormat,
            Ticket, Visibility, What, taken_in_charge,
        },
    },
    kill_point::{KillPoint, pass},
    store::{Conn, clocks, consents, drafts, events, messages, people, tickets, time_entries},
};

use super::{
    Desk, Error, Field, FormKey, Found, attach, contest_pause::evidence_is_theirs, mention,
    projection, qualify, standing, tell_answered::Answered, tell_news,
};

/// What an agent wants to change, and which version of the ticket it was decided on.
#[derive(Clone, Debug)]
pub struct Change {
    /// The ticket.
    pub ticket: TicketId,
    /// The version that the agent saw.
    pub seen: i64,
    /// The agent.
    pub by: PersonId,
    /// What to do. Its message, if it has one, is `text`.
    pub act: Act,
    /// The text of a reply or a note.
    pub text: Option<Description>,
    /// Whether files came with the form.
    pub files: bool,
    /// How long a reply or a note took; none where nothing was said.
    pub spent: Minutes,
}

/// A change that was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Changed {
    /// The ticket's version since.
    pub version: i64,
}

/// A ticket that is being changed inside one write.
pub(super) struct Open<'a> {
    pub(super) ticket: Ticket,
    pub(super) history: Vec<Event>,
    pub(super) contract: &'a Contract,
    pub(super) now: DateTime<Utc>,
}

impl Desk {
    /// Makes a change, all of it or nothing.
    ///
    /// # Errors
    /// [`Error::Overtaken`] when the ticket changed since the agent saw it, [`Error::Refused`] when
    /// its state does not allow the act, [`Error::NotInContract`] for a pause that the contract does
    /// not know and for news that it does not owe, [`Error::Forbidden`] when the role does not carry the right.
    pub fn change_ticket(&self, change: Change) -> Result<Changed, Error> {
        let now = self.clock.now();
        let desk = self.clone();
        pass(KillPoint::AnswerBegun);
        let changed = self.store.write(move |tx| desk.change(tx, &change, now))?;
        pass(KillPoint::AnswerCommitted);
        self.bell.ring();
        Ok(changed)
    }

    fn change(&self, tx: &mut Conn, change: &Change, now: DateTime<Utc>) -> Result<Changed, Error> {
        let (agent, ticket) = worked_on(tx, change)?;
        let said = said(&change.act);
        if let Some(message) = said
            && messages::exists(tx, message)?
        {
            said_before(tx, &ticket, message, agent.id, change.text.as_ref())?;
            return Ok(Changed {
                version: ticket.version,
            });
        }
        if ticket.version != change.seen {
            return Err(Error::Overtaken);
        }
        let contract = self.contracts.get(tx, ticket.contract)?;
        check(tx, &change.act, &ticket, &contract)?;
        let whats = ticket.decide(change.act.clone(), agent.id)?;
        let mut open = Open::read(tx, ticket, &contract, now)?;
        let mut whats = qualify::settled(&open.ticket, &open.history, &change.act, whats)?;
        if whats.is_empty() {
            return Ok(Changed {
                version: open.ticket.version,
            });
        }
        let text = written(said, change.text.as_ref())?;
        if matches!(change.act, Act::Inform { .. }) {
            tell_news::are_owed(&open)?;
        }
        let kept = match &text {
            Some(text) => keep(tx, &open, &agent, change, text, &mut whats)?,
            None => Kept::default(),
        };
        let resolved = whats.contains(&What::Resolved);
        open.append(tx, Actor::Agent(agent.id), whats)?;
        open.save(tx, change.seen)?;
        match (&change.act, &text) {
            (Act::Reply { .. }, Some((_, body))) => {
                let answered = Answered::with(&agent, body, kept.files, resolved);
                self.tell_answered(tx, &open, &answered)?;
            }
            (Act::Inform { .. }, Some((_, body))) => self.tell_news(tx, &open, &agent, body)?,
            (act, _) => self.tell_progress(tx, &open, &agent, act)?,
        }
        pass(KillPoint::AnswerLetterOwed);
        if let Some((id, body)) = &text {
            self.tell_called(tx, &open, &agent, (*id, body), &kept.called)?;
        }
        Ok(Changed {
            version: open.ticket.version,
        })
    }
}

impl<'a> Open<'a> {
    /// Reads the history of a ticket that is about to change. Time never runs backwards in it:
    /// a change made by a clock that lags counts from the event before.
    pub(super) fn read(
        tx: &mut Conn,
        ticket: Ticket,
        contract: &'a Contract,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let history = events::of(tx, ticket.id)?;
        Ok(Self::of(ticket, history, contract, now))
    }

    /// As [`Open::read`], of a history that was read already.
    pub(super) fn of(
        ticket: Ticket,
        history: Vec<Event>,
        contract: &'a Contract,
        now: DateTime<Utc>,
    ) -> Self {
        let now = history.last().map_or(now, |last| last.at.max(now));
        Self {
            ticket,
            history,
            contract,
            now,
        }
    }

    /// The rank of the last event.
    pub(super) fn last_seq(&self) -> i64 {
        self.history.last().map_or(0, |last| last.seq)
    }

    /// Appends what happened, and moves the ticket along.
    pub(super) fn append(
        &mut self,
        tx: &mut Conn,
        actor: Actor,
        whats: Vec<What>,
    ) -> Result<(), Error> {
        let fresh = self.happen(actor, whats)?;
        events::append(tx, &fresh)?;
        time_entries::note(tx, &fresh)?;
        consents::note(tx, &fresh)?;
        qualify::note(tx, &self.history, &fresh)?;
        pass(KillPoint::ChangeHistoryWritten);
        Ok(())
    }

    /// As [`Open::append`], for who writes the events, which are returned.
    pub(super) fn happen(&mut self, actor: Actor, whats: Vec<What>) -> Result<Vec<Event>, Error> {
        let mut fresh = Vec::with_capacity(whats.len());
        let first = self.last_seq() + 1;
        for (seq, what) in (first..).zip(whats) {
            let event = Event {
                id: EventId::fresh(),
                ticket: self.ticket.id,
                seq,
                at: self.now,
                actor,
                what,
            };
            self.ticket.apply(&event, taken_in_charge(&self.history))?;
            self.history.push(event.clone());
            fresh.push(event);
        }
        Ok(fresh)
    }

    /// Appends what leaves the ticket itself as it is: whoever works on it is not overtaken by it.
    pub(super) fn beside(
        tx: &mut Conn,
        ticket: Ticket,
        contract: &'a Contract,
        now: DateTime<Utc>,
        actor: Actor,
        whats: Vec<What>,
    ) -> Result<Self, Error> {
        let mut open = Self::read(tx, ticket, contract, now)?;
        let before = open.last_seq();
        open.append(tx, actor, whats)?;
        if tickets::touch(tx, open.ticket.id, before, open.last_seq(), &open.place()?)? {
            Ok(open)
        } else {
            Err(Error::Overtaken)
        }
    }

    /// Where its history now puts it in the queue.
    pub(super) fn place(&self) -> Result<QueuePlace, Error> {
        Ok(projection::project(&self.ticket, &self.history, self.contract, &[])?.place)
    }

    /// Stores what the history now amounts to, unless the ticket was changed since `seen`.
    pub(super) fn save(&mut self, tx: &mut Conn, seen: i64) -> Result<(), Error> {
        let before = clocks::of(tx, self.ticket.id)?;
        let projected = projection::project(&self.ticket, &self.history, self.contract, &before)?;
        for clock in &projected.stored {
            clocks::put(tx, clock)?;
        }
        pass(KillPoint::ChangeClocksWritten);
        self.ticket.version = seen + 1;
        if tickets::change(tx, &self.ticket, seen, &projected.place, self.last_seq())? {
            pass(KillPoint::ChangeTicketWritten);
            Ok(())
        } else {
            Err(Error::Overtaken)
        }
    }
}

/// Who changes a ticket, and the ticket as they see it at this very moment.
fn worked_on(tx: &mut Conn, change: &Change) -> Result<(Person, Ticket), Error> {
    let agent = people::find(tx, change.by).found()?;
    if !agent.active || !may(agent.role, Right::WorkTickets) {
        return Err(Error::Forbidden);
    }
    let scope = Scope::of(&standing::who(tx, &agent)?);
    let ticket = tickets::find(tx, change.ticket, &scope).found()?;
    Ok((agent, ticket))
}

/// The same form, sent twice: what it says was done the first time. A form that was used and then
/// says something else is not: what was typed must not be lost without a word.
///
/// # Errors
/// [`Error::Overtaken`] when the message that is kept is another one.
pub(super) fn said_before(
    tx: &mut Conn,
    ticket: &Ticket,
    message: MessageId,
    author: PersonId,
    text: Option<&Description>,
) -> Result<(), Error> {
    let same = messages::of(tx, ticket.id, &Scope::Desk)?
        .into_iter()
        .any(|kept| kept.id == message && kept.author == Some(author) && Some(&kept.body) == text);
    if same { Ok(()) } else { Err(Error::Overtaken) }
}

/// What was written down with a message.
#[derive(Default)]
struct Kept {
    /// The files that came with it.
    files: Vec<FileFacts>,
    /// The colleagues whom it calls.
    called: Vec<Person>,
}

/// Writes down the message that an act brings, and adds what it tells of to what happens.
fn keep(
    tx: &mut Conn,
    open: &Open<'_>,
    agent: &Person,
    change: &Change,
    (id, body): &(MessageId, Description),
    whats: &mut Vec<What>,
) -> Result<Kept, Error> {
    let mut kept = Kept::default();
    let (visibility, draft) = match change.act {
        Act::Note { .. } => (Visibility::Internal, Some(DraftKind::Note)),
        // An answer that was begun is still to be sent.
        Act::Inform { .. } => (Visibility::Public, None),
        _ => (Visibility::Public, Some(DraftKind::Answer)),
    };
    if let Some(draft) = draft {
        drafts::forget(tx, agent.id, open.ticket.id, draft)?;
    }
    if !change.spent.is_zero() {
        let (message, minutes) = (*id, change.spent);
        whats.push(What::TimeSpent { message, minutes });
    }
    if visibility == Visibility::Internal {
        kept.called = mention::called_in(tx, &open.ticket, agent, body)?;
    }
    if !kept.called.is_empty() {
        let people = kept.called.iter().map(|person| person.id).collect();
        whats.push(What::Mentioned {
            message: *id,
            people,
        });
    }
    let message = Message {
        id: *id,
        ticket: open.ticket.id,
        author: Some(agent.id),
        visibility,
        body: body.clone(),
        format: TextFormat::Markdown,
        at: open.now,
    };
    messages::insert(tx, &message)?;
    if change.files {
        let here = (open.ticket.id, *id);
        let form = FormKey::message(*id);
        kept.files = attach::accept(tx, &form, here, open.contract.file_limits())?;
    }
    pass(KillPoint::AnswerMessageWritten);
    Ok(kept)
}

/// The message that an act brings and its text, which it must have.
fn written(
    message: Option<MessageId>,
    text: Option<&Description>,
) -> Result<Option<(MessageId, Description)>, Error> {
    match (message, text) {
        (Some(message), Some(text)) => Ok(Some((message, text.clone()))),
        (Some(_), None) => Err(Error::fault(Field::Text, "blank")),
        (None, _) => Ok(None),
    }
}

/// The message that an act brings, if it brings one.
const fn said(act: &Act) -> Option<MessageId> {
    match act {
        Act::Reply { message, .. } | Act::Inform { message } | Act::Note { message } => {
            Some(*message)
        }
        Act::TakeCharge
        | Act::ConfirmPriority
        | Act::Requalify { .. }
        | Act::Pause { .. }
        | Act::Resume
        | Act::Resolve
        | Act::Reopen { .. }
        | Act::Assign { .. } => None,
    }
}

/// What an act needs beyond the ticket's state: a reason the contract knows, an assignee who works.
pub(super) fn check(
    tx: &mut Conn,
    act: &Act,
    ticket: &Ticket,
    contract: &Contract,
) -> Result<(), Error> {
    match act {
        Act::Pause { reason, .. } if contract.pause(*reason).is_none() => Err(Error::NotInContract),
        Act::Pause { evidence, .. } => evidence_is_theirs(tx, evidence, ticket),
        Act::Assign { to: Some(person) } => {
            let to = people::find(tx, *person).found()?;
            let thing = Thing::Ticket(ticket.facts(false));
            if to.active && allows(&standing::who(tx, &to)?, Right::WorkTickets, &thing) {
                Ok(())
            } else {
                Err(Error::fault(Field::Assignee, "unknown"))
            }
        }
        _ => Ok(()),
    }
}
