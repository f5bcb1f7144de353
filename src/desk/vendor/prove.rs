//! What proves how the vendor's time ran on a case.

use chrono::{DateTime, Utc};

use super::read::{CaseForVendor, CasePage};
use crate::{
    desk::{Desk, Error, Found},
    domain::{
        access::Scope,
        ids::{TicketId, VendorCaseId},
        vendor::VendorWarning,
    },
    store::{
        tickets,
        vendor::{cases, warnings},
    },
};

/// What proves how a vendor's time ran: a case, and the warnings of its ladder. It holds nothing of the
/// customer but what the dossier says, so that it may be sent to the vendor as it is.
#[derive(Clone, Debug)]
pub struct CaseProof {
    /// The case.
    pub case: CasePage,
    /// The levels of the vendor's ladder that fired, in order.
    pub warnings: Vec<VendorWarning>,
    /// Who asks: the desk, by its name; may be empty.
    pub integrator: String,
    /// The instant of reading.
    pub now: DateTime<Utc>,
}

impl Desk {
    /// What proves how the vendor's time ran on a case of a ticket, for those who work at the desk.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case of that ticket for them.
    pub fn case_proof(
        &self,
        ticket: TicketId,
        case: VendorCaseId,
        scope: &Scope,
    ) -> Result<CaseProof, Error> {
        if !scope.sees_notes() {
            return Err(Error::NotFound);
        }
        let (desk, now, scope) = (self.clone(), self.clock.now(), scope.clone());
        self.store.read(move |conn| {
            let case = cases::find(conn, case, &scope).found()?;
            if case.ticket != ticket {
                return Err(Error::NotFound);
            }
            let ticket = tickets::find(conn, ticket, &scope).found()?;
            Ok(CaseProof {
                warnings: warnings::of(conn, case.id)?,
                case: desk.case_page(conn, case, &ticket)?,
                integrator: desk.site.name.clone(),
                now,
            })
        })
    }

    /// The same for somebody of the case's vendor.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case for them.
    pub fn case_proof_for_vendor(
        &self,
        case: VendorCaseId,
        scope: &Scope,
    ) -> Result<CaseProof, Error> {
        let CaseForVendor { case, now } = self.case_for_vendor(case, scope)?;
        let id = case.case.id;
        let inside = self.behind(&Scope::Desk);
        Ok(CaseProof {
            warnings: inside.store.read(|conn| warnings::of(conn, id))?,
            integrator: self.site.name.clone(),
            case,
            now,
        })
    }
}
