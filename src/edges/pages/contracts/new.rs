//! A contract of a new name begins: what it is called, and of which contract it is a copy.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{
    super::{
        again::Again,
        fields::{Answer, Field, Select, Summary, name_refused},
        layout::Frame,
    },
    found,
    new_text::{self, Sent},
};
use crate::{
    desk::{ContractPage, Desk, Error},
    domain::{
        contract::{ContractName, TEMPLATES, copied, template},
        ticket::Line,
    },
    edges::{
        http::{App, ManagesSetUp, Page, PageError, WorkerWith},
        words::{Words, clauses as written},
    },
};

/// What stands before the name of a template, where it is not a contract's.
const TEMPLATE: &str = "template:";

/// The questions.
#[derive(Debug, Template)]
#[template(path = "pages/contract_new.html")]
struct View {
    frame: Frame,
    summary: Summary,
    name: Field,
    title: Field,
    english: Field,
    base: Select,
}

/// A text that a contract may begin with.
pub(super) struct Model {
    /// As forms write it.
    pub(super) value: String,
    /// What it is called.
    pub(super) label: String,
    source: String,
}

/// Every text that a contract may begin with: the contracts as they are in force, and the templates where
/// no contract says the same.
pub(super) fn models(pages: &[ContractPage], words: Words) -> Vec<Model> {
    let called = |title: String, name: &str, key: &str| {
        words.say_with(key, &[("title", title.into()), ("name", name.into())])
    };
    let of_page = |page: &ContractPage| Model {
        value: page.shown.name.clone(),
        label: called(
            written::title(&page.contract, words),
            &page.shown.name,
            "new-contract-copy",
        ),
        source: page.shown.source.clone(),
    };
    let mut models: Vec<Model> = pages.iter().map(of_page).collect();
    for (name, text) in TEMPLATES {
        if models.iter().any(|one| one.source == text) {
            continue;
        }
        if let Some(contract) = template(name) {
            let title = written::title(&contract, words);
            models.push(Model {
                value: format!("{TEMPLATE}{name}"),
                label: called(title, name, "new-contract-template"),
                source: text.to_owned(),
            });
        }
    }
    models
}

/// Whether there is a contract of that name.
pub(super) fn is_taken(desk: &Desk, name: &str) -> Result<bool, Error> {
    match desk.contract_page(name, None) {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ManagesSetUp>,
) -> Result<HttpResponse, PageError> {
    let query = super::query(&request)?;
    let asked = query.line("name").to_owned();
    let is_sent = query.checked("name");
    let (frame, (pages, taken)) =
        found(&app, &request, &worker, "new-contract-title", move |desk| {
            Ok((desk.contract_pages()?, is_taken(desk, &asked)?))
        })
        .await?;
    let words = frame.words;
    let models = models(&pages, words);
    let mut again = Again::with(query);
    if is_sent && let Some(text) = begun(&mut again, &models, taken, words) {
        let sent = Sent::of(text, again.form().line("base").to_owned());
        return Ok(new_text::answer(frame, &pages, &Again::default(), &sent));
    }
    Ok(View::of(frame, &models, &again).answer())
}

/// The text to begin with; nothing when something is refused.
fn begun(again: &mut Again, models: &[Model], taken: bool, words: Words) -> Option<String> {
    let name = again.form().line("name").parse::<ContractName>();
    if name.is_err() {
        again.refuse("name", words.say("new-contract-no-name"));
    } else if taken {
        again.refuse("name", words.say("new-contract-taken"));
    }
    let title = line(again, "title", words);
    let english = match again.form().line("english") {
        "" => None,
        _ => line(again, "english", words),
    };
    let chosen = again.form().line("base").to_owned();
    let model = models.iter().find(|one| one.value == chosen);
    if model.is_none() {
        again.refuse("base", words.say("new-contract-no-base"));
    }
    if again.is_refused() {
        return None;
    }
    Some(copied(
        &model?.source,
        &name.ok()?,
        &title?,
        english.as_ref(),
    ))
}

fn line(again: &mut Again, control: &'static str, words: Words) -> Option<Line> {
    match Line::parse(again.form().get(control)) {
        Ok(line) => Some(line),
        Err(why) => {
            again.refuse(control, name_refused(why, "new-contract-no-title", words));
            None
        }
    }
}

impl View {
    fn of(mut frame: Frame, models: &[Model], again: &Again) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let chosen = again.value("base", "standard");
        Self {
            summary: again.summary(),
            name: again
                .field("name", words.say("new-contract-name"), "")
                .hint(words.say("new-contract-name-hint")),
            title: again
                .field("title", words.say("new-contract-called"), "")
                .hint(words.say("new-contract-called-hint")),
            english: again
                .field("english", words.say("new-contract-english"), "")
                .optional(),
            base: Select {
                name: "base",
                label: words.say("new-contract-base"),
                hint: words.say("new-contract-base-hint"),
                answers: models
                    .iter()
                    .map(|one| Answer::new(&one.value, one.label.clone(), chosen))
                    .collect(),
                error: again.fault("base"),
                ..Select::default()
            },
            frame,
        }
    }

    fn answer(self) -> HttpResponse {
        if self.frame.refused {
            Page::refused(self).answer()
        } else {
            Page::of(self).answer()
        }
    }
}
