//! Civil days as numbers, the form in which the tables count them.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

/// Seconds in a civil day that has no change of offset.
pub(super) const DAY_SECONDS: i64 = 86_400;

/// Microseconds in a second, the precision of every instant of the engine.
pub(super) const MICROS: i64 = 1_000_000;

/// Days since 1970-01-01.
pub(super) fn number_of(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - 719_163
}

/// The date that many days after 1970-01-01.
pub(super) fn date_of(day: i64) -> NaiveDate {
    i32::try_from(day + 719_163)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(NaiveDate::MAX)
}

/// The weekday of a day number.
pub(super) fn weekday_of(day: i64) -> Weekday {
    match (day + 3).rem_euclid(7) {
        0 => Weekday::Mon,
        1 => Weekday::Tue,
        2 => Weekday::Wed,
        3 => Weekday::Thu,
        4 => Weekday::Fri,
        5 => Weekday::Sat,
        _ => Weekday::Sun,
    }
}

/// The instant that many microseconds after 1970-01-01T00:00:00Z.
pub(super) fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_number_leads_back_to_its_date_and_weekday() {
        for day in (-30_000..60_000).step_by(13) {
            let date = date_of(day);
            assert_eq!(number_of(date), day);
            assert_eq!(weekday_of(day), date.weekday());
        }
        assert_eq!(date_of(0), NaiveDate::from_ymd_opt(1970, 1, 1).unwrap());
    }
}
