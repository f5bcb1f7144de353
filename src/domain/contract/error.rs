//! What is wrong with a contract file, where, and what was probably meant.

use std::fmt;

use super::{AmountError, LevelMoment, Listed, Place, Present, Wanted};
use crate::domain::{calendar::HoursError, people::EmailAddressError, ticket::Priority};

/// One problem of a contract file, at its place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContractError {
    /// The file as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.problem)
    }
}

impl std::error::Error for ContractError {}

/// What may be wrong with a contract file. `Display` is English, as the command line says it; pages say it
/// in their reader's language.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Problem {
    /// Not TOML.
    Syntax(String),
    /// A key or table written twice.
    DuplicateKey(String),
    /// Longer than any contract.
    TooLong {
        /// The most octets a file may have.
        most: usize,
    },
    /// A key that means nothing there.
    UnknownKey {
        /// The key.
        key: String,
        /// The table it is in.
        place: Place,
        /// What was probably meant.
        meant: Option<&'static str>,
        /// The keys that mean something there.
        known: Vec<&'static str>,
    },
    /// A key that must be there.
    MissingKey {
        /// The key.
        key: &'static str,
        /// The table that lacks it.
        place: Place,
    },
    /// A value of another type.
    WrongType {
        /// The key it belongs to.
        key: String,
        /// What is wanted.
        wanted: Wanted,
        /// What is there.
        found: Present,
    },
    /// A whole number that is too small or too large.
    OutOfRange {
        /// The key it belongs to.
        key: String,
        /// What is there.
        found: String,
        /// The largest that is taken; the smallest is 1.
        most: u64,
    },
    /// A word out of a fixed list that is not in the list.
    UnknownWord {
        /// The list.
        list: Listed,
        /// The word.
        word: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// A clause that the file does not have.
    NoSuchClause {
        /// The name that is referred to.
        name: String,
        /// The clause that was probably meant.
        meant: Option<String>,
    },
    /// Not a name of a contract or clause.
    NotAName(String),
    /// An amount that cannot be read.
    Amount(AmountError),
    /// The lead of a warning that is not written in business time.
    LeadNotOpen {
        /// The amount as it was written.
        written: String,
        /// The same amount in business time.
        instead: String,
    },
    /// A lead counted in days.
    LeadInDays,
    /// Opening hours that cannot be.
    Hours(HoursError),
    /// `24:00` as a beginning.
    BeginsAtMidnight,
    /// An interval that is not two times.
    NotAnInterval,
    /// A calendar that never opens.
    NeverOpens,
    /// Good Friday outside Alsace-Moselle.
    GoodFridayElsewhere {
        /// The zone that is written.
        zone: String,
    },
    /// A key that is not a date of the years that calendars cover.
    NotADate(String),
    /// A date with two entries that contradict each other.
    ClosedTwice(String),
    /// A percentage outside 1 to 99, or not one.
    BadShare(String),
    /// A level that does not say when, or says it twice.
    WhenOfLevel {
        /// How many of `at`, `before`, `after` and `every` it has.
        given: usize,
    },
    /// `most` without `every`.
    MostWithoutEvery,
    /// The requester is told of a deadline that has not passed.
    RequesterEarly {
        /// The level.
        says: LevelMoment,
    },
    /// A number of repeats outside 1 to 100.
    BadMost(String),
    /// A level that would fire before the level above it.
    OutOfOrder {
        /// What the level says.
        this: LevelMoment,
        /// What the earlier line says.
        earlier: LevelMoment,
        /// The earlier line.
        line: usize,
    },
    /// Something after the repeats.
    AfterRepeat {
        /// The line of the repeats.
        line: usize,
    },
    /// A list that must have an entry.
    Empty {
        /// The key.
        key: String,
    },
    /// Too many entries.
    TooMany {
        /// The key.
        key: String,
        /// The most it may have.
        most: usize,
    },
    /// The same entry twice.
    Twice {
        /// The entry.
        word: String,
        /// The key of the list.
        key: String,
    },
    /// Not an e-mail address.
    Address {
        /// The text.
        text: String,
        /// Why not.
        why: EmailAddressError,
    },
    /// The priority has no acknowledgement target.
    NoAcknowledge(Priority),
    /// Facts that exclude each other.
    Contradiction {
        /// One fact.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// A rule that asks for the version since which something fails, and not whether it worked.
    SinceWithoutRegression,
    /// A rule that an earlier one always answers first.
    NeverReached {
        /// The earlier rule's line.
        line: usize,
    },
    /// A text that is no share from 0 to 1.
    NotAFraction(String),
    /// A lesser severity that loses more than a greater one.
    WeightsOutOfOrder,
    /// A text with nothing in it, or with control characters, or far too long.
    BadText {
        /// The key.
        key: String,
        /// The most characters it may have.
        most: usize,
    },
}

impl fmt::Display for Problem {
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each problem, side by side"
    )]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(what) => write!(f, "this is not TOML: {what}"),
            Self::DuplicateKey(key) => {
                write!(f, "« {key} » is here twice; keep one of the two")
            }
            Self::TooLong { most } => write!(
                f,
                "the file is too long for a contract; {} KiB are the most",
                most / 1024
            ),
            Self::UnknownKey {
                key,
                place,
                meant,
                known,
            } => {
                write!(f, "unknown key « {key} » in {place}")?;
                match meant {
                    Some(_) => meaning(f, *meant),
                    None => write!(f, "; its keys are {}", known.join(", ")),
                }
            }
            Self::MissingKey { key, place } => write!(f, "« {key} » is missing in {place}"),
            Self::WrongType { key, wanted, found } => {
                write!(f, "« {key} » must be {wanted}, and this is {found}")
            }
            Self::OutOfRange { key, found, most } => {
                write!(f, "« {key} » must be from 1 to {most}, and this is {found}")
            }
            Self::UnknownWord { list, word, meant } => {
                write!(f, "unknown {} « {word} »", list.what())?;
                match meant {
                    Some(meant) => meaning(f, Some(meant)),
                    None => write!(f, "; {}", list.hint()),
                }
            }
            Self::NoSuchClause { name, meant } => {
                write!(f, "there is no clause « {name} »")?;
                match meant {
                    Some(meant) => meaning(f, Some(meant)),
                    None => write!(f, "; add [clauses.{name}] with its reference and text"),
                }
            }
            Self::NotAName(text) => write!(
                f,
                "« {text} » is not a name; write small letters a to z, figures and hyphens, 64 at most"
            ),
            Self::Amount(error) => error.fmt(f),
            Self::LeadNotOpen { written, instead } => write!(
                f,
                "« {written} » runs by the clock, but the ladder counts open time; write « {instead} »"
            ),
            Self::LeadInDays => f.write_str(
                "the ladder counts hours or minutes of open time, not days; write it like « 8h ouvrées »",
            ),
            Self::Hours(error) => error.fmt(f),
            Self::BeginsAtMidnight => f.write_str(
                "an interval cannot begin at 24:00, which is only an end; write 00:00 of the next day",
            ),
            Self::NotAnInterval => f.write_str(
                "an interval is two times of day; write it like [\"08:00\", \"18:00\"]",
            ),
            Self::NeverOpens => f.write_str(
                "the calendar never opens; give at least one day hours, like mon = [[\"08:00\", \"18:00\"]]",
            ),
            Self::GoodFridayElsewhere { zone } => write!(
                f,
                "Good Friday is a holiday in « fr-alsace-moselle » only, and the zone is « {zone} »; leave the line out"
            ),
            Self::NotADate(text) => write!(
                f,
                "« {text} » is not a date from 1950 to 2100; write it like 2026-12-24"
            ),
            Self::ClosedTwice(date) => write!(
                f,
                "{date} is in closures, bridges or holidays twice; keep one of the two"
            ),
            Self::BadShare(text) => write!(
                f,
                "« {text} » is not a share of the target; write a whole percentage from 1 % to 99 %, or « breach »"
            ),
            Self::WhenOfLevel { given: 0 } => f.write_str(
                "this level does not say when; give it one of « at », « before », « after » and « every »",
            ),
            Self::WhenOfLevel { given } => write!(
                f,
                "this level says {given} times when; keep one of « at », « before », « after » and « every »"
            ),
            Self::RequesterEarly { says } => write!(
                f,
                "« requester » is told of a missed deadline only, and {says} comes before it; put it at the breach or after"
            ),
            Self::MostWithoutEvery => {
                f.write_str("« most » limits repeats; it goes with « every » only")
            }
            Self::BadMost(number) => write!(
                f,
                "« most » is {number}; a level repeats from 1 to 100 times"
            ),
            Self::OutOfOrder {
                this,
                earlier,
                line,
            } => write!(
                f,
                "the ladder is out of order: {this} comes before {earlier} of line {line}; swap the two levels"
            ),
            Self::AfterRepeat { line } => write!(
                f,
                "the ladder is out of order: the repeats of line {line} must be its last level"
            ),
            Self::Empty { key } => write!(f, "« {key} » is empty; name at least one"),
            Self::TooMany { key, most } => {
                write!(f, "« {key} » has too many entries; {most} are the most")
            }
            Self::Twice { word, key } => {
                write!(f, "« {word} » is twice in « {key} »; keep one of the two")
            }
            Self::Address { text, why } => {
                write!(f, "« {text} » cannot be written to: {why}")
            }
            Self::NoAcknowledge(priority) => write!(
                f,
                "{priority} is missing in [targets.acknowledge]; every priority is acknowledged within some time"
            ),
            Self::Contradiction { one, other } => write!(
                f,
                "« {one} » and « {other} » exclude each other, so this rule never applies; keep one of the two"
            ),
            Self::SinceWithoutRegression => f.write_str(
                "« since » asks since which version something fails; add « regression » to « when »",
            ),
            Self::NeverReached { line } => write!(
                f,
                "this rule is never reached: the rule of line {line} always answers first; put it before that line"
            ),
            Self::NotAFraction(text) => write!(
                f,
                "« {text} » is not a share from 0 to 1; write it like « 1/2 », « 1 » or « 99.5 % »"
            ),
            Self::WeightsOutOfOrder => f.write_str(
                "a lesser severity weighs more than a greater one; give P1 the most and P3 the least",
            ),
            Self::BadText { key, most } => write!(
                f,
                "« {key} » must be a text of 1 to {most} characters without control characters"
            ),
        }
    }
}

/// « did you mean », when there is something to propose.
fn meaning(f: &mut fmt::Formatter<'_>, meant: Option<&str>) -> fmt::Result {
    match meant {
        Some(meant) => write!(f, "; did you mean « {meant} »?"),
        None => Ok(()),
    }
}

/// A text of the file as the messages show it: forty characters, none of them a control character.
pub(super) fn shown(text: &str) -> String {
    text.chars()
        .take(40)
        .map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect()
}
