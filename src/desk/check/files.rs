//! The files that people added, against what is known of them.

use crate::store::{attachments, files::Files};

use super::{About, Aspect, Finding, finding::Notes};
use crate::{
    desk::{Desk, Error},
    domain::attachment::Attachment,
};

/// How many files are looked at between two tellings.
const AT_A_TIME: i64 = 200;

impl Desk {
    /// Every file that a message has is there, as long as it was and with the same bytes.
    pub(super) fn check_files(&self, tell: &mut dyn FnMut(&[Finding])) -> Result<(), Error> {
        let Some(files) = &self.files else {
            return Ok(());
        };
        let mut after = None;
        loop {
            let page = self
                .store
                .read(move |conn| attachments::taken(conn, after, AT_A_TIME))?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = Some(last.id);
            let mut notes = Notes::on(About::Database);
            for file in &page {
                compare(file, files, &mut notes);
            }
            tell(&notes.found);
        }
    }
}

fn compare(file: &Attachment, files: &Files, notes: &mut Notes) {
    let Attachment {
        id, bytes, digest, ..
    } = file;
    match files.measure(*id) {
        Err(error) => notes.note(
            Aspect::Attachment,
            format!("the file of attachment {id} cannot be read: {error}"),
        ),
        Ok((length, _)) if length != *bytes => notes.note(
            Aspect::Attachment,
            format!("the file of attachment {id} has {length} bytes, and had {bytes}"),
        ),
        Ok((_, sum)) if sum != *digest => notes.note(
            Aspect::Attachment,
            format!("the file of attachment {id} has other bytes than it had"),
        ),
        Ok(_) => {}
    }
}
