//! Where a vendor takes cases is set up: under which contract, where its letters go, and whether its
//! people work here, its desk is reached by mail, or its program by calls.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    desk::{Secret, tenants::manager},
    domain::{
        ids::{OrganisationId, PersonId},
        lang::Lang,
        people::{EmailAddress, Organisation, OrganisationKind, Person, Role},
        people_history::{By, Done},
        setup_history::{SetUpDone, SetUpThing},
        vendor::{Delivery, Hook, Numbering, OutsideDesk, VendorDesk, Way},
        webhook::{HookFault, HookSecret, HookUrl},
    },
    store::{
        Conn, organisations, people, people_events, setup_events,
        vendor::{deliveries, desks, hooks, outside},
    },
};

use super::{
    super::{Desk, Error, Field, Found},
    hook::whose,
    raced,
};

/// Where a vendor takes cases, as its page shows it.
#[derive(Clone, Debug)]
pub struct VendorDeskPage {
    /// Where it takes them, if it does.
    pub desk: Option<VendorDesk>,
    /// Its desk outside, where it is reached by mail or by calls.
    pub outside: Option<OutsideDesk>,
    /// How its program is called, where it is.
    pub hook: Option<HookPage>,
    /// The contracts that say how a vendor is called on.
    pub contracts: Vec<String>,
}

/// How a vendor's program is called, as its page shows it. No secret is among it.
#[derive(Clone, Debug)]
pub struct HookPage {
    /// Where it is called, and since when it wants nothing more.
    pub hook: Hook,
    /// What waits for it or was given up, each with what its case is called.
    pub undelivered: Vec<Delivery>,
}

/// How a vendor is to be reached.
#[derive(Clone, Debug)]
pub enum VendorReach {
    /// Its people work here.
    Here,
    /// By mail, with how it writes its own number.
    Mail(Option<Numbering>),
    /// By calls of its program, at an address.
    Hook(HookUrl),
}

impl VendorReach {
    const fn way(&self) -> Way {
        match self {
            Self::Here => Way::Here,
            Self::Mail(_) => Way::Mail,
            Self::Hook(_) => Way::Hook,
        }
    }
}

