//! The availability of a report: a row for each line.

use actix_web::web;

use super::{
    super::{
        availability::credit_state,
        reports::{asked, available, period_words},
    },
    Answer, Taking, yes,
};
use crate::{
    desk::reports::AvailableTold,
    domain::{access::Right, credit::CreditState},
    edges::{
        http::{Policy, ReadsReports, WorkerWith, ask, reading, resource, routing::READ},
        table_out::{Cell, Kind, Row},
        words::{Words, availability::formula, clauses},
    },
};

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

/// Adds the route.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/reports/availability.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadReports)).to(lines)),
    );
}

const COLUMNS: [(&str, Kind); 20] = [
    ("export-organisation", Kind::Text),
    ("export-service", Kind::Text),
    ("export-contract", Kind::Text),
    ("export-version", Kind::Integer),
    ("export-clause", Kind::Text),
    ("export-first-day", Kind::Day),
    ("export-last-day", Kind::Day),
    ("report-available-until", Kind::Instant),
    ("report-available-rate", Kind::Text),
    ("report-available-target", Kind::Text),
    ("report-available-outcome", Kind::Text),
    ("availability-counted", Kind::Minutes),
    ("export-lost", Kind::Minutes),
    ("report-available-formula", Kind::Text),
    ("report-available-owed", Kind::Integer),
    ("report-available-proposed", Kind::Integer),
    ("report-available-confirmed", Kind::Integer),
    ("export-value", Kind::Euros),
    ("export-state", Kind::Text),
    ("report-available-kept", Kind::Text),
];

async fn lines(taking: Taking, worker: WorkerWith<ReadsReports>) -> Answer {
    let asked = asked(&taking.query()?, taking.app.desk.clock().now());
    let scope = worker.scope().clone();
    let (report, found) = ask(&taking.app, move |desk| {
        let found = desk.report_availability(&asked.report, &scope)?;
        Ok::<_, crate::desk::Error>((asked.report, found))
    })
    .await?;
    let table = taking
        .table("report-availability", "report-availability")
        .columns(&COLUMNS);
    let words = table.words;
    let rows = found.lines.iter().map(|one| row(one, words)).collect();
    let table = table.asked("report-period", period_words(&report.period, words));
    taking.answer(table.with(rows)).await
}

fn row(one: &AvailableTold, words: Words) -> Row {
    let line = &one.line;
    let rule = one.contract.availability();
    let clause = rule.and_then(|rule| one.contract.clause(&rule.clause));
    let outcome = available::outcome(line).map(|(_, key)| words.say(key));
    let days = |state| Cell::Integer(line.days(state).into());
    let states: Vec<String> = line
        .credits
        .iter()
        .map(|credit| words.say(credit_state(credit.state)))
        .collect();
    let formula = rule.map(|rule| {
        let said = formula(&one.contract, rule, words);
        let parts = said.iter().map(|part| {
            words.say_with(
                "report-available-part",
                &[
                    ("what", part.what.as_str().into()),
                    ("says", part.says.as_str().into()),
                ],
            )
        });
        parts.collect::<Vec<_>>().join(" · ")
    });
    vec![
        one.organisation.as_str().into(),
        one.service.as_str().into(),
        clauses::title(&one.contract, words).into(),
        Cell::Integer(one.version.into()),
        clause
            .map(|clause| clauses::reference(clause, words))
            .into(),
        line.first_day.into(),
        line.last_day.into(),
        line.until.into(),
        available::rate_words(line, words).into(),
        available::target_words(line, words).into(),
        outcome.into(),
        Cell::Minutes(line.counted.div_euclid(MINUTE)),
        Cell::Minutes(line.lost.floor().div_euclid(MINUTE)),
        formula.into(),
        line.owed
            .map_or(Cell::Empty, |owed| Cell::Integer(owed.days.into())),
        days(CreditState::Proposed),
        days(CreditState::Confirmed),
        line.worth().map_or(Cell::Empty, Cell::Euros),
        states.join(" · ").into(),
        yes(one.is_kept, words).into(),
    ]
}
