//! The contracts there are.

use askama::Template;

use super::{
    super::layout::Frame,
    address,
    read::{organisations, services, since},
};
use crate::{desk::ContractPage, edges::words::clauses as written};

#[derive(Debug)]
struct Card {
    href: String,
    title: String,
    name: String,
    since: String,
    services: String,
    organisations: String,
}

/// The contracts.
#[derive(Debug, Template)]
#[template(path = "pages/contracts.html")]
pub(super) struct List {
    frame: Frame,
    cards: Vec<Card>,
    /// Whether whoever reads may write another one.
    manages: bool,
}

impl List {
    pub(super) fn of(frame: Frame, pages: &[ContractPage], manages: bool) -> Self {
        let words = frame.words;
        let card = |page: &ContractPage| Card {
            href: address(page, ""),
            title: written::title(&page.contract, words),
            name: page.shown.name.clone(),
            since: since(page, words),
            services: services(page),
            organisations: organisations(page, words),
        };
        Self {
            cards: pages.iter().map(card).collect(),
            manages,
            frame,
        }
    }
}
