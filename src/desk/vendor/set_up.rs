//! Where a vendor takes cases is set up: under which contract, where its letters go, and whether its
//! people work here or its desk is reached by mail.

use chrono::{DateTime, Utc};

use crate::{
    desk::tenants::manager,
    domain::{
        ids::{OrganisationId, PersonId},
        lang::Lang,
        people::{EmailAddress, Organisation, OrganisationKind, Person, Role},
        people_history::{By, Done},
        setup_history::{SetUpDone, SetUpThing},
        vendor::{Numbering, OutsideDesk, VendorDesk, Way},
    },
    store::{
        Conn, organisations, people, people_events, setup_events,
        vendor::{desks, outside},
    },
};

use super::{
    super::{Desk, Error, Field, Found},
    raced,
};

/// Where a vendor takes cases, as its page shows it.
#[derive(Clone, Debug)]
pub struct VendorDeskPage {
    /// Where it takes them, if it does.
    pub desk: Option<VendorDesk>,
    /// Its desk outside, where it is reached by mail.
    pub outside: Option<OutsideDesk>,
    /// The contracts that say how a vendor is called on.
    pub contracts: Vec<String>,
}

impl Desk {
    /// Lets a vendor take cases here, where its people work on them; or changes how.
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
        self.set_way(vendor, contract, mail, (Way::Here, None), by)
    }

    /// Lets a vendor take cases by mail, at the address of its desk. Its letters are written into the
    /// threads in the name of somebody of the vendor with that address, who is entered where there is
    /// nobody.
    ///
    /// # Errors
    /// As [`Desk::set_vendor_desk`]; [`Error::Invalid`] when the address is one of this desk, or somebody
    /// else's.
    pub fn set_outside_desk(
        &self,
        vendor: OrganisationId,
        contract: &str,
        mail: EmailAddress,
        numbering: Option<Numbering>,
        by: PersonId,
    ) -> Result<(), Error> {
        if self.takes_letters_at(&mail) {
            return Err(Error::fault(Field::Email, "ours"));
        }
        self.set_way(vendor, contract, Some(mail), (Way::Mail, numbering), by)
    }

    fn set_way(
        &self,
        vendor: OrganisationId,
        contract: &str,
        mail: Option<EmailAddress>,
        (way, numbering): (Way, Option<Numbering>),
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
        self.insist(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let organisation = organisations::find(tx, vendor).found()?;
            if organisation.kind != OrganisationKind::Vendor {
                return Err(Error::fault(Field::Organisation, "no-vendor"));
            }
            let outside_desk = match (way, &desk.mail) {
                (Way::Mail, Some(mail)) => Some(OutsideDesk {
                    vendor,
                    speaker: speaker(tx, &organisation, mail, by, now).map_err(raced)?,
                    numbering: numbering.clone(),
                }),
                _ => None,
            };
            let as_it_is = desks::find(tx, vendor)?.as_ref() == Some(&desk)
                && outside::find(tx, vendor)? == outside_desk;
            if as_it_is {
                return Ok(());
            }
            desks::put(tx, &desk)?;
            match &outside_desk {
                Some(desk) => outside::put(tx, desk)?,
                None => outside::forget(tx, vendor)?,
            }
            let what = SetUpDone::VendorDeskSet {
                contract: desk.contract.clone(),
                mail: desk.mail.as_ref().map(|mail| mail.as_str().to_owned()),
                way,
                numbering: numbering.as_ref().map(ToString::to_string),
            };
            let about = SetUpThing::Organisation(vendor);
            Ok(setup_events::append(tx, about, now, By::Person(by), &what)?)
        })
    }

    /// Where a vendor takes cases, and the contracts that say how a vendor is called on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn vendor_desk(&self, vendor: OrganisationId) -> Result<VendorDeskPage, Error> {
        let now = self.clock.now();
        let mut contracts = self.contract_names()?;
        contracts.retain(|name| {
            let contract = self.in_force(name, now);
            contract.is_ok_and(|(_, contract)| contract.vendor().is_some())
        });
        self.store.read(|conn| {
            Ok(VendorDeskPage {
                desk: desks::find(conn, vendor)?,
                outside: outside::find(conn, vendor)?,
                contracts: contracts.clone(),
            })
        })
    }
}

/// In whose name the letters of a vendor's desk are written: whoever of the vendor has its address.
fn speaker(
    tx: &mut Conn,
    vendor: &Organisation,
    mail: &EmailAddress,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<PersonId, Error> {
    if let Some(known) = people::by_email(tx, mail)? {
        let is_theirs =
            known.active && known.organisation == Some(vendor.id) && known.role == Role::Requester;
        return if is_theirs {
            Ok(known.id)
        } else {
            Err(Error::fault(Field::Email, "taken"))
        };
    }
    let person = Person {
        id: PersonId::fresh(),
        name: vendor.name.clone(),
        email: mail.clone(),
        role: Role::Requester,
        organisation: Some(vendor.id),
        lang: Lang::Fr,
        active: true,
    };
    people::insert(tx, &person, None, now)?;
    let role = person.role;
    people_events::append(tx, person.id, now, By::Person(by), &Done::Added { role })?;
    Ok(person.id)
}
