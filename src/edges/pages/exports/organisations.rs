//! Organisations, and what belongs to one.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};

use super::super::organisations::{done_in_words, environment_word, kind_word, state, text_asked};
use crate::{
    desk::OrganisationPage,
    domain::{
        access::{Designated, Right},
        ids::OrganisationId,
        people::{Organisation, Person},
    },
    edges::{
        http::{
            App, Form, PageError, Policy, ReadsSetUp, WorkerWith, ask, export::handed_out, reading,
            resource, routing::READ,
        },
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

type Asked = web::Path<(String, String)>;
type Setter = WorkerWith<ReadsSetUp>;

async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: Setter,
    form: web::Path<String>,
) -> Result<HttpResponse, PageError> {
    let form = super::form(&form)?;
    let text = text_asked(&request)?;
    let asked = text.clone();
    let found = ask(&app, move |desk| desk.every_organisation(&asked)).await?;
    let table = super::table(&app, &request, "organisations", "organisations-title").columns(&[
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
    handed_out(&app, &request, table, form).await
}

/// A list of what belongs to one organisation.
async fn of_one(
    app: &App,
    request: &HttpRequest,
    (id, form): (String, String),
    table: Table,
    rows: impl FnOnce(&OrganisationPage, &Table) -> Vec<Row>,
) -> Result<HttpResponse, PageError> {
    let form = super::form(&form)?;
    let id: OrganisationId = id.parse().map_err(|_| PageError::NotFound)?;
    let page = ask(app, move |desk| desk.whole_organisation(id)).await?;
    let rows = rows(&page, &table);
    let table = table
        .asked("export-organisation", page.organisation.name.as_str())
        .with(rows);
    handed_out(app, request, table, form).await
}

async fn people(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: Setter,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let table = super::table(&app, &request, "people", "setup-members").columns(&[
        ("export-name", Kind::Text),
        ("export-email", Kind::Text),
        ("export-lang", Kind::Text),
        ("export-account-open", Kind::Text),
        ("export-designated", Kind::Text),
    ]);
    of_one(&app, &request, asked.into_inner(), table, |page, table| {
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

async fn platforms(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: Setter,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let table = super::table(&app, &request, "platforms", "setup-platforms").columns(&[
        ("export-platform", Kind::Text),
        ("export-environment", Kind::Text),
        ("export-product", Kind::Text),
        ("export-version", Kind::Text),
        ("export-maintained", Kind::Text),
        ("export-open", Kind::Text),
    ]);
    of_one(&app, &request, asked.into_inner(), table, |page, table| {
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

async fn subscriptions(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: Setter,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let table = super::table(&app, &request, "subscriptions", "setup-contracts").columns(&[
        ("export-contract", Kind::Text),
        ("export-service", Kind::Text),
        ("export-first-day", Kind::Day),
        ("export-last-day", Kind::Day),
        ("export-support", Kind::Text),
        ("export-prepaid", Kind::Minutes),
        ("export-state", Kind::Text),
    ]);
    of_one(&app, &request, asked.into_inner(), table, |page, table| {
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
                state(row, today, words).1.into(),
            ]
        };
        page.subscriptions.iter().rev().map(of).collect()
    })
    .await
}

async fn designated(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: Setter,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let name = "designated-administrators";
    let table = super::table(&app, &request, name, "export-list-designated")
        .columns(&super::portal::DESIGNATED);
    of_one(&app, &request, asked.into_inner(), table, |page, table| {
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

async fn history(
    app: web::Data<App>,
    request: HttpRequest,
    _worker: Setter,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let table = super::table(&app, &request, "set-up-history", "people-history").columns(&[
        ("export-when", Kind::Instant),
        ("export-by", Kind::Text),
        ("export-what", Kind::Text),
    ]);
    of_one(&app, &request, asked.into_inner(), table, |page, table| {
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
async fn time(
    app: web::Data<App>,
    request: HttpRequest,
    worker: Setter,
    asked: Asked,
) -> Result<HttpResponse, PageError> {
    let (id, form) = asked.into_inner();
    let form = super::form(&form)?;
    let id: OrganisationId = id.parse().map_err(|_| PageError::NotFound)?;
    let query = Form::parse(request.query_string().as_bytes())?;
    let day = |name: &str| match query.line(name) {
        "" => Ok(None),
        text => text
            .parse::<NaiveDate>()
            .map(Some)
            .map_err(|_| PageError::NotUnderstood),
    };
    let (first, last) = (day("first")?, day("last")?);
    let name = ask(&app, move |desk| desk.organisation_name(id)).await?;
    let table = super::table(&app, &request, "time", "export-list-time").columns(&[
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
    let desk = app.desk.behind(&scope);
    let table = table.fed(move || {
        let told = desk.time_rows(id, (begins, ends), after, &scope)?;
        after = told.last().map(|last| (last.at, last.event)).or(after);
        Ok(told.into_iter().map(told_row).collect())
    });
    handed_out(&app, &request, table, form).await
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
