//! What a vendor said by telephone, or where it does not write here: somebody of the desk notes it.
//!
//! # Why
//! A vendor whose desk is elsewhere has no buttons of ours to press, and its clocks stand or run by what it
//! says. So who works on the ticket notes it on the vendor's side, at the instant of noting; the history
//! says who noted it. Where the vendor's people work here, they speak for themselves.

use crate::{
    domain::{access::Scope, vendor::CaseSide},
    store::vendor::{cases, outside},
};

use super::{
    super::{Desk, Error, Found},
    CaseChange, raced, worked_on,
};

impl Desk {
    /// Notes what a vendor that is reached outside says.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case for who notes it, [`Error::Forbidden`] without the
    /// right, when the act is not the vendor's, or when the vendor's people work here;
    /// [`Error::CaseRefused`] when the state of the case does not allow it.
    pub fn record_for_vendor(&self, change: CaseChange) -> Result<(), Error> {
        let (desk, now) = (self.clone(), self.clock.now());
        self.insist(move |tx| {
            if change.act.side() != CaseSide::Vendor {
                return Err(Error::Forbidden);
            }
            let case = cases::find(tx, change.case, &Scope::Desk).found()?;
            let (worker, ticket) = worked_on(tx, change.by, case.ticket)?;
            if outside::find(tx, case.vendor)?.is_none() {
                return Err(Error::Forbidden);
            }
            desk.do_on_case(tx, (&ticket, case), &worker, &change, now)
                .map_err(raced)
        })?;
        self.bell.ring();
        Ok(())
    }
}
