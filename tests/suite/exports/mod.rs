//! Lists that are taken away: what people typed stays text, filters and rights are those of the
//! page, and nobody gets a row that is not for them.

mod cut_off;
mod hostile;
mod hours;
mod incoming;
pub mod lists;
mod office;
mod opinions;
mod tenants;

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use chrono::{NaiveDate, TimeDelta};
use guichet::{
    desk::SubscriptionSaid,
    domain::ids::{OrganisationId, PersonId},
    edges::table_out::unguarded,
};

use crate::support::{
    app::{Answer, Browser, Served},
    routes::{Route, routes},
};

/// A Wednesday at 10:00 in Paris, the desk open.
pub const OPEN: &str = "2026-03-04T09:00:00Z";

/// The addresses of every list there is, as the sources declare them.
pub fn lists() -> Vec<Route> {
    let all = routes().into_iter();
    let found: Vec<Route> = all
        .filter(|route| route.path.ends_with(".{form}"))
        .collect();
    assert!(found.len() >= 24, "{found:?}");
    found
}

/// A list as it was read back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct List {
    pub names: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl List {
    /// The cells of a column.
    pub fn column(&self, place: usize) -> Vec<&str> {
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }

    /// Whether some cell is exactly this.
    pub fn has(&self, text: &str) -> bool {
        self.rows.iter().flatten().any(|cell| cell == text)
    }
}

/// An organisation pays for ten hours of help in advance, from the first of the year on.
pub fn pays_ahead(served: &Served, organisation: OrganisationId, by: PersonId) {
    let services = served.desk.services().unwrap();
    let service = services.iter().find(|one| one.slug == "portail").unwrap();
    let said = SubscriptionSaid {
        support: true,
        prepaid_minutes: Some(600),
        annual: None,
        first_day: "2026-01-01".parse().unwrap(),
        last_day: None,
    };
    served
        .desk
        .subscribe(organisation, service.id, "standard", said, by)
        .unwrap();
}

/// The address of a list in a form.
pub fn address(page: &str, form: &str) -> String {
    guichet::edges::pages::exports::at(page, form)
}

/// A list is handed out to be saved, and kept by nobody.
pub fn is_handed_out(answer: &Answer, form: &str) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let header = |name: &str| answer.header(name).unwrap_or_else(|| panic!("no {name}"));
    let kind = match form {
        "csv" => "text/csv; charset=utf-8",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    assert_eq!(header("content-type"), kind);
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "no-store");
    let said = header("content-disposition");
    let name = said
        .strip_prefix("attachment; filename=\"")
        .and_then(|rest| rest.strip_suffix(&format!(".{form}\"")))
        .unwrap_or_else(|| panic!("{said}"));
    let safe = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
    assert!(
        name.chars().all(safe) && name.ends_with("-2026-03-04"),
        "{said}"
    );
}

/// A list as CSV, its guards taken off; no cell of it begins a formula.
pub fn csv(browser: &mut Browser, page: &str) -> List {
    let answer = browser.get(&address(page, "csv"));
    is_handed_out(&answer, "csv");
    let text = answer.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text);
    let names = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let cells = record.iter().map(|cell| {
            for line in cell.split(['\n', '\r']) {
                let number = line.parse::<i64>().is_ok();
                let dangerous =
                    line.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']);
                assert!(number || !dangerous, "{page}: {cell:?} may be a formula");
            }
            unguarded(cell)
        });
        cells.collect()
    });
    List {
        rows: rows.collect(),
        names,
    }
}

/// A list as XLSX, and what the second sheet says of it; no cell of either is a formula. Instants
/// and days are written as CSV has them, without an offset.
pub fn xlsx(browser: &mut Browser, page: &str) -> (List, Vec<Vec<String>>) {
    let answer = browser.get(&address(page, "xlsx"));
    is_handed_out(&answer, "xlsx");
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.bytes)).unwrap();
    let sheets = book.sheet_names();
    for sheet in &sheets {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert_eq!(formulas.cells().count(), 0, "{page}");
    }
    let mut read = |place: usize| -> Vec<Vec<String>> {
        let range = book.worksheet_range_at(place).unwrap().unwrap();
        range
            .rows()
            .map(|row| row.iter().map(cell).collect())
            .collect()
    };
    let (mut rows, about) = (read(0), read(1));
    let names = rows.remove(0);
    // Cells at the end of all rows that are empty are not there.
    for row in &mut rows {
        row.resize(names.len(), String::new());
    }
    (List { names, rows }, about)
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => format!("{number}"),
        Data::DateTime(instant) => {
            let begin = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
            let seconds = (instant.as_f64() * 86_400.0).round();
            let at = begin.and_time(chrono::NaiveTime::MIN) + TimeDelta::seconds(seconds as i64);
            at.format("%Y-%m-%dT%H:%M:%S").to_string()
        }
        other => panic!("{other:?} in a list"),
    }
}

/// Both forms of a list: they hold the same, cell by cell.
pub fn both(browser: &mut Browser, page: &str) -> List {
    let (text, (book, about)) = (csv(browser, page), xlsx(browser, page));
    assert_eq!(text.names, book.names, "{page}");
    assert_eq!(text.rows.len(), book.rows.len(), "{page}");
    for (one, other) in text.rows.iter().zip(&book.rows) {
        for ((name, one), other) in text.names.iter().zip(one).zip(other) {
            let same = if name.ends_with("(Europe/Paris)") {
                one.get(..19).unwrap_or_default() == other.as_str()
            } else {
                one == other || format!("{one}T00:00:00") == *other
            };
            assert!(same, "{page}, {name}: {one:?} and {other:?}");
        }
    }
    let count = about
        .iter()
        .find(|row| row[0] == "Nombre de lignes")
        .unwrap();
    assert_eq!(count[1], text.rows.len().to_string(), "{page}");
    text
}
