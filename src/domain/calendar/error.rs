//! Why an instant cannot be computed on a calendar.

use std::fmt;

use super::{FIRST_YEAR, LAST_YEAR};

/// Why a question to a calendar has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarError {
    /// The calendar never opens, so nothing can be counted in open time.
    NeverOpens,
    /// The instant asked about lies outside the years the calendar is unrolled for.
    OutOfRange,
    /// The amount leads beyond the years the calendar is unrolled for.
    TooFar,
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverOpens => f.write_str(
                "this calendar never opens, so business time cannot be counted on it: give it opening hours",
            ),
            Self::OutOfRange => write!(
                f,
                "an instant lies outside the years {FIRST_YEAR} to {LAST_YEAR} for which calendars are known: check its year",
            ),
            Self::TooFar => write!(
                f,
                "the result lies outside the years {FIRST_YEAR} to {LAST_YEAR} for which calendars are known: give a smaller amount",
            ),
        }
    }
}

impl std::error::Error for CalendarError {}
