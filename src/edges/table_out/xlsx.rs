//! A table as a workbook: the rows, and a second sheet that says what they are.
//!
//! # Why
//! The rows go to the disk as they come, and so does the workbook: a list of any length takes little
//! memory. Cells with text are marked as text twice, by their type and by what Excel writes itself
//! behind an apostrophe: so they stay text when somebody edits them.

use std::{
    fmt,
    fs::File,
    io,
    sync::atomic::{AtomicBool, Ordering},
};

use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet,
};

use super::{Cell, Column, Kind, Row, Table, csv::Lines};
use crate::{
    desk,
    domain::lang::Lang,
    edges::words::{Words, dates},
};

/// The most rows of a sheet, the line of names not counted (ECMA-376 leaves 1,048,576 in all).
pub const MOST_ROWS: u64 = 1_048_575;
/// The most characters of a cell, counted as UTF-16 does.
const MOST_SIGNS: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: &str = "…";
/// The narrowest and the widest column, in characters.
const WIDTHS: (usize, usize) = (9, 60);

/// A workbook that was written.
#[derive(Debug)]
pub struct Workbook {
    /// The file, at its beginning. It has no name, and goes when it is closed.
    pub file: File,
    /// How many rows it holds.
    pub rows: u64,
    /// The SHA-256 of the same list as CSV, in hexadecimal.
    pub hash: String,
}

/// Why a workbook was not written.
#[derive(Debug)]
pub enum XlsxError {
    /// The rows could not be read.
    Desk(desk::Error),
    /// There are more rows than a sheet has room for.
    TooManyRows,
    /// Nobody waits for it any more.
    Stopped,
    /// The file could not be written.
    File(String),
}

impl fmt::Display for XlsxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Desk(error) => error.fmt(f),
            Self::TooManyRows => write!(f, "a sheet has room for {MOST_ROWS} rows"),
            Self::Stopped => f.write_str("nobody waits for the workbook any more"),
            Self::File(why) => write!(f, "the workbook cannot be written: {why}"),
        }
    }
}

impl std::error::Error for XlsxError {}

impl From<desk::Error> for XlsxError {
    fn from(error: desk::Error) -> Self {
        Self::Desk(error)
    }
}

impl From<rust_xlsxwriter::XlsxError> for XlsxError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::File(error.to_string())
    }
}

impl From<io::Error> for XlsxError {
    fn from(error: io::Error) -> Self {
        Self::File(error.to_string())
    }
}

/// Writes a table, of at most `most` rows, to a file without a name, unless `stopped` says on the way
/// that nobody waits for it any more.
///
/// # Errors
/// When there are more rows, or they cannot be read, or the disk fails, or it was stopped.
pub fn write(mut table: Table, most: u64, stopped: &AtomicBool) -> Result<Workbook, XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let made = ExcelDateTime::from_timestamp(table.at.timestamp())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let styles = Styles::of(table.words.lang());
    let mut lines = Lines::of(&table);
    lines.head(&table);
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(sheet_name(&table.title, table.words))?;
    let mut widths: Vec<usize> = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(0, at(place), &column.name, &styles.head)?;
        widths.push(column.name.chars().count());
    }
    loop {
        if stopped.load(Ordering::Relaxed) {
            return Err(XlsxError::Stopped);
        }
        let rows = (table.rows)()?;
        if rows.is_empty() {
            break;
        }
        let before = lines.count;
        lines.rows(&rows);
        if lines.count > most {
            return Err(XlsxError::TooManyRows);
        }
        for (row, rank) in rows.iter().zip(before + 1..) {
            let rank = u32::try_from(rank).map_err(|_| XlsxError::TooManyRows)?;
            put_row(sheet, rank, row, &table, &styles, &mut widths)?;
        }
    }
    finish(sheet, &table.columns, &widths, lines.count)?;
    let hash = lines.hash();
    let about = book.add_worksheet();
    tell(about, &table, lines.count, &hash, &styles)?;
    let file = tempfile::tempfile()?;
    book.save_to_writer(&file)?;
    io::Seek::rewind(&mut &file)?;
    Ok(Workbook {
        file,
        rows: lines.count,
        hash,
    })
}

/// How cells look.
struct Styles {
    head: Format,
    text: Format,
    number: Format,
    euros: Format,
    instant: Format,
    day: Format,
    bold: Format,
}

impl Styles {
    fn of(lang: Lang) -> Self {
        let day = match lang {
            Lang::Fr => "dd/mm/yyyy",
            Lang::En => "yyyy-mm-dd",
        };
        let top = || Format::new().set_align(FormatAlign::Top);
        let text = || top().set_num_format("@").set_quote_prefix();
        Self {
            head: text()
                .set_bold()
                .set_background_color(Color::RGB(0x00E9_EDF5))
                .set_border_bottom(FormatBorder::Thin),
            text: text(),
            number: top().set_num_format("0"),
            euros: top().set_num_format("0.00"),
            instant: top().set_num_format(format!("{day} hh:mm")),
            day: top().set_num_format(day),
            bold: text().set_bold(),
        }
    }
}

