//! What people decided on the priorities that the contracts' rules propose.

use actix_web::web;

use super::{
    super::qualification::{clause, rule_after},
    Answer, Taking, yes,
};
use crate::{
    desk::{DecidedLine, counted_since},
    domain::access::Right,
    edges::{
        http::{Policy, ReadsQualification, WorkerWith, reading, resource, routing::READ},
        table_out::{Kind, Row},
        words::{Words, dates},
    },
};

/// Adds the route.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/qualification.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadQualification)).to(decisions)),
    );
}

const DECISIONS: [(&str, Kind); 11] = [
    ("export-when", Kind::Instant),
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-contract", Kind::Text),
    ("export-rule", Kind::Text),
    ("export-clause", Kind::Text),
    ("export-proposed", Kind::Text),
    ("export-decided", Kind::Text),
    ("export-changed", Kind::Text),
    ("export-reason", Kind::Text),
    ("export-by", Kind::Text),
];

/// All that was decided since the day that the page counts from.
async fn decisions(taking: Taking, worker: WorkerWith<ReadsQualification>) -> Answer {
    let table = taking
        .table("qualification", "qualification-list")
        .columns(&DECISIONS);
    let (words, since) = (table.words, counted_since(table.at));
    let first = dates::long_date(since, table.zone, words.lang());
    let table = table.asked("export-asked-first", first);
    let (scope, mut before) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.decision_rows(since, before, &scope)?;
        let last = found.last().map(|last| &last.decided.decision);
        before = last.map(|last| (last.at, last.id)).or(before);
        Ok(found.iter().map(|line| decided(line, words)).collect())
    });
    taking.answer(table).await
}

fn decided(line: &DecidedLine, words: Words) -> Row {
    let decision = &line.decided.decision;
    vec![
        decision.at.into(),
        line.decided.reference.to_string().into(),
        line.decided.subject.as_str().into(),
        line.contract.name().to_string().into(),
        rule_after(decision.cause, &decision.rule, words).into(),
        clause(&line.contract, &decision.clause, words).into(),
        decision.proposed.word().into(),
        decision.decided.word().into(),
        yes(decision.is_changed(), words).into(),
        decision.reason.as_str().into(),
        line.by.as_str().into(),
    ]
}
