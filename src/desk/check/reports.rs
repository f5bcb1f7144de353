//! Reports: the facts that are stored are those that the histories give, and closed months are what the facts
//! of then add up to.

use super::{About, Aspect, Finding, Notes};
use crate::{
    desk::{Desk, Error},
    domain::{ids::TicketId, report::Fact},
    store::{report::facts, tickets},
};

impl Desk {
    /// The facts of a ticket. While they are behind, nothing is expected of them.
    pub(super) fn check_facts(&self, ticket: TicketId, notes: &mut Notes) -> Result<(), Error> {
        let (stored, drawn) = self.store.read(|conn| -> Result<_, Error> {
            let found = tickets::behind_of(conn, &[ticket])?;
            if found.iter().any(|one| one.events != one.reported) {
                return Ok((Vec::new(), Vec::new()));
            }
            let stored: Vec<Fact> = facts::of(conn, ticket)?
                .into_iter()
                .map(|(_, noted)| noted.fact)
                .collect();
            let drawn: Vec<Fact> = self
                .facts_of(conn, ticket)?
                .into_iter()
                .map(|noted| noted.fact)
                .collect();
            Ok((stored, drawn))
        })?;
        for fact in stored.iter().filter(|one| !drawn.contains(one)) {
            notes.note(
                Aspect::Report,
                format!(
                    "reports count « {} » of {}, the history does not",
                    fact.kind, fact.at
                ),
            );
        }
        for fact in drawn.iter().filter(|one| !stored.contains(one)) {
            notes.note(
                Aspect::Report,
                format!("reports do not count « {} » of {}", fact.kind, fact.at),
            );
        }
        Ok(())
    }

    /// The figures of closed months.
    pub(super) fn check_closings(&self) -> Result<Vec<Finding>, Error> {
        let mut notes = Notes::on(About::Database);
        for (month, revision) in self.differing_closings()? {
            notes.note(
                Aspect::Report,
                format!(
                    "the report of {month}, revision {revision}, is not what the facts of then add up to"
                ),
            );
        }
        Ok(notes.found)
    }
}
