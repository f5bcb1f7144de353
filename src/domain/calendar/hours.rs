//! Opening hours of a day and of a week, by the clock on the wall.

use std::{fmt, str::FromStr};

use chrono::Weekday;

use super::day::DAY_SECONDS;

/// The most opening intervals a day may have.
///
/// One every half hour; more would only make a hostile file costly to unroll.
pub const MOST_INTERVALS: usize = 48;

/// A time of day by the clock on the wall, in whole seconds; `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay(i64);

impl TimeOfDay {
    /// The time so many seconds after midnight, at most 86 400.
    #[must_use]
    pub fn from_seconds(seconds: u32) -> Option<Self> {
        Some(i64::from(seconds))
            .filter(|seconds| *seconds <= DAY_SECONDS)
            .map(Self)
    }

    /// Seconds after midnight, from 0 to 86 400.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

impl FromStr for TimeOfDay {
    type Err = HoursError;

    /// Reads `08:00`, `8:00`, `08:00:30` and `24:00`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || HoursError::NotATime {
            text: text.chars().take(40).collect(),
        };
        let parts: Vec<&str> = text.split(':').collect();
        let (hours, minutes, seconds) = match *parts.as_slice() {
            [hours, minutes] => (hours, minutes, "00"),
            [hours, minutes, seconds] => (hours, minutes, seconds),
            _ => return Err(wrong()),
        };
        let number = |part: &str, shortest: usize, most: u32| {
            let plain = (shortest..=2).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_digit());
            plain
                .then(|| part.parse::<u32>().ok())
                .flatten()
                .filter(|number| *number <= most)
                .ok_or_else(wrong)
        };
        let seconds =
            number(hours, 1, 24)? * 3600 + number(minutes, 2, 59)? * 60 + number(seconds, 2, 59)?;
        Self::from_seconds(seconds).ok_or_else(wrong)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60)?;
        match self.0 % 60 {
            0 => Ok(()),
            seconds => write!(f, ":{seconds:02}"),
        }
    }
}

/// A stretch of a day during which a desk is open: `from` included, `to` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpenInterval {
    from: TimeOfDay,
    to: TimeOfDay,
}

impl OpenInterval {
    /// The interval between two times of one day.
    ///
    /// # Errors
    ///
    /// [`HoursError::Backwards`] unless it ends after it begins. Hours that run past midnight
    /// are two intervals: until `24:00`, and from `00:00` of the next day.
    pub fn new(from: TimeOfDay, to: TimeOfDay) -> Result<Self, HoursError> {
        if from < to {
            Ok(Self { from, to })
        } else {
            Err(HoursError::Backwards { from, to })
        }
    }

    /// The interval between two times written like `08:00`.
    ///
    /// # Errors
    ///
    /// [`HoursError::NotATime`] or [`HoursError::Backwards`].
    pub fn parse(from: &str, to: &str) -> Result<Self, HoursError> {
        Self::new(from.parse()?, to.parse()?)
    }

    /// When it opens.
    #[must_use]
    pub const fn from(self) -> TimeOfDay {
        self.from
    }

    /// When it closes.
    #[must_use]
    pub const fn to(self) -> TimeOfDay {
        self.to
    }
}

impl fmt::Display for OpenInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.from, self.to)
    }
}

/// The opening intervals of one day: sorted, apart from one another, none for a closed day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DayHours(Vec<OpenInterval>);

impl DayHours {
    /// A day's hours from its intervals, in any order; those that touch become one.
    ///
    /// # Errors
    ///
    /// [`HoursError::Overlap`] or [`HoursError::TooMany`].
    pub fn new(mut intervals: Vec<OpenInterval>) -> Result<Self, HoursError> {
        if intervals.len() > MOST_INTERVALS {
            return Err(HoursError::TooMany {
                given: intervals.len(),
            });
        }
        intervals.sort_unstable();
        let mut hours: Vec<OpenInterval> = Vec::with_capacity(intervals.len());
        for next in intervals {
            match hours.last_mut() {
                Some(last) if next.from < last.to => {
                    return Err(HoursError::Overlap {
                        one: *last,
                        other: next,
                    });
                }
                Some(last) if next.from == last.to => last.to = next.to,
                _ => hours.push(next),
            }
        }
        Ok(Self(hours))
    }

    /// The intervals, in order.
    #[must_use]
    pub fn intervals(&self) -> &[OpenInterval] {
        &self.0
    }
}

/// Opening hours for each day of the week.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct WeeklyHours([DayHours; 7]);

impl WeeklyHours {
    /// A week without any opening, to be filled with [`WeeklyHours::with`].
    #[must_use]
    pub fn closed() -> Self {
        Self::default()
    }

