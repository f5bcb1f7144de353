//! How many files a message may bring, and how large: its contract says.

use crate::{
    domain::{
        access::Scope,
        attachment::{Attachment, FileLimits},
        ids::{OrganisationId, TicketId},
    },
    store::tickets,
};

use super::{Desk, Error, FormKey, Found, NotTaken, Secret};

impl Desk {
    /// How many files a message on a ticket may bring under its contract, and how large.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket, or none for this scope.
    pub fn file_limits_of(&self, ticket: TicketId, scope: &Scope) -> Result<FileLimits, Error> {
        self.store.read(|conn| {
            let ticket = tickets::find(conn, ticket, scope).found()?;
            Ok(self.contracts.get(conn, ticket.contract)?.file_limits())
        })
    }

    /// As [`Desk::file_limits_of`], for the ticket behind a requester's secret link.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link opens nothing.
    pub fn file_limits_by_link(&self, link: &Secret) -> Result<FileLimits, Error> {
        let scope = self.scope_of(link)?;
        let ticket = scope.only().ok_or(Error::NotFound)?;
        self.behind(&scope).file_limits_of(ticket, &scope)
    }

    /// How many files a request for a service may bring, and how large, under the contract that an
    /// organisation has for it, or the service's own.
    ///
    /// # Errors
    /// When the service does not exist, or the database fails.
    pub fn file_limits_for(
        &self,
        service: &str,
        organisation: Option<OrganisationId>,
    ) -> Result<FileLimits, Error> {
        let service = self.service(service)?;
        let (_, contract) = self.terms(&service, organisation, self.clock.now())?;
        Ok(contract.file_limits())
    }

    /// Takes out of a form those of its files that are beyond the limits of its contract. Those that
    /// stay, and why the others do not.
    ///
    /// # Errors
    /// When the database or the folder fails.
    pub fn keep_within(
        &self,
        limits: FileLimits,
        form: &FormKey,
        files: Vec<Attachment>,
    ) -> Result<(Vec<Attachment>, Vec<NotTaken>), Error> {
        let (mut kept, mut refused) = (Vec::new(), Vec::new());
        for file in files {
            match beyond(limits, &kept, &file) {
                Some(why) => {
                    self.drop_waiting_file(form, file.id)?;
                    refused.push(why);
                }
                None => kept.push(file),
            }
        }
        Ok((kept, refused))
    }
}

/// Why a file is beyond the limits, behind others that are kept.
pub(super) fn beyond(
    limits: FileLimits,
    kept: &[Attachment],
    file: &Attachment,
) -> Option<NotTaken> {
    let name = || file.name.clone();
    let together: u64 = kept.iter().map(|one| one.bytes).sum();
    if file.bytes > limits.bytes {
        Some(NotTaken::TooLarge(name(), limits.bytes))
    } else if kept.len() >= limits.files {
        Some(NotTaken::TooMany(name(), limits.files))
    } else if together.saturating_add(file.bytes) > limits.together {
        Some(NotTaken::TooMuch(name(), limits.together))
    } else {
        None
    }
}
