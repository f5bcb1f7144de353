//! How to read a foreign log: its columns, its dates, and what its words mean.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    path::Path,
};

use chrono_tz::Tz;
use serde::Deserialize;

use crate::domain::{
    calendar::nearest,
    foreign::{Meaning, Place},
    ticket::{PauseReason, Priority},
};

/// The map that comes with Guichet, by the name of its file without `.toml`.
pub const MAPS: [(&str, &str); 1] = [(
    "uci-incidents",
    include_str!("../../../templates/maps/uci-incidents.toml"),
)];

/// The map of a file; where there is none, that which comes with Guichet under its name.
///
/// # Errors
/// When the file cannot be read; within, what is wrong with the map.
pub fn map_at(path: &Path) -> io::Result<Result<Map, MapError>> {
    let embedded = MAPS
        .iter()
        .find(|(name, _)| !path.exists() && path.file_stem().is_some_and(|stem| stem == *name));
    let text = match embedded {
        Some((_, text)) => (*text).to_owned(),
        None => fs::read_to_string(path)?,
    };
    Ok(Map::parse(&text))
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    log: Log,
    columns: Columns,
    priorities: BTreeMap<Priority, Vec<String>>,
    states: States,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    timezone: String,
    date_format: String,
    #[serde(default = "comma")]
    delimiter: char,
}

const fn comma() -> char {
    ','
}

/// The names of the columns that are read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The number of the ticket.
    pub ticket: String,
    /// Its state after the row.
    pub state: String,
    /// Its priority after the row.
    pub priority: String,
    /// When it was filed.
    pub opened_at: String,
    /// When the row was written.
    pub changed_at: String,
    /// A whole number that puts rows of the same instant in order.
    pub order: Option<String>,
    /// What it is about, in a line.
    pub subject: Option<String>,
    /// What was asked.
    pub text: Option<String>,
    /// The address of who asked.
    pub requester: Option<String>,
    /// The name of who asked.
    pub requester_name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct States {
    new: Vec<String>,
    #[serde(default)]
    open: Vec<String>,
    #[serde(default)]
    resolved: Vec<String>,
    #[serde(default)]
    answered: Vec<String>,
    #[serde(default)]
    waiting: BTreeMap<PauseReason, Vec<String>>,
}

/// A map that has been checked.
#[derive(Clone, Debug)]
pub struct Map {
    /// Whose clocks wrote the dates.
    pub timezone: Tz,
    /// How they wrote them, in the signs of chrono.
    pub date_format: String,
    /// Whether dates carry their own offset.
    pub with_offset: bool,
    /// What stands between two cells.
    pub delimiter: u8,
    /// Where to look.
    pub columns: Columns,
    /// The meaning of each word for a priority.
    pub priorities: BTreeMap<String, Priority>,
    /// The meaning of each state.
    pub states: BTreeMap<String, Meaning>,
}

/// What is wrong with a map.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MapError {
    /// Not TOML, or not of the right shape; the text names line and column.
    Shape(String),
    /// There is no such time zone.
    Zone(String),
    /// What stands between two cells is not one sign of ASCII.
    Delimiter(char),
    /// The date format has a sign that nobody knows, or lacks the date or the time.
    DateFormat(String),
    /// A priority has no word.
    NoPriority(Priority),
    /// No state means that a ticket is new.
    NoNew,
    /// A word has two meanings.
    Twice(String),
    /// A state is said to be an answer, but has no meaning of its own.
    AnsweredOnly(String),
}

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(what) => f.write_str(what.trim_end()),
            Self::Zone(name) => {
                write!(
                    f,
                    "[log] timezone: there is no time zone « {} »",
                    name.escape_debug()
                )?;
                match nearest(name, chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name())) {
                    Some(meant) => write!(f, "; did you mean « {meant} »?"),
                    None => f.write_str("; write it as \"Europe/Paris\""),
                }
            }
            Self::Delimiter(sign) => write!(
                f,
                "[log] delimiter: « {} » cannot stand between two cells; write one sign, such as \",\" or \";\"",
                sign.escape_debug()
            ),
            Self::DateFormat(format) => write!(
                f,
                "[log] date_format: « {} » does not say date and time; write it as \"%d-%m-%Y %H:%M\"",
                format.escape_debug()
            ),
            Self::NoPriority(priority) => write!(
                f,
                "[priorities]: {priority} is missing; list the words of the log for it, or [] if there are none"
            ),
            Self::NoNew => f.write_str(
                "[states] new: list at least one state in which a ticket is not yet taken in charge",
            ),
            Self::Twice(word) => {
                write!(f, "« {} » has two meanings; list it once", word.escape_debug())
            }
            Self::AnsweredOnly(word) => write!(
                f,
                "[states] answered: « {} » must also be listed as open, resolved or waiting",
                word.escape_debug()
            ),
        }
    }
}

impl std::error::Error for MapError {}

