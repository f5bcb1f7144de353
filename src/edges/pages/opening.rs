//! When a desk is open, in words: « lundi à vendredi, 8:00 à 18:00, hors jours fériés ».

use chrono::Weekday;

use crate::{
    domain::{
        calendar::{HolidayZone, OpenInterval},
        contract::Contract,
    },
    edges::words::{Words, zones::zone_words},
};

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The opening hours of a contract's desk.
#[must_use]
pub fn hours(contract: &Contract, words: Words) -> String {
    let weekly = contract.calendar().rules().hours();
    let mut runs: Vec<(Weekday, Weekday, &[OpenInterval])> = Vec::new();
    for day in WEEK {
        let hours = weekly.on(day);
        match runs.last_mut() {
            Some((_, last, same)) if *same == hours && !hours.is_empty() && last.succ() == day => {
                *last = day;
            }
            _ if !hours.is_empty() => runs.push((day, day, hours)),
            _ => {}
        }
    }
    let said = runs.into_iter().map(|(first, last, hours)| {
        let days = if first == last {
            day(first, words)
        } else {
            let (first, last) = (day(first, words), day(last, words));
            words.say_with(
                "opening-days",
                &[("first", first.into()), ("last", last.into())],
            )
        };
        let hours = joined(hours.iter().map(|one| interval(*one, words)), words);
        words.say_with(
            "opening-on",
            &[("days", days.into()), ("hours", hours.into())],
        )
    });
    let said = joined(said, words);
    let zone = contract.calendar().rules().zone();
    match zone {
        HolidayZone::None => said,
        HolidayZone::France => words.say_with("opening-but-holidays", &[("hours", said.into())]),
        // Two contracts side by side may differ in nothing else.
        _ => {
            let whose = words.say(&format!("proof-holidays-{}", zone.name()));
            words.say_with(
                "opening-but-holidays-of",
                &[("hours", said.into()), ("whose", whose.into())],
            )
        }
    }
}

/// « Support ouvert lundi à vendredi, 8:00 à 18:00, hors jours fériés, heure de Paris ».
#[must_use]
pub fn sentence(contract: &Contract, words: Words) -> String {
    let zone = zone_words(contract.calendar().rules().timezone(), words);
    words.say_with(
        "opening-sentence",
        &[
            ("hours", hours(contract, words).into()),
            ("zone", zone.into()),
        ],
    )
}

fn joined(parts: impl Iterator<Item = String>, words: Words) -> String {
    parts
        .reduce(|first, next| {
            words.say_with(
                "opening-and",
                &[("first", first.into()), ("next", next.into())],
            )
        })
        .unwrap_or_default()
}

fn day(day: Weekday, words: Words) -> String {
    words.say_with(
        "date-weekday",
        &[("weekday", day.number_from_monday().into())],
    )
}

fn interval(interval: OpenInterval, words: Words) -> String {
    let time = |seconds: i64| format!("{}:{:02}", seconds / 3600, seconds / 60 % 60);
    let (from, to) = (
        time(interval.from().seconds()),
        time(interval.to().seconds()),
    );
    words.say_with(
        "opening-from-to",
        &[("from", from.into()), ("to", to.into())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{contract::template, lang::Lang};

    #[test]
    fn two_calendars_that_differ_in_holidays_alone_are_told_apart() {
        let open = |name| hours(&template(name).unwrap(), Lang::Fr.words());
        assert_eq!(
            open("standard"),
            "lundi à vendredi, 8:00 à 18:00, hors jours fériés"
        );
        assert_eq!(
            open("divalto"),
            "lundi à vendredi, 8:00 à 18:00, hors jours fériés (France et Alsace-Moselle)"
        );
    }
}
