//! A foreign log, read row by row.

use std::{collections::BTreeMap, fmt, io};

use chrono::{DateTime, NaiveDateTime, Utc};
use csv::{ReaderBuilder, StringRecord};

use super::map::Map;
use crate::{
    domain::{
        calendar::nearest,
        foreign::{About, Row},
        ticket::{Line, TextError},
    },
    edges::instants::instant_of,
};

/// How many wrong rows are told before reading stops.
const MOST_TOLD: usize = 20;

/// A log, by ticket.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The rows of each ticket, in order of time.
    pub tickets: BTreeMap<String, Vec<Row>>,
    /// What is said of each ticket besides, where the map names columns for it: in the first row that
    /// says something.
    pub about: BTreeMap<String, About>,
    /// How many rows were read.
    pub rows: u64,
    /// The last instant at which a row was written, UTC.
    pub end: Option<DateTime<Utc>>,
}

/// What is wrong with a log, and on which line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogError {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is wrong.
    pub what: Wrong,
}

/// What may be wrong with a log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Wrong {
    /// Not CSV, or not UTF-8, or a row with more or fewer cells than the heading.
    Csv(String),
    /// A column that the map names is not there.
    NoColumn {
        /// The column.
        name: String,
        /// The column that was probably meant.
        meant: Option<String>,
    },
    /// The ticket has no number.
    NoTicket,
    /// A word that the map does not know.
    Unknown {
        /// The column.
        column: String,
        /// The word.
        word: String,
    },
    /// Not a date of the map's format.
    Date {
        /// The column.
        column: String,
        /// The text.
        text: String,
        /// The format.
        format: String,
    },
    /// Not a whole number.
    Order {
        /// The column.
        column: String,
        /// The text.
        text: String,
    },
    /// There are more wrong rows than are told.
    AndMore,
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.line)?;
        match &self.what {
            Wrong::Csv(what) => f.write_str(what),
            Wrong::NoColumn { name, meant } => {
                write!(f, "there is no column « {name} »")?;
                match meant {
                    Some(meant) => write!(f, "; did you mean « {meant} »?"),
                    None => f.write_str("; name another one in [columns] of the map"),
                }
            }
            Wrong::NoTicket => f.write_str("the row names no ticket"),
            Wrong::Unknown { column, word } => write!(
                f,
                "{column}: the map does not know « {} »; add it to the map",
                shown(word)
            ),
            Wrong::Date {
                column,
                text,
                format,
            } => write!(
                f,
                "{column}: « {} » is not a date written {format}",
                shown(text)
            ),
            Wrong::Order { column, text } => {
                write!(f, "{column}: « {} » is not a whole number", shown(text))
            }
            Wrong::AndMore => f.write_str("more rows are wrong; mend these first"),
        }
    }
}

impl std::error::Error for LogError {}

fn shown(text: &str) -> String {
    text.chars().take(60).flat_map(char::escape_debug).collect()
}

/// Where the columns stand.
struct Places {
    ticket: usize,
    state: usize,
    priority: usize,
    opened_at: usize,
    changed_at: usize,
    order: Option<usize>,
    about: [Option<usize>; 4],
}

/// Reads a whole log.
///
/// # Errors
/// Every wrong row up to a bound, with its line.
pub fn read(source: impl io::Read, map: &Map) -> Result<Log, Vec<LogError>> {
    let mut reader = ReaderBuilder::new()
        .delimiter(map.delimiter)
        .from_reader(source);
    let heading = reader.headers().map_err(|error| vec![of_csv(&error, 1)])?;
    let places = places(heading, map)?;
    let mut log = Log::default();
    let mut errors = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let line = reader.position().line();
        let found = match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => row(&record, &places, map),
            Err(error) => {
                let fatal = matches!(error.kind(), csv::ErrorKind::Io(_));
                errors.push(of_csv(&error, line));
                if fatal {
                    break;
                }
                continue;
            }
        };
        log.rows += 1;
        match found {
            Ok((ticket, row)) => {
                log.end = log.end.max(Some(row.at));
                if places.about.iter().any(Option::is_some) {
                    let about = log.about.entry(ticket.clone()).or_default();
                    tell_about(about, &record, &places);
                }
                log.tickets.entry(ticket).or_default().push(row);
            }
            Err(what) => {
                let line = record.position().map_or(line, csv::Position::line);
                errors.push(LogError { line, what });
            }
        }
        if errors.len() >= MOST_TOLD {
            errors.push(LogError {
                line: line.saturating_add(1),
                what: Wrong::AndMore,
            });
            break;
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    for rows in log.tickets.values_mut() {
        rows.sort_by_key(|row| (row.at, row.order));
    }
    Ok(log)
}

