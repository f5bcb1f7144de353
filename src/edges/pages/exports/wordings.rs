//! How letters are worded.

use actix_web::web;

use super::{
    super::{organisations::letter_word, wording::scope_word},
    Answer, Taking,
};
use crate::{
    domain::{access::Right, wording::Part},
    edges::{
        http::{Policy, WordsLetters, WorkerWith, ask, reading, resource, routing::READ},
        table_out::Kind,
    },
};

/// Adds the route.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/letters/wording.{form}", READ)
            .route(reading(Policy::Desk(Right::WordLetters)).to(wordings)),
    );
}

const WORDINGS: [(&str, Kind); 5] = [
    ("export-worded-for", Kind::Text),
    ("export-letter", Kind::Text),
    ("wording-introduction", Kind::Text),
    ("wording-closing", Kind::Text),
    ("export-worded-since", Kind::Instant),
];

async fn wordings(taking: Taking, _worker: WorkerWith<WordsLetters>) -> Answer {
    let page = ask(&taking.app, |desk| desk.wordings()).await?;
    let table = taking.table("wordings", "wording-title").columns(&WORDINGS);
    let words = table.words;
    let rows = page.kept.iter().map(|kept| {
        vec![
            scope_word(&kept.place.scope, &page, words).into(),
            letter_word(kept.place.kind, kept.place.lang, words).into(),
            kept.wording.text(Part::Introduction).into(),
            kept.wording.text(Part::Closing).into(),
            kept.changed_at.into(),
        ]
    });
    let rows = rows.collect();
    taking.answer(table.with(rows)).await
}
