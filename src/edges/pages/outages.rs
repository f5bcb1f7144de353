//! The outages that name a ticket, on its pages.

use super::operations::list;
use crate::{desk::TicketPage, edges::words::Words};

/// An outage that names the ticket.
#[derive(Debug)]
pub struct Outage {
    /// Where the desk reads it.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// The look of its tag.
    pub tag: &'static str,
    /// The word of its state.
    pub state: String,
    /// From when it lasts, and to when.
    pub when: String,
}

/// The outages that name the ticket, as far as the reader may know of them.
#[must_use]
pub fn outages(page: &TicketPage, words: Words) -> Vec<Outage> {
    let each = page.outages.iter().map(|one| {
        let (tag, state) = list::state(one, page.now, words);
        Outage {
            href: format!("/operations/{}", one.id),
            title: one.said.title().to_string(),
            tag,
            state,
            when: list::when(one, words),
        }
    });
    each.collect()
}
