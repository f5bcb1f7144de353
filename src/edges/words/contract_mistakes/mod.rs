//! What is wrong in a contract file, in the reader's language.
//!
//! The keys and words that a file is written with stay as they are: whoever corrects the line types them.
//! English says what the command line says. Only what the parser itself says of a text that is not TOML is
//! English for everybody.

use super::{FluentValue, Words};
use crate::domain::{
    calendar::{HoursError, MOST_INTERVALS},
    contract::{
        AmountError, LevelMoment, Listed, MOST_DAYS, MOST_HOURS, MOST_MINUTES, Place, Present,
        Problem, Wanted,
    },
    people::EmailAddressError,
};

/// What is wrong, in one sentence that begins small, as after the place in a list.
#[must_use]
#[expect(
    clippy::too_many_lines,
    reason = "one arm for each problem, side by side"
)]
pub fn sentence(problem: &Problem, words: Words) -> String {
    let with = |key: &str, values: &[(&str, FluentValue<'_>)]| words.say_with(key, values);
    match problem {
        Problem::Syntax(detail) => with("mistake-syntax", &[("detail", detail.into())]),
        Problem::DuplicateKey(key) => with("mistake-duplicate-key", &[("key", key.into())]),
        Problem::TooLong { most } => with("mistake-too-long", &[("most", digits(most / 1024))]),
        Problem::UnknownKey {
            key,
            place,
            meant,
            known,
        } => {
            let (key, place) = (key.into(), in_place(place, words).into());
            let values = [("key", key), ("place", place)];
            match meant {
                Some(meant) => and(
                    "mistake-unknown-key-meant",
                    values,
                    ("meant", *meant),
                    words,
                ),
                None => {
                    let known = known.join(", ");
                    and("mistake-unknown-key", values, ("known", &known), words)
                }
            }
        }
        Problem::MissingKey { key, place } => with(
            "mistake-missing-key",
            &[
                ("key", (*key).into()),
                ("place", in_place(place, words).into()),
            ],
        ),
        Problem::WrongType { key, wanted, found } => with(
            "mistake-wrong-type",
            &[
                ("key", key.into()),
                ("wanted", words.say(wanted_key(*wanted)).into()),
                ("found", words.say(found_key(*found)).into()),
            ],
        ),
        Problem::OutOfRange { key, found, most } => with(
            "mistake-out-of-range",
            &[
                ("key", key.into()),
                ("most", most.to_string().into()),
                ("found", found.into()),
            ],
        ),
        Problem::UnknownWord { list, word, meant } => {
            let (unknown, hint) = listed_keys(*list);
            let unknown = with(unknown, &[("word", word.into())]);
            let (key, value) = match meant {
                Some(meant) => ("mistake-unknown-word-meant", ("meant", meant.into())),
                None => ("mistake-unknown-word", ("hint", words.say(hint).into())),
            };
            with(key, &[("unknown", unknown.into()), value])
        }
        Problem::NoSuchClause { name, meant } => {
            let name = ("name", name.into());
            match meant {
                Some(meant) => with("mistake-no-clause-meant", &[name, ("meant", meant.into())]),
                None => with("mistake-no-clause", &[name]),
            }
        }
        Problem::NotAName(text) => with("mistake-not-a-name", &[("text", text.into())]),
        Problem::Amount(error) => amount(error, words),
        Problem::LeadNotOpen { written, instead } => with(
            "mistake-lead-not-open",
            &[("written", written.into()), ("instead", instead.into())],
        ),
        Problem::LeadInDays => words.say("mistake-lead-in-days"),
        Problem::Hours(error) => hours(error, words),
        Problem::BeginsAtMidnight => words.say("mistake-begins-at-midnight"),
        Problem::NotAnInterval => words.say("mistake-not-an-interval"),
        Problem::NeverOpens => words.say("mistake-never-opens"),
        Problem::GoodFridayElsewhere { zone } => {
            with("mistake-good-friday", &[("zone", zone.into())])
        }
        Problem::NotADate(text) => with("mistake-not-a-date", &[("text", text.into())]),
        Problem::ClosedTwice(date) => with("mistake-closed-twice", &[("date", date.into())]),
        Problem::BadShare(text) => with("mistake-bad-share", &[("text", text.into())]),
        Problem::WhenOfLevel { given: 0 } => words.say("mistake-level-without-when"),
        Problem::WhenOfLevel { given } => {
            let given = [("given", digits(*given))];
            with("mistake-level-says-when-twice", &given)
        }
        Problem::MostWithoutEvery => words.say("mistake-most-without-every"),
        Problem::RequesterEarly { says } => with(
            "mistake-requester-early",
            &[("says", moment(says, words).into())],
        ),
        Problem::BadMost(number) => with("mistake-bad-most", &[("number", number.into())]),
        Problem::OutOfOrder {
            this,
            earlier,
            line,
        } => with(
            "mistake-out-of-order",
            &[
                ("this", moment(this, words).into()),
                ("earlier", moment(earlier, words).into()),
                ("line", digits(*line)),
            ],
        ),
        Problem::AfterRepeat { line } => with("mistake-after-repeat", &[("line", digits(*line))]),
        Problem::Empty { key } => with("mistake-empty", &[("key", key.into())]),
        Problem::TooMany { key, most } => with(
            "mistake-too-many",
            &[("key", key.into()), ("most", digits(*most))],
        ),
        Problem::Twice { word, key } => with(
            "mistake-twice",
            &[("word", word.into()), ("key", key.into())],
        ),
        Problem::Address { text, why } => with(
            "mistake-address",
            &[
                ("text", text.into()),
                ("why", words.say(address_key(*why)).into()),
            ],
        ),
        Problem::NoAcknowledge(priority) => with(
            "mistake-no-acknowledge",
            &[("priority", priority.word().into())],
        ),
        Problem::Contradiction { one, other } => with(
            "mistake-contradiction",
            &[("one", (*one).into()), ("other", (*other).into())],
        ),
        Problem::SinceWithoutRegression => words.say("mistake-since-without-regression"),
        Problem::NeverReached { line } => with("mistake-never-reached", &[("line", digits(*line))]),
        Problem::NotAFraction(text) => with("mistake-not-a-fraction", &[("text", text.into())]),
        Problem::WeightsOutOfOrder => words.say("mistake-weights"),
        Problem::BadText { key, most } => with(
            "mistake-bad-text",
            &[("key", key.into()), ("most", digits(*most))],
        ),
    }
}

/// A number as the file writes it: its digits alone.
fn digits(number: usize) -> FluentValue<'static> {
    number.to_string().into()
}

/// A sentence with one value more.
fn and(
    key: &str,
    [one, two]: [(&str, FluentValue<'_>); 2],
    (name, value): (&str, &str),
    words: Words,
) -> String {
    words.say_with(key, &[one, two, (name, value.into())])
}

fn in_place(place: &Place, words: Words) -> String {
    match place {
        Place::Contract => words.say("mistake-place-contract"),
        Place::Table(table) => table.clone(),
    }
}

const fn wanted_key(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Text => "mistake-wanted-text",
        Wanted::Flag => "mistake-wanted-flag",
        Wanted::WholeNumber => "mistake-wanted-number",
        Wanted::List => "mistake-wanted-list",
        Wanted::Table => "mistake-wanted-table",
        Wanted::Wording => "mistake-wanted-wording",
    }
}

const fn found_key(found: Present) -> &'static str {
    match found {
        Present::Text => "mistake-found-text",
        Present::WholeNumber => "mistake-found-number",
        Present::Decimal => "mistake-found-decimal",
        Present::Flag => "mistake-found-flag",
        Present::Moment => "mistake-found-moment",
        Present::List => "mistake-found-list",
        Present::Table => "mistake-found-table",
    }
}

const fn address_key(why: EmailAddressError) -> &'static str {
    match why {
        EmailAddressError::Blank => "mistake-address-blank",
        EmailAddressError::TooLong => "mistake-address-too-long",
        EmailAddressError::Malformed => "mistake-address-malformed",
    }
}