impl Map {
    /// Reads a map strictly.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown key, lacks one, or gives a word two meanings.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        let file: File =
            toml::from_str(text).map_err(|error| MapError::Shape(error.to_string()))?;
        let delimiter = u8::try_from(file.log.delimiter)
            .ok()
            .filter(|sign| sign.is_ascii() && !matches!(sign, b'"' | b'\n' | b'\r' | 0))
            .ok_or(MapError::Delimiter(file.log.delimiter))?;
        let with_offset = check_date_format(&file.log.date_format)?;
        let mut priorities = BTreeMap::new();
        for priority in Priority::ALL {
            let words = file
                .priorities
                .get(&priority)
                .ok_or(MapError::NoPriority(priority))?;
            for word in words {
                put(&mut priorities, word, priority)?;
            }
        }
        Ok(Self {
            timezone: file
                .log
                .timezone
                .parse()
                .map_err(|_| MapError::Zone(file.log.timezone.clone()))?,
            date_format: file.log.date_format,
            with_offset,
            delimiter,
            columns: file.columns,
            priorities,
            states: meanings(file.states)?,
        })
    }
}

fn meanings(states: States) -> Result<BTreeMap<String, Meaning>, MapError> {
    if states.new.is_empty() {
        return Err(MapError::NoNew);
    }
    let answered: BTreeSet<_> = states.answered.iter().map(|word| word.trim()).collect();
    let mut places = vec![
        (Place::New, states.new),
        (Place::Open, states.open),
        (Place::Resolved, states.resolved),
    ];
    for (reason, words) in states.waiting {
        places.push((Place::Waiting(reason), words));
    }
    let mut meanings = BTreeMap::new();
    for (place, words) in places {
        for word in words {
            let meaning = Meaning {
                place,
                answered: place != Place::New && answered.contains(word.trim()),
            };
            put(&mut meanings, &word, meaning)?;
        }
    }
    match answered.iter().find(|word| {
        meanings
            .get(**word)
            .is_none_or(|meaning| meaning.place == Place::New)
    }) {
        Some(word) => Err(MapError::AnsweredOnly((*word).to_owned())),
        None => Ok(meanings),
    }
}

fn put<T>(words: &mut BTreeMap<String, T>, word: &str, meaning: T) -> Result<(), MapError> {
    let word = word.trim();
    match words.insert(word.to_owned(), meaning) {
        None => Ok(()),
        Some(_) => Err(MapError::Twice(word.to_owned())),
    }
}

/// Whether the format reads back what it writes; tells whether it carries an offset.
fn check_date_format(format: &str) -> Result<bool, MapError> {
    use chrono::{
        DateTime, NaiveDateTime,
        format::{Item, StrftimeItems, strftime::StrftimeItems as Items},
    };
    let wrong = || MapError::DateFormat(format.to_owned());
    if StrftimeItems::new(format).any(|item| matches!(item, Item::Error)) {
        return Err(wrong());
    }
    let sample = DateTime::from_timestamp(1_456_708_560, 0).ok_or_else(wrong)?;
    let written = sample.format_with_items(Items::new(format)).to_string();
    if DateTime::parse_from_str(&written, format).is_ok_and(|read| read == sample) {
        return Ok(true);
    }
    if NaiveDateTime::parse_from_str(&written, format).is_ok_and(|read| read == sample.naive_utc())
    {
        return Ok(false);
    }
    Err(wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_that_comes_with_guichet_is_right() {
        for (_, text) in MAPS {
            let map = Map::parse(text).unwrap();
            assert_eq!(map.priorities["4 - Low"], Priority::P3);
            assert_eq!(
                map.states["Awaiting User Info"],
                Meaning {
                    place: Place::Waiting(PauseReason::WaitingForCustomer),
                    answered: true
                }
            );
        }
    }

    #[test]
    fn a_wrong_map_is_refused_in_plain_words() {
        let (_, right) = MAPS[0];
        for (from, to, words) in [
            ("[columns]", "[colums]", "colums"),
            (
                "Europe/Paris",
                "Europe/Pariss",
                "did you mean « Europe/Paris »",
            ),
            ("%d-%m-%Y %H:%M", "%d-%m %H:%M", "date_format"),
            ("%d-%m-%Y %H:%M", "%d-%m-%Y %Q", "date_format"),
            ("delimiter = \",\"", "delimiter = \"é\"", "delimiter"),
            ("\"2 - High\"", "\"1 - Critical\"", "two meanings"),
            ("new = [\"New\"]", "new = []", "not yet taken"),
            ("answered = [", "answered = [\"Nobody\", ", "Nobody"),
            ("waiting-for-customer", "waiting-for-godot", "godot"),
        ] {
            let error = Map::parse(&right.replacen(from, to, 1))
                .unwrap_err()
                .to_string();
            assert!(error.contains(words), "{words} in {error}");
        }
    }
}
