//! The text of a contract of a new name: checked line by line, tried, and written whole or not at all. Until
//! it is right it is nowhere but in the form.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    super::{
        again::Again,
        fields::{Field, Select, Summary},
        layout::Frame,
    },
    edit::{ROWS, Shown, closed, moment, note, wrong},
    found,
    new::is_taken,
    trial::{Promised, promised, questions},
};
use crate::{
    desk::{self, ContractPage, NewContractVersion},
    domain::{
        contract::{Contract, ContractError},
        ids::PersonId,
    },
    edges::{
        http::{App, Form, ManagesSetUp, Page, PageError, WorkerWith, ask, see_other},
        words::{Words, clauses as written},
    },
};

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/contract_new_text.html")]
struct View {
    frame: Frame,
    summary: Summary,
    base: String,
    text: Field,
    note: Field,
    day: Field,
    label: Field,
    /// The questions of a trial, once the text is a contract.
    trial: Option<(Field, Select)>,
    /// The trial in words, and what it found.
    tried: Option<(String, Vec<Promised>)>,
    /// On the requests of which contract it can be tried, and since when.
    simulate: Option<(String, Field)>,
    wrong: Vec<Vec<Shown>>,
    mistakes: String,
    /// What is said of a text that is right.
    right: Option<String>,
}

/// What came, and what became of it.
pub(super) struct Sent {
    text: String,
    base: String,
    errors: Vec<ContractError>,
    contract: Option<Contract>,
    /// Whether nothing stands in its way.
    right: bool,
    tried: Option<(String, Vec<Promised>)>,
}

impl Sent {
    /// A text, with that from which it was copied.
    pub(super) fn of(text: String, base: String) -> Self {
        let read = Contract::parse("contract.toml", &text);
        let (contract, errors) = match read {
            Ok(contract) => (Some(contract), Vec::new()),
            Err(errors) => (None, errors),
        };
        Self {
            text,
            base,
            errors,
            contract,
            right: false,
            tried: None,
        }
    }
}

pub(super) async fn take(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let words_of_text = form.get("text").replace("\r\n", "\n");
    let base = form.line("base").to_owned();
    let mut again = Again::with(form);
    let (frame, pages) = found(&app, &request, &worker, "new-contract-title", |desk| {
        desk.contract_pages()
    })
    .await?;
    let words = frame.words;
    let text = closed(words_of_text, &mut again, words);
    let mut sent = Sent::of(text, base);
    let by = worker.person.id;
    match &sent.contract {
        None => again.refuse("text", words.say("edit-wrong")),
        Some(contract) if again.form().line("do") != "add" => {
            let name = contract.name().as_str().to_owned();
            if ask(&app, move |desk| is_taken(desk, &name)).await? {
                again.refuse("text", taken(contract, words));
            }
        }
        Some(_) => {}
    }
    if let (Some(contract), false) = (sent.contract.clone(), again.is_refused()) {
        match again.form().line("do") {
            "check" | "close" => {}
            "try" => sent.tried = promised(&mut again, &contract, words),
            "simulate" => {
                let of = pages.iter().find(|one| one.shown.name == sent.base);
                let of = of.ok_or(PageError::NotUnderstood)?.shown.name.clone();
                let tz = contract.calendar().rules().timezone();
                let since = moment(&mut again, "since", tz, words);
                if !again.is_refused() {
                    let on = of.clone();
                    let job = ask(&app, move |desk| {
                        desk.ask_simulation_on(&on, &contract, since, by)
                    })
                    .await?;
                    return Ok(see_other(&format!("/contracts/{of}/jobs/{job}")));
                }
            }
            "add" => {
                if let Some(name) = add(&app, contract, by, &mut again, words).await? {
                    return Ok(see_other(&format!("/contracts/{name}")));
                }
            }
            _ => return Err(PageError::NotUnderstood),
        }
        sent.right = !again.is_refused();
    }
    Ok(answer(frame, &pages, &again, &sent))
}

fn taken(contract: &Contract, words: Words) -> String {
    let name = contract.name().as_str().to_owned();
    words.say_with("new-contract-text-taken", &[("name", name.into())])
}

/// Writes the contract; its name, or nothing when it was refused, with the reason on the page.
async fn add(
    app: &App,
    contract: Contract,
    by: PersonId,
    again: &mut Again,
    words: Words,
) -> Result<Option<String>, PageError> {
    let note = note(again, words);
    if again.is_refused() {
        return Ok(None);
    }
    let name = contract.name().as_str().to_owned();
    let refused = taken(&contract, words);
    let said = NewContractVersion {
        contract,
        // Sent twice it is there once; of another text the name is taken.
        seen: Some(0),
        note,
        from: None,
        by: Some(by),
    };
    match ask(app, move |desk| desk.add_version(said)).await {
        Ok(_) => Ok(Some(name)),
        Err(PageError::Desk(desk::Error::Overtaken | desk::Error::Invalid(_))) => {
            again.refuse("text", refused);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The page of a text.
pub(super) fn answer(
    frame: Frame,
    pages: &[ContractPage],
    again: &Again,
    sent: &Sent,
) -> HttpResponse {
    let view = View::of(frame, pages, again, sent);
    if view.frame.refused {
        Page::refused(view).answer()
    } else {
        Page::of(view).answer()
    }
}

impl View {
    fn of(mut frame: Frame, pages: &[ContractPage], again: &Again, sent: &Sent) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let mut text = Field::new("text", words.say("edit-text"))
            .value(&sent.text)
            .hint(words.say("new-contract-text-hint"))
            .refused(again.fault("text"));
        text.rows = ROWS;
        let base = pages.iter().find(|one| one.shown.name == sent.base);
        let since = again
            .field("since", words.say("edit-since"), "")
            .of_kind("datetime-local", "")
            .hint(words.say("edit-since-hint"))
            .optional();
        let simulate = base.map(|page| {
            let title = written::title(&page.contract, words);
            let said = words.say_with("new-contract-simulate", &[("title", title.into())]);
            (said, since)
        });
        let right = sent.contract.as_ref().filter(|_| sent.right);
        Self {
            summary: again.summary(),
            base: sent.base.clone(),
            text,
            note: again
                .field("note", words.say("edit-note"), "")
                .hint(words.say("edit-note-hint"))
                .optional(),
            day: again
                .field("day", words.say("edit-day"), "")
                .of_kind("date", "")
                .optional(),
            label: again.field("label", words.say("edit-label"), "").optional(),
            trial: sent
                .contract
                .as_ref()
                .map(|contract| questions(contract, again, words)),
            tried: sent.tried.clone(),
            simulate,
            wrong: wrong(&sent.text, &sent.errors, words),
            mistakes: words.say_with("edit-mistakes", &[("count", sent.errors.len().into())]),
            right: right.map(|contract| {
                let name = contract.name().as_str().to_owned();
                words.say_with("new-contract-right", &[("name", name.into())])
            }),
            frame,
        }
    }
}
