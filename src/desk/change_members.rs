//! The people of an organisation: corrected, their accounts closed and opened again, named designated
//! administrators.
//!
//! # Why
//! A designated administrator of a whole organisation does this for their own people, an
//! administrator of the desk for anybody's. Both are checked here, inside the write. Nobody ever
//! sees or chooses somebody else's password: links go to the person's own address. Every act is
//! kept, with the person and with the organisation.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Designated, Right, Thing, Who, allows},
        ids::{OrganisationId, PersonId, PlatformId},
        lang::Lang,
        people::{Person, Role},
        people_history::{By, Done},
        setup_history::{SetUpDone, SetUpThing},
        ticket::Line,
    },
    store::{
        Conn, accounts, designations, links, organisations, people, people_events, platforms,
        sessions, setup_events, watchers,
    },
};

use super::{
    Desk, Error, Found, change_people::owe_link, follow::actor, standing, tell_designation::Decided,
};

/// How many tickets somebody follows at most, of those that end with an account.
const FOLLOWED: i64 = 100_000;

impl Desk {
    /// Corrects the name of somebody of an organisation, and the language of their letters.
    ///
    /// # Errors
    /// As [`Desk::members`]; [`Error::NotFound`] when the person is none of theirs.
    pub fn correct_member(
        &self,
        organisation: OrganisationId,
        id: PersonId,
        (name, lang): (&Line, Lang),
        by: PersonId,
    ) -> Result<(), Error> {
        let (to, now) = (name.as_str().to_owned(), self.clock.now());
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, organisation, by, Right::ManageMembers)?;
            let from = member(tx, organisation, id)?.name;
            people::set_profile(tx, id, &to, lang)?;
            if from != to {
                let to = to.clone();
                people_events::append(tx, id, now, By::Person(by), &Done::Renamed { from, to })?;
            }
            Ok(())
        })
    }

    /// Closes the account of somebody of an organisation, or opens it again. A closed account has no
    /// session and no link that works. Designations stay, and count for nothing meanwhile; what the
    /// person followed, they follow no longer.
    ///
    /// # Errors
    /// As [`Desk::correct_member`]; [`Error::LastDesignated`] when nobody else administrates the
    /// organisation, unless `sure`.
    pub fn set_member_active(
        &self,
        organisation: OrganisationId,
        id: PersonId,
        (active, sure): (bool, bool),
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        self.insist(move |tx| {
            let (closing, _) = allowed(tx, organisation, by, Right::ManageMembers)?;
            let person = member(tx, organisation, id)?;
            if person.active == active {
                return Ok(());
            }
            if !active && !sure && is_last(tx, organisation, id)? {
                return Err(Error::LastDesignated);
            }
            people::set_active(tx, id, active)?;
            sessions::end_all(tx, id)?;
            links::use_up_set_ups(tx, id, now)?;
            if !active {
                let followed = watchers::followed(tx, id, FOLLOWED)?;
                desk.end_following(tx, &followed, actor(&closing), now)?;
            }
            let what = if active {
                Done::Reactivated
            } else {
                Done::Deactivated
            };
            people_events::append(tx, id, now, By::Person(by), &what)?;
            Ok(())
        })
    }

    /// Sends somebody of an organisation a link to choose a password, which nobody else sees.
    ///
    /// # Errors
    /// As [`Desk::correct_member`]; [`Error::NotFound`] when the account is closed.
    pub fn send_member_link(
        &self,
        organisation: OrganisationId,
        id: PersonId,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            let (sending, _) = allowed(tx, organisation, by, Right::ManageMembers)?;
            let person = member(tx, organisation, id)?;
            if !person.active {
                return Err(Error::NotFound);
            }
            let new = !accounts::is_in_use(tx, id)?;
            people_events::append(tx, id, now, By::Person(by), &Done::LinkGiven)?;
            owe_link(&desk, tx, &person, new.then_some(&sending), now)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Makes somebody of an organisation a designated administrator, of all of it or of a platform.
    ///
    /// # Errors
    /// As [`Desk::correct_member`]; [`Error::NotFound`] when the platform is none of theirs.
    pub fn designate(
        &self,
        organisation: OrganisationId,
        id: PersonId,
        platform: Option<PlatformId>,
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, organisation, by, Right::ManageMembers)?;
            let named = member(tx, organisation, id)?;
            if let Some(platform) = platform {
                platforms::find(tx, organisation, platform).found()?;
            }
            let of = Designated {
                organisation,
                platform,
            };
            if designations::add(tx, id, of, now)? {
                let person = id;
                let what = SetUpDone::Designated { person, platform };
                note(tx, organisation, now, by, &what)?;
                let decided = Decided {
                    person: &named,
                    of,
                    by: By::Person(by),
                    ended: false,
                };
                desk.tell_designation(tx, &decided, now)?;
            }
            Ok(())
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Ends a designation.
    ///
    /// # Errors
    /// As [`Desk::correct_member`]; [`Error::LastDesignated`] when nobody else administrates the
    /// organisation, unless `sure`.
    pub fn end_designation(
        &self,
        organisation: OrganisationId,
        id: PersonId,
        (platform, sure): (Option<PlatformId>, bool),
        by: PersonId,
    ) -> Result<(), Error> {
        let (now, desk) = (self.clock.now(), self.clone());
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, organisation, by, Right::ManageMembers)?;
            let named = member(tx, organisation, id)?;
            if platform.is_none() && !sure && is_last(tx, organisation, id)? {
                return Err(Error::LastDesignated);
            }
            let of = Designated {
                organisation,
                platform,
            };
            if designations::end(tx, id, of)? {
                let person = id;
                let what = SetUpDone::DesignationEnded { person, platform };
                note(tx, organisation, now, by, &what)?;
                let decided = Decided {
                    person: &named,
                    of,
                    by: By::Person(by),
                    ended: true,
                };
                desk.tell_designation(tx, &decided, now)?;
            }
            Ok(())
        })?;
        self.bell.ring();
        Ok(())
    }
}

