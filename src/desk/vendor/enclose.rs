//! The files that a letter or a call to a vendor's desk carries, read as it leaves.

use std::io::Read as _;

use crate::domain::{
    access::Scope,
    ids::{AttachmentId, TicketId},
    letter::{Enclosed, Letter},
    notice::{CaseFile, Notice},
};

use super::super::{Desk, Error, attach::unwritten};

impl Desk {
    /// The files that a letter carries. One that is there no more is left out, and the letter says so.
    ///
    /// # Errors
    /// When the database or the store of files does not answer: the letter is tried again.
    pub(in crate::desk) fn enclosed(&self, letter: &Letter) -> Result<Vec<Enclosed>, Error> {
        let Notice::CaseForVendor { case, .. } = &letter.notice else {
            return Ok(Vec::new());
        };
        let mut files = Vec::new();
        for file in case.files.iter().filter(|file| file.enclosed) {
            match self.enclosed_file(file) {
                Ok(bytes) => files.push(Enclosed {
                    id: file.id,
                    name: file.name.clone(),
                    bytes,
                }),
                Err(Error::NotFound | Error::Inconsistent(_)) => {
                    tracing::error!(letter = %letter.id, attachment = %file.id, "a file of a case is missing");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(files)
    }

    fn enclosed_file(&self, file: &CaseFile) -> Result<Vec<u8>, Error> {
        self.file_of_case(file.ticket, file.id, file.bytes)
    }

    /// A file of a case's ticket, whole.
    pub(super) fn file_of_case(
        &self,
        ticket: TicketId,
        id: AttachmentId,
        length: u64,
    ) -> Result<Vec<u8>, Error> {
        let (_, reading) = self.attachment(ticket, id, &Scope::Desk)?;
        let mut bytes = Vec::new();
        // The row says how long it is; more than that is not it.
        reading
            .take(length)
            .read_to_end(&mut bytes)
            .map_err(unwritten)?;
        // What is shorter is not it either.
        if u64::try_from(bytes.len()).is_ok_and(|read| read == length) {
            Ok(bytes)
        } else {
            Err(Error::NotFound)
        }
    }
}
