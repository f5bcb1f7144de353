//! Months, quarters and thirty days: over what a rate is measured.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use crate::domain::calendar::Calendar;

/// How many days a rolling period has.
const ROLLING: u64 = 30;

/// What kind of time a rate is measured over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PeriodKind {
    /// A calendar month.
    Month,
    /// Thirty calendar days, up to any day.
    ThirtyDays,
    /// A calendar quarter.
    Quarter,
}

impl PeriodKind {
    /// The word of contract files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::ThirtyDays => "30-days",
            Self::Quarter => "quarter",
        }
    }
}

/// One such period: civil days of the contract's own time zone.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Period {
    first: NaiveDate,
    last: NaiveDate,
}

impl Period {
    /// The period of a kind that a day lies in; thirty days end on it.
    #[must_use]
    pub fn of(kind: PeriodKind, day: NaiveDate) -> Self {
        let begin = |month: u32| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        let months = |first: NaiveDate, count| Self {
            first,
            last: first
                .checked_add_months(Months::new(count))
                .and_then(|next| next.pred_opt())
                .unwrap_or(first),
        };
        match kind {
            PeriodKind::Month => months(begin(day.month()), 1),
            PeriodKind::Quarter => months(begin(day.month0() / 3 * 3 + 1), 3),
            PeriodKind::ThirtyDays => Self {
                first: day.checked_sub_days(Days::new(ROLLING - 1)).unwrap_or(day),
                last: day,
            },
        }
    }

    /// A period of these days, as it was stored.
    #[must_use]
    pub const fn between(first: NaiveDate, last: NaiveDate) -> Self {
        Self { first, last }
    }

    /// The first day.
    #[must_use]
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day, itself included.
    #[must_use]
    pub const fn last(self) -> NaiveDate {
        self.last
    }

    /// The period of the same kind just before.
    #[must_use]
    pub fn before(self, kind: PeriodKind) -> Self {
        Self::of(kind, self.first.pred_opt().unwrap_or(self.first))
    }

    /// The period of the same kind just after.
    #[must_use]
    pub fn after(self, kind: PeriodKind) -> Self {
        let days = match kind {
            PeriodKind::ThirtyDays => ROLLING,
            PeriodKind::Month | PeriodKind::Quarter => 1,
        };
        let day = self.last.checked_add_days(Days::new(days));
        Self::of(kind, day.unwrap_or(self.last))
    }

    /// Whether two periods have a day in common.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Its first instant, and the first one after it.
    #[must_use]
    pub fn bounds(self, calendar: &Calendar) -> (DateTime<Utc>, DateTime<Utc>) {
        let after = self.last.succ_opt().unwrap_or(self.last);
        (calendar.begin_of(self.first), calendar.begin_of(after))
    }
}

/// The last day, which with the kind tells it: `2026-12-31`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.last.fmt(f)
    }
}

/// A text that names no kind of period.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownPeriod(String);

impl fmt::Display for UnknownPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "there is no period « {} »; write month, 30-days or quarter",
            self.0
        )
    }
}

impl std::error::Error for UnknownPeriod {}

impl FromStr for PeriodKind {
    type Err = UnknownPeriod;

    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        [Self::Month, Self::ThirtyDays, Self::Quarter]
            .into_iter()
            .find(|one| one.word() == text)
            .ok_or_else(|| UnknownPeriod(text.to_owned()))
    }
}
