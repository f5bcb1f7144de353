//! Which tenants' rows a query may see.

use std::sync::Arc;

use super::{Designated, Right, TicketFacts, Who, granted};
use crate::domain::{
    access::Standing,
    ids::{OrganisationId, PersonId, PlatformId, QueueId, TicketId},
};

/// Which tenants' rows a query may see. Built from who asks, never from what is asked.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Scope {
    /// The desk's own work: the worker, the command line.
    Desk,
    /// Somebody signed in on the agents' side: every queue but those that are closed to them.
    Worker {
        /// Who.
        person: PersonId,
        /// The queues that only their members see, and of which the person is none; in order.
        closed: Arc<[QueueId]>,
    },
    /// Somebody signed in on the customers' side.
    Customer(Arc<Customer>),
    /// The bearer of a ticket's secret link: that ticket, as its requester sees it.
    Link {
        /// The one ticket that the link opens.
        ticket: TicketId,
        /// The requester it was made for.
        requester: PersonId,
    },
}

/// What somebody signed in on the customers' side sees: what they filed or were added to, and every
/// ticket of some organisations and platforms.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Customer {
    /// Who.
    pub person: PersonId,
    /// Organisations of which the people, platforms and contracts are known: the own one and those
    /// that it serves; in order.
    pub homes: Vec<OrganisationId>,
    /// Organisations of which every ticket is seen; in order.
    pub organisations: Vec<OrganisationId>,
    /// Platforms of which every ticket is seen, with the organisation of each; in order.
    pub platforms: Vec<(OrganisationId, PlatformId)>,
}

impl Scope {
    /// What somebody signed in sees.
    #[must_use]
    pub fn of(who: &Who) -> Self {
        if who.role.works_at_the_desk() {
            let mut closed = who.closed_queues.clone();
            closed.sort_unstable();
            return Self::Worker {
                person: who.person,
                closed: closed.into(),
            };
        }
        let mut organisations = Vec::new();
        let mut platforms = Vec::new();
        if granted(Right::ReadTicket, Standing::Designated) {
            for Designated {
                organisation,
                platform,
            } in &who.designations
            {
                match platform {
                    None => organisations.push(*organisation),
                    Some(platform) => platforms.push((*organisation, *platform)),
                }
            }
        }
        if granted(Right::ReadTicket, Standing::Integrator) {
            organisations.extend(&who.serves);
        }
        organisations.sort_unstable();
        organisations.dedup();
        platforms.sort_unstable();
        let mut homes: Vec<OrganisationId> = who.organisation.into_iter().collect();
        homes.extend(&who.serves);
        homes.sort_unstable();
        homes.dedup();
        Self::Customer(Arc::new(Customer {
            person: who.person,
            homes,
            organisations,
            platforms,
        }))
    }

    /// Somebody at the desk to whom no queue is closed.
    #[must_use]
    pub fn worker(person: PersonId) -> Self {
        Self::Worker {
            person,
            closed: Arc::from([]),
        }
    }

    /// The only ticket that is visible, or `None` where there may be more.
    #[must_use]
    pub const fn only(&self) -> Option<TicketId> {
        match self {
            Self::Desk | Self::Worker { .. } | Self::Customer(_) => None,
            Self::Link { ticket, .. } => Some(*ticket),
        }
    }

    /// Who asks, where that is a person.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Desk => None,
            Self::Worker { person, .. } => Some(*person),
            Self::Customer(customer) => Some(customer.person),
            Self::Link { requester, .. } => Some(*requester),
        }
    }

    /// The queues of which nothing is visible.
    #[must_use]
    pub fn closed(&self) -> &[QueueId] {
        match self {
            Self::Worker { closed, .. } => closed,
            Self::Desk | Self::Customer(_) | Self::Link { .. } => &[],
        }
    }

    /// Whether both see the same rows, so that what was read for one may be shown to the other.
    #[must_use]
    pub fn sees_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Worker { closed, .. }, Self::Worker { closed: too, .. }) => closed == too,
            (Self::Desk, Self::Desk) => true,
            (Self::Desk | Self::Worker { .. } | Self::Customer(_) | Self::Link { .. }, _) => {
                self == other
            }
        }
    }

    /// Whether it is the desk's own view: internal notes, who works on what, other tickets of the
    /// same customer.
    #[must_use]
    pub const fn sees_notes(&self) -> bool {
        match self {
            Self::Desk | Self::Worker { .. } => true,
            Self::Customer(_) | Self::Link { .. } => false,
        }
    }

    /// Whether a ticket is visible, of which these facts are known. Queries give the same answer.
    #[must_use]
    pub fn sees(&self, id: TicketId, ticket: &TicketFacts) -> bool {
        match self {
            Self::Desk => true,
            Self::Worker { closed, .. } => !closed.contains(&ticket.queue),
            Self::Link {
                ticket: only,
                requester: _,
            } => *only == id,
            Self::Customer(customer) => {
                let Customer {
                    person,
                    homes: _,
                    organisations,
                    platforms,
                } = &**customer;
                ticket.requester == *person
                    || ticket.watched
                    || ticket
                        .organisation
                        .is_some_and(|one| organisations.contains(&one))
                    || ticket
                        .organisation
                        .zip(ticket.platform)
                        .is_some_and(|both| platforms.contains(&both))
            }
        }
    }
}
