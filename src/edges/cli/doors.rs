//! The doors of `guichet serve` through which letters come in, opened and closed together.

use std::{io::Write, time::Duration};

use super::open::Failure;
use crate::{
    config::Settings,
    desk::Desk,
    edges::mail::{
        imap::Mailboxes,
        lmtp::{Limits, Lmtp},
    },
};

/// The doors that are open.
#[derive(Debug, Default)]
pub(super) struct Doors {
    lmtp: Option<Lmtp>,
    mailboxes: Option<Mailboxes>,
}

impl Doors {
    /// Opens the doors of the settings, and says which. None is opened where the desk has no address.
    pub(super) fn open(
        settings: &Settings,
        desk: &Desk,
        out: &mut dyn Write,
    ) -> Result<Self, Failure> {
        let mut doors = Self::default();
        if settings.addresses.is_empty() {
            if settings.lmtp_listen.value.is_some() {
                let line = "No letters are taken (GUICHET_LMTP_LISTEN): no [[address]] is set.";
                writeln!(out, "{line}")?;
            }
            return Ok(doors);
        }
        if let Some(at) = &settings.lmtp_listen.value {
            let lmtp = Lmtp::start(desk, at, Limits::default()).map_err(|error| {
                Failure::unavailable(&format!("cannot take letters at {at}: {error}"))
            })?;
            writeln!(out, "Letters are taken at {} (LMTP).", lmtp.at())?;
            doors.lmtp = Some(lmtp);
        }
        if !settings.mailboxes.is_empty() {
            for mailbox in &settings.mailboxes {
                writeln!(out, "Letters are fetched from {mailbox} (IMAP).")?;
            }
            doors.mailboxes = Some(Mailboxes::start(desk, &settings.mailboxes)?);
        }
        out.flush()?;
        Ok(doors)
    }

    /// Has every door take nothing more; what is on its way is finished. Does not wait.
    pub(super) fn tell_to_close(&self) {
        if let Some(lmtp) = &self.lmtp {
            lmtp.tell_to_stop();
        }
        if let Some(mailboxes) = &self.mailboxes {
            mailboxes.tell_to_stop();
        }
    }

    /// Closes every door, and waits for what is on its way, for `most` at most.
    pub(super) fn close_within(self, most: Duration) {
        self.tell_to_close();
        if let Some(lmtp) = self.lmtp {
            lmtp.stop_within(most);
        }
        if let Some(mailboxes) = self.mailboxes {
            mailboxes.stop_within(most);
        }
    }
}
