//! The files of a vendor's answer go along with the answer to the customer that it becomes: those that
//! somebody chose, as copies that wait with the answer until it is sent.

use std::io::Read as _;

use crate::{
    domain::{
        access::Scope,
        attachment::Attachment,
        ids::{AttachmentId, MessageId, PersonId, TicketId, VendorCaseId},
        vendor::CaseSide,
    },
    store::{
        files::Reading,
        tickets,
        vendor::{cases, files, thread},
    },
};

use super::{
    super::{Desk, Error, Field, FormKey, Found, attach::unwritten, limit_files::beyond},
    worked_on,
};

/// How many bytes are copied at a time.
const CHUNK: usize = 64 * 1024;

impl Desk {
    /// Puts copies of some files of what a vendor wrote with the form of an answer on its ticket.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to work on tickets, [`Error::NotFound`] when one of them is
    /// no file of that message on this ticket, [`Error::Invalid`] when they are more than an answer may
    /// bring.
    pub fn lend_vendor_files(
        &self,
        ticket: TicketId,
        (message, chosen): (MessageId, &[AttachmentId]),
        answer: MessageId,
        by: PersonId,
    ) -> Result<(), Error> {
        let (files, limits) = self.store.read(|conn| -> Result<_, Error> {
            let (_, ticket) = worked_on(conn, by, ticket)?;
            let said = thread::message(conn, message).found()?;
            let case = cases::find(conn, said.case, &Scope::Desk).found()?;
            if case.ticket != ticket.id || said.author.side != CaseSide::Vendor {
                return Err(Error::NotFound);
            }
            let mut theirs = files::of(conn, case.id)?;
            theirs.retain(|(of, file)| *of == message && chosen.contains(&file.id));
            let limits = self.contracts.get(conn, ticket.contract)?.file_limits();
            Ok((theirs, limits))
        })?;
        let files: Vec<Attachment> = files.into_iter().map(|(_, file)| file).collect();
        if chosen
            .iter()
            .any(|id| files.iter().all(|one| one.id != *id))
        {
            return Err(Error::NotFound);
        }
        for (count, file) in files.iter().enumerate() {
            let before = files.get(..count).unwrap_or_default();
            if beyond(limits, before, file).is_some() {
                return Err(Error::fault(Field::Files, "beyond"));
            }
        }
        let form = FormKey::message(answer);
        for file in &files {
            self.lend(&form, file)?;
        }
        Ok(())
    }

    fn lend(&self, form: &FormKey, file: &Attachment) -> Result<(), Error> {
        let mut bytes = self.kept_bytes(file.id)?;
        let mut upload = self.upload(file.name.as_str())?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = bytes.read(&mut chunk).map_err(unwritten)?;
            let came = chunk.get(..read).unwrap_or_default();
            if came.is_empty() {
                break;
            }
            if !upload.push(came)? {
                return Err(Error::fault(Field::Files, "beyond"));
            }
        }
        match self.keep_upload(form, upload)? {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::fault(Field::Files, "beyond")),
        }
    }

    /// A file that came with what a vendor wrote on a case, for those who work at the desk.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none on a case of this ticket, or none for this scope.
    pub fn vendor_file(
        &self,
        ticket: TicketId,
        (case, file): (VendorCaseId, AttachmentId),
        scope: &Scope,
    ) -> Result<(Attachment, Reading), Error> {
        if !scope.sees_notes() {
            return Err(Error::NotFound);
        }
        let found = self.store.read(|conn| -> Result<_, Error> {
            let ticket = tickets::find(conn, ticket, scope).found()?;
            let cases = cases::of(conn, ticket.id, scope)?;
            if cases.iter().all(|one| one.id != case) {
                return Err(Error::NotFound);
            }
            let files = files::of(conn, case)?;
            let found = files.into_iter().find(|(_, one)| one.id == file);
            found.map(|(_, file)| file).ok_or(Error::NotFound)
        })?;
        let bytes = self.kept_bytes(found.id)?;
        Ok((found, bytes))
    }
}
