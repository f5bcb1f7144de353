//! Tables that come in: CSV as spreadsheets write it, with `;` or `,` or tabs, and names of columns
//! in its first line.

use std::{collections::BTreeMap, fmt};

use crate::domain::calendar::nearest;

/// The most lines of one table.
const MOST: usize = 20_000;

/// Why a table cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TableError {
    /// There is no line below the names of the columns.
    Empty,
    /// A line cannot be read: quotation marks that do not close, text that is not UTF-8.
    Malformed {
        /// Its number, from 1.
        line: u64,
    },
    /// There is no such column.
    UnknownColumn {
        /// As it is written.
        name: String,
        /// The one that was probably meant.
        meant: Option<String>,
    },
    /// The first column is not there.
    MissingColumn {
        /// Its name.
        name: &'static str,
    },
    /// There are more lines than can be taken at once.
    TooLong,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the table is empty: write the names of the columns in its first line and a line for each person below"),
            Self::Malformed { line } => write!(f, "line {line} cannot be read; is a quotation mark left open?"),
            Self::UnknownColumn { name, meant: Some(meant) } => write!(f, "there is no column « {name} »; did you mean « {meant} »?"),
            Self::UnknownColumn { name, meant: None } => write!(f, "there is no column « {name} »"),
            Self::MissingColumn { name } => write!(f, "the column « {name} » is missing"),
            Self::TooLong => write!(f, "the table has more than {MOST} lines; take it over in parts"),
        }
    }
}

impl std::error::Error for TableError {}

/// The lines of a table, each with its values by column; `columns` are those that there may be,
/// and the first of them must be there.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read(
    bytes: &[u8],
    columns: &[&'static str],
) -> Result<Vec<BTreeMap<String, String>>, TableError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let head = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    let delimiter = [b';', b'\t', b',']
        .into_iter()
        .find(|one| head.contains(one))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let malformed = |error: &csv::Error| TableError::Malformed {
        line: error.position().map_or(1, csv::Position::line),
    };
    let mut names = Vec::new();
    for name in reader.headers().map_err(|error| malformed(&error))? {
        let lower = name.to_lowercase();
        if !columns.contains(&lower.as_str()) {
            return Err(TableError::UnknownColumn {
                meant: nearest(&lower, columns.iter().copied()).map(str::to_owned),
                name: name.chars().take(60).collect(),
            });
        }
        names.push(lower);
    }
    if let Some(first) = columns.first()
        && !names.iter().any(|name| name == first)
    {
        return Err(TableError::MissingColumn { name: first });
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(&error))?;
        if lines.len() == MOST {
            return Err(TableError::TooLong);
        }
        if record.len() > names.len() {
            let line = record.position().map_or(1, csv::Position::line);
            return Err(TableError::Malformed { line });
        }
        let values = names.iter().cloned().zip(record.iter().map(str::to_owned));
        lines.push(values.collect());
    }
    if lines.is_empty() {
        return Err(TableError::Empty);
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&str; 3] = ["organisation", "name", "email"];

    #[test]
    fn a_table_is_read_as_spreadsheets_write_it() {
        for text in [
            "organisation;name\r\nMarlaix ; Odile\r\n",
            "\u{feff}Name,Organisation\n\"Odile\",Marlaix",
            "name\torganisation\nOdile\tMarlaix",
        ] {
            let lines = read(text.as_bytes(), &COLUMNS).unwrap();
            assert_eq!(lines.len(), 1, "{text:?}");
            assert_eq!(lines[0]["organisation"], "Marlaix");
            assert_eq!(lines[0]["name"], "Odile");
        }
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let wrong = |text: &str| read(text.as_bytes(), &COLUMNS).unwrap_err();
        assert_eq!(
            wrong(""),
            TableError::MissingColumn {
                name: "organisation"
            }
        );
        assert_eq!(wrong("organisation,name"), TableError::Empty);
        assert_eq!(
            wrong("organisation,nmae\nx,y"),
            TableError::UnknownColumn {
                name: "nmae".to_owned(),
                meant: Some("name".to_owned())
            }
        );
        assert_eq!(
            wrong("name\nx"),
            TableError::MissingColumn {
                name: "organisation"
            }
        );
        assert_eq!(
            wrong("organisation,name\nx,y,z"),
            TableError::Malformed { line: 2 }
        );
        assert!(matches!(
            read(b"organisation\n\xff", &COLUMNS),
            Err(TableError::Malformed { .. })
        ));
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_comes_makes_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let mut text = b"organisation;name;email\n".to_vec();
            text.extend(bytes);
            let _ = read(&text, &COLUMNS);
        }
    }
}
