//! Help that was paid for in advance, for the desk and for who administrates an organisation.

use actix_web::web;

use super::{
    super::hours::{Part, parts, state},
    Answer, Taking,
};
use crate::{
    desk::HoursPage,
    domain::{access::Right, ids::OrganisationId, prepaid::Account},
    edges::{
        http::{
            Member, PageError, Policy, ReadsSetUp, WorkerWith, ask, reading, resource,
            routing::READ,
        },
        table_out::{Cell, Kind, Row},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/organisations/{id}/hours.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(of_one)),
    )
    .service(
        resource("/portal/hours.{form}", READ)
            .route(reading(Policy::Customer(Right::ReadHours)).to(of_ours)),
    );
}

const HOURS: [(&str, Kind); 10] = [
    ("export-service", Kind::Text),
    ("export-first-day", Kind::Day),
    ("export-last-day", Kind::Day),
    ("export-state", Kind::Text),
    ("export-prepaid", Kind::Minutes),
    ("export-left", Kind::Minutes),
    ("export-month", Kind::Day),
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-time", Kind::Minutes),
];

async fn of_one(taking: Taking, worker: WorkerWith<ReadsSetUp>) -> Answer {
    let (id, by): (OrganisationId, _) = (taking.id()?, worker.person.id);
    let page = ask(&taking.app, move |desk| desk.hours(id, by)).await?;
    told(&taking, &page).await
}

async fn of_ours(taking: Taking, member: Member) -> Answer {
    let id = member.who.organisation.ok_or(PageError::Forbidden)?;
    let by = member.person.id;
    let page = member
        .ask(&taking.app, move |desk| desk.hours(id, by))
        .await?;
    told(&taking, &page).await
}

async fn told(taking: &Taking, page: &HoursPage) -> Answer {
    let table = taking.table("hours", "hours-title").columns(&HOURS);
    let words = table.words;
    let accounts = page.accounts.iter();
    let rows = accounts.flat_map(|account| rows(page, account, words));
    let rows = rows.collect();
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    taking.answer(table).await
}

/// A row for each month and ticket, in the order of the page; help of which nothing is spent has a
/// row all the same.
fn rows(page: &HoursPage, account: &Account, words: Words) -> Vec<Row> {
    let begin = || -> Row {
        let subscription = &account.subscription;
        vec![
            page.services.get(&subscription.service).cloned().into(),
            subscription.first_day.into(),
            subscription.last_day.into(),
            state(page, subscription, words).1.into(),
            Cell::Minutes(account.bought),
            Cell::Minutes(account.left()),
        ]
    };
    if account.months.is_empty() {
        let mut row = begin();
        row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Minutes(0)]);
        return vec![row];
    }
    let months = account.months.iter().rev();
    let of_months = months.flat_map(|(month, of_month)| {
        let parts = parts(page, of_month).into_iter();
        parts.map(|part| {
            let mut row = begin();
            row.push((*month).into());
            row.extend(spent(part, words));
            row
        })
    });
    of_months.collect()
}

fn spent(part: Part<'_>, words: Words) -> [Cell; 3] {
    let (reference, subject) = match part.ticket {
        Some((_, reference, subject)) => (reference.to_string(), subject.to_string()),
        None => (String::new(), words.say("hours-others")),
    };
    [
        reference.into(),
        subject.into(),
        Cell::Minutes(part.minutes),
    ]
}
