//! A level of the ladder that fired: who was told, when, why, and whether somebody answered.

use chrono::{DateTime, Utc};

use super::{
    ids::{ClockId, EscalationId, PersonId, TicketId},
    notice::LevelFacts,
    ticket::ClockName,
};

/// The record of one level that fired. A level fires once in a clock's run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Escalation {
    /// Identity.
    pub id: EscalationId,
    /// The ticket at risk.
    pub ticket: TicketId,
    /// The clock at risk.
    pub clock_id: ClockId,
    /// Which promise it times.
    pub clock: ClockName,
    /// The clock's run in which it fired.
    pub run: u32,
    /// The level, its recipients, its words.
    pub level: LevelFacts,
    /// When it fired, UTC.
    pub fired_at: DateTime<Utc>,
    /// When somebody answered, UTC.
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// Who answered, where that is a person the desk knows.
    pub acknowledged_by: Option<PersonId>,
}
