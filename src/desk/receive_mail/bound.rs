//! An address that the settings bind to an organisation: who writes there for it, and who does not.

use super::handle::Read;
use crate::{
    desk::{Desk, Error, standing},
    domain::{
        access::{Right, Thing, allows},
        ids::OrganisationId,
        incoming::{Authentication, InboundAddress},
    },
    store::organisations,
};

/// For whom a letter to an address is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Bound {
    /// For whoever its sender is of: nothing binds it.
    Free,
    /// For this organisation: its sender is one of its people, or of an integrator that serves it.
    To(OrganisationId),
    /// For an organisation with which its sender has nothing to do, or that there is not.
    Elsewhere,
}

impl Desk {
    /// For whom a letter to one of the desk's addresses is, at this very moment.
    ///
    /// Somebody whom the desk does not know, at the organisation's own mail domain, is of the
    /// organisation as at every other address, and no more trusted there.
    pub(super) fn bound(&self, read: &Read, ours: &InboundAddress) -> Result<Bound, Error> {
        let Some(name) = &ours.organisation else {
            return Ok(Bound::Free);
        };
        if read.mail.authentication == Authentication::Failed {
            return Ok(Bound::Elsewhere);
        }
        self.store.read(|conn| {
            let Some(theirs) = organisations::called(conn, name)? else {
                tracing::warn!(
                    "an [[address]] is bound to an organisation that there is no longer: letters to it are held"
                );
                return Ok(Bound::Elsewhere);
            };
            if let Some(person) = &read.sender {
                let who = standing::who(conn, person)?;
                let thing = Thing::Organisation(theirs.id);
                if person.active && allows(&who, Right::FileFor, &thing) {
                    return Ok(Bound::To(theirs.id));
                }
            }
            let known = read.sender.as_ref();
            let is_free = known.is_none_or(|person| {
                person.active && person.organisation.is_none() && !person.role.works_at_the_desk()
            });
            let domain = read.mail.from.as_ref().map(|from| from.domain().to_lowercase());
            let own = theirs.mail_domain.map(|domain| domain.to_lowercase());
            Ok(if is_free && own.is_some() && own == domain {
                Bound::Free
            } else {
                Bound::Elsewhere
            })
        })
    }
}
