//! Why time stands still, what shows it, and what became of a pause that somebody contests.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Actor, Event, Line, MovedDeadline, What};
use crate::domain::{
    ids::{AttachmentId, MessageId},
    words::UnknownWord,
};

/// Why time does not count. Each contract says which of them it knows and which clocks they stop.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseReason {
    /// The customer owes an answer or an act.
    WaitingForCustomer,
    /// The integrator owes an answer or an act.
    WaitingForIntegrator,
    /// The customer or the integrator works on their own side.
    TheirOwnWork,
    /// A restore that they asked for is running.
    RestoreOnRequest,
    /// Help that they asked for, outside the promise.
    HelpOnRequest,
    /// A cause outside the desk: third party, force majeure.
    OutsideCause,
}

impl PauseReason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::WaitingForCustomer,
        Self::WaitingForIntegrator,
        Self::TheirOwnWork,
        Self::RestoreOnRequest,
        Self::HelpOnRequest,
        Self::OutsideCause,
    ];

    /// The word of contract files, forms and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WaitingForCustomer => "waiting-for-customer",
            Self::WaitingForIntegrator => "waiting-for-integrator",
            Self::TheirOwnWork => "their-own-work",
            Self::RestoreOnRequest => "restore-on-request",
            Self::HelpOnRequest => "help-on-request",
            Self::OutsideCause => "outside-cause",
        }
    }
}

impl fmt::Display for PauseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for PauseReason {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.word() == text)
            .ok_or(UnknownWord)
    }
}

/// What an evidence refers to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "to", content = "id")]
pub enum Refers {
    /// A message of the ticket that its customer reads.
    Message(MessageId),
    /// A file of such a message.
    File(AttachmentId),
}

impl fmt::Display for Refers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(id) => write!(f, "message:{id}"),
            Self::File(id) => write!(f, "file:{id}"),
        }
    }
}

impl FromStr for Refers {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (kind, id) = text.split_once(':').ok_or(UnknownWord)?;
        match kind {
            "message" => id.parse().map(Self::Message).map_err(|_| UnknownWord),
            "file" => id.parse().map(Self::File).map_err(|_| UnknownWord),
            _ => Err(UnknownWord),
        }
    }
}

/// What shows that a pause is right, besides the words for what is awaited. Both sides read it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The message or the file that asks for what is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refers: Option<Refers>,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

impl Evidence {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.refers.is_none() && self.note.is_none()
    }
}

/// What somebody said of a pause.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contested {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Actor,
    /// Why.
    pub why: Line,
}

/// What was decided on it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ruled {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Actor,
    /// Why.
    pub why: Line,
    /// Whether the pause is lifted, as if it had never been.
    pub lifted: bool,
    /// The deadlines that moved.
    pub moved: Vec<MovedDeadline>,
}

/// A pause as the history tells it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PauseTold {
    /// The rank of the event that paused: its name.
    pub seq: i64,
    /// Why.
    pub reason: PauseReason,
    /// What was awaited.
    pub detail: String,
    /// What shows it.
    pub evidence: Evidence,
    /// Who paused.
    pub by: Actor,
    /// From when, UTC.
    pub from: DateTime<Utc>,
    /// Until when, UTC; none while it lasts.
    pub to: Option<DateTime<Utc>>,
    /// Whether the side that was waited for contests it.
    pub contested: Option<Contested>,
    /// What was decided then.
    pub ruled: Option<Ruled>,
}

impl PauseTold {
    /// Whether somebody is to decide on it.
    #[must_use]
    pub const fn is_undecided(&self) -> bool {
        self.contested.is_some() && self.ruled.is_none()
    }
}

/// Why nothing may be said or decided of a pause.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PauseRefused {
    /// There is no such pause.
    Unknown,
    /// It was contested before: it is contested once.
    ContestedBefore,
    /// Nobody contests it.
    NotContested,
    /// It was decided on before.
    Decided,
}

/// The pauses of a history, in order.
#[must_use]
pub fn pauses_told(events: &[Event]) -> Vec<PauseTold> {
    let mut pauses: Vec<PauseTold> = Vec::new();
    for event in events {
        match &event.what {
            What::Paused {
                reason,
                detail,
                evidence,
            } => pauses.push(PauseTold {
                seq: event.seq,
                reason: *reason,
                detail: detail.clone(),
                evidence: evidence.clone(),
                by: event.actor,
                from: event.at,
                to: None,
                contested: None,
                ruled: None,
            }),
            What::Resumed | What::Resolved => {
                if let Some(last) = pauses.last_mut() {
                    last.to = last.to.or(Some(event.at));
                }
            }
            What::PauseContested { pause, reason } => {
                if let Some(one) = named(&mut pauses, *pause) {
                    one.contested = Some(Contested {
                        at: event.at,
                        by: event.actor,
                        why: reason.clone(),
                    });
                }
            }
            What::PauseUpheld { pause, reason } => {
                rule(&mut pauses, *pause, event, (reason, false, &[]));
            }
            What::PauseLifted {
                pause,
                reason,
                moved,
            } => rule(&mut pauses, *pause, event, (reason, true, moved)),
            _ => {}
        }
    }
    pauses
}

fn named(pauses: &mut [PauseTold], seq: i64) -> Option<&mut PauseTold> {
    pauses.iter_mut().find(|one| one.seq == seq)
}

fn rule(
    pauses: &mut [PauseTold],
    pause: i64,
    event: &Event,
    (why, lifted, moved): (&Line, bool, &[MovedDeadline]),
) {
    if let Some(one) = named(pauses, pause) {
        one.ruled = Some(Ruled {
            at: event.at,
            by: event.actor,
            why: why.clone(),
            lifted,
            moved: moved.to_vec(),
        });
    }
}

/// The pause that somebody may contest: one that is there, and that nobody has contested.
///
/// # Errors
/// When there is none.
pub fn contestable(pauses: &[PauseTold], seq: i64) -> Result<&PauseTold, PauseRefused> {
    let pause = pauses.iter().find(|one| one.seq == seq);
    let pause = pause.ok_or(PauseRefused::Unknown)?;
    match pause.contested {
        Some(_) => Err(PauseRefused::ContestedBefore),
        None => Ok(pause),
    }
}

/// The pause on which somebody may decide: one that is contested, and on which nobody has decided.
///
/// # Errors
/// When there is none.
pub fn decidable(pauses: &[PauseTold], seq: i64) -> Result<&PauseTold, PauseRefused> {
    let pause = pauses.iter().find(|one| one.seq == seq);
    let pause = pause.ok_or(PauseRefused::Unknown)?;
    match (&pause.contested, &pause.ruled) {
        (None, _) => Err(PauseRefused::NotContested),
        (Some(_), Some(_)) => Err(PauseRefused::Decided),
        (Some(_), None) => Ok(pause),
    }
}

/// The pauses of a history that were lifted, by the ranks of the events that began them.
pub fn lifted(events: &[Event]) -> impl Iterator<Item = i64> + '_ {
    events.iter().filter_map(|event| match &event.what {
        What::PauseLifted { pause, .. } => Some(*pause),
        _ => None,
    })
}

/// Why the ticket is paused, and since when, if its last pause has not ended.
#[must_use]
pub fn open_pause(events: &[Event]) -> Option<(PauseReason, DateTime<Utc>)> {
    events.iter().rev().find_map(|event| match &event.what {
        What::Paused { reason, .. } => Some(Some((*reason, event.at))),
        What::Resumed | What::Resolved => Some(None),
        _ => None,
    })?
}
