//! What a spreadsheet program that people have makes of the lists: LibreOffice Calc opens every one, as a
//! workbook and as text, and finds the same values, dates that are dates, numbers that are numbers, and no
//! formula.

use std::{cell::RefCell, fmt::Write as _, io::Cursor};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use guichet::{
    desk::SubscriptionSaid,
    domain::{money::Cents, operation::Said, people::OrganisationKind},
    edges::table_out::unguarded,
    store::DatabaseUrl,
};
use sha2::{Digest as _, Sha256};

use super::{
    address,
    hostile::{HOSTILE, Scene, line},
};
use crate::{
    availability,
    support::{
        app::Browser,
        office::{Manner, Office, Sheet},
        on_sqlite,
    },
};

/// A list that was taken away, in both forms.
struct Taken {
    page: String,
    between: char,
    text: Vec<u8>,
    book: Vec<u8>,
    /// Whether it must hold whatever is hostile.
    holds_all: bool,
}

impl Taken {
    fn from(browser: &mut Browser, page: &str, lang: &str, holds_all: bool) -> Self {
        let sign = if page.contains('?') { '&' } else { '?' };
        let page = format!("{page}{sign}lang={lang}");
        let mut take = |form| {
            let answer = browser.get(&address(&page, form));
            assert_eq!(answer.status, 200, "{page}.{form}: {}", answer.body);
            answer.bytes
        };
        let (text, book) = (take("csv"), take("xlsx"));
        let between = if lang == "fr" { ';' } else { ',' };
        Self {
            page,
            between,
            text,
            book,
            holds_all,
        }
    }

    /// The cells as CSV has them, the guards still there, the names of columns first.
    fn cells(&self) -> Vec<Vec<String>> {
        let text = self.text.strip_prefix("\u{feff}".as_bytes()).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(u8::try_from(self.between).unwrap())
            .has_headers(false)
            .from_reader(text);
        let rows = reader.records().map(|record| {
            let record = record.unwrap();
            record.iter().map(str::to_owned).collect()
        });
        rows.collect()
    }

    /// The cells of the first sheet as they were written.
    fn typed(&self) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(&self.book)).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        range.rows().map(<[Data]>::to_vec).collect()
    }

    fn hash(&self) -> String {
        let mut text = String::new();
        for byte in Sha256::digest(&self.text) {
            write!(text, "{byte:02x}").unwrap();
        }
        text
    }
}

/// The lists of a desk in which everything is called so that it might be run.
fn hostile(url: &DatabaseUrl) -> Vec<Taken> {
    let scene = Scene::new(url);
    scene.served.desk.catch_up_reports(&|| true).unwrap();
    let mut boss = scene.served.signed_in(scene.boss);
    let mut chief = scene.served.signed_in(scene.house.chief);
    let integrator = scene
        .served
        .organisation("=1+1", OrganisationKind::Integrator);
    let serving = scene
        .served
        .member(integrator, "=1+1", "ines@integrale.example", scene.boss);
    scene.served.serves(url, integrator, scene.house.id);
    let mut serving = scene.served.signed_in(serving);
    let mut taken = Vec::new();
    for (page, holds_all) in scene.pages() {
        for lang in ["fr", "en"] {
            let browser = if page.starts_with("/portal/overview") {
                &mut serving
            } else if page.starts_with("/portal") {
                &mut chief
            } else {
                &mut boss
            };
            taken.push(Taken::from(browser, &page, lang, holds_all));
        }
    }
    taken
}