    /// The same hours from Monday to Friday, none at the weekend.
    #[must_use]
    pub fn monday_to_friday(hours: &DayHours) -> Self {
        [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ]
        .into_iter()
        .fold(Self::closed(), |week, day| week.with(day, hours.clone()))
    }

    /// This week with other hours on one day.
    #[must_use]
    pub fn with(mut self, day: Weekday, hours: DayHours) -> Self {
        let [mon, tue, wed, thu, fri, sat, sun] = &mut self.0;
        *match day {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        } = hours;
        self
    }

    /// The intervals of a weekday, in order; empty when closed.
    #[must_use]
    pub fn on(&self, day: Weekday) -> &[OpenInterval] {
        let [mon, tue, wed, thu, fri, sat, sun] = &self.0;
        match day {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        }
        .intervals()
    }
}

/// What is wrong with opening hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoursError {
    /// Not a time of day.
    NotATime {
        /// The beginning of what was written.
        text: String,
    },
    /// An interval that does not end after it begins.
    Backwards {
        /// Its beginning.
        from: TimeOfDay,
        /// Its end.
        to: TimeOfDay,
    },
    /// Two intervals of one day that share time.
    Overlap {
        /// The earlier one.
        one: OpenInterval,
        /// The later one.
        other: OpenInterval,
    },
    /// More intervals than [`MOST_INTERVALS`].
    TooMany {
        /// How many there were.
        given: usize,
    },
}

impl fmt::Display for HoursError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATime { text } => {
                write!(
                    f,
                    "{text:?} is not a time of day: write it like \"08:00\", up to \"24:00\""
                )
            }
            Self::Backwards { from, to } => write!(
                f,
                "the interval {from} to {to} ends before it begins: hours that pass midnight are two intervals, \
                 until 24:00 and from 00:00 of the next day"
            ),
            Self::Overlap { one, other } => {
                write!(
                    f,
                    "the intervals {one} and {other} overlap: make them one, or part them"
                )
            }
            Self::TooMany { given } => {
                write!(
                    f,
                    "{given} opening intervals in one day: {MOST_INTERVALS} is the most"
                )
            }
        }
    }
}

impl std::error::Error for HoursError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(from: &str, to: &str) -> OpenInterval {
        OpenInterval::parse(from, to).unwrap()
    }

    #[test]
    fn a_time_of_day_is_hours_and_minutes_up_to_24_00() {
        assert_eq!("08:30".parse::<TimeOfDay>().unwrap().seconds(), 30_600);
        assert_eq!("24:00".parse::<TimeOfDay>().unwrap().seconds(), 86_400);
        assert_eq!(
            "08:00:01".parse::<TimeOfDay>().unwrap().to_string(),
            "08:00:01"
        );
        for wrong in [
            "",
            ":",
            "24:01",
            "25:00",
            "08:60",
            "8",
            "08:0",
            "+8:00",
            "08h00",
            "08:00:60",
            "٠٨:٠٠",
            "008:00",
        ] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_interval_ends_after_it_begins() {
        assert!(matches!(
            OpenInterval::parse("18:00", "08:00"),
            Err(HoursError::Backwards { .. })
        ));
        assert!(matches!(
            OpenInterval::parse("08:00", "08:00"),
            Err(HoursError::Backwards { .. })
        ));
        assert!(OpenInterval::parse("00:00", "24:00").is_ok());
    }

    #[test]
    fn intervals_of_a_day_are_sorted_joined_and_never_overlap() {
        let hours = DayHours::new(vec![
            interval("14:00", "18:00"),
            interval("08:00", "12:00"),
            interval("12:00", "13:00"),
        ]);
        assert_eq!(
            hours.unwrap().intervals(),
            [interval("08:00", "13:00"), interval("14:00", "18:00")]
        );
        let overlap = DayHours::new(vec![interval("08:00", "12:00"), interval("11:59", "13:00")])
            .unwrap_err();
        assert!(
            overlap
                .to_string()
                .contains("08:00–12:00 and 11:59–13:00 overlap"),
            "{overlap}"
        );
    }

    #[test]
    fn a_day_with_too_many_intervals_is_refused() {
        let many = (0..49)
            .map(|i| {
                OpenInterval::new(
                    TimeOfDay::from_seconds(i * 100).unwrap(),
                    TimeOfDay::from_seconds(i * 100 + 1).unwrap(),
                )
            })
            .collect::<Result<Vec<_>, _>>()
            .unwrap();
        assert_eq!(DayHours::new(many), Err(HoursError::TooMany { given: 49 }));
    }
}
