//! Monitors: set up by administrators, made to look by the worker, called from outside, read by the desk.

mod beat;
mod follow;
mod look;
mod read;
mod set_up;
mod watching;

pub use look::ClaimedLook;
pub use read::{MonitorPage, MonitorsPage};
pub(super) use watching::Watching;

use chrono::TimeDelta;

/// For how long looks are kept; the sums of their days stay.
pub const LOOKS_KEPT: TimeDelta = TimeDelta::days(35);
