//! Long work on the tickets of a contract: a version that is tried on those of the past, a move to
//! another version that is previewed or done.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{ContractJobId, ContractVersionId, PersonId, TicketId},
    ticket::{ClockName, Reference},
    words::UnknownWord,
};

/// How many lines of a result are kept; the counts are of all.
pub const MOST_LINES: usize = 200;

/// What is done with the tickets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum JobKind {
    /// Replay them as if a text had held all along.
    Simulation,
    /// See which deadlines of open ones a move to a version would change.
    Preview,
    /// Move open ones to a version.
    Move,
}

impl JobKind {
    /// The word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Simulation => "simulation",
            Self::Preview => "preview",
            Self::Move => "move",
        }
    }
}

impl FromStr for JobKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        [Self::Simulation, Self::Preview, Self::Move]
            .into_iter()
            .find(|kind| kind.word() == text)
            .ok_or(UnknownWord)
    }
}

/// A job, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractJob {
    /// Identity.
    pub id: ContractJobId,
    /// What is done.
    pub kind: JobKind,
    /// Whose tickets: the contract's name.
    pub contract: String,
    /// The version to which they are moved, or which is tried; none for a text that is no version.
    pub version: Option<ContractVersionId>,
    /// The text that is tried.
    pub source: String,
    /// Why; empty for what changes nothing.
    pub reason: String,
    /// Only what was filed since, UTC.
    pub since: Option<DateTime<Utc>>,
    /// Who asked for it; nobody by the command line.
    pub asked_by: Option<PersonId>,
    /// When, UTC.
    pub asked_at: DateTime<Utc>,
    /// The last ticket that was looked at.
    pub after: Reference,
    /// What was found so far.
    pub found: JobFound,
    /// When it was done, UTC.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What a job found so far.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct JobFound {
    /// How many tickets there were to look at when it began.
    pub of: u64,
    /// How many it has looked at.
    pub tickets: u64,
    /// How many missed a deadline as things were, or have missed one.
    pub late_before: u64,
    /// How many would have, or have missed one since.
    pub late_after: u64,
    /// How many of these did not before.
    pub newly_late: u64,
    /// How many have a deadline that moves.
    pub changed: u64,
    /// How many were moved to the version.
    pub moved: u64,
    /// How many could not be reckoned or moved.
    pub failed: u64,
    /// The first of those for which something changes, or that failed.
    pub lines: Vec<JobLine>,
}

impl JobFound {
    /// Counts what was found of a ticket.
    pub fn note(&mut self, found: TicketFound) {
        self.tickets = self.tickets.saturating_add(1);
        let count = |counter: &mut u64, does: bool| *counter = counter.saturating_add(does.into());
        count(&mut self.moved, found.moved);
        let (before, after) = (found.late_before(), found.late_after());
        count(&mut self.late_before, before);
        count(&mut self.late_after, after);
        count(&mut self.newly_late, after && !before);
        count(&mut self.failed, found.failed.is_some());
        let changes = found.deadlines.iter().any(|one| one.from != one.to);
        count(&mut self.changed, changes);
        if (changes || found.failed.is_some()) && self.lines.len() < MOST_LINES {
            self.lines.push(JobLine {
                ticket: found.ticket,
                reference: found.reference.to_string(),
                deadlines: found.deadlines,
                failed: found.failed,
            });
        }
    }
}

/// What was found of one ticket.
#[derive(Clone, Debug)]
pub struct TicketFound {
    /// The ticket.
    pub ticket: TicketId,
    /// The number that people say.
    pub reference: Reference,
    /// Its deadlines before and after.
    pub deadlines: Vec<Compared>,
    /// Whether it was moved.
    pub moved: bool,
    /// Why nothing can be said of it.
    pub failed: Option<String>,
}

impl TicketFound {
    fn late_before(&self) -> bool {
        self.deadlines.iter().any(|one| one.late_before)
    }

    fn late_after(&self) -> bool {
        self.deadlines.iter().any(|one| one.late_after)
    }
}

/// A ticket for which something changes.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct JobLine {
    /// The ticket.
    pub ticket: TicketId,
    /// The number that people say.
    pub reference: String,
    /// Its deadlines before and after.
    pub deadlines: Vec<Compared>,
    /// Why nothing can be said of it.
    pub failed: Option<String>,
}

/// A deadline before and after; none where nothing is promised.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Of which clock.
    pub clock: ClockName,
    /// When it was due, UTC.
    pub from: Option<DateTime<Utc>>,
    /// When it would be, UTC.
    pub to: Option<DateTime<Utc>>,
    /// Whether that was missed.
    pub late_before: bool,
    /// Whether that would be missed.
    pub late_after: bool,
}
