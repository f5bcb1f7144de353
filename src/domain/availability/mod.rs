//! How much of the promised time a service worked: what a contract's formula makes of outages.
//!
//! A [`Formula`] is what the contract says; [`measure`] applies it to the outages of a period and gives a
//! [`Figure`] whose [lines](Line) add up to it. Everything is exact: time in microseconds, weights and
//! rates as fractions ([`Ratio`]), no floating point.
//!
//! # The meaning
//! Each instant of the period that the contract counts is looked at once.
//! - Where an exclusion takes the time itself out (a maintenance that was announced, under a contract
//!   that measures « outside maintenance »), the instant is neither counted nor lost; but not while
//!   another component, which the maintenance does not concern, does not work.
//! - An outage whose cause the contract excludes loses nothing, nor does one while it is paused for a
//!   reason that the contract excludes.
//! - Of the other outages that last at the instant, the one that weighs most loses it, alone: two
//!   outages at once are not counted twice. Of equals it is the one that began first.
//!
//! The severity of an outage is the one it has at the instant, reclassified or not. A planned
//! maintenance that lasts longer than planned is an outage from its planned end on, and one that nobody
//! entered before it began is an outage from its beginning.

mod credit;
mod exclusion;
mod facts;
mod figure;
mod formula;
mod measure;
mod period;
mod ratio;
mod sweep;

#[cfg(test)]
mod tests;

pub use credit::{Credit, CreditRule};
pub use exclusion::{Cause, Excluded, Exclusion, Takes, UnknownCause};
pub use facts::{Downtime, Facts, Paused, Source, Stage, Work};
pub use figure::{Figure, Line};
pub use formula::{Counted, Formula, MaintenanceRule, Rounding};
pub use measure::measure;
pub use period::{Period, PeriodKind, UnknownPeriod};
pub use ratio::{NotAFraction, NotAShare, Ratio};
