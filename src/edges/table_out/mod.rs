//! Tables that go out: a list as a file that a spreadsheet opens, CSV or XLSX.
//!
//! # Why
//! What people typed must reach the reader as they typed it and never as a formula. XLSX says of a
//! cell that it is text. CSV cannot, so there it is marked, see [`guard`], in a way that can be
//! undone. Rows come some at a time, so that a list of any length takes little memory; one hash
//! is of the CSV of the list, whichever form it is written in, so that the two can be compared.

mod csv;
mod guard;
mod xlsx;

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::words::{Words, dates};
use crate::{desk, domain::money::Cents};

pub use csv::CsvParts;
pub use guard::{guarded, unguarded};
pub use xlsx::{MOST_ROWS, Workbook, XlsxError, write as write_xlsx};

/// The form of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FileForm {
    /// Lines of text.
    Csv,
    /// The workbook of Office Open XML (ECMA-376).
    Xlsx,
}

impl FileForm {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// The end of the file's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// What the file is, for a browser.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// The text names no form of a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownForm;

impl fmt::Display for UnknownForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list is written as csv or xlsx")
    }
}

impl std::error::Error for UnknownForm {}

impl FromStr for FileForm {
    type Err = UnknownForm;

    fn from_str(text: &str) -> Result<Self, UnknownForm> {
        let mut all = Self::ALL.into_iter();
        all.find(|form| form.word() == text).ok_or(UnknownForm)
    }
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Text, whoever typed it.
    Text,
    /// A whole number.
    Integer,
    /// An amount of time in whole minutes, which can be added up.
    Minutes,
    /// An amount of euros.
    Euros,
    /// An instant.
    Instant,
    /// A day.
    Day,
}

/// A cell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Minutes; less than none where some are taken away.
    Minutes(i64),
    /// Euros.
    Euros(Cents),
    /// An instant, UTC; shown in the zone of the table.
    Instant(DateTime<Utc>),
    /// A day.
    Day(NaiveDate),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<DateTime<Utc>> for Cell {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Instant(at)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A row: a cell for each column.
pub type Row = Vec<Cell>;

/// The rows that come next; none when there are no more.
pub type Rows = Box<dyn FnMut() -> Result<Vec<Row>, desk::Error> + Send>;

/// A column.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Column {
    /// Its name in the reader's language, with the zone or the unit of its cells.
    pub name: String,
    /// What its cells are.
    pub kind: Kind,
}

/// A list that goes out.
pub struct Table {
    /// Names the file, in ASCII.
    pub name: &'static str,
    /// What the list is called on its page.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// What was asked for, filters and period, each with its name.
    pub asked: Vec<(String, String)>,
    /// The words of the reader.
    pub words: Words,
    /// The zone in which instants are shown.
    pub zone: Tz,
    /// When it was asked for, UTC.
    pub at: DateTime<Utc>,
    /// Its rows.
    pub rows: Rows,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({}, {} columns)", self.name, self.columns.len())
    }
}

impl Table {
    /// A list without rows; `title` is the key of what it is called.
    #[must_use]
    pub fn new(name: &'static str, title: &str, words: Words, zone: Tz, at: DateTime<Utc>) -> Self {
        Self {
            name,
            title: words.say(title),
            columns: Vec::new(),
            asked: Vec::new(),
            words,
            zone,
            at,
            rows: Box::new(|| Ok(Vec::new())),
        }
    }

    /// The same with columns, each by the key of its name.
    #[must_use]
    pub fn columns(mut self, columns: &[(&str, Kind)]) -> Self {
        for (key, kind) in columns {
            let name = self.words.say(key);
            self.columns.push(Column {
                name: match kind {
                    Kind::Instant => format!("{name} ({})", self.zone.name()),
                    Kind::Minutes => format!("{name} (min)"),
                    Kind::Euros => format!("{name} (EUR)"),
                    Kind::Text | Kind::Integer | Kind::Day => name,
                },
                kind: *kind,
            });
        }
        self
    }

    /// The same, saying something that was asked for, unless it is empty; `key` is that of its name.
    #[must_use]
    pub fn asked(mut self, key: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.asked.push((self.words.say(key), value));
        }
        self
    }

    /// The same with all its rows.
    #[must_use]
    pub fn with(mut self, rows: Vec<Row>) -> Self {
        let mut rows = Some(rows);
        self.rows = Box::new(move || Ok(rows.take().unwrap_or_default()));
        self
    }

    /// The same, whose rows come some at a time: `next` is asked until it gives none.
    #[must_use]
    pub fn fed(
        mut self,
        next: impl FnMut() -> Result<Vec<Row>, desk::Error> + Send + 'static,
    ) -> Self {
        self.rows = Box::new(next);
        self
    }

    /// The name of the file: ASCII letters, digits and hyphens, and the day in the zone.
    #[must_use]
    pub fn file_name(&self, form: FileForm) -> String {
        let day = self.at.with_timezone(&self.zone).date_naive();
        format!("{}-{day}.{}", self.name, form.word())
    }
}

/// A cell as CSV holds it: text guarded, an instant with its offset, a day as ISO 8601 has it.
fn plain(cell: &Cell, zone: Tz) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guarded(text).into_owned(),
        Cell::Integer(number) | Cell::Minutes(number) => number.to_string(),
        Cell::Euros(cents) => cents.digits(),
        Cell::Instant(at) => dates::machine(*at, zone),
        Cell::Day(day) => day.to_string(),
    }
}

#[cfg(test)]
mod tests;
