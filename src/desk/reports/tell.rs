//! Those who are named for it get the key figures of each month that was closed, once.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::Europe::Paris;

use super::read::ReportAsked;
use crate::{
    desk::{Desk, Error, Found},
    domain::{
        access::{Right, may},
        calendar::HolidayZone,
        notice::{MonthFacts, Notice},
        people::Person,
        report::{Figure, ReportPeriod, ReportPeriodKind},
    },
    store::{
        letters, people,
        report::{closings, readers},
    },
};

/// From which hour of a business day on letters leave, in Paris.
const FROM_HOUR: u32 = 8;

/// What ended longer ago is told to nobody: after an update all months of the past are closed at once.
const RECENT: TimeDelta = TimeDelta::days(45);

/// Whether letters of reports leave at an instant: on a business day in Paris, from 8:00 on.
fn is_time(now: DateTime<Utc>) -> bool {
    let local = now.with_timezone(&Paris);
    let day: NaiveDate = local.date_naive();
    let holidays = HolidayZone::France.holidays(day.year(), false);
    local.hour() >= FROM_HOUR
        && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
        && holidays.iter().all(|one| one.date != day)
}

impl Desk {
    /// Owes the letters about months that were closed; how many months were told.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tell_months(&self, go_on: &dyn Fn() -> bool) -> Result<u64, Error> {
        let now = self.clock.now();
        let mut told = 0;
        if !is_time(now) {
            return Ok(told);
        }
        for month in self.store.read(closings::untold)? {
            if !go_on() {
                break;
            }
            told += u64::from(self.tell_month(month, now)?);
        }
        Ok(told)
    }

    fn tell_month(&self, month: NaiveDate, now: DateTime<Utc>) -> Result<bool, Error> {
        let period = ReportPeriod::of(ReportPeriodKind::Month, month);
        let (_, ended) = period.bounds();
        let mut owed = Vec::new();
        if now - ended < RECENT {
            for reader in self.store.read(readers::list)? {
                let person = self.store.read(|conn| people::find(conn, reader)).found()?;
                if person.active && may(person.role, Right::ReadReports) {
                    owed.push((self.month_for(&person, period)?, person));
                }
            }
        }
        let desk = self.clone();
        self.store.write(move |tx| -> Result<_, Error> {
            if !closings::told(tx, month, now)? {
                return Ok(false);
            }
            for (figures, person) in &owed {
                let notice = Notice::MonthClosed { figures: *figures };
                let letter = desk.letter(None, person.email.clone(), person.lang, notice, now);
                letters::owe(tx, &letter)?;
            }
            Ok(true)
        })
    }

    /// The key figures of a month, without the queues that are closed to somebody.
    fn month_for(&self, person: &Person, period: ReportPeriod) -> Result<MonthFacts, Error> {
        let asked = ReportAsked {
            period,
            groups: Vec::new(),
            revision: None,
        };
        let figures = self
            .report(&asked, &self.scope_of_person(person.id)?)?
            .figures;
        let all = figures.share(None, None);
        let median = |figure| figures.took(figure, None).business.rank(50);
        Ok(MonthFacts {
            month: period.first(),
            kept: all.kept,
            missed: all.missed,
            filed: figures.count(Figure::Filed),
            resolved: figures.count(Figure::Resolved),
            open: figures.count(Figure::Backlog),
            answer: median(Figure::Answered),
            resolution: median(Figure::Resolved),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_leave_on_business_days_from_eight_on() {
        for (instant, leaves) in [
            ("2026-05-06T05:59:00Z", false),
            ("2026-05-06T06:00:00Z", true),
            // The eighth of May, and the Saturday after it.
            ("2026-05-08T10:00:00Z", false),
            ("2026-05-09T10:00:00Z", false),
            ("2026-05-11T10:00:00Z", true),
        ] {
            assert_eq!(is_time(instant.parse().unwrap()), leaves, "{instant}");
        }
    }
}
