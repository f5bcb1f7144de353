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
        import::{COLUMNS, Fate},
        people_history::By,
    },
    edges::{
        import_words::{Counts, fate_in_words, numbered, outcome, table_in_words},
        table_in,
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
            again.refuse("table", table_in_words(&wrong, frame.words));
            return Ok(Page::refused(View::of(frame, &again, None)).answer());
        }
    };
    let by = By::Person(worker.person.id);
    let imported = ask(&app, move |desk| desk.import(lines, by, dry)).await?;
    Ok(Page::of(View::of(frame, &again, Some(&imported))).answer())
}

async fn framed(app: &App, request: &HttpRequest, worker: &Worker) -> Result<Frame, PageError> {
    let scope = worker.scope().clone();
    let numbers = ask(app, move |desk| Numbers::read(desk, &scope)).await?;
    Ok(set_up_frame(app, request, worker, numbers, "import-title"))
}

impl View {
    fn of(mut frame: Frame, again: &Again, imported: Option<&Imported>) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let fates = imported.map_or(&[][..], |imported| &imported.fates);
        let counts = Counts::of(fates);
        let done = imported.is_some_and(|imported| imported.written);
        let mut table = again
            .field("table", words.say("import-table"), "")
            .hint(words.say("import-hint"));
        table.rows = 12;
        Self {
            summary: again.summary(),
            table,
            columns: COLUMNS.join(","),
            lines: numbered(fates)
                .map(|(number, fate)| line(number, fate, done, words))
                .collect(),
            outcome: imported.map_or(String::new(), |imported| outcome(imported, words)),
            done,
            ready: !done && counts.refused == 0 && counts.taken > 0,
            frame,
        }
    }
}

fn line(number: u64, fate: &Fate, done: bool, words: Words) -> Line {
    let (tag, icon) = match fate {
        Fate::Taken(_) => ("tag-ok", "plus"),
        Fate::Known | Fate::Blank => ("", "kept"),
        Fate::Refused(_) => ("tag-danger", "x"),
    };
    Line {
        number: words.say_with("import-line", &[("number", number.into())]),
        tag,
        icon,
        says: fate_in_words(fate, done, words),
    }
}
