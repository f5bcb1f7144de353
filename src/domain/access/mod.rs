//! Who may do what: one pure function over (person, right, thing), written as a table that a person
//! can read (`guichet access` prints it), and the scope that every query for tenants' rows takes.
//!
//! # Why
//! What somebody may do depends on how they stand to a thing: the same person is the requester of
//! one ticket, an outsider to the next, and a designated administrator of an organisation. So the
//! table has a column for each [`Standing`], [`standings`] says which of them somebody has, and
//! [`allows`] looks whether the table grants the right to one of these. [`Scope`] is the same
//! answer for reading tickets, in a form that a query can take.

mod scope;
mod table;

pub use scope::{Customer, Scope};
pub use table::{Right, Standing, as_markdown, granted, may};

use super::{
    ids::{OrganisationId, PersonId, PlatformId, QueueId},
    people::{Person, Role},
};

/// Somebody who is signed in, with all that decides what they may do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Who {
    /// Identity.
    pub person: PersonId,
    /// What the person may do at the desk.
    pub role: Role,
    /// The tenant, when it is known.
    pub organisation: Option<OrganisationId>,
    /// Of what a requester is a designated administrator.
    pub designations: Vec<Designated>,
    /// The organisations that the person's own one serves, as their integrator.
    pub serves: Vec<OrganisationId>,
    /// The queues that only their members see, and of which the person is none.
    pub closed_queues: Vec<QueueId>,
    /// Whether the person's organisation is a vendor that takes cases here.
    pub takes_cases: bool,
}

/// Of what somebody is a designated administrator.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Designated {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Only one of its platforms; none for all of it.
    pub platform: Option<PlatformId>,
}

impl Who {
    /// Somebody of whom no more is known than the person: no designation, no mandate, no queue that
    /// is closed to them.
    #[must_use]
    pub const fn alone(person: &Person) -> Self {
        Self {
            person: person.id,
            role: person.role,
            organisation: person.organisation,
            designations: Vec::new(),
            serves: Vec::new(),
            closed_queues: Vec::new(),
            takes_cases: false,
        }
    }

    /// Whether the person is a designated administrator of a whole organisation.
    #[must_use]
    pub fn administers(&self, organisation: OrganisationId) -> bool {
        let whole = Designated {
            organisation,
            platform: None,
        };
        self.designations.contains(&whole)
    }
}

/// What somebody wants to do something with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Thing {
    /// The installation: its queue, letters, team and set-up.
    Desk,
    /// An organisation, with its people and platforms.
    Organisation(OrganisationId),
    /// A ticket.
    Ticket(TicketFacts),
    /// A case at a vendor.
    Case(CaseFacts),
}

/// What of a case at a vendor decides who may do what with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CaseFacts {
    /// To whom it was sent.
    pub vendor: OrganisationId,
    /// Where agents take the ticket that it is about.
    pub queue: QueueId,
}

/// What of a ticket decides who may do what with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TicketFacts {
    /// Who filed it.
    pub requester: PersonId,
    /// The tenant, when it is known.
    pub organisation: Option<OrganisationId>,
    /// The platform it is about, when it is known.
    pub platform: Option<PlatformId>,
    /// Where agents take it.
    pub queue: QueueId,
    /// Whether the person in question was added to it.
    pub watched: bool,
}

/// How somebody stands to a thing; nobody who is signed in stands in no way.
#[must_use]
pub fn standings(who: &Who, thing: &Thing) -> Vec<Standing> {
    let at_the_desk = match who.role {
        Role::Requester => None,
        Role::Agent => Some(Standing::Agent),
        Role::Supervisor => Some(Standing::Supervisor),
        Role::Administrator => Some(Standing::Administrator),
        Role::Auditor => Some(Standing::Auditor),
    };
    if let Some(standing) = at_the_desk {
        let queue = match thing {
            Thing::Ticket(ticket) => Some(ticket.queue),
            Thing::Case(case) => Some(case.queue),
            Thing::Desk | Thing::Organisation(_) => None,
        };
        let is_closed = queue.is_some_and(|queue| who.closed_queues.contains(&queue));
        return vec![if is_closed {
            Standing::Outsider
        } else {
            standing
        }];
    }
    let mut all = Vec::new();
    match *thing {
        Thing::Desk => {}
        Thing::Case(case) => {
            if who.organisation == Some(case.vendor) {
                all.push(Standing::Vendor);
            }
        }
        Thing::Organisation(organisation) => {
            if who.organisation == Some(organisation) {
                all.push(Standing::Colleague);
            }
            if who.administers(organisation) {
                all.push(Standing::Designated);
            }
            if who.serves.contains(&organisation) {
                all.push(Standing::Integrator);
            }
        }
        Thing::Ticket(ticket) => {
            if ticket.requester == who.person {
                all.push(Standing::Requester);
            }
            if ticket.watched {
                all.push(Standing::Colleague);
            }
            if let Some(organisation) = ticket.organisation {
                let of_it = |one: &Designated| {
                    one.organisation == organisation
                        && one
                            .platform
                            .is_none_or(|only| ticket.platform == Some(only))
                };
                if who.designations.iter().any(of_it) {
                    all.push(Standing::Designated);
                }
                if who.serves.contains(&organisation) {
                    all.push(Standing::Integrator);
                }
            }
        }
    }
    if all.is_empty() {
        all.push(Standing::Outsider);
    }
    all
}

/// Whether somebody may do something with a thing.
#[must_use]
pub fn allows(who: &Who, right: Right, thing: &Thing) -> bool {
    standings(who, thing)
        .into_iter()
        .any(|standing| granted(right, standing))
}

#[cfg(test)]
mod tests;
