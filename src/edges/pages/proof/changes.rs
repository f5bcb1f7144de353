//! What changed the clock, in words.

use chrono_tz::Tz;

use super::Reader;
use crate::{
    desk::TicketPage,
    domain::sla::{Change, Changed, ProofSheet},
    edges::{
        pages::promises::reason_word,
        words::{Words, dates},
    },
};

/// Each change with its instant; who made it is for those who work at the desk.
pub(super) fn changes(
    page: &TicketPage,
    sheet: &ProofSheet,
    reader: Reader,
    tz: Tz,
    words: Words,
) -> Vec<(String, String)> {
    sheet
        .changes
        .iter()
        .map(|change| {
            let at = dates::day_time(change.at, tz, words.lang());
            let what = changed(change, words);
            let by = (reader == Reader::Worker)
                .then(|| page.events.iter().find(|event| event.seq == change.seq))
                .flatten()
                .and_then(|event| event.actor.person())
                .and_then(|person| page.people.get(&person));
            let said = match by {
                Some(person) => words.say_with(
                    "proof-changed-by",
                    &[("what", what.into()), ("name", person.name.as_str().into())],
                ),
                None => what,
            };
            (at, said)
        })
        .collect()
}

fn changed(change: &Change, words: Words) -> String {
    match change.what {
        Changed::Started => words.say("proof-changed-started"),
        Changed::Requalified { from, to } => words.say_with(
            "proof-changed-requalified",
            &[("from", from.word().into()), ("to", to.word().into())],
        ),
        Changed::Paused(reason) => words.say_with(
            "proof-changed-paused",
            &[("reason", reason_word(reason, words).into())],
        ),
        Changed::Resumed => words.say("proof-changed-resumed"),
        Changed::Stopped => words.say("proof-changed-stopped"),
        Changed::Reopened => words.say("proof-changed-reopened"),
    }
}