/// The lists about outages and free days, with amounts of euros, whole days and a window that ends at
/// midnight.
fn counted(url: &DatabaseUrl) -> Vec<Taken> {
    let scene = availability::Scene::new(url);
    let (desk, house) = (&scene.served.desk, &scene.marlaix);
    let said = availability::outage(
        scene.shared,
        "2026-11-16T07:00:00Z",
        Some("2026-11-16T09:15:00Z"),
    );
    scene.enter(Said::Outage(said));
    // Until 24:00 in Paris.
    let said =
        availability::maintenance(scene.shared, "2026-12-05T21:00:00Z", "2026-12-05T23:00:00Z");
    scene.enter(Said::Maintenance(said));
    let bought = desk.organisation(house.id).unwrap().subscriptions;
    let bought = bought
        .iter()
        .find(|one| one.service == scene.service)
        .unwrap();
    let said = SubscriptionSaid {
        support: bought.support,
        prepaid_minutes: bought.prepaid_minutes,
        annual: Cents::parse("12 000").ok(),
        first_day: bought.first_day,
        last_day: bought.last_day,
    };
    desk.change_subscription(house.id, bought.id, said, scene.root)
        .unwrap();
    for one in [house, &scene.ostrel] {
        let period = (scene.service, "2026-11-29".parse().unwrap());
        let credit = desk.propose_credit(one.id, period, scene.supervisor);
        desk.decide_credit(credit.unwrap(), None, scene.supervisor)
            .unwrap();
    }
    let mut root = scene.served.signed_in(scene.root);
    let mut chief = scene.served.signed_in(house.chief);
    let mut taken = Vec::new();
    for lang in ["fr", "en"] {
        for page in [
            "/credits".to_owned(),
            format!("/organisations/{}/credits", house.id),
            format!("/organisations/{}/register", house.id),
            format!("/organisations/{}/subscriptions", house.id),
            "/reports?period=month&day=2026-11-15".to_owned(),
            "/reports/availability?period=month&day=2026-11-15".to_owned(),
            format!(
                "/reports?period=month&day=2026-11-15&organisation={}",
                house.id
            ),
        ] {
            taken.push(Taken::from(&mut root, &page, lang, false));
        }
        taken.push(Taken::from(&mut chief, "/portal/register", lang, false));
    }
    taken
}

