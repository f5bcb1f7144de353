//! Opening hours, holidays by law, and arithmetic on business time.
//!
//! A [`Calendar`] is unrolled once from its [`CalendarRules`] into a sorted table of open
//! stretches in UTC with running sums; every question afterwards is a binary search or two.
//! An instant is open when its local wall-clock time lies in an opening interval of an open day:
//! in the hour that autumn repeats an interval may be open twice, in the hour that spring skips
//! it is not open at all. A business day is a date on which the calendar opens.
//!
//! Everything is exact to the microsecond and covers the years [`FIRST_YEAR`] to [`LAST_YEAR`].
//!
//! ```
//! use chrono::{DateTime, Utc};
//! use guichet::domain::calendar::{
//!     Calendar, CalendarRules, DayHours, HolidayZone, OpenInterval, Target, Unit, WeeklyHours,
//! };
//!
//! let hours = DayHours::new(vec![OpenInterval::parse("08:00", "18:00")?])?;
//! let rules = CalendarRules::new(
//!     chrono_tz::Europe::Paris,
//!     WeeklyHours::monday_to_friday(&hours),
//!     HolidayZone::France,
//! );
//! let calendar = Calendar::compile(rules);
//!
//! // Thursday 24 December 2026, 16:00: two hours are left, then Christmas and the weekend.
//! let filed: DateTime<Utc> = "2026-12-24T15:00:00Z".parse()?;
//! let deadline = calendar.deadline(filed, &Target::new(4, Unit::BusinessHours), &[])?;
//! assert_eq!(deadline, "2026-12-28T09:00:00Z".parse::<DateTime<Utc>>()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arithmetic;
mod business_days;
mod day;
mod deadline;
mod error;
mod holiday;
mod hours;
mod nearest;
mod pauses;
mod proof;
mod rules;
mod table;
mod target;
mod wall_clock;
mod zone;

#[cfg(test)]
mod tests;

pub use arithmetic::Calendar;
pub use error::CalendarError;
pub use holiday::{Holiday, HolidayName, easter};
pub use hours::{DayHours, HoursError, MOST_INTERVALS, OpenInterval, TimeOfDay, WeeklyHours};
pub use nearest::nearest;
pub use pauses::Pause;
pub use proof::{Kind, Proof, Segment, Why};
pub use rules::{CalendarRules, Closure, ClosureKind, RulesError};
pub use target::{DueRule, FromRule, Share, Target, Unit};
pub use zone::{HolidayZone, UnknownZone};

/// The first year calendars cover, from its first second in UTC.
pub const FIRST_YEAR: i32 = 1949;

/// The last year calendars cover, to its last second in UTC.
pub const LAST_YEAR: i32 = 2110;
