//! What requesters say of resolved requests.

use actix_web::web;

use super::{Answer, Taking};
use crate::{
    desk::{RatingSaid, counted_since},
    domain::access::Right,
    edges::{
        http::{Policy, ReadsSatisfaction, WorkerWith, reading, resource, routing::READ},
        table_out::{Kind, Row},
        words::{Words, dates},
    },
};

/// Adds the route.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/satisfaction.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadSatisfaction)).to(opinions)),
    );
}

const OPINIONS: [(&str, Kind); 5] = [
    ("export-when", Kind::Instant),
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-opinion", Kind::Text),
    ("export-comment", Kind::Text),
];

/// All that was said since the day that the page counts from, where the page shows the last of it.
async fn opinions(taking: Taking, worker: WorkerWith<ReadsSatisfaction>) -> Answer {
    let table = taking
        .table("opinions", "satisfaction-recent")
        .columns(&OPINIONS);
    let (words, since) = (table.words, counted_since(table.at));
    let first = dates::long_date(since, table.zone, words.lang());
    let table = table.asked("export-asked-first", first);
    let (scope, mut before) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.opinion_rows(since, before, &scope)?;
        let last = found.last().map(|last| &last.rating);
        before = last.map(|last| (last.at, last.ticket)).or(before);
        Ok(found.iter().map(|said| opinion(said, words)).collect())
    });
    taking.answer(table).await
}

fn opinion(said: &RatingSaid, words: Words) -> Row {
    let rating = &said.rating;
    vec![
        rating.at.into(),
        said.reference.to_string().into(),
        said.subject.as_str().into(),
        words.say(&format!("opinion-{}", rating.level)).into(),
        rating.comment.as_ref().map(|said| said.as_str()).into(),
    ]
}