/// One end of a line for all that there are: programs keep which one it was for themselves.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// An instant or a day, to the second.
fn second(iso: &str) -> String {
    let at: Result<chrono::NaiveDateTime, _> = iso.parse();
    let at = at.or_else(|_| {
        let day: Result<chrono::NaiveDate, _> = iso.parse();
        day.map(|day| day.and_time(chrono::NaiveTime::MIN))
    });
    let at = at.unwrap_or_else(|_| panic!("{iso} is no date"));
    let half = chrono::TimeDelta::milliseconds(500);
    (at + half).format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Whether a cell of a workbook holds what CSV holds.
fn is_same(raw: &str, found: &Data) -> bool {
    match found {
        Data::Empty => raw.is_empty(),
        Data::String(text) => lines(text) == lines(&unguarded(raw)),
        Data::Float(number) => raw.parse() == Ok(*number),
        Data::DateTimeIso(iso) => {
            let raw = raw.get(..19).unwrap_or(raw);
            second(iso) == second(raw)
        }
        _ => false,
    }
}

fn is_alike(written: &Data, found: &Data) -> bool {
    matches!(
        (written, found),
        (Data::Empty, Data::Empty)
            | (Data::String(_), Data::String(_))
            | (Data::Float(_), Data::Float(_))
            | (Data::DateTime(_), Data::DateTimeIso(_))
    )
}

fn at(row: &[Data], place: usize) -> &Data {
    row.get(place).unwrap_or(&Data::Empty)
}

/// A workbook holds what CSV holds, typed as it was written, and says of itself what is so.
fn check_book(taken: &Taken, sheets: &[Sheet]) {
    let page = &taken.page;
    let [rows, about] = sheets else {
        panic!("{page}: {} sheets", sheets.len());
    };
    assert!(
        rows.formulas.is_empty() && about.formulas.is_empty(),
        "{page}: {sheets:?}"
    );
    let (cells, written) = (taken.cells(), taken.typed());
    assert_eq!(rows.rows.len(), cells.len(), "{page}");
    let names = &cells[0];
    for ((raw, written), found) in cells.iter().zip(&written).zip(&rows.rows) {
        for (place, raw_cell) in raw.iter().enumerate() {
            let (name, found) = (&names[place], at(found, place));
            assert!(
                is_same(raw_cell, found),
                "{page}, {name}: {raw_cell:?} and {found:?}"
            );
            assert!(is_alike(at(written, place), found), "{page}, {name}");
            let is_head = std::ptr::eq(raw, names) || raw_cell.is_empty();
            let is_dated = matches!(found, Data::DateTimeIso(_));
            assert!(
                is_head || name.ends_with("(Europe/Paris)") <= is_dated,
                "{page}, {name}: {found:?}"
            );
            let is_amount = name.ends_with("(min)") || name.ends_with("(EUR)");
            assert!(
                is_head || is_amount <= matches!(found, Data::Float(_)),
                "{page}, {name}: {found:?}"
            );
        }
    }
    for one in HOSTILE.into_iter().filter(|_| taken.holds_all) {
        let one = line(one).as_str().to_owned();
        let is_it = |cell: &Data| matches!(cell, Data::String(text) if *text == one);
        assert!(
            rows.rows.iter().flatten().any(is_it),
            "{page} has no {one:?}"
        );
    }
    let tells = |told: &Data| about.rows.iter().any(|row| at(row, 1) == told);
    assert!(tells(&Data::String(taken.hash())), "{page}: {about:?}");
    let count = u32::try_from(cells.len() - 1).unwrap();
    assert!(tells(&Data::Float(f64::from(count))), "{page}: {about:?}");
}

/// The texts of lists, one behind the other: the program reads line by line, and starting a document takes it
/// longer than reading one.
fn together(lists: &[&Taken]) -> Vec<u8> {
    let mark = "\u{feff}".as_bytes();
    let mut all = mark.to_vec();
    for one in lists {
        all.extend(one.text.strip_prefix(mark).unwrap());
    }
    all
}

/// CSV that is opened with its own separator holds what was written, text wherever it is not taken for a
/// number or a date.
fn check_text(lists: &[&Taken], manner: Manner, sheet: &Sheet) {
    assert!(
        sheet.formulas.is_empty(),
        "{manner:?}: {:?}",
        sheet.formulas
    );
    let cells: Vec<(&str, Vec<String>)> = lists
        .iter()
        .flat_map(|one| one.cells().into_iter().map(|row| (one.page.as_str(), row)))
        .collect();
    assert_eq!(sheet.rows.len(), cells.len(), "{manner:?}");
    for ((page, raw), found) in cells.iter().zip(&sheet.rows) {
        for (place, found) in found.iter().enumerate() {
            let raw = raw.get(place).map_or("", String::as_str);
            let is_kept = match (manner, found) {
                (_, Data::Empty) => raw.is_empty(),
                (_, Data::String(text)) => lines(text) == lines(raw),
                (Manner::Quoted(_), _) => false,
                // It takes these for amounts and instants, and shows what they are.
                (_, Data::Float(_) | Data::DateTimeIso(_) | Data::DurationIso(_)) => {
                    raw.chars().any(|one| one.is_ascii_digit())
                }
                (_, Data::Bool(_)) => raw == "TRUE",
                _ => false,
            };
            assert!(is_kept, "{page}, {manner:?}: {raw:?} and {found:?}");
        }
        assert!(found.len() >= raw.len(), "{page}, {manner:?}: {found:?}");
    }
}

#[test]
fn export_libreoffice_opens_every_list_with_the_same_values_and_no_formula() {
    let Some(office) = Office::find() else {
        return;
    };
    let mut all = Vec::new();
    for lists in [hostile as fn(&DatabaseUrl) -> Vec<Taken>, counted] {
        let taken = RefCell::new(Vec::new());
        on_sqlite(|url| *taken.borrow_mut() = lists(url));
        all.append(&mut taken.into_inner());
    }
    // Workbooks differ between languages by their words and by how days look.
    let with_books: Vec<&Taken> = all
        .iter()
        .filter(|one| one.between == ';' || !one.holds_all)
        .collect();
    let books = office.open(
        Manner::Book,
        with_books.iter().map(|one| one.book.as_slice()),
    );
    for (taken, sheets) in with_books.iter().zip(&books) {
        check_book(taken, sheets);
    }
    for between in [';', ','] {
        let some: Vec<&Taken> = all.iter().filter(|one| one.between == between).collect();
        let text = together(&some);
        for manner in [Manner::Quoted(between), Manner::Proposed(between)] {
            let found = office.open(manner, [text.as_slice()]);
            check_text(&some, manner, &found[0][0]);
        }
        let careless = office.open(Manner::Careless, [text.as_slice()]);
        let formulas = &careless[0][0].formulas;
        assert!(formulas.is_empty(), "{between}: {formulas:?}");
    }
}
