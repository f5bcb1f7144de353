//! The overview: organisations with their numbers, and what waits for vendors.

use actix_web::web;

use super::{
    super::{
        overview::{asked, at_support, late_by},
        promises::clock_word,
        queue::turn_words,
    },
    Answer, Taking,
};
use crate::{
    desk::{OverviewAsked, OverviewRow, OwedWhich, WaitingCase},
    domain::{
        access::{Right, Scope},
        ticket::Turn,
    },
    edges::{
        http::{
            Member, PageError, Policy, ReadsOverview, WorkerWith, ask, reading, resource,
            routing::READ,
        },
        table_out::{Cell, Kind, Row},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/overview.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadOverview)).to(organisations)),
    )
    .service(
        resource("/overview/vendors.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadOverview)).to(vendors)),
    )
    .service(
        resource("/portal/overview.{form}", READ)
            .route(reading(Policy::Customer(Right::ReadOverview)).to(served)),
    );
}

const ORGANISATIONS: [(&str, Kind); 8] = [
    ("export-organisation", Kind::Text),
    ("overview-col-open", Kind::Integer),
    ("turn-ours", Kind::Integer),
    ("turn-customers", Kind::Integer),
    ("turn-vendors", Kind::Integer),
    ("turn-outside", Kind::Integer),
    ("overview-col-today", Kind::Integer),
    ("overview-col-late", Kind::Integer),
];

fn number(count: u64) -> Cell {
    Cell::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

async fn organisations(taking: Taking, worker: WorkerWith<ReadsOverview>) -> Answer {
    let asked = asked(&taking.query()?, taking.app.desk.clock().now());
    let named = named(&taking, &asked, worker.scope()).await?;
    let table = taking
        .table("overview", "overview-title")
        .columns(&ORGANISATIONS)
        .asked("export-organisation", named);
    let (scope, mut from) = (worker.scope().clone(), asked);
    from.after = None;
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.overview_rows(&from, &scope)?;
        from.after = found.last().map(|row| row.organisation.id).or(from.after);
        Ok(found.iter().map(organisation).collect())
    });
    taking.answer(table).await
}

/// The name of the one organisation that was asked for.
async fn named(taking: &Taking, asked: &OverviewAsked, scope: &Scope) -> Result<String, PageError> {
    let Some(id) = asked.organisation else {
        return Ok(String::new());
    };
    let scope = scope.clone();
    let found = ask(&taking.app, move |desk| {
        desk.behind(&scope).organisation_seen(id, &scope)
    })
    .await?;
    Ok(found.map(|one| one.name).unwrap_or_default())
}

fn organisation(row: &OverviewRow) -> Row {
    let counts = &row.counts;
    let turns = Turn::ALL.map(|turn| number(counts.of(turn)));
    let mut cells = vec![row.organisation.name.as_str().into(), number(counts.open)];
    cells.extend(turns);
    cells.extend([number(counts.today), number(counts.late)]);
    cells
}

const SERVED: [(&str, Kind); 6] = [
    ("export-organisation", Kind::Text),
    ("overview-col-open", Kind::Integer),
    ("portal-turn-yours", Kind::Integer),
    ("portal-turn-supports", Kind::Integer),
    ("overview-col-today", Kind::Integer),
    ("overview-col-late", Kind::Integer),
];

async fn served(taking: Taking, member: Member) -> Answer {
    if member.who.serves.is_empty() {
        return Err(PageError::Forbidden);
    }
    let query = taking.query().unwrap_or_default();
    let mut asked = asked(&query, taking.app.desk.clock().now());
    asked.only = Some(member.who.serves.clone());
    asked.after = None;
    let table = taking.table("overview", "overview-title").columns(&SERVED);
    let scope = member.scope.clone();
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.overview_rows(&asked, &scope)?;
        asked.after = found.last().map(|row| row.organisation.id).or(asked.after);
        let row = |one: &OverviewRow| -> Row {
            let counts = &one.counts;
            vec![
                one.organisation.name.as_str().into(),
                number(counts.open),
                number(counts.customers),
                number(at_support(counts)),
                number(counts.today),
                number(counts.late),
            ]
        };
        Ok(found.iter().map(row).collect())
    });
    taking.answer(table).await
}

const VENDORS: [(&str, Kind); 10] = [
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-organisation", Kind::Text),
    ("export-vendor", Kind::Text),
    ("export-their-number", Kind::Text),
    ("export-sent", Kind::Instant),
    ("export-in-hand", Kind::Instant),
    ("export-clock", Kind::Text),
    ("export-due", Kind::Instant),
    ("export-late-by", Kind::Text),
];

async fn vendors(taking: Taking, worker: WorkerWith<ReadsOverview>) -> Answer {
    let query = taking.query()?;
    let now = taking.app.desk.clock().now();
    let asked = asked(&query, now);
    let (which, title) = match query.line("which") {
        "late" => (OwedWhich::LateAt(now), "overview-late"),
        _ => (OwedWhich::WaitingAt(now), "overview-waiting"),
    };
    let named = named(&taking, &asked, worker.scope()).await?;
    let table = taking
        .table("vendors", title)
        .columns(&VENDORS)
        .asked(
            "export-asked-view",
            turn_words(Turn::Vendors, taking.words()),
        )
        .asked("export-organisation", named);
    let words = table.words;
    let (scope, mut after) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.owed_rows(which, asked.organisation, after, &scope)?;
        after = found.last().map(|last| last.owed.key(which)).or(after);
        Ok(found.iter().map(|one| case(one, words)).collect())
    });
    taking.answer(table).await
}

fn case(one: &WaitingCase, words: Words) -> Row {
    let case = &one.owed.case;
    let organisation = one.owed.organisation.as_ref().map(|(_, name)| name.clone());
    vec![
        one.reference.as_str().into(),
        one.owed.subject.as_str().into(),
        organisation.into(),
        one.vendor.as_str().into(),
        case.reference.as_ref().map(ToString::to_string).into(),
        case.opened_at.into(),
        one.since.into(),
        one.clock
            .as_ref()
            .map(|clock| clock_word(clock.name, words))
            .into(),
        case.due.map(|(_, at)| at).into(),
        one.left
            .filter(|left| left.late)
            .map(|left| late_by(left, words))
            .into(),
    ]
}
