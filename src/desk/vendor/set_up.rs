//! Where a vendor takes cases is set up: under which contract, and where its letters go.

use crate::{
    desk::tenants::manager,
    domain::{
        ids::{OrganisationId, PersonId},
        people::{EmailAddress, OrganisationKind},
        people_history::By,
        setup_history::{SetUpDone, SetUpThing},
        vendor::VendorDesk,
    },
    store::{organisations, setup_events, vendor::desks},
};

use super::super::{Desk, Error, Field, Found};

impl Desk {
    /// Lets a vendor take cases here, or changes how.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Invalid`] when the organisation is no
    /// vendor, or the contract says nothing of how a vendor is called on.
    pub fn set_vendor_desk(
        &self,
        vendor: OrganisationId,
        contract: &str,
        mail: Option<EmailAddress>,
        by: PersonId,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let known = self.contract_names()?.iter().any(|one| one == contract);
        let speaks = known && self.in_force(contract, now)?.1.vendor().is_some();
        if !speaks {
            return Err(Error::fault(Field::Contract, "no-vendor"));
        }
        let desk = VendorDesk {
            vendor,
            contract: contract.to_owned(),
            mail,
        };
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let organisation = organisations::find(tx, vendor).found()?;
            if organisation.kind != OrganisationKind::Vendor {
                return Err(Error::fault(Field::Organisation, "no-vendor"));
            }
            if desks::find(tx, vendor)?.as_ref() == Some(&desk) {
                return Ok(());
            }
            desks::put(tx, &desk)?;
            let what = SetUpDone::VendorDeskSet {
                contract: desk.contract.clone(),
                mail: desk.mail.as_ref().map(|mail| mail.as_str().to_owned()),
            };
            let about = SetUpThing::Organisation(vendor);
            Ok(setup_events::append(tx, about, now, By::Person(by), &what)?)
        })
    }

    /// Where a vendor takes cases, and the contracts that say how a vendor is called on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn vendor_desk(
        &self,
        vendor: OrganisationId,
    ) -> Result<(Option<VendorDesk>, Vec<String>), Error> {
        let now = self.clock.now();
        let mut contracts = self.contract_names()?;
        contracts.retain(|name| {
            let contract = self.in_force(name, now);
            contract.is_ok_and(|(_, contract)| contract.vendor().is_some())
        });
        let desk = self.store.read(|conn| desks::find(conn, vendor))?;
        Ok((desk, contracts))
    }
}
