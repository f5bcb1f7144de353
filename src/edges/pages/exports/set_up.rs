//! Products and their versions, queues and their members, who works at the desk.

use actix_web::web;

use super::{
    super::{account::role_words, people::in_words},
    Answer, Taking,
};
use crate::{
    desk::{Colleague, PeopleLine, ProductPage, QueueMembers},
    domain::access::Right,
    edges::{
        http::{
            Policy, ReadsPeople, ReadsSetUp, WorkerWith, ask, reading, resource, routing::READ,
        },
        table_out::{Cell, Kind, Row, Table},
        words::Words,
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/products.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSetUp)).to(products)),
    )
    .service(
        resource("/queues.{form}", READ).route(reading(Policy::Desk(Right::ReadSetUp)).to(queues)),
    )
    .service(
        resource("/people.{form}", READ).route(reading(Policy::Desk(Right::ReadPeople)).to(people)),
    )
    .service(
        resource("/people/history.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadPeople)).to(history)),
    );
}

async fn products(taking: Taking, _worker: WorkerWith<ReadsSetUp>) -> Answer {
    let found = ask(&taking.app, |desk| desk.products()).await?;
    let table = taking.table("products", "products-title").columns(&[
        ("export-product", Kind::Text),
        ("export-version", Kind::Text),
        ("export-maintained", Kind::Text),
        ("export-maintained-until", Kind::Day),
    ]);
    let rows = found
        .iter()
        .flat_map(|page| versions(page, &table))
        .collect();
    taking.answer(table.with(rows)).await
}

/// The versions of a product; a product without any has a row all the same.
fn versions(page: &ProductPage, table: &Table) -> Vec<Row> {
    let name = page.product.name.as_str();
    let today = table.at.with_timezone(&table.zone).date_naive();
    if page.versions.is_empty() {
        return vec![vec![name.into(), Cell::Empty, Cell::Empty, Cell::Empty]];
    }
    let versions = page.versions.iter();
    versions
        .map(|version| {
            vec![
                name.into(),
                version.name.as_str().into(),
                super::yes(version.is_maintained_on(today), table.words).into(),
                version.maintained_until.into(),
            ]
        })
        .collect()
}

async fn queues(taking: Taking, _worker: WorkerWith<ReadsSetUp>) -> Answer {
    let found = ask(&taking.app, |desk| desk.queue_members()).await?;
    let table = taking.table("queues", "queues-title").columns(&[
        ("export-queue", Kind::Text),
        ("export-members-only", Kind::Text),
        ("export-member", Kind::Text),
        ("export-email", Kind::Text),
    ]);
    let words = table.words;
    let rows = found.iter().flat_map(|one| members(one, words)).collect();
    taking.answer(table.with(rows)).await
}

/// The members of a queue; a queue without any has a row all the same.
fn members(one: &QueueMembers, words: Words) -> Vec<Row> {
    let begin = || -> Row {
        vec![
            one.queue.name.as_str().into(),
            super::yes(one.queue.members_only, words).into(),
        ]
    };
    if one.members.is_empty() {
        let mut row = begin();
        row.extend([Cell::Empty, Cell::Empty]);
        return vec![row];
    }
    let members = one.members.iter();
    members
        .map(|person| {
            let mut row = begin();
            row.extend([person.name.as_str().into(), person.email.as_str().into()]);
            row
        })
        .collect()
}

async fn people(taking: Taking, _worker: WorkerWith<ReadsPeople>) -> Answer {
    let (found, _) = ask(&taking.app, |desk| desk.every_colleague()).await?;
    let table = taking.table("accounts", "people-title").columns(&[
        ("export-name", Kind::Text),
        ("export-email", Kind::Text),
        ("export-role", Kind::Text),
        ("export-lang", Kind::Text),
        ("export-account", Kind::Text),
        ("export-factor", Kind::Text),
        ("export-seen", Kind::Instant),
    ]);
    let words = table.words;
    let rows = found.iter().map(|one| colleague(one, words)).collect();
    taking.answer(table.with(rows)).await
}

fn colleague(one: &Colleague, words: Words) -> Row {
    let person = &one.person;
    vec![
        person.name.as_str().into(),
        person.email.as_str().into(),
        role_words(person.role, words).into(),
        person.lang.own_name().into(),
        account(person.active, one.in_use, "people-invited", words).into(),
        super::yes(one.second_factor, words).into(),
        one.signed_in_at.into(),
    ]
}

/// How an account stands; `new` is the key of one without a password.
pub(super) fn account(active: bool, in_use: bool, new: &str, words: Words) -> String {
    words.say(match (active, in_use) {
        (false, _) => "people-closed",
        (true, false) => new,
        (true, true) => "people-open",
    })
}

async fn history(taking: Taking, _worker: WorkerWith<ReadsPeople>) -> Answer {
    let (_, done) = ask(&taking.app, |desk| desk.every_colleague()).await?;
    let table = taking
        .table("accounts-history", "people-history")
        .columns(&[
            ("export-when", Kind::Instant),
            ("export-about-whom", Kind::Text),
            ("export-by", Kind::Text),
            ("export-what", Kind::Text),
        ]);
    let words = table.words;
    let row = |line: &PeopleLine| -> Row {
        let (by, says) = in_words(line, words);
        vec![
            line.event.at.into(),
            line.about.as_str().into(),
            by.into(),
            says.into(),
        ]
    };
    let rows = done.iter().map(row).collect();
    taking.answer(table.with(rows)).await
}