/// That a word is not in the list, and how to write it.
const fn listed_keys(list: Listed) -> (&'static str, &'static str) {
    match list {
        Listed::TimeZone => ("mistake-not-timezone", "mistake-write-timezone"),
        Listed::HolidayZone => ("mistake-not-holidays", "mistake-write-holidays"),
        Listed::Recipient => ("mistake-not-recipient", "mistake-write-recipient"),
        Listed::Filers => ("mistake-not-filers", "mistake-write-filers"),
        Listed::DaysEnd => ("mistake-not-rule", "mistake-write-days-end"),
        Listed::DaysBegin => ("mistake-not-rule", "mistake-write-days-begin"),
        Listed::Clock => ("mistake-not-clock", "mistake-write-clock"),
        Listed::Fact => ("mistake-not-fact", "mistake-write-fact"),
        Listed::Priority => ("mistake-not-priority", "mistake-write-priority"),
        Listed::Nature => ("mistake-not-nature", "mistake-write-nature"),
        Listed::DocumentWhen => ("mistake-not-moment", "mistake-write-moment"),
        Listed::Point => ("mistake-not-point", "mistake-write-point"),
        Listed::Role => ("mistake-not-role", "mistake-write-role"),
        Listed::Period => ("mistake-not-period", "mistake-write-period"),
        Listed::Counted => ("mistake-not-counted", "mistake-write-counted"),
        Listed::Rounding => ("mistake-not-rounding", "mistake-write-rounding"),
        Listed::Takes => ("mistake-not-effect", "mistake-write-effect"),
    }
}