fn put_row(
    sheet: &mut Worksheet,
    rank: u32,
    row: &Row,
    table: &Table,
    styles: &Styles,
    widths: &mut [usize],
) -> Result<(), XlsxError> {
    for (place, cell) in row.iter().enumerate() {
        let column = at(place);
        let wide = match cell {
            Cell::Empty => 0,
            Cell::Text(text) => {
                let text = fitting(text);
                sheet.write_string_with_format(rank, column, text.as_str(), &styles.text)?;
                let lines = text.lines().map(|line| line.chars().take(WIDTHS.1).count());
                lines.max().unwrap_or(0)
            }
            Cell::Integer(number) | Cell::Minutes(number) => {
                sheet.write_number_with_format(rank, column, float(*number), &styles.number)?;
                number.to_string().len()
            }
            Cell::Euros(cents) => {
                let digits = cents.digits();
                // The nearest number to these digits, which shows them.
                let number: f64 = digits.parse().unwrap_or_default();
                sheet.write_number_with_format(rank, column, number, &styles.euros)?;
                digits.len()
            }
            Cell::Instant(at) => {
                let local = at.with_timezone(&table.zone).naive_local();
                sheet.write_number_with_format(rank, column, serial(local), &styles.instant)?;
                16
            }
            Cell::Day(day) => {
                let midnight = day.and_time(chrono::NaiveTime::MIN);
                sheet.write_number_with_format(rank, column, serial(midnight), &styles.day)?;
                10
            }
        };
        if let Some(widest) = widths.get_mut(place) {
            *widest = wide.max(*widest);
        }
    }
    Ok(())
}

/// The head that stays in sight, the filter, the widths.
fn finish(
    sheet: &mut Worksheet,
    columns: &[Column],
    widths: &[usize],
    rows: u64,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = columns.len().checked_sub(1) {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows, at(last))?;
    }
    for (place, (column, width)) in columns.iter().zip(widths).enumerate() {
        let least = match column.kind {
            Kind::Instant => 17,
            Kind::Text | Kind::Integer | Kind::Minutes | Kind::Euros | Kind::Day => WIDTHS.0,
        };
        // Beside the name there is the button of the filter.
        let width = (width + 3).clamp(least, WIDTHS.1);
        sheet.set_column_width(at(place), f64::from(at(width)))?;
    }
    Ok(())
}

/// The sheet « À propos ».
fn tell(
    sheet: &mut Worksheet,
    table: &Table,
    rows: u64,
    hash: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let words = table.words;
    sheet.set_name(words.say("export-about"))?;
    let made = dates::long_date_time(table.at, table.zone, words.lang());
    let mut lines = vec![(
        words.say("export-about-list"),
        Cell::from(table.title.as_str()),
    )];
    lines.extend(
        table
            .asked
            .iter()
            .map(|(name, value)| (name.clone(), Cell::from(value.as_str()))),
    );
    if table.asked.is_empty() {
        let all = words.say("export-about-everything");
        lines.push((words.say("export-about-asked"), Cell::from(all)));
    }
    let count = i64::try_from(rows).unwrap_or(i64::MAX);
    lines.extend([
        (
            words.say("export-about-zone"),
            Cell::from(table.zone.name()),
        ),
        (words.say("export-about-made"), Cell::from(made)),
        (words.say("export-about-rows"), Cell::Integer(count)),
        (words.say("export-about-hash"), Cell::from(hash)),
        (
            words.say("export-about-proof"),
            Cell::from(words.say("export-about-proof-how")),
        ),
    ]);
    for ((name, cell), rank) in lines.into_iter().zip(0..) {
        sheet.write_string_with_format(rank, 0, fitting(&name).as_str(), &styles.bold)?;
        let mut widths = [];
        let row = vec![Cell::Empty, cell];
        put_row(sheet, rank, &row, table, styles, &mut widths)?;
    }
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 72)?;
    Ok(())
}

/// A text that a cell has room for.
fn fitting(text: &str) -> String {
    let signs = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    if signs(text) <= MOST_SIGNS {
        return text.to_owned();
    }
    let mut room = MOST_SIGNS - CUT.len();
    let kept: String = text
        .chars()
        .take_while(|one| {
            let fits = room >= one.len_utf16();
            room = room.saturating_sub(one.len_utf16());
            fits
        })
        .collect();
    kept + CUT
}

/// A name that a sheet may have: 31 characters, none of those that formulas need.
fn sheet_name(title: &str, words: Words) -> String {
    let kept = title
        .chars()
        .filter(|one| !matches!(one, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\''));
    let name: String = kept.take(31).collect();
    if name.trim().is_empty() {
        words.say("export-rows")
    } else {
        name
    }
}

/// The number by which spreadsheets know an instant: days since the end of 1899, and their part.
fn serial(local: NaiveDateTime) -> f64 {
    let Some(begin) = NaiveDate::from_ymd_opt(1899, 12, 30) else {
        return 0.0;
    };
    let days = local.date().signed_duration_since(begin).num_days();
    float(days) + f64::from(local.num_seconds_from_midnight()) / 86_400.0
}

/// A whole number as the cells of a workbook hold it.
fn float(number: i64) -> f64 {
    i32::try_from(number).map_or_else(
        |_| number.to_string().parse().unwrap_or_default(),
        f64::from,
    )
}

/// The rank of a column.
fn at(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
