//! A table as CSV (RFC 4180): UTF-8 with its mark, every cell in quotation marks, `;` between cells
//! for who reads French and `,` for who reads English, as their spreadsheets expect it.

use std::fmt::Write as _;

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use sha2::{Digest as _, Sha256};

use super::{Row, Table, plain};
use crate::{desk, domain::lang::Lang};

/// What tells programs that the text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A table on its way out as CSV, part by part.
#[derive(Debug)]
pub struct CsvParts {
    table: Table,
    lines: Lines,
    began: bool,
}

impl CsvParts {
    /// Nothing of it is written yet.
    #[must_use]
    pub fn of(table: Table) -> Self {
        Self {
            lines: Lines::of(&table),
            table,
            began: false,
        }
    }

    /// The part that comes next, the names of the columns before all else; none after the last one.
    ///
    /// # Errors
    /// What reading the rows brings.
    pub fn part(&mut self) -> Result<Option<Vec<u8>>, desk::Error> {
        let rows = (self.table.rows)()?;
        if rows.is_empty() && self.began {
            return Ok(None);
        }
        let mut part = Vec::new();
        if !self.began {
            self.began = true;
            part = self.lines.head(&self.table);
        }
        part.extend(self.lines.rows(&rows));
        Ok(Some(part))
    }

    /// The name of the list, how many rows there were, and the SHA-256 of all that was written.
    #[must_use]
    pub fn told(&self) -> (&'static str, u64, String) {
        (self.table.name, self.lines.count, self.lines.hash())
    }
}

/// The lines of a table as CSV, counted and hashed.
#[derive(Debug)]
pub(super) struct Lines {
    separator: u8,
    zone: chrono_tz::Tz,
    hash: Sha256,
    pub(super) count: u64,
}

impl Lines {
    pub(super) fn of(table: &Table) -> Self {
        Self {
            separator: match table.words.lang() {
                Lang::Fr => b';',
                Lang::En => b',',
            },
            zone: table.zone,
            hash: Sha256::new(),
            count: 0,
        }
    }

    /// The line of the columns' names.
    pub(super) fn head(&mut self, table: &Table) -> Vec<u8> {
        let mut part = MARK.to_vec();
        let names = table.columns.iter().map(|column| column.name.as_str());
        part.extend(self.written([names.collect::<Vec<_>>()]));
        self.hash.update(&part);
        part
    }

    /// The lines of rows.
    pub(super) fn rows(&mut self, rows: &[Row]) -> Vec<u8> {
        let zone = self.zone;
        let lines = rows
            .iter()
            .map(|row| row.iter().map(|cell| plain(cell, zone)).collect::<Vec<_>>());
        let part = self.written(lines);
        self.hash.update(&part);
        self.count += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        part
    }

    /// The hash of all that was written so far, in hexadecimal.
    pub(super) fn hash(&self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.hash.clone().finalize() {
            // A String can always be written to.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    fn written<T: AsRef<[u8]>>(&self, lines: impl IntoIterator<Item = Vec<T>>) -> Vec<u8> {
        let mut out: Writer<Vec<u8>> = WriterBuilder::new()
            .delimiter(self.separator)
            .quote_style(QuoteStyle::Always)
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        for line in lines {
            // Nothing fails in memory, and every row has a cell for each column.
            drop(out.write_record(line));
        }
        out.into_inner().unwrap_or_default()
    }
}
