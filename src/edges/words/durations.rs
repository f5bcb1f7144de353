//! Amounts of time and of bytes as a person reads them.

use super::Words;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// From this many hours by the clock on, days are counted; business time has no days of 24 h.
const DAYS_FROM: i64 = 2 * DAY;

/// « 2 h 28 », « 38 min », « 45 s », « 3 j 2 h »: `seconds` of time, its sign left out.
///
/// Minutes are rounded down, so that a chip never promises time that is gone. Business time
/// is always said in hours and minutes: a business day is not 24 hours.
///
/// ```
/// use guichet::edges::words::{Lang, durations::amount};
///
/// assert_eq!(amount(8880, true, Lang::En.words()), "2\u{a0}h\u{a0}28");
/// ```
#[must_use]
pub fn amount(seconds: i64, business: bool, words: Words) -> String {
    let seconds = seconds.saturating_abs();
    let (days, hours, minutes) = (seconds / DAY, seconds / HOUR, seconds % HOUR / MINUTE);
    let number = |n: i64| words.lang().number_of(n).into();
    if !business && seconds >= DAYS_FROM {
        let over = hours % 24;
        let key = if over == 0 {
            "amount-days"
        } else {
            "amount-days-hours"
        };
        return words.say_with(key, &[("days", number(days)), ("hours", number(over))]);
    }
    match (hours, minutes) {
        (0, 0) => words.say_with("amount-seconds", &[("seconds", number(seconds))]),
        (0, minutes) => words.say_with("amount-minutes", &[("minutes", number(minutes))]),
        (hours, 0) => words.say_with("amount-hours", &[("hours", number(hours))]),
        (hours, minutes) => words.say_with(
            "amount-hours-minutes",
            &[
                ("hours", number(hours)),
                ("minutes", format!("{minutes:02}").into()),
            ],
        ),
    }
}

/// « 2 h 28 », « 5 h 11 min 53 s », « 48 h »: like [`amount`], never in days, and with the seconds
/// where there are any. For sums that a reader adds up: nothing is rounded away.
#[must_use]
pub fn exact_amount(seconds: i64, words: Words) -> String {
    let whole = seconds.saturating_abs();
    let over = whole % MINUTE;
    let (hours, minutes) = (whole / HOUR, whole % HOUR / MINUTE);
    if over == 0 || whole < MINUTE {
        return amount(seconds, true, words);
    }
    let key = if hours == 0 {
        "amount-minutes-seconds"
    } else {
        "amount-hours-minutes-seconds"
    };
    let number = |n: i64| words.lang().number_of(n).into();
    words.say_with(
        key,
        &[
            ("hours", number(hours)),
            ("minutes", number(minutes)),
            ("seconds", number(over)),
        ],
    )
}

/// The words of [`amount`] with « ouvrées » when the time is business time: « 2 h 28 ouvrées ».
#[must_use]
pub fn amount_in_unit(seconds: i64, business: bool, words: Words) -> String {
    let amount = amount(seconds, business, words);
    if business {
        // One hour, one minute, one second: all else is plural in French, « 1 h 30 ouvrées » too.
        let one = matches!(seconds.saturating_abs(), 1 | 60..120 | 3_600..3_660);
        let many = if one { "no" } else { "yes" };
        let values = [("amount", amount.into()), ("many", many.into())];
        words.say_with("amount-business", &values)
    } else {
        amount
    }
}

/// « 412 ko », « 2,1 Mo »: the size of a file, in powers of a thousand.
#[must_use]
pub fn size(bytes: u64, words: Words) -> String {
    let (key, unit): (&str, u64) = match bytes {
        0..1_000 => return words.say_with("size-bytes", &[("size", bytes.to_string().into())]),
        1_000..1_000_000 => ("size-kilobytes", 1_000),
        1_000_000..1_000_000_000 => ("size-megabytes", 1_000_000),
        _ => ("size-gigabytes", 1_000_000_000),
    };
    let tenths = bytes / (unit / 10);
    let whole = words
        .lang()
        .number_of(i64::try_from(tenths / 10).unwrap_or(i64::MAX));
    let size = match tenths % 10 {
        tenth if unit > 1_000 && tenth > 0 => {
            format!("{whole}{}{tenth}", words.lang().decimal_point())
        }
        _ => whole,
    };
    words.say_with(key, &[("size", size.into())])
}

#[cfg(test)]
mod tests {
    use crate::edges::words::Lang;

    use super::*;

    #[test]
    fn an_amount_is_said_in_the_two_largest_units() {
        let french = |seconds, business| amount_in_unit(seconds, business, Lang::Fr.words());
        assert_eq!(
            french(2 * HOUR + 28 * MINUTE + 59, true),
            "2\u{a0}h\u{a0}28 ouvrées"
        );
        assert_eq!(french(HOUR + 5 * MINUTE, false), "1\u{a0}h\u{a0}05");
        assert_eq!(french(4 * HOUR, true), "4\u{a0}h ouvrées");
        assert_eq!(french(HOUR, true), "1\u{a0}h ouvrée");
        assert_eq!(french(HOUR + 30 * MINUTE, true), "1\u{a0}h\u{a0}30 ouvrées");
        assert_eq!(french(38 * MINUTE, false), "38\u{a0}min");
        assert_eq!(french(-45 * MINUTE, false), "45\u{a0}min");
        assert_eq!(french(59, false), "59\u{a0}s");
        assert_eq!(french(3 * DAY + 2 * HOUR, false), "3\u{a0}j 2\u{a0}h");
        assert_eq!(french(4 * DAY, false), "4\u{a0}j");
        assert_eq!(french(46 * HOUR + 10 * MINUTE, false), "46\u{a0}h\u{a0}10");
        assert_eq!(french(80 * HOUR, true), "80\u{a0}h ouvrées");
    }

    #[test]
    fn an_exact_amount_keeps_its_seconds() {
        let french = |seconds| exact_amount(seconds, Lang::Fr.words());
        assert_eq!(
            french(5 * HOUR + 11 * MINUTE + 53),
            "5\u{a0}h 11\u{a0}min 53\u{a0}s"
        );
        assert_eq!(french(7 * MINUTE + 1), "7\u{a0}min 1\u{a0}s");
        assert_eq!(french(4 * HOUR), "4\u{a0}h");
        assert_eq!(french(HOUR + 5 * MINUTE), "1\u{a0}h\u{a0}05");
        assert_eq!(french(42), "42\u{a0}s");
        assert_eq!(french(2 * DAY), "48\u{a0}h");
    }

    #[test]
    fn the_longest_and_the_shortest_amount_are_said_without_a_panic() {
        assert_eq!(amount(0, true, Lang::En.words()), "0\u{a0}s");
        assert!(amount(i64::MIN, false, Lang::En.words()).ends_with('h'));
    }

    #[test]
    fn sizes_are_decimal_with_the_comma_of_the_language() {
        assert_eq!(size(412_000, Lang::Fr.words()), "412\u{a0}ko");
        assert_eq!(size(2_130_000, Lang::Fr.words()), "2,1\u{a0}Mo");
        assert_eq!(size(2_130_000, Lang::En.words()), "2.1\u{a0}MB");
        assert_eq!(size(999, Lang::Fr.words()), "999\u{a0}o");
        assert!(size(u64::MAX, Lang::Fr.words()).ends_with("Go"));
    }
}