/// Who does something about an organisation, if they have the right to it at this very moment.
pub(super) fn allowed(
    conn: &mut Conn,
    organisation: OrganisationId,
    by: PersonId,
    right: Right,
) -> Result<(Person, Who), Error> {
    let person = people::find(conn, by).found()?;
    if !person.active {
        return Err(Error::Forbidden);
    }
    let who = standing::who(conn, &person)?;
    let thing = Thing::Organisation(organisation);
    if !allows(&who, Right::ReadOrganisation, &thing) {
        return Err(Error::NotFound);
    }
    organisations::find(conn, organisation).found()?;
    if allows(&who, right, &thing) {
        Ok((person, who))
    } else {
        Err(Error::Forbidden)
    }
}

/// Somebody of an organisation.
pub(super) fn member(
    conn: &mut Conn,
    organisation: OrganisationId,
    id: PersonId,
) -> Result<Person, Error> {
    let person = people::find(conn, id).found()?;
    if person.organisation == Some(organisation) && person.role == Role::Requester {
        Ok(person)
    } else {
        Err(Error::NotFound)
    }
}

/// Whether somebody administrates an organisation, and nobody else with an open account does.
fn is_last(conn: &mut Conn, organisation: OrganisationId, id: PersonId) -> Result<bool, Error> {
    let all = designations::in_organisation(conn, organisation)?;
    let whole = || all.iter().filter(|(_, of)| of.platform.is_none());
    Ok(whole().any(|(one, _)| one.id == id) && whole().all(|(one, _)| one.id == id))
}

pub(super) fn note(
    tx: &mut Conn,
    organisation: OrganisationId,
    at: DateTime<Utc>,
    by: PersonId,
    what: &SetUpDone,
) -> Result<(), Error> {
    let about = SetUpThing::Organisation(organisation);
    Ok(setup_events::append(tx, about, at, By::Person(by), what)?)
}
