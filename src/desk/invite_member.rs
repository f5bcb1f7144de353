//! Somebody is asked into an organisation.
//!
//! # Why
//! Whoever invites may not learn whether an address has an account elsewhere. So the answer is the
//! same for every address that is none of their own people's, and so is what they see afterwards: the
//! invitation, as it was typed, until an account of that address is in use. Whose address
//! has an account elsewhere reads a letter, and nothing else becomes of it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        access::{Right, Scope},
        ids::{OrganisationId, PersonId},
        invitation::Invitation,
        lang::Lang,
        notice::Notice,
        people::{EmailAddress, Person, Role},
        people_history::{By, Done},
        setup_history::SetUpDone,
        ticket::Line,
    },
    store::{
        Conn, StoreError, accounts, invitations, letters, links, organisations, people,
        people_events, sessions,
    },
};

use super::{
    Desk, Error, Field, Found,
    change_members::{allowed, note},
    change_people::owe_link,
};

/// How many addresses an organisation may invite in 24 hours: each gets a letter of ours.
const A_DAY: i64 = 100;

/// Somebody who is to belong to an organisation.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The name.
    pub name: Line,
    /// The address to sign in with.
    pub email: EmailAddress,
    /// The language of pages and letters.
    pub lang: Lang,
}

impl Desk {
    /// Invites somebody into an organisation: the account is made, and a letter with a one-time link
    /// is owed. Who is of the organisation already, and only filed by the form, gets an account. For
    /// an address that has an account elsewhere there is nobody to name; its owner reads a letter.
    ///
    /// # Errors
    /// As [`Desk::members`]; [`Error::Invalid`] when somebody of the organisation has an account of
    /// that address.
    pub fn invite_member(
        &self,
        organisation: OrganisationId,
        member: &NewMember,
        by: PersonId,
    ) -> Result<Option<PersonId>, Error> {
        // Whether somebody else has the address is nothing that a customer's wall would tell.
        let (member, now, desk) = (member.clone(), self.clock.now(), self.behind(&Scope::Desk));
        let invited = desk.clone().insist(move |tx| {
            match desk.ask_in(tx, organisation, &member, by, now) {
                // Somebody took the address at the same moment: then they have it.
                Err(Error::Store(StoreError::Taken)) => Err(Error::Overtaken),
                other => other,
            }
        })?;
        self.bell.ring();
        Ok(invited)
    }

    fn ask_in(
        &self,
        tx: &mut Conn,
        organisation: OrganisationId,
        member: &NewMember,
        by: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Option<PersonId>, Error> {
        let (inviting, _) = allowed(tx, organisation, by, Right::ManageMembers)?;
        let NewMember { name, email, lang } = member;
        let invitation = Invitation {
            email: email.clone(),
            name: name.to_string(),
            lang: *lang,
            by,
            at: now,
            withdrawn: false,
        };
        // Whom the desk itself enters is the organisation's from then on, whether they come or not.
        let by_customer = !inviting.role.works_at_the_desk();
        let keep = |tx: &mut Conn| {
            if by_customer {
                invitations::keep(tx, organisation, &invitation)?;
            }
            Ok::<_, StoreError>(())
        };
        let lately = invitations::count_since(tx, organisation, now - TimeDelta::days(1))?;
        if by_customer && lately >= A_DAY {
            return Err(Error::fault(Field::Email, "too-many"));
        }
        let Some(known) = people::by_email(tx, email)? else {
            keep(tx)?;
            // Who has an address of another organisation's domain is theirs to invite.
            let owner = organisations::by_mail_domain(tx, email.domain())?;
            if by_customer && owner.is_some_and(|one| one.id != organisation) {
                return self.ask_elsewhere(tx, organisation, (email, *lang), inviting.name, now);
            }
            let person = enter(tx, organisation, member, by, now)?;
            owe_link(self, tx, &person, Some(&inviting), now)?;
            return Ok(Some(person.id));
        };
        let is_theirs = known.organisation == Some(organisation) && known.role == Role::Requester;
        if !is_theirs {
            keep(tx)?;
            let to = (&known.email, known.lang);
            return self.ask_elsewhere(tx, organisation, to, inviting.name, now);
        }
        if accounts::is_in_use(tx, known.id)? {
            return Err(Error::fault(Field::Email, "taken"));
        }
        keep(tx)?;
        if !known.active {
            people::set_active(tx, known.id, true)?;
            people_events::append(tx, known.id, now, By::Person(by), &Done::Reactivated)?;
        }
        people_events::append(tx, known.id, now, By::Person(by), &Done::LinkGiven)?;
        owe_link(self, tx, &known, Some(&inviting), now)?;
        Ok(Some(known.id))
    }

    /// Tells somebody who is not the organisation's to enter that it asked for them.
    fn ask_elsewhere(
        &self,
        tx: &mut Conn,
        organisation: OrganisationId,
        (email, lang): (&EmailAddress, Lang),
        by: String,
        now: DateTime<Utc>,
    ) -> Result<Option<PersonId>, Error> {
        let organisation = organisations::find(tx, organisation).found()?.name;
        let notice = Notice::AskedElsewhere { by, organisation };
        letters::owe(tx, &self.letter(None, email.clone(), lang, notice, now))?;
        Ok(None)
    }

    /// Takes an invitation back: its link opens nothing any more, and who came by it is signed out. An
    /// account that is in use stays open; only [`Desk::set_member_active`] closes it.
    ///
    /// # Errors
    /// As [`Desk::members`]; [`Error::NotFound`] when no invitation of that address stands.
    pub fn withdraw_invitation(
        &self,
        organisation: OrganisationId,
        email: &EmailAddress,
        by: PersonId,
    ) -> Result<(), Error> {
        let (email, now) = (email.clone(), self.clock.now());
        self.store.write(move |tx| -> Result<_, Error> {
            allowed(tx, organisation, by, Right::ManageMembers)?;
            if !invitations::withdraw(tx, organisation, &email, now)? {
                return Err(Error::NotFound);
            }
            let known = people::by_email(tx, &email)?
                .filter(|one| one.organisation == Some(organisation) && one.active);
            let Some(known) = known else {
                return Ok(());
            };
            if known.role != Role::Requester {
                return Ok(());
            }
            links::use_up_set_ups(tx, known.id, now)?;
            sessions::end_all(tx, known.id)?;
            if !accounts::is_in_use(tx, known.id)? {
                people::set_active(tx, known.id, false)?;
                people_events::append(tx, known.id, now, By::Person(by), &Done::Deactivated)?;
            }
            Ok(())
        })
    }
}

/// A new person of an organisation.
fn enter(
    tx: &mut Conn,
    organisation: OrganisationId,
    member: &NewMember,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<Person, Error> {
    let person = Person {
        id: PersonId::fresh(),
        name: member.name.as_str().to_owned(),
        email: member.email.clone(),
        role: Role::Requester,
        organisation: Some(organisation),
        lang: member.lang,
        active: true,
    };
    people::insert(tx, &person, None, now)?;
    let role = person.role;
    people_events::append(tx, person.id, now, By::Person(by), &Done::Added { role })?;
    let added = SetUpDone::MemberAdded { person: person.id };
    note(tx, organisation, now, by, &added)?;
    Ok(person)
}
