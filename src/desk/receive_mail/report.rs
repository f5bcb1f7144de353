//! A mail server tells what became of a letter of ours.

use std::sync::Arc;

use super::handle::Read;
use crate::{
    desk::{Desk, Error},
    domain::incoming::{DeliveryReport, Outcome},
    store::{incoming, letters},
};

impl Desk {
    /// Notes a report with the letter that it tells of: only who had that letter knows its Message-ID.
    /// A letter that never arrives is for an administrator, and its address is marked.
    pub(super) fn take_report(&self, read: Read, report: DeliveryReport) -> Result<(), Error> {
        let queue = self.queue_of(&read)?;
        let read = Arc::new(read);
        self.insist(move |tx| {
            let about = match &report.about {
                Some(id) => letters::by_message_id(tx, id)?,
                None => None,
            };
            let named = report.recipient.as_ref().map(|one| one.key());
            let about = about.filter(|letter| {
                // A report of another address is of a letter that was passed on.
                named
                    .as_ref()
                    .is_none_or(|named| *named == letter.recipient.key())
            });
            let Some(letter) = about else {
                return read.settle(tx, (Outcome::SetAside, queue), None, None);
            };
            if report.failed {
                let why = report.why.as_str();
                letters::came_back(tx, &letter.message_id, why, read.now)?;
                incoming::note_bounce(tx, &letter.recipient, why, read.now)?;
            }
            read.settle(tx, (Outcome::Reported, queue), None, letter.ticket)
        })
    }
}
