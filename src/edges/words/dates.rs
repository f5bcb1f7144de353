//! Instants as a person reads them, in the zone of the contract, in French and in English.
//!
//! `13:10` in lists, `13 h 10` in sentences; a short date says the weekday only while it
//! cannot be mistaken for another week.

use std::{array, fmt::Write as _, sync::LazyLock};

use chrono::{DateTime, Datelike, NaiveDate, Offset as _, TimeZone as _, Timelike, Utc};
use chrono_tz::Tz;

use super::{FluentValue, Lang, Words};

/// Beyond this many days from now a short date shows its year.
const YEAR_SHOWN_AFTER: i64 = 180;

/// « lundi 29 décembre 2025 à 13 h 10 », "Monday 29 December 2025 at 13:10".
///
/// ```
/// use guichet::edges::words::{Lang, dates};
///
/// let due = "2025-12-29T12:10:00Z".parse().unwrap();
/// let said = dates::long_date_time(due, chrono_tz::Europe::Paris, Lang::En);
/// assert_eq!(said, "Monday 29\u{a0}December\u{a0}2025 at 13:10");
/// ```
#[must_use]
pub fn long_date_time(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    Said::of(instant, tz, lang).say("date-long-time")
}

/// « lundi 29 décembre 2025 », "Monday 29 December 2025".
#[must_use]
pub fn long_date(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    Said::of(instant, tz, lang).say("date-long")
}

/// « lundi 29 décembre à 13 h 10 »: for a sentence in which the year is beyond doubt.
#[must_use]
pub fn day_at_time(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    Said::of(instant, tz, lang).say("date-day-time")
}

/// « mercredi 24 décembre », "Wednesday 24 December": the label of a day.
#[must_use]
pub fn day(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    Said::of(instant, tz, lang).say("date-day")
}

/// « décembre 2025 », "December 2025": the month of a day.
#[must_use]
pub fn month(day: NaiveDate, lang: Lang) -> String {
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default();
    Said::of(noon.and_utc(), Tz::UTC, lang).say("date-month-year")
}

/// « mer. 24 », "Wed 24": the label of a day where there is little room.
#[must_use]
pub fn narrow_day(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    Said::of(instant, tz, lang).say("date-narrow-day")
}

/// « mer. 24 déc. 14:20 », "Wed 24 Dec 14:20": never relative, for histories and proofs.
#[must_use]
pub fn day_time(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    Said::of(instant, tz, lang).say("date-short-day-time")
}

/// « 14:20 », without the day: for lists whose day is said elsewhere.
#[must_use]
pub fn time(instant: DateTime<Utc>, tz: Tz) -> String {
    let local = instant.with_timezone(&tz);
    [digits(local.hour()), ":", two_digits(local.minute())].concat()
}

/// « mer. 24 déc. 14:20:07 »: like [`day_time`], with the seconds where there are any.
#[must_use]
pub fn exact_day_time(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    let said = Said::of(instant, tz, lang);
    said.say(if said.second == 0 {
        "date-short-day-time"
    } else {
        "date-exact-day-time"
    })
}

/// « 14:20:07 »: like [`time`], with the seconds where there are any.
#[must_use]
pub fn exact_time(instant: DateTime<Utc>, tz: Tz) -> String {
    let local = instant.with_timezone(&tz);
    match local.second() {
        0 => time(instant, tz),
        second => format!("{}:{:02}:{second:02}", local.hour(), local.minute()),
    }
}

/// « 13 h 10 », "13:10": the time within a sentence.
#[must_use]
pub fn sentence_time(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    Said::of(instant, tz, lang).say("date-sentence-time")
}

/// « auj. 13:10 », « demain 9:00 », « mar. 10:15 », « 12 janv. 9:00 »: for chips and lists.
///
/// Today, yesterday and tomorrow by name; then the weekday for the six days ahead; then the
/// date, with its year when it is more than half a year away. Days are those of `tz`.
#[must_use]
pub fn short(instant: DateTime<Utc>, now: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    let today = now.with_timezone(&tz).date_naive();
    let said = Said::of(instant, tz, lang);
    said.say(match said.date.signed_duration_since(today).num_days() {
        0 => "date-today",
        1 => "date-tomorrow",
        -1 => "date-yesterday",
        2..=6 => "date-weekday-time",
        days if days.abs() <= YEAR_SHOWN_AFTER => "date-short",
        _ => "date-short-year",
    })
}

