//! A version is written: pasted or changed in the page, checked line by line, tried on the tickets of the
//! past, and added whole or not at all.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    super::{
        again::Again,
        fields::{Field, Summary, name_refused},
        layout::Frame,
    },
    found,
};
use crate::{
    desk::{self, ContractPage, NewContractVersion},
    domain::{
        contract::{Contract, ContractError, with_closure},
        ids::PersonId,
        ticket::Line,
    },
    edges::{
        http::{App, Form, ManagesSetUp, Page, PageError, WorkerWith, ask, see_other},
        instants::read_instant,
        words::{Words, clauses as written, contract_mistakes, zones::zone_words},
    },
};

/// How many lines are shown around one that is wrong.
const AROUND: usize = 2;
/// The lines of the text that are in sight.
pub(super) const ROWS: u8 = 28;

/// A line of the text, with what is wrong in it.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) number: usize,
    pub(super) text: String,
    pub(super) wrongs: Vec<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/contract_edit.html")]
struct View {
    frame: Frame,
    contract: String,
    back: String,
    action: String,
    seen: String,
    summary: Summary,
    text: Field,
    note: Field,
    from: Field,
    since: Field,
    day: Field,
    label: Field,
    /// Groups of lines with those that are wrong; between two of them all is well.
    wrong: Vec<Vec<Shown>>,
    mistakes: String,
    /// Whether the text was checked, and is a contract.
    right: bool,
    same: bool,
}

/// What became of the text.
#[derive(Default)]
struct Checked {
    errors: Vec<ContractError>,
    right: bool,
    same: bool,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    name: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let version = super::version(&super::query(&request)?, "version")?;
    let (frame, (shown, last)) = found(&app, &request, &worker, "edit-title", move |desk| {
        let last = desk.contract_page(&name, None)?.last();
        desk.contract_page(&name, Some(version.unwrap_or(last)))
            .map(|page| (page, last))
    })
    .await?;
    let view = View::of(frame, &shown, last, &Again::default(), &Checked::default());
    Ok(Page::of(view).answer())
}

/// What a button of the form does with a text that is a contract.
enum Does {
    Check,
    Preview,
    Simulate(Option<DateTime<Utc>>),
    Add {
        note: String,
        from: Option<DateTime<Utc>>,
    },
}

pub(super) async fn take(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    name: web::Path<String>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let name = name.into_inner();
    let wanted = name.clone();
    let (frame, page) = found(&app, &request, &worker, "edit-title", move |desk| {
        desk.contract_page(&wanted, None)
    })
    .await?;
    let words = frame.words;
    let seen: u32 = form
        .line("seen")
        .parse()
        .map_err(|_| PageError::NotUnderstood)?;
    let mut again = Again::with(form);
    let mut checked = Checked::default();
    // A browser sends every end of a line as two characters; a file has one.
    let typed = again.form().get("text").replace("\r\n", "\n");
    let source = closed(typed, &mut again, words);
    let contract = read(&name, &source, &mut again, &mut checked, words);
    let does = does(&mut again, &page, words)?;
    if let (Some(contract), false) = (contract, again.is_refused()) {
        checked.right = true;
        checked.same = page
            .versions
            .first()
            .is_some_and(|one| one.source == source);
        let by = worker.person.id;
        match does {
            Does::Check => {}
            Does::Preview => {
                let job = ask(&app, move |desk| desk.ask_preview_of_text(&contract, by)).await?;
                return Ok(see_other(&format!("/contracts/{name}/jobs/{job}")));
            }
            Does::Simulate(since) => {
                let job = ask(&app, move |desk| desk.ask_simulation(&contract, since, by)).await?;
                return Ok(see_other(&format!("/contracts/{name}/jobs/{job}")));
            }
            Does::Add { note, from } => {
                if let Some(done) =
                    add(&app, contract, (seen, by), (note, from), &mut again, words).await?
                {
                    return Ok(see_other(&format!("/contracts/{name}?version={done}")));
                }
            }
        }
    }
    let refused = again.is_refused();
    let view = View::with(frame, (&page, &source), seen, &again, &checked);
    Ok(if refused {
        Page::refused(view).answer()
    } else {
        Page::of(view).answer()
    })
}

/// The text with the closure that was asked for, when one was.
pub(super) fn closed(text: String, again: &mut Again, words: Words) -> String {
    if again.form().line("do") != "close" {
        return text;
    }
    let day = again.form().line("day").parse::<NaiveDate>();
    if day.is_err() {
        again.refuse("day", words.say("setup-no-day"));
    }
    match (day, Line::parse(again.form().get("label"))) {
        (Ok(day), Ok(label)) => with_closure(&text, day, &label),
        (_, Ok(_)) => text,
        (_, Err(why)) => {
            again.refuse("label", name_refused(why, "edit-no-label", words));
            text
        }
    }
}

