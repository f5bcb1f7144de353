//! The life cycle of a ticket as one match.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Filed, not yet taken in charge.
    New,
    /// Taken in charge.
    Open,
    /// Paused, before or after it was taken in charge: somebody else is waited for.
    Paused,
    /// Resolved; it may be reopened.
    Resolved,
}

/// What moves a ticket from one state to another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// An agent takes it in charge.
    TakeCharge,
    /// An agent answers the requester.
    Reply,
    /// The requester writes.
    RequesterReply,
    /// Clocks are stopped for a typed reason.
    Pause,
    /// Clocks go on.
    Resume,
    /// The matter is settled.
    Resolve,
    /// It was not settled after all.
    Reopen,
    /// What may be done in any state of an unresolved ticket without moving it: requalify, assign.
    Amend,
    /// What may be done at any time: an internal note.
    Note,
}

/// A step that the present state does not allow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Refused {
    /// The present state.
    pub status: Status,
    /// What was tried.
    pub step: Step,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match (self.status, self.step) {
            (Status::Open, Step::TakeCharge) => "it is already taken in charge",
            (Status::Paused, Step::Pause) => "it is already paused",
            (Status::New | Status::Open, Step::Resume) => "it is not paused",
            (Status::New | Status::Open | Status::Paused, Step::Reopen) => "it is not resolved",
            (Status::Resolved, _) => "the ticket is resolved; reopen it first",
            (_, _) => "the ticket's state does not allow it",
        };
        f.write_str(why)
    }
}

impl std::error::Error for Refused {}

impl Status {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::New, Self::Open, Self::Paused, Self::Resolved];

    /// The word that the database and addresses use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Resolved => "resolved",
        }
    }

    /// The state after a step. `taken` tells whether the ticket has been taken in charge before,
    /// which is where a pause ends.
    ///
    /// # Errors
    /// When the present state does not allow the step.
    pub const fn after(self, step: Step, taken: bool) -> Result<Self, Refused> {
        use Status::{New, Open, Paused, Resolved};
        let back = if taken { Open } else { New };
        match (self, step) {
            (New, Step::TakeCharge | Step::Reply) => Ok(Open),
            (Open, Step::Reply) => Ok(Open),
            // An answer during a pause does not end it: what is waited for has not come.
            (Paused, Step::Reply | Step::TakeCharge) => Ok(Paused),
            (New, Step::RequesterReply) => Ok(New),
            (Open, Step::RequesterReply) => Ok(Open),
            // The requester wrote again: the desk decides whether that ends the wait.
            (Paused, Step::RequesterReply) => Ok(Paused),
            (New | Open, Step::Pause) => Ok(Paused),
            (Paused, Step::Resume) => Ok(back),
            (New | Open | Paused, Step::Resolve) => Ok(Resolved),
            (Resolved, Step::Reopen | Step::RequesterReply) => Ok(back),
            (New, Step::Amend | Step::Note) => Ok(New),
            (Open, Step::Amend | Step::Note) => Ok(Open),
            (Paused, Step::Amend | Step::Note) => Ok(Paused),
            (Resolved, Step::Note) => Ok(Resolved),
            (New, Step::Resume | Step::Reopen)
            | (Open, Step::TakeCharge | Step::Resume | Step::Reopen)
            | (Paused, Step::Pause | Step::Reopen)
            | (
                Resolved,
                Step::TakeCharge
                | Step::Reply
                | Step::Pause
                | Step::Resume
                | Step::Resolve
                | Step::Amend,
            ) => Err(Refused { status: self, step }),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The text is no state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownStatus;

impl fmt::Display for UnknownStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a ticket is new, open, paused or resolved")
    }
}

impl std::error::Error for UnknownStatus {}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.word() == text)
            .ok_or(UnknownStatus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolved_ticket_only_takes_notes_until_it_is_reopened() {
        for step in [
            Step::TakeCharge,
            Step::Reply,
            Step::Pause,
            Step::Resume,
            Step::Resolve,
            Step::Amend,
        ] {
            assert!(Status::Resolved.after(step, true).is_err());
        }
        assert_eq!(
            Status::Resolved.after(Step::Note, true),
            Ok(Status::Resolved)
        );
        assert_eq!(
            Status::Resolved.after(Step::RequesterReply, true),
            Ok(Status::Open)
        );
    }

    #[test]
    fn a_pause_ends_where_it_began() {
        assert_eq!(Status::Paused.after(Step::Resume, false), Ok(Status::New));
        assert_eq!(Status::Paused.after(Step::Resume, true), Ok(Status::Open));
    }
}
