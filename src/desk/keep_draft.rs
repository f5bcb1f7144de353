//! Drafts: what somebody of the desk is writing on a ticket is kept until it is sent, wherever they
//! go on with it.
//!
//! # Why
//! A draft is nobody else's business and no fact about the ticket: it is no event, rings no bell and
//! wakes no page. Each form says on which version it rests, so that a page left open elsewhere
//! cannot put an old text in the place of a new one; and which message it would become, so that what
//! was sent is not kept a second time by a request that came late.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{
        access::{Right, Scope, may},
        ids::{MessageId, PersonId, TicketId},
        ticket::{Draft, DraftKind, Ticket},
    },
    store::{Conn, drafts, messages, people, tickets},
};

use super::{Desk, Error, Field, Found, standing};

/// How long a draft is kept that nobody goes on with.
const KEPT: TimeDelta = TimeDelta::days(30);

/// What is to be kept.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// The ticket.
    pub ticket: TicketId,
    /// Who writes.
    pub by: PersonId,
    /// An answer or a note.
    pub kind: DraftKind,
    /// What was typed until now; blank to forget it.
    pub text: String,
    /// The version that was read, 0 when there was none.
    pub rests_on: i64,
    /// What it would become.
    pub message: MessageId,
}

/// What became of a draft.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DraftKept {
    /// It is kept; the version since.
    Saved(DateTime<Utc>),
    /// It was blank: there is none any more.
    Forgotten,
    /// A newer one was there and stays; the one given was not kept.
    Overtaken(Draft),
    /// It was sent already.
    Sent,
}

impl Desk {
    /// Keeps a draft, unless there is a newer one; with the time zone of the ticket's contract, for
    /// saying when.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is longer than a message may be, [`Error::Forbidden`] without the
    /// right to work on tickets, [`Error::NotFound`] when there is no such ticket for who writes.
    pub fn keep_draft(&self, mut new: NewDraft) -> Result<(DraftKept, Tz), Error> {
        new.text = Draft::fit(&new.text).map_err(|_| Error::fault(Field::Text, "too-long"))?;
        let now = self.clock.now();
        let desk = self.clone();
        self.store.write(move |tx| {
            let ticket = writable(tx, &new)?;
            let contract = desk.contracts.get(tx, ticket.contract)?;
            let zone = contract.calendar().rules().timezone();
            Ok((keep(tx, &new, now)?, zone))
        })
    }

    /// What somebody has begun to write on a ticket.
    ///
    /// # Errors
    /// When the database fails.
    pub fn drafts(&self, ticket: TicketId, of: PersonId) -> Result<Vec<Draft>, Error> {
        Ok(self.store.read(move |conn| drafts::of(conn, of, ticket))?)
    }

    /// Forgets drafts that nobody has gone on with for thirty days; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep_drafts(&self) -> Result<usize, Error> {
        let before = self.clock.now() - KEPT;
        Ok(self
            .store
            .write(move |tx| drafts::forget_older(tx, before))?)
    }
}

/// The ticket, if who writes may write on it.
fn writable(tx: &mut Conn, new: &NewDraft) -> Result<Ticket, Error> {
    let writer = people::find(tx, new.by).found()?;
    if !writer.active || !may(writer.role, Right::WorkTickets) {
        return Err(Error::Forbidden);
    }
    let scope = Scope::of(&standing::who(tx, &writer)?);
    tickets::find(tx, new.ticket, &scope).found()
}

fn keep(tx: &mut Conn, new: &NewDraft, now: DateTime<Utc>) -> Result<DraftKept, Error> {
    let NewDraft { by, ticket, .. } = *new;
    if messages::exists(tx, new.message)? {
        return Ok(DraftKept::Sent);
    }
    let there = drafts::of(tx, by, ticket)?
        .into_iter()
        .find(|draft| draft.kind == new.kind);
    if let Some(there) = &there {
        // The same once more: its answer was lost.
        if there.body == new.text {
            return Ok(DraftKept::Saved(there.saved_at));
        }
        if there.version() != new.rests_on {
            return Ok(DraftKept::Overtaken(there.clone()));
        }
    }
    if new.text.trim().is_empty() {
        drafts::forget(tx, by, ticket, new.kind)?;
        return Ok(DraftKept::Forgotten);
    }
    // No two versions are the same, whatever the clock does.
    let after = there.map(|there| there.saved_at + TimeDelta::microseconds(1));
    let saved_at = after.map_or(now, |after| after.max(now));
    let draft = Draft {
        kind: new.kind,
        body: new.text.clone(),
        saved_at,
    };
    drafts::put(tx, by, ticket, &draft)?;
    Ok(DraftKept::Saved(
        DateTime::from_timestamp_micros(draft.version()).unwrap_or(saved_at),
    ))
}