/// Adds the version; nothing when it was refused, with the reason on the page.
async fn add(
    app: &App,
    contract: Contract,
    (seen, by): (u32, PersonId),
    (note, from): (String, Option<DateTime<Utc>>),
    again: &mut Again,
    words: Words,
) -> Result<Option<u32>, PageError> {
    let said = NewContractVersion {
        contract,
        seen: Some(seen),
        note,
        from,
        by: Some(by),
    };
    match ask(app, move |desk| desk.add_version(said)).await {
        Ok(version) => Ok(Some(version)),
        Err(PageError::Desk(desk::Error::Overtaken)) => {
            again.refuse("text", words.say("edit-overtaken"));
            Ok(None)
        }
        Err(PageError::Desk(desk::Error::Invalid(_))) => {
            again.refuse("from", words.say("edit-same-text"));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The contract of the text; nothing when it is none, or another one.
fn read(
    name: &str,
    source: &str,
    again: &mut Again,
    checked: &mut Checked,
    words: Words,
) -> Option<Contract> {
    match Contract::parse(&format!("{name}.toml"), source) {
        Ok(contract) if contract.name().as_str() == name => Some(contract),
        Ok(contract) => {
            let said = [
                ("name", contract.name().as_str().to_owned().into()),
                ("wanted", name.to_owned().into()),
            ];
            again.refuse("text", words.say_with("edit-other-name", &said));
            None
        }
        Err(errors) => {
            again.refuse("text", words.say("edit-wrong"));
            checked.errors = errors;
            None
        }
    }
}

fn does(again: &mut Again, page: &ContractPage, words: Words) -> Result<Does, PageError> {
    let tz = page.contract.calendar().rules().timezone();
    match again.form().line("do") {
        // A closure was written into the text by then.
        "check" | "close" => Ok(Does::Check),
        "preview" => Ok(Does::Preview),
        "simulate" => Ok(Does::Simulate(moment(again, "since", tz, words))),
        "add" => {
            let from = moment(again, "from", tz, words);
            let note = note(again, words);
            Ok(Does::Add { note, from })
        }
        _ => Err(PageError::NotUnderstood),
    }
}

/// Why a version is added; may be empty.
pub(super) fn note(again: &mut Again, words: Words) -> String {
    match again.form().line("note") {
        "" => String::new(),
        note => match Line::parse(note) {
            Ok(note) => note.as_str().to_owned(),
            Err(why) => {
                let said = name_refused(why, "edit-note", words);
                again.refuse("note", said);
                String::new()
            }
        },
    }
}

/// An instant that was typed, as the clocks of the contract's zone show it.
pub(super) fn moment(
    again: &mut Again,
    control: &'static str,
    tz: Tz,
    words: Words,
) -> Option<DateTime<Utc>> {
    let typed = again.form().line(control).to_owned();
    if typed.is_empty() {
        return None;
    }
    let instant = read_instant(&typed, tz).ok();
    if instant.is_none() {
        again.refuse(control, words.say("trial-no-instant"));
    }
    instant
}

impl View {
    fn of(frame: Frame, page: &ContractPage, seen: u32, again: &Again, checked: &Checked) -> Self {
        Self::with(frame, (page, &page.shown.source), seen, again, checked)
    }

    fn with(
        mut frame: Frame,
        (page, source): (&ContractPage, &str),
        seen: u32,
        again: &Again,
        checked: &Checked,
    ) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let tz = page.contract.calendar().rules().timezone();
        let zone = words.say_with("trial-zone", &[("zone", zone_words(tz, words).into())]);
        let mut text = Field::new("text", words.say("edit-text"))
            .value(source)
            .hint(words.say("edit-hint"))
            .refused(again.fault("text"));
        text.rows = ROWS;
        let moment = |name, key| {
            again
                .field(name, words.say(key), "")
                .of_kind("datetime-local", "")
                .optional()
        };
        let name = &page.shown.name;
        Self {
            contract: written::title(&page.contract, words),
            back: format!("/contracts/{name}"),
            action: format!("/contracts/{name}/edit"),
            seen: seen.to_string(),
            summary: again.summary(),
            text,
            note: again
                .field("note", words.say("edit-note"), "")
                .hint(words.say("edit-note-hint"))
                .optional(),
            from: moment("from", "edit-from")
                .hint(words.say_with("edit-from-hint", &[("zone", zone.into())])),
            since: moment("since", "edit-since").hint(words.say("edit-since-hint")),
            day: again
                .field("day", words.say("edit-day"), "")
                .of_kind("date", "")
                .optional(),
            label: again.field("label", words.say("edit-label"), "").optional(),
            mistakes: words.say_with("edit-mistakes", &[("count", checked.errors.len().into())]),
            wrong: wrong(source, &checked.errors, words),
            right: checked.right,
            same: checked.same,
            frame,
        }
    }
}

/// The lines that are wrong with those around them, in groups.
pub(super) fn wrong(source: &str, errors: &[ContractError], words: Words) -> Vec<Vec<Shown>> {
    let said = |error: &ContractError| contract_mistakes::sentence(&error.problem, words);
    let mut groups: Vec<Vec<Shown>> = Vec::new();
    if errors.is_empty() {
        return groups;
    }
    let near = |number: usize| {
        errors
            .iter()
            .any(|error| error.line.abs_diff(number) <= AROUND)
    };
    // An empty text has a first line, too.
    let lines = source.lines().chain(source.is_empty().then_some(""));
    let mut before = 0;
    for (text, number) in lines.zip(1..).filter(|(_, number)| near(*number)) {
        let wrongs = errors.iter().filter(|error| error.line == number);
        let shown = Shown {
            number,
            text: text.to_owned(),
            wrongs: wrongs.map(said).collect(),
        };
        match groups.last_mut() {
            Some(group) if number == before + 1 => group.push(shown),
            _ => groups.push(vec![shown]),
        }
        before = number;
    }
    // What is missing at the end of the file stands after its last line.
    let beyond: Vec<String> = errors
        .iter()
        .filter(|error| error.line > source.lines().count().max(1))
        .map(said)
        .collect();
    if !beyond.is_empty() {
        groups.push(vec![Shown {
            number: source.lines().count() + 1,
            text: String::new(),
            wrongs: beyond,
        }]);
    }
    groups
}
