//! Who follows a ticket besides its requester: a colleague whom somebody entitled adds, until they
//! or the colleague says otherwise.
//!
//! # Why
//! Whoever follows may read the ticket, so only people who belong to its organisation can be added,
//! or to the integrator that serves it, with an account of their own. They are named by their
//! address: who may not see who there is learns nothing, since an address of another organisation
//! and one that nobody has are answered alike. Who leaves stops following, and what is asked at each
//! letter is asked of the present. What of that a customer's wall would hide, the people of their
//! integrator, is read without it: the rules here say who learns what.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        access::{Right, Scope, Thing, Who, allows},
        ids::{OrganisationId, PersonId, TicketId},
        notice::Notice,
        people::{EmailAddress, Person, Role},
        sla,
        ticket::{Actor, Ticket, What},
    },
    store::{Conn, accounts, letters, mandates, members, people, tickets, watchers},
};

use super::{Desk, Error, Field, Found, change_ticket::Open, letters as facts, standing};

/// How many people of an organisation are offered.
const MOST: i64 = 1_000;

/// Who follows a ticket, and what somebody may do about it.
#[derive(Clone, Debug)]
pub struct Following {
    /// Who follows it, by name.
    pub followers: Vec<Person>,
    /// Whether the reader may add somebody, and take anybody off.
    pub manages: bool,
    /// Whom the reader may choose from, by name; nobody where they may not see who there is.
    pub offered: Vec<Person>,
}

/// Somebody who sees a ticket, and the ticket.
struct Reader {
    person: Person,
    who: Who,
    ticket: Ticket,
    manages: bool,
}

fn reader(conn: &mut Conn, ticket: TicketId, by: PersonId) -> Result<Reader, Error> {
    let person = people::find(conn, by).found()?;
    if !person.active {
        return Err(Error::NotFound);
    }
    let who = standing::who(conn, &person)?;
    let ticket = tickets::find(conn, ticket, &Scope::of(&who)).found()?;
    let watched = watchers::is_one(conn, ticket.id, by)?;
    let thing = Thing::Ticket(ticket.facts(watched));
    Ok(Reader {
        manages: allows(&who, Right::AddColleague, &thing),
        person,
        who,
        ticket,
    })
}

impl Desk {
    /// Who follows a ticket, as somebody sees it who is signed in on either side.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket, or the person does not see it.
    pub fn following(&self, ticket: TicketId, by: PersonId) -> Result<Following, Error> {
        self.store.behind(&Scope::Desk).read(|conn| {
            let reader = reader(conn, ticket, by)?;
            let followers = watchers::of(conn, ticket)?;
            seen(conn, &reader.ticket, &reader.who, reader.manages, followers)
        })
    }

    /// Lets whoever has an address follow a ticket, and owes them a letter. Who follows it already
    /// goes on.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ticket, or `by` does not see it;
    /// [`Error::Forbidden`] when they see it and may not add anybody; [`Error::Invalid`] for an
    /// address of nobody who could be added, the same whoever has it.
    pub fn add_follower(
        &self,
        ticket: TicketId,
        email: &EmailAddress,
        by: PersonId,
    ) -> Result<(), Error> {
        let (desk, email, now) = (self.behind(&Scope::Desk), email.clone(), self.clock.now());
        let acting = desk.clone();
        acting.insist(move |tx| desk.let_follow(tx, ticket, &email, by, now))?;
        self.bell.ring();
        Ok(())
    }

    /// Whether somebody may add anybody to a ticket.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Forbidden`] as [`Desk::add_follower`].
    pub fn may_add_follower(&self, ticket: TicketId, by: PersonId) -> Result<(), Error> {
        self.store.read(|conn| {
            if reader(conn, ticket, by)?.manages {
                Ok(())
            } else {
                Err(Error::Forbidden)
            }
        })
    }

