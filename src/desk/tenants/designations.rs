//! The designated administrators of an organisation, as the desk names them.

use super::{Desk, Error, manager, note};
use crate::{
    desk::{Found, tell_designation::Decided},
    domain::{
        access::Designated,
        ids::{OrganisationId, PersonId, PlatformId},
        people_history::By,
        setup_history::SetUpDone,
    },
    store::{designations, people, platforms},
};

impl Desk {
    /// Makes somebody of the organisation a designated administrator, of all of it or of a platform,
    /// or ends that.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when the person or the platform is none of the
    /// organisation's, or there is no such designation to end.
    pub fn set_designation(
        &self,
        organisation: OrganisationId,
        person: PersonId,
        platform: Option<PlatformId>,
        designated: bool,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            manager(tx, by)?;
            let known = people::find(tx, person).found()?;
            if known.organisation != Some(organisation) {
                return Err(Error::NotFound);
            }
            if let Some(platform) = platform {
                platforms::find(tx, organisation, platform).found()?;
            }
            let of = Designated {
                organisation,
                platform,
            };
            let what = if designated {
                if !designations::add(tx, person, of, now)? {
                    return Ok(());
                }
                SetUpDone::Designated { person, platform }
            } else {
                if !designations::end(tx, person, of)? {
                    return Err(Error::NotFound);
                }
                SetUpDone::DesignationEnded { person, platform }
            };
            note(tx, organisation, now, By::Person(by), &what)?;
            let decided = Decided {
                person: &known,
                of,
                by: By::Person(by),
                ended: !designated,
            };
            desk.tell_designation(tx, &decided, now)
        })?;
        self.bell.ring();
        Ok(())
    }
}
