//! The clocks of a ticket: what runs, what is due when and why, and who is warned before.
//!
//! Everything here is a pure function of a ticket's history and of the contract version under
//! which it was filed: [`replay`] gives the clocks, [`plan`] says which level of the ladder fires,
//! [`ProofSheet`] answers « why this deadline? ». Nothing asks the time; it is an argument.
//!
//! # Why
//! A deadline that is stored and corrected at each event drifts away from its reasons. Replayed
//! from events that never change, it is the same whatever happened in between, and can be proved.

mod clock;
mod error;
mod history;
mod ladder;
mod moves;
mod replay;
mod run;
mod sheet;
mod trial;

#[cfg(test)]
mod examples;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod lifted;
#[cfg(test)]
mod machine;
#[cfg(test)]
mod moved_laws;
#[cfg(test)]
mod news;
#[cfg(test)]
pub(in crate::domain) mod scenes;

pub use clock::{
    Change, Changed, Clock, Left, Outcome, Pause, PauseCause, State, due_first, last_runs,
    news_owed, time_left,
};
pub use error::ReplayError;
pub use ladder::{Fire, Step, levels, plan};
pub use moves::{moved, moved_deadlines};
pub use replay::{replay, supposed};
pub use sheet::{PauseLine, ProofSheet};
pub use trial::{SupposedPause, Trial};
