//! What was said of an organisation's consents, as both sides list it.

use super::{attention::ZONE, consent::told_words};
use crate::{
    desk::{ConsentLine, ConsentsPage},
    domain::ticket::ConsentTold,
    edges::words::{Words, dates},
};

/// A line of the list.
#[derive(Debug)]
pub struct Line {
    /// The ticket's page.
    pub href: String,
    /// The number of the ticket.
    pub reference: String,
    /// What it is about.
    pub subject: String,
    /// What was said, in a sentence.
    pub said: String,
    /// When.
    pub at: String,
    /// The same for machines.
    pub datetime: String,
}

/// The lines of a page; tickets lie under `tickets`.
#[must_use]
pub fn lines(page: &ConsentsPage, tickets: &str, words: Words) -> Vec<Line> {
    page.lines
        .iter()
        .map(|ConsentLine { said, by }| {
            let told = ConsentTold::by(&said.event.what);
            Line {
                href: format!("{tickets}/{}", said.event.ticket),
                reference: said.reference.to_string(),
                subject: said.subject.to_string(),
                said: told
                    .map(|told| told_words(told, by, words))
                    .unwrap_or_default(),
                at: dates::short(said.event.at, page.now, ZONE, words.lang()),
                datetime: dates::machine(said.event.at, ZONE),
            }
        })
        .collect()
}
