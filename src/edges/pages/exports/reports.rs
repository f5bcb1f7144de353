//! Reports: the figures of a period, and the list behind each.

use actix_web::web;

use super::{
    super::{
        promises::clock_word,
        reports::{
            asked, figure_key, group_name, json, list_address, list_said, period_words, sought,
            sought_words,
        },
    },
    Answer, Taking,
};
use crate::{
    desk::reports::{ListRow, ReportPage},
    domain::{
        access::Right,
        report::{Dimension, Figure, Sought},
        ticket::{ClockName, Priority},
    },
    edges::{
        http::{Policy, ReadsReports, WorkerWith, ask, reading, resource, routing::READ},
        table_out::{Cell, Kind, Row},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/reports.json", READ).route(reading(Policy::Desk(Right::ReadReports)).to(json)),
    )
    .service(
        resource("/reports.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadReports)).to(figures)),
    )
    .service(
        resource("/reports/list.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadReports)).to(list)),
    );
}

const FIGURES: [(&str, Kind); 7] = [
    ("report-col-figure", Kind::Text),
    ("export-clock", Kind::Text),
    ("export-priority", Kind::Text),
    ("report-col-by", Kind::Text),
    ("report-col-part", Kind::Text),
    ("report-col-count", Kind::Integer),
    ("report-col-minutes", Kind::Minutes),
];

async fn figures(taking: Taking, worker: WorkerWith<ReadsReports>) -> Answer {
    let asked = asked(&taking.query()?, taking.app.desk.clock().now());
    let scope = worker.scope().clone();
    let page = ask(&taking.app, move |desk| {
        desk.behind(&scope).report(&asked.report, &scope)
    })
    .await?;
    let table = taking.table("report", "report-title").columns(&FIGURES);
    let words = table.words;
    let mut table = table.asked("report-period", period_words(&page.asked.period, words));
    for one in &page.asked.groups {
        let name = group_name(&page.names, one.by, &one.group, words);
        table = table.asked(by_key(one.by), name);
    }
    let rows = rows(&page, words);
    taking.answer(table.with(rows)).await
}

const fn by_key(by: Dimension) -> &'static str {
    match by {
        Dimension::Organisation => "export-organisation",
        Dimension::Product => "export-product",
        Dimension::Integrator => "report-by-integrator",
        Dimension::Contract => "export-contract",
    }
}

fn number(count: u64) -> Cell {
    Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn line(what: String, clock: Cell, priority: Cell, count: Cell, minutes: Cell) -> Row {
    let none = Cell::Empty;
    vec![
        what.into(),
        clock,
        priority,
        none.clone(),
        none,
        count,
        minutes,
    ]
}

fn said(figure: Figure, words: Words) -> String {
    words.say(figure_key(figure))
}

/// The figures as a whole, and then by promise and priority, as durations, and by part.
fn rows(page: &ReportPage, words: Words) -> Vec<Row> {
    let figures = &page.figures;
    let whole = [
        Figure::Filed,
        Figure::Resolved,
        Figure::Reopened,
        Figure::Requalified,
        Figure::Kept,
        Figure::Missed,
        Figure::Backlog,
    ];
    let mut rows: Vec<Row> = whole
        .into_iter()
        .map(|one| {
            let count = number(figures.count(one));
            line(
                said(one, words),
                Cell::Empty,
                Cell::Empty,
                count,
                Cell::Empty,
            )
        })
        .collect();
    rows.extend(promises(page, words));
    rows.extend(durations(page, words));
    rows.extend(parts(page, words));
    rows
}

fn promises(page: &ReportPage, words: Words) -> Vec<Row> {
    let mut rows = Vec::new();
    for clock in ClockName::ALL {
        for priority in Priority::ALL {
            let share = page.figures.share(Some(clock), Some(priority));
            for (figure, count) in [(Figure::Kept, share.kept), (Figure::Missed, share.missed)] {
                if share.due() > 0 {
                    let (clock, priority) = (clock_word(clock, words), priority.word());
                    let (clock, priority) = (clock.into(), priority.into());
                    let count = number(count);
                    rows.push(line(
                        said(figure, words),
                        clock,
                        priority,
                        count,
                        Cell::Empty,
                    ));
                }
            }
        }
    }
    rows
}

fn durations(page: &ReportPage, words: Words) -> Vec<Row> {
    let mut rows = Vec::new();
    for figure in [Figure::Answered, Figure::Resolved] {
        for priority in Priority::ALL {
            let took = page.figures.took(figure, Some(priority));
            for (key, spread) in [("business", &took.business), ("wall", &took.wall)] {
                for percent in [50, 90] {
                    if let Some(minutes) = spread.rank(percent) {
                        let what = words.say(&format!("report-rank-{key}-{percent}"));
                        let what = format!("{} · {what}", said(figure, words));
                        let (count, minutes) = (number(spread.count()), Cell::Minutes(minutes));
                        let priority = priority.word().into();
                        rows.push(line(what, Cell::Empty, priority, count, minutes));
                    }
                }
            }
        }
    }
    rows
}

fn parts(page: &ReportPage, words: Words) -> Vec<Row> {
    let mut rows = Vec::new();
    for ((by, group), part) in &page.figures.groups {
        for (figure, count) in [
            (Figure::Filed, part.filed),
            (Figure::Resolved, part.resolved),
            (Figure::Kept, part.promises.kept),
            (Figure::Missed, part.promises.missed),
            (Figure::Backlog, part.backlog),
        ] {
            rows.push(vec![
                said(figure, words).into(),
                Cell::Empty,
                Cell::Empty,
                words.say(by_key(*by)).into(),
                group_name(&page.names, *by, group, words).into(),
                number(count),
                Cell::Empty,
            ]);
        }
    }
    rows
}

const LIST: [(&str, Kind); 11] = [
    ("export-when", Kind::Instant),
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-organisation", Kind::Text),
    ("export-priority", Kind::Text),
    ("export-contract", Kind::Text),
    ("report-col-figure", Kind::Text),
    ("report-col-ended", Kind::Instant),
    ("report-col-wall", Kind::Minutes),
    ("report-col-business", Kind::Minutes),
    ("export-clock", Kind::Text),
];

async fn list(taking: Taking, worker: WorkerWith<ReadsReports>) -> Answer {
    let query = taking.query()?;
    let asked = asked(&query, taking.app.desk.clock().now());
    let sought: Sought = sought(&query);
    let table = taking.table("report-list", "report-title").columns(&LIST);
    let words = table.words;
    let table = table
        .asked("report-period", period_words(&asked.report.period, words))
        .asked("export-asked-view", sought_words(&sought, words))
        .asked("report-address", list_address(&asked.report, &sought, None));
    let (scope, mut after, mut over) = (worker.scope().clone(), None, false);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        if over {
            return Ok(Vec::new());
        }
        let found = desk.report_list(&asked.report, &sought, after, 500, &scope)?;
        after = found.rows.last().map(|row| row.key).or(after);
        over = !found.more;
        Ok(found.rows.iter().map(|row| counted(row, words)).collect())
    });
    taking.answer(table).await
}

fn counted(row: &ListRow, words: Words) -> Row {
    let fact = &row.noted.fact;
    vec![
        fact.at.into(),
        row.ticket.reference.to_string().into(),
        row.ticket.subject.as_str().into(),
        row.organisation.clone().into(),
        fact.priority.word().into(),
        row.noted.contract.as_str().into(),
        list_said(row, words).into(),
        fact.ended_at.into(),
        fact.wall.map_or(Cell::Empty, Cell::Minutes),
        fact.business.map_or(Cell::Empty, Cell::Minutes),
        fact.clock.map(|clock| clock_word(clock, words)).into(),
    ]
}
