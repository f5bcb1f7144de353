//! Examples of each rule, laws against a slow oracle, and the official holidays.

mod days;
mod examples;
mod laws;
mod official;
mod oracle;
mod proofs;

use chrono::{DateTime, Utc, Weekday};
use chrono_tz::Tz;

use super::*;

/// An instant written as RFC 3339.
fn at(text: &str) -> DateTime<Utc> {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Hours of a day written like `08:00-12:00 14:00-18:00`.
fn hours(text: &str) -> DayHours {
    let intervals = text.split_whitespace().map(|interval| {
        let (from, to) = interval.split_once('-').unwrap();
        OpenInterval::parse(from, to).unwrap()
    });
    DayHours::new(intervals.collect()).unwrap()
}

/// The same hours from Monday to Friday.
fn weekdays(timezone: Tz, text: &str, zone: HolidayZone) -> CalendarRules {
    CalendarRules::new(timezone, WeeklyHours::monday_to_friday(&hours(text)), zone)
}

/// The same hours on every day of the week.
fn daily(timezone: Tz, text: &str) -> CalendarRules {
    let week = WeeklyHours::monday_to_friday(&hours(text));
    let week = week
        .with(Weekday::Sat, hours(text))
        .with(Weekday::Sun, hours(text));
    CalendarRules::new(timezone, week, HolidayZone::None)
}

fn pause(from: &str, to: &str) -> Pause {
    Pause {
        from: at(from),
        to: at(to),
    }
}

/// Monday to Friday, 08:00 to 18:00 in Paris, French holidays.
fn office() -> Calendar {
    Calendar::compile(weekdays(
        chrono_tz::Europe::Paris,
        "08:00-18:00",
        HolidayZone::France,
    ))
}

/// Monday to Friday, 08:00 to 12:00 and 14:00 to 18:00 in Paris, French holidays.
fn with_lunch() -> Calendar {
    Calendar::compile(weekdays(
        chrono_tz::Europe::Paris,
        "08:00-12:00 14:00-18:00",
        HolidayZone::France,
    ))
}