/// « aujourd’hui à 11 h 20 », « demain à 9 h 00 », else as [`day_at_time`] or with the year:
/// the same instant within a sentence.
#[must_use]
pub fn in_sentence(instant: DateTime<Utc>, now: DateTime<Utc>, tz: Tz, lang: Lang) -> String {
    let today = now.with_timezone(&tz).date_naive();
    let said = Said::of(instant, tz, lang);
    said.say(match said.date.signed_duration_since(today).num_days() {
        0 => "date-today-sentence",
        1 => "date-tomorrow-sentence",
        -1 => "date-yesterday-sentence",
        days if days.abs() <= YEAR_SHOWN_AFTER => "date-day-time",
        _ => "date-long-time",
    })
}

/// The value of `<time datetime>`: RFC 3339 with the offset of `tz`, to the minute or finer.
#[must_use]
pub fn machine(instant: DateTime<Utc>, tz: Tz) -> String {
    let offset = tz.offset_from_utc_datetime(&instant.naive_utc()).fix();
    let local = instant.with_timezone(&offset);
    let east = offset.local_minus_utc();
    let (sign, minutes) = (if east < 0 { '-' } else { '+' }, east.unsigned_abs() / 60);
    let mut written = String::with_capacity(25);
    // Writing into a String cannot fail.
    let _ = write!(written, "{:04}", local.year());
    for (before, number) in [
        ('-', local.month()),
        ('-', local.day()),
        ('T', local.hour()),
        (':', local.minute()),
        (':', local.second()),
        (sign, minutes / 60),
        (':', minutes % 60),
    ] {
        written.push(before);
        written.push_str(two_digits(number));
    }
    written
}

/// A civil date without a zone: « 1er juillet 2025 », "1 July 2025".
#[must_use]
pub fn civil(date: NaiveDate, lang: Lang) -> String {
    Said {
        date,
        hour: 0,
        minute: 0,
        second: 0,
        words: lang.words(),
    }
    .say("date-civil")
}

/// A local date and time with the words of its language.
struct Said {
    date: NaiveDate,
    hour: u32,
    minute: u32,
    second: u32,
    words: Words,
}

impl Said {
    fn of(instant: DateTime<Utc>, tz: Tz, lang: Lang) -> Self {
        let local = instant.with_timezone(&tz);
        Self {
            date: local.date_naive(),
            hour: local.hour(),
            minute: local.minute(),
            second: local.second(),
            words: lang.words(),
        }
    }

    fn say(&self, key: &str) -> String {
        let names = Names::of(self.words.lang());
        let name = |list: &'static [String], from: u32, number: u32| {
            let place = number
                .checked_sub(from)
                .and_then(|place| usize::try_from(place).ok());
            let name = place.and_then(|place| list.get(place));
            FluentValue::from(name.map_or("", String::as_str))
        };
        let weekday = self.date.weekday().number_from_monday();
        let month = self.date.month();
        self.words.say_with(
            key,
            &[
                ("weekday", name(&names.weekdays, 1, weekday)),
                ("wd", name(&names.short_weekdays, 1, weekday)),
                ("day", name(&names.days, 1, self.date.day())),
                ("month", name(&names.months, 1, month)),
                ("mon", name(&names.short_months, 1, month)),
                ("year", FluentValue::Digits(self.date.year().into())),
                ("hour", digits(self.hour).into()),
                ("minute", two_digits(self.minute).into()),
                ("second", two_digits(self.second).into()),
            ],
        )
    }
}

/// The names of days and months in one language.
struct Names {
    weekdays: [String; 7],
    short_weekdays: [String; 7],
    days: [String; 31],
    months: [String; 12],
    short_months: [String; 12],
}

impl Names {
    fn of(lang: Lang) -> &'static Self {
        static FRENCH: LazyLock<Names> = LazyLock::new(|| Names::read(Lang::Fr.words()));
        static ENGLISH: LazyLock<Names> = LazyLock::new(|| Names::read(Lang::En.words()));
        match lang {
            Lang::Fr => &FRENCH,
            Lang::En => &ENGLISH,
        }
    }

    fn read(words: Words) -> Self {
        fn list<const COUNT: usize>(words: Words, key: &str, name: &str) -> [String; COUNT] {
            array::from_fn(|place| words.say_with(key, &[(name, (place + 1).into())]))
        }
        Self {
            weekdays: list(words, "date-weekday", "weekday"),
            short_weekdays: list(words, "date-weekday-short", "weekday"),
            days: list(words, "date-day-of-month", "day"),
            months: list(words, "date-month", "month"),
            short_months: list(words, "date-month-short", "month"),
        }
    }
}

