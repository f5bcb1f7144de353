use proptest::prelude::*;

use super::super::{AmountError, amount_words, read_amount};
use crate::domain::{
    calendar::{Target, Unit},
    lang::Lang,
};

fn words(amount: u32, unit: Unit, lang: Lang) -> String {
    amount_words(&Target::new(amount.into(), unit), lang)
}

fn why_not(text: &str) -> String {
    read_amount(text).unwrap_err().to_string()
}

#[test]
fn amounts_are_read_as_people_write_them() {
    for (text, amount, unit) in [
        ("4h ouvrées", 4, Unit::BusinessHours),
        ("4 heures ouvrées", 4, Unit::BusinessHours),
        ("4\u{a0}heures\u{202f}ouvrées", 4, Unit::BusinessHours),
        ("  1H OUVRÉE ", 1, Unit::BusinessHours),
        ("4h ouvrees", 4, Unit::BusinessHours),
        ("4 business hours", 4, Unit::BusinessHours),
        ("4 h business", 4, Unit::BusinessHours),
        ("30 min ouvrées", 30, Unit::BusinessMinutes),
        ("30mn ouvrées", 30, Unit::BusinessMinutes),
        ("1h30 ouvrées", 90, Unit::BusinessMinutes),
        ("1 h 30 min", 90, Unit::CalendarMinutes),
        ("1 jour ouvré", 1, Unit::BusinessDays),
        ("3 jours ouvrés", 3, Unit::BusinessDays),
        ("3j ouvrés", 3, Unit::BusinessDays),
        ("1 business day", 1, Unit::BusinessDays),
        ("48h", 48, Unit::CalendarHours),
        ("48 heures", 48, Unit::CalendarHours),
        ("48 hours", 48, Unit::CalendarHours),
        ("48 heures calendaires", 48, Unit::CalendarHours),
        ("90 min", 90, Unit::CalendarMinutes),
        ("366 jours ouvrés", 366, Unit::BusinessDays),
        ("8784h", 8784, Unit::CalendarHours),
    ] {
        assert_eq!(read_amount(text), Ok((amount, unit)), "{text}");
    }
}

#[test]
fn what_is_no_amount_says_how_to_write_one() {
    for (text, why) in [
        (
            "2 jours",
            "« 2 jours » may mean two things; write « 2 jours ouvrés » or « 48h »",
        ),
        (
            "4h ouvrèes",
            "unknown word « ouvrèes » after the unit; did you mean « ouvrées »?",
        ),
        ("4 huers", "unknown unit « huers »; did you mean « hours »?"),
        (
            "4 fortnights",
            "unknown unit « fortnights »; the units are min, h, jours ouvrés",
        ),
        (
            "4",
            "« 4 » lacks its unit; write « 4h ouvrées », « 4 jours ouvrés » or « 4h »",
        ),
        (
            "1,5h ouvrée",
            "an amount is a whole number; write « 90 min ouvrées », not « 1,5h ouvrée »",
        ),
        (
            "0h",
            "an amount of nothing promises nothing; leave the line out",
        ),
        (
            "99999999999999999999h",
            "that is more than a year; write at most 366 jours ouvrés, 8784h or 527040 min",
        ),
    ] {
        assert_eq!(why_not(text), why, "{text}");
    }
    assert!(!why_not("\u{0}\u{1b}[31m").contains(char::is_control));
    assert_eq!(read_amount(" "), Err(AmountError::Blank));
    assert_eq!(
        read_amount("2 jours ouvrables"),
        Err(AmountError::Ouvrables)
    );
    assert_eq!(read_amount("8785h"), Err(AmountError::TooMuch));
    assert_eq!(read_amount("4294967295h30"), Err(AmountError::TooMuch));
    assert!(matches!(read_amount("-4h"), Err(AmountError::NoNumber(_))));
    assert!(matches!(read_amount("1h75"), Err(AmountError::NoNumber(_))));
    assert!(matches!(
        read_amount("4h ouvrées et demie"),
        Err(AmountError::UnknownWord { .. })
    ));
}

#[test]
fn amounts_are_said_in_both_languages() {
    let both = |amount, unit| (words(amount, unit, Lang::Fr), words(amount, unit, Lang::En));
    let said = |fr: &str, en: &str| (fr.to_owned(), en.to_owned());
    assert_eq!(
        both(4, Unit::BusinessHours),
        said("4\u{a0}heures ouvrées", "4 business hours")
    );
    assert_eq!(
        both(1, Unit::BusinessHours),
        said("1\u{a0}heure ouvrée", "1 business hour")
    );
    assert_eq!(
        both(1, Unit::BusinessDays),
        said("1\u{a0}jour ouvré", "1 business day")
    );
    assert_eq!(
        both(3, Unit::BusinessDays),
        said("3\u{a0}jours ouvrés", "3 business days")
    );
    assert_eq!(
        both(48, Unit::CalendarHours),
        said("48\u{a0}heures", "48 hours")
    );
    assert_eq!(
        both(0, Unit::CalendarMinutes),
        said("0\u{a0}minute", "0 minutes")
    );
}

fn units() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![
        Unit::BusinessMinutes,
        Unit::BusinessHours,
        Unit::BusinessDays,
        Unit::CalendarMinutes,
        Unit::CalendarHours,
    ])
}

proptest! {
    #[test]
    fn what_is_said_is_read_back(amount in 1_u32..=366, unit in units()) {
        for lang in Lang::ALL {
            prop_assert_eq!(read_amount(&words(amount, unit, lang)), Ok((amount, unit)));
        }
    }

    #[test]
    fn no_text_makes_reading_an_amount_panic(text in any::<String>()) {
        if let Err(error) = read_amount(&text) {
            prop_assert!(!error.to_string().contains(char::is_control));
        }
    }
}
