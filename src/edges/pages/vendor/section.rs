//! What a ticket's page says of the vendor.

use crate::{
    desk::{CasePage, TicketPage},
    domain::vendor::{self, Late},
    edges::{
        pages::chip::Chip,
        pages::promises::{chip, clock_word, current},
        words::{Words, dates},
    },
};

use super::case::state;

/// The panel of a ticket's page.
#[derive(Debug)]
pub struct VendorSection {
    /// The page of the dossier and the thread.
    pub(in crate::edges::pages) href: String,
    /// The page of whose time runs.
    pub(in crate::edges::pages) hands: String,
    /// Whether a dossier is being written.
    pub(in crate::edges::pages) begun: bool,
    /// The cases: reference, vendor, state, its colour, and the chip of what is owed.
    pub(in crate::edges::pages) cases: Vec<(String, String, String, &'static str, Option<Chip>)>,
    /// The warning that the vendor's promise ends after ours.
    pub(in crate::edges::pages) late: Option<String>,
}

/// The panel; nothing where no vendor takes cases and none was ever sent.
#[must_use]
pub fn section(
    page: &TicketPage,
    cases: &[CasePage],
    (begun, offered): (bool, bool),
    words: Words,
) -> Option<VendorSection> {
    if cases.is_empty() && !offered {
        return None;
    }
    let hands = format!("/tickets/{}/hands", page.ticket.id);
    let open = cases.iter().find(|one| one.case.state.is_open());
    Some(VendorSection {
        href: format!("/tickets/{}/vendor", page.ticket.id),
        begun,
        cases: cases
            .iter()
            .map(|one| {
                let (said, class) = state(one.case.state, words);
                let first = current(&one.clocks)
                    .into_iter()
                    .find_map(|clock| chip(clock, &one.contract, page.now, words, &hands))
                    .filter(|_| one.case.state.is_open());
                (
                    one.reference.clone(),
                    one.vendor.clone(),
                    said,
                    class,
                    first,
                )
            })
            .collect(),
        late: open
            .and_then(|one| vendor::late(&page.clocks, &one.clocks))
            .map(|found| late_words(page, &found, "late-open", words)),
        hands,
    })
}

/// « L’éditeur doit sa prise en charge lundi à 12:00, après notre échéance… ».
pub(super) fn late_words(page: &TicketPage, late: &Late, key: &str, words: Words) -> String {
    let tz = page.contract.calendar().rules().timezone();
    let at = |at| dates::in_sentence(at, page.now, tz, words.lang());
    words.say_with(
        key,
        &[
            ("ours", clock_word(late.ours.0, words).into()),
            ("our-at", at(late.ours.1).into()),
            ("theirs", clock_word(late.theirs.0, words).into()),
            ("their-at", at(late.theirs.1).into()),
        ],
    )
}
