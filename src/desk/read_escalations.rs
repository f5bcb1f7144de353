//! Which levels fired lately, and who was told.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::Scope,
        escalation::Escalation,
        ids::{EscalationId, PersonId},
        ticket::Ticket,
    },
    store::{escalations, tickets},
};

use super::{Desk, Error, Found};

/// How many escalations a page shows.
const PAGE: i64 = 100;

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
        reader: PersonId,
    ) -> Result<Vec<EscalationLine>, Error> {
        self.store.read(move |conn| {
            escalations::recent(conn, PAGE, before)?
                .into_iter()
                .map(|escalation| {
                    let ticket =
                        tickets::find(conn, escalation.ticket, &Scope::Worker(reader)).found()?;
                    Ok(EscalationLine { escalation, ticket })
                })
                .collect()
        })
    }
}
