//! One letter: how it looks, and the form that words it.

use askama::Template;

use super::{
    super::{
        again::Again,
        fields::{Answer, Field, Select, Summary},
        layout::Frame,
    },
    Shown,
};
use crate::{
    desk::WordingPage,
    domain::{
        lang::Lang,
        notice::LetterKind,
        wording::{Part, WordingPlace, WordingScope},
    },
    edges::{http::Form, mail::Parts, pages::organisations::letter_word, words::Words},
};

/// An example of the letter.
#[derive(Debug)]
pub(super) struct Example {
    /// The sentences of Guichet's that an introduction takes the place of.
    pub(super) prose: Vec<String>,
    /// The letter in words.
    pub(super) parts: Parts,
    /// Where its HTML stands alone.
    pub(super) frame: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/letter_preview.html")]
pub(super) struct View {
    frame: Frame,
    summary: Summary,
    done: String,
    /// What is kept now, where somebody else was faster: the name of each part, and its text.
    overtaken: Option<Vec<(String, String)>>,
    /// Whether the letter shows texts that are not kept.
    unkept: bool,
    about: String,
    letter: Select,
    language: Select,
    scope: Select,
    hidden: [(&'static str, String); 4],
    introduction: Field,
    closing: Field,
    prose: Vec<String>,
    /// What stands where a part is left blank, because a wider scope says so.
    wider: Vec<(String, String)>,
    tags: Vec<(String, String)>,
    is_worded: bool,
    subject: String,
    text: String,
    html: String,
}

impl View {
    pub(super) fn of(
        mut frame: Frame,
        place: &WordingPlace,
        page: &WordingPage,
        example: Example,
        how: Shown,
        again: &Again,
    ) -> Self {
        let words = frame.words;
        frame.refused = again.is_refused();
        let kept = page.kept.as_ref();
        let text = |part| kept.map_or("", |kept| kept.wording.text(part));
        let field = |part: Part| Field {
            rows: if part == Part::Introduction { 9 } else { 4 },
            most: u32::try_from(part.most()).ok(),
            ..again
                .field(part.word(), part_word(part, words), text(part))
                .hint(words.say(&format!("wording-{}-hint", part.word())))
                .optional()
        };
        let seen = kept.map_or(0, |kept| kept.version);
        let named = |part: Part, text: &str| (part_word(part, words), text.to_owned());
        Self {
            summary: again.summary(),
            done: done(&frame, words),
            overtaken: (how == Shown::Overtaken)
                .then(|| Part::ALL.map(|part| named(part, text(part))).to_vec()),
            unkept: how != Shown::Kept && !again.is_refused(),
            about: letter_word(place.kind, place.lang, words),
            letter: kinds(place.kind, words),
            language: languages(place.lang, words),
            scope: scopes(page, &place.scope, words),
            hidden: [
                ("letter", place.kind.to_string()),
                ("in", place.lang.to_string()),
                ("for", place.scope.to_string()),
                ("seen", seen.to_string()),
            ],
            introduction: field(Part::Introduction),
            closing: field(Part::Closing),
            prose: example.prose,
            wider: Part::ALL
                .into_iter()
                .map(|part| named(part, page.wider.text(part)))
                .filter(|(_, text)| !text.is_empty())
                .collect(),
            tags: place
                .kind
                .tags()
                .iter()
                .map(|tag| {
                    let means = words.say(&format!("wording-tag-{}", tag.word()));
                    (tag.to_string(), means)
                })
                .collect(),
            is_worded: kept.is_some_and(|kept| !kept.wording.is_blank()),
            subject: example.parts.subject,
            text: example.parts.text,
            html: example.frame,
            frame,
        }
    }
}

fn part_word(part: Part, words: Words) -> String {
    words.say(&format!("wording-{}", part.word()))
}

/// What was done just now, by the word in the address.
fn done(frame: &Frame, words: Words) -> String {
    let query = frame.path.split_once('?').map_or("", |(_, query)| query);
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    match query.line("done") {
        "save" => words.say("wording-done-save"),
        "reset" => words.say("wording-done-reset"),
        _ => String::new(),
    }
}

fn kinds(chosen: LetterKind, words: Words) -> Select {
    Select {
        name: "letter",
        label: words.say("wording-which"),
        answers: LetterKind::ALL
            .into_iter()
            .map(|kind| {
                let label = words.say(&format!("letter-kind-{kind}"));
                Answer::new(kind.word(), label, chosen.word())
            })
            .collect(),
        ..Select::default()
    }
}

fn languages(chosen: Lang, words: Words) -> Select {
    Select {
        name: "in",
        label: words.say("wording-in"),
        answers: Lang::ALL
            .into_iter()
            .map(|lang| {
                let label = words.say(&format!("wording-lang-{lang}"));
                Answer::new(lang.tag(), label, chosen.tag())
            })
            .collect(),
        ..Select::default()
    }
}

fn scopes(page: &WordingPage, chosen: &WordingScope, words: Words) -> Select {
    let chosen = chosen.to_string();
    let contracts = page.contracts.iter().map(|name| {
        let label = words.say_with("wording-for-contract", &[("name", name.as_str().into())]);
        (format!("contract:{name}"), label)
    });
    let organisations = page.organisations.iter().map(|one| {
        let scope = WordingScope::Organisation(one.id);
        (scope.to_string(), one.name.clone())
    });
    let desk = (
        WordingScope::Desk.to_string(),
        words.say("wording-for-desk"),
    );
    Select {
        name: "for",
        label: words.say("wording-for"),
        answers: [desk]
            .into_iter()
            .chain(contracts)
            .chain(organisations)
            .map(|(value, label)| Answer::new(&value, label, &chosen))
            .collect(),
        ..Select::default()
    }
}
