//! Reports: the facts behind them, the figures of a period, the lists behind the figures, and months that
//! are closed.
//!
//! # Why
//! A report over a year of a busy desk cannot replay a million histories while somebody waits. So the worker
//! draws the facts of each ticket whenever its history grew, and a report only adds up what an index gives,
//! some at a time. After an update, or an import, everything is drawn anew the same way; how far that is, the
//! page says. How far it is, is kept with each ticket in the transaction that wrote its facts: whoever dies in
//! between, it goes on where it was.

mod availability;
mod available;
mod catch_up;
mod close;
mod list;
mod read;
mod readers;
mod segments;
mod tell;

pub use availability::{AvailableChangeTold, AvailableTold, ReportAvailability};
pub use close::GRACE_DAYS;
pub use list::{ListKey, ListRow, ReportList};
pub use read::{ReportAsked, ReportPage, ReportState};
pub use readers::ReportReader;
