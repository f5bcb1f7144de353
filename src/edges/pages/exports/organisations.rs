//! Organisations, and what belongs to one.

use actix_web::web;
use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};

use super::{
    super::organisations::{done_in_words, environment_word, kind_word, state, text_asked},
    Answer, Taking,
};
use crate::{
    desk::OrganisationPage,
    domain::{
        access::{Designated, Right},
        ids::OrganisationId,
        people::{Organisation, Person},
    },
    edges::{
        http::{PageError, Policy, ReadsSetUp, WorkerWith, ask, reading, resource, routing::READ},
        table_out::{Cell, Kind, Row, Table},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/organisations.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(list)),
    )
    .service(
        resource("/organisations/{id}/people.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(people)),
    )
    .service(
        resource("/organisations/{id}/platforms.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(platforms)),
    )
    .service(
        resource("/organisations/{id}/subscriptions.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(subscriptions)),
    )
    .service(
        resource("/organisations/{id}/designated.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(designated)),
    )
    .service(
        resource("/organisations/{id}/history.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(history)),
    )
    .service(
        resource("/organisations/{id}/time.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(time)),
    );
}

type Setter = WorkerWith<ReadsSetUp>;

async fn list(taking: Taking, _worker: Setter) -> Answer {
    let text = text_asked(&taking.request)?;
    let asked = text.clone();
    let found = ask(&taking.app, move |desk| desk.every_organisation(&asked)).await?;
    let table = taking
        .table("organisations", "organisations-title")
        .columns(&[
            ("export-organisation", Kind::Text),
            ("export-kind", Kind::Text),
            ("export-domain", Kind::Text),
        ]);
    let words = table.words;
    let row = |one: &Organisation| {
        vec![
            one.name.as_str().into(),
            kind_word(one.kind, words).into(),
            one.mail_domain.as_deref().into(),
        ]
    };
    let table = table
        .asked("export-asked-text", text)
        .with(found.iter().map(row).collect());
    taking.answer(table).await
}

/// A list of what belongs to one organisation.
async fn of_one(
    taking: &Taking,
    table: Table,
    rows: impl FnOnce(&OrganisationPage, &Table) -> Vec<Row>,
) -> Answer {
    let id: OrganisationId = taking.id()?;
    let page = ask(&taking.app, move |desk| desk.whole_organisation(id)).await?;
    let rows = rows(&page, &table);
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    taking.answer(table).await
}

async fn people(taking: Taking, _worker: Setter) -> Answer {
    let table = taking.table("people", "setup-members").columns(&[
        ("export-name", Kind::Text),
        ("export-email", Kind::Text),
        ("export-lang", Kind::Text),
        ("export-account-open", Kind::Text),
        ("export-designated", Kind::Text),
    ]);
    of_one(&taking, table, |page, table| {
        let words = table.words;
        let row = |person: &Person| {
            let of = page
                .designated
                .iter()
                .filter(|(one, _)| one.id == person.id);
            let of: Vec<String> = of.map(|(_, of)| scope(of, page, words)).collect();
            vec![
                person.name.as_str().into(),
                person.email.as_str().into(),
                person.lang.own_name().into(),
                super::yes(person.active, words).into(),
                of.join(", ").into(),
            ]
        };
        page.people.iter().map(row).collect()
    })
    .await
}

async fn platforms(taking: Taking, _worker: Setter) -> Answer {
    let table = taking.table("platforms", "setup-platforms").columns(&[
        ("export-platform", Kind::Text),
        ("export-environment", Kind::Text),
        ("export-product", Kind::Text),
        ("export-version", Kind::Text),
        ("export-maintained", Kind::Text),
        ("export-open", Kind::Text),
    ]);
    of_one(&taking, table, |page, table| {
        let words = table.words;
        let today = table.at.with_timezone(&table.zone).date_naive();
        let of = |platform: &crate::domain::platform::Platform| {
            let runs = page
                .versions
                .iter()
                .find(|(version, _)| Some(version.id) == platform.version);
            let maintained =
                runs.map(|(version, _)| super::yes(version.is_maintained_on(today), words));
            vec![
                platform.name.as_str().into(),
                environment_word(platform.environment, words).into(),
                runs.map(|(_, product)| product.as_str()).into(),
                runs.map(|(version, _)| version.name.as_str()).into(),
                maintained.into(),
                super::yes(platform.active, words).into(),
            ]
        };
        page.platforms.iter().map(of).collect()
    })
    .await
}

async fn subscriptions(taking: Taking, _worker: Setter) -> Answer {
    let table = taking.table("subscriptions", "setup-contracts").columns(&[
        ("export-contract", Kind::Text),
        ("export-service", Kind::Text),
        ("export-first-day", Kind::Day),
        ("export-last-day", Kind::Day),
        ("export-support", Kind::Text),
        ("export-prepaid", Kind::Minutes),
        ("export-annual", Kind::Euros),
        ("export-state", Kind::Text),
    ]);
    of_one(&taking, table, |page, table| {
        let words = table.words;
        let today = table.at.with_timezone(&table.zone).date_naive();
        let of = |row: &crate::domain::subscription::Subscription| {
            let service = page.services.iter().find(|one| one.id == row.service);
            let prepaid = row.prepaid_minutes;
            vec![
                row.contract_name.as_str().into(),
                service.map(|one| one.name.as_str()).into(),
                row.first_day.into(),
                row.last_day.into(),
                super::yes(row.support, words).into(),
                prepaid.map_or(Cell::Empty, |minutes| Cell::Minutes(minutes.into())),
                row.annual.map_or(Cell::Empty, Cell::Euros),
                state(row, today, words).1.into(),
            ]
        };
        page.subscriptions.iter().rev().map(of).collect()
    })
    .await
}

async fn designated(taking: Taking, _worker: Setter) -> Answer {
    let name = "designated-administrators";
    let table = taking
        .table(name, "export-list-designated")
        .columns(&super::portal::DESIGNATED);
    of_one(&taking, table, |page, table| {
        let open = page.designated.iter().filter(|(person, _)| person.active);
        open.map(|(person, of)| {
            vec![
                person.name.as_str().into(),
                person.email.as_str().into(),
                page.organisation.name.as_str().into(),
                scope(of, page, table.words).into(),
            ]
        })
        .collect()
    })
    .await
}

/// « toute l’organisation », or the name of a platform.
fn scope(of: &Designated, page: &OrganisationPage, words: Words) -> String {
    super::super::portal::designation(of.platform, &page.platforms, words)
}

async fn history(taking: Taking, _worker: Setter) -> Answer {
    let table = taking.table("set-up-history", "people-history").columns(&[
        ("export-when", Kind::Instant),
        ("export-by", Kind::Text),
        ("export-what", Kind::Text),
    ]);
    of_one(&taking, table, |page, table| {
        let done = done_in_words(page, table.words);
        let lines = page.history.iter().zip(done);
        lines
            .map(|(line, (by, says))| vec![line.event.at.into(), by.into(), says.into()])
            .collect()
    })
    .await
}

/// The time of an organisation's tickets. Its corrections are rows of their own, so that the sum of
/// a period that is over changes no more.
async fn time(taking: Taking, worker: Setter) -> Answer {
    let id: OrganisationId = taking.id()?;
    let query = taking.query()?;
    let day = |name: &str| match query.line(name) {
        "" => Ok(None),
        text => text
            .parse::<NaiveDate>()
            .map(Some)
            .map_err(|_| PageError::NotUnderstood),
    };
    let (first, last) = (day("first")?, day("last")?);
    let name = ask(&taking.app, move |desk| desk.organisation_name(id)).await?;
    let table = taking.table("time", "export-list-time").columns(&[
        ("export-when", Kind::Instant),
        ("export-reference", Kind::Text),
        ("export-subject", Kind::Text),
        ("export-by", Kind::Text),
        ("export-time", Kind::Minutes),
        ("export-correction", Kind::Text),
    ]);
    let said = |day: Option<NaiveDate>| {
        day.map(|day| crate::edges::words::dates::civil(day, table.words.lang()))
            .unwrap_or_default()
    };
    let (from, until) = (said(first), said(last));
    let table = table
        .asked("export-organisation", name)
        .asked("export-asked-first", from)
        .asked("export-asked-last", until);
    let begins = first.map_or(DateTime::<Utc>::UNIX_EPOCH, midnight);
    let next = last.map(|day| day.succ_opt().unwrap_or(day));
    let ends = next.map_or(table.at + chrono::TimeDelta::days(1), midnight);
    let (scope, mut after) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let told = desk.time_rows(id, (begins, ends), after, &scope)?;
        after = told.last().map(|last| (last.at, last.event)).or(after);
        Ok(told.into_iter().map(told_row).collect())
    });
    taking.answer(table).await
}

fn told_row(told: crate::desk::TimeRow) -> Row {
    vec![
        told.at.into(),
        told.reference.to_string().into(),
        told.subject.into(),
        told.by.into(),
        Cell::Minutes(told.minutes.into()),
        told.reason.into(),
    ]
}

/// When a day begins in the desk's zone, UTC.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let begins = day.and_time(chrono::NaiveTime::MIN);
    let local = super::ZONE.from_local_datetime(&begins).earliest();
    local.map_or_else(|| begins.and_utc(), |at| at.to_utc())
}
