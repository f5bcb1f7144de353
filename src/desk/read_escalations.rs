//! Which levels fired lately, and who was told.

use chrono::{DateTime, Utc};

use crate::{
    domain::{access::Scope, escalation::Escalation, ids::EscalationId, ticket::Ticket},
    store::{escalations, tickets},
};

use super::{Desk, Error, Found};

/// How many escalations a page shows; one more is read, to know whether there are more.
pub const ESCALATIONS: i64 = 25;

/// An escalation and its ticket.
#[derive(Clone, Debug)]
pub struct EscalationLine {
    /// The record.
    pub escalation: Escalation,
    /// Its ticket.
    pub ticket: Ticket,
}

impl Desk {
    /// The latest escalations before an instant, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn escalations(
        &self,
        before: Option<(DateTime<Utc>, EscalationId)>,
        reader: &Scope,
    ) -> Result<Vec<EscalationLine>, Error> {
        self.store.read(move |conn| {
            escalations::recent(conn, ESCALATIONS + 1, before, reader)?
                .into_iter()
                .map(|escalation| {
                    let ticket = tickets::find(conn, escalation.ticket, reader).found()?;
                    Ok(EscalationLine { escalation, ticket })
                })
                .collect()
        })
    }

    /// The latest escalations that still ask for somebody: nobody answered, and the clock has not
    /// stopped. The newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn open_escalations(
        &self,
        before: Option<(DateTime<Utc>, EscalationId)>,
        reader: &Scope,
    ) -> Result<Vec<EscalationLine>, Error> {
        self.store.read(move |conn| {
            escalations::open(conn, ESCALATIONS + 1, before, reader)?
                .into_iter()
                .map(|escalation| {
                    let ticket = tickets::find(conn, escalation.ticket, reader).found()?;
                    Ok(EscalationLine { escalation, ticket })
                })
                .collect()
        })
    }

    /// What asks for attention besides the queue, of what `reader` sees.
    ///
    /// # Errors
    /// When the database fails.
    pub fn alarms(&self, reader: &Scope) -> Result<Alarms, Error> {
        let now = self.clock.now();
        Ok(self
            .store
            .read(|conn| self.counted_alarms(conn, reader, now))?)
    }
}

/// What asks for attention besides the queue; each number stops at [`Alarms::MOST`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Alarms {
    /// Escalations that nobody answered, of clocks that have not stopped.
    pub escalations: u32,
    /// Letters that were refused.
    pub letters_refused: u32,
}

impl Alarms {
    /// Where counting ends.
    pub const MOST: u32 = 1000;
}