fn moment(says: &LevelMoment, words: Words) -> String {
    let (key, amount) = match says {
        LevelMoment::Breach => return words.say("mistake-level-breach"),
        LevelMoment::Share(amount) => ("mistake-level-share", amount),
        LevelMoment::Before(amount) => ("mistake-level-before", amount),
        LevelMoment::After(amount) => ("mistake-level-after", amount),
        LevelMoment::Every(amount) => ("mistake-level-every", amount),
    };
    words.say_with(key, &[("amount", amount.into())])
}

fn amount(error: &AmountError, words: Words) -> String {
    let with = |key: &str, values: &[(&str, FluentValue<'_>)]| words.say_with(key, values);
    let meant = |key: &str, word: &str, meant: &str| {
        with(key, &[("word", word.into()), ("meant", meant.into())])
    };
    match error {
        AmountError::Blank => words.say("mistake-amount-blank"),
        AmountError::NoNumber(text) => with("mistake-amount-no-number", &[("text", text.into())]),
        AmountError::NotWhole => words.say("mistake-amount-not-whole"),
        AmountError::NoUnit(number) => {
            let number = number.to_string();
            with("mistake-amount-no-unit", &[("number", number.into())])
        }
        AmountError::UnknownUnit {
            word,
            meant: Some(unit),
        } => meant("mistake-amount-unit-meant", word, unit),
        AmountError::UnknownUnit { word, meant: None } => {
            with("mistake-amount-unit", &[("word", word.into())])
        }
        AmountError::UnknownWord {
            word,
            meant: Some(other),
        } => meant("mistake-amount-word-meant", word, other),
        AmountError::UnknownWord { word, meant: None } => {
            with("mistake-amount-word", &[("word", word.into())])
        }
        AmountError::WhichDays(number) => match number.checked_mul(24) {
            Some(hours) if *number <= MOST_DAYS => with(
                "mistake-amount-days",
                &[
                    ("number", number.to_string().into()),
                    ("hours", hours.to_string().into()),
                ],
            ),
            _ => words.say("mistake-amount-days-many"),
        },
        AmountError::Ouvrables => words.say("mistake-amount-ouvrables"),
        AmountError::Zero => words.say("mistake-amount-zero"),
        AmountError::TooMuch => with(
            "mistake-amount-too-much",
            &[
                ("days", MOST_DAYS.to_string().into()),
                ("hours", MOST_HOURS.to_string().into()),
                ("minutes", MOST_MINUTES.to_string().into()),
            ],
        ),
    }
}

fn hours(error: &HoursError, words: Words) -> String {
    let pair = |key: &str, one: (&str, String), other: (&str, String)| {
        words.say_with(key, &[(one.0, one.1.into()), (other.0, other.1.into())])
    };
    match error {
        HoursError::NotATime { text } => words.say_with(
            "mistake-hours-not-a-time",
            &[("quoted", format!("{text:?}").into())],
        ),
        HoursError::Backwards { from, to } => pair(
            "mistake-hours-backwards",
            ("from", from.to_string()),
            ("to", to.to_string()),
        ),
        HoursError::Overlap { one, other } => pair(
            "mistake-hours-overlap",
            ("one", one.to_string()),
            ("other", other.to_string()),
        ),
        HoursError::TooMany { given } => pair(
            "mistake-hours-too-many",
            ("given", given.to_string()),
            ("most", MOST_INTERVALS.to_string()),
        ),
    }
}

#[cfg(test)]
mod examples;
#[cfg(test)]
mod tests;