    fn let_follow(
        &self,
        tx: &mut Conn,
        ticket: TicketId,
        email: &EmailAddress,
        by: PersonId,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Reader {
            person: adding,
            ticket,
            manages,
            ..
        } = reader(tx, ticket, by)?;
        if !manages {
            return Err(Error::Forbidden);
        }
        let known = people::by_email(tx, email)?;
        let added = match known {
            Some(person) if person.id == ticket.requester => {
                return Err(Error::fault(Field::Email, "requester"));
            }
            Some(person) if may_follow(tx, &ticket, &person)? => person,
            Some(_) | None => return Err(Error::no_colleague()),
        };
        if watchers::is_one(tx, ticket.id, added.id)? {
            return Ok(());
        }
        let followers = watchers::of(tx, ticket.id)?.len();
        if i64::try_from(followers).is_ok_and(|count| count >= watchers::MOST) {
            return Err(Error::fault(Field::Email, "full"));
        }
        watchers::add(tx, ticket.id, added.id, now)?;
        let what = What::FollowerAdded { person: added.id };
        let contract = self.contracts.get(tx, ticket.contract)?;
        let open = Open::beside(tx, ticket, &contract, now, actor(&adding), vec![what])?;
        if added.id == adding.id {
            return Ok(());
        }
        let clocks = sla::replay(&open.history, &contract)?;
        let notice = Notice::FollowerAdded {
            ticket: facts::ticket_facts(tx, &open.ticket, &contract, added.lang)?,
            by: adding.name,
            promise: facts::first_promise(&contract, &clocks, added.lang, open.now)?,
        };
        let letter = self.letter(
            Some(open.ticket.id),
            added.email,
            added.lang,
            notice,
            open.now,
        );
        Ok(letters::owe(tx, &letter)?)
    }

    /// Lets somebody follow a ticket no longer; oneself without any right.
    ///
    /// # Errors
    /// As [`Desk::add_follower`]. Who does not follow it changes nothing.
    pub fn remove_follower(
        &self,
        ticket: TicketId,
        person: PersonId,
        by: PersonId,
    ) -> Result<(), Error> {
        let (desk, now) = (self.behind(&Scope::Desk), self.clock.now());
        desk.clone().insist(move |tx| {
            let reader = reader(tx, ticket, by)?;
            if !reader.manages && person != by {
                return Err(Error::Forbidden);
            }
            desk.end_following(tx, &[(ticket, person)], actor(&reader.person), now)
        })?;
        self.bell.ring();
        Ok(())
    }

    /// Some people follow some tickets no longer.
    pub(super) fn end_following(
        &self,
        tx: &mut Conn,
        all: &[(TicketId, PersonId)],
        actor: Actor,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        for (ticket, person) in all {
            if !watchers::remove(tx, *ticket, *person)? {
                continue;
            }
            let ticket = tickets::find(tx, *ticket, &Scope::Desk).found()?;
            let contract = self.contracts.get(tx, ticket.contract)?;
            let what = What::FollowerRemoved { person: *person };
            Open::beside(tx, ticket, &contract, now, actor, vec![what])?;
        }
        Ok(())
    }
}

/// Who follows a ticket, and whom its reader may choose from.
pub(super) fn seen(
    conn: &mut Conn,
    ticket: &Ticket,
    who: &Who,
    manages: bool,
    followers: Vec<Person>,
) -> Result<Following, Error> {
    let mut offered = Vec::new();
    if manages {
        for organisation in houses(conn, ticket)? {
            let thing = Thing::Organisation(organisation);
            if allows(who, Right::ReadMembers, &thing) {
                offered.extend(members::of(conn, organisation, MOST)?);
            }
        }
    }
    let mut offered: Vec<Person> = offered
        .into_iter()
        .filter(|(person, in_use, _)| {
            *in_use
                && person.active
                && person.id != ticket.requester
                && followers.iter().all(|one| one.id != person.id)
        })
        .map(|(person, _, _)| person)
        .collect();
    offered.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    Ok(Following {
        followers,
        manages,
        offered,
    })
}

/// As whom somebody does something to a ticket.
pub(super) const fn actor(person: &Person) -> Actor {
    if person.role.works_at_the_desk() {
        Actor::Agent(person.id)
    } else {
        Actor::Requester(person.id)
    }
}

/// The organisations whose people may follow a ticket: its own, and who serves it.
fn houses(conn: &mut Conn, ticket: &Ticket) -> Result<Vec<OrganisationId>, Error> {
    let Some(organisation) = ticket.organisation else {
        return Ok(Vec::new());
    };
    let mut all = vec![organisation];
    all.extend(mandates::integrators_of(conn, organisation)?);
    Ok(all)
}

/// Whether somebody may follow a ticket at this very moment.
pub(super) fn may_follow(conn: &mut Conn, ticket: &Ticket, person: &Person) -> Result<bool, Error> {
    let Some(organisation) = person.organisation else {
        return Ok(false);
    };
    Ok(person.active
        && person.role == Role::Requester
        && houses(conn, ticket)?.contains(&organisation)
        && accounts::is_in_use(conn, person.id)?)
}
