//! What a calendar is made of, as a contract states it.

use std::{collections::BTreeMap, fmt};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::{DayHours, HolidayName, HolidayZone, OpenInterval, WeeklyHours};

/// Why a date is closed by the contract rather than by law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClosureKind {
    /// The desk is closed that day.
    Closure,
    /// A working day taken off between a holiday and a weekend.
    Bridge,
    /// A holiday that the zone's law does not know.
    Holiday,
}

/// A date on which the desk stays shut.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Closure {
    /// What sort of closure it is.
    pub kind: ClosureKind,
    /// What people call it; may be empty.
    pub label: String,
}

/// The rules of a calendar: where clocks hang, when they open, what shuts them.
///
/// On any date the first of these decides: a closure, a public holiday of the zone, special
/// hours, the hours of the weekday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRules {
    timezone: Tz,
    hours: WeeklyHours,
    zone: HolidayZone,
    good_friday: bool,
    closures: BTreeMap<NaiveDate, Closure>,
    special_hours: BTreeMap<NaiveDate, DayHours>,
}

impl CalendarRules {
    /// Rules with weekly hours and the holidays of a zone, Good Friday not among them.
    #[must_use]
    pub const fn new(timezone: Tz, hours: WeeklyHours, zone: HolidayZone) -> Self {
        Self {
            timezone,
            hours,
            zone,
            good_friday: false,
            closures: BTreeMap::new(),
            special_hours: BTreeMap::new(),
        }
    }

    /// Whether Good Friday is a holiday; matters in Alsace-Moselle only.
    #[must_use]
    pub fn with_good_friday(mut self, good_friday: bool) -> Self {
        self.good_friday = good_friday;
        self
    }

    /// Shuts a date.
    ///
    /// # Errors
    ///
    /// [`RulesError::ClosedTwice`] when it is shut already.
    pub fn with_closure(mut self, date: NaiveDate, closure: Closure) -> Result<Self, RulesError> {
        match self.closures.insert(date, closure) {
            None => Ok(self),
            Some(_) => Err(RulesError::ClosedTwice { date }),
        }
    }

    /// Gives a date its own hours; without intervals the date is closed. A holiday still wins.
    ///
    /// # Errors
    ///
    /// [`RulesError::HoursTwice`] when it has special hours already.
    pub fn with_special_hours(
        mut self,
        date: NaiveDate,
        hours: DayHours,
    ) -> Result<Self, RulesError> {
        match self.special_hours.insert(date, hours) {
            None => Ok(self),
            Some(_) => Err(RulesError::HoursTwice { date }),
        }
    }

    /// Where the clocks hang by which the hours are meant.
    #[must_use]
    pub const fn timezone(&self) -> Tz {
        self.timezone
    }

    /// The hours of an ordinary week.
    #[must_use]
    pub const fn hours(&self) -> &WeeklyHours {
        &self.hours
    }

    /// Whose public holidays close the calendar.
    #[must_use]
    pub const fn zone(&self) -> HolidayZone {
        self.zone
    }

    /// Whether Good Friday is one of them.
    #[must_use]
    pub const fn good_friday(&self) -> bool {
        self.good_friday
    }

    /// The dates the contract closes.
    #[must_use]
    pub const fn closures(&self) -> &BTreeMap<NaiveDate, Closure> {
        &self.closures
    }

    /// The public holiday of the zone on a date; of two, the first by law's order of the year.
    #[must_use]
    pub fn holiday_on(&self, date: NaiveDate) -> Option<HolidayName> {
        let holidays = self.zone.holidays(date.year(), self.good_friday);
        holidays
            .into_iter()
            .find(|holiday| holiday.date == date)
            .map(|holiday| holiday.name)
    }

    /// The intervals in which the desk opens on a date: none when anything shuts it.
    #[must_use]
    pub fn hours_on(&self, date: NaiveDate) -> &[OpenInterval] {
        if self.closures.contains_key(&date) || self.holiday_on(date).is_some() {
            return &[];
        }
        self.hours_if_not_shut(date)
    }

    /// The intervals a date would have if neither closure nor holiday shut it.
    #[must_use]
    pub fn hours_if_not_shut(&self, date: NaiveDate) -> &[OpenInterval] {
        match self.special_hours.get(&date) {
            Some(hours) => hours.intervals(),
            None => self.hours.on(date.weekday()),
        }
    }

    /// The dates with hours of their own.
    #[must_use]
    pub const fn special_hours(&self) -> &BTreeMap<NaiveDate, DayHours> {
        &self.special_hours
    }
}

/// What contradicts itself in the rules of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulesError {
    /// A date is closed twice.
    ClosedTwice {
        /// Which one.
        date: NaiveDate,
    },
    /// A date has special hours twice.
    HoursTwice {
        /// Which one.
        date: NaiveDate,
    },
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClosedTwice { date } => write!(f, "{date} is closed twice: keep one of the two"),
            Self::HoursTwice { date } => {
                write!(
                    f,
                    "{date} has special hours twice: put all its intervals into one list"
                )
            }
        }
    }
}

impl std::error::Error for RulesError {}
