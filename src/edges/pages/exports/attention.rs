//! Escalations, letters, and letters that came in.

use actix_web::web;

use super::{
    super::{
        attention::{stored, subject},
        incoming::{incoming_state, remarks},
        letters::{LetterState, state_words},
        promises::clock_word,
    },
    Answer, Taking,
};
use crate::{
    desk::EscalationRow,
    domain::{
        access::Right,
        incoming::{IncomingLetter, IncomingState},
        letter::Letter,
        people::EmailAddress,
        ticket::Reference,
    },
    edges::{
        http::{Policy, Reads, ReadsLetters, WorkerWith, reading, resource, routing::READ},
        table_out::{Cell, Kind, Row},
        words::{Words, levels::level_when},
    },
};

/// Adds the routes.
pub(super) fn routes(app: &mut web::ServiceConfig) {
    app.service(
        resource("/escalations.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadTickets)).to(escalations)),
    )
    .service(
        resource("/letters.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadLetters)).to(letters)),
    )
    .service(
        resource("/incoming.{form}", READ)
            .route(reading(Policy::Desk(Right::ReadLetters)).to(incoming)),
    );
}

const ESCALATIONS: [(&str, Kind); 11] = [
    ("export-fired", Kind::Instant),
    ("export-reference", Kind::Text),
    ("export-subject", Kind::Text),
    ("export-organisation", Kind::Text),
    ("export-priority", Kind::Text),
    ("export-clock", Kind::Text),
    ("export-level", Kind::Text),
    ("export-told", Kind::Text),
    ("export-caught-up", Kind::Text),
    ("export-answered-by", Kind::Text),
    ("export-answered-at", Kind::Instant),
];

async fn escalations(taking: Taking, worker: WorkerWith<Reads>) -> Answer {
    let open = taking.query()?.line("show") != "all";
    let table = taking.table("escalations", "escalations-title");
    let words = table.words;
    let shown = if open {
        "escalations-open"
    } else {
        "escalations-all"
    };
    let table = table
        .columns(&ESCALATIONS)
        .asked("export-asked-view", words.say(shown));
    let (scope, mut before) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.escalation_rows(open, before, &scope)?;
        let last = found.last().map(|row| &row.escalation);
        before = last.map(|last| (last.fired_at, last.id)).or(before);
        Ok(found.iter().map(|row| escalation(row, words)).collect())
    });
    taking.answer(table).await
}

fn escalation(row: &EscalationRow, words: Words) -> Row {
    let (escalation, ticket) = (&row.escalation, &row.ticket);
    let organisation = row.organisation.as_deref();
    let by = match (escalation.acknowledged_at, &row.acknowledged_by) {
        (None, _) => String::new(),
        (Some(_), Some(name)) => name.clone(),
        (Some(_), None) => words.say("escalation-by-link"),
    };
    vec![
        escalation.fired_at.into(),
        ticket.reference.to_string().into(),
        ticket.subject.as_str().into(),
        organisation.unwrap_or(&ticket.organisation_said).into(),
        ticket.priority.word().into(),
        clock_word(escalation.clock, words).into(),
        level_when(escalation.level.when, words).into(),
        escalation.level.recipients.join(", ").into(),
        super::yes(escalation.level.late, words).into(),
        by.into(),
        escalation.acknowledged_at.into(),
    ]
}

const LETTERS: [(&str, Kind); 10] = [
    ("export-owed", Kind::Instant),
    ("export-letter", Kind::Text),
    ("export-to", Kind::Text),
    ("export-lang", Kind::Text),
    ("export-state", Kind::Text),
    ("export-attempts", Kind::Integer),
    ("export-next-try", Kind::Instant),
    ("export-sent", Kind::Instant),
    ("export-answer", Kind::Text),
    ("export-reference", Kind::Text),
];

async fn letters(taking: Taking, worker: WorkerWith<ReadsLetters>) -> Answer {
    let query = taking.query()?;
    let shown = LetterState::named(query.line("state")).unwrap_or(LetterState::Refused);
    let table = taking.table("letters", "letters-title").columns(&LETTERS);
    let words = table.words;
    let table = table.asked("export-state", state_words(shown, words));
    let (scope, mut before) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.letter_rows(stored(shown), before, &scope)?;
        let last = found.last();
        before = last.map(|last| (last.created_at, last.id)).or(before);
        Ok(found.iter().map(|one| letter(one, shown, words)).collect())
    });
    taking.answer(table).await
}

fn letter(letter: &Letter, state: LetterState, words: Words) -> Row {
    let reference = letter
        .notice
        .ticket()
        .map(|ticket| ticket.reference.clone());
    let waits = state == LetterState::Waiting;
    vec![
        letter.created_at.into(),
        subject(letter, words).into(),
        letter.recipient.to_string().into(),
        letter.lang.own_name().into(),
        state_words(state, words).into(),
        Cell::Integer(letter.attempts.into()),
        waits.then_some(letter.next_try_at).into(),
        letter.sent_at.into(),
        letter.last_error.clone().into(),
        reference.into(),
    ]
}

const INCOMING: [(&str, Kind); 9] = [
    ("export-came", Kind::Instant),
    ("export-subject", Kind::Text),
    ("export-from", Kind::Text),
    ("export-to", Kind::Text),
    ("export-door", Kind::Text),
    ("export-state", Kind::Text),
    ("export-outcome", Kind::Text),
    ("export-remarks", Kind::Text),
    ("export-reference", Kind::Text),
];

async fn incoming(taking: Taking, worker: WorkerWith<ReadsLetters>) -> Answer {
    let query = taking.query()?;
    let state = query.line("state").parse().unwrap_or(IncomingState::Held);
    let table = taking
        .table("incoming", "incoming-title")
        .columns(&INCOMING);
    let words = table.words;
    let table = table.asked("export-state", incoming_state(state, words));
    let (scope, mut before) = (worker.scope().clone(), None);
    let desk = taking.app.desk.behind(&scope);
    let table = table.fed(move || {
        let found = desk.incoming_rows(state, before, &scope)?;
        let last = found.last().map(|(last, _)| last);
        before = last.map(|last| (last.arrived_at, last.id)).or(before);
        let rows = found.into_iter();
        Ok(rows.map(|(one, of)| came(&one, of, words)).collect())
    });
    taking.answer(table).await
}

fn came(letter: &IncomingLetter, ticket: Option<Reference>, words: Words) -> Row {
    let read = letter.read.as_ref();
    let sender = read.and_then(|one| one.sender.as_ref());
    let text = |address: Option<&EmailAddress>| address.map(ToString::to_string);
    vec![
        letter.arrived_at.into(),
        read.map(|one| one.subject.as_str().to_owned()).into(),
        text(sender).into(),
        text(letter.delivered_to.as_ref()).into(),
        words
            .say(&format!("export-door-{}", letter.door.word()))
            .into(),
        incoming_state(letter.state, words).into(),
        letter
            .outcome
            .map(|one| words.say(&format!("incoming-outcome-{}", one.word())))
            .into(),
        remarks(letter, words).join(", ").into(),
        ticket.map(|one| one.to_string()).into(),
    ]
}