/// How many calls that did not arrive are shown of a vendor.
const MOST_SHOWN: i64 = 50;
/// How long the secret before holds, too, once another one is drawn.
const BOTH_HOLD: TimeDelta = TimeDelta::hours(24);

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
        let reach = VendorReach::Here;
        self.set_way(vendor, contract, mail, &reach, by).map(drop)
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
        let reach = VendorReach::Mail(numbering);
        self.set_way(vendor, contract, Some(mail), &reach, by)
            .map(drop)
    }

    /// Lets a vendor take cases by calls of its program. What it says is written in the name of somebody
    /// of the vendor with an address, as for [`Desk::set_outside_desk`]. The secret, where one was drawn:
    /// it is shown once.
    ///
    /// # Errors
    /// As [`Desk::set_outside_desk`].
    pub fn set_hook_desk(
        &self,
        vendor: OrganisationId,
        contract: &str,
        mail: EmailAddress,
        url: HookUrl,
        by: PersonId,
    ) -> Result<Option<HookSecret>, Error> {
        let reach = VendorReach::Hook(url);
        self.set_way(vendor, contract, Some(mail), &reach, by)
    }

    fn set_way(
        &self,
        vendor: OrganisationId,
        contract: &str,
        mail: Option<EmailAddress>,
        reach: &VendorReach,
        by: PersonId,
    ) -> Result<Option<HookSecret>, Error> {
        let (now, way) = (self.clock.now(), reach.way());
        if way != Way::Here
            && mail
                .as_ref()
                .is_some_and(|mail| self.takes_letters_at(mail))
        {
            return Err(Error::fault(Field::Email, "ours"));
        }
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
        // Drawn before it is known whether it is needed: drawing may write a file.
        let drawn = match way {
            Way::Hook => Some(self.drawn_secret(&whose(vendor))?),
            Way::Here | Way::Mail => None,
        };
        let (reach, sealed) = (reach.clone(), drawn.clone().map(|(_, sealed)| sealed));
        let is_new = self.insist(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let organisation = organisations::find(tx, vendor).found()?;
            if organisation.kind != OrganisationKind::Vendor {
                return Err(Error::fault(Field::Organisation, "no-vendor"));
            }
            let before = hooks::find(tx, vendor)?;
            let hook = hook_of((&before, vendor), &reach, sealed.as_deref());
            let is_new = hook.is_some() && before.is_none();
            let outside_desk = match (way, &desk.mail) {
                (Way::Mail | Way::Hook, Some(mail)) => Some(OutsideDesk {
                    vendor,
                    speaker: speaker(tx, &organisation, mail, by, now).map_err(raced)?,
                    numbering: numbering_of(&reach),
                }),
                _ => None,
            };
            let as_it_is = desks::find(tx, vendor)?.as_ref() == Some(&desk)
                && outside::find(tx, vendor)? == outside_desk
                && before == hook;
            if as_it_is {
                return Ok(false);
            }
            desks::put(tx, &desk)?;
            match &outside_desk {
                Some(desk) => outside::put(tx, desk)?,
                None => outside::forget(tx, vendor)?,
            }
            keep_hook(tx, (&before, vendor), hook.as_ref(), now)?;
            let what = SetUpDone::VendorDeskSet {
                contract: desk.contract.clone(),
                mail: desk.mail.as_ref().map(|mail| mail.as_str().to_owned()),
                way,
                numbering: numbering_of(&reach).map(|one| one.to_string()),
                url: hook.map(|hook| hook.url.to_string()),
            };
            let about = SetUpThing::Organisation(vendor);
            setup_events::append(tx, about, now, By::Person(by), &what)?;
            Ok(is_new)
        })?;
        self.bell.ring();
        Ok(drawn.map(|(secret, _)| secret).filter(|_| is_new))
    }

    /// Draws another secret for a vendor's program; the one before holds for a day beside it.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when the vendor is not called.
    pub fn draw_hook_secret(
        &self,
        vendor: OrganisationId,
        by: PersonId,
    ) -> Result<HookSecret, Error> {
        let now = self.clock.now();
        let (secret, sealed) = self.drawn_secret(&whose(vendor))?;
        self.insist(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let before = hooks::find(tx, vendor).found()?;
            let hook = Hook {
                secret: sealed.clone(),
                earlier: Some((before.secret.clone(), now + BOTH_HOLD)),
                ..before
            };
            hooks::put(tx, &hook)?;
            let about = SetUpThing::Organisation(vendor);
            let what = SetUpDone::HookSecretDrawn;
            Ok(setup_events::append(tx, about, now, By::Person(by), &what)?)
        })?;
        Ok(secret)
    }

    /// Begins anew with what was given up of what a vendor's program is owed; how much that was.
    ///
    /// # Errors
    /// As [`Desk::draw_hook_secret`].
    pub fn call_vendor_again(&self, vendor: OrganisationId, by: PersonId) -> Result<usize, Error> {
        let now = self.clock.now();
        let begun = self.insist(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            hooks::find(tx, vendor).found()?;
            hooks::set_gone(tx, vendor, None)?;
            Ok(deliveries::begin_anew(tx, vendor, now)?)
        })?;
        self.bell.ring();
        Ok(begun)
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
                hook: match hooks::find(conn, vendor)? {
                    Some(hook) => Some(HookPage {
                        hook,
                        undelivered: deliveries::undelivered(conn, vendor, MOST_SHOWN)?,
                    }),
                    None => None,
                },
                contracts: contracts.clone(),
            })
        })
    }
}

fn numbering_of(reach: &VendorReach) -> Option<Numbering> {
    match reach {
        VendorReach::Mail(numbering) => numbering.clone(),
        VendorReach::Here | VendorReach::Hook(_) => None,
    }
}

/// How a vendor is called from now on: at another address its door and its secret stay.
fn hook_of(
    (before, vendor): (&Option<Hook>, OrganisationId),
    reach: &VendorReach,
    sealed: Option<&str>,
) -> Option<Hook> {
    let VendorReach::Hook(url) = reach else {
        return None;
    };
    Some(match before {
        Some(before) => Hook {
            url: url.clone(),
            gone_at: before.gone_at.filter(|_| before.url == *url),
            ..before.clone()
        },
        None => Hook {
            vendor,
            door: Secret::draw().reveal().to_owned(),
            url: url.clone(),
            secret: sealed.unwrap_or_default().to_owned(),
            earlier: None,
            gone_at: None,
        },
    })
}

fn keep_hook(
    tx: &mut Conn,
    (before, vendor): (&Option<Hook>, OrganisationId),
    hook: Option<&Hook>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    match hook {
        Some(hook) => hooks::put(tx, hook)?,
        None if before.is_some() => {
            deliveries::give_up(tx, vendor, HookFault::NotCalled, now)?;
            hooks::forget(tx, vendor)?;
        }
        None => {}
    }
    Ok(())
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
