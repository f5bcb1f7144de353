//! What is worded, by whom, and what was done about it.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    super::{
        attention::ZONE,
        desk_frame::{Numbers, frame},
        layout::{Frame, Place},
        organisations::{Past, letter_word, told_of_letters},
    },
    address,
};
use crate::{
    desk::{Error, WordingsPage},
    domain::{
        ids::OrganisationId,
        setup_history::SetUpDone,
        wording::{KeptWording, Part, WordingPlace, WordingScope},
    },
    edges::{
        http::{App, Page, PageError, WordsLetters, WorkerWith, ask},
        words::{Words, dates},
    },
};

#[derive(Debug)]
struct Row {
    href: String,
    letter: String,
    /// The parts that it words, and since when.
    what: String,
    datetime: String,
    /// How it begins.
    begins: String,
}

/// The wordings of one scope.
#[derive(Debug)]
struct Group {
    name: String,
    rows: Vec<Row>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/letter_wordings.html")]
struct View {
    frame: Frame,
    groups: Vec<Group>,
    history: Vec<Change>,
}

/// What was done, and what the letter said since.
#[derive(Debug)]
struct Change {
    past: Past,
    texts: Vec<String>,
}

impl View {
    fn of(frame: Frame, page: &WordingsPage, now: DateTime<Utc>) -> Self {
        let words = frame.words;
        let mut groups: Vec<(&WordingScope, Group)> = Vec::new();
        for kept in &page.kept {
            let scope = &kept.place.scope;
            let row = row(kept, now, words);
            match groups.last_mut() {
                Some((last, group)) if *last == scope => group.rows.push(row),
                _ => {
                    let name = scope_word(scope, page, words);
                    let rows = vec![row];
                    groups.push((scope, Group { name, rows }));
                }
            }
        }
        // The desk, then contracts, then organisations, each by name.
        groups.sort_by(|(one, a), (other, b)| (rank(one), &a.name).cmp(&(rank(other), &b.name)));
        Self {
            groups: groups.into_iter().map(|(_, group)| group).collect(),
            history: changes(page, now, words),
            frame,
        }
    }
}

fn changes(page: &WordingsPage, now: DateTime<Utc>, words: Words) -> Vec<Change> {
    let told = told_of_letters(&page.history, &page.organisations, now, words);
    let texts = page.history.iter().map(|line| match &line.event.what {
        SetUpDone::LetterWorded {
            introduction,
            closing,
            ..
        } => introduction.iter().chain(closing).cloned().collect(),
        _ => Vec::new(),
    });
    told.into_iter()
        .zip(texts)
        .map(|(past, texts)| Change { past, texts })
        .collect()
}

const fn rank(scope: &WordingScope) -> u8 {
    match scope {
        WordingScope::Desk => 0,
        WordingScope::Contract(_) => 1,
        WordingScope::Organisation(_) => 2,
    }
}

/// For whom letters are worded so.
pub(in crate::edges::pages) fn scope_word(
    scope: &WordingScope,
    page: &WordingsPage,
    words: Words,
) -> String {
    let called = |id: &OrganisationId| {
        let name = page.organisations.get(id).cloned();
        name.unwrap_or_else(|| words.say("setup-an-organisation"))
    };
    match scope {
        WordingScope::Desk => words.say("wording-for-desk"),
        WordingScope::Contract(name) => {
            words.say_with("wording-for-contract", &[("name", name.as_str().into())])
        }
        WordingScope::Organisation(id) => called(id),
    }
}

fn row(kept: &KeptWording, now: DateTime<Utc>, words: Words) -> Row {
    let WordingPlace { kind, lang, .. } = kept.place;
    let parts: Vec<String> = Part::ALL
        .into_iter()
        .filter(|part| !kept.wording.text(*part).is_empty())
        .map(|part| words.say(&format!("wording-{}", part.word())))
        .collect();
    let texts = Part::ALL.map(|part| kept.wording.text(part));
    let words_of = texts.iter().flat_map(|text| text.split_whitespace());
    let begins: String = words_of.collect::<Vec<_>>().join(" ");
    let at = dates::short(kept.changed_at, now, ZONE, words.lang());
    Row {
        href: address(&kept.place),
        letter: letter_word(kind, lang, words),
        what: words.say_with(
            "wording-row",
            &[("parts", parts.join(", ").into()), ("at", at.into())],
        ),
        datetime: dates::machine(kept.changed_at, ZONE),
        begins: begins.chars().take(140).collect(),
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<WordsLetters>,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (page, numbers) = ask(&app, move |desk| {
        Ok::<_, Error>((desk.wordings()?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let place = Place::Wording;
    let frame = frame(&app, &request, &worker, numbers, "wording-title", place);
    let now = app.desk.clock().now();
    Ok(Page::of(View::of(frame, &page, now)).answer())
}
