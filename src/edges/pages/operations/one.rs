//! One operation: as it stands, what people were told, how it is corrected, and every revision.

use askama::Template;
use chrono::{DateTime, Utc};

use super::{
    ZONE, component_word,
    form::{Questions, cause_word, exclusion_word},
    list::{state, when},
    typed::Kind,
};
use crate::{
    desk::{OperationPage, RevisionLine},
    domain::{
        operation::{Author, MaintenanceSaid, OutageSaid, Said, Step},
        ticket::Priority,
    },
    edges::{
        pages::{
            again::Again,
            fields::{Answer, Field, Select, Summary},
            layout::Frame,
        },
        words::{Words, clauses, dates},
    },
};

/// Something that was told.
#[derive(Debug)]
struct Told {
    step: String,
    text: String,
    at: String,
    datetime: String,
}

/// A revision.
#[derive(Debug)]
struct Past {
    at: String,
    datetime: String,
    by: String,
    why: String,
    says: Vec<(String, String)>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/operation.html")]
pub(super) struct One {
    frame: Frame,
    summary: Summary,
    action: String,
    tag: &'static str,
    state: String,
    when: String,
    works: bool,
    says: Vec<(String, String)>,
    tickets: Vec<(String, String)>,
    /// Contracts whose hours a maintenance leaves, each with its clause.
    outside: Vec<(String, String)>,
    news: Vec<Told>,
    step: Select,
    text: Field,
    questions: Questions,
    seen: u32,
    why: Field,
    revisions: Vec<Past>,
}

impl One {
    pub(super) fn of(mut frame: Frame, page: &OperationPage, works: bool, again: &Again) -> Self {
        let (words, one) = (frame.words, &page.operation);
        frame.title = one.said.title().to_string();
        frame.refused = again.is_refused();
        let kind = match one.said {
            Said::Outage(_) => Kind::Outage,
            Said::Maintenance(_) => Kind::Maintenance,
        };
        let references: Vec<String> = page
            .tickets
            .iter()
            .map(|(_, reference)| reference.to_string())
            .collect();
        let (tag, state) = state(one, page.now, words);
        let said = Some((&one.said, references.join(", ")));
        Self {
            summary: again.summary(),
            action: format!("/operations/{}", one.id),
            tag,
            state,
            when: when(one, words),
            works,
            says: says(&one.said, page, words),
            tickets: page
                .tickets
                .iter()
                .map(|(id, reference)| (format!("/tickets/{id}"), reference.to_string()))
                .collect(),
            outside: outside(page, words),
            news: page
                .news
                .iter()
                .map(|news| Told {
                    step: words.say(&format!("step-{}", news.step)),
                    text: news.text.as_str().to_owned(),
                    at: told(news.at, words),
                    datetime: dates::machine(news.at, ZONE),
                })
                .collect(),
            step: Select {
                name: "step",
                label: words.say("operation-step"),
                answers: Step::ALL
                    .into_iter()
                    .map(|step| {
                        let label = words.say(&format!("step-{step}"));
                        Answer::new(step.word(), label, again.value("step", ""))
                    })
                    .collect(),
                ..Select::default()
            },
            text: again
                .field("text", words.say("operation-news-text"), "")
                .hint(words.say("operation-news-hint")),
            questions: Questions::of(kind, said, (&page.components, page.now), again, words),
            seen: one.revision,
            why: again
                .field("why", words.say("operation-why"), "")
                .hint(words.say("operation-why-hint")),
            revisions: page
                .revisions
                .iter()
                .map(|line| past(line, page, words))
                .collect(),
            frame,
        }
    }
}

fn outside(page: &OperationPage, words: Words) -> Vec<(String, String)> {
    page.outside
        .iter()
        .filter_map(|one| {
            let clause = one.contract.clause(&one.clause)?;
            let title = clauses::title(&one.contract, words);
            Some((title, clauses::reference(clause, words)))
        })
        .collect()
}

fn past(line: &RevisionLine, page: &OperationPage, words: Words) -> Past {
    let revision = &line.revision;
    let why = revision.why.as_ref();
    Past {
        at: told(revision.at, words),
        datetime: dates::machine(revision.at, ZONE),
        by: maker(revision.by, &line.by, words),
        why: match (why, revision.by) {
            (Some(why), _) => why.to_string(),
            (None, Author::Person(_)) => words.say("operation-entered"),
            (None, Author::Monitor(_)) if revision.revision == 1 => {
                words.say("monitor-revision-opened")
            }
            (None, Author::Monitor(_)) => words.say("monitor-revision-closed"),
        },
        says: says(&revision.said, page, words),
    }
}

/// Who made a revision, in words.
pub(in crate::edges::pages) fn maker(by: Author, name: &str, words: Words) -> String {
    match by {
        Author::Person(_) => name.to_owned(),
        Author::Monitor(_) => words.say_with("monitor-named", &[("name", name.into())]),
    }
}

fn told(at: DateTime<Utc>, words: Words) -> String {
    dates::long_date_time(at, ZONE, words.lang())
}

pub(super) fn severity_word(severity: Priority, words: Words) -> String {
    words.say(&format!(
        "operation-severity-{}",
        severity.word().to_lowercase()
    ))
}

/// What is said of an operation, as pairs of what and how.
fn says(said: &Said, page: &OperationPage, words: Words) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut row = |key: &str, value: String| rows.push((words.say(key), value));
    row("operation-what", said.title().to_string());
    let all = &page.components;
    let concerned = all
        .components
        .iter()
        .filter(|one| said.components().contains(&one.id))
        .map(|one| component_word(one, all, words));
    row(
        "operation-concerns",
        concerned.collect::<Vec<_>>().join(" · "),
    );
    match said {
        Said::Outage(outage) => of_outage(outage, words, &mut row),
        Said::Maintenance(maintenance) => of_maintenance(maintenance, words, &mut row),
    }
    let published = if said.is_published() {
        "export-yes"
    } else {
        "export-no"
    };
    row("operation-published", words.say(published));
    rows
}

