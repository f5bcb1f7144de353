//! Reports: what was promised and kept in a period, how long things took, what is left.
//!
//! # Why
//! Every figure is a count, a sum or a rank of facts, and a fact counts at one instant: a promise when it was
//! kept or when it fell due unkept, whichever came first; an answer when it was given. So the months of a
//! quarter add up to it, and the parts of a breakdown to the whole, without anything being counted twice.
//! What lasts, an open request or a wait for a vendor, counts in a period for as long as it lasted in it.
//! Facts are drawn from a ticket's history alone; nothing that happens later changes those of before, but for
//! corrections.

mod available;
mod draw;
mod fact;
mod figure;
mod fold;
mod period;
mod revision;
mod spread;

#[cfg(test)]
mod tests;

pub use available::{
    Available, AvailableChange, AvailableKey, FreeDays, GivenDays, available_changes,
};
pub use draw::{Told, draw};
pub use fact::{Fact, FactKind, Noted, clipped};
pub use figure::{Age, Dimension, Figure, Group, OfGroup, Sought, hour_of};
pub use fold::{Figures, GroupLine, Share, Took};
pub use period::{ReportPeriod, ReportPeriodKind, instant_of, month_of};
pub use revision::{Closing, FigureChange, PROGRAM, changes};
pub use spread::Spread;
