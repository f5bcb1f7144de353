//! How the contracts' rules fare: how often people took what they propose, by rule.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono_tz::Europe::Paris;

use super::{
    desk_frame::{Numbers, frame},
    layout::{Frame, Place},
    promises::contract_lang,
};
use crate::{
    desk::{DecidedLine, Error, QualificationPage, RuleCount},
    domain::{
        access::Right,
        contract::Contract,
        ticket::{Cause, Priority},
    },
    edges::{
        http::{
            App, Page, PageError, Policy, ReadsQualification, WorkerWith, ask, reading, resource,
            routing::READ,
        },
        words::{
            Words, clauses, dates,
            rules::{cause_word, rule_words},
        },
    },
};

/// Adds the route of the page.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/qualification", READ)
            .route(reading(Policy::Desk(Right::ReadQualification)).to(show)),
    );
}

/// The proposals of a rule.
#[derive(Debug)]
struct Row {
    contract: String,
    rule: String,
    clause: String,
    weight: u8,
    proposed: String,
    counted: String,
    /// What else became of it; empty when it was always taken.
    instead: String,
    hot: bool,
}

/// A proposal that became something else.
#[derive(Debug)]
struct Changed {
    href: String,
    reference: String,
    subject: String,
    said: String,
    rule: String,
    reason: String,
    by: String,
    at: String,
    datetime: String,
}

#[derive(Debug, Template)]
#[template(path = "pages/qualification.html")]
struct View {
    frame: Frame,
    since: String,
    all: String,
    rules: Vec<Row>,
    changed: Vec<Changed>,
}

async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    worker: WorkerWith<ReadsQualification>,
) -> Result<HttpResponse, PageError> {
    let scope = worker.scope().clone();
    let (page, numbers) = ask(&app, move |desk| {
        Ok::<_, Error>((desk.qualification(&scope)?, Numbers::read(desk, &scope)?))
    })
    .await?;
    let frame = frame(
        &app,
        &request,
        &worker,
        numbers,
        "qualification-title",
        Place::Qualification,
    );
    Ok(Page::of(View::of(frame, &page)).answer())
}

impl View {
    fn of(frame: Frame, page: &QualificationPage) -> Self {
        let words = frame.words;
        let since = dates::long_date(page.since, Paris, words.lang());
        let all: u64 = page.rules.iter().map(RuleCount::all).sum();
        let changed: u64 = page.rules.iter().map(RuleCount::changed).sum();
        Self {
            since: words.say_with("satisfaction-since", &[("date", since.into())]),
            all: counted(all, changed, words),
            rules: page.rules.iter().map(|one| row(one, words)).collect(),
            changed: page
                .changed
                .iter()
                .map(|line| changed_line(page, line, words))
                .collect(),
            frame,
        }
    }
}

/// « 12 décisions, 3 corrections ».
fn counted(all: u64, changed: u64, words: Words) -> String {
    words.say_with(
        "qualification-counted",
        &[("all", all.into()), ("changed", changed.into())],
    )
}

fn row(one: &RuleCount, words: Words) -> Row {
    let instead: Vec<String> = one
        .decided
        .iter()
        .filter(|(decided, _)| **decided != one.proposed)
        .map(|(decided, count)| {
            words.say_with(
                "qualification-instead",
                &[
                    ("priority", word_of(&one.contract, *decided, words).into()),
                    ("count", (*count).into()),
                ],
            )
        })
        .collect();
    Row {
        contract: clauses::title(&one.contract, words),
        rule: rule_after(one.cause, &one.rule, words),
        clause: clause(&one.contract, &one.clause, words),
        weight: super::acknowledge::weight(one.proposed),
        proposed: word_of(&one.contract, one.proposed, words),
        counted: counted(one.all(), one.changed(), words),
        instead: instead.join(" · "),
        hot: one.changed() > 0,
    }
}

fn changed_line(page: &QualificationPage, line: &DecidedLine, words: Words) -> Changed {
    let decision = &line.decided.decision;
    Changed {
        href: format!("/tickets/{}#qualification", decision.ticket),
        reference: line.decided.reference.to_string(),
        subject: line.decided.subject.to_string(),
        said: words.say_with(
            "qualification-changed",
            &[
                (
                    "proposed",
                    word_of(&line.contract, decision.proposed, words).into(),
                ),
                (
                    "decided",
                    word_of(&line.contract, decision.decided, words).into(),
                ),
            ],
        ),
        rule: rule_after(decision.cause, &decision.rule, words),
        reason: decision.reason.clone(),
        by: line.by.clone(),
        at: dates::short(decision.at, page.now, Paris, words.lang()),
        datetime: dates::machine(decision.at, Paris),
    }
}

/// « P1, critique ».
fn word_of(contract: &Contract, priority: Priority, words: Words) -> String {
    words.say_with(
        "ticket-priority-word",
        &[
            ("priority", priority.word().into()),
            (
                "word",
                contract
                    .priority_word(priority, contract_lang(words))
                    .into(),
            ),
        ],
    )
}

/// A rule, and what made it propose where that was not the filing.
pub(super) fn rule_after(cause: Cause, rule: &str, words: Words) -> String {
    let rule = rule_words(rule, words);
    match cause {
        Cause::Filing => rule,
        Cause::Workaround | Cause::Nature => words.say_with(
            "qualification-rule-after",
            &[
                ("rule", rule.into()),
                ("cause", cause_word(cause, words).into()),
            ],
        ),
    }
}

/// Where a clause stands; its name in the file, where this version has it no more.
pub(super) fn clause(contract: &Contract, name: &str, words: Words) -> String {
    contract.clause_named(name).map_or_else(
        || name.to_owned(),
        |clause| clauses::reference(clause, words),
    )
}
