//! The people of an organisation, for those who may see them.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Thing, allows},
        ids::{OrganisationId, PersonId, PlatformId},
        invitation::Invitation,
        people::{Organisation, Person},
        platform::Platform,
    },
    store::{designations, invitations, members, organisations, people, people_events, platforms},
};

use super::{
    Desk, Error, Found,
    change_members::{allowed, member},
    change_people::{PeopleLine, named},
    export_lists::ALL,
};

/// How many people of an organisation a page shows.
const MOST: i64 = 1_000;
/// How much of a history a page shows.
const HISTORY: i64 = 100;

/// Somebody who belongs to an organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MemberLine {
    /// Who.
    pub person: Person,
    /// Whether the account is in use: else the person was invited, or only files by the form.
    pub in_use: bool,
    /// When the person last signed in, UTC.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// Of what the person is a designated administrator: a platform, or none for all of it.
    pub designated: Vec<Option<PlatformId>>,
}

/// One of an organisation's people.
#[derive(Clone, Debug)]
pub struct MemberPage {
    /// The organisation.
    pub organisation: Organisation,
    /// Who.
    pub member: MemberLine,
    /// The organisation's platforms by name, the closed ones too.
    pub platforms: Vec<Platform>,
    /// What was done about the account, the last first.
    pub history: Vec<PeopleLine>,
}

/// An organisation with its people.
#[derive(Clone, Debug)]
pub struct MembersPage {
    /// The organisation.
    pub organisation: Organisation,
    /// Its people by name, the closed accounts too; but not who was invited and has not come.
    pub members: Vec<MemberLine>,
    /// The invitations that nobody of the organisation has taken up yet, by name.
    pub invited: Vec<Invitation>,
    /// Its platforms by name, the closed ones too.
    pub platforms: Vec<Platform>,
    /// Whether the reader may change anything.
    pub manages: bool,
}

impl Desk {
    /// The people of an organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such organisation, or `by` has nothing to do with it;
    /// [`Error::Forbidden`] when `by` may not see its people.
    pub fn members(
        &self,
        organisation: OrganisationId,
        by: PersonId,
    ) -> Result<MembersPage, Error> {
        self.members_with(organisation, by, MOST)
    }

    /// As [`Desk::members`], however many there are.
    ///
    /// # Errors
    /// As [`Desk::members`].
    pub fn every_member(
        &self,
        organisation: OrganisationId,
        by: PersonId,
    ) -> Result<MembersPage, Error> {
        self.members_with(organisation, by, ALL)
    }

    fn members_with(
        &self,
        organisation: OrganisationId,
        by: PersonId,
        most: i64,
    ) -> Result<MembersPage, Error> {
        self.store.read(|conn| {
            let (_, who) = allowed(conn, organisation, by, Right::ReadMembers)?;
            let thing = Thing::Organisation(organisation);
            let designated = designations::in_organisation(conn, organisation)?;
            let members: Vec<MemberLine> = members::of(conn, organisation, most)?
                .into_iter()
                .map(|(person, in_use, signed_in_at)| MemberLine {
                    designated: designated
                        .iter()
                        .filter(|(one, _)| one.id == person.id)
                        .map(|(_, of)| of.platform)
                        .collect(),
                    person,
                    in_use,
                    signed_in_at,
                })
                .collect();
            let (members, invited) = apart(members, invitations::of(conn, organisation)?);
            Ok(MembersPage {
                organisation: organisations::find(conn, organisation).found()?,
                members,
                invited,
                platforms: platforms::of(conn, organisation)?,
                manages: allows(&who, Right::ManageMembers, &thing),
            })
        })
    }

    /// One of the people of an organisation.
    ///
    /// # Errors
    /// As [`Desk::members`]; [`Error::NotFound`] when the person is none of theirs.
    pub fn member(
        &self,
        organisation: OrganisationId,
        id: PersonId,
        by: PersonId,
    ) -> Result<MemberPage, Error> {
        self.store.read(|conn| {
            allowed(conn, organisation, by, Right::ReadMembers)?;
            member(conn, organisation, id)?;
            let (person, in_use, signed_in_at) = people::colleague(conn, id).found()?;
            let mut events = people_events::of_person(conn, id, HISTORY)?;
            events.reverse();
            Ok(MemberPage {
                organisation: organisations::find(conn, organisation).found()?,
                member: MemberLine {
                    designated: designations::of(conn, id)?
                        .into_iter()
                        .filter(|of| of.organisation == organisation)
                        .map(|of| of.platform)
                        .collect(),
                    person,
                    in_use,
                    signed_in_at,
                },
                platforms: platforms::of(conn, organisation)?,
                history: named(conn, events)?,
            })
        })
    }
}

/// Who is there, and who was invited and has not come: the one cannot be told from an invitation to
/// somebody of another organisation.
fn apart(
    mut members: Vec<MemberLine>,
    mut invited: Vec<Invitation>,
) -> (Vec<MemberLine>, Vec<Invitation>) {
    members.retain(|one| {
        let is_invited = || {
            invited
                .iter()
                .any(|invitation| invitation.email.key() == one.person.email.key())
        };
        one.in_use || !one.designated.is_empty() || !is_invited()
    });
    invited.retain(|one| {
        let has_come = |member: &MemberLine| member.person.email.key() == one.email.key();
        !one.withdrawn && !members.iter().any(has_come)
    });
    (members, invited)
}
