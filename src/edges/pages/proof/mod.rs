//! « Why this deadline? »: the promise, its clause, and every interval counted or skipped, with
//! the running sum. The same sheet serves the requester and the agents.

mod rows;
mod sheet;

use askama::Template;

pub use rows::Row;
pub(super) use rows::{Part, rows, shown, split};
pub(super) use sheet::clauses;
pub use sheet::{Quote, Sheet};

use super::layout::Frame;
use crate::{desk::TicketPage, domain::ticket::ClockName};

/// Who reads the sheet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reader {
    /// The requester.
    Requester,
    /// Somebody who works at the desk: names of people are shown, and how to compute it again.
    Worker,
}

/// The requester's page.
#[derive(Debug, Template)]
#[template(path = "pages/proof.html")]
pub struct Public {
    frame: Frame,
    sheet: Sheet,
}

impl Public {
    /// The page of a clock; `back` is the address of the request. Nothing when the ticket has no
    /// such clock, or nothing is promised for it.
    #[must_use]
    pub fn of(frame: Frame, page: &TicketPage, clock: ClockName, back: &str) -> Option<Self> {
        let sheet = Sheet::of(page, clock, Reader::Requester, back, frame.words)?;
        Some(Self {
            frame: titled(frame, &sheet),
            sheet,
        })
    }
}

/// The agents' page.
#[derive(Debug, Template)]
#[template(path = "pages/proof_desk.html")]
pub struct Desk {
    frame: Frame,
    sheet: Sheet,
}

impl Desk {
    /// The page of a clock; `back` is the address of the ticket. Nothing when the ticket has no
    /// such clock, or nothing is promised for it.
    #[must_use]
    pub fn of(frame: Frame, page: &TicketPage, clock: ClockName, back: &str) -> Option<Self> {
        let sheet = Sheet::of(page, clock, Reader::Worker, back, frame.words)?;
        Some(Self {
            frame: titled(frame, &sheet),
            sheet,
        })
    }
}

fn titled(mut frame: Frame, sheet: &Sheet) -> Frame {
    frame.title = frame.say_with("proof-title-of", "reference", &sheet.reference);
    frame
}