fn of_outage(said: &OutageSaid, words: Words, row: &mut impl FnMut(&str, String)) {
    for stage in &said.stages {
        let values = [
            ("at", told(stage.from, words).into()),
            ("severity", severity_word(stage.severity, words).into()),
        ];
        row(
            "operation-severity",
            words.say_with("operation-stage", &values),
        );
    }
    if let Some(ended) = said.ended {
        row("operation-ended", told(ended, words));
    }
    row("operation-cause", cause_word(said.cause, words));
    if let Some(evidence) = &said.evidence {
        row("operation-evidence", evidence.to_string());
    }
    for pause in &said.pauses {
        let values = [
            ("from", told(pause.from, words).into()),
            ("to", told(pause.to, words).into()),
            ("reason", exclusion_word(pause.reason, words).into()),
        ];
        row(
            "operation-pause",
            words.say_with("operation-paused", &values),
        );
    }
}

fn of_maintenance(said: &MaintenanceSaid, words: Words, row: &mut impl FnMut(&str, String)) {
    row("operation-reason", said.reason.to_string());
    row("operation-from", told(said.from, words));
    row("operation-to", told(said.to, words));
    if let Some(ended) = said.ended {
        row("operation-really-ended", told(ended, words));
    }
    if said.lasts {
        row("operation-really-ended", words.say("operation-lasts"));
    }
    if let Some(urgency) = &said.urgency {
        row("operation-urgency", urgency.to_string());
    }
    if !said.is_announced() {
        row("operation-notice", words.say("operation-unannounced"));
    }
    row(
        "operation-overrun-severity",
        severity_word(said.severity, words),
    );
    if said.called_off {
        row("operation-notice", words.say("operation-called-off"));
    }
}