fn of_csv(error: &csv::Error, line: u64) -> LogError {
    let line = error.position().map_or(line, csv::Position::line);
    let what = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("the row has {len} cells, the heading {expected_len}"),
        csv::ErrorKind::Io(error) => format!("the log cannot be read: {error}"),
        _ => error.to_string(),
    };
    LogError {
        line,
        what: Wrong::Csv(what),
    }
}

fn places(heading: &StringRecord, map: &Map) -> Result<Places, Vec<LogError>> {
    let mut errors = Vec::new();
    let mut place = |name: &str| {
        let found = heading.iter().position(|column| column.trim() == name);
        if found.is_none() {
            errors.push(LogError {
                line: 1,
                what: Wrong::NoColumn {
                    name: name.to_owned(),
                    meant: nearest(name, heading.iter()).map(str::to_owned),
                },
            });
        }
        found.unwrap_or_default()
    };
    let columns = &map.columns;
    let places = Places {
        ticket: place(&columns.ticket),
        state: place(&columns.state),
        priority: place(&columns.priority),
        opened_at: place(&columns.opened_at),
        changed_at: place(&columns.changed_at),
        order: columns.order.as_deref().map(&mut place),
        about: [
            &columns.subject,
            &columns.text,
            &columns.requester,
            &columns.requester_name,
        ]
        .map(|column| column.as_deref().map(&mut place)),
    };
    if errors.is_empty() {
        Ok(places)
    } else {
        Err(errors)
    }
}

/// Adds what a row says of its ticket.
fn tell_about(about: &mut About, record: &StringRecord, places: &Places) {
    let parts = [
        &mut about.subject,
        &mut about.text,
        &mut about.requester,
        &mut about.requester_name,
    ];
    for (part, place) in parts.into_iter().zip(places.about) {
        let said = place
            .and_then(|place| record.get(place))
            .unwrap_or_default();
        if part.is_empty() {
            said.trim().clone_into(part);
        }
    }
}

fn row(record: &StringRecord, places: &Places, map: &Map) -> Result<(String, Row), Wrong> {
    let cell = |place: usize| record.get(place).unwrap_or_default().trim();
    // One number, however its blanks are written.
    let ticket = match Line::parse(cell(places.ticket)) {
        Ok(number) => number.as_str().to_owned(),
        Err(TextError::Blank) => return Err(Wrong::NoTicket),
        // Whoever takes it over refuses it.
        Err(TextError::TooLong { .. }) => cell(places.ticket).to_owned(),
    };
    let unknown = |column: &str, word: &str| Wrong::Unknown {
        column: column.to_owned(),
        word: word.to_owned(),
    };
    let columns = &map.columns;
    let (state, priority) = (cell(places.state), cell(places.priority));
    let order = match (places.order, &columns.order) {
        (Some(place), Some(column)) => cell(place).parse().map_err(|_| Wrong::Order {
            column: column.clone(),
            text: cell(place).to_owned(),
        })?,
        _ => 0,
    };
    let row = Row {
        at: date(map, &columns.changed_at, cell(places.changed_at))?,
        order,
        state: *map
            .states
            .get(state)
            .ok_or_else(|| unknown(&columns.state, state))?,
        priority: *map
            .priorities
            .get(priority)
            .ok_or_else(|| unknown(&columns.priority, priority))?,
        opened_at: date(map, &columns.opened_at, cell(places.opened_at))?,
    };
    Ok((ticket, row))
}

fn date(map: &Map, column: &str, text: &str) -> Result<DateTime<Utc>, Wrong> {
    let read = if map.with_offset {
        DateTime::parse_from_str(text, &map.date_format)
            .ok()
            .map(|instant| instant.to_utc())
    } else {
        NaiveDateTime::parse_from_str(text, &map.date_format)
            .ok()
            .and_then(|local| instant_of(local, map.timezone))
    };
    read.ok_or_else(|| Wrong::Date {
        column: column.to_owned(),
        text: text.to_owned(),
        format: map.date_format.clone(),
    })
}
