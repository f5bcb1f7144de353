//! Organisations and people from a table: pasted, tried, and taken over once every line is right.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    super::{
        again::Again,
        desk_frame::Numbers,
        fields::{Field, Summary},
        layout::Frame,
    },
    App, Form, ManagesSetUp, Page, PageError, Worker, WorkerWith, ask, set_up_frame,
};
use crate::{
    desk::Imported,
    domain::{
        import::{COLUMNS, Fate, Wrong},
        people_history::By,
    },
    edges::{
        table_in::{self, TableError},
        words::Words,
    },
};

#[derive(Debug)]
struct Line {
    number: String,
    tag: &'static str,
    icon: &'static str,
    says: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/import.html")]
struct View {
    frame: Frame,
    summary: Summary,
    table: Field,
    columns: String,
    lines: Vec<Line>,
    outcome: String,
    done: bool,
    ready: bool,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
) -> Result<HttpResponse, PageError> {
    let frame = framed(&app, &request, &worker).await?;
    Ok(Page::of(View::of(frame, &Again::default(), None)).answer())
}

pub(super) async fn take(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let frame = framed(&app, &request, &worker).await?;
    let mut again = Again::with(form);
    let dry = again.form().line("do") != "take";
    let lines = match table_in::read(again.form().get("table").as_bytes(), &COLUMNS) {
        Ok(lines) => lines,
        Err(wrong) => {
            again.refuse("table", said(&wrong, frame.words));
            return Ok(Page::refused(View::of(frame, &again, None)).answer());
        }
    };
    let by = By::Person(worker.person.id);
    let imported = ask(&app, move |desk| desk.import(lines, by, dry)).await?;
    Ok(Page::of(View::of(frame, &again, Some((&imported, dry)))).answer())
}

async fn framed(app: &App, request: &HttpRequest, worker: &Worker) -> Result<Frame, PageError> {
    let scope = worker.scope().clone();
    let numbers = ask(app, move |desk| Numbers::read(desk, &scope)).await?;
    Ok(set_up_frame(app, request, worker, numbers, "import-title"))
}

impl View {
    fn of(mut frame: Frame, again: &Again, imported: Option<(&Imported, bool)>) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let fates = imported.map_or(&[][..], |(imported, _)| &imported.fates);
        let count = |which: fn(&Fate) -> bool| fates.iter().filter(|fate| which(fate)).count();
        let taken = count(|fate| matches!(fate, Fate::Taken(_)));
        let refused = count(|fate| matches!(fate, Fate::Refused(_)));
        let done = imported.is_some_and(|(imported, _)| imported.written);
        let key = match imported {
            None => "",
            Some(_) if done => "import-done",
            Some(_) if refused > 0 => "import-refused",
            Some(_) if taken == 0 => "import-nothing",
            Some(_) => "import-ready",
        };
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let mut table = again
            .field("table", words.say("import-table"), "")
            .hint(words.say("import-hint"));
        table.rows = 12;
        Self {
            summary: again.summary(),
            table,
            columns: COLUMNS.join(","),
            lines: fates
                .iter()
                .enumerate()
                .filter(|(_, fate)| **fate != Fate::Blank)
                // The first line of the table holds the names of the columns.
                .map(|(place, fate)| line(number(place + 2), fate, done, words))
                .collect(),
            outcome: if key.is_empty() {
                String::new()
            } else {
                words.say_with(
                    key,
                    &[
                        ("taken", number(taken).into()),
                        ("refused", number(refused).into()),
                    ],
                )
            },
            done,
            ready: !done && refused == 0 && taken > 0,
            frame,
        }
    }
}

fn line(number: u64, fate: &Fate, done: bool, words: Words) -> Line {
    let (tag, icon, says) = match fate {
        Fate::Taken(taken) => {
            let key = match (&taken.adds, &taken.person, done) {
                (Some(_), Some(_), false) => "import-adds-both",
                (Some(_), None, false) => "import-adds-organisation",
                (None, _, false) => "import-adds-person",
                (Some(_), Some(_), true) => "import-added-both",
                (Some(_), None, true) => "import-added-organisation",
                (None, _, true) => "import-added-person",
            };
            let person = taken.person.as_ref().map_or("", |one| one.name.as_str());
            let values = [
                ("organisation", taken.organisation.as_str().into()),
                ("person", person.into()),
            ];
            ("tag-ok", "plus", words.say_with(key, &values))
        }
        Fate::Known | Fate::Blank => ("", "kept", words.say("import-known")),
        Fate::Refused(wrong) => ("tag-danger", "x", why(wrong, words)),
    };
    Line {
        number: words.say_with("import-line", &[("number", number.into())]),
        tag,
        icon,
        says,
    }
}

fn why(wrong: &Wrong, words: Words) -> String {
    let (key, word) = match wrong {
        Wrong::Organisation(_) => ("import-wrong-organisation", ""),
        Wrong::Kind(word) => ("import-wrong-kind", word.as_str()),
        Wrong::Domain(_) => ("import-wrong-domain", ""),
        Wrong::DomainTaken(owner) => ("import-wrong-domain-taken", owner.as_str()),
        Wrong::Name(_) => ("import-wrong-name", ""),
        Wrong::Email(_) => ("import-wrong-email", ""),
        Wrong::Lang(word) => ("import-wrong-lang", word.as_str()),
        Wrong::Administrator(word) => ("import-wrong-administrator", word.as_str()),
        Wrong::Elsewhere(owner) => ("import-wrong-elsewhere", owner.as_str()),
        Wrong::WorksHere => ("import-wrong-works-here", ""),
    };
    words.say_with(key, &[("word", word.into())])
}

fn said(wrong: &TableError, words: Words) -> String {
    match wrong {
        TableError::Empty => words.say("import-empty"),
        TableError::Malformed { line } => {
            words.say_with("import-malformed", &[("line", (*line).into())])
        }
        TableError::UnknownColumn { name, meant } => {
            let key = if meant.is_some() {
                "import-column-meant"
            } else {
                "import-column"
            };
            let meant = meant.clone().unwrap_or_default();
            let values = [("name", name.as_str().into()), ("meant", meant.into())];
            words.say_with(key, &values)
        }
        TableError::MissingColumn { name } => {
            words.say_with("import-column-missing", &[("name", (*name).into())])
        }
        TableError::TooLong => words.say("import-too-long"),
    }
}
