//! A dossier is kept while it is written: one for a ticket, whoever of the desk goes on with it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::Scope,
        ids::{OrganisationId, PersonId, TicketId, VendorCaseId},
        vendor::{Dossier, DossierDraft},
    },
    store::{
        Conn, attachments,
        vendor::{cases, desks, dossiers},
    },
};

use super::{
    super::{Desk, Error, Field},
    worked_on,
};

/// A dossier as somebody wrote it.
#[derive(Clone, Debug)]
pub struct NewDossier {
    /// The ticket.
    pub ticket: TicketId,
    /// The case that it will open; the form carries it.
    pub case: VendorCaseId,
    /// Who wrote.
    pub by: PersonId,
    /// To whom.
    pub vendor: OrganisationId,
    /// What was written.
    pub dossier: Dossier,
    /// The version that was read, 0 when there was none.
    pub rests_on: i64,
}

/// What became of a dossier.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DossierKept {
    /// It is kept; the version since.
    Saved(DateTime<Utc>),
    /// A newer one was there and stays; the one given was not kept.
    Overtaken(Box<DossierDraft>),
    /// It was sent already.
    Sent,
}

impl Desk {
    /// Keeps a dossier, unless there is a newer one.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to work on tickets, [`Error::NotFound`] when there is no
    /// such ticket for who writes, [`Error::Invalid`] when nobody takes cases there.
    pub fn keep_dossier(&self, new: NewDossier) -> Result<DossierKept, Error> {
        let now = self.clock.now();
        self.store.write(move |tx| keep(tx, &new, now))
    }
}

/// As [`Desk::keep_dossier`], within a write.
pub(super) fn keep(
    tx: &mut Conn,
    new: &NewDossier,
    now: DateTime<Utc>,
) -> Result<DossierKept, Error> {
    let (_, ticket) = worked_on(tx, new.by, new.ticket)?;
    if let Some(case) = cases::find(tx, new.case, &Scope::Desk)? {
        // A form of this ticket; one that names another's case is nobody's.
        return if case.ticket == ticket.id {
            Ok(DossierKept::Sent)
        } else {
            Err(Error::NotFound)
        };
    }
    if desks::find(tx, new.vendor)?.is_none() {
        return Err(Error::fault(Field::Organisation, "no-vendor"));
    }
    let files = attachments::of(tx, ticket.id)?;
    let mut dossier = new.dossier.clone();
    dossier
        .files
        .retain(|id| files.iter().any(|file| file.id == *id));
    let there = dossiers::of(tx, ticket.id)?;
    if let Some(there) = &there {
        let same = there.dossier == dossier && there.vendor == new.vendor;
        if same && there.case == new.case {
            return Ok(DossierKept::Saved(there.saved_at));
        }
        if there.version() != new.rests_on {
            return Ok(DossierKept::Overtaken(Box::new(there.clone())));
        }
    }
    // No two versions are the same, whatever the clock does.
    let after = there.map(|there| there.saved_at + TimeDelta::microseconds(1));
    let saved_at = after.map_or(now, |after| after.max(now));
    let saved_at = DateTime::from_timestamp_micros(saved_at.timestamp_micros()).unwrap_or(saved_at);
    let draft = DossierDraft {
        ticket: ticket.id,
        case: new.case,
        vendor: new.vendor,
        dossier,
        saved_by: new.by,
        saved_at,
    };
    dossiers::put(tx, &draft)?;
    Ok(DossierKept::Saved(saved_at))
}
