//! Over what a report is: civil days of Paris.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Paris;

use crate::domain::words::UnknownWord;

/// The most days of a report: ten years and what leap days add.
const MOST_DAYS: i64 = 3_660;

/// What kind of time a report is over.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ReportPeriodKind {
    /// A calendar month.
    #[default]
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// Any days.
    Days,
}

impl ReportPeriodKind {
    /// Each of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::Days];

    /// The word of addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Days => "days",
        }
    }

    const fn months(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Year => Some(12),
            Self::Days => None,
        }
    }
}

impl fmt::Display for ReportPeriodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for ReportPeriodKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.word() == text).ok_or(UnknownWord)
    }
}

/// Some days, the first and the last among them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReportPeriod {
    kind: ReportPeriodKind,
    first: NaiveDate,
    last: NaiveDate,
}

impl ReportPeriod {
    /// The calendar period of a kind that a day lies in; of any days, that day alone.
    #[must_use]
    pub fn of(kind: ReportPeriodKind, day: NaiveDate) -> Self {
        let Some(months) = kind.months() else {
            return Self {
                kind,
                first: day,
                last: day,
            };
        };
        let month = day.month0() / months * months + 1;
        let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        let last = first
            .checked_add_months(Months::new(months))
            .and_then(|next| next.pred_opt())
            .unwrap_or(first);
        Self { kind, first, last }
    }

    /// Any days; none where they end before they begin, or are too many.
    #[must_use]
    pub fn days(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let length = last.signed_duration_since(first).num_days();
        (0..MOST_DAYS).contains(&length).then_some(Self {
            kind: ReportPeriodKind::Days,
            first,
            last,
        })
    }

    /// What kind of time it is.
    #[must_use]
    pub const fn kind(&self) -> ReportPeriodKind {
        self.kind
    }

    /// The first day.
    #[must_use]
    pub const fn first(&self) -> NaiveDate {
        self.first
    }

    /// The last day.
    #[must_use]
    pub const fn last(&self) -> NaiveDate {
        self.last
    }

    /// The first instant that counts, and the first after it that does not, UTC.
    ///
    /// ```
    /// use guichet::domain::report::{ReportPeriod, ReportPeriodKind};
    ///
    /// let march = ReportPeriod::of(ReportPeriodKind::Month, "2026-03-15".parse().unwrap());
    /// let (from, to) = march.bounds();
    /// // The clocks go forward on the 29th.
    /// assert_eq!((to - from).num_hours(), 31 * 24 - 1);
    /// ```
    #[must_use]
    pub fn bounds(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let next = self.last.succ_opt().unwrap_or(self.last);
        (instant_of(self.first), instant_of(next))
    }

    /// The period of the same kind before it; as many days before it, for any days.
    #[must_use]
    pub fn before(&self) -> Self {
        let yesterday = self.first.pred_opt().unwrap_or(self.first);
        match self.kind.months() {
            Some(_) => Self::of(self.kind, yesterday),
            None => Self {
                kind: self.kind,
                first: yesterday - (self.last - self.first),
                last: yesterday,
            },
        }
    }

    /// The period of the same kind after it; as many days after it, for any days.
    #[must_use]
    pub fn after(&self) -> Self {
        let tomorrow = self.last.succ_opt().unwrap_or(self.last);
        match self.kind.months() {
            Some(_) => Self::of(self.kind, tomorrow),
            None => Self {
                kind: self.kind,
                first: tomorrow,
                last: tomorrow + (self.last - self.first),
            },
        }
    }

    /// The calendar months that it touches, each with its part of it, in order.
    #[must_use]
    pub fn months(&self) -> Vec<(NaiveDate, Self)> {
        let mut parts = Vec::new();
        let mut day = self.first;
        loop {
            let month = Self::of(ReportPeriodKind::Month, day);
            let last = month.last.min(self.last);
            let kind = if (day, last) == (month.first, month.last) {
                ReportPeriodKind::Month
            } else {
                ReportPeriodKind::Days
            };
            parts.push((
                month.first,
                Self {
                    kind,
                    first: day,
                    last,
                },
            ));
            match last.succ_opt() {
                Some(next) if last < self.last => day = next,
                _ => return parts,
            }
        }
    }
}

/// When a day begins in Paris, UTC.
#[must_use]
pub fn instant_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    Paris
        .from_local_datetime(&midnight)
        .earliest()
        // Paris has never skipped a midnight since it has summer time.
        .map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

/// The first day of the month in which an instant lies in Paris.
#[must_use]
pub fn month_of(at: DateTime<Utc>) -> NaiveDate {
    let day = at.with_timezone(&Paris).date_naive();
    ReportPeriod::of(ReportPeriodKind::Month, day).first()
}