/// The numbers of hours, minutes and seconds, written with two digits.
static TWO_DIGITS: LazyLock<[String; 100]> =
    LazyLock::new(|| array::from_fn(|number| format!("{number:02}")));

/// « 07 »: a number below a hundred.
fn two_digits(number: u32) -> &'static str {
    let place = usize::try_from(number).ok();
    place
        .and_then(|place| TWO_DIGITS.get(place))
        .map_or("", String::as_str)
}

/// « 7 »: a number below a hundred.
fn digits(number: u32) -> &'static str {
    let both = two_digits(number);
    both.strip_prefix('0').unwrap_or(both)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    const NOW: &str = "2025-12-29T09:42:00Z";

    #[test]
    fn a_promise_is_written_out_with_its_weekday_and_french_spaces() {
        let due = at("2025-12-29T12:10:00Z");
        assert_eq!(
            long_date_time(due, Paris, Lang::Fr),
            "lundi 29\u{a0}décembre\u{a0}2025 à 13\u{a0}h\u{a0}10"
        );
        assert_eq!(
            long_date_time(due, Paris, Lang::En),
            "Monday 29\u{a0}December\u{a0}2025 at 13:10"
        );
    }

    #[test]
    fn the_first_of_a_month_is_1er_in_french() {
        assert_eq!(
            long_date(at("2025-07-01T08:00:00Z"), Paris, Lang::Fr),
            "mardi 1er\u{a0}juillet\u{a0}2025"
        );
        assert_eq!(
            civil(NaiveDate::from_ymd_opt(2025, 7, 1).unwrap(), Lang::En),
            "1\u{a0}July\u{a0}2025"
        );
    }

    #[test]
    fn a_short_date_is_as_short_as_it_can_be_without_doubt() {
        for (instant, french, english) in [
            ("2025-12-29T12:10:00Z", "auj. 13:10", "today 13:10"),
            ("2025-12-30T08:00:00Z", "demain 9:00", "tomorrow 9:00"),
            ("2025-12-28T20:14:00Z", "hier 21:14", "yesterday 21:14"),
            ("2025-12-31T09:15:00Z", "mer. 10:15", "Wed 10:15"),
            (
                "2026-01-05T09:15:00Z",
                "5\u{a0}janv. 10:15",
                "5\u{a0}Jan 10:15",
            ),
            (
                "2026-01-12T08:00:00Z",
                "12\u{a0}janv. 9:00",
                "12\u{a0}Jan 9:00",
            ),
            (
                "2025-12-24T13:20:00Z",
                "24\u{a0}déc. 14:20",
                "24\u{a0}Dec 14:20",
            ),
            (
                "2027-01-12T08:00:00Z",
                "12\u{a0}janv.\u{a0}2027 9:00",
                "12\u{a0}Jan\u{a0}2027 9:00",
            ),
        ] {
            assert_eq!(short(at(instant), at(NOW), Paris, Lang::Fr), french);
            assert_eq!(short(at(instant), at(NOW), Paris, Lang::En), english);
        }
    }

    #[test]
    fn today_is_the_day_of_the_zone_not_of_utc() {
        let (midnight, now) = (at("2025-12-28T23:30:00Z"), at("2025-12-29T00:30:00Z"));
        assert_eq!(short(midnight, now, Paris, Lang::Fr), "auj. 0:30");
        assert_eq!(
            short(midnight, now, chrono_tz::America::Guadeloupe, Lang::Fr),
            "auj. 19:30"
        );
        assert_eq!(short(midnight, now, Tz::UTC, Lang::Fr), "hier 23:30");
    }

    #[test]
    fn an_exact_instant_says_its_seconds_only_when_there_are_any() {
        let (sharp, between) = (at("2025-12-24T13:20:00Z"), at("2025-12-24T13:20:07.9Z"));
        assert_eq!(
            exact_day_time(sharp, Paris, Lang::Fr),
            day_time(sharp, Paris, Lang::Fr)
        );
        assert_eq!(
            exact_day_time(between, Paris, Lang::Fr),
            "mer. 24\u{a0}déc. 14:20:07"
        );
        assert_eq!(exact_time(sharp, Paris), "14:20");
        assert_eq!(exact_time(between, Paris), "14:20:07");
    }

    #[test]
    fn machines_read_the_offset_of_the_zone() {
        assert_eq!(
            machine(at("2025-12-29T12:10:00Z"), Paris),
            "2025-12-29T13:10:00+01:00"
        );
    }
}
